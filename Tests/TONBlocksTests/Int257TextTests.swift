import TONBlocks
import Testing

/// 257-bit integers as servers write them. Expected values by hand.
struct Int257TextTests {
    private static let zeros = String(repeating: "0", count: 64)
    private static let ones = String(repeating: "f", count: 64)
    // 2^256 in decimal.
    private static let power = "115792089237316195423570985008687907853269984665640564039457584007913129639936"
    private static let powerLessOne = "115792089237316195423570985008687907853269984665640564039457584007913129639935"

    @Test(
        "texts",
        arguments: [
            ("0x0", "0x0"), ("0", "0x0"), ("-0", "0x0"), ("-0x0", "0x0"), ("0x00ff", "0xff"), ("255", "0xff"),
            ("-255", "-0xff"), ("0x12A", "0x12a"), ("1000000007", "0x3b9aca07"), ("-0x1", "-0x1"),
            ("18446744073709551616", "0x10000000000000000"), ("0x" + ones, "0x" + ones), (powerLessOne, "0x" + ones),
            ("-" + power, "-0x1" + zeros), ("-0x1" + zeros, "-0x1" + zeros), ("0x00" + ones, "0x" + ones),
        ])
    func reads(text: String, expected: String) {
        #expect(Int257(text)?.description == expected)
    }

    @Test(
        "what isn't one",
        arguments: [
            "", "-", "0x", "-0x", "x", "0xg", "1a", "--1", "+1", " 1", "1 ", "1.0", "1e3", "NaN", "0b1", "٣", power,
            "0x1" + zeros, "-0x1" + String(zeros.dropLast()) + "1", "-0x2" + zeros,
            String(repeating: "9", count: 100_000),
        ])
    func refuses(text: String) {
        #expect(Int257(text) == nil)
    }

    @Test("narrower types")
    func narrower() throws {
        let value = try #require(Int257("0x8000000000000000"))
        #expect(value.exactly(as: UInt64.self) == 1 << 63)
        #expect(value.exactly(as: Int64.self) == nil)
        let lowest = try #require(Int257("-0x8000000000000000"))
        #expect(lowest.exactly(as: Int64.self) == .min)
        #expect(lowest.exactly(as: UInt64.self) == nil)
        #expect(lowest.exactly(as: Int128.self) == Int128(Int64.min))
        #expect(Int257("256")?.exactly(as: UInt8.self) == nil)
        #expect(Int257("255")?.exactly(as: UInt8.self) == 255)
        #expect(Int257("-128")?.exactly(as: Int8.self) == -128)
        #expect(Int257("-129")?.exactly(as: Int8.self) == nil)
        #expect(Int257("0")?.exactly(as: Int8.self) == 0)
    }

    @Test("from integers and bytes")
    func made() throws {
        #expect(Int257(exactly: Int64.min)?.description == "-0x8000000000000000")
        #expect(Int257(exactly: UInt128.max)?.description == "0x" + String(repeating: "f", count: 32))
        #expect(Int257(exactly: 0) == Int257("0"))
        #expect(Int257(exactly: -1) == Int257("-0x1"))
        #expect(Int257(unsigned: [0, 0, 1, 0])?.description == "0x100")
        #expect(Int257(unsigned: [1] + [UInt8](repeating: 0, count: 32)) == nil)
        let bytes = try #require(Int257("0x0102")?.unsignedBytes)
        #expect(bytes == [UInt8](repeating: 0, count: 30) + [1, 2])
        #expect(Int257("-1")?.unsignedBytes == nil)
    }
}
