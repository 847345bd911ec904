public import TONBlocks

/// Why blocks can't be followed without a gap.
public enum BlockFollowerError: Error, Hashable, Sendable {
    /// A masterchain block that doesn't follow the last one that was followed.
    case notNext(BlockIdentifier, after: BlockIdentifier)
    /// A block that isn't wanted.
    case unwanted(BlockIdentifier)
    /// A masterchain block was begun while another wasn't finished, or finished while blocks are wanted.
    case unfinished(BlockIdentifier)
    /// More blocks of a shard between two of the masterchain than there can be.
    case tooDeep(BlockIdentifier)
    /// The first state of a shard whose workchain has gone on from another block.
    case firstState(BlockIdentifier)
    /// A block, newest of its shard before, that no newer one leads back to.
    case lost(BlockIdentifier, at: BlockIdentifier)
}

extension BlockFollowerError: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .notNext(let block, let last): "expected the masterchain block after \(last), found \(block)"
        case .unwanted(let block): "expected one of the blocks that are wanted, found \(block)"
        case .unfinished(let block): "expected the shards of \(block) to be followed to the end first"
        case .tooDeep(let block):
            "expected at most \(BlockFollower.maximumDepth) blocks of a shard since the last of the masterchain, at \(block)"
        case .firstState(let block): "expected a block, found the first state \(block)"
        case .lost(let block, let masterchainBlock):
            "expected a way from the shards of \(masterchainBlock) back to \(block), found none"
        }
    }
}
