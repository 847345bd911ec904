public import TONCells
public import TONCrypto

extension Opcode {
    /// The operations that come in a signed envelope with a token counter.
    static let withSignedTokens: Set<Opcode> = [
        .workerPayoutSigned, .workerLastPayoutSigned, .clientChargeSigned, .clientGrantRefundSigned,
    ]
    /// The operations that come in a signed envelope without one.
    static let withoutSignedTokens: Set<Opcode> = [.proxyCloseRequestSigned, .proxyCloseCompleteSigned]

    /// Whether a signed payload of this operation has a counter; nil where there is no such payload.
    var hasSignedTokens: Bool? {
        if Self.withSignedTokens.contains(self) { return true }
        return Self.withoutSignedTokens.contains(self) ? false : nil
    }
}

/// What a proxy's key signs: a receipt for work, or its own close.
///
/// ```
/// payload = op:uint32 query_id:uint64 [tokens:uint64] expected_address:addr
/// ```
/// `tokens` is cumulative, and absent from the two operations that close a proxy.
public struct SignedPayload: Hashable, Sendable {
    /// The operation; contracts want the envelope's.
    public var op: Opcode
    /// The query id; contracts want the envelope's.
    public var queryID: UInt64
    /// The counter: all tokens ever claimed from, or charged to, the contract. Nil in the close of a proxy.
    public var tokens: UInt64?
    /// The contract that the payload is made out to.
    public var expectedAddress: AccountAddress

    /// Makes one. Encoding it throws where `tokens` doesn't fit the operation.
    public init(op: Opcode, queryID: UInt64, tokens: UInt64?, expectedAddress: AccountAddress) {
        self.op = op
        self.queryID = queryID
        self.tokens = tokens
        self.expectedAddress = expectedAddress
    }

    /// Signs the payload and puts it into an envelope. Throws where it can't be encoded or signed.
    public func makeSigned(
        privateKey: Ed25519.PrivateKey, sendExcessesTo: AccountAddress?
    ) throws -> SignedEnvelope {
        SignedEnvelope(
            op: op, queryID: queryID, sendExcessesTo: sendExcessesTo,
            signature: try privateKey.signature(for: try cell().hash.bytes), payload: self)
    }
}

extension SignedPayload: TLBCodable {
    /// Reads the layout that the operation selects. Throws for an operation that is never signed.
    public init(from slice: inout CellSlice) throws(CellError) {
        op = Opcode(rawValue: try slice.field("op"))
        guard let hasTokens = op.hasSignedTokens else {
            throw .unknownTag(type: "SignedPayload", found: UInt64(op.rawValue), bits: 32)
        }
        queryID = try slice.field("query_id")
        tokens = hasTokens ? try slice.field("tokens") as UInt64 : nil
        expectedAddress = try slice.field("expected_address")
    }

    /// Appends the layout. Throws where `tokens` doesn't fit the operation.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        guard let hasTokens = op.hasSignedTokens else {
            throw .unknownTag(type: "SignedPayload", found: UInt64(op.rawValue), bits: 32)
        }
        guard hasTokens == (tokens != nil) else {
            throw .outOfRange("a signed payload of \(op) \(hasTokens ? "needs" : "can't have") a token counter")
        }
        try builder.store(op.rawValue)
        try builder.store(queryID)
        if let tokens { try builder.store(tokens) }
        try builder.store(expectedAddress)
    }
}

/// A signed payload on its way: anyone who holds it may send it.
///
/// ```
/// op:uint32 query_id:uint64 send_excesses_to:addr signature:512 ^payload
/// ```
/// The signature is Ed25519 over the hash of the payload's cell, by the proxy's key. `send_excesses_to` lies outside
/// it. The counter stands in the payload alone: what follows the query id in the envelope are bits of an address.
public struct SignedEnvelope: Hashable, Sendable {
    /// The operation.
    public var op: Opcode
    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?
    /// The 64 bytes of the signature.
    public var signature: [UInt8]
    /// What is signed.
    public var payload: SignedPayload

    /// Makes one. Encoding it throws unless the signature has 64 bytes.
    public init(
        op: Opcode, queryID: UInt64, sendExcessesTo: AccountAddress?, signature: [UInt8], payload: SignedPayload
    ) {
        self.op = op
        self.queryID = queryID
        self.sendExcessesTo = sendExcessesTo
        self.signature = signature
        self.payload = payload
    }

    /// Whether the payload repeats the envelope's operation and query id; contracts fail with 1005 where it doesn't.
    public var isConsistent: Bool { payload.op == op && payload.queryID == queryID }

    /// Whether the signature is the key's over the payload.
    public func isSignatureValid(by key: Hash256) -> Bool {
        guard let hash = try? payload.cell().hash else { return false }
        return Ed25519.PublicKey(key).isValidSignature(signature, for: hash.bytes)
    }
}

extension SignedEnvelope: TLBCodable {
    /// Reads the layout. Throws for an operation that is never signed.
    public init(from slice: inout CellSlice) throws(CellError) {
        op = Opcode(rawValue: try slice.field("op"))
        guard op.hasSignedTokens != nil else {
            throw .unknownTag(type: "SignedEnvelope", found: UInt64(op.rawValue), bits: 32)
        }
        queryID = try slice.field("query_id")
        _sendExcessesTo = try slice.field("send_excesses_to")
        signature = try slice.signatureField("signature")
        payload = try slice.referencedField("payload")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(op.rawValue)
        try builder.store(queryID)
        try builder.store(_sendExcessesTo)
        try builder.store(signature: signature)
        try builder.store(referenced: payload)
    }
}
