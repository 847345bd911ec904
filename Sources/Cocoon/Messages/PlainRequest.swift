public import TONCells

/// A request that says nothing but what is wanted.
///
/// ```
/// owner_worker_register#26ed7f65 query_id:uint64 send_excesses_to:addr
///     A worker's owner registers it at the proxy.
/// owner_client_withdraw#da068e78 query_id:uint64 send_excesses_to:addr
///     A client's owner withdraws what the balance holds above the stake.
/// owner_client_request_refund#fafa6cc1 query_id:uint64 send_excesses_to:addr
///     A client's owner starts closing it; again after the delay, forces the refund.
/// ext_proxy_payout_request#7610e6eb query_id:uint64 send_excesses_to:addr
///     Anyone has a proxy pay its revenue to its owner.
/// owner_proxy_close#b51d5a01 query_id:uint64 send_excesses_to:addr
///     A proxy's owner starts closing it.
/// ```
public struct PlainRequest: SharedLayout {
    /// The operations that have the layout.
    public static let opcodes: Set<Opcode> = [
        .ownerWorkerRegister, .ownerClientWithdraw, .ownerClientRequestRefund, .proxyPayoutRequest, .ownerProxyClose,
    ]

    /// The operation.
    public var op: Opcode
    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one. Encoding it throws for an operation that has another layout.
    public init(op: Opcode, queryID: UInt64, sendExcessesTo: AccountAddress?) {
        self.op = op
        self.queryID = queryID
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(op: Opcode, fields slice: inout CellSlice) throws(CellError) {
        self.op = op
        queryID = try slice.field("query_id")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(_sendExcessesTo)
    }
}
