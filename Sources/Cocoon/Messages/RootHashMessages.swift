public import TONCells
public import TONCrypto

/// The root's owner accepts an image of workers.
///
/// ```
/// root_add_worker_type#e34b1c60 query_id:uint64 hash:uint256
/// ```
public struct RootAddWorkerType: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootAddWorkerType

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The hash that is listed, or no longer.
    public var hash: Hash256

    /// Makes one.
    public init(queryID: UInt64, hash: Hash256) {
        self.queryID = queryID
        self.hash = hash
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        hash = try slice.field("hash")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(hash)
    }
}

/// The root's owner no longer accepts an image of workers.
///
/// ```
/// root_del_worker_type#8d94a79a query_id:uint64 hash:uint256
/// ```
public struct RootDeleteWorkerType: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootDeleteWorkerType

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The hash that is listed, or no longer.
    public var hash: Hash256

    /// Makes one.
    public init(queryID: UInt64, hash: Hash256) {
        self.queryID = queryID
        self.hash = hash
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        hash = try slice.field("hash")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(hash)
    }
}

/// The root's owner accepts a model.
///
/// ```
/// root_add_model_type#c146134d query_id:uint64 hash:uint256
/// ```
public struct RootAddModelType: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootAddModelType

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The hash that is listed, or no longer.
    public var hash: Hash256

    /// Makes one.
    public init(queryID: UInt64, hash: Hash256) {
        self.queryID = queryID
        self.hash = hash
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        hash = try slice.field("hash")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(hash)
    }
}

/// The root's owner no longer accepts a model.
///
/// ```
/// root_del_model_type#92b11c18 query_id:uint64 hash:uint256
/// ```
public struct RootDeleteModelType: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootDeleteModelType

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The hash that is listed, or no longer.
    public var hash: Hash256

    /// Makes one.
    public init(queryID: UInt64, hash: Hash256) {
        self.queryID = queryID
        self.hash = hash
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        hash = try slice.field("hash")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(hash)
    }
}

/// The root's owner accepts an image of proxies.
///
/// ```
/// root_add_proxy_type#71860e80 query_id:uint64 hash:uint256
/// ```
public struct RootAddProxyType: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootAddProxyType

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The hash that is listed, or no longer.
    public var hash: Hash256

    /// Makes one.
    public init(queryID: UInt64, hash: Hash256) {
        self.queryID = queryID
        self.hash = hash
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        hash = try slice.field("hash")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(hash)
    }
}

/// The root's owner no longer accepts an image of proxies.
///
/// ```
/// root_del_proxy_type#3c41d0b2 query_id:uint64 hash:uint256
/// ```
public struct RootDeleteProxyType: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootDeleteProxyType

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The hash that is listed, or no longer.
    public var hash: Hash256

    /// Makes one.
    public init(queryID: UInt64, hash: Hash256) {
        self.queryID = queryID
        self.hash = hash
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        hash = try slice.field("hash")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(hash)
    }
}
