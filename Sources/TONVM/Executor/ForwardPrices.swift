import TONBlocks

/// What forwarding a message costs.
struct ForwardPrices: Sendable {
    let prices: MessageForwardPrices

    /// The fee of a message: what lies in its root cell is not counted.
    ///
    /// Only a word of it counts, as in the reference: with prices that anybody would set it is far from full.
    func fee(cells: UInt64, bits: UInt64) -> UInt64 {
        let size =
            (UInt128(prices.bitPrice) &* UInt128(bits)) &+ (UInt128(prices.cellPrice) &* UInt128(cells)) &+ 0xffff
        return prices.lumpPrice &+ UInt64(truncatingIfNeeded: size >> 16)
    }

    /// What hypercube routing would cost on top of a fee.
    func hypercubeFee(of fee: UInt64) -> UInt64 {
        UInt64(truncatingIfNeeded: (UInt128(fee) * UInt128(prices.ihrPriceFactor)) >> 16)
    }

    /// The part of a fee that goes to the validators of the sender's shard.
    func firstPart(of fee: Int128) -> Int128 {
        // Fees have at most 120 bits, the fraction 16: the halves are multiplied apart.
        let (high, low) = (fee >> 16, fee & 0xffff)
        let fraction = Int128(prices.firstFraction)
        return high * fraction + (low * fraction) >> 16
    }

    /// What a cell of a message costs whose action fails.
    var finePerCell: UInt64 { (prices.cellPrice >> 16) / 4 }
}
