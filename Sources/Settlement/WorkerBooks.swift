public import Cocoon
public import TONCells

/// What a worker earned, claimed, was paid and lost: four different numbers.
public struct WorkerBooks: Hashable, Sendable {
    /// The worker.
    public let contract: Contract
    /// Normal or closed; nil where it isn't known.
    public var state: ContractState?
    /// The counter as it stands: all tokens ever claimed.
    public var tokens: UInt64 = 0
    /// Payouts that reached the owner, those of nothing included.
    public var payouts = 0
    /// Tokens of those.
    public var paidTokens: UInt64 = 0
    /// Coins of those.
    public var paid = Coins.zero
    /// Payouts whose second half failed at the proxy: the counter moved, nothing was paid, and can't be claimed again.
    public var lostPayouts = 0
    /// Tokens of those.
    public var lostTokens: UInt64 = 0
    /// Coins of those.
    public var lost = Coins.zero
    /// Payouts of which the proxy's half isn't mirrored.
    public var pendingPayouts = 0
    /// Coins of those.
    public var pending = Coins.zero
    /// Times that it was registered.
    public var registrations = 0
    /// Operations that failed.
    public var failures = 0
    /// The latest payout, lost ones included.
    public var lastPayout: Event?
    /// Coins on the contract itself; nil where its history is incomplete.
    public var balance: SignedCoins?
    /// Coins that came back to it as bounces and stay there.
    public var bounced = SignedCoins.zero

    /// Opens empty books.
    public init(contract: Contract) {
        self.contract = contract
    }

    /// What was claimed by receipts: paid, lost, or pending.
    public var claimed: SignedCoins { SignedCoins(paid) + SignedCoins(lost) + SignedCoins(pending) }

    /// What all tokens of the counter are worth at the worker's own fee; nil where its params aren't known, or the
    /// worth is beyond what coins can be.
    public var earned: Coins? {
        contract.params.flatMap { try? $0.workerFeePerToken.multiplied(by: tokens) }
    }

    /// Enters an event of the worker. Throws where a sum leaves the range of coins.
    public mutating func enter(_ event: Event) throws(CellError) {
        switch event.kind {
        case .payout, .lastPayout, .lostPayout:
            let tokens = event.tokensMoved ?? 0
            if event.kind == .lostPayout {
                lostPayouts += 1
                lostTokens = lostTokens.addingOrMaximum(tokens)
                lost = try lost.adding(event.lost ?? .zero)
            } else if let amount = event.paid {
                payouts += 1
                paidTokens = paidTokens.addingOrMaximum(tokens)
                paid = try paid.adding(amount)
            } else {
                pendingPayouts += 1
                pending = try pending.adding(event.amount ?? .zero)
            }
            if lastPayout.map({ $0.lt < event.lt }) ?? true { lastPayout = event }
        case .workerRegister: registrations += 1
        case .failed: failures += 1
        default: break
        }
    }
}

extension Event {
    /// By how much the counter moved; nil where that isn't known.
    public var tokensMoved: UInt64? {
        guard let before = tokensBefore, let after = tokensAfter, after >= before else { return nil }
        return after - before
    }

    /// What a client's tokens cost beyond what its balance held: a debt that vanishes; nil where that isn't known.
    public var debtVanished: Coins? {
        guard let cost, let charged else { return nil }
        return cost.subtractingOrZero(charged)
    }
}

extension UInt64 {
    /// The sum, at most the largest number: counters are cumulative, so a real sum of their steps always fits.
    func addingOrMaximum(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
