public import TONCells
public import TONCrypto

/// An account as the state of a shard keeps it: with its last transaction, from which its whole history hangs.
///
/// `account_descr$_ account:^Account last_trans_hash:bits256 last_trans_lt:uint64 = ShardAccount;`
public struct ShardAccount: Hashable, Sendable {
    /// The account's cell; in a proof it may be pruned.
    public var accountCell: Cell
    /// The hash of the account's last transaction; zero where there is none.
    public var lastTransactionHash: Hash256
    /// The logical time of the account's last transaction; 0 where there is none.
    public var lastTransactionLT: UInt64

    /// Makes one.
    public init(accountCell: Cell, lastTransactionHash: Hash256, lastTransactionLT: UInt64) {
        self.accountCell = accountCell
        self.lastTransactionHash = lastTransactionHash
        self.lastTransactionLT = lastTransactionLT
    }

    /// The account's last transaction; ``TransactionIdentifier/none`` where there is none.
    public var lastTransaction: TransactionIdentifier {
        TransactionIdentifier(lt: lastTransactionLT, hash: lastTransactionHash)
    }

    /// The hash of the account's state, pruned or not: what ``HashUpdate/newHash`` of the last transaction says.
    public var stateHash: Hash256 { accountCell.hash(level: 0) }

    /// Reads the account. Throws where its cell is malformed or pruned.
    public func account() throws(CellError) -> Account { try Account(cell: accountCell) }
}

extension ShardAccount: TLBCodable {
    /// Reads the layout; the account is read when asked for.
    public init(from slice: inout CellSlice) throws(CellError) {
        accountCell = try slice.loadReference()
        lastTransactionHash = try slice.loadHash()
        lastTransactionLT = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(reference: accountCell)
        try builder.store(lastTransactionHash)
        try builder.store(lastTransactionLT)
    }
}
