import SilkTestSupport
import TONCrypto
import Testing

@testable import TONVM

@Suite("Sets of hashes")
struct CellHashSetTests {
    @Test(
        "is what a set is, for any number of hashes, zero and collisions among them", arguments: [0, 1, 4, 5, 40, 3000])
    func set(count: Int) {
        var generator = SeededGenerator(seed: 7)
        var hashes: [Hash256] = []
        for number in 0..<count {
            var bytes = [UInt8](repeating: 0, count: 32)
            // Every other one begins like those before it.
            if number % 2 == 0 { bytes[0] = UInt8.random(in: 0...255, using: &generator) }
            bytes[30] = UInt8(number >> 8 & 0xff)
            bytes[31] = UInt8(number & 0xff)
            if let hash = Hash256(bytes) { hashes.append(hash) }
        }
        hashes.append(.zero)
        var set = CellHashSet()
        var reference: Set<Hash256> = []
        for _ in 0..<2 {
            for hash in hashes.shuffled(using: &generator) {
                #expect(set.contains(hash) == reference.contains(hash))
                #expect(set.insert(hash) == reference.insert(hash).inserted)
                #expect(set.count == reference.count)
            }
        }
        for hash in hashes { #expect(set.contains(hash)) }
    }
}
