/// An element of the prime field below BLS12-381: an integer modulo
/// p = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab.
///
/// Six 64-bit words, the least significant first, hold the value times 2^384 (Montgomery's form), always below p, so
/// that equal elements have equal words. Nothing here allocates, and nothing takes care to run in constant time.
struct Fp: Equatable, Sendable {
    var w0: UInt64
    var w1: UInt64
    var w2: UInt64
    var w3: UInt64
    var w4: UInt64
    var w5: UInt64

    @inline(__always)
    private init(words w0: UInt64, _ w1: UInt64, _ w2: UInt64, _ w3: UInt64, _ w4: UInt64, _ w5: UInt64) {
        (self.w0, self.w1, self.w2, self.w3, self.w4, self.w5) = (w0, w1, w2, w3, w4, w5)
    }

    // The modulus, least significant word first. Literals, because a static would be looked up each time.
    @inline(__always) private static var p0: UInt64 { 0xb9fe_ffff_ffff_aaab }
    @inline(__always) private static var p1: UInt64 { 0x1eab_fffe_b153_ffff }
    @inline(__always) private static var p2: UInt64 { 0x6730_d2a0_f6b0_f624 }
    @inline(__always) private static var p3: UInt64 { 0x6477_4b84_f385_12bf }
    @inline(__always) private static var p4: UInt64 { 0x4b1b_a7b6_434b_acd7 }
    @inline(__always) private static var p5: UInt64 { 0x1a01_11ea_397f_e69a }

    /// -1/p modulo 2^64.
    @inline(__always) private static var negatedInverse: UInt64 { 0x89f3_fffc_fffc_fffd }

    /// 2^768 modulo p: a product with it brings words into Montgomery's form.
    private static var radixSquared: Fp {
        Fp(
            words: 0xf4df_1f34_1c34_1746, 0x0a76_e6a6_09d1_04f1, 0x8de5_476c_4c95_b6d5,
            0x67eb_88a9_939d_83c0, 0x9a79_3e85_b519_952d, 0x1198_8fe5_92ca_e3aa)
    }

    static var zero: Fp { Fp(words: 0, 0, 0, 0, 0, 0) }

    static var one: Fp {
        Fp(
            words: 0x7609_0000_0002_fffd, 0xebf4_000b_c40c_0002, 0x5f48_9857_53c7_58ba,
            0x77ce_5853_7052_5745, 0x5c07_1a97_a256_ec6d, 0x15f6_5ec3_fa80_e493)
    }

    /// A small integer.
    init(_ value: UInt64) {
        self = Fp(words: value, 0, 0, 0, 0, 0) * Self.radixSquared
    }

    /// An integer of 384 bits modulo p, its most significant word first, as numbers are printed.
    init(_ w5: UInt64, _ w4: UInt64, _ w3: UInt64, _ w2: UInt64, _ w1: UInt64, _ w0: UInt64) {
        var words = Fp(words: w0, w1, w2, w3, w4, w5)
        // 2^384 is less than ten times the modulus.
        while true {
            let (difference, borrow) = words.subtractingModulus()
            if borrow != 0 { break }
            words = difference
        }
        self = words * Self.radixSquared
    }

    /// The integer below p, its least significant word first.
    var canonicalWords: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) {
        let value = self * Fp(words: 1, 0, 0, 0, 0, 0)
        return (value.w0, value.w1, value.w2, value.w3, value.w4, value.w5)
    }

    /// Whether the integer is below p: what ``init(_:_:_:_:_:_:)`` takes without reducing it.
    static func isCanonical(
        _ w5: UInt64, _ w4: UInt64, _ w3: UInt64, _ w2: UInt64, _ w1: UInt64, _ w0: UInt64
    ) -> Bool {
        Fp(words: w0, w1, w2, w3, w4, w5).subtractingModulus().borrow != 0
    }

    /// The element times 2^384.
    var timesRadix: Fp { self * Self.radixSquared }

    @inline(__always)
    var isZero: Bool { w0 | w1 | w2 | w3 | w4 | w5 == 0 }

    @inline(__always)
    private func subtractingModulus() -> (difference: Fp, borrow: UInt64) {
        var borrow: UInt64 = 0
        let d0 = Self.subtract(w0, Self.p0, &borrow)
        let d1 = Self.subtract(w1, Self.p1, &borrow)
        let d2 = Self.subtract(w2, Self.p2, &borrow)
        let d3 = Self.subtract(w3, Self.p3, &borrow)
        let d4 = Self.subtract(w4, Self.p4, &borrow)
        let d5 = Self.subtract(w5, Self.p5, &borrow)
        return (Fp(words: d0, d1, d2, d3, d4, d5), borrow)
    }

    /// A value below 2p, brought below p.
    @inline(__always)
    private var reducedOnce: Fp {
        let (difference, borrow) = subtractingModulus()
        // No branch: which way it goes can't be predicted.
        let keep = 0 &- borrow
        return Fp(
            words: w0 & keep | difference.w0 & ~keep, w1 & keep | difference.w1 & ~keep,
            w2 & keep | difference.w2 & ~keep, w3 & keep | difference.w3 & ~keep,
            w4 & keep | difference.w4 & ~keep, w5 & keep | difference.w5 & ~keep)
    }

    @inline(__always)
    static func + (left: Fp, right: Fp) -> Fp {
        // Two values below p need 382 bits: nothing is carried out.
        var carry: UInt64 = 0
        let s0 = add(left.w0, right.w0, &carry)
        let s1 = add(left.w1, right.w1, &carry)
        let s2 = add(left.w2, right.w2, &carry)
        let s3 = add(left.w3, right.w3, &carry)
        let s4 = add(left.w4, right.w4, &carry)
        let s5 = add(left.w5, right.w5, &carry)
        return Fp(words: s0, s1, s2, s3, s4, s5).reducedOnce
    }

    @inline(__always)
    static func - (left: Fp, right: Fp) -> Fp {
        var borrow: UInt64 = 0
        let d0 = subtract(left.w0, right.w0, &borrow)
        let d1 = subtract(left.w1, right.w1, &borrow)
        let d2 = subtract(left.w2, right.w2, &borrow)
        let d3 = subtract(left.w3, right.w3, &borrow)
        let d4 = subtract(left.w4, right.w4, &borrow)
        let d5 = subtract(left.w5, right.w5, &borrow)
        let mask = 0 &- borrow
        var carry: UInt64 = 0
        let s0 = add(d0, p0 & mask, &carry)
        let s1 = add(d1, p1 & mask, &carry)
        let s2 = add(d2, p2 & mask, &carry)
        let s3 = add(d3, p3 & mask, &carry)
        let s4 = add(d4, p4 & mask, &carry)
        let s5 = add(d5, p5 & mask, &carry)
        return Fp(words: s0, s1, s2, s3, s4, s5)
    }

    var negated: Fp { Fp.zero - self }

    var doubled: Fp { self + self }

    var squared: Fp { self * self }

    /// The product, each word of `right` multiplied in and the lowest word reduced away in turn (Montgomery's
    /// multiplication with interleaved reduction). The modulus leaves two bits of its highest word free, so that the
    /// running sum never needs a seventh word.
    static func * (left: Fp, right: Fp) -> Fp {
        var sum = Fp.zero
        sum.multiplyInto(left, right.w0)
        sum.multiplyInto(left, right.w1)
        sum.multiplyInto(left, right.w2)
        sum.multiplyInto(left, right.w3)
        sum.multiplyInto(left, right.w4)
        sum.multiplyInto(left, right.w5)
        return sum.reducedOnce
    }

    /// Adds `left * word` and the multiple of p that makes the lowest word zero, then drops that word.
    @inline(__always)
    private mutating func multiplyInto(_ left: Fp, _ word: UInt64) {
        var high: UInt64 = 0
        var carry: UInt64 = 0
        let t0 = Self.multiplyAdd(w0, left.w0, word, &high)
        let factor = t0 &* Self.negatedInverse
        _ = Self.multiplyAdd(t0, factor, Self.p0, &carry)
        let t1 = Self.multiplyAdd(w1, left.w1, word, &high)
        w0 = Self.multiplyAdd(t1, factor, Self.p1, &carry)
        let t2 = Self.multiplyAdd(w2, left.w2, word, &high)
        w1 = Self.multiplyAdd(t2, factor, Self.p2, &carry)
        let t3 = Self.multiplyAdd(w3, left.w3, word, &high)
        w2 = Self.multiplyAdd(t3, factor, Self.p3, &carry)
        let t4 = Self.multiplyAdd(w4, left.w4, word, &high)
        w3 = Self.multiplyAdd(t4, factor, Self.p4, &carry)
        let t5 = Self.multiplyAdd(w5, left.w5, word, &high)
        w4 = Self.multiplyAdd(t5, factor, Self.p5, &carry)
        w5 = high &+ carry
    }

    // UInt128 is put together and taken apart by its halves: its generic conversions cost twenty times as much where
    // nothing is optimised, as in tests.

    @inline(__always)
    private static func add(_ left: UInt64, _ right: UInt64, _ carry: inout UInt64) -> UInt64 {
        let sum =
            UInt128(_low: left, _high: 0) &+ UInt128(_low: right, _high: 0) &+ UInt128(_low: carry, _high: 0)
        carry = sum._high
        return sum._low
    }

    @inline(__always)
    private static func subtract(_ left: UInt64, _ right: UInt64, _ borrow: inout UInt64) -> UInt64 {
        let difference =
            UInt128(_low: left, _high: 0) &- UInt128(_low: right, _high: 0) &- UInt128(_low: borrow, _high: 0)
        borrow = difference._high & 1
        return difference._low
    }

    /// `sum + left * right + carry`, which always fits two words; the upper one becomes the carry.
    @inline(__always)
    private static func multiplyAdd(_ sum: UInt64, _ left: UInt64, _ right: UInt64, _ carry: inout UInt64) -> UInt64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        let wide =
            UInt128(_low: low, _high: high) &+ UInt128(_low: sum, _high: 0) &+ UInt128(_low: carry, _high: 0)
        carry = wide._high
        return wide._low
    }
}
