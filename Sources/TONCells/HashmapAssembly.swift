/// Makes a dictionary of leaves, and of subtrees of other dictionaries, that come in ascending order of keys.
///
/// Each node is made once, when it is known where its label starts: behind the bit at which its keys part from those
/// before, or from those behind. Hashes are computed at the end, many at once.
///
/// `Extra` is what forks say about what lies below: nothing in a plain dictionary.
struct HashmapAssembly<Extra> {
    /// A finished subtree.
    private struct Part {
        let cell: Cell
        let extra: Extra
        /// Levels of new cells without hashes, when so many rounds of hashing were over.
        let height: Int
        let round: Int
        /// How many bits its keys share with those before; −1 for the first.
        let left: Int
    }

    /// The last content that came, whose label isn't known yet.
    private struct Waiting {
        /// A node of another dictionary, and how many bits of the key lie above its label; nil for a leaf.
        let node: (handle: CellHandle, start: Int)?
        let extra: Extra
        /// How many bits of the key are known.
        let count: Int
        let left: Int
    }

    private let keyBits: Int
    /// Writes what follows a fork's references, and returns it.
    private let combine: (Extra, Extra, inout CellBuilder) throws(CellError) -> Extra
    private var parts: [Part] = []
    private var waiting: Waiting?
    /// Its value, if it is a leaf.
    private var value = CellBuilder()
    private var hashing = BuiltHashing()
    private var round = 0
    /// The bits of the key that came last.
    private let key = HashmapKeyMemory()

    init(
        keyBits: Int, combine: @escaping (Extra, Extra, inout CellBuilder) throws(CellError) -> Extra
    ) {
        self.keyBits = keyBits
        self.combine = combine
    }

    /// Adds a leaf: a value, with its extra in front if it has one. Throws where its key doesn't come after those
    /// before, and where a node doesn't fit its cell.
    mutating func append(_ value: CellBuilder, extra: Extra, key: UnsafeRawPointer) throws(CellError) {
        try append(nil, extra: extra, key: key, count: keyBits)
        self.value = value
    }

    /// Adds a node of another dictionary, with all below: the bits of its keys to `start` lie above its label, and the
    /// first `count` are known. Throws as for a leaf.
    mutating func append(
        _ node: CellHandle, start: Int, extra: Extra, key: UnsafeRawPointer, count: Int
    ) throws(CellError) {
        try append((node, start), extra: extra, key: key, count: count)
    }

    private mutating func append(
        _ node: (handle: CellHandle, start: Int)?, extra: Extra, key next: UnsafeRawPointer, count: Int
    ) throws(CellError) {
        var left = -1
        if let waiting {
            let most = min(waiting.count, count)
            left = PackedBits.commonPrefix(key.bytes, at: 0, next, at: 0, count: most)
            guard left < most, PackedBits.bit(next, at: left) else {
                throw .outOfRange(
                    "the key \(PackedBits.string(next, count: count)) doesn't come after the one before it")
            }
            try finish(waiting, right: left)
        }
        waiting = Waiting(node: node, extra: extra, count: count, left: left)
        key.copy(next, count: count)
    }

    /// The root of all, and its extra; nil if nothing came. Throws where a node doesn't fit its cell.
    mutating func finish() throws(CellError) -> (root: Cell, extra: Extra)? {
        guard let waiting else { return nil }
        try finish(waiting, right: -1)
        self.waiting = nil
        try hashing.run()
        return parts.popLast().map { ($0.cell, $0.extra) }
    }

    /// Makes the node of what waited, and all forks whose right side ends with it.
    ///
    /// - Parameter right: How many bits its key shares with the next one; −1 for the last.
    private mutating func finish(_ waiting: Waiting, right: Int) throws(CellError) {
        let (keyBits, combine, key) = (keyBits, combine, key.bytes)
        let labelStart = max(waiting.left, right) &+ 1
        var part: Part
        if let (handle, start) = waiting.node {
            var cell = handle.cell
            if start != labelStart {
                let node = try HashmapNode(
                    handle, limit: keyBits &- start, prefix: PackedBits.string(key, count: start))
                cell = try HashmapNodes.relabelled(node, start: start, to: labelStart, key: key, keyBits: keyBits)
            }
            part = Part(cell: cell, extra: waiting.extra, height: 0, round: round, left: waiting.left)
        } else {
            let storage = try Self.make(key, labelStart..<keyBits, keyBits) {
                (builder) throws(CellError) in try builder.store(value)
            }
            hashing.append(storage, height: 0)
            part = Part(
                cell: Cell(storage: storage, index: 0), extra: waiting.extra, height: 1, round: round,
                left: waiting.left)
        }
        while part.left > right, let before = parts.popLast() {
            let label = max(before.left, right) &+ 1..<part.left
            var extra: Extra?
            let storage = try Self.make(key, label, keyBits) { (builder) throws(CellError) in
                try builder.store(reference: before.cell)
                try builder.store(reference: part.cell)
                extra = try combine(before.extra, part.extra, &builder)
            }
            guard let extra else { return }
            let height = max(before.round == round ? before.height : 0, part.height)
            hashing.append(storage, height: height)
            part = Part(
                cell: Cell(storage: storage, index: 0), extra: extra, height: height &+ 1, round: round,
                left: before.left)
        }
        parts.append(part)
        guard hashing.isFull else { return }
        try hashing.run()
        round += 1
    }

    @inline(__always)
    private static func make(
        _ key: UnsafeRawPointer, _ label: Range<Int>, _ keyBits: Int,
        content: (inout CellBuilder) throws(CellError) -> Void
    ) throws(CellError) -> CellStorage {
        var builder = CellBuilder()
        try builder.storeLabel(key, at: label.lowerBound, count: label.count, limit: keyBits &- label.lowerBound)
        try content(&builder)
        return try CellStorage.unhashed(.ordinary, taking: &builder)
    }
}
