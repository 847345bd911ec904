import Foundation
import SilkTestSupport
import TONCrypto
import Testing

@testable import TONWallets

@Suite("Keystores")
struct KeystoreTests {
    private static let cost = Argon2id.Cost(passes: 1, memory: 64 << 10)
    private static let password = SecretBytes(utf8: "correct horse")

    private static func seed(_ text: String = "a seed") throws -> Ed25519.KeyPair {
        try Ed25519.KeyPair(Ed25519.PrivateKey(seed: SHA256.hash(Array(text.utf8))))
    }

    private static func keystore() throws -> Keystore {
        try Keystore(sealing: .seed(try seed().privateKey), password: password, cost: cost)
    }

    private static func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test("a seed comes back, with its password alone")
    func seed() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("key.json")
        try Self.keystore().create(path: path)
        #expect(try Self.mode(path) == 0o600)
        let keystore = try Keystore(path: path)
        #expect(try keystore.publicKey == Self.seed().publicKey)
        let pair = try keystore.open(password: Self.password).keyPair()
        #expect(try pair.publicKey == Self.seed().publicKey)
        #expect(pair.privateKey.seed.isEqual(to: try Self.seed().privateKey.seed))
        for wrong in ["correct hors", "Correct horse", "correct horse ", ""] {
            #expect(throws: KeystoreError.wrongPassword) { try keystore.open(password: SecretBytes(utf8: wrong)) }
        }
        // Nothing else is left beside the file.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["key.json"])
    }

    @Test(
        "a mnemonic comes back, with the password that it was made with or without one", arguments: [false, true])
    func mnemonic(hasPassword: Bool) throws {
        let password = hasPassword ? PasswordMnemonic.password : nil
        let mnemonic = try hasPassword ? PasswordMnemonic.made.get() : Mnemonic.generate()
        let keystore = try Keystore(
            sealing: .mnemonic(mnemonic, password: password), password: Self.password, cost: Self.cost)
        let read = try Keystore(document: try keystore.document())
        let secret = try read.open(password: Self.password)
        #expect(try secret.keyPair().publicKey == mnemonic.keyPair(password: password).publicKey)
        guard case .mnemonic(let words, let found) = secret else {
            Issue.record("expected a mnemonic")
            return
        }
        #expect(words.words == mnemonic.words)
        #expect(found?.withUnsafeBytes { Array($0) } == password?.withUnsafeBytes { Array($0) })
    }

    @Test("each keystore of the same secret is another, and none holds it")
    func fresh() throws {
        let first = try Self.keystore().document()
        let second = try Self.keystore().document()
        #expect(first != second)
        let text = String(decoding: first, as: UTF8.self)
        let secret = try Self.seed().privateKey.seed.withUnsafeBytes { Hex.encode($0) }
        #expect(!text.contains(secret) && !text.contains("horse"))
        #expect(text.contains("silk.keystore/1"))
    }

    @Test("no file is overwritten, and a failure leaves nothing")
    func exists() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("key.json")
        try folder.write("key.json", Array("precious".utf8))
        #expect(throws: KeystoreError.exists(path: path)) { try Self.keystore().create(path: path) }
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == Array("precious".utf8))
        #expect(throws: KeystoreError.self) { try Self.keystore().create(path: folder.path("absent/key.json")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["key.json"])
        try SecretFile.replace(path: path, SecretBytes(utf8: "new"))
        #expect(try Self.mode(path) == 0o600)
        #expect(try SecretFile.read(path: path).isEqual(to: SecretBytes(utf8: "new")))
    }

    @Test(
        "a file that others can use is refused, with the command that mends it",
        arguments: [0o644, 0o640, 0o620, 0o601])
    func exposed(mode: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("it's a key.json")
        try Self.keystore().create(path: path)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let error = #expect(throws: KeystoreError.self) { try Keystore(path: path) }
        #expect(error == .exposed(path: path, mode: UInt16(mode)))
        let text = try #require(error?.description)
        #expect(text.hasSuffix("chmod 600 '" + path.replacing("'", with: #"'\''"#) + "'"))
        #expect(text.contains("mode 0\(String(mode, radix: 8))"))
        // The command does mend it.
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", String(text[try #require(text.range(of: "chmod")).lowerBound...])]
        try shell.run()
        shell.waitUntilExit()
        _ = try Keystore(path: path)
    }

    @Test("what isn't a file of secrets is refused")
    func otherFiles() throws {
        let folder = try TemporaryFolder()
        #expect(throws: KeystoreError.missing(path: folder.path("none"))) { try Keystore(path: folder.path("none")) }
        #expect(throws: KeystoreError.notAFile(path: folder.url.path)) { try Keystore(path: folder.url.path) }
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: KeystoreError.notAFile(path: pipe)) { try Keystore(path: pipe) }
        let large = folder.path("large")
        try folder.write("large", [UInt8](repeating: 0x20, count: SecretFile.maximumByteCount + 1))
        #expect(chmod(large, 0o600) == 0)
        #expect(throws: KeystoreError.tooLarge(path: large, limit: SecretFile.maximumByteCount)) {
            try Keystore(path: large)
        }
    }

    @Test("every flipped bit is damage, not a wrong password")
    func flipped() throws {
        let document = try Self.keystore().document()
        for index in document.indices {
            for bit in [0x01, 0x20] as [UInt8] {
                var changed = document
                changed[index] ^= bit
                do throws(KeystoreError) {
                    let keystore = try Keystore(document: changed)
                    // White space between fields, and the case of hexadecimal digits, mean nothing.
                    let isSame = try keystore.document() == document
                    #expect(isSame, "byte \(index)")
                } catch {
                    switch error {
                    case .damaged, .notAKeystore, .unknownVersion, .field: break
                    default: Issue.record("byte \(index): \(error)")
                    }
                }
            }
        }
        for count in stride(from: 0, to: document.count - 2, by: 7) {
            #expect(throws: KeystoreError.self) { try Keystore(document: Array(document[..<count])) }
        }
    }

    /// A document with other values, its checksum renewed as somebody would who does that on purpose.
    private static func changed(_ document: [UInt8], _ change: (inout [String: Any]) -> Void) throws -> [UInt8] {
        var object = try #require(try JSONSerialization.jsonObject(with: Data(document)) as? [String: Any])
        change(&object)
        let derivation = try #require(object["key_derivation"] as? [String: Any])
        let cipher = try #require(object["cipher"] as? [String: Any])
        func text(_ value: Any?) -> String { value.map { "\($0)" } ?? "" }
        let content = [
            text(object["schema"]), text(derivation["algorithm"]), text(derivation["passes"]),
            text(derivation["memory_bytes"]), text(derivation["salt"]), text(cipher["algorithm"]),
            text(object["public_key"]), text(cipher["nonce"]), text(cipher["ciphertext"]),
        ].joined(separator: "\n")
        object["checksum"] = SHA256.hash(Array(content.utf8)).hex
        return Array(try JSONSerialization.data(withJSONObject: object))
    }

    @Test("a made document can't take all memory or time")
    func hostile() throws {
        let document = try Self.keystore().document()
        #expect(
            try Keystore(document: try Self.changed(document) { _ in }).open(password: Self.password).keyPair()
                .publicKey == Self.seed().publicKey)
        let hostile: [(String, Int)] = [
            ("memory_bytes", 1 << 40), ("memory_bytes", (1 << 30) + 1), ("memory_bytes", 0), ("memory_bytes", -1),
            ("memory_bytes", .max), ("passes", 17), ("passes", 0), ("passes", .max), ("passes", -1),
        ]
        for (name, value) in hostile {
            let changed = try Self.changed(document) { object in
                var derivation = object["key_derivation"] as? [String: Any] ?? [:]
                derivation[name] = value
                object["key_derivation"] = derivation
            }
            let error = #expect(throws: KeystoreError.self) { try Keystore(document: changed) }
            guard case .field? = error else {
                Issue.record("\(name) \(value): \(String(describing: error))")
                continue
            }
        }
        #expect(throws: KeystoreError.self) {
            try Keystore(sealing: .seed(.random()), password: Self.password, cost: .init(passes: 1, memory: 1 << 31))
        }
        let nested = Array(String(repeating: "[", count: 60_000).utf8)
        #expect(throws: KeystoreError.self) { try Keystore(document: nested) }
    }

    @Test("the cipher vouches for the other fields, whatever the checksum says")
    func vouched() throws {
        let document = try Self.keystore().document()
        let changed = try Self.changed(document) { object in
            object["public_key"] = try? Self.seed("other").publicKey.bytes.hex
        }
        #expect(throws: KeystoreError.wrongPassword) { try Keystore(document: changed).open(password: Self.password) }
    }

    @Test("other versions and algorithms are named")
    func versions() throws {
        let document = try Self.keystore().document()
        let newer = try Self.changed(document) { $0["schema"] = "silk.keystore/2" }
        #expect(throws: KeystoreError.unknownVersion("silk.keystore/2")) { try Keystore(document: newer) }
        let other = try Self.changed(document) { $0["schema"] = "silk.payouts/1" }
        #expect(throws: KeystoreError.self) { try Keystore(document: other) }
        let weaker = try Self.changed(document) { object in
            var derivation = object["key_derivation"] as? [String: Any] ?? [:]
            derivation["algorithm"] = "md5"
            object["key_derivation"] = derivation
        }
        #expect(throws: KeystoreError.field("key derivation", "expected argon2id13")) { try Keystore(document: weaker) }
        #expect(throws: KeystoreError.emptyPassword) {
            try Keystore(sealing: .seed(.random()), password: SecretBytes(utf8: ""), cost: Self.cost)
        }
    }
}
