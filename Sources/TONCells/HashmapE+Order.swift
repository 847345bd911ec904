/// Reading in key order, and whole dictionaries at once.
///
/// Keys are ordered as unsigned integers, first bit highest. Every walk keeps its own stack, at most one entry for
/// each bit of a key, and reads only the cells on its way: pruned branches elsewhere don't matter.
extension HashmapE {
    /// Which way a walk goes.
    public enum Direction: Hashable, Sendable {
        /// To higher keys.
        case ascending
        /// To lower keys.
        case descending

        /// Whether the right side of a fork comes first.
        fileprivate var startsRight: Bool { self == .descending }
    }

    /// The entry with the lowest key; nil in an empty dictionary.
    public func minimum() throws(CellError) -> Entry? { try first(.ascending) }

    /// The entry with the highest key; nil in an empty dictionary.
    public func maximum() throws(CellError) -> Entry? { try first(.descending) }

    private func first(_ direction: Direction) throws(CellError) -> Entry? {
        var walk = Walk(self, direction)
        return try walk.next()
    }

    /// The entry that comes next after a key, which needn't be in the dictionary itself; nil at the end.
    ///
    /// - Parameter isInclusive: Whether an entry with the very key counts.
    public func nearest(
        to key: BitString, _ direction: Direction, isInclusive: Bool = false
    ) throws(CellError) -> Entry? {
        try requireLength(key)
        var walk = try Walk(self, direction, from: key)
        guard let entry = try walk.next() else { return nil }
        return entry.key == key && !isInclusive ? try walk.next() : entry
    }

    /// The entries from a key on, or from the first, in either direction, at most `limit` of them.
    ///
    /// - Complexity: O(k) for k entries, plus the way to the first.
    public func entries(
        from key: BitString? = nil, _ direction: Direction, limit: Int
    ) throws(CellError) -> [Entry] {
        var walk: Walk
        if let key {
            try requireLength(key)
            walk = try Walk(self, direction, from: key)
        } else {
            walk = Walk(self, direction)
        }
        var entries: [Entry] = []
        while entries.count < limit, let entry = try walk.next() { entries.append(entry) }
        return entries
    }

    /// A walk over the entries in order.
    private struct Walk {
        private let keyBits: Int
        private let direction: Direction
        /// Subtrees still to come, the next one last.
        private var pending: [(prefix: BitAccumulator, cell: Cell)] = []

        init(_ dictionary: HashmapE, _ direction: Direction) {
            keyBits = dictionary.keyBits
            self.direction = direction
            if let root = dictionary.root { pending.append((BitAccumulator(), root)) }
        }

        /// Starts with the first entry at or behind a key.
        init(_ dictionary: HashmapE, _ direction: Direction, from key: BitString) throws(CellError) {
            self.init(dictionary, direction)
            while let (prefix, cell) = pending.popLast() {
                var slice = try cell.slice()
                let label = try HashmapE.loadLabel(&slice, limit: keyBits - prefix.count)
                let common = label.commonPrefix(with: key, from: prefix.count)
                guard common == label.count else {
                    // The whole subtree lies on one side of the key.
                    if label.bit(at: common) != direction.startsRight { pending.append((prefix, cell)) }
                    return
                }
                var path = prefix
                path.append(label)
                guard path.count < keyBits else {
                    pending.append((prefix, cell))
                    return
                }
                let (left, right) = try HashmapE.loadFork(slice)
                let isRight = key.bit(at: path.count)
                if isRight == direction.startsRight {
                    pending.append((path.appending(!isRight), isRight ? left : right))
                }
                pending.append((path.appending(isRight), isRight ? right : left))
            }
        }

        mutating func next() throws(CellError) -> Entry? {
            while let (prefix, cell) = pending.popLast() {
                var slice = try cell.slice()
                var path = prefix
                path.append(try HashmapE.loadLabel(&slice, limit: keyBits - prefix.count))
                guard path.count < keyBits else { return (path.bits, slice) }
                let (left, right) = try HashmapE.loadFork(slice)
                let startsRight = direction.startsRight
                pending.append((path.appending(!startsRight), startsRight ? left : right))
                pending.append((path.appending(startsRight), startsRight ? right : left))
            }
            return nil
        }
    }

    // MARK: - Whole dictionaries

    /// Makes a dictionary of entries in strictly ascending order of keys, each cell once.
    ///
    /// Throws where keys are out of order, double, or not of `keyBits` bits. Much faster than setting one by one.
    ///
    /// - Complexity: O(n) cells made.
    public init(keyBits: Int, ascending entries: [(key: BitString, value: CellBuilder)]) throws(CellError) {
        self.init(keyBits: keyBits)
        for (number, entry) in entries.enumerated() {
            try requireLength(entry.key)
            guard number == 0 || entries[number - 1].key < entry.key else {
                throw .outOfRange("the key \(entry.key) doesn't come after the one before it")
            }
        }
        guard !entries.isEmpty else { return }
        self.init(keyBits: keyBits, root: try Self.build(entries, keyBits: keyBits))
    }

    /// A part of the sorted entries that becomes one subtree.
    private struct Part {
        let range: Range<Int>
        /// Bits of the keys above the subtree.
        let position: Int
        /// Bits of its label, once its sides are under way.
        var labelCount: Int
        var sides: [Cell] = []
    }

    // Parts wait on a list, since keys may be 1023 bits long and branch at each.
    private static func build(
        _ entries: [(key: BitString, value: CellBuilder)], keyBits: Int
    ) throws(CellError) -> Cell {
        func open(_ range: Range<Int>, _ position: Int) -> Part {
            let first = entries[range.lowerBound].key.suffix(from: position)
            let last = entries[range.upperBound - 1].key
            return Part(range: range, position: position, labelCount: first.commonPrefix(with: last, from: position))
        }
        var pending = [open(0..<entries.count, 0)]
        while true {
            let top = pending.count - 1
            let part = pending[top]
            let branch = part.position + part.labelCount
            var made: Cell
            if branch >= keyBits {
                let entry = entries[part.range.lowerBound]
                made = try node(
                    label: entry.key.suffix(from: part.position), limit: keyBits - part.position, content: entry.value)
            } else if part.sides.count < 2 {
                let middle = firstRight(entries, part.range, bit: branch)
                let side = part.sides.isEmpty ? part.range.lowerBound..<middle : middle..<part.range.upperBound
                pending.append(open(side, branch + 1))
                continue
            } else {
                var content = CellBuilder()
                for side in part.sides { try content.store(reference: side) }
                let label = entries[part.range.lowerBound].key.suffix(from: part.position).prefix(part.labelCount)
                made = try node(label: label, limit: keyBits - part.position, content: content)
            }
            pending.removeLast()
            guard !pending.isEmpty else { return made }
            pending[top - 1].sides.append(made)
        }
    }

    /// Where the keys with a 1 at a bit begin, in a sorted part whose keys agree above it.
    private static func firstRight(
        _ entries: [(key: BitString, value: CellBuilder)], _ range: Range<Int>, bit: Int
    ) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].key.bit(at: bit) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// One key's values before and after; nil where it is absent.
    public typealias Change = (key: BitString, before: CellSlice?, after: CellSlice?)

    /// The keys whose values differ from those of a later version, in ascending order.
    ///
    /// Subtrees that both share aren't read, nor need they be there: two versions of a large dictionary compare in
    /// the size of their difference. Throws where more than `limit` keys differ.
    public func changes(
        to later: HashmapE, limit: Int = HashmapE.defaultEntryLimit
    ) throws(CellError) -> [Change] {
        guard keyBits == later.keyBits else {
            throw .outOfRange("dictionaries of \(keyBits)-bit and \(later.keyBits)-bit keys have nothing in common")
        }
        var (before, after) = (Side(root, keyBits), Side(later.root, keyBits))
        var changes: [Change] = []
        func add(_ change: Change) throws(CellError) {
            guard changes.count < limit else { throw .malformedDictionary("more than \(limit) changes") }
            changes.append(change)
        }
        while !before.isEmpty || !after.isEmpty {
            if before.isAtSame(as: after) {
                // Shared, and maybe pruned: not even its label is read.
                before.skip()
                after.skip()
                continue
            }
            guard let old = try before.readTop(), let new = try after.readTop() else {
                if let entry = try before.next() { try add((entry.key, entry.value, nil)) }
                if let entry = try after.next() { try add((entry.key, nil, entry.value)) }
                continue
            }
            if old.prefix.count < keyBits, old.isAbove(new) {
                try before.open()
            } else if new.prefix.count < keyBits, new.isAbove(old) {
                try after.open()
            } else if old.prefix == new.prefix {
                // Both are leaves here: the same key.
                guard let first = try before.next(), let second = try after.next() else { continue }
                if first.value != second.value { try add((first.key, first.value, second.value)) }
            } else if old.prefix < new.prefix {
                if let entry = try before.next() { try add((entry.key, entry.value, nil)) }
            } else if let entry = try after.next() {
                try add((entry.key, nil, entry.value))
            }
        }
        return changes
    }

    /// One of two dictionaries that are walked side by side.
    private struct Side {
        struct Subtree {
            /// The bits of the keys down to the end of the cell's label.
            let prefix: BitString
            /// What follows the label.
            let content: CellSlice

            /// Whether the other lies in the part of the keys that this one stands for.
            func isAbove(_ other: Subtree) -> Bool {
                prefix.count <= other.prefix.count && other.prefix.prefix(prefix.count) == prefix
            }
        }

        private let keyBits: Int
        /// Subtrees still to come, the next one last; read as late as possible.
        private var pending: [(path: BitAccumulator, cell: Cell, read: Subtree?)] = []

        init(_ root: Cell?, _ keyBits: Int) {
            self.keyBits = keyBits
            if let root { pending.append((BitAccumulator(), root, nil)) }
        }

        var isEmpty: Bool { pending.isEmpty }

        /// Whether both sides come to the same cell in the same place.
        func isAtSame(as other: Side) -> Bool {
            guard let own = pending.last, let others = other.pending.last else { return false }
            return own.cell == others.cell && own.path.bits == others.path.bits
        }

        mutating func skip() { pending.removeLast() }

        /// The next subtree, its label read.
        mutating func readTop() throws(CellError) -> Subtree? {
            guard let last = pending.last else { return nil }
            if let read = last.read { return read }
            var slice = try last.cell.slice()
            var prefix = last.path
            prefix.append(try HashmapE.loadLabel(&slice, limit: keyBits - prefix.count))
            let subtree = Subtree(prefix: prefix.bits, content: slice)
            pending[pending.count - 1].read = subtree
            return subtree
        }

        /// Puts both sides of the next subtree in its place.
        mutating func open() throws(CellError) {
            guard let subtree = try readTop() else { return }
            let (left, right) = try HashmapE.loadFork(subtree.content)
            pending.removeLast()
            var path = BitAccumulator()
            path.append(subtree.prefix)
            pending.append((path.appending(true), right, nil))
            pending.append((path.appending(false), left, nil))
        }

        /// The next entry.
        mutating func next() throws(CellError) -> Entry? {
            while let subtree = try readTop() {
                if subtree.prefix.count == keyBits {
                    pending.removeLast()
                    return (subtree.prefix, subtree.content)
                }
                try open()
            }
            return nil
        }
    }

    /// All entries of both; where both have a key, the value of `other` counts.
    ///
    /// - Complexity: O(k) in the entries of `other` that differ.
    public func merged(with other: HashmapE) throws(CellError) -> HashmapE {
        var merged = self
        for change in try changes(to: other) {
            guard let after = change.after else { continue }
            var value = CellBuilder()
            try value.store(after)
            try merged.set(value, for: change.key)
        }
        return merged
    }
}
