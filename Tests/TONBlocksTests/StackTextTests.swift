import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Values of a stack as people write them.
@Suite("Stack values as text")
struct StackTextTests {
    private static func cell(_ value: UInt64, bits: Int) throws -> Cell {
        var builder = CellBuilder()
        try builder.store(value, bits: bits)
        return try builder.build()
    }

    @Test("numbers, cells, slices and tuples are read")
    func values() throws {
        let nested = StackValue.tuple([
            .integer(Int257(1)), .slice(try Self.cell(0, bits: 8)), .tuple([.null]), .tuple([]),
        ])
        let cases: [(String, StackValue)] = [
            ("12", .integer(Int257(12))), ("-5", .integer(Int257(-5))), ("int:-12", .integer(Int257(-12))),
            ("0xff", .integer(Int257(255))), ("null", .null), ("NaN", .notANumber),
            ("x{0F4_}", .slice(try Self.cell(0b0000_1111_0, bits: 9))), ("x{}", .slice(.empty)),
            ("x{8_}", .slice(.empty)), ("b{0101}", .slice(try Self.cell(0b0101, bits: 4))),
            ("C{a}", .cell(try Self.cell(0xa, bits: 4))),
            ("cell:b5ee9c7201010101000300000242", .cell(try Self.cell(0x42, bits: 8))),
            ("slice:te6ccgEBAQEAAwAAAkI=", .slice(try Self.cell(0x42, bits: 8))),
            ("[1, x{00}, [null] []]", nested), ("  [ 1 x{00} [ null ],[ ] ]  ", nested),
        ]
        for (text, expected) in cases {
            #expect(try StackValue(text: text) == expected, "\(text)")
        }
        let address = try AccountAddress("EQChtqZ2RYkcdAhoo0iRkNf3QQn8QTNMkuPYzxzCidzGNPSJ")
        let slice = StackValue.slice(try MessageAddress(address).cell())
        for text in [address.raw, address.hash.hex, address.friendly(isBounceable: false)] {
            #expect(try StackValue(text: text) == slice, "\(text)")
        }
    }

    @Test(
        "other text is refused, with what was expected",
        arguments: [
            ("", "found nothing"), ("1 2", "expected one value"), ("[1", "isn't closed"), ("1]", "without"),
            ("x{0g}", "hexadecimal digits"), ("b{2}", "digits 0 and 1"), ("int:x", "an integer"), ("cell:12", "bag"),
            ("word", "expected a number"), ("x{" + String(repeating: "0", count: 256) + "}", "don't fit"),
            (String(repeating: "[", count: 1000), "deeper"), ("0:12", "expected a number"),
            ("[" + String(repeating: "1 ", count: 256) + "]", "255"),
        ])
    func refused(text: String, reason: String) throws {
        do {
            _ = try StackValue(text: text)
            Issue.record("it was read")
        } catch {
            #expect(error.description.contains(reason), "\(error)")
        }
    }
}
