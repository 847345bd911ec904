import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Stacks of the TVM as cells. Expected bags are what pytoniq-core writes of the same values.
struct StackValueTests {
    private static func integer(_ text: String) throws -> StackValue { .integer(try #require(Int257(text))) }

    /// `abcd`, and below it `01`.
    private static func sampleCell() throws -> Cell {
        var inner = CellBuilder()
        try inner.store(1, bits: 8)
        var outer = CellBuilder()
        try outer.store(0xabcd, bits: 16)
        try outer.store(reference: try inner.build())
        return try outer.build()
    }

    private static func range(_ count: Int) throws -> [StackValue] {
        try (0..<count).map { try integer("\($0)") }
    }

    static let bags: [(name: String, hex: String)] = [
        ("empty", "b5ee9c72010101010005000006000000"),
        (
            "small",
            "b5ee9c7201010401002900011800000301000000000000000001011201ffffffffffffffff0201120100000000000000010300"
                + "00"
        ),
        (
            "wide",
            "b5ee9c7201010501009900014a000004020100000000000000000000000000000000000000000000000000000000000000000101"
                + "440200ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0201440201ffffffffffffffff"
                + "ffffffffffffffffffffffffffffffff7fffffffffffffff03014402000000000000000000000000000000000000000000"
                + "000000008000000000000000040000"
        ),
        ("cell", "b5ee9c7201010401001200020800000103010200000104abcd03000201"),
        ("slice", "b5ee9c7201010401001600020f0000010400010060010200000104abcd03000201"),
        ("builder", "b5ee9c7201010301000e00020800000105010200000004abcd"),
        ("null", "b5ee9c7201010201000900010800000100010000"),
        ("tuple0", "b5ee9c7201010201000b00010c000001070000010000"),
        ("tuple1", "b5ee9c7201010301001700020c000001070001010200000012010000000000000000"),
        (
            "tuple2",
            "b5ee9c7201010401002300030c000001070002010203000000120100000000000000000012010000000000000001"
        ),
        (
            "tuple3",
            "b5ee9c7201010601003200030c0000010700030102050000020003040012010000000000000000001201000000000000"
                + "00010012010000000000000002"
        ),
        (
            "tuple5",
            "b5ee9c7201010a01005000030c0000010700050102090000020003080200040702000506001201000000000000000000"
                + "12010000000000000001001201000000000000000200120100000000000000030012010000000000000004"
        ),
        (
            "nested",
            "b5ee9c7201010e01005c0001080000030001030607000302040b01120100000000000000070300000200050600120100"
                + "000000000000010206070003070a02000809001201000000000000000200120100000000000000030002000102030c01"
                + "04abcd0d000201"
        ),
    ]

    private static func values(_ name: String) throws -> [StackValue] {
        let cell = try sampleCell()
        switch name {
        case "small": return try ["1", "-1", "0"].map(integer)
        case "wide":
            let power = "1" + String(repeating: "0", count: 64)
            return try ["0x8000000000000000", "-0x8000000000000001", "0x" + String(repeating: "f", count: 64)].map(
                integer)
                + [integer("-0x" + power)]
        case "cell": return [.cell(cell)]
        case "slice": return [.slice(cell)]
        case "builder":
            var content = CellBuilder()
            try content.store(0xabcd, bits: 16)
            return [.builder(try content.build())]
        case "null": return [.null]
        case "nested":
            return [
                try integer("7"),
                .tuple([try integer("1"), .tuple([try integer("2"), try integer("3"), .null]), .cell(cell)]), .null,
            ]
        case let name where name.hasPrefix("tuple"):
            return [.tuple(try range(try #require(Int(name.dropFirst(5)))))]
        default: return []
        }
    }

    @Test("values are read from cells, and written to the same ones", arguments: bags)
    func roundTrip(_ sample: (name: String, hex: String)) throws {
        let cell = try Cell(boc: try #require(Hex.decode(sample.hex)))
        let values = try Self.values(sample.name)
        #expect(try StackValues(cell: cell).values == values)
        #expect(try StackValues(values).cell().hash == cell.hash)
    }

    @Test("a slice is the part that its bounds leave")
    func slicePart() throws {
        var value = CellBuilder()
        try value.store(1, bits: 24)
        try value.store(reference: try CellBuilder().build())
        try value.store(0x04, bits: 8)
        try value.store(reference: try Self.sampleCell())
        for (number, bits) in [(4, 10), (12, 10), (0, 3), (0, 3)] { try value.store(UInt64(number), bits: bits) }
        var expected = CellBuilder()
        try expected.store(0xbc, bits: 8)
        #expect(try StackValues(cell: try value.build()).values == [.slice(try expected.build())])
    }

    @Test("what is no stack is refused", arguments: ["unknown tag", "too deep", "too many", "cut", "backwards"])
    func refused(_ kind: String) throws {
        var builder = CellBuilder()
        switch kind {
        case "unknown tag":
            try builder.store(1, bits: 24)
            try builder.store(reference: try CellBuilder().build())
            try builder.store(0x08, bits: 8)
        case "too deep":
            // A tuple in a tuple, two hundred times.
            var inner = StackValue.null
            for _ in 0..<90 { inner = .tuple([inner]) }
            #expect(throws: Never.self) { try StackValues(cell: try StackValues([inner]).cell()) }
            var cell = try Self.cell(of: .null)
            for _ in 0..<200 {
                var tuple = CellBuilder()
                try tuple.store(0x070001, bits: 24)
                try tuple.store(reference: cell)
                cell = try tuple.build()
            }
            try builder.store(1, bits: 24)
            try builder.store(reference: try CellBuilder().build())
            try builder.store(try cell.slice())
        case "too many":
            // Each level holds the one below twice: 2^40 values in 80 cells.
            var cell = try Self.cell(of: .null)
            for _ in 0..<40 {
                var tuple = CellBuilder()
                try tuple.store(0x070002, bits: 24)
                try tuple.store(reference: cell)
                try tuple.store(reference: cell)
                cell = try tuple.build()
            }
            try builder.store(1, bits: 24)
            try builder.store(reference: try CellBuilder().build())
            try builder.store(try cell.slice())
        case "cut":
            try builder.store(2, bits: 24)
            try builder.store(reference: try CellBuilder().build())
            try builder.store(0x00, bits: 8)
        default:
            try builder.store(1, bits: 24)
            try builder.store(reference: try CellBuilder().build())
            try builder.store(0x04, bits: 8)
            try builder.store(reference: try Self.sampleCell())
            for (number, bits) in [(9, 10), (8, 10), (0, 3), (0, 3)] { try builder.store(UInt64(number), bits: bits) }
        }
        let cell = try builder.build()
        #expect(throws: CellError.self) { try StackValues(cell: cell) }
    }

    private static func cell(of value: StackValue) throws -> Cell {
        guard case .null = value else { throw CellError.outOfRange("only null") }
        var builder = CellBuilder()
        try builder.store(0x00, bits: 8)
        return try builder.build()
    }

    @Test(
        "decimal digits of integers",
        arguments: [
            ("0", "0"), ("-0x1", "-1"), ("0xff", "255"), ("1000000000000000000000", "1000000000000000000000"),
            (
                "0x" + String(repeating: "f", count: 64),
                "115792089237316195423570985008687907853269984665640564039457584007913129639935"
            ),
            (
                "-0x1" + String(repeating: "0", count: 64),
                "-115792089237316195423570985008687907853269984665640564039457584007913129639936"
            ),
        ])
    func decimals(_ text: String, _ decimal: String) throws {
        #expect(try #require(Int257(text)).decimal == decimal)
    }
}
