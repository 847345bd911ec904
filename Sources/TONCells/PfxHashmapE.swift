/// A dictionary whose keys have different lengths, none of which begins with another: TL-B `PfxHashmapE n X`.
///
/// ```
/// phm_edge#_ {n:#} {X:Type} {l:#} {m:#} label:(HmLabel ~l n) {n = (~m) + l}
///   node:(PfxHashmapNode m X) = PfxHashmap n X;
/// phmn_leaf$0 {n:#} {X:Type} value:X = PfxHashmapNode n X;
/// phmn_fork$1 {n:#} {X:Type} left:^(PfxHashmap n X) right:^(PfxHashmap n X) = PfxHashmapNode (n + 1) X;
/// phme_empty$0 {n:#} {X:Type} = PfxHashmapE n X;
/// phme_root$1 {n:#} {X:Type} root:^(PfxHashmap n X) = PfxHashmapE n X;
/// ```
/// So any bits begin with one key at most, as a router wants it. Changes make a new root with labels in the canonical
/// form, as in ``HashmapE``; a failure leaves the dictionary as it was.
public struct PfxHashmapE: Hashable, Sendable {
    private var tree: VariableKeyTree<PrefixCodeLayout>

    /// Makes a dictionary of a root found elsewhere; nothing is checked before it is read.
    public init(keyBits: Int, root: Cell? = nil) {
        tree = VariableKeyTree(keyBits: keyBits, root: root)
    }

    /// Reads the layout: a bit, and the root in a reference where it is 1.
    public init(keyBits: Int, from slice: inout CellSlice) throws(CellError) {
        self.init(keyBits: keyBits, root: try slice.loadMaybeReference())
    }

    /// The most bits that a key may have, up to 1023.
    public var keyBits: Int { tree.keyBits }

    /// The root of the tree; nil for the empty dictionary.
    public var root: Cell? { tree.root }

    /// Whether there are no entries.
    public var isEmpty: Bool { root == nil }

    /// One entry: a key, and the slice of its leaf from the value on.
    public typealias Entry = HashmapE.Entry

    /// The value of a key; nil where it is absent. Throws where the tree is malformed or pruned on the way.
    public func value(for key: BitString) throws(CellError) -> CellSlice? { try tree.value(for: key) }

    /// The key that some bits begin with, and its value; nil where there is none. Throws where the tree is malformed or
    /// pruned on the way.
    public func match(for bits: BitString) throws(CellError) -> Entry? { try tree.longestMatch(for: bits) }

    /// All entries in ascending order of keys. Throws where the tree is malformed or pruned, or has more than `limit`.
    public func entries(limit: Int = HashmapE.defaultEntryLimit) throws(CellError) -> [Entry] {
        try tree.entries(.ascending, limit: limit, whole: true)
    }

    /// The first entries in either direction, at most `limit` of them.
    public func entries(_ direction: HashmapE.Direction, limit: Int) throws(CellError) -> [Entry] {
        try tree.entries(direction, limit: limit, whole: false)
    }

    /// The first entry; nil in an empty dictionary.
    public func minimum() throws(CellError) -> Entry? { try entries(.ascending, limit: 1).first }

    /// The last entry; nil in an empty dictionary.
    public func maximum() throws(CellError) -> Entry? { try entries(.descending, limit: 1).first }

    /// Puts a value under a key, in place of any that is there.
    ///
    /// - Returns: Whether it is there now: false, and nothing changed, where the key begins with another one, or another
    ///   with it.
    @discardableResult
    public mutating func set(_ value: CellBuilder, for key: BitString) throws(CellError) -> Bool {
        if case .done = try tree.set(value, for: key, where: .any) { true } else { false }
    }

    /// Puts a value under a key that is there, and returns the old one; nil, and nothing changed, where it is absent.
    @discardableResult
    public mutating func replace(_ value: CellBuilder, for key: BitString) throws(CellError) -> CellSlice? {
        if case .done(let old) = try tree.set(value, for: key, where: .present) { old } else { nil }
    }

    /// Puts a value under a key that is absent.
    ///
    /// - Returns: Whether it was added: false, and nothing changed, where the key is there, or begins with another one,
    ///   or another with it.
    @discardableResult
    public mutating func add(_ value: CellBuilder, for key: BitString) throws(CellError) -> Bool {
        if case .done(nil) = try tree.set(value, for: key, where: .absent) { true } else { false }
    }

    /// Removes a key and returns its value; nil where it is absent.
    @discardableResult
    public mutating func remove(_ key: BitString) throws(CellError) -> CellSlice? { try tree.remove(key) }
}

/// `PfxHashmapNode`.
enum PrefixCodeLayout: VariableKeyLayout {
    static var allowsPrefixes: Bool { false }

    static func read(_ node: HashmapNode) throws(CellError) -> VariableKeyNode<CellHandle, CellSlice> {
        let (tag, rest) = try node.loadTag(bits: 1)
        guard tag == 1 else { return .leaf(rest) }
        guard rest.remainingBits == 0, rest.remainingReferences == 2 else {
            throw .malformedDictionary(
                "a fork has two references and no bits, not \(rest.remainingReferences) and \(rest.remainingBits)")
        }
        return .fork(left: node.child(0), right: node.child(1), value: nil)
    }

    static func store(
        _ node: VariableKeyNode<Cell, CellBuilder>, in builder: inout CellBuilder
    ) throws(CellError) {
        switch node {
        case .leaf(let value):
            try builder.store(bit: false)
            try builder.store(value)
        case .fork(let left, let right, _):
            try builder.store(bit: true)
            try builder.store(reference: left)
            try builder.store(reference: right)
        case .continuation:
            throw .malformedDictionary("a key of a prefix code begins with another one")
        }
    }
}

extension CellBuilder {
    /// Appends `PfxHashmapE`: a bit, and the root in a reference where there is one.
    public mutating func store(_ dictionary: PfxHashmapE) throws(CellError) {
        try store(maybeReference: dictionary.root)
    }
}
