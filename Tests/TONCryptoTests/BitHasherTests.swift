import SilkTestSupport
import Testing

@testable import TONCrypto

@Suite("Hashing of bits")
struct BitHasherTests {
    typealias Vector = (algorithm: BitHasher.Algorithm, text: String, digest: String)

    // FIPS 180-4, RFC 7693, and the vectors of the Keccak team.
    static let vectors: [Vector] = [
        (.sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (.sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            .sha512, "abc",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            .blake2b512, "",
            "786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419"
                + "d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce"
        ),
        (
            .blake2b512, "abc",
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
        ),
        (.keccak256, "", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (.keccak256, "abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (
            .keccak512, "",
            "0eab42de4c3ceb9235fc91acffe746b29c29a8c366b7c60e4e67c466f36a4304"
                + "c00fa9caf9d87976ba469bcbe06713b435f091ef2769fb160cdab33d3670680e"
        ),
        (
            .keccak512, "abc",
            "18587dc2ea106b9a1563e32b3312421ca164c7f1f07bc922a9c83d77cea3a1e5"
                + "d0c69910739025372dc14ac9642629379540c17e2a65b19d77aa511a9d00bb96"
        ),
    ]

    @Test("digests of known texts", arguments: vectors)
    func vector(_ vector: Vector) throws {
        let digest = try BitHasher.hash(Array(vector.text.utf8), with: vector.algorithm)
        #expect(Hex.encode(digest) == vector.digest)
        #expect(digest.count == vector.algorithm.digestByteCount)
    }

    // The digest of the digests of 301 messages, so that each length of the last block is among them; by Python's hashlib.
    static let chains: [(BitHasher.Algorithm, String)] = [
        (.sha256, "60d63ff40b5558727a9b786ac0be9300f7ca58fd9ddd3b2f3681b369018a87dc"),
        (
            .sha512,
            "e1f2f7d5d8fc48db06ec2a0eed639593f549caffa40245747258761214a3ec07"
                + "134903fde52ace6cfae161a82097ba01f33a97d48dd6a80d4521d96d7401357e"
        ),
        (
            .blake2b512,
            "37c508666a6ac79e9eb4c6d15501b2c460bfa5461083ff1c94985b3a4d677ea2"
                + "9fcef134f3b3765ded58067b3f670b17a733c24f7ea5e301880b389b260ff32a"
        ),
    ]

    @Test("messages of 0 to 300 bytes", arguments: chains)
    func lengths(algorithm: BitHasher.Algorithm, digest: String) throws {
        let chain = try chain { try BitHasher.hash($0, with: algorithm) }
        #expect(Hex.encode(chain) == digest)
    }

    @Test(
        "the sponge with SHA-3's padding is SHA-3, at 0 to 300 bytes",
        arguments: [
            (32, "69fd44e84eaa578a3fbe34556c6fb7edc16373be06260aadfb158090326efefd"),
            (
                64,
                "b32985df6c8042bded2d632b2216e39e4f502a38817064ceeb4fdbe5fd5d5fbc"
                    + "4b0c84cf6815c531567e8919184e6ddacc0eddcd620be11c88536507f4c8c7a9"
            ),
        ])
    func sponge(byteCount: Int, digest: String) {
        let chain = chain { message in
            var sponge = KeccakSponge(digestByteCount: byteCount, padding: 6)
            message.withUnsafeBytes { sponge.absorb($0) }
            return sponge.finish()
        }
        #expect(Hex.encode(chain) == digest)
    }

    @Test("pieces of any number of bits make the same digest as the whole", arguments: BitHasher.Algorithm.allCases)
    func pieces(_ algorithm: BitHasher.Algorithm) throws {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<60 {
            let message = random.bytes(Int.random(in: 0...400, using: &random))
            let longest = Int.random(in: 1...700, using: &random)
            var hasher = try BitHasher(algorithm)
            var position = 0
            while position < message.count * 8 {
                let count = min(Int.random(in: 0...longest, using: &random), message.count * 8 - position)
                // What lies behind the bits must not matter.
                var piece = random.bytes((count + 7) / 8 + 2)
                for place in 0..<count {
                    let bit = message[(position + place) / 8] >> UInt8(7 - (position + place) % 8) & 1
                    let mask = 0x80 as UInt8 >> UInt8(place % 8)
                    piece[place / 8] = bit == 1 ? piece[place / 8] | mask : piece[place / 8] & ~mask
                }
                try hasher.append(piece, bitCount: count)
                position += count
                #expect(hasher.bitCount == position)
            }
            let digest = try hasher.finish()
            #expect(try digest == BitHasher.hash(message, with: algorithm))
        }
    }

    @Test("bits that are no whole bytes have no digest", arguments: BitHasher.Algorithm.allCases)
    func partialBytes(_ algorithm: BitHasher.Algorithm) throws {
        #expect(throws: BitHasher.HashingError.partialByte(bitCount: 13)) {
            var hasher = try BitHasher(algorithm)
            try hasher.append([1, 2], bitCount: 13)
            _ = try hasher.finish()
        }
    }

    @Test("more bits than there are, or fewer than none, are refused and change nothing", arguments: [-1, 17, Int.max])
    func bitCounts(_ count: Int) throws {
        var hasher = try BitHasher(.sha256)
        try hasher.append(Array("ab".utf8))
        do {
            try hasher.append([1, 2], bitCount: count)
            Issue.record("\(count) bits of 2 bytes were taken")
        } catch {
            #expect(error == .bitCount(count, inBytes: 2))
        }
        try hasher.append(Array("c".utf8))
        let digest = try hasher.finish()
        #expect(Hex.encode(digest) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    private func chain(_ hash: ([UInt8]) throws -> [UInt8]) rethrows -> [UInt8] {
        var digests: [UInt8] = []
        for length in 0...300 {
            digests += try hash((0..<length).map { UInt8(truncatingIfNeeded: 7 * $0 + length) })
        }
        return try hash(digests)
    }
}
