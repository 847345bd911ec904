public import TONCells

extension ShardHashes {
    /// The shard that has all accounts of another, which may be the same; nil where there provably is none: no such
    /// workchain, or several shards in the place of the asked one.
    ///
    /// Throws where the trees are malformed, or pruned on the way.
    public func shard(
        containing shard: ShardIdentifier
    ) throws(CellError) -> (ShardIdentifier, ShardDescription)? {
        guard let tree = try workchains.value(for: shard.workchain) else { return nil }
        var cell = tree.cell
        for length in 0...shard.prefixLength {
            var slice = try cell.slice()
            guard try slice.loadBit() else {
                let mask = length == 0 ? 0 : UInt64.max << UInt64(64 - length)
                let found = try ShardIdentifier(
                    workchain: shard.workchain, prefix: shard.shard & mask, prefixLength: length)
                let description = try within("shard \(found)") { () throws(CellError) in
                    let description = try slice.load(ShardDescription.self)
                    try slice.end()
                    return description
                }
                return (found, description)
            }
            guard length < shard.prefixLength else { break }
            let left = try slice.loadReference()
            let isRight = shard.shard << UInt64(length) & ShardIdentifier.wholeWorkchain != 0
            cell = isRight ? try slice.loadReference() : left
        }
        return nil
    }
}
