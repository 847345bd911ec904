import SilkTestSupport
import TONCells
import Testing

@testable import TONBlocks

@Suite("Integers as keys")
struct Int257KeyTests {
    @Test("a key has the bits that a cell has", arguments: [1, 5, 63, 64, 65, 128, 192, 250, 256, 257])
    func keys(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits))
        for _ in 0..<50 {
            var written = CellBuilder()
            for _ in 0..<bits { try written.store(bit: Bool.random(using: &random)) }
            for signed in bits == 257 ? [true] : [true, false] {
                var slice = try written.build().exoticSlice()
                let expected = slice.bitString()
                let value = signed ? try slice.loadInt257(bits: bits) : try slice.loadUInt256(bits: bits)
                withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { memory in
                    guard let key = memory.baseAddress else { return }
                    value.writeKey(to: key, bits: bits)
                    #expect(BitString(bytes: memory, count: bits) == expected)
                    #expect(Int257(key: key, bits: bits, signed: signed) == value)
                }
            }
        }
    }

    @Test("longer keys repeat the sign", arguments: [258, 320, 511, 1023])
    func longKeys(bits: Int) {
        for (value, byte) in [(Int257.minusOne, 0xff as UInt8), (.zero, 0), (.minimum, 0xff), (.maximum, 0)] {
            withUnsafeTemporaryAllocation(byteCount: 136, alignment: 8) { memory in
                guard let key = memory.baseAddress else { return }
                value.writeKey(to: key, bits: bits)
                let first = BitString(bytes: memory, count: bits - 256)
                #expect(first == BitString(bytes: Array(repeating: byte, count: 100), count: bits - 256))
            }
        }
    }
}
