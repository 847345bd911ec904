public import Cocoon
public import TONCells
public import TONCrypto

/// What a client brought, was charged, and got back.
public struct ClientBooks: Hashable, Sendable {
    /// The client.
    public let contract: Contract
    /// Normal, closing or closed; nil where it isn't known.
    public var state: ContractState?
    /// What is left of its money at the proxy.
    public var balance = Coins.zero
    /// The part of it that stays until the client closes.
    public var stake = Coins.zero
    /// The counter as it stands: all tokens ever charged for.
    public var tokensUsed: UInt64 = 0
    /// The hash of its secret; nil where it isn't known.
    public var secretHash: Hash256?
    /// When a closing client may force its refund, unix seconds.
    public var unlockTime: UInt32?
    /// Times that it was registered.
    public var registrations = 0
    /// Top-ups.
    public var topUps = 0
    /// Coins of those.
    public var toppedUp = Coins.zero
    /// What of those a closing proxy sent back, though the credit stays.
    public var topUpsReturned = Coins.zero
    /// Receipts that it was charged by.
    public var charges = 0
    /// What its balance fell by for tokens.
    public var charged = Coins.zero
    /// What its tokens cost beyond its balance, and nobody gets.
    public var debtVanished = Coins.zero
    /// What was paid back to its owner.
    public var refunded = Coins.zero
    /// What forced refunds left unpaid.
    public var forfeited = Coins.zero
    /// What refunds lost because the proxy's half failed.
    public var refundLost = Coins.zero
    /// Operations that failed.
    public var failures = 0
    /// Coins on the contract itself; nil where its history is incomplete.
    public var contractBalance: SignedCoins?
    /// Coins that came back to it as bounces and stay there.
    public var bounced = SignedCoins.zero

    /// Opens empty books.
    public init(contract: Contract) {
        self.contract = contract
    }

    /// Takes the state that the client reported last.
    public mutating func take(_ state: ClientProxyState) {
        self.state = state.state
        balance = state.balance
        stake = state.stake
        tokensUsed = state.tokensUsed
        secretHash = state.secretHash
    }

    /// Enters an event of the client. Throws where a sum leaves the range of coins.
    public mutating func enter(_ event: Event) throws(CellError) {
        switch event.kind {
        case .clientRegister: registrations += 1
        case .clientTopUp:
            topUps += 1
            toppedUp = try toppedUp.adding(event.amount ?? .zero)
            topUpsReturned = try topUpsReturned.adding(event.paid ?? .zero)
        case .charge, .refundGranted, .withdraw, .refundRequest, .refundForced:
            if event.kind == .charge { charges += 1 }
            charged = try charged.adding(event.charged ?? .zero)
            debtVanished = try debtVanished.adding(event.debtVanished ?? .zero)
            refunded = try refunded.adding(event.paid ?? .zero)
            if event.kind == .refundForced, event.hasSettled {
                forfeited = try forfeited.adding(event.lost ?? .zero)
            } else {
                refundLost = try refundLost.adding(event.lost ?? .zero)
            }
            if let unlock = event.unlockTime { unlockTime = unlock }
            // A refund with the proxy's receipt clears it; a forced one leaves it.
            if event.kind == .refundGranted { unlockTime = nil }
        case .failed: failures += 1
        default: break
        }
    }
}

extension Event {
    /// Whether the proxy carried its half of the operation out.
    public var hasSettled: Bool {
        guard let settlement else { return false }
        return settlement.skipReason == nil && settlement.exitCode.map { $0 == 0 || $0 == 1 } == true
            && settlement.actionCode.map { $0 == 0 } != false
    }
}
