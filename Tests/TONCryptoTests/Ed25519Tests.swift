import SilkTestSupport
import TONCrypto
import Testing

@Suite("Ed25519")
struct Ed25519Tests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        let seed: String
        let publicKey: String
        let message: String
        let signature: String

        var testDescription: String { name }
    }

    // RFC 8032, section 7.1.
    static let vectors = [
        Vector(
            name: "TEST 1",
            seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            message: "",
            signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        Vector(
            name: "TEST 2",
            seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            message: "72",
            signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        Vector(
            name: "TEST 3",
            seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            message: "af82",
            signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
        Vector(
            name: "TEST SHA(abc)",
            seed: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            publicKey: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            message: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            signature: "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
                + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"),
    ]

    @Test("signs and verifies the vectors of RFC 8032", arguments: vectors)
    func vector(_ vector: Vector) throws {
        let key = Ed25519.PrivateKey(seed: try #require(Hash256(hex: vector.seed)))
        let message = try #require(Hex.decode(vector.message))
        let publicKey = try key.publicKey()
        #expect(publicKey.bytes.hex == vector.publicKey)
        let signature = try key.signature(for: message)
        #expect(Hex.encode(signature) == vector.signature)
        #expect(publicKey.isValidSignature(signature, for: message))
    }

    @Test("a changed bit in signature, message or key is refused")
    func tampering() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<20 {
            let seed = try #require(Hash256(random.bytes(32)))
            let key = Ed25519.PrivateKey(seed: seed)
            let publicKey = try key.publicKey()
            let message = random.bytes(Int.random(in: 1..<200, using: &random))
            let signature = try key.signature(for: message)
            #expect(publicKey.isValidSignature(signature, for: message))
            for _ in 0..<4 {
                #expect(!publicKey.isValidSignature(random.flippingBit(of: signature), for: message))
                #expect(!publicKey.isValidSignature(signature, for: random.flippingBit(of: message)))
                let other = try #require(Hash256(random.flippingBit(of: publicKey.bytes.bytes)))
                #expect(!Ed25519.PublicKey(other).isValidSignature(signature, for: message))
            }
        }
    }

    @Test("a signature of another length, or a key that is no point, verifies nothing")
    func malformed() throws {
        let key = Ed25519.PrivateKey(seed: .zero)
        let signature = try key.signature(for: [1, 2, 3])
        let publicKey = try key.publicKey()
        #expect(!publicKey.isValidSignature(signature.dropLast(), for: [1, 2, 3]))
        #expect(!publicKey.isValidSignature(signature + [0], for: [1, 2, 3]))
        #expect(!publicKey.isValidSignature([], for: [1, 2, 3]))
        // y = 2 is not on the curve.
        let noPoint = try #require(Hash256([2] + [UInt8](repeating: 0, count: 31)))
        #expect(!Ed25519.PublicKey(noPoint).isValidSignature(signature, for: [1, 2, 3]))
    }

    // The TVM's reference verifies with libcrypto and adds no rule to it, so neither may this: no cofactor, any encoding of
    // the key, one encoding of R.
    @Test("the neutral element as key verifies R = 0, s = 0 over anything, in each of its encodings")
    func smallOrder() throws {
        let neutral = [1] + [UInt8](repeating: 0, count: 31)
        // 1 with the sign of x set, and the prime plus 1 without and with it.
        let negative = [1] + [UInt8](repeating: 0, count: 30) + [0x80]
        let large = [0xee] + [UInt8](repeating: 0xff, count: 30) + [0x7f]
        let largeNegative = [0xee] + [UInt8](repeating: 0xff, count: 31)
        let zero = [UInt8](repeating: 0, count: 32)
        for encoding in [neutral, negative, large, largeNegative] {
            let key = Ed25519.PublicKey(try #require(Hash256(encoding)))
            #expect(key.isValidSignature(neutral + zero, for: [1, 2, 3]))
            #expect(key.isValidSignature(neutral + zero, for: []))
            for other in [negative, large, largeNegative, zero] {
                #expect(!key.isValidSignature(other + zero, for: [1, 2, 3]))
            }
        }
    }

    @Test("s + L in place of s is refused (RFC 8032, 5.1.7)")
    func malleability() throws {
        let order = try #require(Hex.decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"))
        let key = Ed25519.PrivateKey(seed: .zero)
        var signature = try key.signature(for: [7])
        var carry = 0
        for index in 0..<32 {
            let sum = Int(signature[32 + index]) + Int(order[index]) + carry
            signature[32 + index] = UInt8(truncatingIfNeeded: sum)
            carry = sum >> 8
        }
        #expect(try !key.publicKey().isValidSignature(signature, for: [7]))
    }
}

extension SeededGenerator {
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    mutating func flippingBit(of bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let bit = Int.random(in: 0..<bytes.count * 8, using: &self)
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return bytes
    }
}
