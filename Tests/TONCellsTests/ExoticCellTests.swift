import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@Suite("Exotic cells")
struct ExoticCellTests {
    private func hash(_ byte: UInt8) -> Hash256 {
        Hash256([UInt8](repeating: byte, count: 32)) ?? .zero
    }

    private func ordinary(_ references: [Cell], _ value: UInt64 = 0) throws -> Cell {
        var builder = CellBuilder()
        try builder.store(value, bits: 32)
        for reference in references { try builder.store(reference: reference) }
        return try builder.build()
    }

    @Test("a pruned branch gives the hashes and depths in its data below its level", arguments: UInt8(1)...7)
    func prunedBranch(mask: UInt8) throws {
        let levels = (0..<mask.nonzeroBitCount).map { (hash(UInt8($0 + 1)), 10 * ($0 + 1)) }
        let cell = try TONCellsTests.prunedBranch(levels, mask: mask)
        #expect(cell.type == .prunedBranch && cell.levelMask.bits == mask && cell.depth == 0)
        for level in 0..<4 {
            let below = Int(mask & (1 << UInt8(level) - 1)).nonzeroBitCount
            if below < levels.count {
                #expect(cell.hash(level: level) == levels[below].0)
                #expect(cell.depth(level: level) == levels[below].1)
            } else {
                #expect(cell.hash(level: level) == cell.hash)
                #expect(cell.depth(level: level) == 0)
            }
        }
        let data = cell.withDataBytes { Array($0) }
        #expect(cell.hash == SHA256.hash([8 | mask << 5, UInt8(data.count * 2)] + data))
        #expect(try BagOfCells(cell.boc()).roots == [cell])
        #expect(throws: CellError.prunedBranch(cell.hash(level: 0))) { try cell.slice() }
        #expect(cell.exoticSlice().remainingBits == cell.bitCount)
    }

    @Test("a proof hides what is pruned, and its root keeps the hash and depth of the whole tree")
    func merkleProof() throws {
        let hidden = try ordinary([try ordinary([.empty], 1), .empty], 2)
        let whole = try ordinary([hidden, .empty], 3)
        let pruned = try TONCellsTests.prunedBranch([(hidden.hash, hidden.depth)], mask: 1)
        let shown = try ordinary([pruned, .empty], 3)
        #expect(shown.level == 1)
        #expect(shown.hash(level: 0) == whole.hash)
        #expect(shown.depth(level: 0) == whole.depth)
        #expect(shown.hash != whole.hash)
        #expect(shown.depth == 1)
        let proof = try TONCellsTests.merkleProof(shown)
        #expect(proof.type == .merkleProof && proof.level == 0 && proof.depth == 2)
        // The representation hash takes the child at level 1.
        let data = proof.withDataBytes { Array($0) }
        #expect(proof.hash == SHA256.hash([9, 70] + data + [0, 1] + shown.hash(level: 1).bytes))
        #expect(try Cell(boc: proof.boc()) == proof)
        #expect(try Cell(boc: proof.boc()).references[0].hash(level: 0) == whole.hash)
    }

    @Test("a proof inside a proof shifts levels twice")
    func nestedProof() throws {
        let hidden = try ordinary([.empty], 9)
        // Pruned from the outer tree only: level 2, where the inner proof makes it 1.
        let outer = try TONCellsTests.prunedBranch([(hidden.hash, hidden.depth)], mask: 2)
        let inner = try TONCellsTests.merkleProof(try ordinary([outer], 1))
        #expect(inner.levelMask.bits == 1)
        let whole = try TONCellsTests.merkleProof(try ordinary([hidden], 1))
        #expect(inner.hash(level: 0) == whole.hash)
        let proof = try TONCellsTests.merkleProof(inner)
        #expect(proof.level == 0)
        #expect(try Cell(boc: proof.boc()) == proof)
    }

    @Test("a Merkle update states both trees")
    func merkleUpdate() throws {
        let (before, after) = (try ordinary([.empty], 1), try ordinary([], 2))
        func update(_ first: Hash256, _ second: Hash256, _ depths: (Int, Int), _ cells: [Cell]) throws -> Cell {
            var builder = CellBuilder()
            try builder.store(4, bits: 8)
            try builder.store(first)
            try builder.store(second)
            try builder.store(UInt64(depths.0), bits: 16)
            try builder.store(UInt64(depths.1), bits: 16)
            for cell in cells { try builder.store(reference: cell) }
            return try builder.buildExotic()
        }
        let cell = try update(before.hash, after.hash, (1, 0), [before, after])
        #expect(cell.type == .merkleUpdate && cell.depth == 2 && cell.level == 0)
        let data = cell.withDataBytes { Array($0) }
        #expect(
            cell.hash == SHA256.hash([10, 138] + data + [0, 1, 0, 0] + before.hash.bytes + after.hash.bytes))
        #expect(try Cell(boc: cell.boc()) == cell)
        #expect(throws: CellError.self) { try update(after.hash, before.hash, (1, 0), [before, after]) }
        #expect(throws: CellError.self) { try update(before.hash, after.hash, (0, 0), [before, after]) }
        #expect(throws: CellError.self) { try update(before.hash, after.hash, (1, 1), [before, after]) }
        #expect(throws: CellError.self) { try update(before.hash, after.hash, (1, 0), [before]) }
    }

    @Test("a library reference is a leaf of level 0")
    func library() throws {
        let cell = try libraryReference(hash(7))
        #expect(cell.type == .libraryReference && cell.level == 0 && cell.depth == 0)
        #expect(cell.hash == SHA256.hash([8, 66, 2] + hash(7).bytes))
        #expect(try Cell(boc: cell.boc()) == cell)
    }

    @Test("malformed exotic cells can't be built or parsed")
    func malformed() throws {
        // Type byte, further bits, references.
        let shapes: [(UInt64, bits: Int, references: Int)] = [
            (0, 0, 0), (1, 0, 0), (1, 8, 0), (1, 279, 0), (2, 255, 0), (2, 257, 0), (2, 256, 1), (3, 272, 0),
            (3, 272, 2), (3, 271, 1), (4, 544, 1), (4, 543, 2), (5, 0, 0), (255, 0, 0), (255, 256, 0),
        ]
        for (type, bits, references) in shapes {
            var builder = CellBuilder()
            try builder.store(type, bits: 8)
            try builder.store(BitString(bytes: [UInt8](repeating: 1, count: 128), count: bits))
            for _ in 0..<references { try builder.store(reference: .empty) }
            #expect(throws: CellError.self) { try builder.buildExotic() }
            let bytes = try builder.build().boc([])
            let roots = bytes[10]
            #expect(roots == 0)
            var exotic = bytes
            exotic[11] |= 8
            #expect(throws: BagOfCellsError.self) { try BagOfCells(exotic) }
        }
        #expect(throws: CellError.self) { try CellBuilder().buildExotic() }
        for mask in [UInt8(0), 8, 0xff] {
            #expect(throws: CellError.self) { try TONCellsTests.prunedBranch([(.zero, 0)], mask: mask) }
        }
    }

    @Test("a pruned branch may state a depth of 1024, not 1025")
    func prunedDepth() throws {
        let deepest = try TONCellsTests.prunedBranch([(.zero, 1024)], mask: 1)
        #expect(throws: CellError.tooDeep(1025)) { try TONCellsTests.prunedBranch([(.zero, 1025)], mask: 1) }
        #expect(throws: CellError.tooDeep(1025)) { try ordinary([deepest]) }
        #expect(throws: CellError.tooDeep(65535)) {
            try TONCellsTests.prunedBranch([(.zero, 3), (.zero, 65535)], mask: 3)
        }
        #expect(try TONCellsTests.merkleProof(deepest).depth == 1)
    }

    @Test("a level mask other than the computed one is refused")
    func levelMasks() throws {
        let pruned = try TONCellsTests.prunedBranch([(hash(1), 1)], mask: 1)
        let bytes = try ordinary([pruned]).boc([])
        #expect(bytes[11] >> 5 == 1)
        for mask in UInt8(0)...7 where mask != 1 {
            var wrong = bytes
            wrong[11] = wrong[11] & 0x1f | mask << 5
            #expect(throws: BagOfCellsError.self) { try BagOfCells(wrong) }
        }
    }
}
