extension Int257 {
    // MARK: - Bitwise

    /// The bits that both have.
    @inlinable
    public func and(_ other: Int257) -> Int257 {
        guard !isNotANumber, !other.isNotANumber else { return .notANumber }
        return Int257(
            limb0: limb0 & other.limb0, limb1: limb1 & other.limb1, limb2: limb2 & other.limb2,
            limb3: limb3 & other.limb3, high: high & other.high)
    }

    /// The bits that one or both have.
    @inlinable
    public func or(_ other: Int257) -> Int257 {
        guard !isNotANumber, !other.isNotANumber else { return .notANumber }
        return Int257(
            limb0: limb0 | other.limb0, limb1: limb1 | other.limb1, limb2: limb2 | other.limb2,
            limb3: limb3 | other.limb3, high: high | other.high)
    }

    /// The bits that only one has.
    @inlinable
    public func xor(_ other: Int257) -> Int257 {
        guard !isNotANumber, !other.isNotANumber else { return .notANumber }
        return Int257(
            limb0: limb0 ^ other.limb0, limb1: limb1 ^ other.limb1, limb2: limb2 ^ other.limb2,
            limb3: limb3 ^ other.limb3, high: high ^ other.high)
    }

    /// All bits turned over: −1 less the number.
    @inlinable public var not: Int257 {
        guard !isNotANumber else { return .notANumber }
        return Int257(limb0: ~limb0, limb1: ~limb1, limb2: ~limb2, limb3: ~limb3, high: ~high)
    }

    /// A bit of two's complement, 0…63, the lowest first; false for any other.
    public func bit(_ position: Int) -> Bool {
        (0..<64).contains(position) && limb0 >> UInt64(position) & 1 != 0
    }

    // MARK: - Sizes

    /// Whether so many bits of two's complement hold it. Zero fits in none; NaN never fits.
    @inlinable
    public func fits(signedBits bits: Int) -> Bool {
        if bits >= 257 { return !isNotANumber }
        return bitSize(signed: true).map { $0 <= max(bits, 0) } ?? false
    }

    /// Whether so many bits hold it without a sign. Zero fits in none; NaN and what is below zero never fit.
    @inlinable
    public func fits(unsignedBits bits: Int) -> Bool {
        if bits >= 256 { return high == 0 }
        return bitSize(signed: false).map { $0 <= max(bits, 0) } ?? false
    }

    /// The fewest bits that hold it: of two's complement, or without a sign. 0 for zero; nil for NaN, and without a sign
    /// for what is below zero.
    @inlinable
    public func bitSize(signed: Bool) -> Int? {
        guard high == 0 || signed && high == -1 else { return nil }
        let fill = UInt64(bitPattern: high)
        let length: Int
        if limb3 != fill {
            length = 256 &- (limb3 ^ fill).leadingZeroBitCount
        } else if limb2 != fill {
            length = 192 &- (limb2 ^ fill).leadingZeroBitCount
        } else if limb1 != fill {
            length = 128 &- (limb1 ^ fill).leadingZeroBitCount
        } else {
            length = 64 &- (limb0 ^ fill).leadingZeroBitCount
        }
        return signed && !isZero ? length &+ 1 : length
    }

    // MARK: - Shifts

    /// 2^exponent. NaN outside 0…255; −2^256 comes from ``minusOne`` by ``shiftLeft(bits:)``.
    @inlinable
    public static func powerOfTwo(_ exponent: Int) -> Int257 {
        guard exponent >= 0, exponent < 256 else { return .notANumber }
        let bit = 1 as UInt64 &<< UInt64(truncatingIfNeeded: exponent & 63)
        return switch exponent &>> 6 {
        case 0: Int257(limb0: bit, limb1: 0, limb2: 0, limb3: 0, high: 0)
        case 1: Int257(limb0: 0, limb1: bit, limb2: 0, limb3: 0, high: 0)
        case 2: Int257(limb0: 0, limb1: 0, limb2: bit, limb3: 0, high: 0)
        default: Int257(limb0: 0, limb1: 0, limb2: 0, limb3: bit, high: 0)
        }
    }

    /// The number times 2^bits. NaN for a negative count, and for zero by 260 bits or more, too: the reference's
    /// numbers, of five digits to the base 2^52, have no room to move it so far.
    @inlinable
    public func shiftLeft(bits: Int) -> Int257 {
        if isSmall, bits >= 0, bits < 64 {
            let value = Int64(bitPattern: limb0)
            let shifted = value &<< Int64(truncatingIfNeeded: bits)
            if shifted &>> Int64(truncatingIfNeeded: bits) == value { return Int257(shifted) }
        }
        return shiftLeftAll(bits: bits)
    }

    /// The number divided by 2^bits. NaN for a negative count.
    @inlinable
    public func shiftRight(bits: Int, rounding: Rounding = .floor) -> Int257 {
        if rounding == .floor, isSmall, bits >= 0 {
            return Int257(Int64(bitPattern: limb0) &>> Int64(truncatingIfNeeded: min(bits, 63)))
        }
        return shiftRightAll(bits: bits, rounding: rounding)
    }

    /// What is left of the number divided by 2^bits, for 0…256 bits; NaN for another count. Rounded to the nearest it may
    /// be negative, and rounded up it is never above zero.
    @inlinable
    public func moduloPowerOf2(bits: Int, rounding: Rounding = .floor) -> Int257 {
        if rounding == .floor, isSmall, bits >= 0, bits < 64 {
            return Int257(limb0 & ((1 as UInt64 &<< UInt64(truncatingIfNeeded: bits)) &- 1))
        }
        return moduloPowerOf2All(bits: bits, rounding: rounding)
    }

    @usableFromInline
    @inline(never)
    func shiftLeftAll(bits: Int) -> Int257 {
        guard !isNotANumber, bits >= 0 else { return .notANumber }
        if isZero { return bits < 260 ? self : .notANumber }
        guard bits <= 256 else { return .notANumber }
        return WideInteger(self).shiftedLeft(bits).narrowed
    }

    @usableFromInline
    @inline(never)
    func shiftRightAll(bits: Int, rounding: Rounding) -> Int257 {
        guard !isNotANumber, bits >= 0 else { return .notANumber }
        // Beyond 257 all bits are alike, and so are the results.
        return WideInteger(self).shiftedRight(min(bits, 320), rounding).narrowed
    }

    @usableFromInline
    @inline(never)
    func moduloPowerOf2All(bits: Int, rounding: Rounding) -> Int257 {
        guard !isNotANumber, bits >= 0, bits <= 256 else { return .notANumber }
        return WideInteger(self).modulo(bits, rounding)
    }

    // MARK: - NaN in old machines

    /// What NaN becomes shifted left, where a version of the machine (below 13 or 14, by instruction) doesn't look for it:
    /// 52 bits or more bring digits that are zero into the reference's number without digits, which makes it zero.
    public static func notANumberShiftedLeft(bits: Int) -> Int257 {
        bits >= 52 && bits < 312 ? .zero : .notANumber
    }

    /// What NaN becomes shifted right, where a version of the machine (below 13 or 14, by instruction) doesn't look for
    /// it: the reference takes it for a small number, and for a negative one where more than 12 bits go.
    public static func notANumberShiftedRight(bits: Int, rounding: Rounding) -> Int257 {
        guard bits > 0 else { return .notANumber }
        return rounding == .floor && bits > 12 ? .minusOne : .zero
    }
}
