public import TONCells

/// A dictionary whose keys and values have types, read entry by entry as they are asked for.
///
/// Stands for `HashmapE n X`, and where a layout says so for a plain `Hashmap n X`, which lies in the cell of what
/// holds it and is never empty.
public struct TypedHashmapE<Key: HashmapKey, Value: TLBCodable>: Hashable, Sendable {
    /// The tree, as it was read.
    public private(set) var dictionary: HashmapE

    /// Makes the empty dictionary.
    public init() {
        dictionary = HashmapE(keyBits: Key.hashmapKeyBits)
    }

    /// Makes a dictionary of a root found elsewhere; nothing is checked before it is read.
    public init(root: Cell?) {
        dictionary = HashmapE(keyBits: Key.hashmapKeyBits, root: root)
    }

    /// Makes a dictionary of entries in any order; a later one replaces an earlier one of the same key.
    public init(_ entries: some Sequence<(key: Key, value: Value)>) throws(CellError) {
        let built = try entries.map { entry throws(CellError) in
            var content = CellBuilder()
            try content.store(entry.value)
            return (key: entry.key.hashmapKey, value: content)
        }
        dictionary = try HashmapE(keyBits: Key.hashmapKeyBits, entries: built)
    }

    /// The root of the tree; nil for the empty dictionary.
    public var root: Cell? { dictionary.root }

    /// Whether there are no entries.
    public var isEmpty: Bool { dictionary.isEmpty }

    /// The value of a key; nil where it is absent. Throws where the tree or the value is malformed, or pruned on the
    /// way.
    public func value(for key: Key) throws(CellError) -> Value? {
        guard let slice = try dictionary.value(for: key.hashmapKey) else { return nil }
        return try Self.read(slice, of: key)
    }

    /// All entries in ascending order of their keys' bits.
    ///
    /// Throws where the tree or a value is malformed or pruned, or where there are more entries than `limit`.
    public func entries(
        limit: Int = HashmapE.defaultEntryLimit
    ) throws(CellError) -> [(key: Key, value: Value)] {
        try dictionary.entries(limit: limit).map { entry throws(CellError) in
            let key = try Key(hashmapKey: entry.key)
            return (key, try Self.read(entry.value, of: key))
        }
    }

    /// All keys in ascending order of their bits. Throws where the tree is malformed or pruned, or too large.
    public func keys(limit: Int = HashmapE.defaultEntryLimit) throws(CellError) -> [Key] {
        try dictionary.entries(limit: limit).map { entry throws(CellError) in try Key(hashmapKey: entry.key) }
    }

    /// Puts a value under a key, in place of any that is there. A failure leaves the dictionary as it was.
    public mutating func set(_ value: Value, for key: Key) throws(CellError) {
        var content = CellBuilder()
        try content.store(value)
        try dictionary.set(content, for: key.hashmapKey)
    }

    /// Puts a value under a key in place of the one that is there, which is returned; where the key is absent nothing
    /// changes, and nil is returned. A failure leaves the dictionary as it was.
    @discardableResult
    public mutating func replace(_ value: Value, for key: Key) throws(CellError) -> Value? {
        try change(key) { (dictionary) throws(CellError) in
            var content = CellBuilder()
            try content.store(value)
            return try dictionary.replace(content, for: key.hashmapKey)
        }
    }

    /// Puts a value under a key that is absent. Where it is there nothing changes, and its value is returned. A failure
    /// leaves the dictionary as it was.
    @discardableResult
    public mutating func add(_ value: Value, for key: Key) throws(CellError) -> Value? {
        try change(key) { (dictionary) throws(CellError) in
            var content = CellBuilder()
            try content.store(value)
            return try dictionary.add(content, for: key.hashmapKey)
        }
    }

    /// Removes a key and returns its value; nil where it is absent. A failure leaves the dictionary as it was.
    public mutating func removeValue(for key: Key) throws(CellError) -> Value? {
        try change(key) { (dictionary) throws(CellError) in try dictionary.removeValue(for: key.hashmapKey) }
    }

    private mutating func change(
        _ key: Key, _ body: (inout HashmapE) throws(CellError) -> CellSlice?
    ) throws(CellError) -> Value? {
        var changed = dictionary
        let old = try body(&changed).map { (slice) throws(CellError) in try Self.read(slice, of: key) }
        dictionary = changed
        return old
    }

    // MARK: - In order

    /// One entry.
    public typealias Entry = (key: Key, value: Value)

    /// The entry with the lowest key, as bits; nil in an empty dictionary.
    public func minimum() throws(CellError) -> Entry? { try Self.read(try dictionary.minimum()) }

    /// The entry with the highest key, as bits; nil in an empty dictionary.
    public func maximum() throws(CellError) -> Entry? { try Self.read(try dictionary.maximum()) }

    /// The entry that comes next after a key, as bits, which needn't be in the dictionary itself; nil at the end.
    ///
    /// - Parameter isInclusive: Whether an entry with the very key counts.
    public func nearest(
        to key: Key, _ direction: HashmapE.Direction, isInclusive: Bool = false
    ) throws(CellError) -> Entry? {
        try Self.read(try dictionary.nearest(to: key.hashmapKey, direction, isInclusive: isInclusive))
    }

    /// The entries from a key on, or from the first, to another key, or to the last, in either direction, at most
    /// `limit` of them. Entries with these very keys count.
    public func entries(
        from key: Key? = nil, through last: Key? = nil, _ direction: HashmapE.Direction, limit: Int
    ) throws(CellError) -> [Entry] {
        let entries = try dictionary.entries(
            from: key?.hashmapKey, through: last?.hashmapKey, direction, limit: limit)
        return try entries.map { entry throws(CellError) in
            let key = try Key(hashmapKey: entry.key)
            return (key, try Self.read(entry.value, of: key))
        }
    }

    private static func read(_ entry: HashmapE.Entry?) throws(CellError) -> Entry? {
        guard let entry else { return nil }
        let key = try Key(hashmapKey: entry.key)
        return (key, try read(entry.value, of: key))
    }

    // MARK: - Two versions

    /// One key's values before and after; nil where it is absent.
    public typealias Change = (key: Key, before: Value?, after: Value?)

    /// The keys whose values differ from those of a later version, in ascending order of their bits.
    ///
    /// Subtrees that both share aren't read, nor need they be there. Throws where more than `limit` keys differ.
    public func changes(
        to later: TypedHashmapE, limit: Int = HashmapE.defaultEntryLimit
    ) throws(CellError) -> [Change] {
        try dictionary.changes(to: later.dictionary, limit: limit).map { change throws(CellError) in
            let key = try Key(hashmapKey: change.key)
            func read(_ slice: CellSlice?) throws(CellError) -> Value? {
                guard let slice else { return nil }
                return try Self.read(slice, of: key)
            }
            return (key, try read(change.before), try read(change.after))
        }
    }

    /// All entries of both; where both have a key, the value of `other` counts.
    public func merged(with other: TypedHashmapE) throws(CellError) -> TypedHashmapE {
        TypedHashmapE(root: try dictionary.merged(with: other.dictionary).root)
    }

    /// Proves the values of keys, or that they are absent: see ``HashmapE/proof(of:showingValues:)``.
    public func proof(of keys: some Sequence<Key>, showingValues: Bool = false) throws(CellError) -> MerkleProof {
        try dictionary.proof(of: keys.map(\.hashmapKey), showingValues: showingValues)
    }

    // MARK: - Removing

    /// Removes a key; false where it is absent. A failure leaves the dictionary as it was.
    @discardableResult
    public mutating func remove(_ key: Key) throws(CellError) -> Bool {
        try dictionary.remove(key.hashmapKey)
    }

    private static func read(_ slice: CellSlice, of key: Key) throws(CellError) -> Value {
        try within("key \(key)") { () throws(CellError) in
            var slice = slice
            let value = try slice.load(Value.self)
            try slice.end()
            return value
        }
    }
}

extension TypedHashmapE: TLBCodable {
    /// Reads `HashmapE`; entries are read when asked for.
    public init(from slice: inout CellSlice) throws(CellError) {
        dictionary = try HashmapE(keyBits: Key.hashmapKeyBits, from: &slice)
    }

    /// Appends `HashmapE`.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(dictionary)
    }

    /// Takes all that is left of the slice as the root of a plain `Hashmap`.
    init(plain slice: inout CellSlice) throws(CellError) {
        self.init(root: try slice.loadRest().cell())
    }

    /// Appends the root of a plain `Hashmap`. Throws where there are no entries: such a tree can't be written.
    func store(plain builder: inout CellBuilder) throws(CellError) {
        guard let root else { throw .malformedDictionary("a Hashmap has one entry at least") }
        try builder.store(try root.slice())
    }
}

extension CellSlice {
    /// Splits off all that is left, but for some references at the end.
    mutating func loadRest(exceptReferences count: Int = 0) throws(CellError) -> CellSlice {
        guard remainingReferences >= count else { throw .referencesExhausted }
        return try loadSlice(bits: remainingBits, references: remainingReferences - count)
    }
}
