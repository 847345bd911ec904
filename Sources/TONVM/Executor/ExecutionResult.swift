public import TONBlocks
public import TONCells
public import TONCrypto

/// What an execution came to: a transaction, and the account after it.
public struct ExecutionResult: Sendable {
    /// The transaction's cell, whose hash is that of the transaction.
    public let transaction: Cell
    /// The account after it, with this transaction as its last.
    public let account: ShardAccount
    /// The account.
    public let address: AccountAddress
    /// The logical time at which the transaction started.
    public let lt: UInt64
    /// The logical time after it and the messages that it sent.
    public let endLT: UInt64
    /// What the account was before, and is now.
    public let originalStatus: AccountStatus
    /// What the account is now.
    public let endStatus: AccountStatus
    /// Its kind and phases.
    public let description: TransactionDescription
    /// The messages that it sent, in order.
    public let outMessages: [Cell]
    /// What validators got for it.
    public let totalFees: CurrencyCollection
    /// What was burned, at the account that the configuration names for that.
    public let burned: Coins
    /// The hash of a library that the contract wanted and that isn't there.
    public let missingLibrary: Hash256?
    /// What the account's storage takes, for its next transaction; nil where it wasn't counted.
    public let statistics: AccountStatistics?

    /// What the contract ended with; nil where it didn't run.
    public var exitCode: Int32? { description.computePhase?.execution?.exitCode }
    /// The gas that it used; 0 where it didn't run.
    public var gasUsed: UInt64 { description.computePhase?.execution?.gasUsed ?? 0 }
    /// How the actions ended, 0 for success; nil where there were none.
    public var actionResultCode: Int32? { description.actionPhase?.resultCode }
}
