import TONCells
import TONCrypto

/// Counts the distinct cells of trees, and how often each is referred to.
///
/// Visits each cell once, whatever shares it, and goes no deeper than cells can lie: 1024.
final class StorageStatistics {
    /// Distinct cells.
    private(set) var cells: UInt64 = 0
    /// Bits in them.
    private(set) var bits: UInt64 = 0
    /// How deep Merkle cells lie in one another at most, up to 3.
    private(set) var merkleDepth = 0

    /// More cells than so many aren't counted.
    let limit: UInt64
    private var table = CellTable()

    /// Deeper nesting of Merkle cells isn't told apart.
    private static let merkleDepthLimit: UInt8 = 3

    /// Makes one that stops as soon as there are more cells than a limit.
    init(cellLimit: UInt64 = .max) {
        limit = cellLimit
    }

    /// Whether there are more cells than the limit: what is counted then isn't all there is.
    var isOverLimit: Bool { cells > limit }

    /// Adds a tree.
    func add(_ cell: Cell) {
        merkleDepth = max(merkleDepth, Int(visit(cell)))
    }

    /// Adds what the references left in a slice lead to.
    func add(referencesOf slice: CellSlice) {
        var slice = slice
        while !isOverLimit, let cell = try? slice.loadReference() { add(cell) }
    }

    private func visit(_ cell: Cell) -> UInt8 {
        let place: Int
        switch table.place(of: cell.hash) {
        case .known(let index):
            table.entries[index].references &+= 1
            return table.entries[index].merkleDepth
        case .new(let index): place = index
        }
        cells += 1
        guard !isOverLimit else { return 0 }
        bits += UInt64(cell.bitCount)
        var depth: UInt8 = 0
        for position in 0..<cell.referenceCount {
            guard !isOverLimit, let child = cell.reference(at: position) else { break }
            depth = max(depth, visit(child))
        }
        if cell.isExotic, cell.type == .merkleProof || cell.type == .merkleUpdate {
            depth = min(depth + 1, Self.merkleDepthLimit)
        }
        table.entries[place].merkleDepth = depth
        return depth
    }

    /// The root hash of the dictionary of all cells: their hashes → how many references lead there, in 32 bits, and how
    /// deep Merkle cells lie in one another below, in two. Zero where there are no cells.
    func dictionaryHash() throws(CellError) -> Hash256 {
        let entries = try table.entries.sorted { $0.hash < $1.hash }.map { entry throws(CellError) in
            var value = CellBuilder()
            try value.store(UInt64(entry.references) << 2 | UInt64(entry.merkleDepth), bits: 34)
            return (key: BitString(entry.hash), value: value)
        }
        return try HashmapE(keyBits: 256, ascending: entries).root?.hash ?? .zero
    }
}

/// Cells by their hashes: an open table, for a hash needs no further hashing.
private struct CellTable {
    struct Entry {
        let hash: Hash256
        var references: UInt32
        var merkleDepth: UInt8
    }

    enum Place {
        case known(Int)
        case new(Int)
    }

    var entries: [Entry] = []
    /// Indices into the entries, plus 1; 0 is free. As many as a power of two.
    private var slots = [UInt32](repeating: 0, count: 64)
    // Whoever makes cells to collide doesn't know it.
    private static let seed = UInt64.random(in: .min ... .max) | 1

    /// Finds a hash, or takes a place for it.
    mutating func place(of hash: Hash256) -> Place {
        if entries.count &* 2 >= slots.count { grow() }
        let mask = slots.count &- 1
        var slot = Self.slot(of: hash, mask: mask)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) &- 1
            if entries[index].hash == hash { return .known(index) }
            slot = (slot &+ 1) & mask
        }
        entries.append(Entry(hash: hash, references: 1, merkleDepth: 0))
        slots[slot] = UInt32(truncatingIfNeeded: entries.count)
        return .new(entries.count &- 1)
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 4)
        let mask = slots.count &- 1
        for (index, entry) in entries.enumerated() {
            var slot = Self.slot(of: entry.hash, mask: mask)
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = UInt32(truncatingIfNeeded: index &+ 1)
        }
    }

    private static func slot(of hash: Hash256, mask: Int) -> Int {
        Int(truncatingIfNeeded: (hash.leadingWord &* seed) >> 32) & mask
    }
}
