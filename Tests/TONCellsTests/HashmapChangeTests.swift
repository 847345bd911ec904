import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// Keys and values, sorted when asked: what every dictionary here is compared with.
struct SortedModel {
    private(set) var values: [BitString: UInt32] = [:]

    subscript(key: BitString) -> UInt32? {
        get { values[key] }
        set { values[key] = newValue }
    }

    var keys: [BitString] { values.keys.sorted() }

    var entries: [(key: BitString, value: UInt32)] { keys.map { ($0, values[$0] ?? 0) } }
}

/// A value of 32 bits.
func builder(_ value: UInt32) throws -> CellBuilder {
    var builder = CellBuilder()
    try builder.store(value)
    return builder
}

/// What such a value was.
func number(_ slice: CellSlice?) throws -> UInt32? {
    guard var slice else { return nil }
    let value = try slice.load(UInt32.self)
    try slice.end()
    return value
}

@Suite("Changes of dictionaries")
struct HashmapChangeTests {
    static let keyLengths = [1, 2, 5, 8, 17, 64, 256, 267, 900]

    /// Keys that often share their starts.
    static func keys(_ count: Int, bits: Int, _ random: inout SeededGenerator) -> [BitString] {
        var keys: [BitString] = []
        for _ in 0..<count {
            var bytes = random.bytes((bits + 7) / 8)
            if let other = keys.randomElement(using: &random), Int.random(in: 0..<3, using: &random) > 0 {
                let shared = Int.random(in: 0...bytes.count, using: &random)
                bytes.replaceSubrange(..<shared, with: other.bytes[..<shared])
            }
            keys.append(BitString(bytes: bytes, count: bits))
        }
        return keys
    }

    @Test("add, replace, update and remove return and leave what a model says", arguments: keyLengths)
    func conditions(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits) &* 31)
        let keys = Self.keys(25, bits: bits, &random)
        var model = SortedModel()
        var dictionary = HashmapE(keyBits: bits)
        var fresh = HashmapE(keyBits: bits)
        for step in UInt32(0)..<400 {
            let key = try #require(keys.randomElement(using: &random))
            let (old, before) = (model[key], dictionary)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                #expect(try number(try dictionary.add(try builder(step), for: key)) == old)
                if old == nil { model[key] = step }
            case 1:
                #expect(try number(try dictionary.replace(try builder(step), for: key)) == old)
                if old != nil { model[key] = step }
            case 2:
                #expect(try number(try dictionary.update(try builder(step), for: key)) == old)
                model[key] = step
            default:
                #expect(try number(try dictionary.removeValue(for: key)) == old)
                model[key] = nil
            }
            if model[key] == old { #expect(dictionary == before) }
            #expect(try number(try dictionary.value(for: key)) == model[key])
            guard step % 40 == 39 else { continue }
            #expect(try dictionary.entries().map(\.key) == model.keys)
            fresh = HashmapE(keyBits: bits)
            for entry in model.entries { try fresh.set(try builder(entry.value), for: entry.key) }
            #expect(fresh == dictionary)
        }
    }

    @Test("a range in either direction has the keys between both ends", arguments: keyLengths)
    func ranges(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits) &* 77)
        let keys = Self.keys(40, bits: bits, &random)
        var model = SortedModel()
        for (number, key) in keys.prefix(30).enumerated() { model[key] = UInt32(number) }
        let dictionary = try HashmapE(
            keyBits: bits, entries: model.entries.map { ($0.key, try builder($0.value)) })
        for _ in 0..<60 {
            let (low, high) = try (#require(keys.randomElement(using: &random)), #require(keys.last))
            let limit = Int.random(in: 0...40, using: &random)
            let up = try dictionary.entries(from: low, through: high, .ascending, limit: limit)
            #expect(up.map(\.key) == Array(model.keys.filter { $0 >= low && $0 <= high }.prefix(limit)))
            let down = try dictionary.entries(from: high, through: low, .descending, limit: limit)
            #expect(down.map(\.key) == Array(model.keys.reversed().filter { $0 >= low && $0 <= high }.prefix(limit)))
            let rest = try dictionary.entries(through: low, .ascending, limit: 100)
            #expect(rest.map(\.key) == model.keys.filter { $0 <= low })
        }
    }

    @Test("a later entry replaces an earlier one of the same key, in whatever order they come")
    func doubleEntries() throws {
        var random = SeededGenerator(seed: 5)
        let keys = Self.keys(20, bits: 12, &random)
        var model = SortedModel()
        var entries: [(key: BitString, value: CellBuilder)] = []
        for step in UInt32(0)..<200 {
            let key = try #require(keys.randomElement(using: &random))
            entries.append((key, try builder(step)))
            model[key] = step
        }
        let dictionary = try HashmapE(keyBits: 12, entries: entries)
        #expect(try dictionary.entries().map { try number($0.value) } == model.entries.map(\.value))
    }

    @Test("many entries, built at once in several rounds of hashing, are those set one by one")
    func manyEntries() throws {
        var random = SeededGenerator(seed: 6)
        var dictionary = HashmapE(keyBits: 64)
        var entries: [(key: BitString, value: CellBuilder)] = []
        for step in UInt32(0)..<3000 {
            let key = random.bits(64)
            var value = try builder(step)
            // Some with references, and some of these with levels: their nodes have several hashes.
            if step % 7 == 0 { try value.store(reference: .empty) }
            if step % 101 == 0 { try value.store(reference: try prunedBranch([(.zero, 3)], mask: 1)) }
            entries.append((key, value))
            try dictionary.set(value, for: key)
        }
        let built = try HashmapE(keyBits: 64, entries: entries)
        #expect(built == dictionary)
        let (first, second) = (try #require(built.root), try #require(dictionary.root))
        #expect(first.level == 1)
        for level in 0...3 { #expect(first.hash(level: level) == second.hash(level: level)) }
        #expect(first.depth == second.depth)
    }

    @Test("merged with a combination, both dictionaries' values meet under each common key", arguments: keyLengths)
    func combining(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits) &* 13)
        for _ in 0..<10 {
            let keys = Self.keys(40, bits: bits, &random)
            var models = [SortedModel(), SortedModel()]
            for (number, key) in keys.enumerated() {
                for side in 0...1 where Bool.random(using: &random) { models[side][key] = UInt32(number % 3) }
            }
            let dictionaries = try models.map { model in
                try HashmapE(keyBits: bits, entries: model.entries.map { ($0.key, try builder($0.value)) })
            }
            var expected = models[0]
            for (key, value) in models[1].entries {
                let sum = (models[0][key] ?? 0) + value
                expected[key] = models[0][key] != nil && sum == 2 ? nil : sum
            }
            let merged = try dictionaries[0].merged(with: dictionaries[1]) { (key, own, other) throws(CellError) in
                var (own, other) = (own, other)
                let sum = try own.load(UInt32.self) + other.load(UInt32.self)
                // Dropped where they make 2.
                guard sum != 2 else { return nil }
                var value = CellBuilder()
                try value.store(sum)
                return value
            }
            let fresh = try HashmapE(
                keyBits: bits, entries: expected.entries.map { ($0.key, try builder($0.value)) })
            #expect(merged == fresh)
            #expect(try dictionaries[0].merged(with: HashmapE(keyBits: bits)) == dictionaries[0])
            #expect(try HashmapE(keyBits: bits).merged(with: dictionaries[0]) == dictionaries[0])
        }
    }

    @Test("what only one side has needn't be there to merge it")
    func mergingPruned() throws {
        func dictionary(_ keys: [UInt64]) throws -> HashmapE {
            try HashmapE(keyBits: 8, entries: keys.map { (BitString($0, bits: 8), try builder(UInt32($0))) })
        }
        let (own, other) = (try dictionary([1, 2, 0x81, 0x82]), try dictionary([0x41, 0x43]))
        let root = try #require(own.root)
        let right = try #require(root.reference(at: 1))
        var pruned = CellBuilder()
        try pruned.store(root.exoticSlice().bitString())
        try pruned.store(reference: try #require(root.reference(at: 0)))
        try pruned.store(reference: try prunedBranch([(right.hash, right.depth)], mask: 1))
        let part = HashmapE(keyBits: 8, root: try pruned.build())
        let merged = try part.merged(with: other)
        #expect(merged.root?.hash(level: 0) == (try own.merged(with: other)).root?.hash)
        // The new key lies in the part that isn't there.
        let error = CellError.prunedDictionary(prefix: BitString(1, bits: 1), hash: right.hash)
        #expect(throws: error) { try part.merged(with: try dictionary([0x83])) }
        #expect(throws: CellError.self) { try part.merged(with: HashmapE(keyBits: 7)) }
    }

    @Test("proofs show keys, or that they are absent, and nothing else")
    func proofs() throws {
        var random = SeededGenerator(seed: 9)
        var entries: [(key: BitString, value: CellBuilder)] = []
        for step in UInt32(0)..<200 {
            var child = CellBuilder()
            try child.store(random.bits(900))
            var value = try builder(step)
            try value.store(reference: try child.build())
            entries.append((random.bits(256), value))
        }
        let dictionary = try HashmapE(keyBits: 256, entries: entries)
        let hash = try #require(dictionary.root).hash
        for key in entries.prefix(20).map(\.key) + (0..<20).map({ _ in random.bits(256) }) {
            let expected = try dictionary.value(for: key)
            let proof = try dictionary.proof(of: key)
            #expect(proof.rootHash == hash)
            // As it comes from elsewhere.
            let read = try MerkleProof(cell: try Cell(boc: proof.cell.boc()))
            let shown = try HashmapE(keyBits: 256, proof: read, of: hash)
            let found = try shown.value(for: key)
            #expect(found?.bitString() == expected?.bitString())
            if var found { #expect(try found.loadReference().type == .prunedBranch) }
            let whole = try dictionary.proof(of: key, showingValues: true)
            #expect(try HashmapE(keyBits: 256, proof: whole, of: hash).value(for: key) == expected)
            // Others can't be told.
            let others = try entries.map(\.key).filter { $0 != key }.filter { other in
                do throws(CellError) {
                    return try shown.value(for: other) != nil
                } catch {
                    guard case .prunedDictionary(let prefix, _) = error else { throw error }
                    #expect(BitString(bytes: other.bytes, count: prefix.count) == prefix)
                    return false
                }
            }
            #expect(others.count <= 1)
            #expect(throws: CellError.self) { try HashmapE(keyBits: 256, proof: read, of: .zero) }
        }
        let keys = entries.prefix(3).map(\.key)
        let several = try HashmapE(keyBits: 256, proof: try dictionary.proof(of: keys), of: hash)
        for key in keys { #expect(try several.value(for: key) != nil) }
        #expect(throws: CellError.self) { try HashmapE(keyBits: 256).proof(of: keys) }
    }
}

@Suite("Changes of augmented dictionaries")
struct HashmapAugChangeTests {
    private typealias Entry = (key: BitString, extra: SumExtra, value: CellBuilder)

    /// With room for the extra beside the longest label.
    static let keyLengths = [1, 2, 5, 8, 17, 64, 256, 352, 850]

    private func entries(_ model: SortedModel) throws -> [Entry] {
        try model.entries.map { ($0.key, SumExtra(UInt64($0.value), last: $0.value), try builder($0.value)) }
    }

    private func tree(_ bits: Int, _ model: SortedModel) throws -> HashmapAug<SumExtra> {
        var tree = HashmapAug<SumExtra>(keyBits: bits)
        for entry in try entries(model) {
            try tree.set(entry.value, extra: entry.extra, for: entry.key, combining: SumExtra.combining)
        }
        return tree
    }

    private func model(_ bits: Int, _ random: inout SeededGenerator) -> SortedModel {
        var model = SortedModel()
        for key in HashmapChangeTests.keys(30, bits: bits, &random) {
            model[key] = UInt32.random(in: 0...9, using: &random)
        }
        return model
    }

    @Test("built at once, one by one or merged, the root is the same", arguments: keyLengths)
    func whole(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits) &* 3)
        for _ in 0..<5 {
            let models = [model(bits, &random), model(bits, &random)]
            let trees = try models.map { try tree(bits, $0) }
            let built = try HashmapAug(
                keyBits: bits, ascending: try entries(models[0]), combining: SumExtra.combining)
            #expect(built == trees[0])
            #expect(
                try built.checkExtras(combining: SumExtra.combining)?.sum
                    == models[0].entries.reduce(0) { $0 + UInt64($1.value) })
            var both = models[0]
            for entry in models[1].entries { both[entry.key] = entry.value }
            #expect(try trees[0].merged(with: trees[1], combining: SumExtra.combining) == tree(bits, both))
            var summed = models[0]
            for entry in models[1].entries { summed[entry.key] = (models[0][entry.key] ?? 0) + entry.value }
            let resolved = try trees[0].merged(with: trees[1], combining: SumExtra.combining) {
                (_, own, other) throws(CellError) in
                let sum = UInt32(own.extra.sum + other.extra.sum)
                var value = CellBuilder()
                try value.store(sum)
                return (SumExtra(UInt64(sum), last: sum), value)
            }
            #expect(resolved == (try tree(bits, summed)))
            let changes = try trees[0].changes(to: trees[1])
            let expected = Set(models[0].keys).union(models[1].keys).filter { models[0][$0] != models[1][$0] }
            #expect(changes.map(\.key) == expected.sorted())
            for change in changes {
                #expect(try number(change.before?.value) == models[0][change.key])
                #expect(change.after?.extra.sum == models[1][change.key].map(UInt64.init))
            }
        }
    }

    @Test("order, conditions and removed leaves", arguments: keyLengths)
    func conditions(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits) &* 17)
        var model = model(bits, &random)
        var dictionary = try HashmapAugE(try tree(bits, model), emptyExtra: .none)
        #expect(try dictionary.tree.minimum()?.key == model.keys.first)
        #expect(try dictionary.tree.maximum()?.key == model.keys.last)
        let others = HashmapChangeTests.keys(20, bits: bits, &random)
        for key in (model.keys + others).shuffled(using: &random) {
            for isInclusive in [false, true] {
                #expect(
                    try dictionary.tree.nearest(to: key, .descending, isInclusive: isInclusive)?.key
                        == model.keys.last { isInclusive ? $0 <= key : $0 < key })
            }
            let extra = SumExtra(100, last: 100)
            if Bool.random(using: &random) {
                let old = try dictionary.add(
                    try builder(100), extra: extra, for: key, combining: SumExtra.combining)
                #expect(try number(old?.value) == model[key])
                if model[key] == nil { model[key] = 100 }
            } else {
                let old = try dictionary.replace(
                    try builder(100), extra: extra, for: key, combining: SumExtra.combining)
                #expect(old?.extra.sum == model[key].map(UInt64.init))
                if model[key] != nil { model[key] = 100 }
            }
            #expect(dictionary.tree == (try tree(bits, model)))
            try dictionary.checkExtras(emptyExtra: .none, combining: SumExtra.combining)
        }
        for key in model.keys + others {
            let leaf = try dictionary.removeLeaf(of: key, emptyExtra: .none, combining: SumExtra.combining)
            #expect(try number(leaf?.value) == model[key])
            model[key] = nil
        }
        #expect(dictionary.isEmpty && dictionary.extra == .none)
    }

    @Test("an extra that doesn't follow from those below is found, with its place")
    func wrongExtras() throws {
        var random = SeededGenerator(seed: 21)
        let good = try tree(16, model(16, &random))
        let other = try #require(try good.entries(.ascending, limit: 3).last)
        var bad = good
        // Made with another sum: the forks above it no longer fit the others.
        try bad.set(try builder(1), extra: SumExtra(1, last: 1), for: other.key) { (left, right) throws(CellError) in
            SumExtra(left.sum + right.sum + 1, last: right.last)
        }
        let error = #expect(throws: CellError.self) { try bad.checkExtras(combining: SumExtra.combining) }
        guard case .malformedDictionary(let reason) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(reason.hasPrefix("the fork over keys that begin with"))
        #expect(throws: CellError.malformedDictionary("more than 3 entries")) {
            try good.checkExtras(limit: 3, combining: SumExtra.combining)
        }
        let root = try #require(good.root)
        var slice = CellBuilder()
        try slice.store(maybeReference: root)
        try slice.store(SumExtra(1, last: 0))
        var written = try slice.build().slice()
        let stated = try HashmapAugE<SumExtra>(keyBits: 16, from: &written)
        #expect(throws: CellError.self) { try stated.checkExtras(emptyExtra: .none, combining: SumExtra.combining) }
    }

    @Test("proofs show leaves with their extras, or that they are absent")
    func proofs() throws {
        var random = SeededGenerator(seed: 22)
        var model = SortedModel()
        for number in UInt32(0)..<120 { model[random.bits(200)] = number }
        let tree = try tree(200, model)
        let hash = try #require(tree.root).hash
        for key in model.keys.prefix(10) + (0..<10).map({ _ in random.bits(200) }) {
            let shown = try HashmapAug<SumExtra>(
                keyBits: 200, proof: try tree.proof(of: [key]), of: hash)
            #expect(try number(try shown.leaf(for: key)?.value) == model[key])
            #expect(try shown.rootExtra() == tree.rootExtra())
            #expect(throws: CellError.self) { try shown.checkExtras(combining: SumExtra.combining) }
            let tracked = try MerkleProof.create(root: try #require(tree.root)) { tracker throws(CellError) in
                _ = try tracker.leaf(for: key, in: tree)
            }
            #expect(tracked.root == shown.root)
        }
    }
}
