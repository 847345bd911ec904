public import TONBlocks
import TONCells

/// What contracts learn of the masterchain's blocks before: field 13 of their surroundings, from global version 4 on.
public struct PreviousBlocksInfo: Hashable, Sendable {
    /// The last blocks, the newest first: sixteen, or all where there are fewer.
    public var last: [BlockIdentifier]
    /// The last key block.
    public var keyBlock: BlockIdentifier
    /// The last blocks whose number is a multiple of a hundred, the newest first: sixteen, or all where there are fewer.
    /// Nil before global version 9, when contracts didn't learn of them.
    public var everyHundredth: [BlockIdentifier]?

    /// Makes one.
    public init(last: [BlockIdentifier], keyBlock: BlockIdentifier, everyHundredth: [BlockIdentifier]? = nil) {
        self.last = last
        self.keyBlock = keyBlock
        self.everyHundredth = everyHundredth
    }

    /// As contracts get it: a tuple of two or three. To be made once for many transactions.
    public var entry: StackEntry {
        var entries = [Self.entry(last), Self.entry(keyBlock)]
        if let everyHundredth { entries.append(Self.entry(everyHundredth)) }
        return .tuple(Tuple(entries))
    }

    private static func entry(_ blocks: [BlockIdentifier]) -> StackEntry {
        .tuple(Tuple(blocks.map { entry($0) }))
    }

    /// `[workchain shard seqno root_hash file_hash]`
    private static func entry(_ block: BlockIdentifier) -> StackEntry {
        .tuple(
            Tuple([
                .integer(Int257(Int(block.workchain))), .integer(Int257(block.shard)),
                .integer(Int257(UInt64(block.seqno))), .integer(unsigned: block.rootHash),
                .integer(unsigned: block.fileHash),
            ]))
    }
}
