public import TONCells
public import TONCrypto

/// The keys that the root accepts, and who may add them; part of the root from version 4 on.
///
/// ```
/// key_manager = public_keys:dict256->(type:uint8 expire_at:uint32) public_key:uint256 image_hash:uint256 net_addr
/// ```
public struct KeyManager: Hashable, Sendable {
    /// What the root keeps about a public key.
    public struct KeyRecord: Hashable, Sendable {
        /// The kind of key.
        public var type: UInt8
        /// When the root forgets the key, in seconds since 1970.
        public var expireAt: UInt32

        /// Makes a record.
        public init(type: UInt8, expireAt: UInt32) {
            self.type = type
            self.expireAt = expireAt
        }
    }

    /// The accepted keys.
    public var publicKeys: SortedDictionary<Hash256, KeyRecord>
    /// The Ed25519 key that may sign the addition of a key.
    public var publicKey: Hash256
    /// The hash of the key manager's image.
    public var imageHash: Hash256
    /// Where the key manager listens.
    public var address: NetworkAddress

    /// Makes one.
    public init(
        publicKeys: SortedDictionary<Hash256, KeyRecord>, publicKey: Hash256, imageHash: Hash256,
        address: NetworkAddress
    ) {
        self.publicKeys = publicKeys
        self.publicKey = publicKey
        self.imageHash = imageHash
        self.address = address
    }
}

extension KeyManager.KeyRecord: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        type = try slice.field("type")
        expireAt = try slice.field("expire_at")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(type)
        try builder.store(expireAt)
    }
}

extension KeyManager: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        publicKeys = try slice.field("public_keys")
        publicKey = try slice.field("public_key")
        imageHash = try slice.field("image_hash")
        address = try slice.field("net_addr")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(publicKeys)
        try builder.store(publicKey)
        try builder.store(imageHash)
        try builder.store(address)
    }
}
