/// In key order, and whole dictionaries at once.
extension HashmapAug {
    /// The entry with the lowest key; nil in an empty dictionary.
    public func minimum() throws(CellError) -> Entry? { try entries(.ascending, limit: 1).first }

    /// The entry with the highest key; nil in an empty dictionary.
    public func maximum() throws(CellError) -> Entry? { try entries(.descending, limit: 1).first }

    /// The entry that comes next after a key, which needn't be in the dictionary itself; nil at the end.
    ///
    /// - Parameter isInclusive: Whether an entry with the very key counts.
    public func nearest(
        to key: BitString, _ direction: HashmapE.Direction, isInclusive: Bool = false
    ) throws(CellError) -> Entry? {
        let entries = try entries(from: key, direction, limit: isInclusive ? 1 : 2)
        return entries.first { isInclusive || $0.key != key }
    }

    /// The entries from a key on, or from the first, to another key, or to the last, in either direction, at most
    /// `limit` of them. Entries with these very keys count. The extras of forks aren't read.
    ///
    /// - Complexity: O(k) for k entries, plus the way to the first.
    public func entries(
        from key: BitString? = nil, through last: BitString? = nil, _ direction: HashmapE.Direction, limit: Int
    ) throws(CellError) -> [Entry] {
        try HashmapE.requireKeyBits(keyBits)
        if let last { try HashmapE.requireLength(last, keyBits) }
        var cursor: HashmapCursor<AnyForks>
        if let key {
            try HashmapE.requireLength(key, keyBits)
            cursor = try HashmapCursor(root: root, keyBits: keyBits, direction, from: key)
        } else {
            cursor = HashmapCursor(root: root, keyBits: keyBits, direction)
        }
        var entries: [Entry] = []
        while entries.count < limit, let node = try cursor.next() {
            let key = cursor.currentKey
            if let last, direction == .ascending ? last < key : key < last { break }
            let leaf = try Self.leaf(node)
            entries.append((key, leaf.extra, leaf.value))
        }
        return entries
    }

    /// Makes a dictionary of entries in strictly ascending order of keys, each cell once.
    ///
    /// Throws where keys are out of order, double, or not of `keyBits` bits, and what `combining` throws.
    ///
    /// - Complexity: O(n) cells made, and hashed many at once.
    public init(
        keyBits: Int, ascending entries: some Sequence<(key: BitString, extra: Extra, value: CellBuilder)>,
        combining: @escaping Combination
    ) throws(CellError) {
        try HashmapE.requireKeyBits(keyBits)
        var assembly = Self.assembly(keyBits, combining)
        for (key, extra, value) in entries {
            try HashmapE.requireLength(key, keyBits)
            var content = CellBuilder()
            try content.store(extra)
            try content.store(value)
            try key.withPaddedBytes { (bits) throws(CellError) in
                try assembly.append(content, extra: extra, key: bits)
            }
        }
        self.init(keyBits: keyBits, root: try assembly.finish()?.root)
    }

    private static func assembly(_ keyBits: Int, _ combining: @escaping Combination) -> HashmapAssembly<Extra> {
        HashmapAssembly(keyBits: keyBits) { (left, right, builder) throws(CellError) in
            let combined = try combining(left, right)
            try builder.store(combined)
            return combined
        }
    }

    /// All entries of both; where both have a key, `resolve` makes the leaf of the two, or that of `other` counts.
    ///
    /// Subtrees that only one has are taken over without a look at their entries, and so are those that both share,
    /// unless there is a `resolve`. Throws what the two functions throw.
    ///
    /// - Complexity: O(k) in the nodes at which the two differ, or over keys that both have.
    public func merged(
        with other: HashmapAug, combining: @escaping Combination,
        resolving resolve: (
            (_ key: BitString, _ own: Leaf, _ other: Leaf) throws(CellError) -> (extra: Extra, value: CellBuilder)
        )? = nil
    ) throws(CellError) -> HashmapAug {
        try HashmapE.requireSameKeys(keyBits, other.keyBits)
        var walk = HashmapPairWalk<AnyForks>(root, other.root, keyBits: keyBits, sharing: resolve == nil)
        var assembly = Self.assembly(keyBits, combining)
        while let event = try walk.next() {
            switch event {
            case .shared(let subtree), .old(let subtree), .new(let subtree):
                let limit = keyBits - subtree.start
                let node = try HashmapNode(
                    subtree.handle, limit: limit, prefix: PackedBits.string(walk.bits, count: subtree.start))
                try assembly.append(
                    subtree.handle, start: subtree.start, extra: try Self.extra(of: node, limit: limit),
                    key: walk.bits, count: walk.count)
            case .both(let own, let other):
                let new = try Self.leaf(other)
                var content = CellBuilder()
                var extra = new.extra
                if let resolve {
                    let resolved = try resolve(
                        PackedBits.string(walk.bits, count: keyBits), try Self.leaf(own), new)
                    extra = resolved.extra
                    try content.store(extra)
                    try content.store(resolved.value)
                } else {
                    try content.store(extra)
                    try content.store(new.value)
                }
                try assembly.append(content, extra: extra, key: walk.bits)
            }
        }
        return HashmapAug(keyBits: keyBits, root: try assembly.finish()?.root)
    }

    /// One key's leaves before and after; nil where it is absent.
    public typealias Change = (key: BitString, before: Leaf?, after: Leaf?)

    /// The keys whose leaves differ from those of a later version, in ascending order.
    ///
    /// Subtrees that both share aren't read, nor need they be there. Throws where more than `limit` keys differ.
    public func changes(
        to later: HashmapAug, limit: Int = HashmapE.defaultEntryLimit
    ) throws(CellError) -> [Change] {
        let changes = try HashmapE.changes(
            AnyForks.self, from: root, keyBits: keyBits, to: later.root, keyBits: later.keyBits, limit: limit)
        return try changes.map { (change) throws(CellError) in
            func leaf(_ slice: CellSlice?) throws(CellError) -> Leaf? {
                guard var slice else { return nil }
                return (try within("extra") { () throws(CellError) in try slice.load(Extra.self) }, slice)
            }
            return (change.key, try leaf(change.before), try leaf(change.after))
        }
    }

    /// Throws unless the extra of every fork is what `combining` makes of those of its sides, naming the first fork of
    /// which it isn't by the bits of its keys.
    ///
    /// - Returns: The extra of the root; nil for the empty tree.
    /// - Complexity: O(n) in the nodes, shared cells counted each time; throws where there are more than `limit` leaves.
    @discardableResult
    public func checkExtras(
        limit: Int = HashmapE.defaultEntryLimit, combining: Combination
    ) throws(CellError) -> Extra? {
        try HashmapE.requireKeyBits(keyBits)
        guard let root else { return nil }
        // Nodes still to come, the next one last; a fork comes again when both sides were summed up.
        var pending: [(handle: CellHandle, prefix: BitString, isDone: Bool)] = [(CellHandle(root), .empty, false)]
        var extras: [Extra] = []
        var leaves = 0
        while let (handle, prefix, isDone) = pending.popLast() {
            let limit = (key: keyBits - prefix.count, leaves: limit)
            let node = try HashmapNode(handle, limit: limit.key, prefix: prefix)
            let stated = try Self.extra(of: node, limit: limit.key)
            guard node.labelCount < limit.key else {
                leaves += 1
                guard leaves <= limit.leaves else { throw .malformedDictionary("more than \(limit.leaves) entries") }
                extras.append(stated)
                continue
            }
            if isDone {
                guard let right = extras.popLast(), let left = extras.popLast() else { return nil }
                let combined = try combining(left, right)
                guard combined == stated else {
                    throw .malformedDictionary(
                        "the fork over keys that begin with \(prefix) has the extra \(stated), its sides make \(combined)"
                    )
                }
                extras.append(stated)
                continue
            }
            pending.append((handle, prefix, true))
            for isRight in [true, false] {
                let memory = HashmapKeyMemory()
                prefix.bytes.withUnsafeBytes { bytes in
                    if let start = bytes.baseAddress { memory.copy(start, count: prefix.count) }
                }
                node.copyLabel(to: memory.bytes, at: prefix.count)
                let branch = prefix.count + node.labelCount
                PackedBits.write(bit: isRight, to: memory.bytes, at: branch)
                pending.append((node.child(isRight: isRight), memory.string(count: branch + 1), false))
            }
        }
        return extras.last
    }
}
