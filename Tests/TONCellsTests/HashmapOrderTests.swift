import SilkTestSupport
import TONCells
import Testing

@Suite("Dictionaries in order")
struct HashmapOrderTests {
    static let keyLengths = [1, 2, 7, 8, 16, 32, 64, 257, 960]

    /// Random keys of a length, many of which share their starts, with a number for each.
    private func content(_ keyBits: Int, seed: UInt64, count: Int = 60) -> [BitString: UInt32] {
        var random = SeededGenerator(seed: seed &* 7919 &+ UInt64(keyBits))
        var content: [BitString: UInt32] = [:]
        for _ in 0..<count {
            var bytes = (0..<(keyBits + 7) / 8).map { _ in UInt8.random(in: 0...255, using: &random) }
            if Bool.random(using: &random), let first = content.keys.min() {
                let shared = Int.random(in: 0...first.bytes.count, using: &random)
                bytes.replaceSubrange(..<shared, with: first.bytes[..<shared])
            }
            content[BitString(bytes: bytes, count: keyBits)] = UInt32.random(in: 0...3, using: &random)
        }
        return content
    }

    private func builder(_ value: UInt32) throws -> CellBuilder {
        var builder = CellBuilder()
        try builder.store(value)
        return builder
    }

    private func dictionary(_ keyBits: Int, _ content: [BitString: UInt32]) throws -> HashmapE {
        try HashmapE(keyBits: keyBits, entries: content.map { ($0.key, try builder($0.value)) })
    }

    private func value(_ slice: CellSlice?) throws -> UInt32? {
        guard var slice else { return nil }
        return try slice.load(UInt32.self)
    }

    @Test("built at once or one by one, the root is the same", arguments: keyLengths)
    func bulkBuild(keyBits: Int) throws {
        for seed in UInt64(0)..<8 {
            let content = content(keyBits, seed: seed)
            let sorted = try content.sorted { $0.key < $1.key }.map { (key: $0.key, value: try builder($0.value)) }
            #expect(try HashmapE(keyBits: keyBits, ascending: sorted) == dictionary(keyBits, content))
        }
        #expect(try HashmapE(keyBits: keyBits, ascending: []).isEmpty)
    }

    @Test("keys out of order, double or of another length are refused")
    func bulkRefusals() throws {
        let value = try builder(1)
        let (low, high) = (BitString(3, bits: 8), BitString(200, bits: 8))
        for keys in [[high, low], [low, low], [BitString(3, bits: 9)]] {
            #expect(throws: CellError.self) { try HashmapE(keyBits: 8, ascending: keys.map { ($0, value) }) }
        }
    }

    @Test("first, last and nearest entries, in both directions", arguments: keyLengths)
    func nearest(keyBits: Int) throws {
        for seed in UInt64(0)..<4 {
            let content = content(keyBits, seed: seed)
            let dictionary = try dictionary(keyBits, content)
            let sorted = content.keys.sorted()
            #expect(try dictionary.minimum()?.key == sorted.first)
            #expect(try dictionary.maximum()?.key == sorted.last)
            // Keys that are there, and others.
            for key in sorted + self.content(keyBits, seed: seed &+ 100, count: 20).keys {
                for isInclusive in [false, true] {
                    let above = sorted.first { isInclusive ? $0 >= key : $0 > key }
                    let below = sorted.last { isInclusive ? $0 <= key : $0 < key }
                    let (up, down) = (
                        try dictionary.nearest(to: key, .ascending, isInclusive: isInclusive),
                        try dictionary.nearest(to: key, .descending, isInclusive: isInclusive)
                    )
                    #expect(up?.key == above)
                    #expect(down?.key == below)
                    #expect(try value(up?.value) == above.flatMap { content[$0] })
                }
                let from = try dictionary.entries(from: key, .ascending, limit: 5).map(\.key)
                #expect(from == Array(sorted.filter { $0 >= key }.prefix(5)))
                let down = try dictionary.entries(from: key, .descending, limit: 5).map(\.key)
                #expect(down == Array(sorted.reversed().filter { $0 <= key }.prefix(5)))
            }
            #expect(try dictionary.entries(.descending, limit: .max).map(\.key) == Array(sorted.reversed()))
        }
        let empty = HashmapE(keyBits: keyBits)
        #expect(try empty.minimum() == nil)
        #expect(try empty.nearest(to: BitString(bytes: [0], count: 1).padded(keyBits), .ascending) == nil)
    }

    @Test("changes between two versions, and both merged", arguments: keyLengths)
    func changes(keyBits: Int) throws {
        for seed in UInt64(0)..<8 {
            let old = content(keyBits, seed: seed)
            var new = old
            for (number, key) in old.keys.sorted().enumerated() where number % 5 == Int(seed % 5) {
                new[key] = number % 2 == 0 ? nil : 77
            }
            new.merge(content(keyBits, seed: seed &+ 50, count: 10)) { $1 }
            let (before, after) = (try dictionary(keyBits, old), try dictionary(keyBits, new))
            let found = try before.changes(to: after)
            let expected = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
            #expect(found.map(\.key) == expected)
            for change in found {
                #expect(try value(change.before) == old[change.key])
                #expect(try value(change.after) == new[change.key])
            }
            #expect(try before.changes(to: before).isEmpty)
            #expect(try before.merged(with: after) == dictionary(keyBits, old.merging(new) { $1 }))
        }
    }

    @Test("what two versions share needn't be there to compare them")
    func changesPastPrunedBranches() throws {
        var content: [BitString: UInt32] = [:]
        for number in UInt64(0)..<64 { content[BitString(number, bits: 6)] = UInt32(number) }
        let before = try dictionary(6, content)
        let key = BitString(5, bits: 6)
        content[key] = 1000
        let after = try dictionary(6, content)
        // The right half is the same in both: a pruned branch stands for it.
        func pruned(_ dictionary: HashmapE) throws -> HashmapE {
            var slice = try #require(dictionary.root).slice()
            var root = CellBuilder()
            let (left, right) = (try slice.loadReference(), try slice.loadReference())
            try root.store(try slice.loadSlice(bits: slice.remainingBits))
            try root.store(reference: left)
            var branch = CellBuilder()
            try branch.store(0x0101, bits: 16)
            try branch.store(right.hash)
            try branch.store(UInt64(right.depth), bits: 16)
            try root.store(reference: try branch.buildExotic())
            return HashmapE(keyBits: 6, root: try root.build())
        }
        let changes = try pruned(before).changes(to: pruned(after))
        #expect(changes.map(\.key) == [key])
        let right = try #require(before.root?.reference(at: 1))
        let error = CellError.prunedDictionary(prefix: BitString(1, bits: 1), hash: right.hash)
        #expect(throws: error) { try pruned(before).maximum() }
        #expect(try pruned(before).minimum()?.key == BitString(0, bits: 6))
    }
}

extension BitString {
    /// The bits with zeros behind them.
    fileprivate func padded(_ count: Int) -> BitString {
        BitString(bytes: bytes + [UInt8](repeating: 0, count: (count + 7) / 8), count: count)
    }
}
