import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@Suite("Cells")
struct CellTests {
    @Test("the empty cell has the hash that everyone knows")
    func empty() {
        #expect(Cell.empty.hash.hex == "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7")
        #expect(Cell.empty.depth == 0 && Cell.empty.level == 0 && !Cell.empty.isExotic)
        #expect(Cell.empty.reference(at: 0) == nil && Cell.empty.reference(at: -1) == nil)
    }

    @Test("a cell may be 1024 deep, not 1025")
    func depth() throws {
        let deepest = try chain(1024)
        #expect(deepest.depth == 1024)
        #expect(try Cell(boc: deepest.boc()) == deepest)
        var builder = CellBuilder()
        try builder.store(reference: deepest)
        #expect(throws: CellError.tooDeep(1025)) { try builder.build() }
    }

    private func chain(_ depth: Int) throws -> Cell {
        var cell = Cell.empty
        for number in 0..<depth {
            var builder = CellBuilder()
            try builder.store(UInt64(number), bits: 16)
            try builder.store(reference: cell)
            cell = try builder.build()
        }
        return cell
    }

    @Test("chains 1024 deep are made, written, parsed and freed on a thread of 256 KiB")
    func smallStack() async throws {
        let roots: [Hash256] = try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(
                    with: Result {
                        var hashes: [Hash256] = []
                        for _ in 0..<3 {
                            let cell = try chain(1024)
                            hashes.append(cell.hash)
                            hashes.append(try Cell(boc: cell.boc([.index])).hash)
                        }
                        return hashes
                    })
            }
            thread.stackSize = 256 << 10
            thread.start()
        }
        #expect(Set(roots).count == 1)
    }

    @Test("a dictionary as deep as its keys are long is changed on a thread of 256 KiB")
    func deepDictionary() async throws {
        let isEmpty: Bool = try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(
                    with: Result {
                        // Key n has n ones and then zeros, so that each is a fork further down.
                        let keys = (0...1000).map { count in
                            BitString(
                                bytes: (0..<126).map { index in
                                    let ones = min(8, max(0, count - index * 8))
                                    return UInt8(truncatingIfNeeded: 0xff00 >> ones)
                                }, count: 1001)
                        }
                        var dictionary = HashmapE(keyBits: 1001)
                        for key in keys { try dictionary.set(CellBuilder(), for: key) }
                        guard let root = dictionary.root, root.depth == 1000 else { return false }
                        for key in keys { guard try dictionary.remove(key) else { return false } }
                        return dictionary.isEmpty
                    })
            }
            thread.stackSize = 256 << 10
            thread.start()
        }
        #expect(isEmpty)
    }

    @Test("a list grown over a long time is freed link by link")
    func longLived() throws {
        var random = SeededGenerator(seed: 30)
        var kept: [Cell] = []
        for _ in 0..<200 {
            let cell = try chain(Int.random(in: 0...300, using: &random))
            kept.append(cell.references.first ?? cell)
            if kept.count > 20 { kept.remove(at: Int.random(in: 0..<kept.count, using: &random)) }
        }
        for cell in kept { #expect(try Cell(boc: cell.boc()) == cell) }
    }

    @Test("a tower of diamonds with 2^1000 paths is hashed, written and parsed at once")
    func diamonds() throws {
        var cell = Cell.empty
        for _ in 0..<1000 {
            var builder = CellBuilder()
            for _ in 0..<2 { try builder.store(reference: cell) }
            cell = try builder.build()
        }
        let bytes = cell.boc()
        #expect(bytes.count < 8000)
        let parsed = try Cell(boc: bytes)
        #expect(parsed == cell)
        #expect(parsed.depth == 1000)
        #expect(try parsed.slice() == cell.slice())
    }

    @Test("hashes are those of the whitepaper's representation, computed afresh", arguments: 0..<4)
    func representation(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for cell in try random.cells(60) {
            let data = cell.withDataBytes { Array($0) }
            var bytes = [UInt8(cell.referenceCount), UInt8(cell.bitCount / 8 + (cell.bitCount + 7) / 8)] + data
            for child in cell.references { bytes += [UInt8(child.depth >> 8), UInt8(child.depth & 0xff)] }
            for child in cell.references { bytes += child.hash.bytes }
            #expect(cell.hash == SHA256.hash(bytes))
            #expect((0...3).allSatisfy { cell.hash(level: $0) == cell.hash && cell.depth(level: $0) == cell.depth })
        }
    }
}
