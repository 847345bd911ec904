import TONBlocks
public import TONCells
import TONVM

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

    /// Throws where a request would send more. Nothing was sent.
    ///
    /// What leaves the wallet is taken from the rehearsal too: a message may carry the whole balance, whatever value it
    /// names.
    public func check(_ request: PreparedRequest) throws(SpendingError) {
        for action in request.actions where action.value.subtractingOrZero(action.amount) > beyondAmount {
            throw .beyondAmount(
                receiver: action.receiver, value: action.value, amount: action.amount, limit: beyondAmount)
        }
        let named = request.actions.reduce(UInt128.zero) { $0 + $1.value.nanoTON }
        let nanoTON = max(named, request.rehearsal.nanoTONLeaving(request.sender.address))
        guard nanoTON <= total.nanoTON else { throw .total(nanoTON: nanoTON, limit: total) }
    }
}

extension Rehearsal {
    /// The value of all messages of an account to others.
    fileprivate func nanoTONLeaving(_ address: AccountAddress) -> UInt128 {
        tree.transactions.reduce(UInt128.zero) { sum, transaction in
            guard transaction.parent != nil, transaction.address != address,
                let info = transaction.message.message.info.internalInfo, info.source.account == address
            else { return sum }
            return sum.addingReportingOverflow(info.value.coins.nanoTON).partialValue
        }
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
