/// A dictionary whose every node carries an extra that sums up what lies below: TL-B `HashmapAug n X Y`.
///
/// A leaf holds its extra before its value, a fork holds its own behind its two references. Values are slices, as in
/// ``HashmapE``; extras are typed, for a value begins where its extra ends. Extras are read as they stand: whether
/// those of forks follow from those below is for ``checkExtras(limit:combining:)`` to say.
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

    /// `ahmn_fork#_ left:^(HashmapAug n X Y) right:^(HashmapAug n X Y) extra:Y`.
    enum Forks: HashmapLayout {
        static func requireFork(_ node: HashmapNode) throws(CellError) { _ = try HashmapAug.forkExtra(node) }
    }

    // MARK: - Reading

    /// The extra of the root; nil for the empty tree. Throws where the root is malformed or pruned.
    public func rootExtra() throws(CellError) -> Extra? {
        try HashmapE.requireKeyBits(keyBits)
        guard let root else { return nil }
        return try Self.extra(of: try HashmapNode(CellHandle(root), limit: keyBits, prefix: .empty), limit: keyBits)
    }

    /// The leaf of a key; nil where it is absent. Throws where the tree is malformed or pruned on the way.
    ///
    /// The extras of forks on the way aren't read.
    public func leaf(for key: BitString) throws(CellError) -> Leaf? {
        try HashmapE.requireLength(key, keyBits)
        guard let root else { return nil }
        return try key.withPaddedBytes { (bits) throws(CellError) in
            try HashmapDescent.leaf(AnyForks.self, root: CellHandle(root), key: bits, keyBits: keyBits).map {
                (node) throws(CellError) in try Self.leaf(node)
            }
        }
    }

    /// All entries in ascending order of keys (as unsigned integers).
    ///
    /// Throws where the tree is malformed or pruned, or has more entries than `limit`.
    ///
    /// - Complexity: O(n) in the entries, shared cells counted each time; at most twice `limit` cells are read.
    public func entries(limit: Int = HashmapE.defaultEntryLimit) throws(CellError) -> [Entry] {
        try HashmapE.requireKeyBits(keyBits)
        var cursor = HashmapCursor<Forks>(root: root, keyBits: keyBits)
        var entries: [Entry] = []
        while let node = try cursor.next() {
            guard entries.count < limit else { throw .malformedDictionary("more than \(limit) entries") }
            let leaf = try Self.leaf(node)
            entries.append((cursor.currentKey, leaf.extra, leaf.value))
        }
        return entries
    }

    // MARK: - Changing

    /// Puts a value and its extra under a key, in place of any that are there, and makes the extras of all forks
    /// above anew. A failure leaves the dictionary as it was: a pruned branch beside the way is one.
    public mutating func set(
        _ value: CellBuilder, extra: Extra, for key: BitString, combining: Combination
    ) throws(CellError) {
        _ = try change(value, extra, for: key, where: .any, combining)
    }

    /// Puts a value and its extra under a key in place of the ones that are there, which are returned; where the key is
    /// absent nothing changes, and nil is returned. A failure leaves the dictionary as it was.
    @discardableResult
    public mutating func replace(
        _ value: CellBuilder, extra: Extra, for key: BitString, combining: Combination
    ) throws(CellError) -> Leaf? {
        try change(value, extra, for: key, where: .present, combining)
    }

    /// Puts a value and its extra under a key that is absent. Where it is there nothing changes, and its leaf is
    /// returned. A failure leaves the dictionary as it was.
    @discardableResult
    public mutating func add(
        _ value: CellBuilder, extra: Extra, for key: BitString, combining: Combination
    ) throws(CellError) -> Leaf? {
        try change(value, extra, for: key, where: .absent, combining)
    }

    private mutating func change(
        _ value: CellBuilder, _ extra: Extra, for key: BitString, where condition: HashmapE.Condition,
        _ combining: Combination
    ) throws(CellError) -> Leaf? {
        try HashmapE.requireLength(key, keyBits)
        let (keyBits, root) = (keyBits, root)
        let changed = try key.withPaddedBytes { (key) throws(CellError) -> (root: Cell?, old: Leaf?) in
            let descent = try HashmapDescent(AnyForks.self, root: root.map(CellHandle.init), key: key, keyBits: keyBits)
            func leaf(from position: Int) throws(CellError) -> Cell {
                try HashmapNodes.node(key, position..<keyBits, keyBits: keyBits) { (builder) throws(CellError) in
                    try builder.store(extra)
                    try builder.store(value)
                }
            }
            switch descent.end {
            case .empty:
                return condition == .present ? (root, nil) : (try leaf(from: 0), nil)
            case .leaf(let node, let position):
                let old = condition == .any ? nil : try Self.leaf(node)
                guard condition != .absent else { return (root, old) }
                return (try Self.grow(try leaf(from: position), extra, descent, key, keyBits, combining), old)
            case .split(let node, let position, let common):
                guard condition != .present else { return (root, nil) }
                // The label splits: the old node keeps its rest below one side, the new leaf goes to the other.
                let branch = position + common
                let oldExtra = try Self.extra(of: node, limit: keyBits - position)
                let side = try leaf(from: branch + 1)
                let old = try HashmapNodes.split(node, at: branch, start: position, key: key, keyBits: keyBits)
                let (fork, combined) = try Self.fork(
                    key, position..<branch, keyBits, side: side, extra, other: old, oldExtra, combining)
                return (try Self.grow(fork, combined, descent, key, keyBits, combining), nil)
            }
        }
        self.root = changed.root
        return changed.old
    }

    /// Removes a key, and makes the extras of all forks above anew; false where it is absent. A failure leaves the
    /// dictionary as it was.
    @discardableResult
    public mutating func remove(_ key: BitString, combining: Combination) throws(CellError) -> Bool {
        try removeLeaf(of: key, combining: combining) { (_) throws(CellError) in true } ?? false
    }

    /// Removes a key and returns its leaf, and makes the extras of all forks above anew; nil where it is absent. A
    /// failure leaves the dictionary as it was.
    public mutating func removeLeaf(of key: BitString, combining: Combination) throws(CellError) -> Leaf? {
        try removeLeaf(of: key, combining: combining) { (node) throws(CellError) in try Self.leaf(node) }
    }

    private mutating func removeLeaf<R>(
        of key: BitString, combining: Combination, _ result: (HashmapNode) throws(CellError) -> R
    ) throws(CellError) -> R? {
        try HashmapE.requireLength(key, keyBits)
        guard let root else { return nil }
        let keyBits = keyBits
        let changed = try key.withPaddedBytes { (key) throws(CellError) -> (root: Cell?, old: R?) in
            var descent = try HashmapDescent(AnyForks.self, root: CellHandle(root), key: key, keyBits: keyBits)
            guard case .leaf(let node, _) = descent.end else { return (root, nil) }
            let old = try result(node)
            guard let last = descent.popFork() else { return (nil, old) }
            let joined = try last.joined(key, keyBits: keyBits)
            let limit = keyBits - last.position
            let extra = try Self.extra(
                of: try HashmapNode(
                    CellHandle(joined), limit: limit, prefix: PackedBits.string(key, count: last.position)),
                limit: limit)
            return (try Self.grow(joined, extra, descent, key, keyBits, combining), old)
        }
        self.root = changed.root
        return changed.old
    }

    /// The root over a changed node, forks added from the last to the first.
    private static func grow(
        _ changed: Cell, _ extra: Extra, _ descent: HashmapDescent, _ key: UnsafeRawPointer, _ keyBits: Int,
        _ combining: Combination
    ) throws(CellError) -> Cell {
        var (cell, extra) = (changed, extra)
        for fork in descent.forks.reversed() {
            let branch = fork.position + fork.labelCount
            let isRight = PackedBits.bit(key, at: branch)
            let other = fork.other(isRight: isRight)
            let limit = keyBits - branch - 1
            let otherExtra = try Self.extra(
                of: try HashmapNode(other, limit: limit, prefix: sibling(key, branch)), limit: limit)
            (cell, extra) = try Self.fork(
                key, fork.position..<branch, keyBits, side: cell, extra, other: other.cell, otherExtra, combining)
        }
        return cell
    }

    /// The bits above the node beside a key's way.
    private static func sibling(_ key: UnsafeRawPointer, _ branch: Int) -> BitString {
        var bytes = PackedBits.string(key, count: branch + 1).bytes
        bytes[branch / 8] ^= 0x80 >> UInt8(branch % 8)
        return BitString(bytes: bytes, count: branch + 1)
    }

    private static func fork(
        _ key: UnsafeRawPointer, _ label: Range<Int>, _ keyBits: Int, side: Cell, _ extra: Extra, other: Cell,
        _ otherExtra: Extra, _ combining: Combination
    ) throws(CellError) -> (Cell, Extra) {
        let isRight = PackedBits.bit(key, at: label.upperBound)
        let combined = isRight ? try combining(otherExtra, extra) : try combining(extra, otherExtra)
        let cell = try HashmapNodes.fork(key, label, keyBits: keyBits, side: side, other: other) {
            (builder) throws(CellError) in try builder.store(combined)
        }
        return (cell, combined)
    }

    // MARK: - Nodes

    /// The extra of a node whose label has at most `limit` bits.
    static func extra(of node: HashmapNode, limit: Int) throws(CellError) -> Extra {
        node.labelCount < limit ? try forkExtra(node) : try leaf(node).extra
    }

    static func leaf(_ node: HashmapNode) throws(CellError) -> Leaf {
        var slice = node.content
        return (try loadExtra(&slice), slice)
    }

    /// The extra of a fork, which must have nothing else behind its two references.
    static func forkExtra(_ node: HashmapNode) throws(CellError) -> Extra {
        try node.requireFork()
        var slice = node.content.dropping(references: 2)
        let extra = try loadExtra(&slice)
        guard slice.isEmpty else {
            throw .malformedDictionary(
                "a fork has nothing behind its extra, not \(slice.remainingBits) bits and \(slice.remainingReferences) references"
            )
        }
        return extra
    }

    private static func loadExtra(_ slice: inout CellSlice) throws(CellError) -> Extra {
        do {
            return try slice.load(Extra.self)
        } catch {
            throw .within("extra", error)
        }
    }
}

extension CellSlice {
    /// The slice without its first references.
    func dropping(references: Int) -> CellSlice {
        var slice = self
        slice.referencePosition += Int32(references)
        return slice
    }
}
