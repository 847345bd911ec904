public import TONCells

/// The block or the blocks that a block follows.
///
/// ```
/// prev_blk_info$_ prev:ExtBlkRef = BlkPrevInfo 0;
/// prev_blks_info$_ prev1:^ExtBlkRef prev2:^ExtBlkRef = BlkPrevInfo 1;
/// ```
public enum PreviousBlocks: Hashable, Sendable {
    /// One: of the same shard, or of its parent after a split.
    case one(ExternalBlockReference)
    /// The last ones of the two halves, left first, after a merge.
    case two(ExternalBlockReference, ExternalBlockReference)

    /// Reads the constructor that the block's header asks for, from a cell with nothing else.
    public init(cell: Cell, isAfterMerge: Bool) throws(CellError) {
        var slice = try cell.slice()
        if isAfterMerge {
            self = .two(
                try slice.loadReferenced(field: "prev1"), try slice.loadReferenced(field: "prev2"))
        } else {
            self = .one(try slice.load(field: "prev"))
        }
        try slice.end()
    }

    /// The cell of the constructor.
    public func cell() throws(CellError) -> Cell {
        switch self {
        case .one(let block): return try block.cell()
        case .two(let left, let right):
            var builder = CellBuilder()
            try builder.store(referenced: left)
            try builder.store(referenced: right)
            return try builder.build()
        }
    }

    /// Their number or the higher one of their numbers; the next block has one more.
    public var seqno: UInt32 {
        switch self {
        case .one(let block): block.seqno
        case .two(let left, let right): max(left.seqno, right.seqno)
        }
    }
}

extension BlockInfo {
    /// The blocks before it, as its header holds them. Throws where they are malformed or pruned.
    public func previousBlocks() throws(CellError) -> PreviousBlocks {
        try within("prev_ref") { () throws(CellError) in
            try PreviousBlocks(cell: previousReference, isAfterMerge: isAfterMerge)
        }
    }

    /// The full names of the blocks before it: one of the same shard, one of the parent after a split, or one of each
    /// half, left first, after a merge.
    ///
    /// Throws where they can't be read, or don't fit the header: its number isn't one more than the highest of
    /// theirs, or there is no such shard.
    public func previousBlockIdentifiers() throws(CellError) -> [BlockIdentifier] {
        let previous = try previousBlocks()
        let (next, overflow) = previous.seqno.addingReportingOverflow(1)
        guard !overflow, next == seqno else {
            throw .within("prev_ref", .outOfRange("block \(seqno) can't follow block \(previous.seqno)"))
        }
        switch previous {
        case .one(let block):
            guard isAfterSplit else { return [block.identifier(in: shard)] }
            guard let parent = shard.parent else {
                throw .within("after_split", .outOfRange("\(shard) is a whole workchain, split off nothing"))
            }
            return [block.identifier(in: parent)]
        case .two(let left, let right):
            guard !isAfterSplit, let children = shard.children else {
                throw .within("after_merge", .outOfRange("\(shard) can't have been merged from two"))
            }
            return [left.identifier(in: children.left), right.identifier(in: children.right)]
        }
    }
}
