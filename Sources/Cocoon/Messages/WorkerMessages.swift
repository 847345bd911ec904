public import TONCells

/// Inside ``WorkerProxyRequest``: what the proxy shall pay and keep.
///
/// ```
/// worker_proxy_payout_request#08e7d036 worker_part:coins proxy_part:coins send_excesses_to:addr
/// ```
public struct WorkerProxyPayout: OperationLayout {
    /// The operation.
    public static let opcode = Opcode.workerProxyPayoutRequest

    /// What the worker's owner is to be paid.
    public var workerPart: Coins
    /// What is added to the proxy's revenue.
    public var proxyPart: Coins
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one.
    public init(workerPart: Coins, proxyPart: Coins, sendExcessesTo: AccountAddress?) {
        self.workerPart = workerPart
        self.proxyPart = proxyPart
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        workerPart = try slice.field("worker_part")
        proxyPart = try slice.field("proxy_part")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(workerPart)
        try builder.store(proxyPart)
        try builder.store(_sendExcessesTo)
    }
}
