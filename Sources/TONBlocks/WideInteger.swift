/// An integer of 640 bits in two's complement: what arises between the steps of an arithmetic of 257 bits.
///
/// The largest is below 2^513, so that no step here overflows.
struct WideInteger {
    // Least significant first.
    private var limbs: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

    static let limbCount = 10

    /// Zero.
    init() {
        limbs = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    }

    /// A number, which isn't NaN.
    @inline(__always)
    init(_ value: Int257) {
        let fill = UInt64(bitPattern: value.high)
        limbs = (value.limb0, value.limb1, value.limb2, value.limb3, fill, fill, fill, fill, fill, fill)
    }

    /// The product of two numbers, neither of them NaN.
    init(product left: Int257, _ right: Int257) {
        self.init()
        addRow(left.limb0, right, at: 0)
        addRow(left.limb1, right, at: 1)
        addRow(left.limb2, right, at: 2)
        addRow(left.limb3, right, at: 3)
        // A negative number is its four limbs less 2^256.
        if left.isNegative { subtract(right, at: 4) }
        if right.isNegative { subtract(left, at: 4) }
        if left.isNegative, right.isNegative { self[8] &+= 1 }
        // What was subtracted borrows from all that lies above 2^512.
        self[9] = UInt64(bitPattern: Int64(bitPattern: self[8]) >> 63)
    }

    /// Adds a limb times the four limbs of a number, where nothing was added above.
    @inline(__always)
    private mutating func addRow(_ factor: UInt64, _ value: Int257, at position: Int) {
        var carry: UInt64 = 0
        func step(_ limb: UInt64, _ place: inout UInt64) {
            let product = factor.multipliedFullWidth(by: limb)
            let (low, first) = product.low.addingReportingOverflow(carry)
            let (sum, second) = place.addingReportingOverflow(low)
            // (2^64 − 1)² and two limbs more still fit in two limbs.
            carry = product.high &+ (first ? 1 : 0) &+ (second ? 1 : 0)
            place = sum
        }
        step(value.limb0, &self[position])
        step(value.limb1, &self[position &+ 1])
        step(value.limb2, &self[position &+ 2])
        step(value.limb3, &self[position &+ 3])
        self[position &+ 4] = carry
    }

    /// Subtracts the four limbs of a number, and what they borrow from the next.
    private mutating func subtract(_ value: Int257, at position: Int) {
        var borrow = false
        self[position] = Int257.subtract(self[position], value.limb0, &borrow)
        self[position &+ 1] = Int257.subtract(self[position &+ 1], value.limb1, &borrow)
        self[position &+ 2] = Int257.subtract(self[position &+ 2], value.limb2, &borrow)
        self[position &+ 3] = Int257.subtract(self[position &+ 3], value.limb3, &borrow)
        self[position &+ 4] &-= borrow ? 1 : 0
    }

    /// A limb; positions outside 0…9 don't occur.
    subscript(position: Int) -> UInt64 {
        @inline(__always)
        get {
            withUnsafeBytes(of: limbs) { $0.load(fromByteOffset: position &* 8, as: UInt64.self) }
        }
        @inline(__always)
        set {
            withUnsafeMutableBytes(of: &limbs) {
                $0.storeBytes(of: newValue, toByteOffset: position &* 8, as: UInt64.self)
            }
        }
    }

    var isNegative: Bool { Int64(bitPattern: limbs.9) < 0 }

    /// How many limbs there are up to the highest that isn't zero.
    var significantLimbs: Int {
        var count = Self.limbCount
        while count > 0, self[count &- 1] == 0 { count &-= 1 }
        return count
    }

    /// The number in 257 bits; NaN where it doesn't fit.
    var narrowed: Int257 {
        let fill = limbs.9
        guard fill == 0 || fill == ~0,
            (limbs.4 ^ fill) | (limbs.5 ^ fill) | (limbs.6 ^ fill) | (limbs.7 ^ fill) | (limbs.8 ^ fill) == 0
        else { return .notANumber }
        return Int257(
            limb0: limbs.0, limb1: limbs.1, limb2: limbs.2, limb3: limbs.3, high: Int64(bitPattern: fill))
    }

    // MARK: - Sums

    mutating func add(_ other: WideInteger) {
        var carry = false
        for position in 0..<Self.limbCount { self[position] = Int257.add(self[position], other[position], &carry) }
    }

    mutating func increment() {
        for position in 0..<Self.limbCount {
            self[position] &+= 1
            if self[position] != 0 { return }
        }
    }

    mutating func negate() {
        for position in 0..<Self.limbCount { self[position] = ~self[position] }
        increment()
    }

    // MARK: - Shifts

    func bit(_ position: Int) -> Bool {
        self[position &>> 6] &>> UInt64(truncatingIfNeeded: position & 63) & 1 != 0
    }

    /// Whether one of the lowest bits is set.
    func hasBits(below count: Int) -> Bool {
        let whole = count &>> 6
        for position in 0..<whole where self[position] != 0 { return true }
        let mask = (1 as UInt64 &<< UInt64(truncatingIfNeeded: count & 63)) &- 1
        return count & 63 != 0 && self[whole] & mask != 0
    }

    /// Times 2^bits, for fewer than 640.
    func shiftedLeft(_ bits: Int) -> WideInteger {
        let whole = bits &>> 6
        let shift = UInt64(truncatingIfNeeded: bits & 63)
        var result = WideInteger()
        for position in whole..<Self.limbCount {
            let low = position > whole && shift != 0 ? self[position &- whole &- 1] &>> (64 &- shift) : 0
            result[position] = self[position &- whole] &<< shift | low
        }
        return result
    }

    /// Divided by 2^bits and rounded down, for fewer than 640.
    func shiftedRight(_ bits: Int) -> WideInteger {
        let whole = bits &>> 6
        let shift = UInt64(truncatingIfNeeded: bits & 63)
        let fill: UInt64 = isNegative ? ~0 : 0
        var result = WideInteger()
        for position in 0..<Self.limbCount {
            let source = position &+ whole
            let limb = source < Self.limbCount ? self[source] : fill
            let next = source &+ 1 < Self.limbCount ? self[source &+ 1] : fill
            result[position] = shift == 0 ? limb : limb &>> shift | next &<< (64 &- shift)
        }
        return result
    }

    /// Divided by 2^bits, for fewer than 640.
    func shiftedRight(_ bits: Int, _ rounding: Int257.Rounding) -> WideInteger {
        var result = shiftedRight(bits)
        switch rounding {
        case .floor: break
        case .nearest: if bits > 0, bit(bits &- 1) { result.increment() }
        case .ceiling: if hasBits(below: bits) { result.increment() }
        }
        return result
    }

    /// What is left of a division by 2^bits, for 0…256.
    func modulo(_ bits: Int, _ rounding: Int257.Rounding) -> Int257 {
        let isBelowZero =
            switch rounding {
            case .floor: false
            case .nearest: bits > 0 && bit(bits &- 1)
            case .ceiling: hasBits(below: bits)
            }
        func limb(_ position: Int) -> UInt64 {
            let used = bits &- position &* 64
            if used >= 64 { return self[position] }
            let mask: UInt64 = used <= 0 ? 0 : (1 &<< UInt64(truncatingIfNeeded: used)) &- 1
            return isBelowZero ? self[position] | ~mask : self[position] & mask
        }
        return Int257(
            limb0: limb(0), limb1: limb(1), limb2: limb(2), limb3: limb(3), high: isBelowZero ? -1 : 0)
    }
}
