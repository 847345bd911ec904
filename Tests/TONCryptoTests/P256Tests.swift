import SilkTestSupport
import TONCrypto
import Testing

@Suite("P-256")
struct P256Tests {
    // RFC 6979, A.2.5: y is odd.
    static let key = "0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    static let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
    static let signatures = [
        (
            "sample",
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
            "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
        ),
        (
            "test",
            "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367",
            "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"
        ),
    ]

    @Test("verifies the signatures of RFC 6979", arguments: signatures)
    func vector(message: String, r: String, s: String) throws {
        let key = try #require(P256.PublicKey(try bytes(Self.key)))
        let signature = try bytes(r + s)
        let message = Array(message.utf8)
        #expect(key.isValidSignature(signature, for: message))
        // The order minus s is as good: nothing asks for the lower half.
        let other = try bytes(r) + difference(try bytes(Self.order), try bytes(s))
        #expect(key.isValidSignature(other, for: message))
        // The same x with the other y.
        let mirrored = try #require(P256.PublicKey([2] + key.bytes.dropFirst()))
        #expect(!mirrored.isValidSignature(signature, for: message))
    }

    @Test("a changed bit in signature, message or key is refused")
    func tampering() throws {
        var random = SeededGenerator(seed: 5)
        let key = try #require(P256.PublicKey(try bytes(Self.key)))
        let signature = try bytes(Self.signatures[0].1 + Self.signatures[0].2)
        let message = Array("sample".utf8)
        for _ in 0..<50 {
            #expect(!key.isValidSignature(random.flippingBit(of: signature), for: message))
            #expect(!key.isValidSignature(signature, for: random.flippingBit(of: message)))
            let other = try #require(P256.PublicKey(random.flippingBit(of: key.bytes)))
            #expect(!other.isValidSignature(signature, for: message))
        }
        #expect(!key.isValidSignature(signature, for: []))
    }

    @Test("numbers out of range, other lengths and keys that are no point verify nothing")
    func malformed() throws {
        let key = try #require(P256.PublicKey(try bytes(Self.key)))
        let message = Array("sample".utf8)
        let (r, s) = (try bytes(Self.signatures[0].1), try bytes(Self.signatures[0].2))
        let zero = [UInt8](repeating: 0, count: 32)
        let ones = [UInt8](repeating: 0xff, count: 32)
        let order = try bytes(Self.order)
        for number in [zero, ones, order] {
            #expect(!key.isValidSignature(number + s, for: message))
            #expect(!key.isValidSignature(r + number, for: message))
            #expect(!key.isValidSignature(number + number, for: message))
        }
        #expect(!key.isValidSignature([], for: message))
        #expect(!key.isValidSignature((r + s).dropLast(), for: message))
        #expect(!key.isValidSignature(r + s + [0], for: message))
        #expect(P256.PublicKey([]) == nil)
        #expect(P256.PublicKey(key.bytes.dropLast()) == nil)
        #expect(P256.PublicKey(key.bytes + [0]) == nil)
        // Every first byte but the one that is right, among them infinity's and the uncompressed form's.
        for first in UInt8(0)...255 where first != 3 {
            let other = try #require(P256.PublicKey([first] + key.bytes.dropFirst()))
            #expect(!other.isValidSignature(r + s, for: message))
        }
        // x not less than the field's prime.
        let outside = try #require(P256.PublicKey([3] + ones))
        #expect(!outside.isValidSignature(r + s, for: message))
    }

    private func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

    private func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result = left
        var borrow = 0
        for place in left.indices.reversed() {
            let digit = Int(left[place]) - Int(right[place]) - borrow
            result[place] = UInt8(truncatingIfNeeded: digit)
            borrow = digit < 0 ? 1 : 0
        }
        return result
    }
}
