import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@Suite("Merkle proofs")
struct MerkleProofTests {
    /// A random tree with Merkle cells inside: some of its pruned branches are its own.
    private static func tree(_ generator: inout SeededGenerator, _ count: Int) throws -> Cell {
        var cells = try generator.cells(count)
        for _ in 0..<3 {
            guard let inner = cells.last, inner.level == 0 else { break }
            let shown = try MerkleProof.create(root: inner) { tracker throws(CellError) in
                Self.visitSome(inner, tracker, &generator)
            }
            var builder = CellBuilder()
            try builder.store(generator.bits(200))
            try builder.store(reference: shown.cell)
            try builder.store(reference: inner)
            cells.append(try builder.build())
        }
        return try #require(cells.last)
    }

    /// Visits a random set of cells that hang together from the root.
    private static func visitSome(_ root: Cell, _ tracker: MerkleProof.Tracker, _ generator: inout SeededGenerator) {
        var pending = [root]
        var seen: Set<Hash256> = []
        while let cell = pending.popLast() {
            guard seen.insert(cell.hash).inserted else { continue }
            _ = tracker.exoticSlice(of: cell)
            for child in cell.references where Int.random(in: 0..<3, using: &generator) > 0 { pending.append(child) }
        }
    }

    /// Goes through both trees at once: what is shown is as it was, what isn't has the hashes that it had.
    private static func compare(_ whole: Cell, _ shown: Cell) throws -> (shown: Set<Hash256>, pruned: Set<Hash256>) {
        var counts = (shown: Set<Hash256>(), pruned: Set<Hash256>())
        var seen: Set<[Hash256]> = []
        var pending = [(whole, shown, 0)]
        while let (original, cell, merkleDepth) = pending.popLast() {
            guard seen.insert([original.hash, cell.hash]).inserted else { continue }
            for level in 0...min(merkleDepth, 3) {
                #expect(original.hash(level: level) == cell.hash(level: level))
                #expect(original.depth(level: level) == cell.depth(level: level))
            }
            guard cell.type != .prunedBranch || original.type == .prunedBranch else {
                #expect(cell.levelMask.bits >> UInt8(merkleDepth) == 1)
                #expect(throws: CellError.prunedBranch(cell.hash(level: 0))) { try cell.slice() }
                counts.pruned.insert(original.hash)
                continue
            }
            counts.shown.insert(original.hash)
            #expect(cell.type == original.type && cell.referenceCount == original.referenceCount)
            #expect(cell.exoticSlice().bitString() == original.exoticSlice().bitString())
            let isMerkle = cell.type == .merkleProof || cell.type == .merkleUpdate
            for (child, shownChild) in zip(original.references, cell.references) {
                pending.append((child, shownChild, merkleDepth + (isMerkle ? 1 : 0)))
            }
        }
        return counts
    }

    @Test("a proof of any part of any tree has the tree's hash, and shows that part as it is", arguments: 0..<150)
    func randomTrees(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let root = try Self.tree(&generator, Int.random(in: 1...60, using: &generator))
        var visited: Set<Hash256> = []
        let proof = try MerkleProof.create(root: root) { tracker throws(CellError) in
            var pending = [root]
            while let cell = pending.popLast() {
                guard visited.insert(cell.hash).inserted else { continue }
                tracker.visit(cell)
                for child in cell.references where Int.random(in: 0..<3, using: &generator) > 0 {
                    pending.append(child)
                }
            }
        }
        #expect(proof.rootHash == root.hash && proof.root.hash(level: 0) == root.hash && proof.cell.level == 0)
        let (shown, pruned) = try Self.compare(root, proof.root)
        #expect(visited.isSubset(of: shown) && pruned.isDisjoint(with: visited))
        let read = try MerkleProof(cell: try Cell(boc: proof.cell.boc()))
        #expect(read == proof && read.rootHash == root.hash)
        // The proof of all of a proof's tree is that proof, and one of less of it proves the same tree.
        let again = try MerkleProof.create(root: proof.root) { tracker throws(CellError) in
            tracker.visitAll(proof.root)
        }
        #expect(again == proof)
        let less = try MerkleProof.create(root: proof.root) { tracker throws(CellError) in
            Self.visitSome(proof.root, tracker, &generator)
        }
        #expect(less.rootHash == root.hash && less.cell.level == 0)
        _ = try Self.compare(proof.root, less.root)
        #expect(try Cell(boc: less.cell.boc()) == less.cell)
    }

    @Test("a small leaf stays, a large one and a fork are pruned")
    func smallLeaves() throws {
        func leaf(_ bits: Int) throws -> Cell {
            var builder = CellBuilder()
            try builder.store(BitString(bytes: [UInt8](repeating: 3, count: 128), count: bits))
            return try builder.build()
        }
        var builder = CellBuilder()
        let (small, large) = (try leaf(36 * 8), try leaf(36 * 8 + 1))
        try builder.store(reference: small)
        try builder.store(reference: large)
        var fork = CellBuilder()
        try fork.store(reference: small)
        try builder.store(reference: try fork.build())
        let root = try builder.build()
        let proof = try MerkleProof.create(root: root) { _ throws(CellError) in }
        #expect(proof.root.references.map(\.type) == [.ordinary, .prunedBranch, .prunedBranch])
        #expect(proof.rootHash == root.hash && proof.root.levelMask.bits == 1)
    }

    @Test("below three Merkle cells nothing can be pruned, so all stays")
    func nesting() throws {
        var generator = SeededGenerator(seed: 7)
        var cell = try #require(try generator.cells(30).last)
        for nested in 0..<5 {
            let proof = try MerkleProof.create(root: cell) { tracker throws(CellError) in
                var next: Cell? = cell
                while let exotic = next, exotic.isExotic {
                    tracker.visit(exotic)
                    next = exotic.reference(at: 0)
                }
            }
            #expect(proof.rootHash == cell.hash)
            let (_, pruned) = try Self.compare(cell, proof.root)
            #expect(nested < 1 || pruned.isEmpty == (nested >= 3))
            cell = try MerkleProof(root: cell).cell
        }
    }

    @Test("2^1000 paths through shared cells take a walk of a thousand")
    func diamonds() throws {
        var cell = Cell.empty
        for number in 0..<1000 {
            var builder = CellBuilder()
            try builder.store(UInt64(number), bits: 64)
            try builder.store(reference: cell)
            try builder.store(reference: cell)
            cell = try builder.build()
        }
        let proof = try MerkleProof.create(root: cell) { tracker throws(CellError) in
            var next: Cell? = cell
            for _ in 0..<900 {
                guard let shown = next else { break }
                tracker.visit(shown)
                next = shown.reference(at: 1)
            }
        }
        #expect(proof.rootHash == cell.hash && walk(proof.root).count == 901)
        let whole = try MerkleProof.create(root: cell) { tracker throws(CellError) in tracker.visitAll(cell) }
        #expect(whole.root == cell)
    }

    @Test("a dictionary's proof shows a key or that it is absent, and nothing about others")
    func dictionaries() throws {
        var generator = SeededGenerator(seed: 11)
        var dictionary = HashmapE(keyBits: 64)
        var keys: [BitString] = []
        for _ in 0..<300 {
            var value = CellBuilder()
            try value.store(generator.bits(300))
            let key = generator.bits(64)
            try dictionary.set(value, for: key)
            keys.append(key)
        }
        let root = try #require(dictionary.root)
        for key in keys.prefix(40) + (0..<40).map({ _ in generator.bits(64) }) {
            let expected = try dictionary.value(for: key)
            let proof = try MerkleProof.create(root: root) { tracker throws(CellError) in
                _ = try tracker.value(for: key, in: dictionary)
            }
            let shown = HashmapE(keyBits: 64, root: proof.root)
            #expect(try shown.value(for: key)?.bitString() == expected?.bitString())
            let error = #expect(throws: CellError.self) { try shown.entries() }
            guard case .prunedDictionary(let prefix, _) = error else {
                Issue.record("unexpected \(String(describing: error))")
                continue
            }
            #expect((1...63).contains(prefix.count))
        }
    }

    @Test("only a Merkle proof cell is one")
    func otherCells() throws {
        #expect(throws: CellError.self) { try MerkleProof(cell: .empty) }
        #expect(throws: CellError.self) { try MerkleProof(cell: try libraryReference(.zero)) }
        #expect(throws: CellError.malformedExotic("expected a Merkle proof, found a pruned branch")) {
            try MerkleProof(cell: try prunedBranch([(.zero, 1)], mask: 1))
        }
    }

    @Test("what a failing visit throws comes through")
    func failing() {
        #expect(throws: CellError.referencesExhausted) {
            try MerkleProof.create(root: .empty) { _ throws(CellError) in throw .referencesExhausted }
        }
    }

    @Test(
        "every recorded proof is taken, and made again of what it shows",
        .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func recorded() throws {
        var count = 0
        for name in RecordedFixtures.names(in: "boc/valid", suffix: ".boc") {
            guard let bag = try? BagOfCells(try RecordedFixtures.bytes("boc/valid/\(name)")) else { continue }
            for root in bag.roots where root.type == .merkleProof {
                let proof = try MerkleProof(cell: root)
                let again = try MerkleProof.create(root: proof.root) { tracker throws(CellError) in
                    tracker.visitAll(proof.root)
                }
                #expect(again.rootHash == proof.rootHash, "\(name)")
                if root.level == 0 { #expect(again == proof, "\(name)") }
                count += 1
            }
        }
        #expect(count > 0)
    }
}
