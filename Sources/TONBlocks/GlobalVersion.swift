public import TONCells

/// A version of the protocol, or of the software that made a block, and what it can do.
///
/// `capabilities#c4 version:uint32 capabilities:uint64 = GlobalVersion;`
public struct GlobalVersion: Hashable, Sendable {
    /// The number.
    public var version: UInt32
    /// A bit for each capability.
    public var capabilities: UInt64

    /// Makes one.
    public init(version: UInt32, capabilities: UInt64) {
        self.version = version
        self.capabilities = capabilities
    }
}

extension GlobalVersion: TLBCodable {
    private static let tag: UInt64 = 0xc4

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "GlobalVersion")
        version = try slice.load()
        capabilities = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(version)
        try builder.store(capabilities)
    }
}
