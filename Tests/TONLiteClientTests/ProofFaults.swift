import SilkTestSupport
import Testing

/// Flips single bits, one at a time, and counts what comes of it.
struct ProofFaults {
    /// Refused.
    private(set) var refused = 0
    /// Read as the very same value: the bit stands for nothing that is used.
    private(set) var harmless = 0
    /// Read as another value.
    private(set) var accepted = 0

    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    var count: Int { refused + harmless + accepted }

    /// Flips `samples` bits of bytes that `read` takes for `expected`.
    mutating func flip<Value: Equatable>(
        _ bytes: [UInt8], samples: Int, expecting expected: Value, _ comment: @autoclosure () -> String = "",
        _ read: ([UInt8]) throws -> Value
    ) {
        guard !bytes.isEmpty else { return }
        for _ in 0..<samples {
            check(bytes, bit: Int.random(in: 0..<bytes.count * 8, using: &generator), expected, comment(), read)
        }
    }

    /// Flips every bit.
    mutating func flipAll<Value: Equatable>(
        _ bytes: [UInt8], expecting expected: Value, _ comment: @autoclosure () -> String = "",
        _ read: ([UInt8]) throws -> Value
    ) {
        for bit in 0..<bytes.count * 8 { check(bytes, bit: bit, expected, comment(), read) }
    }

    private mutating func check<Value: Equatable>(
        _ bytes: [UInt8], bit: Int, _ expected: Value, _ comment: String, _ read: ([UInt8]) throws -> Value
    ) {
        var flipped = bytes
        flipped[bit / 8] ^= 1 << UInt8(bit % 8)
        guard let found = try? read(flipped) else {
            refused += 1
            return
        }
        if found == expected {
            harmless += 1
        } else {
            accepted += 1
            Issue.record("bit \(bit) of \(bytes.count * 8) makes another value: \(comment)")
        }
    }
}
