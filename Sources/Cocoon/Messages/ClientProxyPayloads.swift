public import TONCells

/// Inside ``ClientProxyRequest``: this much of the value is a top-up.
///
/// ```
/// client_proxy_top_up#5cfc6b87 amount:coins send_excesses_to:addr
/// ```
public struct ClientProxyTopUp: OperationLayout {
    /// The operation.
    public static let opcode = Opcode.clientProxyTopUp

    /// Coins in question.
    public var amount: Coins
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one.
    public init(amount: Coins, sendExcessesTo: AccountAddress?) {
        self.amount = amount
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        amount = try slice.field("amount")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(amount)
        try builder.store(_sendExcessesTo)
    }
}

/// Inside ``ClientProxyRequest``: pay this much to the client's owner.
///
/// ```
/// client_proxy_refund_granted#c68ebc7b amount:coins send_excesses_to:addr
/// ```
public struct ClientProxyRefundGranted: OperationLayout {
    /// The operation.
    public static let opcode = Opcode.clientProxyRefundGranted

    /// Coins in question.
    public var amount: Coins
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one.
    public init(amount: Coins, sendExcessesTo: AccountAddress?) {
        self.amount = amount
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        amount = try slice.field("amount")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(amount)
        try builder.store(_sendExcessesTo)
    }
}

/// Inside ``ClientProxyRequest``: pay this much to the client's owner, from the proxy's stake while it is open.
///
/// ```
/// client_proxy_refund_force#f4c354c9 amount:coins send_excesses_to:addr
/// ```
public struct ClientProxyRefundForce: OperationLayout {
    /// The operation.
    public static let opcode = Opcode.clientProxyRefundForce

    /// Coins in question.
    public var amount: Coins
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one.
    public init(amount: Coins, sendExcessesTo: AccountAddress?) {
        self.amount = amount
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        amount = try slice.field("amount")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(amount)
        try builder.store(_sendExcessesTo)
    }
}
