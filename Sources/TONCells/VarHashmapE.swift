/// A dictionary whose keys have different lengths, and may begin with one another: TL-B `VarHashmapE n X`.
///
/// ```
/// vhm_edge#_ {n:#} {X:Type} {l:#} {m:#} label:(HmLabel ~l n) {n = (~m) + l}
///   node:(VarHashmapNode m X) = VarHashmap n X;
/// vhmn_leaf$00 {n:#} {X:Type} value:X = VarHashmapNode n X;
/// vhmn_fork$01 {n:#} {X:Type} left:^(VarHashmap n X) right:^(VarHashmap n X) value:(Maybe X)
///   = VarHashmapNode (n + 1) X;
/// vhmn_cont$1 {n:#} {X:Type} branch:Bit child:^(VarHashmap n X) value:X = VarHashmapNode (n + 1) X;
/// vhme_empty$0 {n:#} {X:Type} = VarHashmapE n X;
/// vhme_root$1 {n:#} {X:Type} root:^(VarHashmap n X) = VarHashmapE n X;
/// ```
/// Changes make a new root in which nothing stands that needn't: labels are in the canonical form, as in ``HashmapE``,
/// and every node has a value or two children, so that the same content always has the same root. A failure leaves the
/// dictionary as it was.
///
/// Reference: "TVM" whitepaper 3.4. The reference implementation has the layout, but no operations on it.
public struct VarHashmapE: Hashable, Sendable {
    private var tree: VariableKeyTree<VariableLengthLayout>

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

    /// One entry: a key, and the slice from the value on.
    public typealias Entry = HashmapE.Entry

    /// The value of a key; nil where it is absent. Throws where the tree is malformed or pruned on the way.
    public func value(for key: BitString) throws(CellError) -> CellSlice? { try tree.value(for: key) }

    /// The longest key that some bits begin with, and its value; nil where there is none. Throws where the tree is
    /// malformed or pruned on the way.
    public func longestMatch(for bits: BitString) throws(CellError) -> Entry? { try tree.longestMatch(for: bits) }

    /// All entries in ascending order of keys, one before those that begin with it. Throws where the tree is malformed
    /// or pruned, or has more than `limit`.
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

    /// Puts a value under a key, and returns the one that was there, if any.
    @discardableResult
    public mutating func set(_ value: CellBuilder, for key: BitString) throws(CellError) -> CellSlice? {
        try change(value, for: key, where: .any)
    }

    /// Puts a value under a key that is there, and returns the old one; nil, and nothing changed, where it is absent.
    @discardableResult
    public mutating func replace(_ value: CellBuilder, for key: BitString) throws(CellError) -> CellSlice? {
        try change(value, for: key, where: .present)
    }

    /// Puts a value under a key that is absent. Where it is there nothing changes, and its value is returned.
    @discardableResult
    public mutating func add(_ value: CellBuilder, for key: BitString) throws(CellError) -> CellSlice? {
        try change(value, for: key, where: .absent)
    }

    private mutating func change(
        _ value: CellBuilder, for key: BitString, where condition: HashmapE.Condition
    ) throws(CellError) -> CellSlice? {
        if case .done(let old) = try tree.set(value, for: key, where: condition) { old } else { nil }
    }

    /// Removes a key and returns its value; nil where it is absent.
    @discardableResult
    public mutating func remove(_ key: BitString) throws(CellError) -> CellSlice? { try tree.remove(key) }
}

/// `VarHashmapNode`.
enum VariableLengthLayout: VariableKeyLayout {
    static var allowsPrefixes: Bool { true }

    static func read(_ node: HashmapNode) throws(CellError) -> VariableKeyNode<CellHandle, CellSlice> {
        let (tag, rest) = try node.loadTag(bits: 2)
        switch tag {
        case 0b00: return .leaf(rest)
        case 0b01:
            try node.requireReferences(2)
            var value = rest.dropping(references: 2)
            let isPresent = try value.loadBit()
            guard isPresent || value.isEmpty else {
                throw .malformedDictionary("a fork without a value, with something behind it")
            }
            return .fork(left: node.child(0), right: node.child(1), value: isPresent ? value : nil)
        default:
            try node.requireReferences(1)
            return .continuation(
                isRight: tag == 0b11, child: node.child(0), value: rest.dropping(references: 1))
        }
    }

    static func store(
        _ node: VariableKeyNode<Cell, CellBuilder>, in builder: inout CellBuilder
    ) throws(CellError) {
        switch node {
        case .leaf(let value):
            try builder.store(0b00, bits: 2)
            try builder.store(value)
        case .fork(let left, let right, let value):
            try builder.store(0b01, bits: 2)
            try builder.store(reference: left)
            try builder.store(reference: right)
            try builder.store(bit: value != nil)
            if let value { try builder.store(value) }
        case .continuation(let isRight, let child, let value):
            try builder.store(isRight ? 0b11 : 0b10, bits: 2)
            try builder.store(reference: child)
            try builder.store(value)
        }
    }
}

extension CellBuilder {
    /// Appends `VarHashmapE`: a bit, and the root in a reference where there is one.
    public mutating func store(_ dictionary: VarHashmapE) throws(CellError) {
        try store(maybeReference: dictionary.root)
    }
}
