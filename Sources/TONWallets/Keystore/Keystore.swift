import Foundation
public import TONCrypto

/// A secret under a password, as a document: what a keystore file holds.
///
/// ```swift
/// try Keystore(sealing: .mnemonic(mnemonic, password: nil), password: password).create(path: path)
/// let pair = try Keystore(path: path).open(password: password).keyPair()
/// ```
/// Argon2id makes a key of the password; XChaCha20-Poly1305 encrypts the secret with it, and vouches for all other
/// fields too. Both are libsodium's: Argon2id costs who guesses memory as well as time, as scrypt does, but has one way to
/// be used, is what RFC 9106 advises, and libcrypto has it only from version 3.2 on.
///
/// A checksum over the document, which needs no password, tells a damaged file from a wrong password. Whoever changes
/// the file on purpose can renew the checksum, and is then told from a wrong password by nothing.
public struct Keystore: Sendable, CustomStringConvertible {
    /// The document's name and version.
    public static let schema = "silk.keystore/1"

    /// The public key of the secret: to find a keystore by, and to know a wallet's address without the password.
    public let publicKey: Ed25519.PublicKey
    /// What opening costs.
    public let cost: Argon2id.Cost

    private let salt: [UInt8]
    private let nonce: [UInt8]
    private let sealed: [UInt8]

    private static let keyDerivation = "argon2id13"
    private static let cipher = "xchacha20-poly1305-ietf"
    /// No secret is longer: 24 words of 8 letters, and a password.
    private static let maximumSecretByteCount = 8192

    /// Prices that are taken from a document; more would let a made file take all memory, or run for hours.
    public static let passesTaken = 1...16
    /// Memory that is taken from a document, in bytes: up to 1 GiB.
    public static let memoryTaken = (8 << 10)...(1 << 30)

    /// Seals a secret. Takes as long as opening it. Throws for an empty password, and where the secret makes no key pair.
    public init(
        sealing secret: WalletSecret, password: SecretBytes, cost: Argon2id.Cost = .moderate
    ) throws(KeystoreError) {
        guard !password.isEmpty else { throw .emptyPassword }
        try Self.check(cost)
        do throws(MnemonicError) {
            publicKey = try secret.keyPair().publicKey
        } catch {
            throw .mnemonic(error)
        }
        self.cost = cost
        salt = SecretBytes.random(count: Argon2id.saltByteCount).withUnsafeBytes { Array($0) }
        nonce = SecretBytes.random(count: XChaCha20Poly1305.nonceByteCount).withUnsafeBytes { Array($0) }
        let encoded = secret.encoded
        guard encoded.count <= Self.maximumSecretByteCount else {
            throw .field("secret", "expected at most \(Self.maximumSecretByteCount) bytes, found \(encoded.count)")
        }
        do throws(CryptoError) {
            let key = try Argon2id.derive(
                from: password, salt: salt, cost: cost, count: XChaCha20Poly1305.keyByteCount)
            sealed = try XChaCha20Poly1305.seal(
                encoded, key: key, nonce: nonce,
                associated: Self.associated(publicKey: publicKey, cost: cost, salt: salt))
        } catch {
            throw .crypto(error)
        }
    }

    /// The secret. Throws ``KeystoreError/wrongPassword`` where the password is another one.
    public func open(password: SecretBytes) throws(KeystoreError) -> WalletSecret {
        let key: SecretBytes
        do throws(CryptoError) {
            key = try Argon2id.derive(from: password, salt: salt, cost: cost, count: XChaCha20Poly1305.keyByteCount)
        } catch {
            throw .crypto(error)
        }
        let encoded = XChaCha20Poly1305.open(
            sealed, key: key, nonce: nonce,
            associated: Self.associated(publicKey: publicKey, cost: cost, salt: salt))
        guard let encoded else { throw .wrongPassword }
        return try WalletSecret(encoded: encoded)
    }

    private static func check(_ cost: Argon2id.Cost) throws(KeystoreError) {
        guard passesTaken.contains(cost.passes) else {
            throw .field(
                "passes", "expected \(passesTaken.lowerBound) to \(passesTaken.upperBound), found \(cost.passes)")
        }
        guard memoryTaken.contains(cost.memory) else {
            throw .field(
                "memory", "expected \(memoryTaken.lowerBound) to \(memoryTaken.upperBound) bytes, found \(cost.memory)")
        }
    }

    /// What the cipher vouches for beside the secret.
    private static func associated(publicKey: Ed25519.PublicKey, cost: Argon2id.Cost, salt: [UInt8]) -> [UInt8] {
        Array(
            [
                schema, keyDerivation, "\(cost.passes)", "\(cost.memory)", Hex.encode(salt), cipher,
                publicKey.bytes.hex,
            ].joined(separator: "\n").utf8)
    }

    /// The public key alone.
    public var description: String { "<keystore of \(publicKey.bytes.hex)>" }

    // MARK: - The document

    private struct Document: Codable {
        struct Derivation: Codable {
            let algorithm: String
            let passes: Int
            let memoryBytes: Int
            let salt: String

            enum CodingKeys: String, CodingKey {
                case algorithm
                case passes
                case memoryBytes = "memory_bytes"
                case salt
            }
        }
        struct Cipher: Codable {
            let algorithm: String
            let nonce: String
            let ciphertext: String
        }
        let schema: String
        let publicKey: String
        let derivation: Derivation
        let cipher: Cipher
        let checksum: String

        enum CodingKeys: String, CodingKey {
            case schema
            case publicKey = "public_key"
            case derivation = "key_derivation"
            case cipher
            case checksum
        }
    }

    private struct Header: Decodable {
        let schema: String
    }

    /// SHA-256 over all fields but itself.
    private var checksum: Hash256 {
        SHA256.hash(
            Self.associated(publicKey: publicKey, cost: cost, salt: salt)
                + Array("\n\(Hex.encode(nonce))\n\(Hex.encode(sealed))".utf8))
    }

    /// The document: JSON, for people to look at.
    public func document() throws(KeystoreError) -> [UInt8] {
        let document = Document(
            schema: Self.schema, publicKey: publicKey.bytes.hex,
            derivation: .init(
                algorithm: Self.keyDerivation, passes: cost.passes, memoryBytes: cost.memory, salt: Hex.encode(salt)),
            cipher: .init(algorithm: Self.cipher, nonce: Hex.encode(nonce), ciphertext: Hex.encode(sealed)),
            checksum: checksum.hex)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(document)) + [UInt8(ascii: "\n")]
        } catch {
            throw .notAKeystore("the document can't be written")
        }
    }

    /// Reads a document. Throws where it isn't one, is damaged, or wants more memory or time than is taken.
    public init(document bytes: [UInt8]) throws(KeystoreError) {
        guard bytes.count <= SecretFile.maximumByteCount else {
            throw .notAKeystore("it has more than \(SecretFile.maximumByteCount) bytes")
        }
        let decoder = JSONDecoder()
        guard let header = try? decoder.decode(Header.self, from: Data(bytes)) else {
            throw .notAKeystore("found no JSON with a schema; it may be cut off")
        }
        guard header.schema == Self.schema else {
            guard header.schema.hasPrefix("silk.keystore/") else {
                throw .notAKeystore("found a document of another kind")
            }
            throw .unknownVersion(String(header.schema.prefix(64)))
        }
        guard let document = try? decoder.decode(Document.self, from: Data(bytes)) else {
            throw .damaged("a field is missing or of the wrong type")
        }
        guard document.derivation.algorithm == Self.keyDerivation else {
            throw .field("key derivation", "expected \(Self.keyDerivation)")
        }
        guard document.cipher.algorithm == Self.cipher else { throw .field("cipher", "expected \(Self.cipher)") }
        cost = Argon2id.Cost(passes: document.derivation.passes, memory: document.derivation.memoryBytes)
        guard let key = Hash256(hex: document.publicKey) else {
            throw .damaged("the public key isn't 64 hexadecimal digits")
        }
        publicKey = Ed25519.PublicKey(key)
        func read(_ text: String, _ name: String, _ counts: ClosedRange<Int>) throws(KeystoreError) -> [UInt8] {
            guard let bytes = Hex.decode(text), counts.contains(bytes.count) else {
                throw .damaged("the \(name) isn't \(counts.lowerBound) bytes of hexadecimal digits or more")
            }
            return bytes
        }
        salt = try read(document.derivation.salt, "salt", Argon2id.saltByteCount...Argon2id.saltByteCount)
        nonce = try read(
            document.cipher.nonce, "nonce", XChaCha20Poly1305.nonceByteCount...XChaCha20Poly1305.nonceByteCount)
        sealed = try read(
            document.cipher.ciphertext, "ciphertext",
            XChaCha20Poly1305.tagByteCount...Self.maximumSecretByteCount + XChaCha20Poly1305.tagByteCount)
        guard checksum.hex == document.checksum else { throw .damaged("its checksum doesn't match its content") }
        // After the checksum: a flipped bit here is damage, not a wish for much memory.
        try Self.check(cost)
    }

    // MARK: - The file

    /// Reads a file. Throws where others than its owner can use it.
    public init(path: String) throws(KeystoreError) {
        try self.init(document: try SecretFile.read(path: path).withUnsafeBytes { Array($0) })
    }

    /// Writes a new file, mode 0600. Throws where there is one already, which stays as it is.
    public func create(path: String) throws(KeystoreError) {
        try SecretFile.create(path: path, SecretBytes(copying: try document()))
    }
}
