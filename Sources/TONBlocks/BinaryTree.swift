public import TONCells

/// A tree whose leaves are shards: TL-B `BinTree X`.
///
/// ```
/// bt_leaf$0 {X:Type} leaf:X = BinTree X;
/// bt_fork$1 {X:Type} left:^(BinTree X) right:^(BinTree X) = BinTree X;
/// ```
public struct BinaryTree<Leaf: TLBCodable>: Hashable, Sendable {
    /// The root, of which cells are read as they are asked for.
    public let root: Cell

    /// Makes a tree of a root found elsewhere; nothing is checked before it is read.
    public init(root: Cell) {
        self.root = root
    }

    /// The leaf of the shard that accounts with these first 64 bits are in.
    ///
    /// Throws where the tree is malformed or pruned on the way, or deeper than shards can be.
    public func leaf(addressPrefix: UInt64, workchain: Int32) throws(CellError) -> (ShardIdentifier, Leaf) {
        var cell = root
        for length in 0...ShardIdentifier.maximumPrefixLength {
            var slice = try cell.slice()
            if try !slice.loadBit() {
                let mask = length == 0 ? 0 : UInt64.max << UInt64(64 - length)
                let shard = try ShardIdentifier(
                    workchain: workchain, prefix: addressPrefix & mask, prefixLength: length)
                return (shard, try Self.read(slice, of: shard))
            }
            let children = try Self.children(slice)
            cell =
                addressPrefix << UInt64(length) & ShardIdentifier.wholeWorkchain == 0 ? children.left : children.right
        }
        throw .malformedDictionary("a tree of shards is at most 60 deep")
    }

    /// All leaves with their shards, from left to right.
    ///
    /// Throws where the tree is malformed or pruned, deeper than shards can be, or has more than `limit` leaves:
    /// cells may be shared, so that a few of them can pose as 2^60.
    public func leaves(
        workchain: Int32, limit: Int = HashmapE.defaultEntryLimit
    ) throws(CellError) -> [(shard: ShardIdentifier, leaf: Leaf)] {
        var leaves: [(shard: ShardIdentifier, leaf: Leaf)] = []
        // An explicit stack: no shard is more than 60 deep.
        var pending = [
            (shard: try ShardIdentifier(workchain: workchain, shard: ShardIdentifier.wholeWorkchain), cell: root)
        ]
        while let (shard, cell) = pending.popLast() {
            var slice = try cell.slice()
            if try !slice.loadBit() {
                guard leaves.count < limit else { throw .malformedDictionary("more than \(limit) shards") }
                leaves.append((shard, try Self.read(slice, of: shard)))
            } else {
                guard let shards = shard.children else {
                    throw .malformedDictionary("a tree of shards is at most 60 deep")
                }
                let children = try Self.children(slice)
                pending.append((shards.right, children.right))
                pending.append((shards.left, children.left))
            }
        }
        return leaves
    }

    /// Makes a tree of the shards of one workchain, in any order. Throws unless every account is in exactly one.
    public init(_ leaves: some Sequence<(shard: ShardIdentifier, leaf: Leaf)>) throws(CellError) {
        // Ascending by the end of their ranges, siblings meet on the stack and become their parent.
        var stack: [(shard: ShardIdentifier, cell: Cell)] = []
        for (shard, leaf) in leaves.sorted(by: { $0.shard.shard < $1.shard.shard }) {
            var builder = CellBuilder()
            try builder.store(bit: false)
            try builder.store(leaf)
            var right = (shard: shard, cell: try builder.build())
            while let left = stack.last, left.shard == right.shard.sibling, let parent = right.shard.parent {
                stack.removeLast()
                var fork = CellBuilder()
                try fork.store(bit: true)
                try fork.store(reference: left.cell)
                try fork.store(reference: right.cell)
                right = (parent, try fork.build())
            }
            stack.append(right)
        }
        guard let only = stack.first, stack.count == 1, only.shard.prefixLength == 0 else {
            throw .outOfRange("these shards are not all of one workchain, each once")
        }
        root = only.cell
    }

    private static func read(_ slice: CellSlice, of shard: ShardIdentifier) throws(CellError) -> Leaf {
        try within("shard \(shard)") { () throws(CellError) in
            var slice = slice
            let leaf = try slice.load(Leaf.self)
            try slice.end()
            return leaf
        }
    }

    private static func children(_ slice: CellSlice) throws(CellError) -> (left: Cell, right: Cell) {
        var slice = slice
        let children = (left: try slice.loadReference(), right: try slice.loadReference())
        try slice.end()
        return children
    }
}

extension BinaryTree: TLBCodable {
    /// Takes all that is left of the slice as the root.
    public init(from slice: inout CellSlice) throws(CellError) {
        root = try slice.loadRest().cell()
    }

    /// Appends the root.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(try root.slice())
    }
}
