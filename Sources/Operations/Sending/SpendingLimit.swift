public import TONCells

/// How much may be sent without being asked for twice.
public struct SpendingLimit: Hashable, Sendable {
    /// The most that all messages of a request may carry.
    public var total: Coins
    /// The most that a message may carry beyond what its operation is about.
    public var beyondAmount: Coins

    /// 1000 TON in all, and 2 TON beyond the amount.
    public static let standard = SpendingLimit(
        total: Coins(nanoTON: 1_000_000_000_000), beyondAmount: Coins(nanoTON: 2_000_000_000))

    /// Makes one.
    public init(total: Coins, beyondAmount: Coins = standard.beyondAmount) {
        self.total = total
        self.beyondAmount = beyondAmount
    }

    /// Throws where messages carry more. Nothing was sent.
    public func check(_ actions: [PreparedAction]) throws(SpendingError) {
        for action in actions where action.value.subtractingOrZero(action.amount) > beyondAmount {
            throw .beyondAmount(receiver: action.receiver, value: action.value, amount: action.amount, limit: beyondAmount)
        }
        try check(total: actions.reduce(UInt128.zero) { $0 + $1.value.nanoTON })
    }

    /// Throws where messages, of which nothing but their values is known, carry more.
    public func check(total nanoTON: UInt128) throws(SpendingError) {
        guard nanoTON <= total.nanoTON else { throw .total(nanoTON: nanoTON, limit: total) }
    }
}

/// A request that would send more than is allowed.
public enum SpendingError: Error, Hashable, Sendable {
    /// All messages together carry more.
    case total(nanoTON: UInt128, limit: Coins)
    /// A message carries more beyond what it is about.
    case beyondAmount(receiver: AccountAddress, value: Coins, amount: Coins, limit: Coins)
}

extension SpendingError: CustomStringConvertible {
    /// What was allowed, and what came.
    public var description: String {
        switch self {
        case .total(let nanoTON, let limit):
            "expected at most \(limit) TON in all messages, found "
                + (Coins(exactly: nanoTON).map { "\($0) TON" } ?? "\(nanoTON) nanoTON")
        case .beyondAmount(let receiver, let value, let amount, let limit):
            "expected at most \(limit) TON beyond the amount of \(amount) TON for \(receiver), found \(value) TON in all"
        }
    }
}
