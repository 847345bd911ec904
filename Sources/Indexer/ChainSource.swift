public import Mirror
public import Settlement
public import TONBlocks
public import TONCells
public import TONCrypto

/// Where histories of accounts come from: lite-servers, or an HTTP API.
///
/// A source names heads, and says how it proves them; that the transactions below hang together is checked of whatever it
/// serves.
public protocol ChainSource: Sendable {
    /// How the source is called in messages.
    var name: String { get }

    /// The newest masterchain block. Throws ``SyncError``.
    func tip() async throws(SyncError) -> ChainTip

    /// An account after a block. Throws ``SyncError``.
    func account(_ address: AccountAddress, at tip: ChainTip) async throws(SyncError) -> AccountHead

    /// Transactions of an account from a known one down, as many as the source likes to give, at least one.
    ///
    /// - Parameter proof: How the known one is proved.
    func page(
        of account: AccountAddress, from head: TransactionIdentifier, proof: Proof
    ) async throws(SyncError) -> TransactionPage

    /// Accounts whose code has a hash, as the source says: a hint, which only their chains can confirm. Nil where the
    /// source can't tell.
    func accounts(codeHash: Hash256) async throws(SyncError) -> [AccountAddress]?

    /// Waits until there is a block behind `tip`, or some seconds have passed.
    func waitForBlock(after tip: ChainTip) async throws(SyncError)

    /// What to keep so that the next run needn't prove the same again; nil where nothing is proven.
    func trustedDocument() async -> [UInt8]?
}

/// A masterchain block up to which the mirror can be complete.
public struct ChainTip: Hashable, Sendable {
    /// Its full name.
    public var block: BlockIdentifier
    /// Its time, unix seconds; nil where no answer showed it.
    public var time: UInt32?
    /// How it is proved.
    public var proof: Proof

    /// Makes one.
    public init(block: BlockIdentifier, time: UInt32?, proof: Proof) {
        self.block = block
        self.time = time
        self.proof = proof
    }
}

/// An account as a source has it.
public struct AccountHead: Hashable, Sendable {
    /// Its newest transaction; nil where it has none.
    public var last: TransactionIdentifier?
    /// Its state, if the source gave it.
    public var state: AccountSnapshot?
    /// How both are proved.
    public var proof: Proof

    /// Makes one.
    public init(last: TransactionIdentifier?, state: AccountSnapshot? = nil, proof: Proof) {
        self.last = last
        self.state = state
        self.proof = proof
    }
}
