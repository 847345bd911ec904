public import TONCrypto

/// A tree of which parts are pruned, and the hash of the whole tree: what a server shows of a block or a state.
///
/// ```swift
/// let proof = try MerkleProof(cell: try Cell(boc: answer))
/// guard proof.rootHash == expected else { … }
/// var slice = try proof.root.slice()
/// ```
/// The root reads like that of the whole tree. Where a part is pruned, ``Cell/slice()`` throws
/// ``CellError/unexpectedExotic(_:)``. Cells of such a tree have the whole tree's hashes at level 0 only; their
/// representation hashes are others.
///
/// `!merkle_proof#03 {X:Type} virtual_hash:bits256 depth:uint16 virtual_root:^X = MERKLE_PROOF X;`
public struct MerkleProof: Hashable, Sendable {
    /// The exotic cell itself, whose hash and depth were checked against the tree when it was made.
    public let cell: Cell
    /// The hash of the whole tree.
    public let rootHash: Hash256
    /// The root of the tree, with pruned branches: at level 0 its hash is ``rootHash``.
    public let root: Cell

    /// Takes an exotic cell. Throws where it is of another kind.
    public init(cell: Cell) throws(CellError) {
        guard cell.type == .merkleProof else {
            throw .malformedExotic("expected a Merkle proof, found a \(cell.type)")
        }
        var slice = cell.exoticSlice()
        try slice.skip(bits: 8)
        self.cell = cell
        rootHash = try slice.loadHash()
        root = try slice.loadReference()
    }

    /// Makes the proof of a tree that has its pruned branches already. Throws where it would be too deep.
    public init(root: Cell) throws(CellError) {
        var builder = CellBuilder()
        try builder.store(UInt64(CellType.merkleProof.rawValue), bits: 8)
        try builder.store(root.hash(level: 0))
        try builder.store(UInt64(root.depth(level: 0)), bits: 16)
        try builder.store(reference: root)
        try self.init(cell: try builder.buildExotic())
    }
}

// MARK: - Making one

extension MerkleProof {
    /// Proves what `visit` reads of a tree: every other cell next to those becomes a pruned branch.
    ///
    /// The root stays in any case, and so does a leaf that is no larger than its pruned branch would be. Whatever
    /// levels the tree has, the proof has level 0: it proves the tree's hash at level 0, and pruned branches of its own
    /// are taken over. Throws what `visit` throws, and where the proof would be too deep.
    ///
    /// - Complexity: O(n) in the distinct cells that were visited.
    public static func create(
        root: Cell, visiting visit: (Tracker) throws(CellError) -> Void
    ) throws(CellError) -> MerkleProof {
        let tracker = Tracker()
        try visit(tracker)
        tracker.visit(root)
        let shown = try CellRewriting.rewrite(root) { (cell, merkleDepth) throws(CellError) in
            cell.type != .prunedBranch && tracker.hasVisited(cell) ? nil : try cell.pruned(merkleDepth: merkleDepth)
        }
        return try MerkleProof(root: shown)
    }

    /// Keeps the cells that a proof is to show.
    ///
    /// Cells are known by their hashes: one that occurs several times is shown wherever a visited cell refers to it.
    public final class Tracker {
        private var visited: Set<Hash256> = []
        private var whole: Set<Hash256> = []

        /// Nothing visited.
        init() {}

        /// Whether the cell is to be shown.
        func hasVisited(_ cell: Cell) -> Bool { visited.contains(cell.hash) }

        /// Shows a cell, where the cell over it is shown.
        public func visit(_ cell: Cell) { visited.insert(cell.hash) }

        /// A slice over the whole cell, which is shown. Throws for an exotic cell, and then doesn't show it.
        public func slice(of cell: Cell) throws(CellError) -> CellSlice {
            let slice = try cell.slice()
            visit(cell)
            return slice
        }

        /// A slice over the whole cell, exotic or not, which is shown.
        public func exoticSlice(of cell: Cell) -> CellSlice {
            visit(cell)
            return cell.exoticSlice()
        }

        /// Shows a cell and all below it.
        ///
        /// - Complexity: O(n) in the distinct cells.
        public func visitAll(_ cell: Cell) {
            var pending = [cell]
            while let next = pending.popLast() {
                guard whole.insert(next.hash).inserted else { continue }
                visit(next)
                pending += next.references
            }
        }

        /// The value of a key in a dictionary, and nil where it is absent: shows the cells on the way, which prove
        /// either. Throws where the tree is malformed or pruned on the way.
        public func value(for key: BitString, in dictionary: HashmapE) throws(CellError) -> CellSlice? {
            try content(for: key, keyBits: dictionary.keyBits, root: dictionary.root)
        }

        /// The leaf of a key in an augmented dictionary, and nil where it is absent: shows the cells on the way, which
        /// prove either. Throws where the tree is malformed or pruned on the way.
        public func leaf<Extra>(
            for key: BitString, in dictionary: HashmapAug<Extra>
        ) throws(CellError) -> HashmapAug<Extra>.Leaf? {
            guard var content = try content(for: key, keyBits: dictionary.keyBits, root: dictionary.root) else {
                return nil
            }
            return (try content.load(Extra.self), content)
        }

        private func content(for key: BitString, keyBits: Int, root: Cell?) throws(CellError) -> CellSlice? {
            try HashmapE.requireLength(key, keyBits)
            guard let root else { return nil }
            return try key.withPaddedBytes { (bits) throws(CellError) in
                // A fork of an augmented dictionary has an extra behind its references.
                try HashmapDescent.leaf(
                    AnyForks.self, root: CellHandle(root), key: bits, keyBits: key.count, visiting: { visit($0.cell) }
                )?.content
            }
        }
    }
}
