public import TONCells
public import TONCrypto

/// Public libraries, by the hashes of their cells: `HashmapE 256 LibDescr`.
public typealias Libraries = TypedHashmapE<Hash256, LibraryDescription>

/// A public library: a cell, and the masterchain accounts that publish it.
///
/// `shared_lib_descr$00 lib:^Cell publishers:(Hashmap 256 True) = LibDescr;`
public struct LibraryDescription: Hashable, Sendable {
    /// The cell.
    public var library: Cell
    /// The accounts: one at least.
    public var publishers: TypedHashmapE<Hash256, EmptyValue>

    /// Makes one.
    public init(library: Cell, publishers: TypedHashmapE<Hash256, EmptyValue>) {
        self.library = library
        self.publishers = publishers
    }
}

extension LibraryDescription: TLBCodable {
    private static let tag: UInt64 = 0b0

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 2, of: "LibDescr")
        library = try slice.loadReference()
        publishers = try within("publishers") { () throws(CellError) in
            try TypedHashmapE<Hash256, EmptyValue>(plain: &slice)
        }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 2)
        try builder.store(reference: library)
        try publishers.store(plain: &builder)
    }
}
