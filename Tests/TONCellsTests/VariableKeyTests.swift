import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// A cell of bits given as zeros and ones.
private func cell(_ bits: String, _ references: [Cell] = []) throws -> Cell {
    var builder = CellBuilder()
    for bit in bits where bit != " " { try builder.store(bit: bit == "1") }
    for reference in references { try builder.store(reference: reference) }
    return try builder.build()
}

/// Bits given as zeros and ones.
private func key(_ bits: String) -> BitString {
    var value: UInt64 = 0
    for bit in bits { value = value << 1 | (bit == "1" ? 1 : 0) }
    return BitString(value, bits: bits.count)
}

extension BitString {
    fileprivate func begins(with other: BitString) -> Bool {
        count >= other.count && BitString(bytes: bytes, count: other.count) == other
    }
}

extension SeededGenerator {
    /// Keys of all lengths, many of which begin with others.
    fileprivate mutating func keys(_ count: Int, upTo bits: Int) -> [BitString] {
        var keys: [BitString] = []
        for _ in 0..<count {
            let length = Int.random(in: 0...bits, using: &self)
            var key = self.bits(length)
            if let other = keys.randomElement(using: &self), Int.random(in: 0..<3, using: &self) > 0 {
                let shared = Int.random(in: 0...min(length, other.count) / 8, using: &self)
                key = BitString(bytes: other.bytes[..<shared] + key.bytes[shared...], count: length)
                if Bool.random(using: &self) { key = BitString(bytes: other.bytes, count: min(length, other.count)) }
            }
            keys.append(key)
        }
        return keys
    }
}

@Suite("Dictionaries with keys of variable length")
struct VariableKeyTests {
    static let lengths = [1, 2, 3, 8, 9, 31, 64, 100, 256, 600]

    private func expect(_ dictionary: VarHashmapE, is model: SortedModel, _ random: inout SeededGenerator) throws {
        let entries = try dictionary.entries()
        #expect(entries.map(\.key) == model.keys)
        #expect(try entries.map { try number($0.value) } == model.entries.map(\.value))
        #expect(try dictionary.entries(.descending, limit: 1000).map(\.key) == model.keys.reversed())
        #expect(try dictionary.entries(.ascending, limit: 2).map(\.key) == Array(model.keys.prefix(2)))
        #expect(try dictionary.minimum()?.key == model.keys.first)
        #expect(try dictionary.maximum()?.key == model.keys.last)
        // The same content has the same root, whatever came before.
        var fresh = VarHashmapE(keyBits: dictionary.keyBits)
        for (key, value) in model.entries.shuffled(using: &random) { try fresh.set(try builder(value), for: key) }
        #expect(fresh == dictionary)
    }

    @Test("puts and removals in any order agree with a model", arguments: lengths)
    func variable(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits))
        let keys = random.keys(30, upTo: bits)
        var model = SortedModel()
        var dictionary = VarHashmapE(keyBits: bits)
        for step in UInt32(0)..<400 {
            let key = try #require(keys.randomElement(using: &random))
            let (old, before) = (model[key], dictionary)
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                #expect(try number(try dictionary.set(try builder(step), for: key)) == old)
                model[key] = step
            case 2:
                #expect(try number(try dictionary.add(try builder(step), for: key)) == old)
                if old == nil { model[key] = step }
            case 3:
                #expect(try number(try dictionary.replace(try builder(step), for: key)) == old)
                if old != nil { model[key] = step }
            default:
                #expect(try number(try dictionary.remove(key)) == old)
                model[key] = nil
            }
            if model[key] == old { #expect(dictionary == before) }
            for key in keys.prefix(5) {
                #expect(try number(try dictionary.value(for: key)) == model[key])
                let longest = model.keys.filter { key.begins(with: $0) }.max { $0.count < $1.count }
                let match = try dictionary.longestMatch(for: key)
                #expect(match?.key == longest)
                #expect(try number(match?.value) == longest.flatMap { model[$0] })
            }
            if step % 40 == 39 { try expect(dictionary, is: model, &random) }
        }
        for key in keys { try dictionary.remove(key) }
        #expect(dictionary.isEmpty)
    }

    @Test("a prefix code takes what keeps it one, and agrees with a model", arguments: lengths)
    func prefixCode(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits) &* 5)
        let keys = random.keys(40, upTo: bits)
        var model = SortedModel()
        var dictionary = PfxHashmapE(keyBits: bits)
        var refusals = 0
        for step in UInt32(0)..<500 {
            let key = try #require(keys.randomElement(using: &random))
            let (old, before) = (model[key], dictionary)
            let fits = !model.keys.contains { $0 != key && ($0.begins(with: key) || key.begins(with: $0)) }
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                #expect(try dictionary.set(try builder(step), for: key) == fits)
                if fits { model[key] = step }
                refusals += fits ? 0 : 1
            case 2:
                #expect(try dictionary.add(try builder(step), for: key) == (fits && old == nil))
                if fits, old == nil { model[key] = step }
            case 3:
                #expect(try number(try dictionary.replace(try builder(step), for: key)) == old)
                if old != nil { model[key] = step }
            default:
                #expect(try number(try dictionary.remove(key)) == old)
                model[key] = nil
            }
            if model[key] == old { #expect(dictionary == before) }
            for key in keys.prefix(5) {
                #expect(try number(try dictionary.value(for: key)) == model[key])
                let match = try dictionary.match(for: key)
                #expect(match?.key == model.keys.first { key.begins(with: $0) })
                #expect(try number(match?.value) == match.flatMap { model[$0.key] })
            }
            guard step % 50 == 49 else { continue }
            #expect(try dictionary.entries().map(\.key) == model.keys)
            #expect(try dictionary.entries(.descending, limit: 1000).map(\.key) == model.keys.reversed())
            #expect(try dictionary.minimum()?.key == model.keys.first)
            #expect(try dictionary.maximum()?.key == model.keys.last)
            var fresh = PfxHashmapE(keyBits: bits)
            for (key, value) in model.entries.shuffled(using: &random) {
                #expect(try fresh.set(try builder(value), for: key))
            }
            #expect(fresh == dictionary)
        }
        #expect(refusals > 0)
    }

    @Test("the layouts are those of the schemes, written by hand")
    func layouts() throws {
        func value(_ number: UInt64) throws -> CellBuilder {
            var value = CellBuilder()
            try value.store(number, bits: 4)
            return value
        }
        // A label in short form: 0, two ones, 0, its bits; then the leaf's tag.
        var prefixes = PfxHashmapE(keyBits: 4)
        #expect(try prefixes.set(try value(0xa), for: key("10")))
        #expect(prefixes.root == (try cell("0 110 10 0 1010")))
        // A fork: no label, its tag; three and two bits are left below.
        #expect(try prefixes.set(try value(0xb), for: key("0")))
        #expect(prefixes.root == (try cell("00 1", [try cell("00 0 1011"), try cell("0 10 0 0 1010")])))

        var keys = VarHashmapE(keyBits: 2)
        try keys.set(try value(0xa), for: .empty)
        #expect(keys.root == (try cell("00 00 1010")))
        try keys.set(try value(0xb), for: key("1"))
        #expect(keys.root == (try cell("00 1 1 1010", [try cell("00 00 1011")])))
        try keys.set(try value(0xc), for: key("00"))
        let sides = [try cell("0 10 0 00 1100"), try cell("00 00 1011")]
        #expect(keys.root == (try cell("00 01 1 1010", sides)))
        try keys.remove(.empty)
        #expect(keys.root == (try cell("00 01 0", sides)))
        try keys.remove(key("00"))
        #expect(keys.root == (try cell("0 10 1 00 1011")))
    }

    @Test("values keep their references behind those of the node")
    func references() throws {
        var random = SeededGenerator(seed: 4)
        let leaf = try cell("1111")
        for _ in 0..<20 {
            var keys = VarHashmapE(keyBits: 40)
            let chosen = random.keys(20, upTo: 40)
            for key in chosen {
                var value = try builder(UInt32(key.count))
                try value.store(reference: leaf)
                try keys.set(value, for: key)
            }
            for key in chosen {
                var value = try #require(try keys.value(for: key))
                #expect(try value.load(UInt32.self) == UInt32(key.count))
                #expect(try value.loadReference() == leaf)
                try value.end()
            }
        }
    }

    @Test("a bit and a reference, as in other dictionaries")
    func storing() throws {
        var (prefixes, keys) = (PfxHashmapE(keyBits: 8), VarHashmapE(keyBits: 8))
        for isEmpty in [true, false] {
            if !isEmpty {
                try prefixes.set(try builder(1), for: key("101"))
                try keys.set(try builder(1), for: key("101"))
            }
            var builder = CellBuilder()
            try builder.store(prefixes)
            try builder.store(keys)
            #expect(builder.bitCount == 2 && builder.referenceCount == (isEmpty ? 0 : 2))
            var slice = try builder.build().slice()
            #expect(try PfxHashmapE(keyBits: 8, from: &slice) == prefixes)
            #expect(try VarHashmapE(keyBits: 8, from: &slice) == keys)
        }
    }

    @Test("keys that are too long are an error")
    func longKeys() throws {
        var (prefixes, keys) = (PfxHashmapE(keyBits: 4), VarHashmapE(keyBits: 4))
        #expect(throws: CellError.self) { try prefixes.set(CellBuilder(), for: key("10101")) }
        #expect(throws: CellError.self) { try keys.set(CellBuilder(), for: key("10101")) }
        #expect(throws: CellError.self) { try keys.value(for: key("10101")) }
        #expect(throws: CellError.self) { try keys.remove(key("10101")) }
        try keys.set(try builder(7), for: key("1010"))
        #expect(try number(try keys.longestMatch(for: key("10101"))?.value) == 7)
        #expect(throws: CellError.self) { try VarHashmapE(keyBits: 1024, root: .empty).entries() }
        #expect(throws: CellError.self) { try VarHashmapE(keyBits: -1, root: .empty).value(for: .empty) }
    }

    @Test(
        "malformed nodes are errors",
        arguments: [
            // No tag; a fork with data, or behind the last bit; too long a label.
            "00", "00 1 0", "0 110 10 1", "0 1110 111",
        ])
    func malformedPrefixCode(bits: String) throws {
        let leaf = try cell("00 0")
        let dictionary = PfxHashmapE(keyBits: 2, root: try cell(bits, [leaf, leaf]))
        for bits in ["00", "11", "10"] { #expect(throws: CellError.self) { try dictionary.value(for: key(bits)) } }
        #expect(throws: CellError.self) { try dictionary.entries() }
        var changed = dictionary
        #expect(throws: CellError.self) { try changed.set(CellBuilder(), for: key("10")) }
        #expect(throws: CellError.self) { try changed.remove(key("10")) }
        #expect(changed == dictionary)
    }

    @Test(
        "malformed nodes of variable length are errors",
        arguments: [
            // No whole tag, no Maybe, a fork without a value and something behind it, forks behind the last bit.
            ("00 0", 2), ("00 01", 2), ("00 01 0 1", 2), ("0 110 11 01 0", 2), ("0 110 11 11", 1), ("00 11", 0),
            ("00 01 0", 1), ("00 01 0", 3),
        ])
    func malformedVariable(bits: String, references: Int) throws {
        let leaf = try cell("00 00")
        let dictionary = VarHashmapE(
            keyBits: 2, root: try cell(bits, [Cell](repeating: leaf, count: references)))
        #expect(throws: CellError.self) { try dictionary.entries() }
        var changed = dictionary
        #expect(throws: CellError.self) { try changed.set(CellBuilder(), for: key("11")) }
        #expect(throws: CellError.self) { try changed.remove(key("11")) }
        #expect(changed == dictionary)
    }

    @Test("pruned parts are errors that say where")
    func pruned() throws {
        let branch = try prunedBranch([(.zero, 1)], mask: 1)
        let prefixes = PfxHashmapE(keyBits: 8, root: try cell("00 1", [try cell("00 0 1"), branch]))
        let error = CellError.prunedDictionary(prefix: key("1"), hash: .zero)
        #expect(throws: error) { try prefixes.entries() }
        #expect(throws: error) { try prefixes.match(for: key("1111")) }
        #expect(try prefixes.match(for: key("0111"))?.key == key("0"))
        let keys = VarHashmapE(keyBits: 8, root: try cell("00 01 0", [try cell("00 00 1"), branch]))
        #expect(throws: error) { try keys.value(for: key("11")) }
        #expect(try keys.value(for: key("0"))?.remainingBits == 1)
        var changed = keys
        // The side that would be joined is pruned.
        #expect(throws: error) { try changed.remove(key("0")) }
        #expect(changed == keys)
    }

    @Test("cells that refer to each other can't pose as endless entries")
    func sharedCells() throws {
        var (prefixes, keys) = (try cell("00 0"), try cell("00 00"))
        for _ in 0..<60 {
            prefixes = try cell("00 1", [prefixes, prefixes])
            keys = try cell("00 01 1", [keys, keys])
        }
        let error = CellError.malformedDictionary("more than 100 entries")
        #expect(throws: error) { try PfxHashmapE(keyBits: 60, root: prefixes).entries(limit: 100) }
        #expect(throws: error) { try VarHashmapE(keyBits: 60, root: keys).entries(limit: 100) }
        #expect(try PfxHashmapE(keyBits: 60, root: prefixes).entries(.descending, limit: 7).count == 7)
        #expect(try VarHashmapE(keyBits: 60, root: keys).entries(.descending, limit: 7).count == 7)
    }

    @Test("whatever a cell holds is read or refused", arguments: 0..<10)
    func randomCells(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for root in try random.cells(200) {
            let bits = 1 + Int(random.next() % 300)
            let chosen = random.keys(1, upTo: bits)[0]
            var prefixes = PfxHashmapE(keyBits: bits, root: root)
            _ = try? prefixes.entries(limit: 100)
            _ = try? prefixes.match(for: chosen)
            if (try? prefixes.set(try builder(1), for: chosen)) == true {
                #expect(try number(try prefixes.value(for: chosen)) == 1)
            }
            _ = try? prefixes.remove(chosen)
            var keys = VarHashmapE(keyBits: bits, root: root)
            _ = try? keys.entries(limit: 100)
            _ = try? keys.longestMatch(for: chosen)
            if (try? keys.set(try builder(1), for: chosen)) != nil {
                #expect(try number(try keys.value(for: chosen)) == 1)
            }
            _ = try? keys.remove(chosen)
        }
    }

    @Test(
        "the prefix code of another project",
        .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func recorded() throws {
        let cases = try RecordedFixtures.json(
            RecordedHashmapTests.Cases.self, "dict/sdk_hashmap-deserialization.json")
        let input = try #require(cases.testCases["hashmap-deserialization-5"]).input
        let root = try Cell(boc: try #require(input.bocHex.flatMap { Hex.decode($0) }))
        let dictionary = PfxHashmapE(keyBits: input.keySizeBits, root: root)
        let entries = try dictionary.entries()
        // As that project states: three elements, the first under this address.
        #expect(entries.count == 3)
        var builder = CellBuilder()
        try builder.store(try AccountAddress("EQDTNajAAWW8Hw_CrMyk10-P8mPHnj2rh_HEOpNmHMncvGae"))
        #expect(entries.first?.key == (try builder.build().slice().bitString()))
        var fresh = PfxHashmapE(keyBits: input.keySizeBits)
        for entry in entries {
            // The one bit that the project calls the value is the leaf's tag.
            #expect(entry.value.isEmpty)
            var value = CellBuilder()
            try value.store(entry.value)
            #expect(try fresh.set(value, for: entry.key))
        }
        #expect(fresh.root == root)
    }
}
