import SilkTestSupport
import Testing

@testable import TONCells

@Suite("Comparing slices")
struct SliceComparingTests {
    private func slice(_ bits: [Bool], behind skipped: Int) throws -> CellSlice {
        var builder = CellBuilder()
        for position in 0..<skipped { try builder.store(bit: position % 3 == 0) }
        for bit in bits { try builder.store(bit: bit) }
        var slice = try builder.build().exoticSlice()
        try slice.skip(bits: skipped)
        return slice
    }

    @Test("counts and comparisons are those of the single bits")
    func bits() throws {
        var random = SeededGenerator(seed: 12)
        for _ in 0..<400 {
            let count = Int.random(in: 0...300, using: &random)
            var first = (0..<count).map { _ in Bool.random(using: &random) }
            for end in [0, count] where Bool.random(using: &random) {
                // Runs at the front and at the end.
                let run = Int.random(in: 0...count, using: &random)
                let range = end == 0 ? 0..<run : count - run..<count
                first.replaceSubrange(range, with: Array(repeating: Bool.random(using: &random), count: run))
            }
            var second = Array(first.prefix(Int.random(in: 0...count, using: &random)))
            second += (0..<Int.random(in: 0...40, using: &random)).map { _ in Bool.random(using: &random) }
            let left = try slice(first, behind: Int.random(in: 0...70, using: &random))
            let right = try slice(second, behind: Int.random(in: 0...70, using: &random))
            let common = zip(first, second).prefix { $0 == $1 }.count
            #expect(left.commonPrefix(with: right) == common)
            let (a, b) = (first.map { $0 ? 1 : 0 }, second.map { $0 ? 1 : 0 })
            #expect(left.compareBits(right) == (a == b ? 0 : a.lexicographicallyPrecedes(b) ? -1 : 1))
            for bit in [false, true] {
                #expect(left.leadingCount(of: bit) == first.prefix { $0 == bit }.count)
                #expect(left.trailingCount(of: bit) == first.reversed().prefix { $0 == bit }.count)
            }
            let untagged = first.lastIndex(of: true).map { Array(first[..<$0]) } ?? []
            #expect(left.withoutCompletionTag() == (try slice(untagged, behind: 0)))
        }
    }
}
