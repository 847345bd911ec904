/// Whole dictionaries at once: made, compared, merged.
extension HashmapE {
    /// Makes a dictionary of entries in strictly ascending order of keys, each cell once.
    ///
    /// Throws where keys are out of order, double, or not of `keyBits` bits. Much faster than setting one by one.
    ///
    /// - Complexity: O(n) cells made, and hashed many at once.
    public init(keyBits: Int, ascending entries: [(key: BitString, value: CellBuilder)]) throws(CellError) {
        try self.init(keyBits: keyBits, entries, order: entries.indices)
    }

    /// Makes a dictionary of those entries in that order, which must be the ascending one of their keys.
    private init(
        keyBits: Int, _ entries: [(key: BitString, value: CellBuilder)], order: some Collection<Int>
    ) throws(CellError) {
        try Self.requireKeyBits(keyBits)
        var assembly = HashmapAssembly<Void>(keyBits: keyBits) { (_, _, _) throws(CellError) in }
        for number in order {
            try Self.requireLength(entries[number].key, keyBits)
            try entries[number].key.withPaddedBytes { (bits) throws(CellError) in
                try assembly.append(entries[number].value, extra: (), key: bits)
            }
        }
        self.init(keyBits: keyBits, root: try assembly.finish()?.root)
    }

    /// Makes a dictionary of entries in any order; a later one replaces an earlier one of the same key.
    ///
    /// - Complexity: O(n log n), for they are sorted first.
    public init(keyBits: Int, entries: some Sequence<(key: BitString, value: CellBuilder)>) throws(CellError) {
        let entries = Array(entries)
        // Positions break ties, since a sort needn't keep the order of equal keys.
        let order = entries.indices.sorted { (entries[$0].key, $0) < (entries[$1].key, $1) }
        var last: [Int] = []
        last.reserveCapacity(order.count)
        for (place, number) in order.enumerated()
        where place + 1 == order.count || entries[order[place + 1]].key != entries[number].key {
            last.append(number)
        }
        try self.init(keyBits: keyBits, entries, order: last)
    }

    // MARK: - Two versions

    /// One key's values before and after; nil where it is absent.
    public typealias Change = (key: BitString, before: CellSlice?, after: CellSlice?)

    /// The keys whose values differ from those of a later version, in ascending order.
    ///
    /// Subtrees that both share aren't read, nor need they be there: two versions of a large dictionary compare in
    /// the size of their difference. Throws where more than `limit` keys differ.
    public func changes(
        to later: HashmapE, limit: Int = HashmapE.defaultEntryLimit
    ) throws(CellError) -> [Change] {
        try Self.changes(
            PlainForks.self, from: root, keyBits: keyBits, to: later.root, keyBits: later.keyBits, limit: limit)
    }

    /// The leaves that differ between two trees, from the label's end on.
    static func changes<Layout: HashmapLayout>(
        _ layout: Layout.Type, from root: Cell?, keyBits: Int, to later: Cell?, keyBits laterKeyBits: Int, limit: Int
    ) throws(CellError) -> [Change] {
        try requireSameKeys(keyBits, laterKeyBits)
        var walk = HashmapPairWalk<Layout>(root, later, keyBits: keyBits)
        var changes: [Change] = []
        func add(_ change: Change) throws(CellError) {
            guard changes.count < limit else { throw .malformedDictionary("more than \(limit) changes") }
            changes.append(change)
        }
        func addAll(_ subtree: HashmapPairWalk<Layout>.Subtree, isNew: Bool) throws(CellError) {
            var cursor = HashmapCursor<Layout>(
                below: subtree.handle, key: walk.bits, position: subtree.start, keyBits: keyBits)
            while let leaf = try cursor.next() {
                let value = leaf.content
                try add((cursor.currentKey, isNew ? nil : value, isNew ? value : nil))
            }
        }
        while let event = try walk.next() {
            switch event {
            case .shared: break
            case .old(let subtree): try addAll(subtree, isNew: false)
            case .new(let subtree): try addAll(subtree, isNew: true)
            case .both(let old, let new):
                let (before, after) = (old.content, new.content)
                if before != after { try add((PackedBits.string(walk.bits, count: keyBits), before, after)) }
            }
        }
        return changes
    }

    /// All entries of both; where both have a key, the value of `other` counts.
    ///
    /// Subtrees that only one has, and those that both share, are taken over without a look at their entries.
    ///
    /// - Complexity: O(k) in the nodes at which the two differ.
    public func merged(with other: HashmapE) throws(CellError) -> HashmapE {
        try merged(with: other, sharing: true) { (_, _, new) throws(CellError) in
            var value = CellBuilder()
            try value.store(new)
            return value
        }
    }

    /// All entries of both; where both have a key, `combine` makes the value of the two, also where they are the same,
    /// or drops the key by nil.
    ///
    /// Subtrees that only one has are taken over without a look at their entries. Throws what `combine` throws.
    ///
    /// - Complexity: O(k) in the nodes over keys that both have.
    public func merged(
        with other: HashmapE,
        combining combine: (_ key: BitString, _ own: CellSlice, _ other: CellSlice) throws(CellError) -> CellBuilder?
    ) throws(CellError) -> HashmapE {
        let keyBits = keyBits
        return try merged(with: other, sharing: false) { (bits, own, other) throws(CellError) in
            try combine(PackedBits.string(bits, count: keyBits), own, other)
        }
    }

    private func merged(
        with other: HashmapE, sharing: Bool,
        combining combine: (UnsafeRawPointer, CellSlice, CellSlice) throws(CellError) -> CellBuilder?
    ) throws(CellError) -> HashmapE {
        try Self.requireSameKeys(keyBits, other.keyBits)
        var walk = HashmapPairWalk<PlainForks>(root, other.root, keyBits: keyBits, sharing: sharing)
        var assembly = HashmapAssembly<Void>(keyBits: keyBits) { (_, _, _) throws(CellError) in }
        while let event = try walk.next() {
            switch event {
            case .shared(let subtree), .old(let subtree), .new(let subtree):
                try assembly.append(
                    subtree.handle, start: subtree.start, extra: (), key: walk.bits, count: walk.count)
            case .both(let own, let other):
                guard let value = try combine(walk.bits, own.content, other.content) else { continue }
                try assembly.append(value, extra: (), key: walk.bits)
            }
        }
        return HashmapE(keyBits: keyBits, root: try assembly.finish()?.root)
    }

    static func requireSameKeys(_ keyBits: Int, _ other: Int) throws(CellError) {
        guard keyBits == other else {
            throw .outOfRange("dictionaries of \(keyBits)-bit and \(other)-bit keys have nothing in common")
        }
        try requireKeyBits(keyBits)
    }
}
