import SilkTestSupport
import TONCrypto
import Testing

@Suite("Digests and checksums")
struct DigestTests {
    // FIPS 180-4's examples, and the lengths around which the padding changes.
    @Test(
        "SHA-256 of known texts",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func sha256(text: String, digest: String) {
        #expect(SHA256.hash(Array(text.utf8)).hex == digest)
    }

    @Test("SHA-256 of a million letters")
    func sha256Long() {
        let digest = SHA256.hash([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        #expect(digest.hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("the check values of CRC-16/XMODEM, CRC-32 and CRC-32C")
    func checkValues() {
        let digits = Array("123456789".utf8)
        #expect(CRC16.checksum(digits) == 0x31c3)
        #expect(CRC32.checksum(digits) == 0xcbf4_3926)
        #expect(CRC32C.checksum(digits) == 0xe306_9283)
        #expect(CRC16.checksum([]) == 0)
        #expect(CRC32C.checksum([]) == 0)
        // RFC 3720, B.4.
        #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
        #expect(CRC32C.checksum([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
        #expect(CRC32C.checksum(Array(0..<32)) == 0x46dd_794e)
    }

    @Test("CRC-32C by eight bytes is that by one bit, at any length and alignment")
    func crc32cAgainstBits() {
        var random = SeededGenerator(seed: 1)
        for length in Array(0..<64) + (0..<50).map({ _ in Int.random(in: 64..<600, using: &random) }) {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(CRC32C.checksum(bytes) == bitwiseCRC32C(bytes[...]))
            let start = min(length, Int.random(in: 0..<8, using: &random))
            let tail = bytes.withUnsafeBytes { CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[start...])) }
            #expect(tail == bitwiseCRC32C(bytes[start...]))
        }
    }

    private func bitwiseCRC32C(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var value: UInt32 = ~0
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 != 0 ? value >> 1 ^ 0x82f6_3b78 : value >> 1 }
        }
        return ~value
    }
}
