extension Int257 {
    /// Reads `0x12a`, `-0x1` or decimal digits with or without a minus; nil for anything else, and beyond
    /// −2^256 … 2^256 − 1. Takes time in proportion to the text.
    public init?(_ text: some StringProtocol) {
        var digits = Substring(text)
        let isNegative = digits.hasPrefix("-")
        if isNegative { digits = digits.dropFirst() }
        let radix: UInt64 = digits.hasPrefix("0x") ? 16 : 10
        if radix == 16 { digits = digits.dropFirst(2) }
        guard !digits.isEmpty else { return nil }
        var magnitude = Int257.zero
        for character in digits.utf8 {
            guard let digit = Self.digit(character), digit < radix, magnitude.append(digit, radix: radix) else {
                return nil
            }
        }
        // NaN stands for 2^256, which has a number below zero alone.
        guard isNegative else {
            guard !magnitude.isNotANumber else { return nil }
            self = magnitude
            return
        }
        self = magnitude.isNotANumber ? .minimum : magnitude.negated
    }

    /// Appends a digit to a number of 256 bits, and tells whether there was room. 2^256 itself becomes NaN.
    private mutating func append(_ digit: UInt64, radix: UInt64) -> Bool {
        guard !isNotANumber else { return false }
        var carry = digit
        func step(_ limb: inout UInt64) {
            let product = limb.multipliedFullWidth(by: radix)
            let (sum, overflow) = product.low.addingReportingOverflow(carry)
            limb = sum
            carry = product.high &+ (overflow ? 1 : 0)
        }
        step(&limb0)
        step(&limb1)
        step(&limb2)
        step(&limb3)
        if carry == 1, isZero {
            self = .notANumber
            return true
        }
        return carry == 0
    }

    private static func digit(_ character: UInt8) -> UInt64? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(character - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(character - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(character - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// Decimal digits, with a minus below zero; `NaN` where there is no number.
    public var decimal: String {
        if let smallValue { return String(smallValue) }
        guard !isNotANumber else { return "NaN" }
        var rest = WideInteger(self)
        if isNegative { rest.negate() }
        var divisor = WideInteger()
        divisor[0] = 10_000_000_000_000_000_000
        var groups: [String] = []
        while rest.significantLimbs > 1 || rest[0] >= divisor[0] {
            let (quotient, remainder) = rest.dividedUnsigned(by: divisor)
            let digits = String(remainder[0])
            groups.append(String(repeating: "0", count: 19 - digits.count) + digits)
            rest = quotient
        }
        return (isNegative ? "-" : "") + String(rest[0]) + groups.reversed().joined()
    }
}

extension Int257: CustomStringConvertible {
    /// Hexadecimal with `0x`, without leading zeros; `NaN` where there is no number.
    public var description: String {
        guard !isNotANumber else { return "NaN" }
        var absolute = WideInteger(self)
        if isNegative { absolute.negate() }
        var text = isNegative ? "-0x" : "0x"
        let count = absolute.significantLimbs
        guard count > 0 else { return "0x0" }
        for position in stride(from: count - 1, through: 0, by: -1) {
            let digits = String(absolute[position], radix: 16)
            if position < count - 1 { text += String(repeating: "0", count: 16 - digits.count) }
            text += digits
        }
        return text
    }
}
