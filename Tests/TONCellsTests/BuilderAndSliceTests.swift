import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@Suite("Builders and slices")
struct BuilderAndSliceTests {
    /// One thing to store and to read back.
    enum Item: Equatable {
        case unsigned(UInt64, bits: Int)
        case signed(Int64, bits: Int)
        case wide(UInt128, bits: Int)
        case bit(Bool)
        case bits(BitString)
        case bytes([UInt8])
        case hash(Hash256)
        case reference(Cell)
        case maybeReference(Cell?)

        static func random(_ random: inout SeededGenerator, _ cells: [Cell]) -> Item {
            let word = random.next()
            switch Int.random(in: 0..<9, using: &random) {
            case 0:
                let bits = Int.random(in: 0...64, using: &random)
                return .unsigned(bits == 0 ? 0 : word >> UInt64(64 - bits), bits: bits)
            case 1:
                let bits = Int.random(in: 1...64, using: &random)
                return .signed(Int64(bitPattern: word) >> Int64(64 - bits), bits: bits)
            case 2:
                let bits = Int.random(in: 0...128, using: &random)
                let value = UInt128(word) << 64 | UInt128(random.next())
                return .wide(bits == 0 ? 0 : value >> UInt128(128 - bits), bits: bits)
            case 3: return .bit(word & 1 != 0)
            case 4: return .bits(random.bits(Int.random(in: 0...200, using: &random)))
            case 5: return .bytes(random.bytes(Int.random(in: 0...20, using: &random)))
            case 6: return .hash(Hash256(random.bytes(32)) ?? .zero)
            case 7: return .reference(cells[Int(word % UInt64(cells.count))])
            default: return .maybeReference(word & 1 == 0 ? nil : cells[Int(word >> 1 % UInt64(cells.count))])
            }
        }

        var size: (bits: Int, references: Int) {
            switch self {
            case .unsigned(_, let bits), .signed(_, let bits), .wide(_, let bits): (bits, 0)
            case .bit: (1, 0)
            case .bits(let bits): (bits.count, 0)
            case .bytes(let bytes): (bytes.count * 8, 0)
            case .hash: (256, 0)
            case .reference: (0, 1)
            case .maybeReference(let cell): (1, cell == nil ? 0 : 1)
            }
        }

        func store(in builder: inout CellBuilder) throws {
            switch self {
            case .unsigned(let value, let bits): try builder.store(value, bits: bits)
            case .signed(let value, let bits): try builder.store(signed: value, bits: bits)
            case .wide(let value, let bits): try builder.store(wide: value, bits: bits)
            case .bit(let bit): try builder.store(bit: bit)
            case .bits(let bits): try builder.store(bits)
            case .bytes(let bytes): try builder.store(bytes: bytes)
            case .hash(let hash): try builder.store(hash)
            case .reference(let cell): try builder.store(reference: cell)
            case .maybeReference(let cell): try builder.store(maybeReference: cell)
            }
        }

        func load(from slice: inout CellSlice) throws -> Item {
            switch self {
            case .unsigned(_, let bits): .unsigned(try slice.loadUInt(bits: bits), bits: bits)
            case .signed(_, let bits): .signed(try slice.loadInt(bits: bits), bits: bits)
            case .wide(_, let bits): .wide(try slice.loadUInt128(bits: bits), bits: bits)
            case .bit: .bit(try slice.loadBit())
            case .bits(let bits): .bits(try slice.loadBits(bits.count))
            case .bytes(let bytes): .bytes(try slice.loadBytes(bytes.count))
            case .hash: .hash(try slice.loadHash())
            case .reference: .reference(try slice.loadReference())
            case .maybeReference: .maybeReference(try slice.loadMaybeReference())
            }
        }
    }

    @Test("a builder tells its bits")
    func builderBits() throws {
        var builder = CellBuilder()
        #expect(builder.bitString == .empty)
        try builder.store(0b101, bits: 3)
        #expect(builder.bitString == BitString(bytes: [0b1010_0000], count: 3))
        try builder.store(bytes: [UInt8](repeating: 0x5a, count: 127))
        try builder.store(reference: .empty)
        #expect(builder.bitString == (try builder.build().slice().bitString()))
        #expect(builder.bitString.count == 1019)
    }

    @Test("what is stored is read back, and a store or read that fails changes nothing", arguments: 0..<8)
    func sequences(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let cells = try random.cells(6)
        var refusals = 0
        for _ in 0..<150 {
            var builder = CellBuilder()
            var stored: [Item] = []
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                let item = Item.random(&random, cells)
                let before = (builder.bitCount, builder.referenceCount)
                let (bits, references) = item.size
                let fits = before.0 + bits <= 1023 && before.1 + references <= 4
                if fits {
                    try item.store(in: &builder)
                    stored.append(item)
                    #expect((builder.bitCount, builder.referenceCount) == (before.0 + bits, before.1 + references))
                } else {
                    let cell = try builder.build()
                    #expect(throws: CellError.self) { try item.store(in: &builder) }
                    #expect(try builder.build() == cell)
                    refusals += 1
                }
            }
            try readBack(stored, from: try builder.build(), &random, cells)
        }
        #expect(refusals > 100)
    }

    private func readBack(
        _ stored: [Item], from cell: Cell, _ random: inout SeededGenerator, _ cells: [Cell]
    ) throws {
        // A built cell and a parsed one read alike.
        for cell in [cell, try Cell(boc: cell.boc())] {
            var slice = try cell.slice()
            for item in stored {
                #expect(try item.load(from: &slice) == item)
            }
            #expect(slice.isEmpty)
            try slice.end()
            let before = slice
            let item = Item.random(&random, cells)
            if item.size != (0, 0) {
                #expect(throws: CellError.self) { try item.load(from: &slice) }
                #expect(slice == before)
            }
        }
    }

    @Test("a slice is split and joined anywhere")
    func splitting() throws {
        var random = SeededGenerator(seed: 20)
        for cell in try random.cells(60) {
            let whole = try cell.slice()
            let bits = Int.random(in: 0...cell.bitCount, using: &random)
            let references = Int.random(in: 0...cell.referenceCount, using: &random)
            var rest = whole
            let start = try rest.loadSlice(bits: bits, references: references)
            #expect(start.remainingBits == bits)
            #expect(rest.remainingReferences == cell.referenceCount - references)
            #expect(throws: CellError.self) { try rest.loadSlice(bits: rest.remainingBits + 1) }
            #expect(throws: CellError.self) { try rest.loadSlice(bits: 0, references: 5) }
            #expect(throws: CellError.self) { try rest.loadSlice(bits: -1) }
            #expect(throws: CellError.self) { try rest.loadSlice(bits: 0, references: -1) }
            var joined = CellBuilder()
            try joined.store(start)
            try joined.store(rest)
            #expect(try joined.build() == cell)
            var fromCells = CellBuilder()
            var second = CellBuilder()
            try fromCells.store(try start.cell().slice())
            try second.store(try rest.cell().slice())
            try fromCells.store(second)
            #expect(try fromCells.build() == cell)
            #expect(try whole.cell() == cell)
        }
    }

    @Test("skipping and peeking agree with reading")
    func skipping() throws {
        var random = SeededGenerator(seed: 21)
        let cell = try #require(try random.cells(1).first)
        for _ in 0..<200 {
            let position = Int.random(in: 0...cell.bitCount, using: &random)
            var (skipped, read) = (try cell.slice(), try cell.slice())
            try skipped.skip(bits: position)
            _ = try read.loadBits(position)
            #expect(skipped == read)
            let width = min(64, skipped.remainingBits)
            #expect(try skipped.peekUInt(bits: width) == read.loadUInt(bits: width))
            #expect(throws: CellError.self) { try skipped.skip(bits: skipped.remainingBits + 1) }
            #expect(throws: CellError.self) { try skipped.skip(bits: -1) }
        }
    }

    @Test("1023 bits and four references fit, not one more")
    func limits() throws {
        var builder = CellBuilder()
        for _ in 0..<1023 { try builder.store(bit: true) }
        for _ in 0..<4 { try builder.store(reference: .empty) }
        #expect(builder.remainingBits == 0 && builder.remainingReferences == 0)
        #expect(throws: CellError.cellFull(bits: 1024, references: 4)) { try builder.store(bit: true) }
        #expect(throws: CellError.cellFull(bits: 1023, references: 5)) { try builder.store(reference: .empty) }
        let cell = try builder.build()
        #expect(cell.bitCount == 1023 && cell.referenceCount == 4)
        #expect(try Cell(boc: cell.boc()) == cell)
    }

    @Test("integers that don't fit their width, and widths that don't exist, are errors")
    func widths() throws {
        var builder = CellBuilder()
        #expect(throws: CellError.self) { try builder.store(2, bits: 1) }
        #expect(throws: CellError.self) { try builder.store(1, bits: 0) }
        #expect(throws: CellError.self) { try builder.store(0, bits: 65) }
        #expect(throws: CellError.self) { try builder.store(0, bits: -1) }
        #expect(throws: CellError.self) { try builder.store(signed: 0, bits: 0) }
        #expect(throws: CellError.self) { try builder.store(signed: 128, bits: 8) }
        #expect(throws: CellError.self) { try builder.store(signed: -129, bits: 8) }
        #expect(throws: CellError.self) { try builder.store(wide: 1 << 100, bits: 100) }
        #expect(throws: CellError.self) { try builder.store(wide: 0, bits: 129) }
        #expect(builder.bitCount == 0)
        try builder.store(signed: -128, bits: 8)
        try builder.store(signed: .min, bits: 64)
        try builder.store(wide: .max, bits: 128)
        var slice = try builder.build().slice()
        for width in [-1, 65] {
            #expect(throws: CellError.self) { try slice.loadUInt(bits: width) }
            #expect(throws: CellError.self) { try slice.loadInt(bits: width) }
        }
        #expect(throws: CellError.self) { try slice.loadInt(bits: 0) }
        #expect(throws: CellError.self) { try slice.loadUInt128(bits: 129) }
        #expect(throws: CellError.self) { try slice.loadBytes(-1) }
        #expect(throws: CellError.self) { try slice.loadBits(-1) }
        for huge in [Int.max, .min] {
            #expect(throws: CellError.self) { try slice.loadBytes(huge) }
            #expect(throws: CellError.self) { try slice.loadBits(huge) }
            #expect(throws: CellError.self) { try slice.loadSlice(bits: huge, references: huge) }
            #expect(throws: CellError.self) { try slice.skip(bits: huge) }
        }
        #expect(try slice.loadInt(bits: 8) == -128)
        #expect(try slice.loadInt(bits: 64) == .min)
        #expect(try slice.loadUInt128(bits: 128) == .max)
        try slice.end()
    }

    // Fift prints these; "TVM" whitepaper 3.1.5 explains the completion tag.
    @Test(
        "Fift's notation", arguments: [(0b111, 3, "F_"), (0x55, 8, "55"), (42, 7, "55_"), (0, 0, ""), (0, 1, "4_")])
    func fiftHex(value: UInt64, bits: Int, text: String) {
        #expect(BitString(value, bits: bits).fiftHex == text)
    }

    @Test("bit strings order by their bits, prefixes first")
    func bitStringOrder() {
        var random = SeededGenerator(seed: 22)
        for _ in 0..<2000 {
            let left = random.bits(Int.random(in: 0...12, using: &random))
            let right = random.bits(Int.random(in: 0...12, using: &random))
            func bits(_ string: BitString) -> [Int] { (0..<string.count).map { string.bit(at: $0) ? 1 : 0 } }
            #expect((left < right) == bits(left).lexicographicallyPrecedes(bits(right)))
            #expect((left == right) == (bits(left) == bits(right)))
            #expect(left.unsignedValue == bits(left).reduce(0) { $0 << 1 | UInt64($1) })
        }
    }
}
