import TONBlocks
import TONCells
import TONCrypto
import Testing

/// 257-bit integers at their edges. Expected values by hand, and for sums that cancel by the reference's own integers.
struct Int257Tests {
    private static let all: [Int257.Rounding] = [.floor, .nearest, .ceiling]

    @Test("constants")
    func constants() {
        #expect(Int257.zero.decimal == "0" && Int257.one.decimal == "1" && Int257.minusOne.decimal == "-1")
        #expect(Int257.maximum.adding(.one).isNotANumber)
        #expect(Int257.minimum.subtracting(.one).isNotANumber)
        #expect(Int257.maximum.not == .minimum)
        #expect(Int257.maximum.adding(.minimum) == .minusOne)
        #expect(Int257(true) == .minusOne && Int257(false) == .zero)
        #expect(Int257(UInt64.max).decimal == "18446744073709551615")
        #expect(Int257(Int64.min).decimal == "-9223372036854775808")
        #expect(Int257(Int64.min).negated.decimal == "9223372036854775808")
        #expect(Int257(Int64.max).adding(.one).decimal == "9223372036854775808")
        #expect(MemoryLayout<Int257>.size == 40)
    }

    @Test("powers of two")
    func powers() {
        var value = Int257.one
        for exponent in 0..<256 {
            #expect(Int257.powerOfTwo(exponent) == value)
            #expect(Int257.one.shiftLeft(bits: exponent) == value)
            value = value.adding(value)
        }
        #expect(value.isNotANumber)
        for exponent in [-1, 256, 1023, .max, .min] { #expect(Int257.powerOfTwo(exponent).isNotANumber) }
        #expect(Int257.minusOne.shiftLeft(bits: 256) == .minimum)
        #expect(Int257.minusOne.shiftLeft(bits: 257).isNotANumber)
        #expect(Int257.zero.shiftLeft(bits: 259).isZero)
        #expect(Int257.zero.shiftLeft(bits: 260).isNotANumber)
        #expect(Int257.minimum.shiftRight(bits: .max) == .minusOne)
        #expect(Int257.minimum.shiftRight(bits: 257, rounding: .nearest).isZero)
        #expect(Int257.one.shiftLeft(bits: .min).isNotANumber && Int257.one.shiftRight(bits: -1).isNotANumber)
    }

    @Test("quotients that don't fit, and none at all")
    func overflow() {
        for rounding in Self.all {
            let ends = Int257.minimum.dividedBy(.minusOne, rounding: rounding)
            #expect(ends.quotient.isNotANumber && ends.remainder.isZero)
            let small = Int257(Int64.min).dividedBy(.minusOne, rounding: rounding)
            #expect(small.quotient == .powerOfTwo(63) && small.remainder.isZero)
            for value in [Int257.zero, .one, .minimum, .maximum] {
                let none = value.dividedBy(.zero, rounding: rounding)
                #expect(none.quotient.isNotANumber && none.remainder.isNotANumber)
            }
            let product = Int257.multiplyDivide(.minimum, .minimum, by: .minimum, rounding: rounding)
            #expect(product.quotient == .minimum && product.remainder.isZero)
            // −2^256 · (2^256 − 1) is 1 · 2^256 more than −2^512.
            let large = Int257.multiplyDivide(.minimum, .maximum, by: .maximum, rounding: rounding)
            #expect(large.quotient == .minimum && large.remainder.isZero)
            let far = Int257.multiplyShiftRight(.minimum, .minimum, bits: 255, rounding: rounding)
            #expect(far.quotient.isNotANumber && far.remainder.isZero)
            for bits in [-1, 257] {
                let shifted = Int257.multiplyShiftRight(.one, .one, bits: bits, rounding: rounding)
                #expect(shifted.quotient.isNotANumber && shifted.remainder.isNotANumber)
                #expect(Int257.addShiftRight(.one, .one, bits: bits, rounding: rounding).quotient.isNotANumber)
                #expect(Int257.shiftLeftDivide(.one, bits: bits, by: .one, rounding: rounding).quotient.isNotANumber)
                #expect(Int257.one.moduloPowerOf2(bits: bits, rounding: rounding).isNotANumber)
            }
        }
    }

    @Test(
        "quotient and remainder by hand",
        arguments: [
            (7, 2, [(3, 1), (4, -1), (4, -1)]), (-7, 2, [(-4, 1), (-3, -1), (-3, -1)]),
            (7, -2, [(-4, -1), (-3, 1), (-3, 1)]), (-7, -2, [(3, -1), (4, 1), (4, 1)]),
            (4, 3, [(1, 1), (1, 1), (2, -2)]), (-4, 3, [(-2, 2), (-1, -1), (-1, -1)]),
            (6, 3, [(2, 0), (2, 0), (2, 0)]), (1, 10, [(0, 1), (0, 1), (1, -9)]),
            (-1, 10, [(-1, 9), (0, -1), (0, -1)]),
        ] as [(Int, Int, [(Int, Int)])])
    func rounding(value: Int, divisor: Int, expected: [(Int, Int)]) {
        for (rounding, (quotient, remainder)) in zip(Self.all, expected) {
            let small = Int257(value).dividedBy(Int257(divisor), rounding: rounding)
            #expect(small.quotient == Int257(quotient) && small.remainder == Int257(remainder))
            // The same 2^200 times as large.
            let wide = Int257(value).shiftLeft(bits: 200).dividedBy(
                Int257(divisor).shiftLeft(bits: 200), rounding: rounding)
            #expect(wide.quotient == Int257(quotient))
            #expect(wide.remainder == Int257(remainder).shiftLeft(bits: 200))
        }
    }

    @Test("NaN stays NaN")
    func notANumber() {
        let nan = Int257.notANumber
        #expect(nan == nan && nan.isNotANumber && nan.description == "NaN" && nan.decimal == "NaN")
        #expect(!nan.isZero && !nan.isNegative && nan.smallValue == nil && nan.unsignedBytes == nil)
        #expect(nan.exactly(as: Int64.self) == nil && nan.exactly(as: UInt128.self) == nil)
        #expect(!nan.fits(signedBits: 1000) && !nan.fits(unsignedBits: 1000))
        #expect(nan.bitSize(signed: true) == nil && nan.bitSize(signed: false) == nil)
        for other in [Int257.zero, .one, .minusOne, .minimum, .maximum, nan] {
            let results = [
                nan.adding(other), other.adding(nan), nan.subtracting(other), other.subtracting(nan),
                nan.multiplied(by: other), other.multiplied(by: nan), nan.and(other), other.and(nan), nan.or(other),
                other.or(nan), nan.xor(other), other.xor(nan), nan.not, nan.negated, nan.absolute,
                nan.shiftLeft(bits: 1), nan.shiftRight(bits: 1), nan.moduloPowerOf2(bits: 1),
            ]
            for result in results { #expect(result.isNotANumber) }
            for rounding in Self.all {
                let pairs = [
                    nan.dividedBy(other, rounding: rounding), other.dividedBy(nan, rounding: rounding),
                    Int257.addDivide(other, nan, by: .one, rounding: rounding),
                    Int257.multiplyDivide(other, .one, add: nan, by: .one, rounding: rounding),
                    Int257.multiplyDivide(.one, other, by: nan, rounding: rounding),
                    Int257.shiftLeftDivide(other, bits: 1, add: nan, by: .one, rounding: rounding),
                    Int257.multiplyShiftRight(other, nan, bits: 1, rounding: rounding),
                    Int257.addShiftRight(nan, other, bits: 1, rounding: rounding),
                ]
                for pair in pairs { #expect(pair.quotient.isNotANumber && pair.remainder.isNotANumber) }
            }
        }
    }

    @Test("NaN in old machines, as the reference's integers have it")
    func oldNotANumber() {
        for bits in 0...1023 {
            #expect(Int257.notANumberShiftedLeft(bits: bits) == (52..<312 ~= bits ? .zero : .notANumber))
            let floor = Int257.notANumberShiftedRight(bits: bits, rounding: .floor)
            #expect(floor == (bits == 0 ? .notANumber : (bits < 13 ? .zero : .minusOne)))
            for rounding in [Int257.Rounding.nearest, .ceiling] {
                let other = Int257.notANumberShiftedRight(bits: bits, rounding: rounding)
                #expect(other == (bits == 0 ? .notANumber : .zero))
            }
        }
    }

    @Test(
        "sums that cancel, shifted far, as the reference's integers have it",
        arguments: [
            ("-181819776045646087614551", "181819776045646087614552", 256, Int257.Rounding.ceiling, 0),
            (
                "-10899789078351633510934019315434021500", "10899789078351633510934019315434021498", 210, .floor, 0
            ),
            // One digit is enough, so the sign is right; and so it is where fewer bits go.
            ("3", "-5", 100, .floor, -1),
            ("1152921504606846976", "-1152921504606846981", 116, .floor, -1),
            ("1152921504606846976", "-1152921504606846981", 117, .floor, 0),
            // Half of 2^52 has two digits, and its negative one.
            ("2251799813685248", "-2251799813685248", 117, .ceiling, 1),
            ("2251799813685248", "-2251799813685248", 116, .ceiling, 0),
        ] as [(String, String, Int, Int257.Rounding, Int)])
    func cancelling(x: String, w: String, bits: Int, rounding: Int257.Rounding, quotient: Int) throws {
        let (x, w) = (try #require(Int257(x)), try #require(Int257(w)))
        let found = Int257.addShiftRight(x, w, bits: bits, rounding: rounding)
        #expect(found.quotient == Int257(quotient))
        #expect(found.remainder == x.adding(w).moduloPowerOf2(bits: bits, rounding: rounding))
        let ends = Int257.addShiftRight(.maximum, .maximum, bits: 256, rounding: rounding)
        #expect(ends.quotient == (rounding == .floor ? .one : Int257(2)))
    }

    @Test("what doesn't fit in cells leaves them as they were")
    func refusedByCells() throws {
        var builder = CellBuilder()
        try builder.store(5, bits: 3)
        let before = builder.bitCount
        for value in [Int257.minusOne, .minimum, .maximum, .notANumber, Int257(256)] {
            #expect(throws: CellError.outOfRange("\(value) does not fit in 8 bits")) {
                try builder.store(value, unsignedBits: 8)
            }
        }
        for value in [Int257.minimum, .maximum, .notANumber, Int257(128), Int257(-129)] {
            #expect(throws: CellError.outOfRange("\(value) does not fit in 8 signed bits")) {
                try builder.store(value, signedBits: 8)
            }
        }
        for bits in [-1, 258, .max, .min] {
            #expect(throws: CellError.self) { try builder.store(.zero, signedBits: bits) }
            #expect(throws: CellError.self) { try builder.store(.zero, unsignedBits: bits) }
        }
        #expect(throws: CellError.self) { try builder.store(.zero, unsignedBits: 257) }
        #expect(builder.bitCount == before)
        for _ in 0..<3 { try builder.store(Int257.minusOne, signedBits: 257) }
        #expect(throws: CellError.cellFull(bits: 774 + 257, references: 0)) {
            try builder.store(.one, signedBits: 257)
        }
        #expect(builder.bitCount == 774)

        var slice = try builder.build().slice()
        try slice.skip(bits: 774 - 256)
        for bits in [-1, 258, .max, .min] {
            #expect(throws: CellError.self) { try slice.loadInt257(bits: bits) }
            #expect(throws: CellError.self) { try slice.loadUInt256(bits: bits) }
        }
        #expect(throws: CellError.bitsExhausted(wanted: 257, left: 256)) { try slice.loadInt257(bits: 257) }
        #expect(try slice.loadInt257(bits: 0).isZero)
        #expect(try slice.loadUInt256(bits: 0).isZero)
        #expect(slice.remainingBits == 256)
        #expect(try slice.loadUInt256(bits: 256) == .maximum)
    }

    @Test("hashes and NaN on stacks")
    func hashes() throws {
        let bytes = (1...32).map { UInt8($0) }
        let value = Int257(try #require(Hash256(bytes)))
        #expect(value.unsignedBytes == bytes)
        #expect(value.description == "0x" + "102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20")
        let stack = try StackValues([.integer(.notANumber)]).cell()
        #expect(try stack == StackValues([.notANumber]).cell())
    }
}
