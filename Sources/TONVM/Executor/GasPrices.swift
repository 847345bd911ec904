import TONBlocks

/// What gas costs in a workchain, and how much of it a transaction may use.
struct GasPrices: Sendable {
    /// The price of a unit, times 2^-16 nanoTON.
    let price: UInt64
    let limit: UInt64
    let specialLimit: UInt64
    let credit: UInt64
    let flatLimit: UInt64
    let flatPrice: UInt64
    let freezeDueLimit: Int128
    let deleteDueLimit: Int128

    init(_ prices: GasLimitsPrices) {
        price = prices.gasPrice
        limit = prices.gasLimit
        specialLimit = prices.specialGasLimit ?? prices.gasLimit
        credit = prices.gasCredit
        flatLimit = prices.flat?.limit ?? 0
        flatPrice = prices.flat?.price ?? 0
        freezeDueLimit = Int128(prices.freezeDueLimit)
        deleteDueLimit = Int128(prices.deleteDueLimit)
    }

    /// How much gas so many nanoTON buy, at most `limit`.
    func gas(boughtFor amount: Int128, limit: UInt64) -> UInt64 {
        guard amount >= 0 else { return 0 }
        let amount = UInt128(amount)
        if amount >= UInt128(fee(of: limit)) { return limit }
        guard amount >= UInt128(flatPrice) else { return 0 }
        // Below the price of the limit, so the price isn't 0, and the quotient is below the limit.
        let (high, low) = (amount - UInt128(flatPrice)).multipliedFullWidth(by: 1 << 16)
        guard price > 0, high < UInt128(price) else { return limit }
        let gas = UInt128(price).dividingFullWidth((high, low)).quotient
        return UInt64(clamping: gas + UInt128(flatLimit))
    }

    /// What so much gas costs.
    func fee(of gas: UInt64) -> Int128 {
        guard gas > flatLimit else { return Int128(flatPrice) }
        // A product of two words, rounded up, and a word more: below 2^113.
        let product = UInt128(price) * UInt128(gas - flatLimit)
        let rounded = (product >> 16) + (product & 0xffff == 0 ? 0 : 1)
        return Int128(rounded) + Int128(flatPrice)
    }
}
