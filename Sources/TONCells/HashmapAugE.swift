/// An augmented dictionary that may be empty, and states its extra beside its root: TL-B `HashmapAugE n X Y`.
///
/// ```
/// ahme_empty$0 {n:#} {X:Type} {Y:Type} extra:Y = HashmapAugE n X Y;
/// ahme_root$1 {n:#} {X:Type} {Y:Type} root:^(HashmapAug n X Y) extra:Y = HashmapAugE n X Y;
/// ```
public struct HashmapAugE<Extra: TLBCodable & Hashable>: Hashable, Sendable {
    /// The tree below.
    public private(set) var tree: HashmapAug<Extra>
    /// The extra of the whole, as it stands beside the root.
    public private(set) var extra: Extra

    /// Makes the empty dictionary, with the extra that stands for nothing.
    public init(keyBits: Int, emptyExtra: Extra) {
        tree = HashmapAug(keyBits: keyBits)
        extra = emptyExtra
    }

    /// Makes a dictionary over a tree. Throws where the root, which states the extra, is malformed or pruned.
    public init(_ tree: HashmapAug<Extra>, emptyExtra: Extra) throws(CellError) {
        self.tree = tree
        extra = try tree.rootExtra() ?? emptyExtra
    }

    /// Reads the layout; the tree is read when asked for.
    public init(keyBits: Int, from slice: inout CellSlice) throws(CellError) {
        var copy = slice
        tree = HashmapAug(keyBits: keyBits, root: try copy.loadMaybeReference())
        extra = try within("extra") { () throws(CellError) in try copy.load(Extra.self) }
        slice = copy
    }

    /// The number of bits in every key.
    public var keyBits: Int { tree.keyBits }

    /// The root of the tree; nil for the empty dictionary.
    public var root: Cell? { tree.root }

    /// Whether there are no entries.
    public var isEmpty: Bool { tree.isEmpty }

    /// The leaf of a key; nil where it is absent. Throws where the tree is malformed or pruned on the way.
    public func leaf(for key: BitString) throws(CellError) -> HashmapAug<Extra>.Leaf? {
        try tree.leaf(for: key)
    }

    /// All entries in ascending order of keys (as unsigned integers).
    ///
    /// Throws where the tree is malformed or pruned, or has more entries than `limit`.
    public func entries(
        limit: Int = HashmapE.defaultEntryLimit
    ) throws(CellError) -> [HashmapAug<Extra>.Entry] {
        try tree.entries(limit: limit)
    }

    /// Puts a value and its extra under a key, and makes the extras above anew. A failure leaves the dictionary as
    /// it was.
    public mutating func set(
        _ value: CellBuilder, extra: Extra, for key: BitString, combining: HashmapAug<Extra>.Combination
    ) throws(CellError) {
        var changed = tree
        try changed.set(value, extra: extra, for: key, combining: combining)
        self.extra = try changed.rootExtra() ?? extra
        tree = changed
    }

    /// Puts a value and its extra under a key in place of the ones that are there, which are returned; where the key is
    /// absent nothing changes, and nil is returned. A failure leaves the dictionary as it was.
    @discardableResult
    public mutating func replace(
        _ value: CellBuilder, extra: Extra, for key: BitString, combining: HashmapAug<Extra>.Combination
    ) throws(CellError) -> HashmapAug<Extra>.Leaf? {
        var changed = tree
        guard let old = try changed.replace(value, extra: extra, for: key, combining: combining) else { return nil }
        self.extra = try changed.rootExtra() ?? extra
        tree = changed
        return old
    }

    /// Puts a value and its extra under a key that is absent. Where it is there nothing changes, and its leaf is
    /// returned. A failure leaves the dictionary as it was.
    @discardableResult
    public mutating func add(
        _ value: CellBuilder, extra: Extra, for key: BitString, combining: HashmapAug<Extra>.Combination
    ) throws(CellError) -> HashmapAug<Extra>.Leaf? {
        var changed = tree
        if let present = try changed.add(value, extra: extra, for: key, combining: combining) { return present }
        self.extra = try changed.rootExtra() ?? extra
        tree = changed
        return nil
    }

    /// Removes a key and returns its leaf, and makes the extras above anew; nil where it is absent. A failure leaves the
    /// dictionary as it was.
    public mutating func removeLeaf(
        of key: BitString, emptyExtra: Extra, combining: HashmapAug<Extra>.Combination
    ) throws(CellError) -> HashmapAug<Extra>.Leaf? {
        var changed = tree
        guard let old = try changed.removeLeaf(of: key, combining: combining) else { return nil }
        extra = try changed.rootExtra() ?? emptyExtra
        tree = changed
        return old
    }

    /// Throws unless the extra of every fork is what `combining` makes of those of its sides, and the one beside the
    /// root is the root's, or `emptyExtra` where there are no entries.
    ///
    /// - Complexity: O(n) in the nodes, shared cells counted each time; throws where there are more than `limit` leaves.
    public func checkExtras(
        limit: Int = HashmapE.defaultEntryLimit, emptyExtra: Extra, combining: HashmapAug<Extra>.Combination
    ) throws(CellError) {
        let expected = try tree.checkExtras(limit: limit, combining: combining) ?? emptyExtra
        guard extra == expected else {
            throw .malformedDictionary("the extra beside the root is \(extra), the root's is \(expected)")
        }
    }

    /// Removes a key, and makes the extras above anew; false where it is absent. A failure leaves the dictionary as
    /// it was.
    @discardableResult
    public mutating func remove(
        _ key: BitString, emptyExtra: Extra, combining: HashmapAug<Extra>.Combination
    ) throws(CellError) -> Bool {
        var changed = tree
        guard try changed.remove(key, combining: combining) else { return false }
        extra = try changed.rootExtra() ?? emptyExtra
        tree = changed
        return true
    }
}

extension CellBuilder {
    /// Appends `HashmapAugE`: a bit, the root in a reference where there is one, and the extra.
    public mutating func store<Extra>(_ dictionary: HashmapAugE<Extra>) throws(CellError) {
        var copy = self
        try copy.store(maybeReference: dictionary.root)
        try copy.store(dictionary.extra)
        self = copy
    }
}
