public import TONCells
public import TONCrypto

/// Why a Merkle update can't be applied to a tree.
public enum MerkleUpdateError: Error, Hashable, Sendable {
    /// The tree isn't the one that the update starts from.
    case wrongOldHash(expected: Hash256, found: Hash256)
    /// The new tree takes over a cell that the shown part of the old one doesn't lead to.
    case missingCell(Hash256)
    /// What came out isn't the tree that the update states.
    case wrongNewHash(expected: Hash256, found: Hash256)
    /// The trees can't be put together: the result would be too deep.
    case malformed(CellError)
}

extension MerkleUpdateError: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .wrongOldHash(let expected, let found): "expected an old tree with hash \(expected), found \(found)"
        case .missingCell(let hash): "expected the cell \(hash) of the old tree, found none"
        case .wrongNewHash(let expected, let found): "expected a new tree with hash \(expected), found \(found)"
        case .malformed(let error): "can't put the new tree together: \(error)"
        }
    }
}

extension MerkleUpdate {
    /// The tree after the update: the new side, with cells of the old tree in place of its pruned branches.
    ///
    /// `root` is the old tree. It may have pruned branches itself, which the result then has too.
    ///
    /// - Complexity: O(n) in the distinct cells of the update where the old tree is whole.
    public func apply(to root: Cell) throws(MerkleUpdateError) -> Cell {
        guard root.hash(level: 0) == oldHash else {
            throw .wrongOldHash(expected: oldHash, found: root.hash(level: 0))
        }
        let known = knownCells(of: root)
        var missing: Hash256?
        let result: Cell
        do throws(CellError) {
            result = try CellRewriting.rewrite(new) { (cell, merkleDepth) throws(CellError) in
                // Nothing below is pruned by this update.
                guard cell.levelMask.capped(at: merkleDepth) != cell.levelMask else { return cell }
                guard cell.type == .prunedBranch else { return nil }
                let hash = cell.hash(level: merkleDepth)
                guard let found = known[hash],
                    (0...merkleDepth).allSatisfy({ found.hash(level: $0) == cell.hash(level: $0) })
                else {
                    missing = hash
                    throw .prunedBranch(cell.hash(level: 0))
                }
                return found
            }
        } catch {
            if let missing { throw .missingCell(missing) }
            throw .malformed(error)
        }
        guard result.hash(level: 0) == newHash else {
            throw .wrongNewHash(expected: newHash, found: result.hash(level: 0))
        }
        return result
    }

    private struct Pair: Hashable {
        let shown: Hash256
        let original: Hash256
        let merkleDepth: Int
    }

    /// The cells of the old tree that the update's old side leads to, by their hashes as the update sees them.
    private func knownCells(of root: Cell) -> [Hash256: Cell] {
        var known: [Hash256: Cell] = [:]
        var seen: Set<Pair> = []
        var pending = [(shown: old, original: root, merkleDepth: 0)]
        while let (shown, original, merkleDepth) = pending.popLast() {
            let pair = Pair(shown: shown.hash, original: original.hash, merkleDepth: merkleDepth)
            guard seen.insert(pair).inserted else { continue }
            let hash = original.hash(level: merkleDepth)
            // Where the old tree shows a cell in one place and prunes it in another, the shown one serves.
            if known[hash].map({ $0.level > original.level }) ?? true { known[hash] = original }
            guard shown.type != .prunedBranch, original.type != .prunedBranch else { continue }
            let below = original.merkleDepthBelow(merkleDepth)
            for (shownChild, originalChild) in zip(shown.references, original.references) {
                pending.append((shownChild, originalChild, below))
            }
        }
        return known
    }
}

extension MerkleUpdate {
    /// Makes the update that leads from one tree to another: each side prunes what both have.
    ///
    /// The old side shows what leads to those cells, so that ``apply(to:)`` finds them. Throws where a side would be too
    /// deep.
    ///
    /// - Complexity: O(n) in the distinct cells of both trees.
    public static func create(from old: Cell, to new: Cell) throws(CellError) -> MerkleUpdate {
        let oldCells = distinctCells(under: old)
        var shared: Set<Hash256> = []
        let newSide = try MerkleProof.create(root: new) { (tracker) throws(CellError) in
            var pending = [new]
            var seen: Set<Hash256> = []
            while let cell = pending.popLast() {
                guard seen.insert(cell.hash).inserted else { continue }
                // The new root is always shown, even where it is a cell of the old tree.
                guard cell == new || !oldCells.contains(cell.hash) else {
                    shared.insert(cell.hash)
                    continue
                }
                tracker.visit(cell)
                pending += cell.references
            }
        }
        let oldSide = try MerkleProof.create(root: old) { (tracker) throws(CellError) in
            // Each cell comes after all below it; those over a shared one are shown, shared or not.
            var leads: Set<Hash256> = []
            var done: Set<Hash256> = []
            var pending = [(cell: old, isExpanded: false)]
            while let (cell, isExpanded) = pending.popLast() {
                guard !done.contains(cell.hash) else { continue }
                if isExpanded {
                    done.insert(cell.hash)
                    if shared.contains(cell.hash) { leads.insert(cell.hash) }
                    guard cell.references.contains(where: { leads.contains($0.hash) }) else { continue }
                    leads.insert(cell.hash)
                    tracker.visit(cell)
                } else {
                    pending.append((cell, true))
                    for child in cell.references { pending.append((child, false)) }
                }
            }
        }
        return try MerkleUpdate(old: oldSide.root, new: newSide.root)
    }

    private static func distinctCells(under root: Cell) -> Set<Hash256> {
        var seen: Set<Hash256> = []
        var pending = [root]
        while let cell = pending.popLast() {
            if seen.insert(cell.hash).inserted { pending += cell.references }
        }
        return seen
    }
}
