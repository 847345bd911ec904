public import TONCells

/// What a receipt takes from a client's balance. No coins move: they lie at the proxy already.
public struct ChargeAmounts: Hashable, Sendable {
    /// What is taken: `delta * price`, or the whole balance where that is less.
    public let charged: Coins
    /// The debt beyond the balance, which no one ever pays; nil where it is more than ``Coins`` can hold.
    public let vanished: Coins?

    /// Works out the charge of `delta` tokens at a price from a balance.
    ///
    /// The contract multiplies in 257 bits and then clamps, so this never fails.
    public init(delta: UInt64, pricePerToken: Coins, balance: Coins) {
        let (high, cost) = pricePerToken.nanoTON.multipliedFullWidth(by: UInt128(delta))
        if high == 0, cost < balance.nanoTON, let charged = Coins(exactly: cost) {
            self.charged = charged
            vanished = .zero
        } else {
            charged = balance
            // A product of 120 and 64 bits that reaches into the high word is beyond Coins whatever is subtracted.
            vanished = high == 0 && cost >= balance.nanoTON ? Coins(exactly: cost - balance.nanoTON) : nil
        }
    }

    /// What is left of a balance after the charge.
    public func remaining(of balance: Coins) -> Coins { balance.subtractingOrZero(charged) }
}
