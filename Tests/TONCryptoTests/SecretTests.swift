import Foundation
import SilkTestSupport
import TONCrypto
import Testing

@Suite("Secrets and what is derived from them")
struct SecretTests {
    @Test("secret bytes hold what they were given, and print their length alone")
    func holding() {
        let secret = SecretBytes(copying: Array("top secret".utf8))
        #expect(secret.withUnsafeBytes { Array($0) } == Array("top secret".utf8))
        #expect(secret.part(4..<10).withUnsafeBytes { Array($0) } == Array("secret".utf8))
        #expect(secret.part(4..<100).count == 6)
        #expect(secret.isEqual(to: SecretBytes(utf8: "top secret")))
        #expect(!secret.isEqual(to: SecretBytes(utf8: "top secreT")))
        #expect(!secret.isEqual(to: SecretBytes(utf8: "top secre")))
        #expect(SecretBytes(utf8: "").isEqual(to: SecretBytes(count: 0) { _ in }))
        var dumped = ""
        dump([secret], to: &dumped)
        let key = Ed25519.PrivateKey(seed: SHA256.hash(Array("x".utf8)))
        dump(key, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\(key)", String(reflecting: [key])] {
            #expect(!text.contains("top") && !text.contains("116, 111, 112"))
            #expect(!text.contains(SHA256.hash(Array("x".utf8)).hex))
        }
        #expect("\(secret)" == "<10 secret bytes>")
        #expect(Mirror(reflecting: secret).children.isEmpty)
        #expect(Mirror(reflecting: key).children.isEmpty)
    }

    @Test("random secrets differ")
    func random() {
        #expect(!SecretBytes.random(count: 32).isEqual(to: .random(count: 32)))
        #expect(Set((0..<100).map { _ in SecretBytes.random(count: 8).withUnsafeBytes { Array($0) } }).count == 100)
        #expect(Ed25519.PrivateKey(seed: SecretBytes.random(count: 31)) == nil)
    }

    // RFC 4231, test case 2.
    @Test("HMAC-SHA-512")
    func hmac() throws {
        let code = try HMACSHA512.code(of: "what do ya want for nothing?", key: SecretBytes(utf8: "Jefe"))
        #expect(
            code.withUnsafeBytes { Hex.encode($0) }
                == "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd"
                + "caeab1a34d4a6b4b636e070a38bce737")
    }

    @Test("a cost of no bytes or passes is refused")
    func refused() {
        let password = SecretBytes(utf8: "password")
        let salt = [UInt8](repeating: 1, count: Argon2id.saltByteCount)
        #expect(throws: CryptoError.self) { try PBKDF2.derive(from: password, salt: "s", iterations: 0, count: 64) }
        #expect(throws: CryptoError.self) { try PBKDF2.derive(from: password, salt: "s", iterations: 1, count: 0) }
        #expect(throws: CryptoError.self) {
            try Argon2id.derive(from: password, salt: salt, cost: .init(passes: 0, memory: 8192), count: 32)
        }
        #expect(throws: CryptoError.self) {
            try Argon2id.derive(from: password, salt: salt, cost: .init(passes: 1, memory: 100), count: 32)
        }
        #expect(throws: CryptoError.self) {
            try Argon2id.derive(from: password, salt: [1], cost: .least, count: 32)
        }
    }

    // The key is what the reference implementation makes, by argon2-cffi.
    @Test("Argon2id depends on each of its inputs")
    func argon2id() throws {
        let salt = Array("somesaltsomesalt".utf8)
        func derive(_ password: String, _ salt: [UInt8], _ cost: Argon2id.Cost) throws -> [UInt8] {
            try Argon2id.derive(from: SecretBytes(utf8: password), salt: salt, cost: cost, count: 32)
                .withUnsafeBytes { Array($0) }
        }
        let cost = Argon2id.Cost(passes: 2, memory: 256 << 10)
        let key = try derive("password", salt, cost)
        #expect(Hex.encode(key) == "cab746b4621993fdc91ec50787980b414a90a692f0bc68dfe19f9c25b3cba9ec")
        #expect(try derive("passwore", salt, cost) != key)
        #expect(try derive("password", salt.reversed(), cost) != key)
        #expect(try derive("password", salt, .init(passes: 3, memory: 256 << 10)) != key)
        #expect(try derive("password", salt, .init(passes: 2, memory: 512 << 10)) != key)
        #expect(try derive("", salt, cost) != key)
    }

    @Test("sealed messages open with the same key, nonce and context alone")
    func sealing() throws {
        let key = SecretBytes.random(count: 32)
        let nonce = [UInt8](repeating: 7, count: XChaCha20Poly1305.nonceByteCount)
        for text in ["", "a message"] {
            let sealed = try XChaCha20Poly1305.seal(
                SecretBytes(utf8: text), key: key, nonce: nonce, associated: [1, 2])
            #expect(sealed.count == text.utf8.count + XChaCha20Poly1305.tagByteCount)
            func open(_ bytes: [UInt8], _ key: SecretBytes, _ nonce: [UInt8], _ context: [UInt8]) -> SecretBytes? {
                XChaCha20Poly1305.open(bytes, key: key, nonce: nonce, associated: context)
            }
            #expect(open(sealed, key, nonce, [1, 2])?.isEqual(to: SecretBytes(utf8: text)) == true)
            #expect(open(sealed, .random(count: 32), nonce, [1, 2]) == nil)
            #expect(open(sealed, key, nonce.map { $0 + 1 }, [1, 2]) == nil)
            #expect(open(sealed, key, nonce, [1, 3]) == nil)
            for index in sealed.indices {
                var changed = sealed
                changed[index] ^= 1
                #expect(open(changed, key, nonce, [1, 2]) == nil)
            }
            #expect(open(Array(sealed.dropLast()), key, nonce, [1, 2]) == nil)
            #expect(open([], key, nonce, [1, 2]) == nil)
            #expect(open(sealed, key, [], [1, 2]) == nil)
        }
    }
}

@Suite("Recorded derivations", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedDerivationTests {
    @Test("PBKDF2")
    func pbkdf2() throws {
        let strings = try RecordedFixtures.json([String].self, "keys/pbkdf2_sha512_strings.json").filter { $0 != "hex" }
        for (index, iterations) in [1, 2, 4096, 4096].enumerated() {
            let derived = try PBKDF2.derive(
                from: SecretBytes(utf8: strings[3 * index]), salt: strings[3 * index + 1], iterations: iterations,
                count: 64)
            #expect(derived.withUnsafeBytes { Hex.encode($0) } == strings[3 * index + 2])
        }
    }

    @Test("HMAC-SHA-512")
    func hmac() throws {
        let strings = try RecordedFixtures.json([String].self, "keys/hmac_sha512_strings.json")
            .filter { Hex.decode($0) != nil && !$0.isEmpty }
        // The first vector's key is text and not in here.
        let message = try #require(Hex.decode(strings[0]))
        var pairs = [(Array("Jefe".utf8), message, strings[1])]
        for index in [2, 5] {
            pairs.append(
                (
                    try #require(Hex.decode(strings[index])), try #require(Hex.decode(strings[index + 1])),
                    strings[index + 2]
                ))
        }
        for (key, message, expected) in pairs {
            let code = try HMACSHA512.code(of: SecretBytes(copying: message), key: SecretBytes(copying: key))
            #expect(code.withUnsafeBytes { Hex.encode($0) } == expected)
        }
    }

    @Test("SHA-512 and SHA-256")
    func digests() throws {
        let long = try RecordedFixtures.json([String].self, "keys/sha512_strings.json")
        let short = try RecordedFixtures.json([String].self, "keys/sha256_strings.json")
        for index in [0, 2, 4] {
            #expect(Hex.encode(SHA512.hash(Array(long[index].utf8))) == long[index + 1])
            #expect(SHA256.hash(Array(short[index].utf8)).hex == short[index + 1])
        }
    }
}
