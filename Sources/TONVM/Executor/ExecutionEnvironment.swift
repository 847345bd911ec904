public import TONCells
public import TONCrypto

/// When and in which block a transaction happens.
public struct ExecutionEnvironment: Sendable {
    /// The unix time of the block.
    public var now: UInt32
    /// The least logical time of the transaction; it is raised above that of the account and of the message.
    public var lt: UInt64
    /// The logical time at which the block starts.
    public var blockLT: UInt64
    /// The random seed of the block, from which each account has its own.
    public var randomSeed: Hash256
    /// The dictionary of the masterchain's public libraries; more than one is searched in order.
    public var libraries: [Cell]
    /// What contracts learn of blocks before: `.null` where nothing is to be known.
    public var previousBlocks: StackEntry
    /// Which signatures count as right: for rehearsals without a key.
    public var signatureChecks: SignatureChecks

    /// Blocks start at multiples of this logical time.
    public static let blockLTAlignment: UInt64 = 1_000_000

    /// Makes one; `blockLT` is that of the block in which `lt` lies, unless given.
    public init(
        now: UInt32, lt: UInt64, blockLT: UInt64? = nil, randomSeed: Hash256, libraries: [Cell] = [],
        previousBlocks: StackEntry = .null, signatureChecks: SignatureChecks = .strict
    ) {
        self.now = now
        self.lt = lt
        self.blockLT = blockLT ?? lt - lt % Self.blockLTAlignment
        self.randomSeed = randomSeed
        self.libraries = libraries
        self.previousBlocks = previousBlocks
        self.signatureChecks = signatureChecks
    }
}
