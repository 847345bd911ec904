public import TONCells
public import TONCrypto

/// The root's owner has a public key accepted.
///
/// ```
/// root_add_public_key#6e5a646a query_id:uint64 public_key:uint256 type:uint8 expire_at:uint32
/// ```
public struct RootAddPublicKey: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootAddPublicKey

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The key.
    public var publicKey: Hash256
    /// The kind of key.
    public var type: UInt8
    /// When the root forgets the key, in seconds since 1970.
    public var expireAt: UInt32

    /// Makes one.
    public init(queryID: UInt64, publicKey: Hash256, type: UInt8, expireAt: UInt32) {
        self.queryID = queryID
        self.publicKey = publicKey
        self.type = type
        self.expireAt = expireAt
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        publicKey = try slice.field("public_key")
        type = try slice.field("type")
        expireAt = try slice.field("expire_at")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(publicKey)
        try builder.store(type)
        try builder.store(expireAt)
    }
}

/// The root's owner replaces the key manager.
///
/// ```
/// root_change_key_manager#b01c0fe9 query_id:uint64 public_key:uint256 image_hash:uint256 net_addr
/// ```
public struct RootChangeKeyManager: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootChangeKeyManager

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The Ed25519 key that may sign the addition of a key.
    public var publicKey: Hash256
    /// The hash of the key manager's image.
    public var imageHash: Hash256
    /// Where the key manager listens.
    public var address: NetworkAddress

    /// Makes one.
    public init(queryID: UInt64, publicKey: Hash256, imageHash: Hash256, address: NetworkAddress) {
        self.queryID = queryID
        self.publicKey = publicKey
        self.imageHash = imageHash
        self.address = address
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        publicKey = try slice.field("public_key")
        imageHash = try slice.field("image_hash")
        address = try slice.field("net_addr")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(publicKey)
        try builder.store(imageHash)
        try builder.store(address)
    }
}
