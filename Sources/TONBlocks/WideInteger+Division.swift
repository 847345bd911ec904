extension WideInteger {
    /// Quotient and remainder of two numbers that aren't negative, the divisor not zero and below 2^257, the other below
    /// 2^576.
    func dividedUnsigned(by divisor: WideInteger) -> (quotient: WideInteger, remainder: WideInteger) {
        let count = significantLimbs
        let divisorCount = divisor.significantLimbs
        guard count >= divisorCount, divisorCount > 0 else { return (WideInteger(), self) }
        guard divisorCount > 1 else { return dividedUnsigned(byLimb: divisor[0], count: count) }

        // Knuth's algorithm D: with the divisor's highest bit set, a digit guessed from three limbs by two is at most
        // one too large.
        let shift = divisor[divisorCount &- 1].leadingZeroBitCount
        let divisor = divisor.shiftedLeft(shift)
        var rest = shiftedLeft(shift)
        var quotient = WideInteger()
        let first = divisor[divisorCount &- 1]
        let second = divisor[divisorCount &- 2]
        for position in stride(from: count &- divisorCount, through: 0, by: -1) {
            var digit = Self.guess(
                rest[position &+ divisorCount], rest[position &+ divisorCount &- 1],
                rest[position &+ divisorCount &- 2], first, second)
            if rest.subtract(divisor, times: digit, at: position, count: divisorCount) {
                digit &-= 1
                rest.addBack(divisor, at: position, count: divisorCount)
            }
            quotient[position] = digit
        }
        return (quotient, rest.shiftedRight(shift))
    }

    private func dividedUnsigned(
        byLimb divisor: UInt64, count: Int
    ) -> (quotient: WideInteger, remainder: WideInteger) {
        var quotient = WideInteger()
        var remainder = WideInteger()
        var rest: UInt64 = 0
        for position in stride(from: count &- 1, through: 0, by: -1) {
            // The rest is below the divisor, so the digit fits.
            (quotient[position], rest) = divisor.dividingFullWidth((rest, self[position]))
        }
        remainder[0] = rest
        return (quotient, remainder)
    }

    /// The next digit of a quotient, or one more.
    private static func guess(
        _ high: UInt64, _ middle: UInt64, _ low: UInt64, _ first: UInt64, _ second: UInt64
    ) -> UInt64 {
        var digit: UInt64
        var rest: UInt64
        var isTooFar = false
        if high >= first {
            digit = .max
            (rest, isTooFar) = middle.addingReportingOverflow(first)
        } else {
            (digit, rest) = first.dividingFullWidth((high, middle))
        }
        while !isTooFar {
            let product = digit.multipliedFullWidth(by: second)
            guard product.high > rest || product.high == rest && product.low > low else { break }
            digit &-= 1
            (rest, isTooFar) = rest.addingReportingOverflow(first)
        }
        return digit
    }

    /// Subtracts a digit times the divisor, and tells whether that was too much.
    private mutating func subtract(_ divisor: WideInteger, times digit: UInt64, at position: Int, count: Int) -> Bool {
        var carry: UInt64 = 0
        var borrow = false
        for index in 0..<count {
            let product = digit.multipliedFullWidth(by: divisor[index])
            let (low, overflow) = product.low.addingReportingOverflow(carry)
            carry = product.high &+ (overflow ? 1 : 0)
            self[position &+ index] = Int257.subtract(self[position &+ index], low, &borrow)
        }
        self[position &+ count] = Int257.subtract(self[position &+ count], carry, &borrow)
        return borrow
    }

    private mutating func addBack(_ divisor: WideInteger, at position: Int, count: Int) {
        var carry = false
        for index in 0..<count {
            self[position &+ index] = Int257.add(self[position &+ index], divisor[index], &carry)
        }
        self[position &+ count] &+= carry ? 1 : 0
    }

    /// Quotient and remainder, each NaN where it doesn't fit in 257 bits. The divisor isn't NaN.
    func divided(by divisor: Int257, _ rounding: Int257.Rounding) -> (quotient: Int257, remainder: Int257) {
        guard !divisor.isZero else { return (.notANumber, .notANumber) }
        var absolute = self
        if isNegative { absolute.negate() }
        var absoluteDivisor = WideInteger(divisor)
        if divisor.isNegative { absoluteDivisor.negate() }
        var (quotient, remainder) = absolute.dividedUnsigned(by: absoluteDivisor)

        let isQuotientNegative = isNegative != divisor.isNegative
        var isRemainderNegative = isNegative
        if remainder.significantLimbs > 0 {
            // What the next digit away from zero would leave, with the other sign.
            var complement = remainder
            complement.negate()
            complement.add(absoluteDivisor)
            let isAway =
                switch rounding {
                case .floor: isQuotientNegative
                case .ceiling: !isQuotientNegative
                // Halves go up.
                case .nearest:
                    isQuotientNegative ? complement.isLess(than: remainder) : !remainder.isLess(than: complement)
                }
            if isAway {
                quotient.increment()
                remainder = complement
                isRemainderNegative.toggle()
            }
        }
        if isQuotientNegative { quotient.negate() }
        if isRemainderNegative { remainder.negate() }
        return (quotient.narrowed, remainder.narrowed)
    }

    /// Whether one of two numbers that aren't negative is less.
    private func isLess(than other: WideInteger) -> Bool {
        for position in stride(from: Self.limbCount &- 1, through: 0, by: -1) where self[position] != other[position] {
            return self[position] < other[position]
        }
        return false
    }
}
