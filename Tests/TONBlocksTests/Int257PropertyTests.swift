import SilkTestSupport
import TONBlocks
import TONCells
import Testing

/// 257-bit integers against integers as taught at school, on seeded random numbers with the edges among them.
struct Int257PropertyTests {
    private typealias Model = SchoolbookInteger

    /// A number in range: small, near a power of two or of random length; now and then an end of the range.
    private static func number(_ random: inout SeededGenerator) -> SchoolbookInteger {
        let isNegative = Bool.random(using: &random)
        let value: SchoolbookInteger
        switch Int.random(in: 0..<10, using: &random) {
        case 0: value = Model(isNegative, [UInt32.random(in: 0...10, using: &random)])
        case 1:
            let power = Model.powerOfTwo(Int.random(in: 0...256, using: &random))
            let change = Model(Bool.random(using: &random), [UInt32.random(in: 0...2, using: &random)])
            value = Model(isNegative, (power + change).digits)
        case 2: value = Model(isNegative, Model.powerOfTwo(Int.random(in: 0...256, using: &random)).digits)
        default:
            var digits = (0..<8).map { _ in
                Int.random(in: 0..<4, using: &random) == 0
                    ? (Bool.random(using: &random) ? 0 : .max) : UInt32.random(in: 0 ... .max, using: &random)
            }
            let bits = Int.random(in: 1...256, using: &random)
            digits.removeLast(8 - (bits + 31) / 32)
            digits[digits.count - 1] >>= UInt32(digits.count * 32 - bits)
            value = Model(isNegative, digits)
        }
        return value.fits ? value : Model(true, Model.powerOfTwo(256).digits)
    }

    private static func integer(_ model: SchoolbookInteger) throws -> Int257 {
        try #require(Int257(model.hexadecimal))
    }

    /// How a result must read.
    private static func text(_ model: SchoolbookInteger?) -> String {
        model.map { $0.fits ? $0.hexadecimal : "NaN" } ?? "NaN"
    }

    private static func quotient(
        _ value: SchoolbookInteger, by divisor: SchoolbookInteger, _ rounding: Int257.Rounding
    ) -> (quotient: SchoolbookInteger, remainder: SchoolbookInteger)? {
        guard divisor != .zero else { return nil }
        let quotient =
            switch rounding {
            case .floor: value.floored(by: divisor)
            case .nearest: value.rounded(by: divisor)
            case .ceiling: value.ceiled(by: divisor)
            }
        return (quotient, value - quotient * divisor)
    }

    private static func expect(
        _ found: (quotient: Int257, remainder: Int257), _ value: SchoolbookInteger, by divisor: SchoolbookInteger,
        _ rounding: Int257.Rounding, location: SourceLocation = #_sourceLocation
    ) {
        let expected = quotient(value, by: divisor, rounding)
        let comment: Comment = "\(value.hexadecimal) by \(divisor.hexadecimal), \(rounding)"
        #expect(found.quotient.description == text(expected?.quotient), comment, sourceLocation: location)
        #expect(found.remainder.description == text(expected?.remainder), comment, sourceLocation: location)
    }

    @Test("sums, products, order and texts", arguments: 0..<4)
    func arithmetic(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<1000 {
            let (a, b) = (Self.number(&random), Self.number(&random))
            let (x, y) = (try Self.integer(a), try Self.integer(b))
            #expect(x.description == a.hexadecimal)
            #expect(x.decimal == a.decimal)
            #expect(Int257(a.decimal) == x)
            #expect(x.adding(y).description == Self.text(a + b))
            #expect(x.subtracting(y).description == Self.text(a - b))
            #expect(x.multiplied(by: y).description == Self.text(a * b))
            #expect(x.negated.description == Self.text(a.negated))
            #expect(x.absolute.description == Self.text(Model(false, a.digits)))
            let difference = a - b
            #expect(x.compare(y) == (difference == .zero ? 0 : (difference.isNegative ? -1 : 1)))
            #expect((x < y) == difference.isNegative)
            #expect((x == y) == (difference == .zero))
            #expect(x.signum == (a == .zero ? 0 : (a.isNegative ? -1 : 1)))
            #expect(x.isNegative == a.isNegative && x.isZero == (a == .zero))
            #expect(x.isOdd == a.bits(1)[0])
            let fitsInt64 = !(a + .powerOfTwo(63)).isNegative && (a - .powerOfTwo(63)).isNegative
            #expect((x.smallValue != nil) == fitsInt64)
            if let small = x.smallValue { #expect(Int257(small) == x && "\(small)" == a.decimal) }
        }
    }

    @Test("divisions", arguments: [Int257.Rounding.floor, .nearest, .ceiling])
    func divisions(rounding: Int257.Rounding) throws {
        var random = SeededGenerator(seed: 77)
        for _ in 0..<400 {
            let (a, b, c, d) = (
                Self.number(&random), Self.number(&random), Self.number(&random), Self.number(&random)
            )
            let (x, y, w, z) = (
                try Self.integer(a), try Self.integer(b), try Self.integer(c), try Self.integer(d)
            )
            Self.expect(x.dividedBy(z, rounding: rounding), a, by: d, rounding)
            Self.expect(Int257.addDivide(x, w, by: z, rounding: rounding), a + c, by: d, rounding)
            Self.expect(Int257.multiplyDivide(x, y, by: z, rounding: rounding), a * b, by: d, rounding)
            Self.expect(Int257.multiplyDivide(x, y, add: w, by: z, rounding: rounding), a * b + c, by: d, rounding)
            let bits = Int.random(in: 0...256, using: &random)
            let power = Model.powerOfTwo(bits)
            Self.expect(Int257.shiftLeftDivide(x, bits: bits, by: z, rounding: rounding), a * power, by: d, rounding)
            Self.expect(
                Int257.shiftLeftDivide(x, bits: bits, add: w, by: z, rounding: rounding), a * power + c, by: d,
                rounding)
        }
    }

    @Test("halves, with every sign", arguments: [Int257.Rounding.floor, .nearest, .ceiling])
    func halves(rounding: Int257.Rounding) throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<100 {
            // An even divisor times a number and a half of it, and one more or less.
            let half = Self.number(&random)
            let divisor = half + half
            let value =
                divisor * Self.number(&random) + half
                + Model(Bool.random(using: &random), [UInt32.random(in: 0...1, using: &random)])
            guard divisor.fits, value.fits else { continue }
            Self.expect(
                try Self.integer(value).dividedBy(try Self.integer(divisor), rounding: rounding), value, by: divisor,
                rounding)
        }
        for value in -9...9 {
            for divisor in [-6, -4, -3, -2, -1, 1, 2, 3, 4, 6] {
                func model(_ value: Int) -> SchoolbookInteger { Model(value < 0, [UInt32(value.magnitude)]) }
                Self.expect(
                    Int257(value).dividedBy(Int257(divisor), rounding: rounding), model(value), by: model(divisor),
                    rounding)
                Self.expect(
                    Int257.multiplyDivide(
                        Int257(value), Int257(3), add: Int257(-1), by: Int257(divisor), rounding: rounding),
                    model(value * 3 - 1), by: model(divisor), rounding)
            }
        }
    }

    @Test("shifts", arguments: [Int257.Rounding.floor, .nearest, .ceiling])
    func shifts(rounding: Int257.Rounding) throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let (a, b, c) = (Self.number(&random), Self.number(&random), Self.number(&random))
            let (x, y, w) = (try Self.integer(a), try Self.integer(b), try Self.integer(c))
            let bits = Int.random(in: 0...256, using: &random)
            let power = Model.powerOfTwo(bits)
            Self.expect(
                (x.shiftRight(bits: bits, rounding: rounding), x.moduloPowerOf2(bits: bits, rounding: rounding)), a,
                by: power, rounding)
            Self.expect(
                Int257.multiplyShiftRight(x, y, bits: bits, rounding: rounding), a * b, by: power, rounding)
            Self.expect(
                Int257.multiplyShiftRight(x, y, add: w, bits: bits, rounding: rounding), a * b + c, by: power, rounding)
            // Summands that nearly cancel are another matter.
            if a.isNegative == c.isNegative {
                Self.expect(Int257.addShiftRight(x, w, bits: bits, rounding: rounding), a + c, by: power, rounding)
            }
            let far = Int.random(in: 0...1023, using: &random)
            if a != .zero { #expect(x.shiftLeft(bits: far).description == Self.text(a * .powerOfTwo(far))) }
            #expect(
                x.shiftRight(bits: far, rounding: rounding).description
                    == Self.text(Self.quotient(a, by: .powerOfTwo(far), rounding)?.quotient))
        }
    }

    @Test("bits and sizes")
    func bits() throws {
        var random = SeededGenerator(seed: 9)
        for _ in 0..<500 {
            let (a, b) = (Self.number(&random), Self.number(&random))
            let (x, y) = (try Self.integer(a), try Self.integer(b))
            let (first, second) = (a.bits(257), b.bits(257))
            try Self.expect(x.and(y), zip(first, second).map { $0 && $1 })
            try Self.expect(x.or(y), zip(first, second).map { $0 || $1 })
            try Self.expect(x.xor(y), zip(first, second).map { $0 != $1 })
            try Self.expect(x.not, first.map { !$0 })
            // The sign, and what comes below the last bit that isn't like it.
            let length = (first.lastIndex { $0 != a.isNegative } ?? -1) + 1
            #expect(x.bitSize(signed: true) == (a == .zero ? 0 : length + 1))
            #expect(x.bitSize(signed: false) == (a.isNegative ? nil : length))
            for bits in [0, 1, length - 1, length, length + 1, length + 2, 255, 256, 257, 300] {
                #expect(x.fits(signedBits: bits) == (a == .zero || bits > length))
                #expect(x.fits(unsignedBits: bits) == (!a.isNegative && bits >= length || a == .zero))
            }
        }
    }

    private static func expect(_ found: Int257, _ bits: [Bool]) throws {
        var builder = CellBuilder()
        for bit in bits.reversed() { try builder.store(bit: bit) }
        var slice = try builder.build().slice()
        #expect(try slice.loadInt257(bits: 257) == found)
    }

    @Test("through cells")
    func cells() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<500 {
            let a = Self.number(&random)
            let x = try Self.integer(a)
            let offset = Int.random(in: 0...100, using: &random)
            for isSigned in [true, false] where isSigned || !a.isNegative {
                let least = try #require(x.bitSize(signed: isSigned))
                let width = Int.random(in: least...(isSigned ? 257 : 256), using: &random)
                var builder = CellBuilder()
                for _ in 0..<offset { try builder.store(bit: true) }
                try isSigned ? builder.store(x, signedBits: width) : builder.store(x, unsignedBits: width)
                try builder.store(bit: true)
                var slice = try builder.build().slice()
                try slice.skip(bits: offset)
                var bits = slice
                for expected in a.bits(width).reversed() { #expect(try bits.loadBit() == expected) }
                let read = isSigned ? try slice.loadInt257(bits: width) : try slice.loadUInt256(bits: width)
                #expect(read == x)
                #expect(slice.remainingBits == 1)
            }
        }
    }
}
