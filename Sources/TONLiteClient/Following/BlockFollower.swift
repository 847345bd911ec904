public import TONBlocks

/// Follows the masterchain block by block, and all blocks of shards in between: none is left out, none comes twice.
///
/// A masterchain block names the newest blocks of the shards only. Between those and the ones that the masterchain block
/// before named lie others, up to eight in a row, with splits and merges. The follower asks for them, from the newest ones
/// back to the known ones, and hands all over in an order in which each block comes behind those that it follows.
///
/// ```swift
/// try follower.begin(FollowedBlock(masterchainBlock))
/// while let wanted = follower.wanted.first { try follower.add(FollowedBlock(prove(wanted))) }
/// let step = try follower.finish()
/// // Store what step.blocks hold and follower.checkpoint together.
/// ```
/// Nothing is fetched or proven here. A failure leaves the follower where it was before the call.
public struct BlockFollower: Hashable, Sendable {
    /// How far the blocks were followed.
    public struct Checkpoint: Hashable, Sendable {
        /// The masterchain block.
        public let masterchainBlock: BlockIdentifier
        /// The newest blocks of all shards, as it names them.
        public let shards: Set<BlockIdentifier>

        /// Starts behind a masterchain block, which is certain, with the shards that it names.
        public init(masterchainBlock: BlockIdentifier, shards: some Sequence<BlockIdentifier>) {
            self.masterchainBlock = masterchainBlock
            self.shards = Set(shards)
        }
    }

    /// A masterchain block and all that is new with it.
    public struct Step: Hashable, Sendable {
        /// The masterchain block.
        public let masterchainBlock: BlockIdentifier
        /// The new blocks of shards, each behind those that it follows.
        public let blocks: [BlockIdentifier]
    }

    /// Most blocks in a row of a shard between two of the masterchain.
    public static let maximumDepth = TopBlockDescription.maximumChainLength

    /// How far the blocks were followed.
    public private(set) var checkpoint: Checkpoint
    private var walk: Walk?

    /// Goes on behind a checkpoint.
    public init(from checkpoint: Checkpoint) {
        self.checkpoint = checkpoint
    }

    /// The blocks that are needed next. More may be wanted once these were added.
    public var wanted: [BlockIdentifier] { walk.map { $0.wanted.keys.sorted(by: precedes) } ?? [] }

    /// Begins with the next masterchain block. Throws where it doesn't follow that of the checkpoint.
    public mutating func begin(_ block: FollowedBlock) throws(BlockFollowerError) {
        if let walk { throw .unfinished(walk.masterchainBlock) }
        guard block.identifier.shardIdentifier == .masterchain, block.previous == [checkpoint.masterchainBlock] else {
            throw .notNext(block.identifier, after: checkpoint.masterchainBlock)
        }
        walk = try Walk(block, from: checkpoint)
    }

    /// Takes a block that is wanted.
    public mutating func add(_ block: FollowedBlock) throws(BlockFollowerError) {
        guard var walk else { throw .unwanted(block.identifier) }
        try walk.add(block, from: checkpoint)
        self.walk = walk
    }

    /// Ends with the masterchain block, and moves the checkpoint there.
    ///
    /// Throws where blocks are wanted, or where a shard of the checkpoint has no way from any newer block.
    public mutating func finish() throws(BlockFollowerError) -> Step {
        guard let walk else { throw .unfinished(checkpoint.masterchainBlock) }
        guard walk.wanted.isEmpty else { throw .unfinished(walk.masterchainBlock) }
        if let lost = checkpoint.shards.subtracting(walk.reached).min(by: precedes) {
            throw .lost(lost, at: walk.masterchainBlock)
        }
        checkpoint = Checkpoint(masterchainBlock: walk.masterchainBlock, shards: walk.shards)
        self.walk = nil
        return Step(masterchainBlock: walk.masterchainBlock, blocks: walk.found.sorted(by: precedes))
    }

    /// Forgets the masterchain block that was begun.
    public mutating func cancel() {
        walk = nil
    }

    /// The way from a masterchain block's shards back to those of the checkpoint.
    private struct Walk: Hashable, Sendable {
        let masterchainBlock: BlockIdentifier
        let shards: [BlockIdentifier]
        /// Blocks to be read, and how far each lies from the newest one of its shard.
        var wanted: [BlockIdentifier: Int] = [:]
        /// Blocks that were read.
        var found: Set<BlockIdentifier> = []
        /// Blocks of the checkpoint that something leads back to.
        var reached: Set<BlockIdentifier> = []

        init(_ block: FollowedBlock, from checkpoint: Checkpoint) throws(BlockFollowerError) {
            masterchainBlock = block.identifier
            shards = block.shards
            for shard in shards { try visit(shard, depth: 1, from: checkpoint) }
        }

        mutating func add(_ block: FollowedBlock, from checkpoint: Checkpoint) throws(BlockFollowerError) {
            guard let depth = wanted.removeValue(forKey: block.identifier) else {
                throw .unwanted(block.identifier)
            }
            found.insert(block.identifier)
            for previous in block.previous { try visit(previous, depth: depth + 1, from: checkpoint) }
        }

        /// Wants a block, unless it is known or wanted already.
        private mutating func visit(
            _ block: BlockIdentifier, depth: Int, from checkpoint: Checkpoint
        ) throws(BlockFollowerError) {
            if checkpoint.shards.contains(block) {
                reached.insert(block)
                return
            }
            guard !found.contains(block) else { return }
            guard depth <= BlockFollower.maximumDepth else { throw .tooDeep(block) }
            guard block.seqno > 0 else {
                // There is no block of that number. A workchain may start with it, and only then.
                guard !checkpoint.shards.contains(where: { $0.workchain == block.workchain }) else {
                    throw .firstState(block)
                }
                return
            }
            wanted[block] = min(depth, wanted[block] ?? depth)
        }
    }
}

/// Whether a block comes first: by number, which is higher than that of any block before, then by shard.
private func precedes(_ left: BlockIdentifier, _ right: BlockIdentifier) -> Bool {
    (left.seqno, left.workchain, left.shard, left.rootHash, left.fileHash)
        < (right.seqno, right.workchain, right.shard, right.rootHash, right.fileHash)
}
