public import TONCells
public import TONCrypto

/// A value in a cell of its own, read when asked for: TL-B `^T`.
///
/// Whoever wants one field of a block pays for that field alone, and a proof in which other parts are pruned reads
/// like the whole.
public struct Lazy<Value: TLBDecodable>: Hashable, Sendable {
    /// The cell; in a proof it may be pruned.
    public let cell: Cell

    /// Takes a cell; whether it holds such a value shows when it is read.
    public init(cell: Cell) {
        self.cell = cell
    }

    /// Reads the value, which must be all that the cell holds. Throws where it is malformed or pruned.
    public func load() throws(CellError) -> Value { try Value(cell: cell) }

    /// The hash of the whole value, pruned or not.
    public var hash: Hash256 { cell.hash(level: 0) }
}

extension Lazy where Value: TLBEncodable {
    /// Writes a value to its cell. Throws where its layout doesn't fit.
    public init(_ value: Value) throws(CellError) {
        cell = try value.cell()
    }
}

extension Lazy: TLBCodable {
    /// Takes the next reference.
    public init(from slice: inout CellSlice) throws(CellError) {
        cell = try slice.loadReference()
    }

    /// Appends the reference.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(reference: cell)
    }
}

/// A value without content, of a dictionary that is a set: TL-B `True` and `Unit`.
public struct EmptyValue: Hashable, Sendable {
    /// The only one.
    public init() {}
}

extension EmptyValue: TLBCodable {
    /// Reads nothing.
    public init(from slice: inout CellSlice) throws(CellError) {}

    /// Appends nothing.
    public func store(in builder: inout CellBuilder) throws(CellError) {}
}

extension Hash256: TLBCodable {
    /// Reads `bits256`.
    public init(from slice: inout CellSlice) throws(CellError) {
        self = try slice.loadHash()
    }

    /// Appends `bits256`.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(bytes: bytes)
    }
}
