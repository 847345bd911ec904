public import TONBlocks
public import TONCells
public import TONCrypto
import TONLiteClient
public import TONVM

/// Where states for executing code come from: files first, then a mirror or a network.
public struct AccountSource: EmulationSource, Sendable {
    /// What is asked where no file has an account.
    public enum Origin: Sendable {
        /// Nothing: an account without a file doesn't exist.
        case files
        /// A mirror, whose histories are executed again, up to a logical time.
        case mirror(MirrorReplay, before: UInt64?)
        /// A network's accounts after a masterchain block, proven.
        case network
    }

    /// The states in files.
    public var files: StateFolder
    /// What is asked where no file has an account.
    public var origin: Origin
    /// The network that is asked for accounts and libraries, after this block; nil: none is.
    public var network: (network: Network, block: BlockIdentifier)?

    /// Makes one.
    public init(
        files: StateFolder = StateFolder(), origin: Origin,
        network: (network: Network, block: BlockIdentifier)? = nil
    ) {
        self.files = files
        self.origin = origin
        self.network = network
    }

    /// An account; nil where a mirror knows nothing of it, or there is no network to ask.
    ///
    /// Throws `MirrorError`, ``ReplayedStateError`` and ``ChainQuestionError``.
    public func account(_ address: AccountAddress) async throws -> ShardAccount? {
        if let account = files.accounts[address] { return account }
        switch origin {
        case .files: return try .nonexistent()
        case .mirror(let replay, let end): return try replay.account(address, before: end)
        case .network:
            guard let (network, block) = network else { return nil }
            return try await network.account(address, at: block).entry ?? .nonexistent()
        }
    }

    /// A public library by its hash, checked against it; nil where no server has it, or there is no network to ask.
    public func library(_ hash: Hash256) async throws -> Cell? {
        try await network?.network.libraries([hash])[hash]
    }
}
