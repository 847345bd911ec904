import SilkTestSupport
import Testing

@testable import TONCells

@Suite("Bags of a root and leaves")
struct ShallowBagTests {
    @Test("have the bytes that the order of any cells gives", arguments: 0..<200 as Range<UInt64>)
    func bytes(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        func leaf() throws -> CellBuilder {
            var builder = CellBuilder()
            for _ in 0..<Int.random(in: 0...(seed % 3 == 0 ? 8 : seed % 3 == 1 ? 200 : 1000), using: &generator) {
                try builder.store(bit: Bool.random(using: &generator))
            }
            return builder
        }
        var root = try leaf()
        for _ in 0..<Int.random(in: 0...4, using: &generator) { try root.store(reference: try leaf().build()) }
        for options in [[], [.checksum], [.index], [.checksum, .hashes]] as [BagOfCells.Options] {
            let bag = BagOfCells(roots: [try root.build()])
            #expect(bag.serialized(options) == bag.serializedInOrder(options))
            #expect(try Cell(boc: bag.serialized(options)) == bag.roots[0])
        }
    }
}
