import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@Suite("Dictionaries")
struct HashmapTests {
    private func value(_ number: UInt64) throws -> CellBuilder {
        var builder = CellBuilder()
        try builder.store(number, bits: 32)
        return builder
    }

    /// Keys of which many share a start or an end.
    private func keys(_ count: Int, bits: Int, _ random: inout SeededGenerator) -> [BitString] {
        var keys: [BitString] = []
        for _ in 0..<count {
            var bytes = random.bytes((bits + 7) / 8)
            if let other = keys.randomElement(using: &random), Int.random(in: 0..<3, using: &random) > 0 {
                let shared = Int.random(in: 0...bytes.count, using: &random)
                bytes.replaceSubrange(..<shared, with: other.bytes[..<shared])
            } else if Bool.random(using: &random) {
                bytes = [UInt8](repeating: Bool.random(using: &random) ? 0xff : 0, count: bytes.count)
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 0...255, using: &random)
            }
            keys.append(BitString(bytes: bytes, count: bits))
        }
        return keys
    }

    @Test(
        "puts, replacements and removals in any order agree with a Swift dictionary",
        arguments: [1, 2, 3, 7, 8, 9, 16, 31, 32, 64, 100, 255, 256, 257, 267, 512, 900, 979])
    func againstSwift(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits))
        let keys = keys(40, bits: bits, &random)
        var model: [BitString: UInt64] = [:]
        var dictionary = HashmapE(keyBits: bits)
        for step in 0..<150 {
            let key = try #require(keys.randomElement(using: &random))
            if Int.random(in: 0..<3, using: &random) > 0 {
                model[key] = UInt64(step)
                try dictionary.set(try value(UInt64(step)), for: key)
            } else {
                #expect(try dictionary.remove(key) == (model.removeValue(forKey: key) != nil))
            }
            if step % 10 == 9 { try compare(dictionary, model, keys, &random) }
        }
        for key in keys.shuffled(using: &random) { try dictionary.remove(key) }
        #expect(dictionary.isEmpty)
    }

    private func compare(
        _ dictionary: HashmapE, _ model: [BitString: UInt64], _ keys: [BitString], _ random: inout SeededGenerator
    ) throws {
        for key in keys {
            var found = try dictionary.value(for: key)
            #expect(try found?.loadUInt(bits: 32) == model[key])
        }
        let entries = try dictionary.entries()
        #expect(entries.map(\.key) == model.keys.sorted())
        let numbers = try entries.map { entry in
            var slice = entry.value
            let number = try slice.loadUInt(bits: 32)
            try slice.end()
            return number
        }
        #expect(numbers == model.sorted { $0.key < $1.key }.map(\.value))
        // The same content has the same root, whatever came before.
        let fresh = try HashmapE(
            keyBits: dictionary.keyBits,
            entries: try model.shuffled(using: &random).map { (key: $0.key, value: try value($0.value)) })
        #expect(fresh == dictionary)
    }

    @Test("a dictionary with keys of 1023 bits holds what fits beside its label")
    func longestKeys() throws {
        let zeros = BitString(bytes: [UInt8](repeating: 0, count: 128), count: 1023)
        var dictionary = HashmapE(keyBits: 1023)
        try dictionary.set(try value(1), for: zeros)
        #expect(try dictionary.entries().map(\.key) == [zeros])
        var random = SeededGenerator(seed: 40)
        // No label of 1023 mixed bits fits a cell.
        let before = dictionary
        #expect(throws: CellError.self) {
            try dictionary.set(CellBuilder(), for: BitString(bytes: [0x80] + random.bytes(127), count: 1023))
        }
        #expect(dictionary == before)
    }

    @Test("a key of another length is an error")
    func keyLength() throws {
        var dictionary = HashmapE(keyBits: 8)
        let key = BitString(0, bits: 7)
        #expect(throws: CellError.self) { try dictionary.set(CellBuilder(), for: key) }
        #expect(throws: CellError.self) { try dictionary.value(for: key) }
        #expect(throws: CellError.self) { try dictionary.remove(key) }
        #expect(throws: CellError.self) {
            try HashmapE(keyBits: 8, entries: [(key: BitString(0, bits: 9), value: CellBuilder())])
        }
    }

    // hml_same where n > 1 and k < 2n - 1, else hml_long where k < n, else hml_short.
    @Test(
        "labels have the form that the reference chooses",
        arguments: [
            // Eight key bits: a length takes four bits.
            ("00000000", 8, "11" + "0" + "1000"),
            ("11111111", 8, "11" + "1" + "1000"),
            ("10110100", 8, "10" + "1000" + "10110100"),
            // Four key bits: a length takes three.
            ("0000", 4, "11" + "0" + "100"),
            ("0001", 4, "10" + "100" + "0001"),
            // Three key bits: a length takes two.
            ("010", 3, "10" + "11" + "010"),
            ("111", 3, "11" + "1" + "11"),
            // Two key bits: a length takes two, which is not less than the label.
            ("01", 2, "0" + "110" + "01"),
            ("00", 2, "11" + "0" + "10"),
            ("1", 1, "0" + "10" + "1"),
        ])
    func labels(key: String, bits: Int, label: String) throws {
        var dictionary = HashmapE(keyBits: bits)
        try dictionary.set(CellBuilder(), for: BitString(try #require(UInt64(key, radix: 2)), bits: bits))
        let slice = try #require(dictionary.root).slice()
        #expect(
            try slice.remainingBits == label.count && String(slice.peekUInt(bits: label.count), radix: 2) == trim(label)
        )
    }

    private func trim(_ bits: String) -> String {
        let trimmed = bits.drop { $0 == "0" }
        return trimmed.isEmpty ? "0" : String(trimmed)
    }

    @Test("a dictionary is stored and read as a bit and a reference")
    func storing() throws {
        var dictionary = HashmapE(keyBits: 16)
        for isEmpty in [true, false] {
            if !isEmpty { try dictionary.set(try value(7), for: BitString(3, bits: 16)) }
            var builder = CellBuilder()
            try builder.store(dictionary)
            #expect(builder.bitCount == 1 && builder.referenceCount == (isEmpty ? 0 : 1))
            var slice = try builder.build().slice()
            #expect(try HashmapE(keyBits: 16, from: &slice) == dictionary)
            #expect(slice.isEmpty)
        }
    }
}
