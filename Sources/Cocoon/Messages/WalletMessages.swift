public import TONCells
public import TONCrypto

/// A wallet's owner has it send a message.
///
/// ```
/// owner_wallet_send_message#9c69f376 query_id:uint64 mode:uint8 message:^Cell
/// ```
public struct OwnerWalletSendMessage: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.ownerWalletSendMessage

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The message and how it is sent.
    public var message: OutgoingMessage

    /// Makes one.
    public init(queryID: UInt64, message: OutgoingMessage) {
        self.queryID = queryID
        self.message = message
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        message = try slice.field("message")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(message)
    }
}

/// A whole message that a wallet shall send: `mode:uint8 message:^Cell`.
public struct OutgoingMessage: Hashable, Sendable {
    /// The send mode.
    public var mode: UInt8
    /// The message, header and all.
    public var message: Cell

    /// Makes one.
    public init(mode: UInt8, message: Cell) {
        self.mode = mode
        self.message = message
    }
}

extension OutgoingMessage: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        mode = try slice.field("mode")
        message = try slice.referenceField("message")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(mode)
        try builder.store(reference: message)
    }
}

/// The body of an external message to a COCOON wallet. It has no operation: it begins with the signature.
///
/// ```
/// signature:512 subwallet:uint32(=0) valid_until:uint32 seqno:uint32 (mode:uint8 message:^Cell)*
/// ```
/// The signature is Ed25519 by the wallet's key over the hash of what follows it, as a cell. There are as many
/// messages as references, at most 4; the wallet never looks at bits behind the last.
public struct WalletExternal: Hashable, Sendable {
    /// The 64 bytes of the signature.
    public var signature: [UInt8]
    /// What is signed.
    public var payload: Payload

    /// What the signature covers.
    public struct Payload: Hashable, Sendable {
        /// The subwallet that the wallet's data names: 0.
        public var subwallet: UInt32
        /// The wallet refuses the message from this time on, in seconds since 1970.
        public var validUntil: UInt32
        /// The wallet's present sequence number.
        public var seqno: UInt32
        /// What the wallet shall send.
        public var messages: [OutgoingMessage]
        /// Bits behind the last message, which mean nothing.
        public var ignoredBits: BitString

        /// Makes one.
        public init(
            subwallet: UInt32 = 0, validUntil: UInt32, seqno: UInt32, messages: [OutgoingMessage],
            ignoredBits: BitString = .empty
        ) {
            self.subwallet = subwallet
            self.validUntil = validUntil
            self.seqno = seqno
            self.messages = messages
            self.ignoredBits = ignoredBits
        }

        /// Signs the payload. Throws where it can't be encoded or signed.
        public func makeSigned(privateKey: Ed25519.PrivateKey) throws -> WalletExternal {
            WalletExternal(signature: try privateKey.signature(for: try cell().hash.bytes), payload: self)
        }
    }

    /// Makes one. Encoding it throws unless the signature has 64 bytes.
    public init(signature: [UInt8], payload: Payload) {
        self.signature = signature
        self.payload = payload
    }

    /// Whether the signature is the key's over the payload.
    public func isSignatureValid(by key: Hash256) -> Bool {
        guard let hash = try? payload.cell().hash else { return false }
        return Ed25519.PublicKey(key).isValidSignature(signature, for: hash.bytes)
    }
}

extension WalletExternal.Payload: TLBCodable {
    /// Reads the layout, to the end.
    public init(from slice: inout CellSlice) throws(CellError) {
        subwallet = try slice.field("subwallet")
        validUntil = try slice.field("valid_until")
        seqno = try slice.field("seqno")
        messages = []
        while slice.remainingReferences > 0 { messages.append(try slice.field("message")) }
        ignoredBits = try slice.loadBits(slice.remainingBits)
    }

    /// Appends the layout. Throws for more than 4 messages.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(subwallet)
        try builder.store(validUntil)
        try builder.store(seqno)
        for message in messages { try builder.store(message) }
        try builder.store(ignoredBits)
    }
}

extension WalletExternal: TLBCodable {
    /// Reads the layout, to the end.
    public init(from slice: inout CellSlice) throws(CellError) {
        signature = try slice.signatureField("signature")
        payload = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(signature: signature)
        try builder.store(payload)
    }
}
