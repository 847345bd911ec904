/// A dictionary from keys of a fixed number of bits to values: TL-B `HashmapE n X`.
///
/// Keeps the root cell and reads along the path of a key. Changes make a new root that shares all untouched
/// cells, with labels in the canonical (shortest) form, so that the same content always has the same root.
///
/// Where a part that is asked for is pruned, as in a proof, ``CellError/prunedDictionary(prefix:hash:)`` says which.
///
/// Reference: "TVM" whitepaper 3.3; label form as the reference chooses it among `hml_short`, `hml_long`, `hml_same`.
public struct HashmapE: Hashable, Sendable {
    /// The number of bits in every key, 1…1023.
    public let keyBits: Int
    /// The root of the tree; nil for the empty dictionary.
    public private(set) var root: Cell?

    /// The most bits that a key can have: 1023, for a leaf's label must fit its cell.
    public static let maximumKeyBits = 1023
    static let maximumKeyBytes = 128

    /// Makes a dictionary of a root found elsewhere; nothing is checked before it is read.
    public init(keyBits: Int, root: Cell? = nil) {
        self.keyBits = keyBits
        self.root = root
    }

    /// Reads `HashmapE`: a bit, and the root in a reference where it is 1.
    public init(keyBits: Int, from slice: inout CellSlice) throws(CellError) {
        self.init(keyBits: keyBits, root: try slice.loadMaybeReference())
    }

    /// Whether there are no entries.
    public var isEmpty: Bool { root == nil }

    /// One entry: a key, and the slice of its leaf from the value on.
    public typealias Entry = (key: BitString, value: CellSlice)

    // MARK: - Reading

    /// The value of a key; nil where it is absent. Throws where the tree is malformed or pruned on the way.
    ///
    /// - Complexity: O(d) in the levels of the tree. Allocates nothing.
    public func value(for key: BitString) throws(CellError) -> CellSlice? {
        try Self.requireLength(key, keyBits)
        guard let root else { return nil }
        return try key.withPaddedBytes { (bits) throws(CellError) in
            try HashmapDescent.leaf(PlainForks.self, root: CellHandle(root), key: bits, keyBits: keyBits)?.content
        }
    }

    /// The number of entries that ``entries(limit:)`` returns at most, unless told otherwise: 65,536.
    ///
    /// Cells may be shared, so that a bag of a few hundred bytes can hold 2^100 entries.
    public static let defaultEntryLimit = 65_536

    /// All entries in ascending order of keys (as unsigned integers).
    ///
    /// Throws where the tree is malformed or pruned, or has more entries than `limit`.
    ///
    /// - Complexity: O(n) in the entries, shared cells counted each time; at most twice `limit` cells are read.
    public func entries(limit: Int = HashmapE.defaultEntryLimit) throws(CellError) -> [Entry] {
        try Self.requireKeyBits(keyBits)
        var cursor = HashmapCursor<PlainForks>(root: root, keyBits: keyBits)
        var entries: [Entry] = []
        while let leaf = try cursor.next() {
            guard entries.count < limit else { throw .malformedDictionary("more than \(limit) entries") }
            entries.append((cursor.currentKey, leaf.content))
        }
        return entries
    }

    // MARK: - Changing

    /// Which keys a change is for.
    enum Condition {
        case any, present, absent
    }

    /// Puts a value under a key, in place of any that is there. A failure leaves the dictionary as it was.
    public mutating func set(_ value: CellBuilder, for key: BitString) throws(CellError) {
        _ = try change(value, for: key, where: .any)
    }

    /// Puts a value under a key in place of the one that is there, which is returned; where the key is absent nothing
    /// changes, and nil is returned. A failure leaves the dictionary as it was.
    @discardableResult
    public mutating func replace(_ value: CellBuilder, for key: BitString) throws(CellError) -> CellSlice? {
        try change(value, for: key, where: .present)
    }

    /// Puts a value under a key that is absent. Where it is there nothing changes, and its value is returned. A failure
    /// leaves the dictionary as it was.
    @discardableResult
    public mutating func add(_ value: CellBuilder, for key: BitString) throws(CellError) -> CellSlice? {
        try change(value, for: key, where: .absent)
    }

    /// Puts a value under a key, in place of any that is there, which is returned. A failure leaves the dictionary as
    /// it was.
    @discardableResult
    public mutating func update(_ value: CellBuilder, for key: BitString) throws(CellError) -> CellSlice? {
        try change(value, for: key, where: .any)
    }

    /// Changes a key where the condition holds, and returns the value that it had.
    private mutating func change(
        _ value: CellBuilder, for key: BitString, where condition: Condition
    ) throws(CellError) -> CellSlice? {
        try Self.requireLength(key, keyBits)
        let (keyBits, root) = (keyBits, root)
        let changed = try key.withPaddedBytes { (key) throws(CellError) -> (root: Cell?, old: CellSlice?) in
            let descent = try HashmapDescent(
                PlainForks.self, root: root.map(CellHandle.init), key: key, keyBits: keyBits)
            func leaf(from position: Int) throws(CellError) -> Cell {
                try HashmapNodes.node(key, position..<keyBits, keyBits: keyBits) {
                    (builder) throws(CellError) in try builder.store(value)
                }
            }
            switch descent.end {
            case .empty:
                return condition == .present ? (root, nil) : (try leaf(from: 0), nil)
            case .leaf(let node, let position):
                let old = node.content
                guard condition != .absent else { return (root, old) }
                return (try Self.grow(try leaf(from: position), descent, key, keyBits), old)
            case .split(let node, let position, let common):
                guard condition != .present else { return (root, nil) }
                // The label splits: the old node keeps its rest below one side, the new leaf goes to the other.
                let branch = position + common
                let side = try leaf(from: branch + 1)
                let old = try HashmapNodes.split(node, at: branch, start: position, key: key, keyBits: keyBits)
                let fork = try HashmapNodes.fork(key, position..<branch, keyBits: keyBits, side: side, other: old)
                return (try Self.grow(fork, descent, key, keyBits), nil)
            }
        }
        self.root = changed.root
        return changed.old
    }

    /// Removes a key; false where it is absent. A failure leaves the dictionary as it was.
    @discardableResult
    public mutating func remove(_ key: BitString) throws(CellError) -> Bool {
        try removeValue(for: key) != nil
    }

    /// Removes a key and returns its value; nil where it is absent. A failure leaves the dictionary as it was.
    public mutating func removeValue(for key: BitString) throws(CellError) -> CellSlice? {
        try Self.requireLength(key, keyBits)
        guard let root else { return nil }
        let keyBits = keyBits
        let changed = try key.withPaddedBytes { (key) throws(CellError) -> (root: Cell?, old: CellSlice?) in
            var descent = try HashmapDescent(PlainForks.self, root: CellHandle(root), key: key, keyBits: keyBits)
            guard case .leaf(let node, _) = descent.end else { return (root, nil) }
            let old = node.content
            guard let last = descent.popFork() else { return (nil, old) }
            let joined = try last.joined(key, keyBits: keyBits)
            return (try Self.grow(joined, descent, key, keyBits), old)
        }
        self.root = changed.root
        return changed.old
    }

    /// The root over a changed cell, forks added from the last to the first.
    private static func grow(
        _ changed: Cell, _ descent: HashmapDescent, _ key: UnsafeRawPointer, _ keyBits: Int
    ) throws(CellError) -> Cell {
        var cell = changed
        for fork in descent.forks.reversed() {
            let branch = fork.position &+ fork.labelCount
            cell = try HashmapNodes.fork(
                key, fork.position..<branch, keyBits: keyBits, side: cell,
                other: fork.other(isRight: PackedBits.bit(key, at: branch)).cell)
        }
        return cell
    }

    // MARK: - Keys

    static func requireKeyBits(_ keyBits: Int) throws(CellError) {
        guard (0...maximumKeyBits).contains(keyBits) else {
            throw .outOfRange("a dictionary's keys have at most \(maximumKeyBits) bits, not \(keyBits)")
        }
    }

    @inline(__always)
    static func requireLength(_ key: BitString, _ keyBits: Int) throws(CellError) {
        guard key.count == keyBits else { throw .outOfRange("expected a key of \(keyBits) bits, found \(key.count)") }
        try requireKeyBits(keyBits)
    }
}

extension CellBuilder {
    /// Appends `HashmapE`: a bit, and the root in a reference where there is one.
    public mutating func store(_ dictionary: HashmapE) throws(CellError) {
        try store(maybeReference: dictionary.root)
    }
}
