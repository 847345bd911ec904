import Foundation
import SilkTestSupport
import TONCrypto
import Testing

@testable import TONWallets

@Suite("Secrets never show")
struct SecrecyTests {
    private static let password = "Tr0ub4dor-and-3"

    /// All that a program could print of a value without meaning to.
    private static func prints(_ value: some Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        var nested = ""
        dump(["key": [value]], to: &nested)
        return [
            String(describing: value), String(reflecting: value), "\(value)", "\([value])", "\(Optional(value) as Any)",
            dumped, nested, describeChildren(Mirror(reflecting: value), depth: 6),
        ]
    }

    private static func describeChildren(_ mirror: Mirror, depth: Int) -> String {
        guard depth > 0 else { return "" }
        return mirror.children.map { child in
            "\(child.label ?? ""): \(child.value) "
                + describeChildren(Mirror(reflecting: child.value), depth: depth - 1)
        }.joined(separator: "\n") + (mirror.superclassMirror.map { describeChildren($0, depth: depth - 1) } ?? "")
    }

    /// The forms in which bytes would show.
    private static func forms(_ secret: SecretBytes) -> [String] {
        secret.withUnsafeBytes { bytes in
            let bytes = Array(bytes)
            let part = bytes.prefix(8)
            return [
                Hex.encode(part), Hex.encode(part).uppercased(), String(Base64.encode(bytes).prefix(10)),
                part.map { "\($0)" }.joined(separator: ", "), part.map { "- \($0)" }.joined(separator: "\n"),
            ]
        }
    }

    @Test("neither in descriptions, nor in dumps, mirrors and errors")
    func printing() throws {
        let folder = try TemporaryFolder()
        let mnemonic = try Mnemonic.generate()
        let pair = try mnemonic.keyPair()
        let password = SecretBytes(utf8: Self.password)
        let cost = Argon2id.Cost(passes: 1, memory: 64 << 10)
        let keystore = try Keystore(sealing: .mnemonic(mnemonic, password: nil), password: password, cost: cost)
        let path = folder.path("key")
        try keystore.create(path: path)
        let root = try HierarchicalKey(seed: pair.privateKey.seed)
        let wallet = WalletV4R2(publicKey: pair.publicKey)
        let unsigned = try UnsignedRequest(
            wallet: wallet, request: WalletRequest(seqno: 1, validUntil: 2, messages: []))

        var texts: [String] = []
        texts += Self.prints(mnemonic) + Self.prints(pair) + Self.prints(pair.privateKey) + Self.prints(password)
        texts += Self.prints(keystore) + Self.prints(root) + Self.prints(unsigned) + Self.prints(wallet)
        texts += Self.prints(WalletSecret.seed(pair.privateKey))
        texts += Self.prints(WalletSecret.mnemonic(mnemonic, password: password))
        texts += Self.prints(try keystore.open(password: password))
        texts += [
            String(decoding: try unsigned.document(), as: UTF8.self),
            String(decoding: try unsigned.sign(with: pair).document(), as: UTF8.self),
            String(decoding: try keystore.document(), as: UTF8.self),
        ]
        // Every error that a secret takes part in.
        var mistyped = mnemonic.words
        mistyped[3] += "x"
        let failures: [() throws -> Void] = [
            { _ = try Mnemonic(mistyped.joined(separator: " ")) },
            { _ = try Mnemonic(mnemonic.words.dropLast().joined(separator: " ")) },
            { _ = try Mnemonic(mnemonic.words.reversed().joined(separator: " ")).keyPair() },
            { _ = try mnemonic.keyPair(password: password) },
            { _ = try keystore.open(password: SecretBytes(utf8: Self.password + "x")) },
            { try keystore.create(path: path) },
            { _ = try Keystore(document: Array(Self.password.utf8)) },
            {
                _ = try Keystore(document: Array("{\"schema\": \"silk.keystore/1\", \"x\": \"\(Self.password)\"}".utf8))
            },
            { _ = try WalletV4R2(publicKey: .init(.zero)).externalMessage(for: unsigned.request, signedBy: pair) },
        ]
        var thrown = 0
        for failure in failures {
            do {
                try failure()
            } catch {
                thrown += 1
                texts += Self.prints(error)
            }
        }
        // The words in reverse pass by chance once in 256 times.
        #expect(thrown >= failures.count - 1)

        var secrets = Self.forms(pair.privateKey.seed) + Self.forms(mnemonic.text) + Self.forms(password)
        secrets += Self.forms(root.key) + Self.forms(root.chainCode)
        secrets += [Self.password, mistyped[3]]
        // A single word may stand in a document for other reasons, two in their order hardly.
        let words = mnemonic.words
        for (first, second) in zip(words, words.dropFirst()) {
            secrets += ["\(first) \(second)", "\"\(first)\", \"\(second)\""]
        }
        for text in texts {
            for secret in secrets { #expect(!text.contains(secret), "“\(secret)” in “\(text.prefix(200))”") }
        }
        // The search would find them.
        #expect(Self.forms(password).contains { "\(Array(Self.password.utf8))".contains($0) })
    }

    @Test("nor can they be encoded by accident")
    func encoding() throws {
        let pair = try Ed25519.KeyPair.random()
        let values: [Any] = [
            SecretBytes(utf8: "x"), pair, pair.privateKey, try Mnemonic.generate(), WalletSecret.seed(pair.privateKey),
            try HierarchicalKey(seed: pair.privateKey.seed),
        ]
        for value in values {
            #expect(!(value is any Encodable))
            #expect(!(value is any Equatable))
        }
    }
}
