import SilkTestSupport
import TONCrypto
import Testing

@Suite("Hexadecimal and base64 text")
struct TextTests {
    @Test("hexadecimal text survives both ways, in either case")
    func hexRoundTrip() {
        var random = SeededGenerator(seed: 3)
        for length in 0..<70 {
            let bytes = random.bytes(length)
            let text = Hex.encode(bytes)
            #expect(text == text.lowercased())
            #expect(text.utf8.count == 2 * length)
            #expect(Hex.decode(text) == bytes)
            #expect(Hex.decode(text.uppercased()) == bytes)
        }
        #expect(Hex.encode([0x00, 0x9f, 0xa0, 0xff]) == "009fa0ff")
    }

    @Test(
        "what is no hexadecimal text is nil",
        arguments: [
            "0", "0g", "g0", "0x00", "00 ", " 00", "00\n", "é0", "０0", "0-", "/0", ":0", "@0", "`0", "G0", "\0\0",
        ])
    func hexJunk(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test("a hash reads 64 digits, no more and no less")
    func hash() throws {
        let hash = try #require(Hash256(Array(0..<32)))
        #expect(hash.hex == "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
        #expect(Hash256(hex: hash.hex.uppercased()) == hash)
        #expect(hash.bytes == Array(0..<32))
        #expect(Hash256(hex: hash.hex.dropLast(2)) == nil)
        #expect(Hash256(hex: hash.hex + "00") == nil)
        #expect(Hash256([UInt8](repeating: 0, count: 31)) == nil)
        #expect(Hash256([UInt8](repeating: 0, count: 33)) == nil)
    }

    @Test("hashes order as their bytes do")
    func hashOrder() throws {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<300 {
            let left = random.bytes(32)
            // Mostly equal, so that every word decides now and then.
            let right = random.flippingBit(of: left)
            let (first, second) = (try #require(Hash256(left)), try #require(Hash256(right)))
            #expect((first < second) == left.lexicographicallyPrecedes(right))
            #expect(first != second)
            #expect(!(first < first))
        }
    }

    // RFC 4648, section 10.
    @Test(
        "base64 of known texts",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64(text: String, encoded: String) {
        #expect(Base64.encode(text.utf8) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
        #expect(Base64.decodeAnyAlphabet(encoded) == Array(text.utf8))
        let unpadded = encoded.filter { $0 != "=" }
        #expect(Base64.decodeAnyAlphabet(unpadded) == Array(text.utf8))
        #expect(Base64.decode(unpadded) == (unpadded == encoded ? Array(text.utf8) : nil))
    }

    @Test("base64 survives both ways in both alphabets")
    func base64RoundTrip() {
        var random = SeededGenerator(seed: 5)
        for length in Array(0..<40) + [1000, 1001, 1002] {
            let bytes = random.bytes(length)
            let standard = Base64.encode(bytes)
            let urlSafe = Base64.encodeURLSafe(bytes)
            #expect(Base64.decode(standard) == bytes)
            #expect(Base64.decodeAnyAlphabet(standard) == bytes)
            #expect(Base64.decodeAnyAlphabet(urlSafe) == bytes)
            #expect(Base64.decodeAnyAlphabet(urlSafe.filter { $0 != "=" }) == bytes)
        }
        #expect(Base64.encode([0xfb, 0xff, 0xfe]) == "+//+")
        #expect(Base64.encodeURLSafe([0xfb, 0xff, 0xfe]) == "-__-")
        #expect(Base64.decode("-__-") == nil)
        #expect(Base64.decodeAnyAlphabet("+__+") == [0xfb, 0xff, 0xfe])
    }

    @Test(
        "what is no base64 is nil in both decoders",
        arguments: [
            "A", "A=", "A==", "A===", "=", "==", "====", "AA=A", "A=AA", "=AAA", "AAAA=", "AAAA==", "AAAA====", "AAAAA",
            "AA===", "AAA==", "AA==AAAA", "AAA=AAAA", "Zm9v\n", "Zm 9v", " Zm9v", "Zm9v ", "Zm9*", "Zm9é", "Zm9\0",
            "\u{ff21}AAA", "Zg==Zg==", "Zm\r\n9v",
        ])
    func base64Junk(text: String) {
        #expect(Base64.decode(text) == nil)
        #expect(Base64.decodeAnyAlphabet(text) == nil)
    }

    @Test("bits behind the last byte must be zero", arguments: ["Zh==", "Zm9=", "Zn==", "Zm+=", "Z/=="])
    func base64LooseBits(text: String) {
        #expect(Base64.decode(text) == nil)
        #expect(Base64.decodeAnyAlphabet(text) == nil)
        #expect(Base64.decodeAnyAlphabet(text.filter { $0 != "=" }) == nil)
    }

    @Test("random text is either refused or means one byte string alone")
    func base64Random() {
        var random = SeededGenerator(seed: 6)
        let letters = Array("ABCxyz019+/-_== \n*".unicodeScalars)
        var accepted = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...9, using: &random)
            var scalars = String.UnicodeScalarView()
            for _ in 0..<count { scalars.append(letters[Int.random(in: 0..<letters.count, using: &random)]) }
            let text = String(scalars)
            if let bytes = Base64.decode(text) {
                accepted += 1
                #expect(Base64.encode(bytes) == text)
                #expect(Base64.decodeAnyAlphabet(text) == bytes)
            }
        }
        #expect(accepted > 100)
    }
}
