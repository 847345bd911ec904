public import TONCells
public import TONCrypto

/// A library in an account's state.
///
/// `simple_lib$_ public:Bool root:^Cell = SimpleLib;`
public struct SimpleLibrary: Hashable, Sendable {
    /// Whether everybody may use it: so in the masterchain only.
    public var isPublic: Bool
    /// The library.
    public var root: Cell

    /// Makes one.
    public init(isPublic: Bool, root: Cell) {
        self.isPublic = isPublic
        self.root = root
    }
}

extension SimpleLibrary: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        isPublic = try slice.loadBit()
        root = try slice.loadReference()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(bit: isPublic)
        try builder.store(reference: root)
    }
}

extension StateInit {
    /// ``library`` as the dictionary that it is, by the hashes of the libraries: `HashmapE 256 SimpleLib`, as
    /// `StateInitWithLibs` has it. Nothing is checked before it is read.
    public var libraries: TypedHashmapE<Hash256, SimpleLibrary> { TypedHashmapE(root: library) }
}
