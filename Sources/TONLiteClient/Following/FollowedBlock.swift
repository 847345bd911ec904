public import TONBlocks

/// What following needs of a block: its name, and the names that it states.
public struct FollowedBlock: Hashable, Sendable {
    /// The block.
    public let identifier: BlockIdentifier
    /// The blocks before it: one, or two after a merge.
    public let previous: [BlockIdentifier]
    /// The newest blocks of all shards, as a masterchain block names them; none in a shard.
    public let shards: [BlockIdentifier]

    /// Takes names that are certain.
    init(identifier: BlockIdentifier, previous: [BlockIdentifier], shards: [BlockIdentifier] = []) {
        self.identifier = identifier
        self.previous = previous
        self.shards = shards
    }

    /// Reads the names from a block that was proven: its header, and the shards of a masterchain block.
    public init(_ block: ProvenBlock) throws(BlockProofError) {
        let isMasterchain = block.info.shard.isMasterchain
        var shards: [BlockIdentifier] = []
        if isMasterchain {
            for shard in try block.shards().all() { shards.append(shard.block) }
        }
        self.init(identifier: block.identifier, previous: try block.previousBlocks(), shards: shards)
    }
}
