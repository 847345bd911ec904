public import TONCrypto

/// The signature over a request, as it comes back from the signer. Nothing in it is secret.
public struct RequestSignature: Hashable, Sendable {
    /// The document's name and version.
    public static let schema = "silk.request-signature/1"

    /// The hash that was signed.
    public let hash: Hash256
    /// The key that signed.
    public let publicKey: Ed25519.PublicKey
    /// The signature: 64 bytes.
    public let signature: [UInt8]

    /// Makes one. Nothing is checked until it is put together with its request.
    public init(hash: Hash256, publicKey: Ed25519.PublicKey, signature: [UInt8]) {
        self.hash = hash
        self.publicKey = publicKey
        self.signature = signature
    }

    private struct Document: Codable {
        let schema: String
        let hash: String
        let publicKey: String
        let signature: String

        enum CodingKeys: String, CodingKey {
            case schema
            case hash
            case publicKey = "public_key"
            case signature
        }
    }

    /// The document: JSON.
    public func document() throws(OfflineError) -> [UInt8] {
        try OfflineDocument.encode(
            Document(
                schema: Self.schema, hash: hash.hex, publicKey: publicKey.bytes.hex, signature: Hex.encode(signature)))
    }

    /// Reads a document.
    public init(document bytes: [UInt8]) throws(OfflineError) {
        let document = try OfflineDocument.decode(Document.self, schema: Self.schema, bytes: bytes, limit: 64 << 10)
        guard let hash = Hash256(hex: document.hash), let key = Hash256(hex: document.publicKey),
            let signature = Hex.decode(document.signature), signature.count == Ed25519.signatureByteCount
        else {
            throw .notADocument(
                expected: Self.schema, "hash, public_key and signature must be 32, 32 and 64 bytes in hexadecimal")
        }
        self.init(hash: hash, publicKey: Ed25519.PublicKey(key), signature: signature)
    }
}
