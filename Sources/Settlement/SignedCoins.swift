public import TONCells

/// A difference of amounts in integer nanoTON, which may be negative.
public struct SignedCoins: Hashable, Sendable {
    /// The difference in nanoTON.
    public let nanoTON: Int128

    /// No difference.
    public static let zero = SignedCoins(nanoTON: 0)

    /// Takes a difference in nanoTON.
    public init(nanoTON: Int128) {
        self.nanoTON = nanoTON
    }

    /// Takes an amount as it is. Coins have at most 120 bits, so it always fits.
    public init(_ coins: Coins) {
        nanoTON = Int128(coins.nanoTON)
    }

    /// The sum. Sums of fewer than 128 full amounts can't leave the range; beyond it, the sum stays at its end.
    public static func + (left: SignedCoins, right: SignedCoins) -> SignedCoins {
        let (sum, overflow) = left.nanoTON.addingReportingOverflow(right.nanoTON)
        return SignedCoins(nanoTON: overflow ? (right.nanoTON < 0 ? .min : .max) : sum)
    }

    /// The sum with the sign of `right` turned.
    public static func - (left: SignedCoins, right: SignedCoins) -> SignedCoins {
        left + SignedCoins(nanoTON: right.nanoTON == .min ? .max : -right.nanoTON)
    }

    /// The amount, where it isn't negative.
    public var coins: Coins? {
        nanoTON < 0 ? nil : Coins(exactly: UInt128(nanoTON))
    }
}

extension SignedCoins: Comparable {
    /// Orders by value.
    public static func < (left: SignedCoins, right: SignedCoins) -> Bool { left.nanoTON < right.nanoTON }
}

extension SignedCoins: CustomStringConvertible {
    /// TON in decimal, exact, with a minus sign where it is negative.
    public var description: String {
        guard let size = Coins(exactly: nanoTON.magnitude) else { return "\(nanoTON) nanoTON" }
        return nanoTON < 0 ? "-\(size)" : "\(size)"
    }
}
