public import TONCells

/// What nodes of an augmented dictionary sum up.
public protocol HashmapExtra: TLBCodable, Hashable {
    /// What stands for no entries.
    static var empty: Self { get }

    /// The extra of a fork over its two sides. Throws where it can't be held.
    static func combining(_ left: Self, _ right: Self) throws(CellError) -> Self
}

/// An augmented dictionary whose keys and values have types, read entry by entry as they are asked for.
public struct TypedHashmapAugE<Key: HashmapKey, Value: TLBCodable, Extra: HashmapExtra>: Hashable, Sendable {
    /// The tree and its extra, as they were read.
    public private(set) var dictionary: HashmapAugE<Extra>

    /// One entry.
    public typealias Entry = (key: Key, extra: Extra, value: Value)

    /// Makes the empty dictionary.
    public init() {
        dictionary = HashmapAugE(keyBits: Key.hashmapKeyBits, emptyExtra: Extra.empty)
    }

    /// The root of the tree; nil for the empty dictionary.
    public var root: Cell? { dictionary.root }

    /// The extra of the whole.
    public var extra: Extra { dictionary.extra }

    /// Whether there are no entries.
    public var isEmpty: Bool { dictionary.isEmpty }

    /// The value of a key; nil where it is absent. Throws where the tree or the value is malformed, or pruned on the
    /// way.
    public func value(for key: Key) throws(CellError) -> Value? {
        guard let leaf = try dictionary.leaf(for: key.hashmapKey) else { return nil }
        return try readValue(leaf.value, of: key)
    }

    /// The extra of a key's leaf; nil where it is absent.
    public func extra(for key: Key) throws(CellError) -> Extra? {
        try dictionary.leaf(for: key.hashmapKey)?.extra
    }

    /// All entries in ascending order of their keys' bits.
    ///
    /// Throws where the tree or a value is malformed or pruned, or where there are more entries than `limit`.
    public func entries(limit: Int = HashmapE.defaultEntryLimit) throws(CellError) -> [Entry] {
        try readEntries(dictionary.entries(limit: limit))
    }

    /// Puts a value and its extra under a key, and sums up anew above. A failure leaves the dictionary as it was.
    public mutating func set(_ value: Value, extra: Extra, for key: Key) throws(CellError) {
        var content = CellBuilder()
        try content.store(value)
        try dictionary.set(content, extra: extra, for: key.hashmapKey, combining: Extra.combining)
    }

    /// Removes a key, and sums up anew above; false where it is absent. A failure leaves the dictionary as it was.
    @discardableResult
    public mutating func remove(_ key: Key) throws(CellError) -> Bool {
        try dictionary.remove(key.hashmapKey, emptyExtra: Extra.empty, combining: Extra.combining)
    }

    /// Makes a dictionary of entries in any order; a later one replaces an earlier one of the same key.
    public init(_ entries: some Sequence<Entry>) throws(CellError) {
        let tree = try HashmapAug<Extra>(entries, keyBits: Key.hashmapKeyBits)
        dictionary = try HashmapAugE(tree, emptyExtra: Extra.empty)
    }

    /// The entry with the lowest key, as bits; nil in an empty dictionary.
    public func minimum() throws(CellError) -> Entry? { try entries(.ascending, limit: 1).first }

    /// The entry with the highest key, as bits; nil in an empty dictionary.
    public func maximum() throws(CellError) -> Entry? { try entries(.descending, limit: 1).first }

    /// The entries from a key on, or from the first, to another key, or to the last, in either direction, at most
    /// `limit` of them. Entries with these very keys count.
    public func entries(
        from key: Key? = nil, through last: Key? = nil, _ direction: HashmapE.Direction, limit: Int
    ) throws(CellError) -> [Entry] {
        try readEntries(
            dictionary.tree.entries(from: key?.hashmapKey, through: last?.hashmapKey, direction, limit: limit))
    }

    /// Throws unless every fork sums up its sides, and the extra beside the root is the root's.
    public func checkExtras(limit: Int = HashmapE.defaultEntryLimit) throws(CellError) {
        try dictionary.checkExtras(limit: limit, emptyExtra: Extra.empty, combining: Extra.combining)
    }

    /// Proves the leaves of keys, or that they are absent: see ``HashmapAug/proof(of:showingValues:)``.
    public func proof(of keys: some Sequence<Key>, showingValues: Bool = false) throws(CellError) -> MerkleProof {
        try dictionary.tree.proof(of: keys.map(\.hashmapKey), showingValues: showingValues)
    }
}

extension HashmapAug where Extra: HashmapExtra {
    /// Makes a tree of entries in any order; a later one replaces an earlier one of the same key.
    fileprivate init<Key: HashmapKey, Value: TLBEncodable>(
        _ entries: some Sequence<(key: Key, extra: Extra, value: Value)>, keyBits: Int
    ) throws(CellError) {
        var unique: [BitString: (extra: Extra, value: CellBuilder)] = [:]
        for entry in entries {
            var content = CellBuilder()
            try content.store(entry.value)
            unique[entry.key.hashmapKey] = (entry.extra, content)
        }
        let sorted = unique.sorted { $0.key < $1.key }.map {
            (key: $0.key, extra: $0.value.extra, value: $0.value.value)
        }
        try self.init(keyBits: keyBits, ascending: sorted, combining: Extra.combining)
    }
}

extension TypedHashmapAugE: TLBCodable {
    /// Reads `HashmapAugE`; entries are read when asked for.
    public init(from slice: inout CellSlice) throws(CellError) {
        dictionary = try HashmapAugE(keyBits: Key.hashmapKeyBits, from: &slice)
    }

    /// Appends `HashmapAugE`.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(dictionary)
    }
}

/// A plain `HashmapAug n X Y` with typed keys and values: it lies in the cell of what holds it and is never empty.
public struct TypedHashmapAug<Key: HashmapKey, Value: TLBCodable, Extra: HashmapExtra>: Hashable, Sendable {
    /// The tree, as it was read.
    public private(set) var dictionary: HashmapAug<Extra>

    /// One entry.
    public typealias Entry = (key: Key, extra: Extra, value: Value)

    /// Makes the empty dictionary, which can't be written before it has an entry.
    public init() {
        dictionary = HashmapAug(keyBits: Key.hashmapKeyBits)
    }

    /// Makes a dictionary of a root found elsewhere; nothing is checked before it is read.
    public init(root: Cell) {
        dictionary = HashmapAug(keyBits: Key.hashmapKeyBits, root: root)
    }

    /// The root of the tree; nil for the empty dictionary.
    public var root: Cell? { dictionary.root }

    /// The extra of the whole, of the root. Throws where that is malformed or pruned.
    public func extra() throws(CellError) -> Extra { try dictionary.rootExtra() ?? Extra.empty }

    /// The value of a key; nil where it is absent. Throws where the tree or the value is malformed, or pruned on the
    /// way.
    public func value(for key: Key) throws(CellError) -> Value? {
        guard let leaf = try dictionary.leaf(for: key.hashmapKey) else { return nil }
        return try readValue(leaf.value, of: key)
    }

    /// All entries in ascending order of their keys' bits.
    ///
    /// Throws where the tree or a value is malformed or pruned, or where there are more entries than `limit`.
    public func entries(limit: Int = HashmapE.defaultEntryLimit) throws(CellError) -> [Entry] {
        try readEntries(dictionary.entries(limit: limit))
    }

    /// Puts a value and its extra under a key, and sums up anew above. A failure leaves the dictionary as it was.
    public mutating func set(_ value: Value, extra: Extra, for key: Key) throws(CellError) {
        var content = CellBuilder()
        try content.store(value)
        try dictionary.set(content, extra: extra, for: key.hashmapKey, combining: Extra.combining)
    }

    /// Throws unless every fork sums up its sides.
    public func checkExtras(limit: Int = HashmapE.defaultEntryLimit) throws(CellError) {
        try dictionary.checkExtras(limit: limit, combining: Extra.combining)
    }

    /// Appends the root. Throws where there are no entries: such a tree can't be written.
    func store(plain builder: inout CellBuilder) throws(CellError) {
        guard let root else { throw .malformedDictionary("a HashmapAug has one entry at least") }
        try builder.store(try root.slice())
    }
}

private func readValue<Value: TLBDecodable>(_ slice: CellSlice, of key: some Any) throws(CellError) -> Value {
    try within("key \(key)") { () throws(CellError) in
        var slice = slice
        let value = try slice.load(Value.self)
        try slice.end()
        return value
    }
}

private func readEntries<Key: HashmapKey, Value: TLBDecodable, Extra>(
    _ entries: [HashmapAug<Extra>.Entry]
) throws(CellError) -> [(key: Key, extra: Extra, value: Value)] {
    try entries.map { entry throws(CellError) in
        let key = try Key(hashmapKey: entry.key)
        return (key, entry.extra, try readValue(entry.value, of: key))
    }
}
