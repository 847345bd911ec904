/// An integer of the TVM: 257 bits in two's complement, or no number (NaN).
///
/// −2^256 … 2^256 − 1. Results that don't fit are NaN, and so is every result of NaN. Nothing here allocates, but texts
/// and arrays of bytes.
@frozen
public struct Int257: Hashable, Sendable {
    // Least significant first.
    @usableFromInline var limb0: UInt64
    @usableFromInline var limb1: UInt64
    @usableFromInline var limb2: UInt64
    @usableFromInline var limb3: UInt64
    /// All bits above: 0, or −1 below zero. NaN has the lowest number here, and no bit set elsewhere.
    @usableFromInline var high: Int64

    @inlinable
    @inline(__always)
    init(limb0: UInt64, limb1: UInt64, limb2: UInt64, limb3: UInt64, high: Int64) {
        self.limb0 = limb0
        self.limb1 = limb1
        self.limb2 = limb2
        self.limb3 = limb3
        self.high = high
    }

    /// The integer with these bits, where `high` tells that they are enough; else NaN.
    @inlinable
    @inline(__always)
    init(checked limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64, _ limb3: UInt64, high: Int64) {
        if high == 0 || high == -1 {
            self.init(limb0: limb0, limb1: limb1, limb2: limb2, limb3: limb3, high: high)
        } else {
            self = .notANumber
        }
    }

    // MARK: - Constants

    /// The result of an arithmetic that has none. It equals itself.
    @inlinable public static var notANumber: Int257 {
        Int257(limb0: 0, limb1: 0, limb2: 0, limb3: 0, high: .min)
    }

    /// 0.
    @inlinable public static var zero: Int257 { Int257(limb0: 0, limb1: 0, limb2: 0, limb3: 0, high: 0) }

    /// 1.
    @inlinable public static var one: Int257 { Int257(limb0: 1, limb1: 0, limb2: 0, limb3: 0, high: 0) }

    /// −1, which is the TVM's true.
    @inlinable public static var minusOne: Int257 { Int257(limb0: ~0, limb1: ~0, limb2: ~0, limb3: ~0, high: -1) }

    /// −2^256.
    @inlinable public static var minimum: Int257 { Int257(limb0: 0, limb1: 0, limb2: 0, limb3: 0, high: -1) }

    /// 2^256 − 1.
    @inlinable public static var maximum: Int257 { Int257(limb0: ~0, limb1: ~0, limb2: ~0, limb3: ~0, high: 0) }

    // MARK: - From other types

    /// The same number.
    @inlinable
    @inline(__always)
    public init(_ value: Int64) {
        let sign = value >> 63
        let fill = UInt64(bitPattern: sign)
        self.init(limb0: UInt64(bitPattern: value), limb1: fill, limb2: fill, limb3: fill, high: sign)
    }

    /// The same number.
    @inlinable
    @inline(__always)
    public init(_ value: Int) {
        self.init(Int64(value))
    }

    /// The same number.
    @inlinable
    @inline(__always)
    public init(_ value: UInt64) {
        self.init(limb0: value, limb1: 0, limb2: 0, limb3: 0, high: 0)
    }

    /// −1 for true and 0 for false, as the TVM has it.
    @inlinable
    @inline(__always)
    public init(_ value: Bool) {
        self.init(value ? -1 as Int64 : 0)
    }

    /// Takes an integer of any width; nil beyond 257 bits.
    public init?(exactly value: some BinaryInteger) {
        let isNegative = value < 0
        let fill: UInt = isNegative ? ~0 : 0
        self.init(isNegative ? -1 as Int64 : 0)
        for (position, word) in value.words.enumerated() {
            switch position {
            case 0: limb0 = UInt64(word)
            case 1: limb1 = UInt64(word)
            case 2: limb2 = UInt64(word)
            case 3: limb3 = UInt64(word)
            default: guard word == fill else { return nil }
            }
        }
    }

    /// Takes an unsigned number of 256 bits, most significant byte first; nil for more, but zeros in front.
    public init?(unsigned bytes: some Sequence<UInt8>) {
        self = .zero
        for byte in bytes {
            guard limb3 >> 56 == 0 else { return nil }
            limb3 = limb3 << 8 | limb2 >> 56
            limb2 = limb2 << 8 | limb1 >> 56
            limb1 = limb1 << 8 | limb0 >> 56
            limb0 = limb0 << 8 | UInt64(byte)
        }
    }

    // MARK: - To other types

    /// Whether the lowest 64 bits tell the whole number.
    @inlinable
    @inline(__always)
    var isSmall: Bool {
        let sign = Int64(bitPattern: limb0) >> 63
        let fill = UInt64(bitPattern: sign)
        return (limb1 ^ fill) | (limb2 ^ fill) | (limb3 ^ fill) | UInt64(bitPattern: high ^ sign) == 0
    }

    /// The number in 64 bits; nil where it doesn't fit, and for NaN.
    @inlinable public var smallValue: Int64? {
        @inline(__always)
        get { isSmall ? Int64(bitPattern: limb0) : nil }
    }

    /// The number in a narrower type; nil where it doesn't fit, and for NaN.
    public func exactly<Value: FixedWidthInteger>(as type: Value.Type = Value.self) -> Value? {
        if let smallValue { return Value(exactly: smallValue) }
        guard isNegative ? Value.isSigned : fits(unsignedBits: Value.bitWidth - (Value.isSigned ? 1 : 0)),
            !isNegative || fits(signedBits: Value.bitWidth)
        else { return nil }
        var value = Value(truncatingIfNeeded: high)
        for limb in [limb3, limb2, limb1, limb0] { value = value << 64 | Value(truncatingIfNeeded: limb) }
        return value
    }

    /// The number as 32 bytes, most significant first, as hashes and keys come; nil below zero and for NaN.
    public var unsignedBytes: [UInt8]? {
        guard high == 0 else { return nil }
        let words = (limb3.bigEndian, limb2.bigEndian, limb1.bigEndian, limb0.bigEndian)
        return withUnsafeBytes(of: words) { Array($0) }
    }

    // MARK: - What it is

    /// Whether it is no number.
    @inlinable public var isNotANumber: Bool {
        @inline(__always)
        get { high == .min }
    }

    /// Whether it is zero.
    @inlinable public var isZero: Bool {
        @inline(__always)
        get { limb0 | limb1 | limb2 | limb3 | UInt64(bitPattern: high) == 0 }
    }

    /// Whether it is below zero; zero and NaN aren't.
    @inlinable public var isNegative: Bool {
        @inline(__always)
        get { high == -1 }
    }

    /// −1, 0 or 1. NaN has no sign, and callers look for it before.
    @inlinable public var signum: Int {
        @inline(__always)
        get { high != 0 ? -1 : (isZero ? 0 : 1) }
    }

    /// Whether the lowest bit is set.
    @inlinable public var isOdd: Bool {
        @inline(__always)
        get { limb0 & 1 != 0 }
    }

    // MARK: - Comparing

    /// −1, 0 or 1, as it is less than, equal to or greater than another. NaN doesn't compare, and callers look for it
    /// before.
    @inlinable
    public func compare(_ other: Int257) -> Int {
        if high != other.high { return high < other.high ? -1 : 1 }
        if limb3 != other.limb3 { return limb3 < other.limb3 ? -1 : 1 }
        if limb2 != other.limb2 { return limb2 < other.limb2 ? -1 : 1 }
        if limb1 != other.limb1 { return limb1 < other.limb1 ? -1 : 1 }
        return limb0 == other.limb0 ? 0 : (limb0 < other.limb0 ? -1 : 1)
    }
}

extension Int257: Comparable {
    /// Whether the first number is less. NaN sorts before all numbers.
    @inlinable
    public static func < (left: Int257, right: Int257) -> Bool { left.compare(right) < 0 }
}
