import TONCells
import TONCrypto

/// Counts the distinct cells of trees, and how often each is referred to.
///
/// Visits each cell once, whatever shares it, and goes no deeper than cells can lie: 1024.
struct StorageStatistics: Sendable {
    /// Distinct cells.
    private(set) var cells: UInt64 = 0
    /// Bits in them.
    private(set) var bits: UInt64 = 0
    /// How deep Merkle cells lie in one another at most in what was added here, up to 3.
    private(set) var merkleDepth = 0

    /// More cells than so many aren't counted.
    let limit: UInt64
    private var table = CellTable()
    /// All cells as they were when it was made; nil: it never was.
    private var dictionary: HashmapE?
    /// Entries that changed since.
    private var changes: [Int] = []

    /// Deeper nesting of Merkle cells isn't told apart.
    private static let merkleDepthLimit: UInt8 = 3

    /// Makes one that stops as soon as there are more cells than a limit.
    init(cellLimit: UInt64 = .max) {
        limit = cellLimit
    }

    /// Whether there are more cells than the limit: what is counted then isn't all there is.
    var isOverLimit: Bool { cells > limit }

    // MARK: - Counting

    /// Adds a tree.
    mutating func add(_ cell: Cell) {
        merkleDepth = max(merkleDepth, Int(visit(cell)))
    }

    /// Adds what the references left in a slice lead to.
    mutating func add(referencesOf slice: CellSlice) {
        var slice = slice
        while !isOverLimit, let cell = try? slice.loadReference() { add(cell) }
    }

    /// Adds trees in place of others that were added before. What both share isn't visited, nor does it count for
    /// ``merkleDepth``.
    mutating func replace(_ old: [Cell], with new: [Cell]) {
        merkleDepth = 0
        var gone = old
        for cell in new {
            if let place = gone.firstIndex(of: cell) { gone.remove(at: place) } else { add(cell) }
        }
        for cell in gone { leave(cell) }
    }

    private mutating func visit(_ cell: Cell) -> UInt8 {
        let place = table.place(of: cell.hash)
        note(place)
        table.entries[place].references &+= 1
        guard table.entries[place].references == 1 else { return table.entries[place].merkleDepth }
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

    private mutating func leave(_ cell: Cell) {
        let place = table.place(of: cell.hash)
        guard table.entries[place].references > 0 else { return }
        note(place)
        table.entries[place].references -= 1
        guard table.entries[place].references == 0 else { return }
        cells -= 1
        bits -= UInt64(cell.bitCount)
        for position in 0..<cell.referenceCount {
            guard let child = cell.reference(at: position) else { break }
            leave(child)
        }
    }

    private mutating func note(_ place: Int) {
        guard dictionary != nil, !table.entries[place].isChanged else { return }
        table.entries[place].isChanged = true
        changes.append(place)
    }

    // MARK: - Dictionary

    /// The root hash of the dictionary of all cells: their hashes → how many references lead there, in 32 bits, and how
    /// deep Merkle cells lie in one another below, in two. Zero where there are no cells.
    ///
    /// Made anew, unless few cells changed since it was made before.
    mutating func dictionaryHash() throws(CellError) -> Hash256 {
        var made: HashmapE
        if let dictionary, changes.count < table.entries.count / 8 {
            made = dictionary
            for place in changes {
                let entry = table.entries[place]
                if entry.references > 0 {
                    try made.set(try entry.value(), for: BitString(entry.hash))
                } else {
                    try made.remove(BitString(entry.hash))
                }
                table.entries[place].isChanged = false
            }
        } else {
            table.entries.removeAll { $0.references == 0 }
            table.entries.sort { $0.hash < $1.hash }
            table.renumber()
            let entries = try table.entries.map { entry throws(CellError) in
                (key: BitString(entry.hash), value: try entry.value())
            }
            made = try HashmapE(keyBits: 256, ascending: entries)
        }
        changes.removeAll()
        dictionary = made
        return made.root?.hash ?? .zero
    }
}

/// What an account's storage takes, kept for the account's next transaction, which then counts only what changes.
///
/// Only a shortcut: results are the same without.
public struct AccountStatistics: Sendable {
    let statistics: StorageStatistics
    let roots: [Cell]

    init(_ statistics: StorageStatistics, roots: [Cell]) {
        self.statistics = statistics
        self.roots = roots
    }
}

/// Cells by their hashes: an open table, for a hash needs no further hashing.
private struct CellTable: Sendable {
    struct Entry: Sendable {
        let hash: Hash256
        var references: UInt32 = 0
        var merkleDepth: UInt8 = 0
        /// Whether it isn't any more as the dictionary has it.
        var isChanged = false

        func value() throws(CellError) -> CellBuilder {
            var value = CellBuilder()
            try value.store(UInt64(references) << 2 | UInt64(merkleDepth), bits: 34)
            return value
        }
    }

    var entries: [Entry] = []
    /// Indices into the entries, plus 1; 0 is free. As many as a power of two.
    private var slots = [UInt32](repeating: 0, count: 64)
    // Whoever makes cells to collide doesn't know it.
    private static let seed = UInt64.random(in: .min ... .max) | 1

    /// Finds the entry of a hash, or makes one without references.
    mutating func place(of hash: Hash256) -> Int {
        if entries.count &* 2 >= slots.count { grow() }
        let mask = slots.count &- 1
        var slot = Self.slot(of: hash, mask: mask)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) &- 1
            if entries[index].hash == hash { return index }
            slot = (slot &+ 1) & mask
        }
        entries.append(Entry(hash: hash))
        slots[slot] = UInt32(truncatingIfNeeded: entries.count)
        return entries.count &- 1
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 4)
        fillSlots()
    }

    /// Finds the entries where they are now; all are marked as unchanged.
    mutating func renumber() {
        slots = [UInt32](repeating: 0, count: slots.count)
        for index in entries.indices { entries[index].isChanged = false }
        fillSlots()
    }

    private mutating func fillSlots() {
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
