public import TONCells
public import TONCrypto

/// The root's owner has a hash listed, or no longer.
///
/// ```
/// root_add_worker_type#e34b1c60 query_id:uint64 hash:uint256    accepts an image of workers
/// root_del_worker_type#8d94a79a query_id:uint64 hash:uint256    no longer accepts an image of workers
/// root_add_model_type#c146134d query_id:uint64 hash:uint256     accepts a model
/// root_del_model_type#92b11c18 query_id:uint64 hash:uint256     no longer accepts a model
/// root_add_proxy_type#71860e80 query_id:uint64 hash:uint256     accepts an image of proxies
/// root_del_proxy_type#3c41d0b2 query_id:uint64 hash:uint256     no longer accepts an image of proxies
/// ```
public struct RootHashChange: SharedLayout {
    /// The operations that have the layout.
    public static let opcodes: Set<Opcode> = [
        .rootAddWorkerType, .rootDeleteWorkerType, .rootAddModelType, .rootDeleteModelType, .rootAddProxyType,
        .rootDeleteProxyType,
    ]

    /// The operation.
    public var op: Opcode
    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The hash that is listed, or no longer.
    public var hash: Hash256

    /// Makes one. Encoding it throws for an operation that has another layout.
    public init(op: Opcode, queryID: UInt64, hash: Hash256) {
        self.op = op
        self.queryID = queryID
        self.hash = hash
    }

    /// Reads what follows the operation.
    public init(op: Opcode, fields slice: inout CellSlice) throws(CellError) {
        self.op = op
        queryID = try slice.field("query_id")
        hash = try slice.field("hash")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(hash)
    }
}
