/// Reading in key order.
///
/// Keys are ordered as unsigned integers, first bit highest.
extension HashmapE {
    /// Which way a walk goes.
    public enum Direction: Hashable, Sendable {
        /// To higher keys.
        case ascending
        /// To lower keys.
        case descending
    }

    /// The entry with the lowest key; nil in an empty dictionary.
    public func minimum() throws(CellError) -> Entry? { try first(.ascending) }

    /// The entry with the highest key; nil in an empty dictionary.
    public func maximum() throws(CellError) -> Entry? { try first(.descending) }

    private func first(_ direction: Direction) throws(CellError) -> Entry? {
        try Self.requireKeyBits(keyBits)
        var cursor = HashmapCursor<PlainForks>(root: root, keyBits: keyBits, direction)
        guard let leaf = try cursor.next() else { return nil }
        return (cursor.currentKey, leaf.content)
    }

    /// The entry that comes next after a key, which needn't be in the dictionary itself; nil at the end.
    ///
    /// - Parameter isInclusive: Whether an entry with the very key counts.
    public func nearest(
        to key: BitString, _ direction: Direction, isInclusive: Bool = false
    ) throws(CellError) -> Entry? {
        try Self.requireLength(key, keyBits)
        var cursor = try HashmapCursor<PlainForks>(root: root, keyBits: keyBits, direction, from: key)
        guard let leaf = try cursor.next() else { return nil }
        if isInclusive || cursor.currentKey != key { return (cursor.currentKey, leaf.content) }
        return try cursor.next().map { (cursor.currentKey, $0.content) }
    }

    /// The entries from a key on, or from the first, to another key, or to the last, in either direction, at most
    /// `limit` of them. Entries with these very keys count.
    ///
    /// - Complexity: O(k) for k entries, plus the way to the first.
    public func entries(
        from key: BitString? = nil, through last: BitString? = nil, _ direction: Direction, limit: Int
    ) throws(CellError) -> [Entry] {
        try Self.requireKeyBits(keyBits)
        if let last { try Self.requireLength(last, keyBits) }
        var cursor: HashmapCursor<PlainForks>
        if let key {
            try Self.requireLength(key, keyBits)
            cursor = try HashmapCursor(root: root, keyBits: keyBits, direction, from: key)
        } else {
            cursor = HashmapCursor(root: root, keyBits: keyBits, direction)
        }
        var entries: [Entry] = []
        while entries.count < limit, let leaf = try cursor.next() {
            let key = cursor.currentKey
            if let last, direction == .ascending ? last < key : key < last { break }
            entries.append((key, leaf.content))
        }
        return entries
    }
}
