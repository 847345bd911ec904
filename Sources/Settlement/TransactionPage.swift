public import FoundationEssentials
public import TONBlocks
public import TONCells
public import TONCrypto

/// A page of an account's history, verified to hang together from its head, and decoded.
public struct TransactionPage: Sendable {
    /// One transaction of the page.
    public struct Entry: Sendable {
        /// What settlement needs of it.
        public let transaction: LedgerTransaction
        /// By how much it changed the account's balance, nanoTON.
        public let balanceChange: Int128
        /// The transaction before it.
        public let previous: TransactionIdentifier
        /// The bag of cells that it came in.
        public let data: Data
    }

    /// The account.
    public let account: AccountAddress
    /// The transactions, newest first; at least one.
    public let entries: [Entry]
    /// The newest transaction.
    public let head: TransactionIdentifier
    /// What the oldest names as the one before it.
    public let below: TransactionIdentifier

    /// Verifies a page. Throws ``TransactionPageError`` at the first bag of cells that can't be read, the first
    /// transaction that isn't the one that its successor or the head names, and the first that can't be decoded.
    ///
    /// - Parameters:
    ///   - bags: The transactions' bags of cells, newest first.
    ///   - head: What the first must be.
    ///   - account: Whose they must be.
    ///   - proof: How the head is proved.
    public init(
        verifying bags: [Data], head: TransactionIdentifier, account: AccountAddress, proof: Proof
    ) throws(TransactionPageError) {
        let cells = try Self.cells(bags, head: head, account: account)
        try self.init(cells, data: { bags[$0] }, head: head, account: account, proof: proof)
    }

    /// Verifies a page of which the cells came, and throws as ``init(verifying:head:account:proof:)`` does.
    public init(
        verifying cells: [Cell], head: TransactionIdentifier, account: AccountAddress, proof: Proof
    ) throws(TransactionPageError) {
        try self.init(cells, data: { Data(cells[$0].boc([])) }, head: head, account: account, proof: proof)
    }

    private init(
        _ cells: [Cell], data: (Int) -> Data, head: TransactionIdentifier, account: AccountAddress, proof: Proof
    ) throws(TransactionPageError) {
        let chain: AccountChain
        do throws(AccountChainError) {
            chain = try AccountChain(verifying: cells, head: head, accountHash: account.hash)
        } catch {
            throw TransactionPageError(account: account, reason: .chain(error))
        }
        var entries: [Entry] = []
        entries.reserveCapacity(cells.count)
        for (number, link) in chain.transactions.enumerated() {
            do throws(CellError) {
                let transaction = try Transaction(cell: link.cell)
                for party in transaction.parties where party != account {
                    throw CellError.outOfRange("its messages are those of account \(party)")
                }
                guard let change = transaction.balanceChange else {
                    throw CellError.outOfRange("the amounts are beyond what coins can be")
                }
                entries.append(
                    Entry(
                        transaction: try LedgerTransaction(
                            transaction, cell: link.cell, workchain: account.workchain, proof: proof),
                        balanceChange: change, previous: link.header.previous, data: data(number)))
            } catch {
                throw TransactionPageError(account: account, reason: .transaction(link.identifier, error))
            }
        }
        self.account = account
        self.entries = entries
        self.head = chain.head
        below = chain.below
    }

    /// Reads the bags of cells. One that can't be read is reported as the transaction that was expected there.
    private static func cells(
        _ bags: [Data], head: TransactionIdentifier, account: AccountAddress
    ) throws(TransactionPageError) -> [Cell] {
        var cells: [Cell] = []
        cells.reserveCapacity(bags.count)
        for bag in bags {
            do throws(BagOfCellsError) {
                cells.append(try Cell(boc: bag))
            } catch {
                let expected =
                    cells.last.map { last in (try? TransactionHeader(cell: last))?.previous ?? head } ?? head
                throw TransactionPageError(account: account, reason: .bag(expected, found: error.damagedRoot, error))
            }
        }
        return cells
    }
}

extension Transaction {
    /// Whom its messages name as the account that took or sent them. The account's workchain stands nowhere else.
    fileprivate var parties: [AccountAddress] {
        ([inMessage?.message.info.destination.account] + outMessages.map { $0.message.info.source.account })
            .compactMap { $0 }
    }
}

extension BagOfCellsError {
    /// The hash of the cell that a bag with a wrong checksum holds all the same.
    fileprivate var damagedRoot: Hash256? {
        if case .wrongChecksum(_, _, let root) = self { root } else { nil }
    }
}

/// Why a page of history is refused.
public struct TransactionPageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        /// What came in place of an expected transaction is no bag of cells, or a damaged one that holds `found`.
        case bag(TransactionIdentifier, found: Hash256?, BagOfCellsError)
        /// The transactions don't hang together.
        case chain(AccountChainError)
        /// A transaction of the chain that has no known layout.
        case transaction(TransactionIdentifier, CellError)
    }

    /// The account.
    public let account: AccountAddress
    /// What is wrong.
    public let reason: Reason

    /// What was expected and what came, with account, logical time and hashes.
    public var description: String {
        switch reason {
        case .bag(let expected, let found, let error):
            "account \(account), expected at lt \(expected.lt) hash \(expected.hash), "
                + "found hash \(found?.hex ?? "none"): \(error)"
        case .chain(let error): "\(error)"
        case .transaction(let identifier, let error):
            "account \(account), lt \(identifier.lt), hash \(identifier.hash): \(error)"
        }
    }
}
