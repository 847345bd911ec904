import TONBlocks
import TONCells
import TONCrypto

/// Makes the Merkle update between two states that differ in few places, in time that the places take.
///
/// `MerkleUpdate.create` looks at every cell of both trees: too slow for thousands of states of one chain. This walks both trees
/// side by side, and goes only where they differ. The update may show more than the smallest one.
struct StateDifference {
    private var pairs: [(new: Cell, old: Cell?)]
    private var shownNew: Set<Hash256> = []
    private var shownOld: Set<Hash256>

    private init(_ new: Cell, _ old: Cell) {
        pairs = [(new, old)]
        shownOld = [old.hash]
    }

    /// The update from one state to the next.
    static func update(from old: Cell, to new: Cell) throws(CellError) -> MerkleUpdate {
        var difference = StateDifference(new, old)
        return try difference.update(old: old, new: new)
    }

    /// An update between two states of which nothing but their hashes is known.
    static func opaqueUpdate(from old: Hash256, to new: Hash256) throws(CellError) -> MerkleUpdate {
        try MerkleUpdate(old: try prunedBranch(old, depth: 1), new: try prunedBranch(new, depth: 1))
    }

    /// A pruned branch that stands for a cell of which only the hash is known.
    static func prunedBranch(_ hash: Hash256, depth: Int) throws(CellError) -> Cell {
        var builder = CellBuilder()
        try builder.store(UInt64(CellType.prunedBranch.rawValue), bits: 8)
        try builder.store(1, bits: 8)
        try builder.store(hash)
        try builder.store(UInt64(depth), bits: 16)
        return try builder.buildExotic()
    }

    private mutating func update(old: Cell, new: Cell) throws(CellError) -> MerkleUpdate {
        while let (cell, other) = pairs.popLast() { compare(cell, other) }
        let (shownNew, shownOld) = (shownNew, shownOld)
        let newSide = try MerkleProof.create(root: new) { (tracker) throws(CellError) in
            Self.visit(new, shownNew, tracker)
        }
        let oldSide = try MerkleProof.create(root: old) { (tracker) throws(CellError) in
            Self.visit(old, shownOld, tracker)
        }
        return try MerkleUpdate(old: oldSide.root, new: newSide.root)
    }

    private mutating func compare(_ new: Cell, _ old: Cell?) {
        guard shownNew.insert(new.hash).inserted, !new.isExotic else { return }
        if let old { shownOld.insert(old.hash) }
        let known = old.map { Set($0.references.map(\.hash)) } ?? []
        for (position, child) in new.references.enumerated() where !known.contains(child.hash) {
            // Where a node was put above, what stood here lies a level lower.
            let candidates = [old?.reference(at: position), old].compactMap { $0 }.filter { !$0.isExotic }
            pairs.append((child, candidates.max { Self.likeness(child, $0) < Self.likeness(child, $1) }))
        }
    }

    private static func likeness(_ new: Cell, _ old: Cell) -> Int {
        let known = Set(old.references.map(\.hash))
        return new.references.count { known.contains($0.hash) }
    }

    private static func visit(_ root: Cell, _ shown: Set<Hash256>, _ tracker: MerkleProof.Tracker) {
        var pending = [root]
        var seen: Set<Hash256> = []
        while let cell = pending.popLast() {
            guard shown.contains(cell.hash), seen.insert(cell.hash).inserted else { continue }
            tracker.visit(cell)
            pending += cell.references
        }
    }
}
