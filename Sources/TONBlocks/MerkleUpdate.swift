public import TONCells
public import TONCrypto

/// Two trees of which all that is the same, or not of interest, is pruned: a state before and after a block.
///
/// ```
/// !merkle_update#04 {X:Type} old_hash:bits256 new_hash:bits256 old_depth:uint16 new_depth:uint16
///   old:^X new:^X = MERKLE_UPDATE X;
/// ```
public struct MerkleUpdate: Hashable, Sendable {
    /// The exotic cell itself, whose hashes and depths were checked against the trees when it was made.
    public let cell: Cell
    /// The hash of the whole tree before.
    public let oldHash: Hash256
    /// The hash of the whole tree after.
    public let newHash: Hash256
    /// The tree before, with pruned branches.
    public let old: Cell
    /// The tree after, with pruned branches.
    public let new: Cell

    /// Takes an exotic cell. Throws where it is of another kind.
    public init(cell: Cell) throws(CellError) {
        guard cell.type == .merkleUpdate else {
            throw .malformedExotic("expected a Merkle update, found a \(cell.type) cell")
        }
        var slice = cell.exoticSlice()
        try slice.skip(bits: 8)
        self.cell = cell
        oldHash = try slice.loadHash()
        newHash = try slice.loadHash()
        old = try slice.loadReference()
        new = try slice.loadReference()
    }

    /// Makes an update between two trees with pruned branches.
    public init(old: Cell, new: Cell) throws(CellError) {
        var builder = CellBuilder()
        try builder.store(UInt64(CellType.merkleUpdate.rawValue), bits: 8)
        try builder.store(old.hash(level: 0))
        try builder.store(new.hash(level: 0))
        try builder.store(UInt64(old.depth(level: 0)), bits: 16)
        try builder.store(UInt64(new.depth(level: 0)), bits: 16)
        try builder.store(reference: old)
        try builder.store(reference: new)
        try self.init(cell: try builder.buildExotic())
    }
}
