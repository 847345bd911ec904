import TONCrypto
import Testing

@Suite("secp256k1")
struct Secp256k1Tests {
    struct Recovery: Sendable {
        let hash: String
        let r: String
        let s: String
        let recoveryID: UInt8
        let x: String
        let y: String
        /// The last 20 bytes of the key's Keccak-256 digest, where Ethereum's tests state them.
        let address: String?
    }

    /// The group's order.
    static let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
    static let one = String(repeating: "0", count: 63) + "1"
    static let two = String(repeating: "0", count: 63) + "2"

    static let recoveries = [
        // Of go-ethereum's and of the Ethereum book's tests of the precompiled contract; the addresses are theirs, the
        // coordinates were computed by hand.
        Recovery(
            hash: "18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c",
            r: "73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f",
            s: "eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549",
            recoveryID: 1,
            x: "3a514176466fa815ed481ffad09110a2d344f6c9b78c1d14afc351c3a51be33d",
            y: "8072e77939dc03ba44790779b7a1025baf3003f6732430e20cd9b76d953391b3",
            address: "a94f5374fce5edbc8e2a8697c15331677e6ebf0b"),
        Recovery(
            hash: "456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3",
            r: "9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac8038825608",
            s: "4f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada",
            recoveryID: 1,
            x: "f57c1d4c961024e998eaec4b6bebec90e788ef5ade22e636ce76111b60db107d",
            y: "4c3404b9908a2f357c84ccb48cf412be41d09574a9291c9c7eb5173ccf2a339f",
            address: "7156526fbd7a3c72969b54f64e42c10fbb768c8a"),
        // A nonce point whose x is the order plus 2, by hand: even and odd y.
        Recovery(
            hash: two, r: two, s: one, recoveryID: 2,
            x: "a9c574b26f770c4ad3d8b16f292ce3238973f00029a11b493f617b2f98376edc",
            y: "9554818e7c909485be12f57ab8e1df1979690401c1f1f382c094ddc1f7fcb8ef", address: nil),
        Recovery(
            hash: two, r: two, s: one, recoveryID: 3,
            x: "13d5ee85f162080e251031d4beaac7118253399194c5071ab9722ddd0b0e342f",
            y: "6442e1bdf60ce559d322bac6e04d4b29269d57c6cb491189e7e0605d337ff7e8", address: nil),
    ]

    @Test("recovers keys, and Ethereum's addresses from them", arguments: recoveries)
    func recovers(_ vector: Recovery) throws {
        let key = try #require(
            Secp256k1.recover(
                hash: try hash(vector.hash), r: try hash(vector.r), s: try hash(vector.s),
                recoveryID: vector.recoveryID))
        #expect(key.x.hex == vector.x)
        #expect(key.y.hex == vector.y)
        guard let address = vector.address else { return }
        let digest = try BitHasher.hash(key.x.bytes + key.y.bytes, with: .keccak256)
        #expect(Hex.encode(digest.suffix(20)) == address)
    }

    @Test("no key for numbers out of range or an unknown identifier")
    func refusals() throws {
        let vector = Self.recoveries[0]
        let (digest, r, s) = (try hash(vector.hash), try hash(vector.r), try hash(vector.s))
        let order = try hash(Self.order)
        for recoveryID in UInt8(4)...255 {
            #expect(Secp256k1.recover(hash: digest, r: r, s: s, recoveryID: recoveryID) == nil)
        }
        for recoveryID in UInt8(0)...3 {
            #expect(Secp256k1.recover(hash: digest, r: .zero, s: s, recoveryID: recoveryID) == nil)
            #expect(Secp256k1.recover(hash: digest, r: r, s: .zero, recoveryID: recoveryID) == nil)
            #expect(Secp256k1.recover(hash: digest, r: order, s: s, recoveryID: recoveryID) == nil)
            #expect(Secp256k1.recover(hash: digest, r: r, s: order, recoveryID: recoveryID) == nil)
        }
        // r plus the order is no coordinate, so no nonce point can have it.
        #expect(Secp256k1.recover(hash: digest, r: r, s: s, recoveryID: 2) == nil)
        // No point has x = 5.
        let five = try hash(String(repeating: "0", count: 63) + "5")
        #expect(Secp256k1.recover(hash: digest, r: five, s: s, recoveryID: 0) == nil)
    }

    @Test(
        "tweaks the keys of BIP 341",
        arguments: [
            (
                "d6889cb081036e0faefa3a35157ad71086b123b2b144b649798b494c300a961d",
                "b86e7be8f39bab32a6f2c0443abbc210f0edac0e2c53d501b36b64437d9c6c70",
                "53a1f6e454df1aa2776a2814a721372d6258050de330b3c6d10ee8f4e0dda343",
                "c61f8165cfc1123842f91cc13e1739c35c43820cfbfdd7e7d1a665cc2f0a4e85"
            ),
            (
                "187791b6f712a8ea41c8ecdd0ee77fab3e85263b37e1ec18a3651926b3a6cf27",
                "cbd8679ba636c1110ea247542cfbd964131a6be84f873f7f3b62a777528ed001",
                "147c9c57132f6e7ecddba9800bb0c4449251c92a1e60371ee77557b6620f3ea3",
                "63107583e0eb03eeb5faaf9b837aa4997573a8cf2bb6fd14d960b2660e40cfaf"
            ),
        ])
    func tweaks(key: String, tweak: String, x: String, y: String) throws {
        let result = try #require(Secp256k1.addTweak(try hash(tweak), toXOnly: try hash(key)))
        #expect(result.x.hex == x)
        #expect(result.y.hex == y)
        // Without a tweak the point with the even y remains.
        let lifted = try #require(Secp256k1.addTweak(.zero, toXOnly: try hash(key)))
        #expect(lifted.x.hex == key)
        #expect(lifted.y.bytes[31] & 1 == 0)
    }

    @Test("no tweak for an x without a point, a tweak out of range, or the point at infinity")
    func tweakRefusals() throws {
        // SEC 2, 2.4.1; its y is even.
        let base = try hash("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")
        let one = try hash(Self.one)
        #expect(Secp256k1.addTweak(one, toXOnly: try hash(String(repeating: "0", count: 63) + "5")) == nil)
        #expect(Secp256k1.addTweak(one, toXOnly: try hash(String(repeating: "f", count: 64))) == nil)
        #expect(Secp256k1.addTweak(try hash(Self.order), toXOnly: base) == nil)
        #expect(Secp256k1.addTweak(try hash(String(Self.order.dropLast() + "0")), toXOnly: base) == nil)
        let double = try #require(Secp256k1.addTweak(one, toXOnly: base))
        #expect(double.x.hex == "c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5")
    }

    @Test("many threads share the context")
    func threads() async throws {
        let vector = Self.recoveries[0]
        let (digest, r, s) = (try hash(vector.hash), try hash(vector.r), try hash(vector.s))
        let keys = await withTaskGroup(of: Secp256k1.PublicKey?.self) { group in
            for _ in 0..<64 {
                group.addTask { Secp256k1.recover(hash: digest, r: r, s: s, recoveryID: vector.recoveryID) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(keys.count == 64)
        #expect(keys.allSatisfy { $0?.x.hex == vector.x })
    }

    private func hash(_ hex: String) throws -> Hash256 { try #require(Hash256(hex: hex)) }
}
