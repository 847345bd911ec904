public import TONCells

/// How much something takes: distinct cells, and the bits in them.
///
/// ```
/// storage_used$_ cells:(VarUInteger 7) bits:(VarUInteger 7) = StorageUsed;
/// ```
/// The type that was `StorageUsedShort` before has the same layout.
public struct StorageUsed: Hashable, Sendable {
    /// Cells, below 2^48.
    public var cells: UInt64
    /// Bits in all cells, below 2^48.
    public var bits: UInt64

    /// Makes one.
    public init(cells: UInt64, bits: UInt64) {
        self.cells = cells
        self.bits = bits
    }
}

extension StorageUsed: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        cells = try slice.loadVarUInt64(below: 7)
        bits = try slice.loadVarUInt64(below: 7)
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(varUInteger: UInt128(cells), below: 7)
        try builder.store(varUInteger: UInt128(bits), below: 7)
    }
}
