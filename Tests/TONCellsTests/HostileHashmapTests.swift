import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@Suite("Malformed and hostile dictionaries")
struct HostileHashmapTests {
    private func node(_ bits: String, _ references: [Cell] = []) throws -> Cell {
        var builder = CellBuilder()
        for bit in bits { try builder.store(bit: bit == "1") }
        for reference in references { try builder.store(reference: reference) }
        return try builder.build()
    }

    /// Every operation on a tree of 8-bit keys throws.
    private func expectErrors(_ root: Cell, key: UInt64 = 0, _ error: CellError? = nil) {
        let dictionary = HashmapE(keyBits: 8, root: root)
        let key = BitString(key, bits: 8)
        func check(_ body: () throws -> Void) {
            let thrown = #expect(throws: CellError.self) { try body() }
            if let error { #expect(thrown == error) }
        }
        check { _ = try dictionary.entries() }
        check { _ = try dictionary.value(for: key) }
        check {
            var copy = dictionary
            try copy.set(CellBuilder(), for: key)
        }
        check {
            var copy = dictionary
            try copy.remove(key)
        }
    }

    @Test(
        "a label that is cut off, or longer than the key, is an error",
        arguments: [
            "", "0", "01", "011111111", "0111111111" + "0" + "000000000", "10", "1010", "10" + "1000" + "0000",
            "10" + "1001" + "000000000", "10" + "1111" + "000000000000000", "11", "110", "110" + "100", "110" + "1001",
            "111" + "1111", "0" + "11",
        ])
    func labels(bits: String) throws {
        let dictionary = HashmapE(keyBits: 8, root: try node(bits))
        #expect(throws: CellError.self) { try dictionary.entries() }
        #expect(throws: CellError.self) { try dictionary.value(for: BitString(0, bits: 8)) }
    }

    @Test("a fork with data, or other than two references, is an error", arguments: 0...4)
    func forks(references: Int) throws {
        let leaf = try node("110" + "111")
        let cells = [Cell](repeating: leaf, count: references)
        expectErrors(try node("00" + "1", cells))
        if references != 2 { expectErrors(try node("00", cells)) }
    }

    @Test("a pruned branch in a dictionary is its own error, on its way alone")
    func pruned() throws {
        let pruned = try prunedBranch([(.zero, 1)], mask: 1)
        let none = CellError.prunedDictionary(prefix: .empty, hash: .zero)
        let left = CellError.prunedDictionary(prefix: BitString(0, bits: 1), hash: .zero)
        expectErrors(pruned, none)
        expectErrors(try libraryReference(.zero), .unexpectedExotic(.libraryReference))
        let leaf = try node("110" + "111" + "1010")
        let dictionary = HashmapE(keyBits: 8, root: try node("00", [pruned, leaf]))
        #expect(throws: left) { try dictionary.entries() }
        #expect(throws: left) { try dictionary.value(for: BitString(0, bits: 8)) }
        #expect(try dictionary.value(for: BitString(0x80, bits: 8))?.remainingBits == 4)
        #expect(try dictionary.value(for: BitString(0x81, bits: 8)) == nil)
        var changed = dictionary
        try changed.set(CellBuilder(), for: BitString(0x81, bits: 8))
        #expect(try changed.value(for: BitString(0x81, bits: 8))?.isEmpty == true)
        // The side that would be joined is pruned: its label can't be known.
        var joined = dictionary
        #expect(throws: left) { try joined.remove(BitString(0x80, bits: 8)) }
        #expect(joined == dictionary)
    }

    @Test("a bag of thirty cells with 2^29 entries is refused after as many as the limit", arguments: [1, 1000, nil])
    func exponential(limit: Int?) throws {
        var cell = try node("0" + "0")
        let bits = 29
        for _ in 0..<bits { cell = try node("00", [cell, cell]) }
        #expect(cell.boc().count < 200)
        let dictionary = HashmapE(keyBits: bits, root: cell)
        let bound = limit ?? HashmapE.defaultEntryLimit
        #expect(throws: CellError.malformedDictionary("more than \(bound) entries")) {
            if let limit { try dictionary.entries(limit: limit) } else { try dictionary.entries() }
        }
        #expect(try dictionary.value(for: BitString(12345, bits: bits))?.isEmpty == true)
    }

    @Test("a tree of exactly the limit is read")
    func atLimit() throws {
        var cell = try node("00")
        for _ in 0..<8 { cell = try node("00", [cell, cell]) }
        let dictionary = HashmapE(keyBits: 8, root: cell)
        #expect(try dictionary.entries(limit: 256).map(\.key.unsignedValue) == (0..<256).map { UInt64($0) })
        #expect(throws: CellError.self) { try dictionary.entries(limit: 255) }
        #expect(throws: CellError.self) { try dictionary.entries(limit: 0) }
        #expect(throws: CellError.self) { try dictionary.entries(limit: -1) }
    }

    @Test("dictionaries with a key length that none has hold nothing and don't crash", arguments: [-1, Int.min, 1024])
    func keyLengths(bits: Int) throws {
        let dictionary = HashmapE(keyBits: bits, root: try node("00", [.empty, .empty]))
        #expect(throws: CellError.self) { try dictionary.entries() }
        #expect(throws: CellError.self) { try dictionary.value(for: BitString(0, bits: 8)) }
    }

    @Test("random trees of cells are entries or an error, and changes to them as well")
    func randomTrees() throws {
        var random = SeededGenerator(seed: 50)
        var (read, refused) = (0, 0)
        for _ in 0..<4000 {
            let bits = Int.random(in: 1...12, using: &random)
            var cells: [Cell] = []
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                var builder = CellBuilder()
                // Short labels and two references make forks, and others now and then.
                let isFork = cells.count > 1 && Int.random(in: 0..<4, using: &random) > 0
                let length = Int.random(in: 0...3, using: &random)
                try builder.store(isFork ? BitString(0, bits: 2) : random.bits(length * 3))
                for _ in 0..<(isFork ? 2 : length == 3 ? 1 : 0) {
                    if let cell = cells.randomElement(using: &random) { try builder.store(reference: cell) }
                }
                cells.append(try builder.build())
            }
            var dictionary = HashmapE(keyBits: bits, root: cells.last)
            do {
                let entries = try dictionary.entries()
                #expect(entries.map(\.key) == entries.map(\.key).sorted())
                for entry in entries { #expect(try dictionary.value(for: entry.key) == entry.value) }
                for entry in entries.shuffled(using: &random) { #expect(try dictionary.remove(entry.key)) }
                #expect(dictionary.isEmpty)
                read += 1
            } catch {
                refused += 1
                for _ in 0..<3 { try? dictionary.set(CellBuilder(), for: random.bits(bits)) }
                for _ in 0..<3 { _ = try? dictionary.remove(random.bits(bits)) }
            }
        }
        #expect(read > 100 && refused > 100)
    }
}
