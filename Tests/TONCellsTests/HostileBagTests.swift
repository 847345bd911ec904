import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// Random and damaged bytes: never a crash, and never a hash that isn't that of the cells.
@Suite("Hostile bags of cells")
struct HostileBagTests {
    /// The hash of an ordinary tree, computed from what a cell shows; nil where exotic cells are involved.
    private func recomputed(_ root: Cell) -> Hash256? {
        var known: [Hash256: Bool] = [:]
        func isRight(_ cell: Cell) -> Bool {
            if let known = known[cell.hash] { return known }
            known[cell.hash] = true
            guard !cell.isExotic, cell.level == 0 else { return true }
            var bytes = [UInt8(cell.referenceCount), UInt8(cell.bitCount / 8 + (cell.bitCount + 7) / 8)]
            bytes += cell.withDataBytes { Array($0) }
            for child in cell.references { bytes += [UInt8(child.depth >> 8), UInt8(child.depth & 0xff)] }
            for child in cell.references { bytes += child.hash.bytes }
            let right = SHA256.hash(bytes) == cell.hash && cell.references.allSatisfy { isRight($0) }
            known[cell.hash] = right
            return right
        }
        return isRight(root) ? root.hash : nil
    }

    /// Reads everything that there is in accepted cells, and writes them back.
    private func exercise(_ bytes: [UInt8]) -> Bool {
        guard let bag = try? BagOfCells(bytes, reading: .reference) else { return false }
        for root in bag.roots {
            #expect(recomputed(root) == root.hash)
            for level in 0...3 {
                _ = root.hash(level: level)
                #expect(root.depth(level: level) <= 1024)
            }
            var slice = root.exoticSlice()
            #expect(slice.bitString().count == root.bitCount)
            while slice.remainingReferences > 0 { _ = try? slice.loadReference() }
            _ = try? HashmapE(keyBits: 32, root: root).entries(limit: 100)
        }
        let again = try? BagOfCells(bag.serialized())
        #expect(again?.roots == bag.roots)
        return true
    }

    @Test("random bytes behind a plausible start", arguments: 0..<4)
    func randomBytes(seed: UInt64) {
        var random = SeededGenerator(seed: 80 + seed)
        for _ in 0..<5000 {
            var bytes: [UInt8] = [0xb5, 0xee, 0x9c, 0x72]
            bytes += [UInt8([1, 1, 2, 0x81, 4, 7, 0xa1, 0x41].randomElement(using: &random) ?? 1)]
            bytes += [UInt8.random(in: 0...9, using: &random), UInt8.random(in: 0...4, using: &random), 1, 0]
            let cells = random.bytes(Int.random(in: 0...60, using: &random)).map { $0 & 0x1f }
            bytes += [UInt8(cells.count), 0] + cells
            _ = exercise(bytes)
        }
        for _ in 0..<2000 { _ = exercise(random.bytes(Int.random(in: 0...60, using: &random))) }
    }

    /// Bags of ordinary and exotic cells, in all options.
    private func samples(_ random: inout SeededGenerator) throws -> [[UInt8]] {
        var cells = try random.cells(12)
        let hash = try #require(Hash256(random.bytes(32)))
        let pruned = try prunedBranch([(hash, 3), (cells[0].hash, 900)], mask: 5)
        var builder = CellBuilder()
        try builder.store(reference: pruned)
        try builder.store(reference: try #require(cells.last))
        cells.append(try merkleProof(try builder.build()))
        cells.append(try libraryReference(hash))
        var top = CellBuilder()
        for cell in cells.suffix(3) { try top.store(reference: cell) }
        let roots = [try top.build(), cells[2]]
        return BagOfCellsTests.allOptions.map { BagOfCells(roots: roots).serialized($0) }
    }

    @Test("damaged bags, with their checksum made right again", arguments: 0..<4)
    func mutations(seed: UInt64) throws {
        var random = SeededGenerator(seed: 90 + seed)
        var (accepted, refused) = (0, 0)
        for _ in 0..<40 {
            for sample in try samples(&random) {
                #expect(exercise(sample))
                for _ in 0..<40 {
                    var bytes = sample
                    for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&bytes, &random) }
                    if bytes.count > 12, bytes[4] & 0x40 != 0 { fixChecksum(&bytes) }
                    if exercise(bytes) { accepted += 1 } else { refused += 1 }
                }
            }
        }
        #expect(accepted > 200)
        #expect(refused > 2000)
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        // Headers and descriptors are where it hurts most.
        let end = Bool.random(using: &random) ? min(bytes.count, 40) : bytes.count
        let position = Int.random(in: 0..<end, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[position] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes[position] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
        case 3: bytes.remove(at: position)
        case 4: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
        default: bytes.swapAt(position, Int.random(in: 0..<bytes.count, using: &random))
        }
    }

    private func fixChecksum(_ bytes: inout [UInt8]) {
        let checksum = CRC32C.checksum(Array(bytes.dropLast(4)))
        for index in 0..<4 { bytes[bytes.count - 4 + index] = UInt8(truncatingIfNeeded: checksum >> UInt32(8 * index)) }
    }

    @Test(
        "headers that promise too much are refused before anything is allocated",
        arguments: [
            "b5ee9c720408ffffffff0000000100000000ffffffffffffffff00000000",
            "b5ee9c7204087fffffff00000001000000007fffffffffffffff00000000",
            "b5ee9c7204080000000100000001000000000000000000000002" + "00000000" + "0000",
            "b5ee9c7284087fffffff000000010000000000000000ffffffff00000000",
            "b5ee9c720404000000017fffffff000000000000000200000000" + "0000",
            "b5ee9c7201010101ff02000000", "b5ee9c7201010101020200" + "0000",
        ])
    func promises(hex: String) throws {
        let bytes = try #require(Hex.decode(hex))
        let isSmall = hex.hasPrefix("b5ee9c72040800000001")
        if isSmall {
            #expect(try Cell(boc: bytes) == .empty)
        } else {
            #expect(throws: BagOfCellsError.self) { try BagOfCells(bytes) }
        }
    }

    @Test("references to itself, backward, or past the end are refused", arguments: [0, 1, 3, 255])
    func references(target: UInt8) {
        let bytes: [UInt8] = [0xb5, 0xee, 0x9c, 0x72, 1, 1, 3, 1, 0, 8, 0] + [1, 0, 1, 1, 0, target, 0, 0]
        #expect(throws: BagOfCellsError.self) { try BagOfCells(bytes) }
    }

    @Test(
        "a cell with five or more references, or over-long padding, is refused",
        arguments: [[5, 0], [6, 0], [7, 0], [0x17, 0], [0, 1, 0x80], [0, 1, 0], [8, 0], [8, 2, 0], [8, 2, 5]]
            as [[UInt8]])
    func cells(cell: [UInt8]) {
        let bytes: [UInt8] = [0xb5, 0xee, 0x9c, 0x72, 1, 1, 1, 1, 0, UInt8(cell.count), 0] + cell
        #expect(throws: BagOfCellsError.self) { try BagOfCells(bytes) }
    }

    @Test("at most 16,384 roots are read")
    func roots() throws {
        let most = BagOfCells(roots: [Cell](repeating: .empty, count: 16384)).serialized([])
        #expect(try BagOfCells(most).roots.count == 16384)
        #expect(throws: BagOfCellsError.header("16385 roots")) {
            // Two bytes for the root count: references need them too.
            let count = 16385
            let header: [UInt8] = [0xb5, 0xee, 0x9c, 0x72, 2, 1, 0, 1, UInt8(count >> 8), UInt8(count & 0xff), 0, 0, 2]
            _ = try BagOfCells(header + [UInt8](repeating: 0, count: 2 * count) + [0, 0])
        }
    }
}
