import TONBlocks
import TONCells

/// An amount of TON that may be below zero while it is computed with, and other currencies with it.
///
/// A hundred and twenty bits of `Coins` leave room for sums of many and for the sign. What goes into a cell is
/// ``coins(_:)``, and is an error where it isn't in range.
struct Funds: Sendable, Equatable {
    /// NanoTON.
    var amount: Int128
    /// The other currencies.
    var other: HashmapE

    static let zero = Funds(amount: 0)

    init(amount: Int128, other: HashmapE = HashmapE(keyBits: 32)) {
        self.amount = amount
        self.other = other
    }

    init(_ collection: CurrencyCollection) {
        amount = Int128(collection.coins.nanoTON)
        other = collection.other
    }

    var isZero: Bool { amount == 0 && other.isEmpty }

    /// As it goes into a cell.
    func collection() throws(ExecutionError) -> CurrencyCollection {
        CurrencyCollection(coins: try coins(amount), other: other)
    }
}

/// An amount as it goes into a cell. Throws below 0 and from 2^120 on.
func coins(_ amount: Int128) throws(ExecutionError) -> Coins {
    guard amount >= 0, let coins = Coins(exactly: UInt128(amount)) else { throw .amountOutOfRange(amount) }
    return coins
}

/// The same, nil for 0: `Maybe Grams` of phases is never there for nothing.
func coinsUnlessZero(_ amount: Int128) throws(ExecutionError) -> Coins? {
    amount == 0 ? nil : try coins(amount)
}
