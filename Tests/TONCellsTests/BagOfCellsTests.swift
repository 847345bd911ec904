import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@Suite("Bags of cells")
struct BagOfCellsTests {
    static let allOptions: [BagOfCells.Options] = [[], [.index], [.checksum], [.index, .checksum]]

    @Test("a cell that a builder made survives a bag", arguments: allOptions)
    func roundTrip(options: BagOfCells.Options) throws {
        var leaf = CellBuilder()
        try leaf.store(0x1234_5678 as UInt32)
        var builder = CellBuilder()
        try builder.store(5, bits: 3)
        try builder.store(reference: try leaf.build())
        let cell = try builder.build()
        #expect(try Cell(boc: cell.boc(options)) == cell)
    }

    @Test("random graphs of cells survive a bag, roots in order and repeated ones too", arguments: allOptions)
    func randomGraphs(options: BagOfCells.Options) throws {
        var random = SeededGenerator(seed: 10)
        for _ in 0..<40 {
            let cells = try random.cells(Int.random(in: 1...60, using: &random))
            let roots = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                cells[Int.random(in: 0..<cells.count, using: &random)]
            }
            let parsed = try BagOfCells(BagOfCells(roots: roots).serialized(options))
            #expect(parsed.roots == roots)
            #expect(parsed.roots.map(\.depth) == roots.map(\.depth))
            #expect(parsed.roots.map { walk($0) } == roots.map { walk($0) })
        }
    }

    @Test("the order of cells doesn't depend on the options")
    func order() throws {
        var random = SeededGenerator(seed: 11)
        let root = try #require(try random.cells(200).last)
        let layouts = try Self.allOptions.map { try BagLayout(root.boc($0)).cells }
        #expect(layouts.allSatisfy { $0 == layouts[0] })
    }

    // By the reference's rules, worked out by hand: being a root doesn't make a cell one to visit early.
    @Test("a root below another root stays in its place")
    func rootBelowRoot() throws {
        func cell(_ letter: Character, _ references: [Cell]) throws -> Cell {
            var builder = CellBuilder()
            try builder.store(bytes: String(letter).utf8)
            for reference in references { try builder.store(reference: reference) }
            return try builder.build()
        }
        let lower = try cell("B", [cell("D", [])])
        let upper = try cell("A", [lower, cell("C", [cell("E", [])])])
        let layout = try BagLayout(BagOfCells(roots: [upper, lower]).serialized())
        #expect(layout.cells.map { $0[2] } == Array("ABCDE".utf8))
        #expect(layout.rootIndices == [0, 1])
    }

    @Test("more than one root, or a root of a level above 0, is no single cell")
    func singleRoot() throws {
        #expect(throws: BagOfCellsError.rootCount(2)) {
            try Cell(boc: BagOfCells(roots: [.empty, .empty]).serialized())
        }
        let pruned = try prunedBranch([(.zero, 3)], mask: 1)
        #expect(throws: BagOfCellsError.rootLevel(1)) { try Cell(boc: pruned.boc()) }
        #expect(try BagOfCells(pruned.boc()).roots == [pruned])
    }

    /// A bag with an index, rewritten with one of the older magic numbers, which have no root list.
    private func lean(_ cell: Cell, magic: UInt32) -> [UInt8] {
        let generic = cell.boc([.index])
        let width = Int(generic[4] & 7)
        let rootList = 6 + 3 * width + Int(generic[5])
        var bytes = (0..<4).map { UInt8(truncatingIfNeeded: magic >> (24 - 8 * $0)) } + [UInt8(width)]
        bytes += generic[5..<rootList] + generic[(rootList + width)...]
        guard magic == 0xacc3_a728 else { return bytes }
        let checksum = CRC32C.checksum(bytes)
        return bytes + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (8 * $0)) }
    }

    @Test("the older magic numbers are read, with one root and an index", arguments: [0x68ff_65f3, 0xacc3_a728])
    func leanMagics(magic: UInt32) throws {
        var leaf = CellBuilder()
        try leaf.store(0x1234_5678 as UInt32)
        var builder = CellBuilder()
        try builder.store(5, bits: 3)
        try builder.store(reference: try leaf.build())
        let cell = try builder.build()
        let bytes = lean(cell, magic: magic)
        #expect(try Cell(boc: bytes) == cell)
        for position in 4..<bytes.count {
            var damaged = bytes
            damaged[position] ^= 0x40
            // Without a checksum a changed data bit is another cell; nothing else gets through.
            if let read = try? Cell(boc: damaged) { #expect(magic == 0x68ff_65f3 && (read != cell || position == 4)) }
        }
        let error = #expect(throws: BagOfCellsError.unknownMagic(0x0102_0304)) { try BagOfCells([1, 2, 3, 4, 1, 1]) }
        #expect("\(try #require(error))".hasSuffix("found 01020304"))
    }

    @Test("bytes after the end are refused unless asked for, and always behind a checksum")
    func trailingBytes() throws {
        let plain = Cell.empty.boc([]) + [0]
        #expect(throws: BagOfCellsError.trailingBytes(1)) { try Cell(boc: plain) }
        #expect(try Cell(boc: plain, reading: .reference) == .empty)
        let checked = Cell.empty.boc([.checksum]) + [0]
        #expect(throws: BagOfCellsError.trailingBytes(1)) { try Cell(boc: checked, reading: .reference) }
    }

    @Test("every prefix of a bag is refused", arguments: allOptions)
    func prefixes(options: BagOfCells.Options) throws {
        var random = SeededGenerator(seed: 12)
        let bytes = try #require(try random.cells(5).last).boc(options)
        for length in 0..<bytes.count {
            #expect(throws: BagOfCellsError.self) { try BagOfCells(bytes[..<length]) }
        }
    }

    @Test("a cell may lie 1024 deep in a parsed bag, not 1025")
    func depth() throws {
        #expect(try Cell(boc: chain(1025)).depth == 1024)
        #expect(throws: BagOfCellsError.content(.tooDeep(1025))) { try Cell(boc: chain(1026)) }
    }

    /// A bag of cells, each but the last with a reference to the next.
    private func chain(_ count: Int) -> [UInt8] {
        let cells = (1...count).flatMap { number -> [UInt8] in
            number < count ? [1, 0, UInt8(number >> 8), UInt8(number & 0xff)] : [0, 0]
        }
        return [0xb5, 0xee, 0x9c, 0x72, 2, 2, UInt8(count >> 8), UInt8(count & 0xff), 0, 1, 0, 0]
            + [UInt8(cells.count >> 8), UInt8(cells.count & 0xff), 0, 0] + cells
    }

    @Test("a pruned branch repeats all its hashes where they are stored, and each is checked")
    func storedHashesOfPrunedBranch() throws {
        let lower = try #require(Hash256(Array(1...32)))
        let pruned = try prunedBranch([(lower, 7)], mask: 1)
        let data = pruned.withDataBytes { Array($0) }
        let hashes = lower.bytes + pruned.hash.bytes + [0, 7, 0, 0]
        func bag(_ hashes: [UInt8]) -> [UInt8] {
            let cell = [0x38, UInt8(data.count * 2)] + hashes + data
            return [0xb5, 0xee, 0x9c, 0x72, 1, 1, 1, 1, 0, UInt8(cell.count), 0] + cell
        }
        #expect(try BagOfCells(bag(hashes)).roots == [pruned])
        for position in hashes.indices {
            var wrong = hashes
            wrong[position] ^= 1
            #expect(throws: BagOfCellsError.self) { try BagOfCells(bag(wrong)) }
        }
    }

    @Test("an exotic cell other than a pruned branch may store a hash in which a byte happens to be 1")
    func storedHashesOfLibrary() throws {
        var random = SeededGenerator(seed: 13)
        for first in [UInt8(1), 2, 3, 4, 0xff] {
            let library = try libraryReference(try #require(Hash256([first] + random.bytes(31))))
            let cell =
                [0x18, 66] + library.hash.bytes + [0, 0] + library.withDataBytes { Array($0) }
            let bytes = [0xb5, 0xee, 0x9c, 0x72, 1, 1, 1, 1, 0, UInt8(cell.count), 0] + cell
            #expect(try BagOfCells(bytes).roots == [library])
        }
    }

    @Test("a wrong cache bit is refused, as the reference does")
    func cacheBits() throws {
        // A root with two references to one leaf: the leaf is shared.
        func bag(_ root: UInt8, _ leaf: UInt8) -> [UInt8] {
            [0xb5, 0xee, 0x9c, 0x72, 0xa1, 1, 2, 1, 0, 6, 0, 4 * 2 + root, 6 * 2 + leaf] + [2, 0, 1, 1, 0, 0]
        }
        #expect(try Cell(boc: bag(0, 1)).references == [.empty, .empty])
        for (root, leaf) in [(0, 0), (1, 0), (1, 1)] as [(UInt8, UInt8)] {
            #expect(throws: BagOfCellsError.self) { try Cell(boc: bag(root, leaf)) }
        }
    }
}
