import Foundation
import SilkTestSupport
import TONCrypto
import Testing

@testable import TONWallets

@Suite("Secrets as people hand them over")
struct SecretTextTests {
    @Test("a seed is read in either case, with white space around it")
    func seeds() throws {
        let digits = (0..<32).map { String(format: "%02x", $0 * 7 + 3) }.joined()
        let expected = try Ed25519.KeyPair(
            try #require(Ed25519.PrivateKey(seed: SecretBytes(copying: (0..<32).map { UInt8($0 * 7 + 3) }))))
        for text in [digits, digits.uppercased(), " \(digits)\n", "\n\t\(digits) \r\n"] {
            let secret = try WalletSecret(text: SecretBytes(utf8: text))
            #expect(try secret.keyPair().publicKey == expected.publicKey)
            #expect(WalletSecret.isLike(text))
        }
        for text in ["", " ", String(digits.dropLast()), digits + "0", "0x" + digits, String(digits.dropLast()) + "g"] {
            #expect(throws: MnemonicError.self) { try WalletSecret(text: SecretBytes(utf8: text)) }
        }
        #expect(throws: MnemonicError.passwordNotExpected) {
            try WalletSecret(text: SecretBytes(utf8: digits), mnemonicPassword: SecretBytes(utf8: "x"))
        }
    }

    @Test("words are read, and checked against their password")
    func words() throws {
        let mnemonic = try Mnemonic.generate()
        let text = mnemonic.words.joined(separator: "\n")
        let secret = try WalletSecret(text: SecretBytes(utf8: text))
        #expect(try secret.keyPair().publicKey == mnemonic.keyPair().publicKey)
        #expect(throws: MnemonicError.passwordNotExpected) {
            try WalletSecret(text: SecretBytes(utf8: text), mnemonicPassword: SecretBytes(utf8: "x"))
        }
        let short = mnemonic.words.dropLast().joined(separator: " ")
        #expect(throws: MnemonicError.neitherWordsNorSeed(words: 23)) {
            try WalletSecret(text: SecretBytes(utf8: short))
        }
        #expect(WalletSecret.isLike(text) && WalletSecret.isLike(short))
        for name in ["", "main.key", "my own keys/main.key", "/home/somebody/wallet"] {
            #expect(!WalletSecret.isLike(name))
        }
    }

    @Test("a password's file ends with a line or without")
    func passwordFiles() throws {
        let folder = try TemporaryFolder()
        func read(_ text: String) throws -> SecretBytes {
            let path = folder.path(UUID().uuidString)
            try SecretFile.create(path: path, SecretBytes(utf8: text))
            return try SecretFile.readPassword(path: path)
        }
        for (text, password) in [
            ("secret", "secret"), ("secret\n", "secret"), ("secret\r\n", "secret"), (" two words \n", " two words "),
            ("line\n\n", "line\n"), ("\r\n\n", "\r\n"),
        ] {
            #expect(try read(text).isEqual(to: SecretBytes(utf8: password)), "\(text.debugDescription)")
        }
        for text in ["", "\n", "\r\n"] { #expect(throws: KeystoreError.emptyPassword) { try read(text) } }
    }
}
