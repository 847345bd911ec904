public import TONCells

extension SyntheticChain {
    /// How masterchain blocks are signed.
    public enum Consensus: Hashable, Sendable {
        /// By signatures of their names.
        case ordinary
        /// By votes of simplex consensus.
        case simplex
        /// By signatures of their names up to the first key block, and by votes after it.
        case simplexAfterFirstKeyBlock
    }

    /// What a chain is made from. The same plan makes the same chain, to the bit.
    public struct Plan: Sendable {
        /// What every choice follows from.
        public var seed: UInt64
        /// What goes into the blocks.
        public var history: ChainHistory
        /// The lowest number of masterchain blocks; there are more where the history takes more.
        public var masterchainBlockCount: UInt32
        /// How blocks are signed.
        public var consensus: Consensus
        /// How many validators there are.
        public var validatorCount: Int
        /// How many of them sign masterchain blocks.
        public var mainValidatorCount: Int
        /// Whether each session has an order of its own, as parameter 28 says then.
        public var shufflesValidators: Bool
        /// After how many blocks there is a key block, with other validators; nil for none but the first state.
        public var keyBlockInterval: UInt32?
        /// Most blocks of a shard between two of the masterchain: 1…8.
        public var maximumShardBlocks: Int
        /// How often shards are split, to this depth at most, and merged again; 0 for one shard.
        public var maximumSplitDepth: Int
        /// One of so many masterchain blocks starts a split or a merge.
        public var blocksPerSplitOrMerge: Int
        /// Whether blocks have made-up states, of which nothing can be proved, in place of real ones: many more are made in
        /// the same time. There is no history then.
        public var isLight: Bool
        /// Public libraries.
        public var libraries: [Cell]
        /// The parameters to start from: `Hashmap 32 ^Cell`; nil for a few only.
        public var configuration: Cell?
        /// The unix time of the first states, unless the history starts earlier.
        public var startTime: UInt32

        /// Makes one.
        public init(
            seed: UInt64, history: ChainHistory = ChainHistory(), masterchainBlockCount: UInt32 = 0,
            consensus: Consensus = .ordinary, validatorCount: Int = 7, mainValidatorCount: Int = 5,
            shufflesValidators: Bool = false, keyBlockInterval: UInt32? = nil, maximumShardBlocks: Int = 4,
            maximumSplitDepth: Int = 2,
            blocksPerSplitOrMerge: Int = 6, isLight: Bool = false, libraries: [Cell] = [], configuration: Cell? = nil,
            startTime: UInt32 = 1_700_000_000
        ) {
            self.seed = seed
            self.history = history
            self.masterchainBlockCount = masterchainBlockCount
            self.consensus = consensus
            self.validatorCount = validatorCount
            self.mainValidatorCount = mainValidatorCount
            self.shufflesValidators = shufflesValidators
            self.keyBlockInterval = keyBlockInterval
            self.maximumShardBlocks = min(max(maximumShardBlocks, 1), 8)
            self.maximumSplitDepth = maximumSplitDepth
            self.blocksPerSplitOrMerge = max(1, blocksPerSplitOrMerge)
            self.isLight = isLight
            self.libraries = libraries
            self.configuration = configuration
            self.startTime = startTime
        }
    }
}
