public import TONCells
public import TONCrypto

/// What a client tells its proxy: its state, and perhaps what to do.
///
/// ```
/// client_proxy_request#65448ff4 query_id:uint64 owner:addr
///     ^[state:uint2 balance:coins stake:coins tokens_used:uint64 secret_hash:uint256] payload:maybe-ref
/// ```
public struct ClientProxyRequest: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.clientProxyRequest

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The client's owner, from which the proxy derives the client's address.
    public var owner: AccountAddress
    /// The client's books after the operation.
    public var client: ClientProxyState
    /// What the proxy shall do; nil where it is told the state alone.
    public var payload: ClientProxyPayload?

    /// Makes one.
    public init(queryID: UInt64, owner: AccountAddress, client: ClientProxyState, payload: ClientProxyPayload?) {
        self.queryID = queryID
        self.owner = owner
        self.client = client
        self.payload = payload
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        owner = try slice.field("owner")
        client = try slice.referencedField("state_data")
        if let cell = try slice.maybeReferenceField("payload") {
            payload = try within("payload") { () throws(CellError) in try ClientProxyPayload(cell: cell) }
        }
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(owner)
        try builder.store(referenced: client)
        try builder.store(maybeReference: try payload?.cell())
    }
}

/// The books of a client as it tells them to its proxy.
///
/// ```
/// state:uint2 balance:coins stake:coins tokens_used:uint64 secret_hash:uint256
/// ```
public struct ClientProxyState: Hashable, Sendable {
    /// Normal, closing or closed.
    public var state: ContractState
    /// What is left of the top-ups.
    public var balance: Coins
    /// The part of the balance that can't be withdrawn while the client works.
    public var stake: Coins
    /// Tokens ever charged for.
    public var tokensUsed: UInt64
    /// The hash of the secret.
    public var secretHash: Hash256

    /// Makes one.
    public init(state: ContractState, balance: Coins, stake: Coins, tokensUsed: UInt64, secretHash: Hash256) {
        self.state = state
        self.balance = balance
        self.stake = stake
        self.tokensUsed = tokensUsed
        self.secretHash = secretHash
    }
}

extension ClientProxyState: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        state = try slice.field("state")
        balance = try slice.field("balance")
        stake = try slice.field("stake")
        tokensUsed = try slice.field("tokens_used")
        secretHash = try slice.field("secret_hash")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(state)
        try builder.store(balance)
        try builder.store(stake)
        try builder.store(tokensUsed)
        try builder.store(secretHash)
    }
}

/// What a client wants of its proxy: `op:uint32`, then what the case holds.
public enum ClientProxyPayload: Hashable, Sendable {
    /// `client_proxy_top_up#5cfc6b87`: this much of the value is a top-up.
    case topUp(ClientProxyAmount)
    /// `client_proxy_register#a35cb580`: the owner registered the client.
    case register(ClientProxyRegister)
    /// `client_proxy_refund_granted#c68ebc7b`: pay this much, a refund or withdrawal, to the client's owner.
    case refundGranted(ClientProxyAmount)
    /// `client_proxy_refund_force#f4c354c9`: pay this much, a refund that the proxy never granted, to the client's
    /// owner, from the proxy's stake while it is open.
    case refundForce(ClientProxyAmount)
}

extension ClientProxyPayload: TLBCodable {
    /// Reads any of the four by its operation.
    public init(from slice: inout CellSlice) throws(CellError) {
        let found = try slice.loadUInt(bits: 32)
        switch Opcode(rawValue: UInt32(truncatingIfNeeded: found)) {
        case .clientProxyTopUp: self = .topUp(try slice.load())
        case .clientProxyRegister: self = .register(try ClientProxyRegister(fields: &slice))
        case .clientProxyRefundGranted: self = .refundGranted(try slice.load())
        case .clientProxyRefundForce: self = .refundForce(try slice.load())
        default: throw .unknownTag(type: "ClientProxyPayload", found: found, bits: 32)
        }
    }

    /// Appends the operation and its fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .topUp(let amount): try Self.store(.clientProxyTopUp, amount, in: &builder)
        case .register(let payload): try builder.store(payload)
        case .refundGranted(let amount): try Self.store(.clientProxyRefundGranted, amount, in: &builder)
        case .refundForce(let amount): try Self.store(.clientProxyRefundForce, amount, in: &builder)
        }
    }

    private static func store(
        _ opcode: Opcode, _ amount: ClientProxyAmount, in builder: inout CellBuilder
    ) throws(CellError) {
        try builder.store(opcode.rawValue)
        try builder.store(amount)
    }
}

/// Inside ``ClientProxyPayload``, behind an operation that moves coins: `amount:coins send_excesses_to:addr`.
public struct ClientProxyAmount: Hashable, Sendable {
    /// Coins in question.
    public var amount: Coins
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one.
    public init(amount: Coins, sendExcessesTo: AccountAddress?) {
        self.amount = amount
        self.sendExcessesTo = sendExcessesTo
    }
}

extension ClientProxyAmount: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        amount = try slice.field("amount")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(amount)
        try builder.store(_sendExcessesTo)
    }
}

/// Inside ``ClientProxyRequest``: the owner registered the client.
///
/// ```
/// client_proxy_register#a35cb580 nonce:uint64
/// ```
/// Deployed code always sends the nonce; public schemas without it are read too.
public struct ClientProxyRegister: OperationLayout {
    /// The operation.
    public static let opcode = Opcode.clientProxyRegister

    /// What the proxy recognises the registration by; nil where the payload ends before it.
    public var nonce: UInt64?

    /// Makes one.
    public init(nonce: UInt64?) {
        self.nonce = nonce
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        nonce = slice.isEmpty ? nil : try slice.field("nonce") as UInt64
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        if let nonce { try builder.store(nonce) }
    }
}
