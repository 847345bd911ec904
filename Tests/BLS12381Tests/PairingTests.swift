import TONCrypto
import Testing

@testable import BLS12381

@Suite("Pairing")
struct PairingTests {
    private static func isOne(_ pairs: [([UInt8], [UInt8])]) throws -> Bool {
        try BLS.isPairingProductOne(pairs.map { (g1: $0.0, g2: $0.1) })
    }

    private static func g1(_ factor: Int) throws -> [UInt8] { try BLS.G1.multiply(Samples.g1, by: BLS.Scalar(factor)) }

    private static func g2(_ factor: Int) throws -> [UInt8] { try BLS.G2.multiply(Samples.g2, by: BLS.Scalar(factor)) }

    @Test(
        "the pairing takes products of scalars",
        arguments: [
            [(1, 1), (-1, 1)], [(1, 1), (1, -1)], [(6, 35), (-10, 21)], [(123_456_789, 987), (-987, 123_456_789)],
            [(2, 3), (5, 7), (-41, 1)], [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7), (8, 8), (-204, 1)],
        ])
    func bilinear(terms: [(Int, Int)]) throws {
        let pairs = try terms.map { (try Self.g1($0.0), try Self.g2($0.1)) }
        #expect(try Self.isOne(pairs))
        #expect(try !Self.isOne(Array(pairs.dropLast())))
    }

    @Test("a pairing of generators has order r")
    func order() {
        let value = Pairing.finalExponentiation(Pairing.millerLoop([(E1.generator, E2.generator)]))
        #expect(value != .one)
        var power = Fp12.one
        for byte in BLS.order {
            for bit in (0..<8).reversed() {
                power = power.squared
                if byte >> UInt8(bit) & 1 != 0 { power = power * value }
            }
        }
        #expect(power == .one)
    }

    // What blst 0.3.15 answers.
    @Test("infinity")
    func infinity() throws {
        let (p, q) = (Samples.g1, Samples.g2)
        let (none1, none2) = (BLS.G1.zero, BLS.G2.zero)
        #expect(try !Self.isOne([]))
        #expect(try !Self.isOne([(none1, none2)]))
        #expect(try Self.isOne([(none1, q)]))
        #expect(try Self.isOne([(p, none2)]))
        #expect(try Self.isOne([(none1, none2), (p, none2)]))
        #expect(try Self.isOne([(none1, q), (none1, q)]))
        #expect(try !Self.isOne([(p, none2), (none1, q)]))
        #expect(try !Self.isOne([(p, none2), (p, none2)]))
        // The ninth pair is taken alone.
        let eight = Array(repeating: (none1, q), count: 8)
        #expect(try Self.isOne(eight + [(p, none2)]))
        #expect(try !Self.isOne([(p, none2)] + eight))
    }

    // What blst 0.3.15 answers.
    @Test("points outside the groups")
    func outside() throws {
        let (p, q) = (Samples.g1, Samples.g2)
        #expect(try !Self.isOne([(Samples.outsideG1, q)]))
        #expect(try Self.isOne([(Samples.outsideG1, q), (try BLS.G1.negate(Samples.outsideG1), q)]))
        #expect(try !Self.isOne([(p, Samples.outsideG2)]))
        #expect(try Self.isOne([(p, Samples.outsideG2), (try BLS.G1.negate(p), Samples.outsideG2)]))
        #expect(try Self.isOne([(Samples.smallOrderG1, q)]))
        #expect(try !Self.isOne([(p, Samples.smallOrderG2)]))
    }
}
