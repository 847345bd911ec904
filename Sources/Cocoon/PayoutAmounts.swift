public import TONCells

/// How a worker's receipt is shared between the worker's owner and the proxy.
public struct PayoutAmounts: Hashable, Sendable {
    /// Paid to the worker's owner: `delta * worker_fee_per_token`.
    public let workerPart: Coins
    /// Added to the proxy's revenue: `delta * (price_per_token - worker_fee_per_token)`.
    public let proxyPart: Coins

    /// Takes both parts.
    public init(workerPart: Coins, proxyPart: Coins) {
        self.workerPart = workerPart
        self.proxyPart = proxyPart
    }

    /// Works out the parts of `delta` tokens under the params that are frozen into the worker.
    ///
    /// Throws where a part is negative or more than ``Coins`` can hold: there the contract fails with exit code 5.
    public init(delta: UInt64, params: Params) throws(CellError) {
        workerPart = try params.workerFeePerToken.multiplied(by: delta)
        guard delta > 0 else {
            proxyPart = .zero
            return
        }
        proxyPart = try params.pricePerToken.subtracting(params.workerFeePerToken).multiplied(by: delta)
    }
}
