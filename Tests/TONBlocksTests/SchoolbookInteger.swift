/// An integer of any size as it is taught at school: a sign and digits. Slow and plain, to check a fast one by.
struct SchoolbookInteger: Equatable {
    let isNegative: Bool
    /// Digits to the base 2^32, least significant first, without zeros at the end: zero has none.
    let digits: [UInt32]

    static let zero = SchoolbookInteger(false, [])
    static let one = SchoolbookInteger(false, [1])

    init(_ isNegative: Bool, _ digits: [UInt32]) {
        var digits = digits
        while digits.last == 0 { digits.removeLast() }
        self.isNegative = isNegative && !digits.isEmpty
        self.digits = digits
    }

    static func powerOfTwo(_ exponent: Int) -> SchoolbookInteger {
        SchoolbookInteger(
            false, [UInt32](repeating: 0, count: exponent / 32) + [1 << UInt32(exponent % 32)])
    }

    var negated: SchoolbookInteger { SchoolbookInteger(!isNegative, digits) }

    /// Whether it lies in −2^256 … 2^256 − 1.
    var fits: Bool {
        let limit = Self.powerOfTwo(256)
        return isNegative ? Self.compare(digits, limit.digits) <= 0 : Self.compare(digits, limit.digits) < 0
    }

    var hexadecimal: String {
        guard let top = digits.last else { return "0x0" }
        let rest = digits.dropLast().reversed().map { digit in
            let text = String(digit, radix: 16)
            return String(repeating: "0", count: 8 - text.count) + text
        }
        return (isNegative ? "-0x" : "0x") + String(top, radix: 16) + rest.joined()
    }

    var decimal: String {
        var (rest, text) = (digits, "")
        while !rest.isEmpty {
            var carry: UInt64 = 0
            for position in rest.indices.reversed() {
                let value = carry << 32 | UInt64(rest[position])
                rest[position] = UInt32(value / 10)
                carry = value % 10
            }
            text = "\(carry)" + text
            while rest.last == 0 { rest.removeLast() }
        }
        return (isNegative ? "-" : "") + (text.isEmpty ? "0" : text)
    }

    /// The lowest bits of two's complement, least significant first.
    func bits(_ count: Int) -> [Bool] {
        let value = isNegative ? Self.powerOfTwo(count + 1024) + self : self
        return (0..<count).map { position in
            let digit = position / 32 < value.digits.count ? value.digits[position / 32] : 0
            return digit >> UInt32(position % 32) & 1 == 1
        }
    }

    // MARK: - Arithmetic

    static func + (left: SchoolbookInteger, right: SchoolbookInteger) -> SchoolbookInteger {
        if left.isNegative == right.isNegative {
            return SchoolbookInteger(left.isNegative, sum(left.digits, right.digits))
        }
        return compare(left.digits, right.digits) >= 0
            ? SchoolbookInteger(left.isNegative, difference(left.digits, right.digits))
            : SchoolbookInteger(right.isNegative, difference(right.digits, left.digits))
    }

    static func - (left: SchoolbookInteger, right: SchoolbookInteger) -> SchoolbookInteger { left + right.negated }

    static func * (left: SchoolbookInteger, right: SchoolbookInteger) -> SchoolbookInteger {
        var result = [UInt32](repeating: 0, count: left.digits.count + right.digits.count)
        for (i, a) in left.digits.enumerated() {
            var carry: UInt64 = 0
            for (j, b) in right.digits.enumerated() {
                let value = UInt64(a) * UInt64(b) + UInt64(result[i + j]) + carry
                result[i + j] = UInt32(truncatingIfNeeded: value)
                carry = value >> 32
            }
            result[i + right.digits.count] = UInt32(carry)
        }
        return SchoolbookInteger(left.isNegative != right.isNegative, result)
    }

    /// The quotient rounded down, bit by bit; the divisor isn't zero.
    func floored(by divisor: SchoolbookInteger) -> SchoolbookInteger {
        var quotient = [UInt32](repeating: 0, count: digits.count)
        var rest: [UInt32] = []
        for position in digits.indices.reversed() {
            for bit in (0..<32 as Range<UInt32>).reversed() {
                rest = Self.sum(rest, rest)
                if digits[position] >> bit & 1 == 1 { rest = Self.sum(rest, [1]) }
                if Self.compare(rest, divisor.digits) >= 0 {
                    rest = Self.difference(rest, divisor.digits)
                    quotient[position] |= 1 << bit
                }
            }
        }
        guard isNegative != divisor.isNegative else { return SchoolbookInteger(false, quotient) }
        let down = SchoolbookInteger(true, quotient)
        return rest.isEmpty ? down : down - .one
    }

    /// The quotient rounded up: the other side's floor.
    func ceiled(by divisor: SchoolbookInteger) -> SchoolbookInteger { negated.floored(by: divisor).negated }

    /// The quotient and a half, rounded down.
    func rounded(by divisor: SchoolbookInteger) -> SchoolbookInteger {
        (self + self + divisor).floored(by: divisor + divisor)
    }

    // MARK: - Digits

    private static func compare(_ left: [UInt32], _ right: [UInt32]) -> Int {
        if left.count != right.count { return left.count < right.count ? -1 : 1 }
        for position in left.indices.reversed() where left[position] != right[position] {
            return left[position] < right[position] ? -1 : 1
        }
        return 0
    }

    private static func sum(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        var carry: UInt64 = 0
        for position in 0..<max(left.count, right.count) {
            if position < left.count { carry += UInt64(left[position]) }
            if position < right.count { carry += UInt64(right[position]) }
            result.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        if carry > 0 { result.append(UInt32(carry)) }
        return result
    }

    /// The greater less the smaller.
    private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        var borrow: Int64 = 0
        for position in left.indices {
            var value = Int64(left[position]) + borrow - (position < right.count ? Int64(right[position]) : 0)
            borrow = value < 0 ? -1 : 0
            if value < 0 { value += 1 << 32 }
            result.append(UInt32(value))
        }
        while result.last == 0 { result.removeLast() }
        return result
    }
}
