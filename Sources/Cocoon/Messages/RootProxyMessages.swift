public import TONCells
public import TONCrypto

/// The root's owner lists a proxy; the root gives it the next number.
///
/// ```
/// root_register_proxy#927c7cb5 query_id:uint64 net_addr [hash:uint256]
/// ```
/// Roots before the launch took a hash behind the address (recorded in November 2025); deployed code refuses it.
public struct RootRegisterProxy: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootRegisterProxy

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// Where the proxy listens.
    public var address: NetworkAddress
    /// What only roots before the launch accept.
    public var prelaunchHash: Hash256?

    /// Makes one.
    public init(queryID: UInt64, address: NetworkAddress, prelaunchHash: Hash256? = nil) {
        self.queryID = queryID
        self.address = address
        self.prelaunchHash = prelaunchHash
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        address = try slice.field("net_addr")
        prelaunchHash = slice.remainingBits == 256 ? try slice.field("hash") as Hash256 : nil
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(address)
        if let prelaunchHash { try builder.store(prelaunchHash) }
    }
}

/// The root's owner takes a proxy off the list.
///
/// ```
/// root_unregister_proxy#6d49eaf2 query_id:uint64 seqno:uint32
/// ```
public struct RootUnregisterProxy: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootUnregisterProxy

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The number that the root gave the proxy.
    public var seqno: UInt32

    /// Makes one.
    public init(queryID: UInt64, seqno: UInt32) {
        self.queryID = queryID
        self.seqno = seqno
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        seqno = try slice.field("seqno")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(seqno)
    }
}

/// The root's owner changes where a listed proxy listens.
///
/// ```
/// root_update_proxy#9c7924ba query_id:uint64 seqno:uint32 net_addr
/// ```
public struct RootUpdateProxy: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootUpdateProxy

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The number that the root gave the proxy.
    public var seqno: UInt32
    /// Where the proxy listens.
    public var address: NetworkAddress

    /// Makes one.
    public init(queryID: UInt64, seqno: UInt32, address: NetworkAddress) {
        self.queryID = queryID
        self.seqno = seqno
        self.address = address
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        seqno = try slice.field("seqno")
        address = try slice.field("net_addr")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(seqno)
        try builder.store(address)
    }
}
