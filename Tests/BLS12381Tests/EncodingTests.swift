import BLS12381
import TONCrypto
import Testing

@Suite("Compressed points")
struct EncodingTests {
    private static func bytes(_ first: UInt8, _ count: Int, last: UInt8 = 0) -> [UInt8] {
        [first] + [UInt8](repeating: 0, count: count - 2) + [last]
    }

    @Test("the encodings of infinity")
    func infinity() throws {
        #expect(BLS.G1.zero == Self.bytes(0xc0, 48))
        #expect(BLS.G2.zero == Self.bytes(0xc0, 96))
        #expect(try BLS.G1.negate(BLS.G1.zero) == BLS.G1.zero)
        #expect(try BLS.G2.negate(BLS.G2.zero) == BLS.G2.zero)
        #expect(BLS.G1.isInGroup(BLS.G1.zero))
        #expect(BLS.G2.isInGroup(BLS.G2.zero))
        #expect(BLS.G1.isZero(BLS.G1.zero))
        #expect(BLS.G2.isZero(BLS.G2.zero))
        // Only compared.
        #expect(!BLS.G1.isZero(Self.bytes(0xe0, 48)))
        #expect(!BLS.G2.isZero(BLS.G1.zero))
        #expect(!BLS.G1.isZero(Samples.g1))
    }

    // x = p, and x = p with the bits for a compressed point.
    private static let modulus: [UInt8] = Samples.bytes(
        "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab")
    private static let compressedModulus = [0x9a] + modulus.dropFirst()

    private static let refusedG1: [([UInt8], BLSError)] = [
        ([], .byteCount(expected: 48, found: 0)),
        (bytes(0x80, 47), .byteCount(expected: 48, found: 47)),
        // The uncompressed form.
        (bytes(0x00, 96), .byteCount(expected: 48, found: 96)),
        (bytes(0x00, 48), .uncompressed),
        (bytes(0x40, 48), .uncompressed),
        (bytes(0x20, 48), .uncompressed),
        (bytes(0xe0, 48), .malformedInfinity),
        (bytes(0xc1, 48), .malformedInfinity),
        (bytes(0xc0, 48, last: 1), .malformedInfinity),
        (compressedModulus, .coordinateTooLarge),
        ([UInt8](repeating: 0xbf, count: 48), .coordinateTooLarge),
        // No square: 1³ + 4.
        (bytes(0x80, 48, last: 1), .notOnCurve),
        (bytes(0xa0, 48, last: 1), .notOnCurve),
        // (0, ±2), of order 3.
        (bytes(0x80, 48), .notInSubgroup),
        (bytes(0xa0, 48), .notInSubgroup),
    ]

    @Test("refused encodings of G1", arguments: refusedG1)
    func refusedInG1(bytes: [UInt8], error: BLSError) {
        #expect(throws: error) { try BLS.G1.negate(bytes) }
        #expect(throws: error) { try BLS.G1.add(bytes, Samples.g1) }
        #expect(throws: error) { try BLS.G1.add(Samples.g1, bytes) }
        #expect(throws: error) { try BLS.G1.subtract(Samples.g1, bytes) }
        #expect(throws: error) { try BLS.G1.multiply(bytes, by: BLS.Scalar(2)) }
        #expect(throws: error) {
            try BLS.G1.multiExponentiate([(Samples.g1, BLS.Scalar(1)), (bytes, BLS.Scalar(0))])
        }
        #expect(throws: error) { try BLS.isPairingProductOne([(bytes, Samples.g2)]) }
        #expect(!BLS.G1.isInGroup(bytes))
        #expect(!BLS.verify(publicKey: bytes, message: [], signature: Samples.g2))
        #expect(!BLS.fastAggregateVerify(publicKeys: [bytes], message: [], signature: Samples.g2))
        #expect(!BLS.aggregateVerify([(publicKey: bytes, message: [])], signature: Samples.g2))
    }

    private static let refusedG2: [([UInt8], BLSError)] = [
        (bytes(0x80, 48), .byteCount(expected: 96, found: 48)),
        (bytes(0x00, 192), .byteCount(expected: 96, found: 192)),
        (bytes(0x00, 96), .uncompressed),
        (bytes(0xe0, 96), .malformedInfinity),
        (bytes(0xc0, 96, last: 1), .malformedInfinity),
        // Either part of x too large.
        (compressedModulus + [UInt8](repeating: 0, count: 48), .coordinateTooLarge),
        (bytes(0x80, 48) + modulus, .coordinateTooLarge),
        // The three high bits of the second part have no meaning.
        (Array(Samples.g2.prefix(48)) + [Samples.g2[48] | 0x80] + Array(Samples.g2.dropFirst(49)), .coordinateTooLarge),
        // No square, by py_ecc: 0 + 4 (1 + u) and 1 + 4 (1 + u).
        (bytes(0x80, 96), .notOnCurve),
        (bytes(0x80, 96, last: 1), .notOnCurve),
    ]

    @Test("refused encodings of G2", arguments: refusedG2)
    func refusedInG2(bytes: [UInt8], error: BLSError) {
        #expect(throws: error) { try BLS.G2.negate(bytes) }
        #expect(throws: error) { try BLS.G2.add(bytes, Samples.g2) }
        #expect(throws: error) { try BLS.G2.subtract(bytes, Samples.g2) }
        #expect(throws: error) { try BLS.G2.multiply(bytes, by: BLS.Scalar(2)) }
        #expect(throws: error) { try BLS.isPairingProductOne([(Samples.g1, bytes)]) }
        #expect(throws: error) { try BLS.aggregate([bytes]) }
        #expect(throws: error) { try BLS.aggregate([Samples.g2, bytes]) }
        #expect(!BLS.G2.isInGroup(bytes))
        #expect(!BLS.verify(publicKey: Samples.g1, message: [], signature: bytes))
        #expect(!BLS.fastAggregateVerify(publicKeys: [Samples.g1], message: [], signature: bytes))
        #expect(!BLS.aggregateVerify([(publicKey: Samples.g1, message: [])], signature: bytes))
    }

    @Test("points of the curve outside the groups")
    func outside() throws {
        #expect(BLS.G1.isInGroup(Samples.g1))
        #expect(BLS.G2.isInGroup(Samples.g2))
        #expect(!BLS.G1.isInGroup(Samples.outsideG1))
        #expect(!BLS.G2.isInGroup(Samples.outsideG2))
        #expect(!BLS.G1.isInGroup(Samples.smallOrderG1))
        #expect(!BLS.G2.isInGroup(Samples.smallOrderG2))
    }
}
