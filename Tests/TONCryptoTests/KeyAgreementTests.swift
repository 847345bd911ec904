import SilkTestSupport
import TONCrypto
import Testing

@Suite("Key agreement")
struct KeyAgreementTests {
    private struct Vector: Decodable {
        let ownSeed: String
        let serverKey: String
        let shared: String?

        private enum CodingKeys: String, CodingKey {
            case ownSeed = "our_seed"
            case serverKey = "server_pub"
            case shared
        }
    }

    @Test(
        "the secret that another client computed",
        .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func recorded() throws {
        let vectors = try RecordedFixtures.json([Vector].self, "liteserver/shared_key.json")
        let vector = try #require(vectors.first)
        let seed = try #require(Hash256(hex: vector.ownSeed))
        let key = try #require(Hash256(hex: vector.serverKey))
        let secret = try Ed25519.PrivateKey(seed: seed).sharedSecret(with: Ed25519.PublicKey(key))
        #expect(secret.hex == vector.shared)
        // The other vector's key is none.
        #expect(vectors.dropFirst().allSatisfy { Hash256(hex: $0.serverKey) == nil })
    }

    @Test("both sides have the same secret, another pair has another")
    func symmetry() throws {
        var random = SeededGenerator(seed: 25519)
        var secrets: Set<Hash256> = []
        for _ in 0..<50 {
            func key() throws -> Ed25519.PrivateKey {
                let seed = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
                return Ed25519.PrivateKey(seed: try #require(Hash256(seed)))
            }
            let (first, second) = (try key(), try key())
            let secret = try first.sharedSecret(with: try second.publicKey())
            #expect(try second.sharedSecret(with: try first.publicKey()) == secret)
            secrets.insert(secret)
        }
        #expect(secrets.count == 50)
    }

    /// y of the points of order 1, 2, 4 and 8, and of the first again with p added.
    @Test(
        "a key of small order is refused",
        arguments: [
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ])
    func smallOrder(hex: String) throws {
        let key = Ed25519.PublicKey(try #require(Hash256(hex: hex)))
        #expect(throws: Ed25519.KeyAgreementError.weakPublicKey(key)) {
            try Ed25519.PrivateKey(seed: .zero).sharedSecret(with: key)
        }
    }
}
