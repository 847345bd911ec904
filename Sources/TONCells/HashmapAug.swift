/// A dictionary whose every node carries an extra that sums up what lies below: TL-B `HashmapAug n X Y`.
///
/// A leaf holds its extra before its value, a fork holds its own behind its two references. Values are slices, as in
/// ``HashmapE``; extras are typed, for a value begins where its extra ends. Extras are read as they stand: whether
/// those of forks follow from those below is for whoever made the tree to say.
///
/// The layout itself has no empty tree; this type has one, so that the last entry can be removed.
public struct HashmapAug<Extra: TLBCodable & Hashable>: Hashable, Sendable {
    /// The number of bits in every key, 1…1023.
    public let keyBits: Int
    /// The root of the tree; nil for the empty one.
    public private(set) var root: Cell?

    /// Makes a dictionary of a root found elsewhere; nothing is checked before it is read.
    public init(keyBits: Int, root: Cell? = nil) {
        self.keyBits = keyBits
        self.root = root
    }

    /// Whether there are no entries.
    public var isEmpty: Bool { root == nil }

    /// What a leaf holds: its extra, and the slice from the value on.
    public typealias Leaf = (extra: Extra, value: CellSlice)

    /// One entry: a key and its leaf.
    public typealias Entry = (key: BitString, extra: Extra, value: CellSlice)

    /// Makes the extra of a fork from those of its left and right side.
    public typealias Combination = (Extra, Extra) throws(CellError) -> Extra

    // MARK: - Reading

    /// The extra of the root; nil for the empty tree. Throws where the root is malformed or pruned.
    public func rootExtra() throws(CellError) -> Extra? {
        guard let root else { return nil }
        return try Self.extra(of: root, limit: keyBits)
    }

    /// The leaf of a key; nil where it is absent. Throws where the tree is malformed or pruned on the way.
    public func leaf(for key: BitString) throws(CellError) -> Leaf? {
        try requireLength(key)
        var position = 0
        var next = root
        while let cell = next {
            var slice = try cell.slice()
            let label = try HashmapE.loadLabel(&slice, limit: keyBits - position)
            guard label.commonPrefix(with: key, from: position) == label.count else { return nil }
            position += label.count
            guard position < keyBits else { return (try Self.loadExtra(&slice), slice) }
            let fork = try Self.loadFork(&slice)
            next = key.bit(at: position) ? fork.right : fork.left
            position += 1
        }
        return nil
    }

    /// All entries in ascending order of keys (as unsigned integers).
    ///
    /// Throws where the tree is malformed or pruned, or has more entries than `limit`.
    ///
    /// - Complexity: O(n) in the entries, shared cells counted each time; at most twice `limit` cells are read.
    public func entries(limit: Int = HashmapE.defaultEntryLimit) throws(CellError) -> [Entry] {
        var entries: [Entry] = []
        guard let root else { return entries }
        // An explicit stack: a key has at most 1023 bits, and each level takes one at least.
        var pending: [(prefix: BitAccumulator, cell: Cell)] = [(BitAccumulator(), root)]
        while let (prefix, cell) = pending.popLast() {
            var slice = try cell.slice()
            var prefix = prefix
            prefix.append(try HashmapE.loadLabel(&slice, limit: keyBits - prefix.count))
            if prefix.count == keyBits {
                guard entries.count < limit else { throw .malformedDictionary("more than \(limit) entries") }
                let extra = try Self.loadExtra(&slice)
                entries.append((prefix.bits, extra, slice))
            } else {
                let fork = try Self.loadFork(&slice)
                pending.append((prefix.appending(true), fork.right))
                pending.append((prefix.appending(false), fork.left))
            }
        }
        return entries
    }

    // MARK: - Changing

    /// Puts a value and its extra under a key, in place of any that are there, and makes the extras of all forks
    /// above anew. A failure leaves the dictionary as it was: a pruned branch beside the way is one.
    public mutating func set(
        _ value: CellBuilder, extra: Extra, for key: BitString, combining: Combination
    ) throws(CellError) {
        try requireLength(key)
        var content = CellBuilder()
        try content.store(extra)
        try content.store(value)
        var path: [Branch] = []
        var position = 0
        var next = root
        while let cell = next {
            let limit = keyBits - position
            var slice = try cell.slice()
            let label = try HashmapE.loadLabel(&slice, limit: limit)
            let common = label.commonPrefix(with: key, from: position)
            guard common == label.count else {
                // The label splits here: the old node keeps its rest below one side, the new leaf goes to the other.
                var old = CellBuilder()
                try old.store(slice)
                let below = limit - common - 1
                let oldNode = try HashmapE.node(label: label.suffix(from: common + 1), limit: below, content: old)
                let leaf = try HashmapE.node(
                    label: key.suffix(from: position + common + 1), limit: below, content: content)
                path.append(
                    Branch(
                        label: label.prefix(common), limit: limit, isRight: key.bit(at: position + common),
                        other: oldNode))
                root = try Self.grow(leaf, extra, path, combining)
                return
            }
            guard common < limit else { break }
            let (branch, child) = try Branch.read(slice, label: label, limit: limit, key.bit(at: position + common))
            path.append(branch)
            next = child
            position += common + 1
        }
        let leaf = try HashmapE.node(label: key.suffix(from: position), limit: keyBits - position, content: content)
        root = try Self.grow(leaf, extra, path, combining)
    }

    /// Removes a key, and makes the extras of all forks above anew; false where it is absent. A failure leaves the
    /// dictionary as it was.
    @discardableResult
    public mutating func remove(_ key: BitString, combining: Combination) throws(CellError) -> Bool {
        try requireLength(key)
        var path: [Branch] = []
        var position = 0
        var next = root
        while let cell = next {
            let limit = keyBits - position
            var slice = try cell.slice()
            let label = try HashmapE.loadLabel(&slice, limit: limit)
            guard label.commonPrefix(with: key, from: position) == label.count else { return false }
            guard label.count < limit else {
                guard let last = path.popLast() else {
                    root = nil
                    return true
                }
                let joined = try last.joined()
                root = try Self.grow(joined, try Self.extra(of: joined, limit: last.limit), path, combining)
                return true
            }
            let isRight = key.bit(at: position + label.count)
            let (branch, child) = try Branch.read(slice, label: label, limit: limit, isRight)
            path.append(branch)
            next = child
            position += label.count + 1
        }
        return false
    }

    /// A fork on the way to a key: what is left of it when the side of the key is taken off.
    private struct Branch {
        let label: BitString
        let limit: Int
        /// The side that the key is on.
        let isRight: Bool
        let other: Cell

        /// Reads the rest of a fork behind its label.
        static func read(
            _ slice: CellSlice, label: BitString, limit: Int, _ isRight: Bool
        ) throws(CellError) -> (Branch, child: Cell) {
            var slice = slice
            let fork = try loadFork(&slice)
            let branch = Branch(
                label: label, limit: limit, isRight: isRight, other: isRight ? fork.left : fork.right)
            return (branch, isRight ? fork.right : fork.left)
        }

        /// The fork with a new child on the key's side, and its extra.
        func fork(over child: Cell, _ extra: Extra, _ combining: Combination) throws(CellError) -> (Cell, Extra) {
            let otherExtra = try HashmapAug.extra(of: other, limit: limit - label.count - 1)
            let combined = isRight ? try combining(otherExtra, extra) : try combining(extra, otherExtra)
            var content = CellBuilder()
            try content.store(reference: isRight ? other : child)
            try content.store(reference: isRight ? child : other)
            try content.store(combined)
            return (try HashmapE.node(label: label, limit: limit, content: content), combined)
        }

        /// The other side alone: its label grows by this fork's label and the branch bit.
        func joined() throws(CellError) -> Cell {
            var rest = try other.slice()
            let below = try HashmapE.loadLabel(&rest, limit: limit - label.count - 1)
            var bits = BitAccumulator()
            bits.append(label)
            bits.append(BitString(isRight ? 0 : 1, bits: 1))
            bits.append(below)
            var content = CellBuilder()
            try content.store(rest)
            return try HashmapE.node(label: bits.bits, limit: limit, content: content)
        }
    }

    /// The root over a changed node, forks added from the last to the first.
    private static func grow(
        _ changed: Cell, _ extra: Extra, _ path: [Branch], _ combining: Combination
    ) throws(CellError) -> Cell {
        var (cell, extra) = (changed, extra)
        for branch in path.reversed() { (cell, extra) = try branch.fork(over: cell, extra, combining) }
        return cell
    }

    // MARK: - Nodes

    /// The extra of a node whose label has at most `limit` bits.
    private static func extra(of cell: Cell, limit: Int) throws(CellError) -> Extra {
        var slice = try cell.slice()
        let label = try HashmapE.loadLabel(&slice, limit: limit)
        guard label.count < limit else { return try loadExtra(&slice) }
        return try loadFork(&slice).extra
    }

    /// Reads a fork behind its label, which must have nothing else.
    private static func loadFork(_ slice: inout CellSlice) throws(CellError) -> (left: Cell, right: Cell, extra: Extra)
    {
        guard slice.remainingReferences >= 2 else {
            throw .malformedDictionary("a fork has two references at least, not \(slice.remainingReferences)")
        }
        let left = try slice.loadReference()
        let right = try slice.loadReference()
        let extra = try loadExtra(&slice)
        guard slice.isEmpty else {
            throw .malformedDictionary(
                "a fork has nothing behind its extra, not \(slice.remainingBits) bits and \(slice.remainingReferences) references"
            )
        }
        return (left, right, extra)
    }

    private static func loadExtra(_ slice: inout CellSlice) throws(CellError) -> Extra {
        do {
            return try slice.load(Extra.self)
        } catch {
            throw .within("extra", error)
        }
    }

    private func requireLength(_ key: BitString) throws(CellError) {
        guard key.count == keyBits else { throw .outOfRange("expected a key of \(keyBits) bits, found \(key.count)") }
    }
}
