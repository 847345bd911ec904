public import TONCells

/// Anyone adds to a proxy's stake.
///
/// ```
/// ext_proxy_increase_stake#9713f187 query_id:uint64 amount:coins send_excesses_to:addr
/// ```
public struct ProxyIncreaseStake: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.proxyIncreaseStake

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// What is added to the stake.
    public var amount: Coins
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one.
    public init(queryID: UInt64, amount: Coins, sendExcessesTo: AccountAddress?) {
        self.queryID = queryID
        self.amount = amount
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        amount = try slice.field("amount")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(amount)
        try builder.store(_sendExcessesTo)
    }
}

/// Anyone has a proxy pay its revenue to its owner.
///
/// ```
/// ext_proxy_payout_request#7610e6eb query_id:uint64 send_excesses_to:addr
/// ```
public struct ProxyPayoutRequest: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.proxyPayoutRequest

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one.
    public init(queryID: UInt64, sendExcessesTo: AccountAddress?) {
        self.queryID = queryID
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(_sendExcessesTo)
    }
}

/// A proxy's owner starts closing it.
///
/// ```
/// owner_proxy_close#b51d5a01 query_id:uint64 send_excesses_to:addr
/// ```
public struct OwnerProxyClose: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.ownerProxyClose

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one.
    public init(queryID: UInt64, sendExcessesTo: AccountAddress?) {
        self.queryID = queryID
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(_sendExcessesTo)
    }
}
