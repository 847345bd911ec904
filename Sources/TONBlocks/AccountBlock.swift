public import TONCells
public import TONCrypto

/// Transactions of a block, by accounts: `_ (HashmapAugE 256 AccountBlock CurrencyCollection) = ShardAccountBlocks`.
public typealias ShardAccountBlocks = TypedHashmapAugE<Hash256, AccountBlock, CurrencyCollection>

/// The transactions of one account, by logical time; extras sum up their fees.
public typealias AccountTransactions = TypedHashmapAug<UInt64, Lazy<Transaction>, CurrencyCollection>

/// What happened to one account in a block.
///
/// ```
/// acc_trans#5 account_addr:bits256 transactions:(HashmapAug 64 ^Transaction CurrencyCollection)
///   state_update:^(HASH_UPDATE Account) = AccountBlock;
/// ```
public struct AccountBlock: Hashable, Sendable {
    /// The account, within the workchain of the block.
    public var accountHash: Hash256
    /// Its transactions: one at least.
    public var transactions: AccountTransactions
    /// The hash of its state before and after all of them.
    public var stateUpdate: Lazy<HashUpdate>

    /// Makes one.
    public init(accountHash: Hash256, transactions: AccountTransactions, stateUpdate: Lazy<HashUpdate>) {
        self.accountHash = accountHash
        self.transactions = transactions
        self.stateUpdate = stateUpdate
    }
}

extension AccountBlock: TLBCodable {
    private static let tag: UInt64 = 5

    /// Reads the layout; transactions are read when asked for.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 4, of: "AccountBlock")
        accountHash = try slice.loadHash()
        // The tree's root has no cell of its own: it is all that is left but the last reference.
        transactions = AccountTransactions(root: try slice.loadRest(exceptReferences: 1).cell())
        stateUpdate = try slice.load(field: "state_update")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 4)
        try builder.store(accountHash)
        try transactions.store(plain: &builder)
        try builder.store(stateUpdate)
    }
}
