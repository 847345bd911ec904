public import TONCells
public import TONCrypto

/// A key of fixed width in a ``SortedDictionary``.
public protocol DictionaryKey: Hashable, Comparable, Sendable {
    /// Bits in every key.
    static var bitCount: Int { get }
    /// The key as bits, highest first.
    var keyBits: BitString { get }
    /// Takes the bits of a key; nil where their number is wrong.
    init?(keyBits: BitString)
}

extension UInt32: DictionaryKey {
    /// 32.
    public static var bitCount: Int { 32 }
    /// The 32 bits.
    public var keyBits: BitString { BitString(UInt64(self), bits: 32) }
    /// Takes 32 bits.
    public init?(keyBits: BitString) {
        guard keyBits.count == 32, let value = keyBits.unsignedValue else { return nil }
        self.init(truncatingIfNeeded: value)
    }
}

extension Hash256: DictionaryKey {
    /// 256.
    public static var bitCount: Int { 256 }
    /// The 256 bits.
    public var keyBits: BitString { BitString(self) }
    /// Takes 256 bits.
    public init?(keyBits: BitString) {
        guard let hash = keyBits.hashValue256 else { return nil }
        self = hash
    }
}

/// A value of no bits: what the sets of hashes store under each hash.
public struct NoValue: Hashable, Sendable, TLBCodable {
    /// Makes it.
    public init() {}
    /// Reads nothing.
    public init(from slice: inout CellSlice) throws(CellError) {}
    /// Appends nothing.
    public func store(in builder: inout CellBuilder) throws(CellError) {}
}

/// A set of hashes: `HashmapE 256` with empty values.
public typealias HashSet256 = SortedDictionary<Hash256, NoValue>

/// A `HashmapE` read whole into Swift values, sorted by key.
///
/// Decoding accepts the canonical form alone, which is what contracts write, so that encoding gives the same cells.
/// For dictionaries of a registry: at most ``maximumCount`` entries are read, because a few cells that share
/// subtrees could otherwise stand for more entries than there is memory.
public struct SortedDictionary<Key: DictionaryKey, Value: TLBCodable & Hashable>: Hashable, Sendable {
    /// One key and its value.
    public struct Entry: Hashable, Sendable {
        /// The key.
        public let key: Key
        /// Its value.
        public var value: Value

        /// Makes an entry.
        public init(key: Key, value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// All entries in ascending order of keys.
    public private(set) var entries: [Entry]

    /// Most entries that are read: 16 384.
    public static var maximumCount: Int { 1 << 14 }

    /// Makes an empty dictionary.
    public init() {
        entries = []
    }

    /// Takes entries in any order; a later one replaces an earlier one of the same key.
    public init(_ entries: some Sequence<(Key, Value)>) {
        let unique = Dictionary(entries) { _, later in later }
        self.entries = unique.map { Entry(key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
    }

    /// All keys in ascending order.
    public var keys: [Key] { entries.map(\.key) }

    /// Whether the key is there. O(log n).
    public func contains(_ key: Key) -> Bool { self[key] != nil }

    /// The value of a key. Reading is O(log n); setting is O(n), and nil removes the key.
    public subscript(_ key: Key) -> Value? {
        get {
            let position = insertionIndex(of: key)
            return position < entries.endIndex && entries[position].key == key ? entries[position].value : nil
        }
        set {
            let position = insertionIndex(of: key)
            let isPresent = position < entries.endIndex && entries[position].key == key
            switch (newValue, isPresent) {
            case (let value?, true): entries[position].value = value
            case (let value?, false): entries.insert(Entry(key: key, value: value), at: position)
            case (nil, true): entries.remove(at: position)
            case (nil, false): break
            }
        }
    }

    /// The first position whose key is not below `key`.
    private func insertionIndex(of key: Key) -> Int {
        var low = entries.startIndex
        var high = entries.endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func hashmap() throws(CellError) -> HashmapE {
        let built = try entries.map { entry throws(CellError) in
            var builder = CellBuilder()
            try entry.value.store(in: &builder)
            return (key: entry.key.keyBits, value: builder)
        }
        return try HashmapE(keyBits: Key.bitCount, entries: built)
    }
}

extension SortedDictionary: RandomAccessCollection {
    /// 0.
    public var startIndex: Int { entries.startIndex }
    /// The number of entries.
    public var endIndex: Int { entries.endIndex }
    /// The entry at a position in ascending order of keys.
    public subscript(position: Int) -> Entry { entries[position] }
}

extension SortedDictionary where Value == NoValue {
    /// Takes keys in any order.
    public init(keys: some Sequence<Key>) {
        self.init(keys.map { ($0, NoValue()) })
    }

    /// Adds a key; nothing changes where it is there.
    public mutating func insert(_ key: Key) { self[key] = NoValue() }

    /// Removes a key; nothing changes where it is absent.
    public mutating func remove(_ key: Key) { self[key] = nil }
}

extension SortedDictionary: TLBCodable {
    /// Reads `HashmapE`. Throws where the tree is malformed, not canonical, or larger than ``maximumCount``.
    public init(from slice: inout CellSlice) throws(CellError) {
        let hashmap = try HashmapE(keyBits: Key.bitCount, from: &slice)
        entries = []
        for (bits, leaf) in try hashmap.entries(limit: Self.maximumCount) {
            var leaf = leaf
            guard let key = Key(keyBits: bits) else {
                throw .malformedDictionary("a key of \(bits.count) bits, expected \(Key.bitCount)")
            }
            do throws(CellError) {
                let value = try Value(from: &leaf)
                try leaf.end()
                entries.append(Entry(key: key, value: value))
            } catch {
                throw .within("value of \(key)", error)
            }
        }
        guard try self.hashmap().root == hashmap.root else {
            throw .malformedDictionary("its labels are not in their shortest form")
        }
    }

    /// Appends `HashmapE` in canonical form.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(try hashmap())
    }
}
