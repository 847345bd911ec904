import COpenSSL

/// Ed25519 signatures (RFC 8032), computed by libcrypto.
public enum Ed25519 {
    /// Bytes in a signature: 64.
    public static let signatureByteCount = 64

    /// Why libcrypto could not sign.
    public struct SigningError: Error, Hashable, Sendable, CustomStringConvertible {
        /// The libcrypto call that failed.
        public let call: String

        /// Names the call.
        public var description: String { "Ed25519: \(call) of libcrypto failed" }
    }

    /// A public key, kept as its 32 bytes. Bytes that are no point on the curve verify nothing.
    public struct PublicKey: Hashable, Sendable {
        /// The encoded point.
        public let bytes: Hash256

        /// Wraps an encoded point without checking that it lies on the curve.
        public init(_ bytes: Hash256) {
            self.bytes = bytes
        }

        /// Whether `signature` (64 bytes; any other length is false) is this key's over `message`.
        public func isValidSignature(_ signature: some Collection<UInt8>, for message: some Collection<UInt8>) -> Bool {
            guard signature.count == Ed25519.signatureByteCount else { return false }
            let key = bytes.withUnsafeBytes { buffer in
                EVP_PKEY_new_raw_public_key(
                    EVP_PKEY_ED25519, nil, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count)
            }
            guard let key else { return false }
            defer { EVP_PKEY_free(key) }
            guard let context = EVP_MD_CTX_new() else { return false }
            defer { EVP_MD_CTX_free(context) }
            guard EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { return false }
            let signature = Array(signature)
            let message = Array(message)
            return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        }
    }

    /// A private key, kept as its 32-byte seed, which is wiped with it and never printed.
    public struct PrivateKey: Sendable {
        /// The seed: 32 bytes.
        public let seed: SecretBytes

        /// Makes the key of a 32-byte seed.
        public init(seed: Hash256) {
            self.seed = seed.withUnsafeBytes { SecretBytes(copying: $0) }
        }

        /// Makes the key of a seed; nil unless it has 32 bytes.
        public init?(seed: SecretBytes) {
            guard seed.count == Hash256.byteCount else { return nil }
            self.seed = seed
        }

        /// Makes a key from the system's secure randomness.
        public static func random() -> PrivateKey {
            PrivateKey(checkedSeed: .random(count: Hash256.byteCount))
        }

        private init(checkedSeed: SecretBytes) {
            seed = checkedSeed
        }

        /// The matching public key. Throws where libcrypto refuses the seed.
        public func publicKey() throws(SigningError) -> PublicKey {
            let key = try open()
            defer { EVP_PKEY_free(key) }
            var bytes = [UInt8](repeating: 0, count: Hash256.byteCount)
            var count = bytes.count
            guard EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1, let hash = Hash256(bytes) else {
                throw SigningError(call: "EVP_PKEY_get_raw_public_key")
            }
            return PublicKey(hash)
        }

        /// The 64-byte signature over `message`. Throws where libcrypto fails.
        public func signature(for message: some Collection<UInt8>) throws(SigningError) -> [UInt8] {
            let key = try open()
            defer { EVP_PKEY_free(key) }
            guard let context = EVP_MD_CTX_new() else { throw SigningError(call: "EVP_MD_CTX_new") }
            defer { EVP_MD_CTX_free(context) }
            guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1 else {
                throw SigningError(call: "EVP_DigestSignInit")
            }
            let message = Array(message)
            var signature = [UInt8](repeating: 0, count: Ed25519.signatureByteCount)
            var count = signature.count
            guard EVP_DigestSign(context, &signature, &count, message, message.count) == 1,
                count == Ed25519.signatureByteCount
            else { throw SigningError(call: "EVP_DigestSign") }
            return signature
        }

        private func open() throws(SigningError) -> OpaquePointer {
            let key = seed.withUnsafeBytes { buffer in
                EVP_PKEY_new_raw_private_key(
                    EVP_PKEY_ED25519, nil, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count)
            }
            guard let key else { throw SigningError(call: "EVP_PKEY_new_raw_private_key") }
            return key
        }
    }
}

extension Ed25519.PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says what it is, and nothing of the key.
    public var description: String { "<Ed25519 private key>" }

    /// Says what it is, and nothing of the key.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
