import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// An extra whose sum and order both show.
struct SumExtra: TLBCodable, Hashable {
    var sum: UInt64
    var last: UInt32

    init(_ sum: UInt64, last: UInt32) {
        self.sum = sum
        self.last = last
    }

    init(from slice: inout CellSlice) throws(CellError) {
        sum = try slice.load()
        last = try slice.load()
    }

    func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(sum)
        try builder.store(last)
    }

    static let none = SumExtra(0, last: 0)

    static func combining(_ left: SumExtra, _ right: SumExtra) throws(CellError) -> SumExtra {
        SumExtra(left.sum + right.sum, last: right.last)
    }
}

@Suite("Augmented dictionaries")
struct HashmapAugTests {
    private func value(_ number: UInt64) throws -> CellBuilder {
        var builder = CellBuilder()
        try builder.store(number, bits: 32)
        return builder
    }

    private func set(_ number: UInt64, for key: BitString, in dictionary: inout HashmapAugE<SumExtra>) throws {
        try dictionary.set(
            try value(number), extra: SumExtra(number, last: UInt32(number)), for: key, combining: SumExtra.combining)
    }

    @Test(
        "puts, replacements and removals in any order agree with a Swift dictionary",
        arguments: [1, 2, 7, 8, 31, 64, 256, 352, 800])
    func againstSwift(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits))
        var keys: [BitString] = []
        for _ in 0..<30 {
            var bytes = random.bytes((bits + 7) / 8)
            if let other = keys.randomElement(using: &random), Bool.random(using: &random) {
                let shared = Int.random(in: 0...bytes.count, using: &random)
                bytes.replaceSubrange(..<shared, with: other.bytes[..<shared])
            }
            keys.append(BitString(bytes: bytes, count: bits))
        }
        var model: [BitString: UInt64] = [:]
        var dictionary = HashmapAugE(keyBits: bits, emptyExtra: SumExtra.none)
        for step in 1..<150 {
            let key = try #require(keys.randomElement(using: &random))
            if Int.random(in: 0..<3, using: &random) > 0 {
                model[key] = UInt64(step)
                try set(UInt64(step), for: key, in: &dictionary)
            } else {
                let isRemoved = try dictionary.remove(key, emptyExtra: .none, combining: SumExtra.combining)
                #expect(isRemoved == (model.removeValue(forKey: key) != nil))
            }
            let sorted = model.sorted { $0.key < $1.key }
            // The extra is that of all entries, in their order.
            #expect(dictionary.extra.sum == sorted.reduce(0) { $0 + $1.value })
            #expect(dictionary.extra.last == UInt32(sorted.last?.value ?? 0))
            #expect(try dictionary.tree.rootExtra() ?? .none == dictionary.extra)
            guard step % 10 == 9 else { continue }
            let entries = try dictionary.entries()
            #expect(entries.map(\.key) == sorted.map(\.key))
            #expect(entries.map(\.extra.sum) == sorted.map(\.value))
            for key in keys {
                var leaf = try dictionary.leaf(for: key)
                #expect(try leaf?.value.loadUInt(bits: 32) == model[key])
                #expect(leaf?.extra.sum == model[key])
            }
            // The same content has the same root, whatever came before.
            var fresh = HashmapAugE(keyBits: bits, emptyExtra: SumExtra.none)
            for (key, number) in model.shuffled(using: &random) { try set(number, for: key, in: &fresh) }
            #expect(fresh == dictionary)
            var builder = CellBuilder()
            try builder.store(dictionary)
            var slice = try builder.build().slice()
            #expect(try HashmapAugE<SumExtra>(keyBits: bits, from: &slice) == dictionary)
            #expect(slice.isEmpty)
        }
        for key in keys { try dictionary.remove(key, emptyExtra: .none, combining: SumExtra.combining) }
        #expect(dictionary.isEmpty && dictionary.extra == .none)
    }

    @Test("pruned branches on the way or beside it are typed errors")
    func pruned() throws {
        var dictionary = HashmapAugE(keyBits: 8, emptyExtra: SumExtra.none)
        for key in 0..<4 { try set(UInt64(key + 1), for: BitString(UInt64(key) << 6, bits: 8), in: &dictionary) }
        let root = try #require(dictionary.root)
        let left = try #require(root.reference(at: 0))
        var builder = CellBuilder()
        try builder.store(root.exoticSlice().bitString())
        try builder.store(reference: try prunedBranch([(left.hash, left.depth)], mask: 1))
        try builder.store(reference: try #require(root.reference(at: 1)))
        var tree = HashmapAug<SumExtra>(keyBits: 8, root: try builder.build())
        #expect(try tree.rootExtra()?.sum == 10)
        #expect(try tree.leaf(for: BitString(0xc0, bits: 8))?.extra.sum == 4)
        let error = CellError.prunedDictionary(prefix: BitString(0, bits: 1), hash: left.hash)
        #expect(throws: error) { try tree.leaf(for: BitString(0x40, bits: 8)) }
        #expect(throws: error) { try tree.entries() }
        let before = tree
        // The sum above needs the extra of the pruned side.
        #expect(throws: error) {
            try tree.set(
                try value(9), extra: .none, for: BitString(0xc0, bits: 8), combining: SumExtra.combining)
        }
        #expect(throws: error) { try tree.remove(BitString(0xc0, bits: 8), combining: SumExtra.combining) }
        #expect(tree == before)
    }

    @Test("a combination that fails leaves the dictionary as it was")
    func failingCombination() throws {
        var dictionary = HashmapAugE(keyBits: 8, emptyExtra: SumExtra.none)
        try set(1, for: BitString(1, bits: 8), in: &dictionary)
        let before = dictionary
        #expect(throws: CellError.outOfRange("full")) {
            try dictionary.set(try value(2), extra: .none, for: BitString(2, bits: 8)) {
                (_, _) throws(CellError) in throw .outOfRange("full")
            }
        }
        #expect(dictionary == before)
    }

    @Test("cells that refer to each other can't pose as endless entries")
    func sharedCells() throws {
        var cell = try {
            var leaf = CellBuilder()
            try leaf.store(0b00, bits: 2)
            try leaf.store(SumExtra.none)
            return try leaf.build()
        }()
        for _ in 0..<100 {
            var fork = CellBuilder()
            try fork.store(0b00, bits: 2)
            try fork.store(reference: cell)
            try fork.store(reference: cell)
            try fork.store(SumExtra.none)
            cell = try fork.build()
        }
        let dictionary = HashmapAug<SumExtra>(keyBits: 100, root: cell)
        #expect(throws: CellError.malformedDictionary("more than 50 entries")) { try dictionary.entries(limit: 50) }
        #expect(try dictionary.leaf(for: BitString(bytes: [UInt8](repeating: 5, count: 13), count: 100)) != nil)
    }

    @Test("whatever a cell holds is read or refused", arguments: 0..<20)
    func randomCells(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for cell in try random.cells(200) {
            let tree = HashmapAug<SumExtra>(keyBits: 1 + Int(random.next() % 300), root: cell)
            let key = random.bits(tree.keyBits)
            _ = try? tree.rootExtra()
            _ = try? tree.entries(limit: 100)
            _ = try? tree.leaf(for: key)
            var changed = tree
            let content = try value(1)
            if (try? changed.set(content, extra: .none, for: key, combining: { l, _ throws(CellError) in l })) != nil {
                #expect(try changed.leaf(for: key)?.extra == SumExtra.none)
            }
            _ = try? changed.remove(key, combining: { left, _ throws(CellError) in left })
        }
    }
}

@Suite("Recorded augmented dictionaries", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedHashmapAugTests {
    struct UInt32Extra: TLBCodable, Hashable {
        var number: UInt32

        init(from slice: inout CellSlice) throws(CellError) { number = try slice.load() }

        func store(in builder: inout CellBuilder) throws(CellError) { try builder.store(number) }
    }

    private func cell(_ number: Int) throws -> Cell {
        let cases = try RecordedFixtures.json(
            RecordedHashmapTests.Cases.self, "dict/sdk_hashmap-deserialization.json")
        let hex = try #require(cases.testCases["hashmap-deserialization-\(number)"]?.input.bocHex)
        return try Cell(boc: try #require(Hex.decode(hex)))
    }

    private func check(_ tree: HashmapAug<UInt32Extra>, count: Int) throws {
        let entries = try tree.entries()
        #expect(entries.count == count)
        #expect(entries.first?.key.unsignedValue == 1)
        #expect(entries.first?.extra.number == 9)
        var value = try #require(entries.first?.value)
        #expect(try value.loadUInt(bits: 32) == 3)
        #expect(value.isEmpty)
    }

    @Test("the vectors of another project")
    func vectors() throws {
        try check(HashmapAug(keyBits: 32, root: try cell(6)), count: 10)
        var slice = try cell(7).slice()
        let dictionary = try HashmapAugE<UInt32Extra>(keyBits: 32, from: &slice)
        #expect(slice.isEmpty)
        try check(dictionary.tree, count: 2)
        #expect(try dictionary.tree.rootExtra() == dictionary.extra)
    }
}
