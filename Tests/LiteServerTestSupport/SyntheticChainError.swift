import TONBlocks
public import TONCrypto

/// Why a chain can't be made of a history.
public enum SyntheticChainError: Error, Hashable, Sendable {
    /// A transaction isn't what its successor names, or not the account's.
    case unlinkedTransaction(account: Hash256, lt: UInt64)
    /// A shard's block would have to start before the one before it ends.
    case overlappingLogicalTimes(lt: UInt64, previousEnd: UInt64)
    /// Something that the chain doesn't have.
    case missing(String)
}
