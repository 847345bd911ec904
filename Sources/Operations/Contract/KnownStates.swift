public import TONBlocks
public import TONCells
public import TONCrypto
public import TONVM

/// States that an operation is rehearsed on.
public struct KnownStates: EmulationSource, Sendable {
    /// The accounts.
    public var accounts: [AccountAddress: ShardAccount]
    /// Public libraries by their hashes.
    public var libraries: [Hash256: Cell]
    /// Whether accounts that aren't given don't exist; otherwise nothing is known of them.
    public var isComplete: Bool

    /// Takes states.
    public init(
        accounts: [AccountAddress: ShardAccount], libraries: [Hash256: Cell] = [:], isComplete: Bool = true
    ) {
        self.accounts = accounts
        self.libraries = libraries
        self.isComplete = isComplete
    }

    /// The account; nil where nothing is known of it.
    public func account(_ address: AccountAddress) throws(CellError) -> ShardAccount? {
        if let account = accounts[address] { return account }
        return isComplete ? try .nonexistent() : nil
    }

    /// The library; nil where it isn't given.
    public func library(_ hash: Hash256) throws(CellError) -> Cell? { libraries[hash] }
}
