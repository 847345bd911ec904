internal import TONCrypto

/// Makes a tree of another in one walk, each distinct cell once.
package enum CellRewriting {
    /// A cell at a place: the same cell below more Merkle cells can turn into another.
    private struct Place: Hashable {
        let hash: Hash256
        let merkleDepth: Int
    }

    /// No level is above this one, so deeper nesting changes nothing.
    static let maximumMerkleDepth = 3

    /// The tree with cells replaced from the root on.
    ///
    /// `replacement` gets a cell and how many Merkle cells lie over it, at most 3. What it returns takes the
    /// cell's place with all below; for nil the cell's references are rewritten in turn, and the cell is made anew over
    /// them if any changed.
    ///
    /// - Complexity: O(n) in the distinct cells under the root, which it walks without recursion.
    package static func rewrite(
        _ root: Cell, _ replacement: (_ cell: Cell, _ merkleDepth: Int) throws(CellError) -> Cell?
    ) throws(CellError) -> Cell {
        var done: [Place: Cell] = [:]
        var pending = [(cell: root, merkleDepth: 0, isExpanded: false)]
        while let (cell, merkleDepth, isExpanded) = pending.popLast() {
            let place = Place(hash: cell.hash, merkleDepth: merkleDepth)
            guard done[place] == nil else { continue }
            if !isExpanded, let replaced = try replacement(cell, merkleDepth) {
                done[place] = replaced
                continue
            }
            let below = cell.merkleDepthBelow(merkleDepth)
            guard isExpanded else {
                pending.append((cell, merkleDepth, true))
                for child in cell.references.reversed() { pending.append((child, below, false)) }
                continue
            }
            let children = cell.references.map { done[Place(hash: $0.hash, merkleDepth: below)] ?? $0 }
            done[place] = try cell.replacing(references: children)
        }
        return done[Place(hash: root.hash, merkleDepth: 0)] ?? root
    }
}

extension Cell {
    /// How many Merkle cells lie over the references, where so many lie over the cell itself; no more than 3 count.
    package func merkleDepthBelow(_ merkleDepth: Int) -> Int {
        type == .merkleProof || type == .merkleUpdate
            ? min(merkleDepth + 1, CellRewriting.maximumMerkleDepth) : merkleDepth
    }

    /// The same data over other references; the cell itself where they are the same.
    fileprivate func replacing(references: [Cell]) throws(CellError) -> Cell {
        guard references != self.references else { return self }
        var builder = CellBuilder()
        try builder.store(exoticSlice().bitString())
        for reference in references { try builder.store(reference: reference) }
        return isExotic ? try builder.buildExotic() : try builder.build()
    }

    /// The pruned branch that stands for the cell in a tree to be proven, below so many Merkle cells of that tree.
    ///
    /// Hashes and depths stay as they were at all levels up to `merkleDepth`; that one's next level becomes
    /// significant. Returns the cell itself where it may stay: where it is a pruned branch of the tree itself, a leaf
    /// no larger than the branch would be, or below three Merkle cells, for there is no fourth level.
    func pruned(merkleDepth: Int) throws(CellError) -> Cell {
        guard merkleDepth < CellRewriting.maximumMerkleDepth else { return self }
        let inner = levelMask.capped(at: merkleDepth)
        if type == .prunedBranch, inner == levelMask { return self }
        let branchBytes = 2 + inner.hashCount * (Hash256.byteCount + 2)
        if type != .prunedBranch, referenceCount == 0, (bitCount + 7) / 8 <= branchBytes { return self }
        var builder = CellBuilder()
        try builder.store(UInt64(CellType.prunedBranch.rawValue), bits: 8)
        try builder.store(UInt64(inner.bits | 1 << UInt8(merkleDepth)), bits: 8)
        let levels = (0...merkleDepth).filter(inner.isSignificant)
        for level in levels { try builder.store(hash(level: level)) }
        for level in levels { try builder.store(UInt64(depth(level: level)), bits: 16) }
        return try builder.buildExotic()
    }
}
