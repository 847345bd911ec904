import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@Suite("Coins and VarUInteger")
struct CoinsTests {
    @Test(
        "amounts in text are exact",
        arguments: [
            ("0", 0), ("1", 1_000_000_000), ("1.5", 1_500_000_000), ("0.000000001", 1), ("00.1", 100_000_000),
            ("007", 7_000_000_000), ("123.456789012", 123_456_789_012), ("18446744073.709551615", UInt128(UInt64.max)),
            ("1329227995784915872903807060.280344575", (1 << 120) - 1),
        ] as [(String, UInt128)])
    func text(text: String, nanoTON: UInt128) throws {
        let coins = try Coins(ton: text)
        #expect(coins.nanoTON == nanoTON)
        #expect(try Coins(ton: coins.description) == coins)
        #expect(try Coins(nanoTON: "\(nanoTON)") == coins)
    }

    @Test(
        "what is no amount is an error",
        arguments: [
            "", ".", "1.", ".5", "-1", "+1", "1e9", "1.0000000001", "0.0000000000", "1,5", "1.5.5", "1..5", " 1", "1 ",
            "1\n", "0x1", "１", "1.٣", "1_000", "NaN", "inf", "1.\u{301}5", "1.-5", "1.+5", "é", "\0",
            "1329227995784915872903807060.280344576", "1329227995784915872903807061",
            "340282366920938463463374607431.768211455", String(repeating: "9", count: 1000),
        ])
    func junk(text: String) {
        #expect(throws: CellError.self) { try Coins(ton: text) }
        if !text.contains(".") { #expect(throws: CellError.self) { try Coins(nanoTON: text + "x") } }
    }

    @Test(
        "nanoTON in text are digits alone",
        arguments: ["", "-1", "+1", "1.0", " 1", "1e3", "1329227995784915872903807060280344576"])
    func nanoText(text: String) {
        #expect(throws: CellError.self) { try Coins(nanoTON: text) }
    }

    private func amount(_ random: inout SeededGenerator) -> UInt128 {
        let value = UInt128(random.next()) << 64 | UInt128(random.next())
        return value
            >> UInt128(Int.random(in: 8...128, using: &random) % 128 < 8 ? 8 : Int.random(in: 8...127, using: &random))
    }

    @Test("random amounts survive text and cells")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 70)
        for _ in 0..<2000 {
            let value = amount(&random)
            let coins = try #require(Coins(exactly: value))
            #expect(try Coins(ton: coins.description) == coins)
            #expect(try Coins(nanoTON: "\(value)") == coins)
            let cell = try coins.cell()
            #expect(cell.bitCount == 4 + (128 - value.leadingZeroBitCount + 7) / 8 * 8)
            #expect(try Coins(cell: cell) == coins)
        }
    }

    @Test("random text is an exact amount or an error")
    func randomText() throws {
        var random = SeededGenerator(seed: 71)
        let letters = Array("0123456789..-+e ")
        var accepted = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...12, using: &random)
            let text = String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
            guard let coins = try? Coins(ton: text) else { continue }
            accepted += 1
            let parts = text.split(separator: ".")
            let decimals = parts.count == 2 ? String(parts[1]) : ""
            let digits = parts[0] + decimals + String(repeating: "0", count: 9 - decimals.count)
            #expect(UInt128(digits) == coins.nanoTON)
        }
        #expect(accepted > 500)
    }

    @Test("sums, differences and products are exact or an error")
    func arithmetic() throws {
        var random = SeededGenerator(seed: 72)
        for _ in 0..<2000 {
            let (first, second) = (amount(&random), amount(&random))
            let (left, right) = (try #require(Coins(exactly: first)), try #require(Coins(exactly: second)))
            #expect((left < right) == (first < second))
            let limit = Coins.maximum.nanoTON
            let sum = try? left.adding(right)
            #expect(sum?.nanoTON == (first + second <= limit ? first + second : nil))
            let difference = try? left.subtracting(right)
            #expect(difference?.nanoTON == (first >= second ? first - second : nil))
            #expect(left.subtractingOrZero(right).nanoTON == (first >= second ? first - second : 0))
            let factor = random.next() >> UInt64.random(in: 0...63, using: &random)
            let (product, overflow) = first.multipliedReportingOverflow(by: UInt128(factor))
            let multiplied = try? left.multiplied(by: factor)
            #expect(multiplied?.nanoTON == (overflow || product > limit ? nil : product))
        }
        #expect(throws: CellError.self) { try Coins.maximum.adding(Coins(nanoTON: 1)) }
        #expect(try Coins.maximum.subtracting(.maximum) == .zero)
        #expect(Coins(exactly: 1 << 120) == nil)
        #expect(Coins(exactly: (1 << 120) - 1) == .maximum)
    }

    @Test("a VarUInteger takes as few bytes as its value, within its limit", arguments: [2, 3, 7, 8, 16, 17, 32])
    func varUInteger(limit: Int) throws {
        for bytes in 0...16 {
            let largest = bytes == 16 ? UInt128.max : (UInt128(1) << UInt128(8 * bytes)) - 1
            let smallest = bytes == 0 ? 0 : UInt128(1) << UInt128(8 * (bytes - 1))
            for value in [smallest, largest] {
                var builder = CellBuilder()
                guard bytes < limit else {
                    #expect(throws: CellError.self) { try builder.store(varUInteger: value, below: limit) }
                    #expect(builder.bitCount == 0)
                    continue
                }
                try builder.store(varUInteger: value, below: limit)
                #expect(builder.bitCount == (64 - UInt64(limit - 1).leadingZeroBitCount) + 8 * bytes)
                var slice = try builder.build().slice()
                #expect(try slice.loadVarUInteger(below: limit) == value)
                #expect(slice.isEmpty)
            }
        }
    }

    @Test("a leading zero byte, a length past the limit, or missing bytes are an error")
    func malformedVarUInteger() throws {
        func expectError(_ length: UInt64, bits: Int, _ bytes: [UInt8], below limit: Int) throws {
            var builder = CellBuilder()
            try builder.store(length, bits: bits)
            try builder.store(bytes: bytes)
            var slice = try builder.build().slice()
            let before = slice
            #expect(throws: CellError.self) { try slice.loadVarUInteger(below: limit) }
            #expect(slice == before)
        }
        try expectError(1, bits: 4, [0], below: 16)
        try expectError(2, bits: 4, [0, 5], below: 16)
        try expectError(2, bits: 4, [5], below: 16)
        try expectError(7, bits: 3, [1, 2, 3, 4, 5, 6, 7], below: 7)
        try expectError(17, bits: 5, [UInt8](repeating: 1, count: 17), below: 32)
        for limit in [0, -1, Int.min] {
            try expectError(.max, bits: 64, [1, 2, 3], below: limit)
            var builder = CellBuilder()
            #expect(throws: CellError.self) { try builder.store(varUInteger: 0, below: limit) }
        }
    }
}
