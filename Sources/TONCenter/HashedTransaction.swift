public import TONBlocks
public import TONCells
import TONCrypto

/// A raw transaction that is what its server says it is: its cell has the hash, and states the logical time and the
/// account, that stand beside it.
///
/// That the account ever had such a transaction is not shown by this alone: for that it must hang on a known head,
/// see ``TransactionHistoryPage``.
public struct HashedTransaction: Sendable {
    /// As the server gave it.
    public let record: RawTransactionRecord
    /// The transaction's cell.
    public let cell: Cell
    /// The start of it.
    public let header: TransactionHeader

    /// Its logical time and hash.
    public var identifier: TransactionIdentifier { TransactionIdentifier(lt: header.lt, hash: cell.hash) }

    /// Checks a record. Throws with the record's place in the answer, what was expected and what came.
    init(_ record: RawTransactionRecord, of account: AccountAddress, at path: String) throws(TONCenterError) {
        let cell: Cell
        let header: TransactionHeader
        do throws(BagOfCellsError) {
            cell = try Cell(boc: record.data)
        } catch {
            throw .field(path: path + ".data", reason: "is no bag of one cell: \(error)")
        }
        guard cell.hash == record.hash else {
            throw .field(
                path: path + ".data", reason: "has hash \(cell.hash), beside it stands \(record.hash)")
        }
        do throws(CellError) {
            header = try TransactionHeader(cell: cell)
        } catch {
            throw .field(path: path + ".data", reason: "is no transaction: \(error)")
        }
        guard header.lt == record.lt else {
            throw .field(
                path: path + ".transaction_id.lt", reason: "is \(record.lt), that of the transaction is \(header.lt)")
        }
        guard header.accountHash == account.hash else {
            throw .field(
                path: path + ".data", reason: "is a transaction of account \(header.accountHash), asked was \(account)")
        }
        if let stated = record.account, stated != account {
            throw .field(path: path + ".address.account_address", reason: "is \(stated), asked was \(account)")
        }
        self.record = record
        self.cell = cell
        self.header = header
    }
}
