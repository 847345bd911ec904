extension Int257 {
    /// The sum.
    @inlinable
    public func adding(_ other: Int257) -> Int257 {
        if isSmall, other.isSmall {
            let (sum, overflow) = Int64(bitPattern: limb0).addingReportingOverflow(Int64(bitPattern: other.limb0))
            if !overflow { return Int257(sum) }
        }
        return addingAll(other)
    }

    /// The difference.
    @inlinable
    public func subtracting(_ other: Int257) -> Int257 {
        if isSmall, other.isSmall {
            let (difference, overflow) =
                Int64(bitPattern: limb0).subtractingReportingOverflow(Int64(bitPattern: other.limb0))
            if !overflow { return Int257(difference) }
        }
        return subtractingAll(other)
    }

    /// The product.
    @inlinable
    public func multiplied(by other: Int257) -> Int257 {
        if isSmall, other.isSmall {
            let product = Int64(bitPattern: limb0).multipliedFullWidth(by: Int64(bitPattern: other.limb0))
            let sign = product.high >> 63
            let fill = UInt64(bitPattern: sign)
            return Int257(
                limb0: product.low, limb1: UInt64(bitPattern: product.high), limb2: fill, limb3: fill, high: sign)
        }
        return multipliedAll(by: other)
    }

    /// The number with the other sign. NaN for −2^256, too.
    @inlinable public var negated: Int257 { Int257.zero.subtracting(self) }

    /// The number without its sign. NaN for −2^256, too.
    @inlinable public var absolute: Int257 { isNegative ? negated : self }

    // MARK: - All limbs

    @usableFromInline
    @inline(never)
    func addingAll(_ other: Int257) -> Int257 {
        guard !isNotANumber, !other.isNotANumber else { return .notANumber }
        var carry = false
        let sum0 = Self.add(limb0, other.limb0, &carry)
        let sum1 = Self.add(limb1, other.limb1, &carry)
        let sum2 = Self.add(limb2, other.limb2, &carry)
        let sum3 = Self.add(limb3, other.limb3, &carry)
        return Int257(checked: sum0, sum1, sum2, sum3, high: high &+ other.high &+ (carry ? 1 : 0))
    }

    @usableFromInline
    @inline(never)
    func subtractingAll(_ other: Int257) -> Int257 {
        guard !isNotANumber, !other.isNotANumber else { return .notANumber }
        var borrow = false
        let difference0 = Self.subtract(limb0, other.limb0, &borrow)
        let difference1 = Self.subtract(limb1, other.limb1, &borrow)
        let difference2 = Self.subtract(limb2, other.limb2, &borrow)
        let difference3 = Self.subtract(limb3, other.limb3, &borrow)
        return Int257(
            checked: difference0, difference1, difference2, difference3,
            high: high &- other.high &- (borrow ? 1 : 0))
    }

    @usableFromInline
    @inline(never)
    func multipliedAll(by other: Int257) -> Int257 {
        guard !isNotANumber, !other.isNotANumber else { return .notANumber }
        return WideInteger(product: self, other).narrowed
    }

    @inline(__always)
    static func add(_ left: UInt64, _ right: UInt64, _ carry: inout Bool) -> UInt64 {
        let (sum, first) = left.addingReportingOverflow(right)
        let (result, second) = sum.addingReportingOverflow(carry ? 1 : 0)
        carry = first || second
        return result
    }

    @inline(__always)
    static func subtract(_ left: UInt64, _ right: UInt64, _ borrow: inout Bool) -> UInt64 {
        let (difference, first) = left.subtractingReportingOverflow(right)
        let (result, second) = difference.subtractingReportingOverflow(borrow ? 1 : 0)
        borrow = first || second
        return result
    }
}
