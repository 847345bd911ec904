import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Currency collections")
struct CurrencyCollectionTests {
    @Test(
        "amounts of other currencies round-trip",
        arguments: [0, 1, 255, 256, 1 << 64, UInt128.max])
    func amounts(value: UInt128) throws {
        let collection = try CurrencyCollection(
            coins: Coins(nanoTON: 5), extraCurrencies: [0: ExtraCurrencyAmount(value), .max: ExtraCurrencyAmount(1)])
        let read = try CurrencyCollection(cell: collection.cell())
        #expect(read == collection)
        let amounts = try read.extraCurrencies()
        #expect(amounts[0]?.value == value)
        #expect(amounts[.max]?.value == 1)
        #expect(amounts.count == 2)
    }

    @Test("an amount of 31 bytes is kept, one of 32 isn't")
    func long() throws {
        let largest = try #require(ExtraCurrencyAmount(bytes: [0, 0] + [UInt8](repeating: 0xff, count: 31)))
        #expect(largest.value == nil)
        #expect(try ExtraCurrencyAmount(cell: largest.cell()) == largest)
        #expect(ExtraCurrencyAmount(bytes: [UInt8](repeating: 0xff, count: 32)) == nil)
    }

    @Test("an amount that starts with a zero byte is refused")
    func leadingZero() throws {
        var builder = CellBuilder()
        try builder.store(2, bits: 5)
        try builder.store(0x00ff, bits: 16)
        #expect(throws: CellError.self) { try ExtraCurrencyAmount(cell: builder.build()) }
    }

    @Test("two cells that pose as 2^32 entries are refused at once")
    func bomb() throws {
        // Each fork refers to one and the same subtree twice; keys of 32 bits end in a leaf of no bits.
        var leaf = CellBuilder()
        try leaf.store(0b00, bits: 2)
        try leaf.store(ExtraCurrencyAmount(1))
        var node = try leaf.build()
        for _ in 0..<32 {
            var fork = CellBuilder()
            try fork.store(0b00, bits: 2)
            try fork.store(reference: node)
            try fork.store(reference: node)
            node = try fork.build()
        }
        let collection = CurrencyCollection(coins: .zero, other: HashmapE(keyBits: 32, root: node))
        #expect(throws: CellError.malformedDictionary("more than 1024 entries")) { try collection.extraCurrencies() }
    }

    @Test("keys of another width are refused")
    func keyWidth() {
        #expect(throws: CellError.self) {
            try CurrencyCollection(coins: .zero, other: HashmapE(keyBits: 15)).cell()
        }
    }

    /// Found by random messages to the reference, which takes over the cells that only one of the two has.
    @Test("cells that only one side has stay as they are, however their labels are written")
    func foreignLabels() throws {
        // Of keys 1 and 2 the last two bits, 01 and 10: the first leaf's label is of the form for long ones.
        let leaf = try Self.cell("1011" + "00001" + "00000101")
        let other = try Self.cell("0100" + "00001" + "00000101")
        let both = try Self.cell("11" + "0" + "011110", [leaf, other])
        let added = CurrencyCollection(coins: .zero, other: HashmapE(keyBits: 32, root: both))
        var own = HashmapE(keyBits: 32)
        var five = CellBuilder()
        try five.store(0b00001_00000101, bits: 13)
        try own.set(five, for: BitString(100, bits: 32))
        let sum = try CurrencyCollection(coins: .zero, other: own).adding(added)
        #expect(try sum.extraCurrencies().keys.sorted() == [1, 2, 100])
        var root = try #require(sum.other.root).slice()
        var low = try root.loadReference().slice()
        #expect(try low.loadReference() == leaf)
        #expect(try low.loadReference() == other)
    }

    private static func cell(_ bits: String, _ references: [Cell] = []) throws -> Cell {
        var builder = CellBuilder()
        for bit in bits { try builder.store(bit: bit == "1") }
        for reference in references { try builder.store(reference: reference) }
        return try builder.build()
    }
}
