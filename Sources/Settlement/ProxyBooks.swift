public import Cocoon
public import TONCells

/// What a proxy holds and owes, and the check that the two agree.
public struct ProxyBooks: Hashable, Sendable {
    /// The proxy.
    public let contract: Contract
    /// Its data as it must stand after its last mirrored transaction; nil where its history is incomplete.
    public var data: ProxyData?
    /// Coins on the contract; nil where its history is incomplete.
    public var balance: SignedCoins?
    /// Sum of its clients' balances.
    public var clientBalances = Coins.zero
    /// Workers and clients known to it.
    public var workers = 0
    /// See ``workers``.
    public var clients = 0
    /// What clients brought.
    public var toppedUp = Coins.zero
    /// What of that was sent back, though the clients kept the credit.
    public var topUpsReturned = Coins.zero
    /// What clients were charged.
    public var charged = Coins.zero
    /// What clients' tokens cost beyond their balances.
    public var debtVanished = Coins.zero
    /// Tokens that clients were charged for.
    public var tokensCharged: UInt64 = 0
    /// What reached workers' owners.
    public var workersPaid = Coins.zero
    /// What workers lost.
    public var workersLost = Coins.zero
    /// Tokens that workers were paid for.
    public var tokensPaid: UInt64 = 0
    /// The proxy's part of what workers were paid for.
    public var revenueEarned = Coins.zero
    /// The proxy's part of what workers lost.
    public var revenueLost = Coins.zero
    /// Revenue that reached the owner.
    public var revenuePaid = Coins.zero
    /// What reached clients' owners.
    public var refundsPaid = Coins.zero
    /// What clients lost because the proxy's half of a refund failed.
    public var refundsLost = Coins.zero
    /// What forced refunds left unpaid.
    public var forcedShortfall = Coins.zero
    /// Stake that came in.
    public var stakeAdded = Coins.zero
    /// Stake that the owner got back.
    public var stakeReturned = Coins.zero
    /// Stake that forced refunds took.
    public var stakeUsed = Coins.zero
    /// What the close sent to the owner beyond stake and revenue: the clients' money, with code of version 3.
    public var swept = Coins.zero
    /// Coins that no operation asked for.
    public var unsolicited = Coins.zero
    /// Payouts, and payouts lost.
    public var payouts = 0
    /// See ``payouts``.
    public var lostPayouts = 0

    /// Opens empty books.
    public init(contract: Contract) {
        self.contract = contract
    }

    /// What it owes: clients' balances, its stake, its owner's revenue; nil where its history is incomplete.
    public var owed: SignedCoins? {
        data.map { SignedCoins(clientBalances) + SignedCoins($0.stake) + SignedCoins($0.balance) }
    }

    /// Whether it has the coins that it owes.
    public var isCovered: Bool? {
        guard let owed, let balance else { return nil }
        return balance >= owed
    }

    /// What its coins are beyond what every entry explains: gas and deploy remainders, unsolicited coins, absorbed
    /// messages, less storage fees. Small and not negative, if the books are right; nil where history is incomplete.
    public var residual: SignedCoins? {
        guard let owed, let balance, let price = contract.params?.pricePerToken,
            let paidWork = try? price.multiplied(by: tokensPaid)
        else { return nil }
        // Charged money that no worker was paid for yet stays with the proxy; where workers claim first it is negative.
        let unclaimed = SignedCoins(charged) - SignedCoins(paidWork)
        // The deposit of a refund that was forced before the close stays, since the stake pays for it.
        let forced = SignedCoins(stakeUsed) + SignedCoins(forcedShortfall)
        let gone = SignedCoins(topUpsReturned) + SignedCoins(swept)
        return balance - (owed + unclaimed + forced + SignedCoins(refundsLost) - gone)
    }

    /// Enters an event of the proxy, or of one of its workers and clients. Throws where a sum leaves the range.
    public mutating func enter(_ event: Event) throws(CellError) {
        switch event.kind {
        case .payout, .lastPayout:
            guard let paid = event.paid else { return }
            payouts += 1
            workersPaid = try workersPaid.adding(paid)
            tokensPaid = tokensPaid.addingOrMaximum(event.tokensMoved ?? 0)
            revenueEarned = try revenueEarned.adding(event.proxyPart ?? .zero)
        case .lostPayout:
            lostPayouts += 1
            workersLost = try workersLost.adding(event.lost ?? .zero)
            revenueLost = try revenueLost.adding(event.proxyPart ?? .zero)
        case .clientTopUp:
            toppedUp = try toppedUp.adding(event.amount ?? .zero)
            topUpsReturned = try topUpsReturned.adding(event.paid ?? .zero)
        case .charge, .refundGranted, .withdraw, .refundRequest, .refundForced:
            charged = try charged.adding(event.charged ?? .zero)
            debtVanished = try debtVanished.adding(event.debtVanished ?? .zero)
            tokensCharged = tokensCharged.addingOrMaximum(event.tokensMoved ?? 0)
            refundsPaid = try refundsPaid.adding(event.paid ?? .zero)
            if event.kind == .refundForced, event.hasSettled {
                forcedShortfall = try forcedShortfall.adding(event.lost ?? .zero)
            } else {
                refundsLost = try refundsLost.adding(event.lost ?? .zero)
            }
        case .proxyStake:
            stakeAdded = try stakeAdded.adding(event.amount ?? .zero)
        case .proxyPayout:
            revenuePaid = try revenuePaid.adding(event.paid ?? .zero)
        case .proxyCloseComplete:
            let returned = event.stakeReturned ?? .zero
            stakeReturned = try stakeReturned.adding(returned)
            let rest = (event.paid ?? .zero).subtractingOrZero(returned)
            let revenue = min(rest, revenueEarned.subtractingOrZero(revenuePaid))
            revenuePaid = try revenuePaid.adding(revenue)
            swept = try swept.adding(rest.subtractingOrZero(revenue))
        case .unsolicited where event.account == contract.address:
            unsolicited = try unsolicited.adding(event.amount ?? .zero)
        default:
            break
        }
    }

    /// Enters a change of the proxy's own stake.
    public mutating func enter(_ change: StakeChange) throws(CellError) {
        guard change.kind == .refundForced, let before = change.before else { return }
        stakeUsed = try stakeUsed.adding(before.subtractingOrZero(change.after))
    }
}
