/// An integer of the TVM: 257 bits with sign. Only carried, not computed with.
public struct StackInteger: Hashable, Sendable {
    /// Whether it is below zero; zero isn't.
    public let isNegative: Bool
    // The absolute value, most significant byte first, without leading zeros: zero is empty.
    private let magnitude: [UInt8]

    private static let maximumBytes = 32

    /// Reads `0x12a`, `-0x1` or decimal digits with or without a minus; nil for anything else, and beyond
    /// −2^256 … 2^256 − 1.
    public init?(_ text: some StringProtocol) {
        var digits = Substring(text)
        let isNegative = digits.hasPrefix("-")
        if isNegative { digits = digits.dropFirst() }
        let radix: UInt32 = digits.hasPrefix("0x") ? 16 : 10
        if radix == 16 { digits = digits.dropFirst(2) }
        // So many digits can't fit in any case, and cost quadratic time.
        guard !digits.isEmpty, digits.utf8.count <= 80 else { return nil }
        var little: [UInt8] = []
        for character in digits.utf8 {
            guard var carry = Self.value(of: character), carry < radix else { return nil }
            for position in little.indices {
                carry += UInt32(little[position]) * radix
                little[position] = UInt8(truncatingIfNeeded: carry)
                carry >>= 8
            }
            if carry > 0 { little.append(UInt8(truncatingIfNeeded: carry)) }
        }
        self.init(isNegative: isNegative, magnitude: little.reversed())
    }

    /// Takes an integer of any width; nil beyond 257 bits.
    public init?(exactly value: some BinaryInteger) {
        var little: [UInt8] = []
        let magnitude = value.magnitude
        for word in magnitude.words {
            for shift in stride(from: UInt(0), to: UInt(UInt.bitWidth), by: 8) {
                little.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        while little.last == 0 { little.removeLast() }
        self.init(isNegative: value < 0, magnitude: little.reversed())
    }

    /// Takes an unsigned number of 256 bits, most significant byte first; nil for more than 32 bytes.
    public init?(unsigned bytes: some Sequence<UInt8>) {
        self.init(isNegative: false, magnitude: Array(bytes.drop { $0 == 0 }))
    }

    private init?(isNegative: Bool, magnitude: [UInt8]) {
        if magnitude.count > Self.maximumBytes {
            // −2^256 alone needs one bit more.
            guard isNegative, magnitude.first == 1, magnitude.count == Self.maximumBytes + 1,
                magnitude.dropFirst().allSatisfy({ $0 == 0 })
            else { return nil }
        }
        self.isNegative = isNegative && !magnitude.isEmpty
        self.magnitude = magnitude
    }

    /// The number in a narrower type; nil where it doesn't fit.
    public func exactly<Value: FixedWidthInteger>(as type: Value.Type = Value.self) -> Value? {
        guard magnitude.count * 8 <= Value.bitWidth else { return nil }
        let absolute = magnitude.reduce(Value.Magnitude.zero) { $0 << 8 | Value.Magnitude(truncatingIfNeeded: $1) }
        guard isNegative else { return Value(exactly: absolute) }
        guard Value.isSigned else { return nil }
        return absolute == Value.min.magnitude ? Value.min : Value(exactly: absolute).map { 0 - $0 }
    }

    /// The number as 32 bytes, most significant first, as hashes and keys come; nil below zero.
    public var unsignedBytes: [UInt8]? {
        guard !isNegative, magnitude.count <= Self.maximumBytes else { return nil }
        return [UInt8](repeating: 0, count: Self.maximumBytes - magnitude.count) + magnitude
    }

    /// Takes 257 bits of two's complement: the sign, and 32 bytes, most significant first; nil for another number of
    /// bytes.
    init?(sign: Bool, bytes: [UInt8]) {
        guard bytes.count == Self.maximumBytes else { return nil }
        guard sign else {
            self.init(unsigned: bytes)
            return
        }
        let absolute = Self.complement(bytes)
        // No bit is set in −2^256 but the sign.
        self.init(
            isNegative: true,
            magnitude: absolute.allSatisfy { $0 == 0 } ? [1] + absolute : Array(absolute.drop { $0 == 0 }))
    }

    /// The 257 bits of two's complement.
    var twosComplement: (sign: Bool, bytes: [UInt8]) {
        let low = Array(magnitude.suffix(Self.maximumBytes))
        let padded = [UInt8](repeating: 0, count: Self.maximumBytes - low.count) + low
        return (isNegative, isNegative ? Self.complement(padded) : padded)
    }

    /// 2^(8·count) less the number, cut to as many bytes.
    private static func complement(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes.map { ~$0 }
        for position in result.indices.reversed() {
            let (sum, carries) = result[position].addingReportingOverflow(1)
            result[position] = sum
            if !carries { break }
        }
        return result
    }

    /// Decimal digits, with a minus below zero.
    public var decimal: String {
        var digits: [UInt8] = []
        var rest = magnitude
        while !rest.isEmpty {
            var remainder: UInt16 = 0
            for position in rest.indices {
                let value = remainder << 8 | UInt16(rest[position])
                rest[position] = UInt8(truncatingIfNeeded: value / 10)
                remainder = value % 10
            }
            digits.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: remainder))
            rest = Array(rest.drop { $0 == 0 })
        }
        let text = digits.isEmpty ? "0" : String(decoding: digits.reversed(), as: UTF8.self)
        return isNegative ? "-" + text : text
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(character - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(character - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

extension StackInteger: CustomStringConvertible {
    /// Hexadecimal with `0x`, without leading zeros.
    public var description: String {
        let digits = magnitude.enumerated().map { position, byte in
            let text = String(byte, radix: 16)
            return position > 0 && text.count == 1 ? "0" + text : text
        }
        return (isNegative ? "-0x" : "0x") + (digits.isEmpty ? "0" : digits.joined())
    }
}
