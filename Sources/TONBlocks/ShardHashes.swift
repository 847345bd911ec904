public import TONCells

/// The last blocks of all shards, by workchains: TL-B `ShardHashes`.
///
/// `_ (HashmapE 32 ^(BinTree ShardDescr)) = ShardHashes;`
public struct ShardHashes: Hashable, Sendable {
    /// The trees of shards, by workchains.
    public var workchains: TypedHashmapE<Int32, Lazy<BinaryTree<ShardDescription>>>

    /// Makes one.
    public init(workchains: TypedHashmapE<Int32, Lazy<BinaryTree<ShardDescription>>> = TypedHashmapE()) {
        self.workchains = workchains
    }

    /// Makes one of all shards of all workchains. Throws unless every account is in exactly one.
    public init(_ shards: some Sequence<(shard: ShardIdentifier, leaf: ShardDescription)>) throws(CellError) {
        self.init()
        for (workchain, group) in Dictionary(grouping: shards, by: \.shard.workchain) {
            try workchains.set(try Lazy(BinaryTree(group)), for: workchain)
        }
    }

    /// The last block of the shard that an account is in; nil where there is no such workchain.
    ///
    /// Throws where the trees are malformed, or pruned on the way.
    public func shard(containing address: AccountAddress) throws(CellError) -> (ShardIdentifier, ShardDescription)? {
        try shard(workchain: Int32(address.workchain), addressPrefix: address.hash.leadingBits)
    }

    /// The last block of the shard that accounts with these first 64 bits are in; nil where there is no such
    /// workchain.
    public func shard(
        workchain: Int32, addressPrefix: UInt64
    ) throws(CellError) -> (ShardIdentifier, ShardDescription)? {
        guard let tree = try workchains.value(for: workchain) else { return nil }
        return try tree.load().leaf(addressPrefix: addressPrefix, workchain: workchain)
    }

    /// The last block of exactly this shard; nil where there is none.
    public func description(of shard: ShardIdentifier) throws(CellError) -> ShardDescription? {
        guard let (found, description) = try self.shard(workchain: shard.workchain, addressPrefix: shard.shard),
            found == shard
        else { return nil }
        return description
    }

    /// The last blocks of all shards, by workchain and from left to right.
    ///
    /// Throws where the trees are malformed or pruned, or hold more than `limit` shards.
    public func shards(
        limit: Int = HashmapE.defaultEntryLimit
    ) throws(CellError) -> [(shard: ShardIdentifier, description: ShardDescription)] {
        var shards: [(shard: ShardIdentifier, description: ShardDescription)] = []
        for (workchain, tree) in try workchains.entries(limit: limit) {
            let leaves = try tree.load().leaves(workchain: workchain, limit: limit - shards.count)
            shards += leaves.map { ($0.shard, $0.leaf) }
        }
        return shards
    }
}

extension ShardHashes: TLBCodable {
    /// Reads the layout; shards are read when asked for.
    public init(from slice: inout CellSlice) throws(CellError) {
        workchains = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(workchains)
    }
}
