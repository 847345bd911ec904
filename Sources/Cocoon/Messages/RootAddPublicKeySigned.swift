public import TONCells
public import TONCrypto

/// The key manager has a public key accepted; anyone may send it.
///
/// ```
/// root_add_public_key_signed#9e0e1821 query_id:uint64 send_excesses_to:addr signature:512 ^payload
/// payload = root_add_public_key_signed#9e0e1821 query_id:uint64 public_key:uint256 type:uint8 expire_at:uint32
/// ```
/// The signature is Ed25519 over the hash of the payload's cell, by the key manager's key.
public struct RootAddPublicKeySigned: QueryLayout {
    /// What is signed.
    public struct Payload: OperationLayout {
        /// The operation.
        public static let opcode = Opcode.rootAddPublicKeySigned

        /// The query id; the root wants the envelope's.
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

    /// The operation.
    public static let opcode = Opcode.rootAddPublicKeySigned

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?
    /// The 64 bytes of the signature.
    public var signature: [UInt8]
    /// What is signed.
    public var payload: Payload

    /// Makes one. Encoding it throws unless the signature has 64 bytes.
    public init(queryID: UInt64, sendExcessesTo: AccountAddress?, signature: [UInt8], payload: Payload) {
        self.queryID = queryID
        self.sendExcessesTo = sendExcessesTo
        self.signature = signature
        self.payload = payload
    }

    /// Whether the signature is the key's over the payload.
    public func isSignatureValid(by key: Hash256) -> Bool {
        guard let hash = try? payload.cell().hash else { return false }
        return Ed25519.PublicKey(key).isValidSignature(signature, for: hash.bytes)
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        _sendExcessesTo = try slice.field("send_excesses_to")
        signature = try slice.signatureField("signature")
        payload = try slice.referencedField("payload")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(_sendExcessesTo)
        try builder.store(signature: signature)
        try builder.store(referenced: payload)
    }
}
