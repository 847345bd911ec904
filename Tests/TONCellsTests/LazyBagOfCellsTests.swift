import Foundation
import SilkTestSupport
import TONCrypto
import Testing

@testable import TONCells

/// Bags of which only what is looked at is read.
@Suite("Lazy bags of cells")
struct LazyBagOfCellsTests {
    /// Files that go with the test.
    private final class Files {
        private let folder: TemporaryFolder
        private var count = 0

        init() throws { folder = try TemporaryFolder() }

        func lazy(_ bytes: [UInt8]) throws -> LazyBagOfCells {
            count += 1
            let file = folder.url.appendingPathComponent("bag-\(count).boc")
            try Data(bytes).write(to: file)
            return try LazyBagOfCells(try MappedFile(path: file.path))
        }
    }

    /// A dictionary of hashed keys, with the number in each value.
    private func dictionary(_ count: UInt64) throws -> HashmapE {
        try HashmapE(
            keyBits: 256,
            entries: (0..<count).map { number in
                var value = CellBuilder()
                try value.store(number)
                return (key(number), value)
            })
    }

    private func key(_ number: UInt64) -> BitString {
        BitString(SHA256.hash(withUnsafeBytes(of: number.bigEndian) { Array($0) }))
    }

    /// Looks a key up in the dictionary whose root is the bag's.
    private func value(_ number: UInt64, in bag: LazyBagOfCells, limit: Int, hash: Hash256) throws -> UInt64? {
        try bag.read(limit: limit) { root throws(CellError) in
            // A root without stored hashes is for the reader to compare.
            guard root.hash(level: 0) == hash else { throw .malformedDictionary("the root is another") }
            guard var value = try HashmapE(keyBits: 256, root: root).value(for: key(number)) else { return nil }
            return try value.load()
        }
    }

    @Test(
        "values are found, and absent ones too, with few cells read",
        arguments: [BagOfCells.Options.block, [.hashes], [.hashes, .index], [.hashes, .checksum]])
    func lookups(options: BagOfCells.Options) throws {
        let dictionary = try dictionary(20_000)
        let root = try #require(dictionary.root)
        let bag = try Files().lazy(root.boc(options))
        #expect(bag.rootCount == 1 && bag.cellCount > 39_000)
        for number in stride(from: UInt64(0), to: 20_000, by: 997) {
            #expect(try value(number, in: bag, limit: 600, hash: root.hash) == number)
        }
        for number in UInt64(20_000)..<20_010 {
            #expect(try value(number, in: bag, limit: 600, hash: root.hash) == nil)
        }
    }

    @Test("all can be read, and is the same")
    func whole() throws {
        let dictionary = try dictionary(500)
        let root = try #require(dictionary.root)
        let bag = try Files().lazy(root.boc(.block))
        let keys = try bag.read { root throws(CellError) in
            try HashmapE(keyBits: 256, root: root).entries().map(\.key)
        }
        #expect(keys == (try dictionary.entries().map(\.key)))
    }

    @Test("without stored hashes the limit holds")
    func limit() throws {
        let root = try #require(try dictionary(300).root)
        let bag = try Files().lazy(root.boc([.index]))
        #expect(throws: BagOfCellsError.tooManyCells(limit: 100)) {
            try bag.read(limit: 100) { root in root.hash(level: 0) }
        }
        #expect(try bag.read { root in root.hash } == root.hash)
        #expect(throws: BagOfCellsError.header("there is no root 1, the bag has 1")) {
            try bag.read(root: 1) { root in root.hash }
        }
    }

    @Test("what the closure throws for another reason comes out")
    func otherErrors() throws {
        let bag = try Files().lazy(Cell.empty.boc(.block))
        #expect(throws: BagOfCellsError.content(.referencesExhausted)) {
            try bag.read { root throws(CellError) in
                var slice = try root.slice()
                return try slice.loadReference()
            }
        }
    }

    @Test("random trees, exotic cells among them, read as they are", arguments: 0..<40)
    func randomTrees(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(4000 + seed))
        var root = try #require(try random.cells(400).last)
        if seed % 2 == 0 {
            // A Merkle cell in the middle, over pruned branches.
            let hidden = Set(try random.cells(400).prefix(200).map(\.hash))
            let proof = try MerkleProof.create(root: root) { tracker in
                var pending = [root]
                var seen: Set<Cell> = [root]
                while let cell = pending.popLast() {
                    guard !hidden.contains(cell.hash) else { continue }
                    tracker.visit(cell)
                    for child in cell.references where seen.insert(child).inserted { pending.append(child) }
                }
            }
            var builder = CellBuilder()
            try builder.store(reference: proof.cell)
            try builder.store(reference: root)
            root = try builder.build()
        }
        let bag = try Files().lazy(root.boc(.block))
        let (hash, count) = try bag.read { root throws(CellError) in
            var seen: Set<Hash256> = []
            var pending = [(cell: root, isBelowMerkle: false)]
            while let (cell, isBelowMerkle) = pending.popLast() {
                guard seen.insert(cell.hash(level: 0)).inserted else { continue }
                // Pruned branches below Merkle cells are the tree's own.
                if !isBelowMerkle, cell.type == .prunedBranch { _ = try cell.slice() }
                let isMerkle = cell.type == .merkleProof || cell.type == .merkleUpdate
                pending += cell.references.map { ($0, isBelowMerkle || isMerkle) }
            }
            return (root.hash(level: 0), seen.count)
        }
        #expect(hash == root.hash && count > root.referenceCount)
    }

    @Test("damage on the way is refused; elsewhere it isn't looked at")
    func damage() throws {
        let files = try Files()
        let root = try #require(try dictionary(2000).root)
        let bytes = root.boc(.block)
        var random = SeededGenerator(seed: 4100)
        var (refused, unnoticed) = (0, 0)
        for _ in 0..<300 {
            var damaged = bytes
            damaged[Int.random(in: 60..<damaged.count - 4, using: &random)] ^=
                1 << UInt8.random(in: 0..<8, using: &random)
            do {
                let found = try value(7, in: files.lazy(damaged), limit: 5000, hash: root.hash)
                #expect(found == 7)
                unnoticed += 1
            } catch is BagOfCellsError {
                refused += 1
            }
        }
        #expect(refused > 0 && unnoticed > 200)
    }

    @Test("files cut short are refused")
    func truncated() throws {
        let files = try Files()
        let bytes = try #require(try dictionary(20).root).boc(.block)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: BagOfCellsError.self) { try files.lazy(Array(bytes[..<length])) }
        }
    }
}
