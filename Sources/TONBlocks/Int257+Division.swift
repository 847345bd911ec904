extension Int257 {
    /// Where a quotient goes that isn't whole. The remainder is what its product with the divisor leaves.
    @frozen
    public enum Rounding: Hashable, Sendable {
        /// Down, so that the remainder has the divisor's sign.
        case floor
        /// To the nearest, and of two to the greater.
        case nearest
        /// Up, so that the remainder has not the divisor's sign.
        case ceiling
    }

    /// Quotient and remainder. Both are NaN where the divisor is zero; −2^256 by −1 has no quotient but a remainder.
    @inlinable
    public func dividedBy(_ divisor: Int257, rounding: Rounding) -> (quotient: Int257, remainder: Int257) {
        if isSmall, divisor.isSmall {
            let (value, by) = (Int64(bitPattern: limb0), Int64(bitPattern: divisor.limb0))
            // −2^63 by −1 overflows.
            if by != 0, by != -1 {
                return Self.divide(value, by, rounding)
            }
        }
        return Self.divideAll(self, .zero, divisor, rounding)
    }

    @inlinable
    @inline(__always)
    static func divide(_ value: Int64, _ divisor: Int64, _ rounding: Rounding) -> (quotient: Int257, remainder: Int257)
    {
        var (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        guard remainder != 0 else { return (Int257(quotient), .zero) }
        let isNegative = (value ^ divisor) < 0
        let isUp: Bool
        switch rounding {
        case .floor: isUp = false
        case .ceiling: isUp = true
        case .nearest:
            let left = remainder.magnitude
            let missing = divisor.magnitude &- left
            // Towards zero is up below zero, and down above.
            isUp = isNegative ? left <= missing : left >= missing
        }
        if isUp != isNegative {
            // No quotient whose divisor isn't 1 or −1 is at an end of the range.
            quotient &+= isUp ? 1 : -1
            remainder &+= isUp ? 0 &- divisor : divisor
        }
        return (Int257(quotient), Int257(remainder))
    }

    /// `(x + w) / z`.
    @inlinable
    public static func addDivide(
        _ x: Int257, _ w: Int257, by z: Int257, rounding: Rounding
    ) -> (quotient: Int257, remainder: Int257) {
        divideAll(x, w, z, rounding)
    }

    @usableFromInline
    @inline(never)
    static func divideAll(
        _ x: Int257, _ w: Int257, _ z: Int257, _ rounding: Rounding
    ) -> (quotient: Int257, remainder: Int257) {
        guard !x.isNotANumber, !w.isNotANumber, !z.isNotANumber else { return (.notANumber, .notANumber) }
        var sum = WideInteger(x)
        if !w.isZero { sum.add(WideInteger(w)) }
        return sum.divided(by: z, rounding)
    }

    /// `(x · y + w) / z`, with the whole product between.
    public static func multiplyDivide(
        _ x: Int257, _ y: Int257, add w: Int257? = nil, by z: Int257, rounding: Rounding
    ) -> (quotient: Int257, remainder: Int257) {
        if let x = x.smallValue, let y = y.smallValue, let w = (w ?? .zero).smallValue, let z = z.smallValue {
            let (product, overflow) = x.multipliedReportingOverflow(by: y)
            let (sum, isTooMuch) = product.addingReportingOverflow(w)
            // −2^63 by −1 overflows.
            if !overflow, !isTooMuch, z != 0, z != -1 { return divide(sum, z, rounding) }
        }
        guard !x.isNotANumber, !y.isNotANumber, w?.isNotANumber != true, !z.isNotANumber else {
            return (.notANumber, .notANumber)
        }
        var sum = WideInteger(product: x, y)
        if let w { sum.add(WideInteger(w)) }
        return sum.divided(by: z, rounding)
    }

    /// `(x · 2^bits + w) / z`, with the whole product between. Both are NaN outside 0…256 bits.
    public static func shiftLeftDivide(
        _ x: Int257, bits: Int, add w: Int257? = nil, by z: Int257, rounding: Rounding
    ) -> (quotient: Int257, remainder: Int257) {
        guard !x.isNotANumber, w?.isNotANumber != true, !z.isNotANumber, bits >= 0, bits <= 256 else {
            return (.notANumber, .notANumber)
        }
        var sum = WideInteger(x).shiftedLeft(bits)
        if let w { sum.add(WideInteger(w)) }
        return sum.divided(by: z, rounding)
    }

    /// `(x · y + w) / 2^bits`, with the whole product between. Both are NaN outside 0…256 bits.
    public static func multiplyShiftRight(
        _ x: Int257, _ y: Int257, add w: Int257? = nil, bits: Int, rounding: Rounding
    ) -> (quotient: Int257, remainder: Int257) {
        guard !x.isNotANumber, !y.isNotANumber, w?.isNotANumber != true, bits >= 0, bits <= 256 else {
            return (.notANumber, .notANumber)
        }
        var sum = WideInteger(product: x, y)
        if let w { sum.add(WideInteger(w)) }
        return (sum.shiftedRight(bits, rounding).narrowed, sum.modulo(bits, rounding))
    }

    /// `(x + w) / 2^bits`. Both are NaN outside 0…256 bits.
    ///
    /// Like the reference, which sums digit by digit (to the base 2^52, from −2^51 to 2^51 − 1) and carries nothing before
    /// it shifts: where it shifts by 13 bits more than its digits have, it takes the highest digit's sign for the sum's.
    /// So of summands that nearly cancel the quotient may be off by one.
    public static func addShiftRight(
        _ x: Int257, _ w: Int257, bits: Int, rounding: Rounding
    ) -> (quotient: Int257, remainder: Int257) {
        guard !x.isNotANumber, !w.isNotANumber, bits >= 0, bits <= 256 else { return (.notANumber, .notANumber) }
        var sum = WideInteger(x)
        sum.add(WideInteger(w))
        let remainder = sum.modulo(bits, rounding)
        let (first, second) = (x.highestDigit, w.highestDigit)
        let count = max(first.count, second.count)
        guard bits > count * 52 + 12 else { return (sum.shiftedRight(bits, rounding).narrowed, remainder) }
        let digit = (first.count == count ? first.digit : 0) + (second.count == count ? second.digit : 0)
        return switch rounding {
        case .floor: (digit < 0 ? .minusOne : .zero, remainder)
        case .nearest: (.zero, remainder)
        case .ceiling: (digit > 0 ? .one : .zero, remainder)
        }
    }

    /// How many digits the reference has of the number, and the highest.
    private var highestDigit: (count: Int, digit: Int64) {
        var rest = self
        var count = 0
        while true {
            let digit = Int64(bitPattern: rest.limb0 << 12) >> 12
            // What a negative digit takes too much off comes back above it.
            rest = rest.shiftRight(bits: 52).adding(digit < 0 ? .one : .zero)
            count += 1
            if rest.isZero { return (count, digit) }
        }
    }
}
