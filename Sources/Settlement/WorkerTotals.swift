public import TONCells

/// What several workers earned, claimed, were paid and lost together.
public struct WorkerTotals: Hashable, Sendable {
    /// How many they are.
    public private(set) var workers = 0
    /// Their counters; more than one counter can hold.
    public private(set) var tokens: UInt128 = 0
    /// What their tokens are worth; nil where it isn't known of one of them.
    public private(set) var earned: Coins? = .zero
    /// What was paid.
    public private(set) var paid = Coins.zero
    /// What was lost.
    public private(set) var lost = Coins.zero
    /// What waits for the proxy's half.
    public private(set) var pending = Coins.zero
    /// Payouts that reached an owner.
    public private(set) var payouts = 0
    /// Payouts that were lost.
    public private(set) var lostPayouts = 0
    /// Payouts that wait for the proxy's half.
    public private(set) var pendingPayouts = 0
    /// The latest payout, lost ones included.
    public private(set) var lastPayout: Event?

    /// What was claimed by receipts: paid, lost, or pending.
    public var claimed: SignedCoins { SignedCoins(paid) + SignedCoins(lost) + SignedCoins(pending) }

    /// Adds books up. Throws where a sum leaves the range of coins.
    public init(_ books: some Sequence<WorkerBooks>) throws(CellError) {
        for worker in books {
            workers += 1
            tokens += UInt128(worker.tokens)
            if let sum = earned, let amount = worker.earned { earned = try sum.adding(amount) } else { earned = nil }
            paid = try paid.adding(worker.paid)
            lost = try lost.adding(worker.lost)
            pending = try pending.adding(worker.pending)
            payouts += worker.payouts
            lostPayouts += worker.lostPayouts
            pendingPayouts += worker.pendingPayouts
            if let last = worker.lastPayout, lastPayout.map({ $0.lt < last.lt }) ?? true { lastPayout = last }
        }
    }
}
