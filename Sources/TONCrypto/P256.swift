import COpenSSL

/// Signatures of ECDSA over the curve P-256 with SHA-256 (FIPS 186-4), computed by libcrypto.
public enum P256 {
    /// Bytes in a compressed public key: 33.
    public static let publicKeyByteCount = 33
    /// Bytes in a signature: 64.
    public static let signatureByteCount = 64

    /// A public key, kept as its compressed form (SEC 1, 2.3.3): 2 or 3, and 32 bytes of x. Bytes that are no point on the
    /// curve verify nothing.
    public struct PublicKey: Hashable, Sendable {
        /// The compressed point: 33 bytes.
        public let bytes: [UInt8]

        /// Copies 33 bytes without checking that they are a point; nil for any other length.
        public init?(_ bytes: some Collection<UInt8>) {
            guard bytes.count == P256.publicKeyByteCount else { return nil }
            self.bytes = Array(bytes)
        }

        /// Whether `signature` is this key's over the SHA-256 digest of `message`.
        ///
        /// The signature is r and s, 32 big-endian bytes each; any other length is false. `s` may be in the upper half.
        public func isValidSignature(_ signature: some Collection<UInt8>, for message: some Collection<UInt8>) -> Bool {
            guard signature.count == P256.signatureByteCount, let encoded = P256.encode(Array(signature)),
                let key = open()
            else { return false }
            defer { EVP_PKEY_free(key) }
            guard let context = EVP_MD_CTX_new() else { return false }
            defer { EVP_MD_CTX_free(context) }
            guard EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1 else { return false }
            let message = Array(message)
            return EVP_DigestVerify(context, encoded, encoded.count, message, message.count) == 1
        }

        private func open() -> OpaquePointer? {
            guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else { return nil }
            defer { EVP_PKEY_CTX_free(context) }
            var key: OpaquePointer?
            guard EVP_PKEY_paramgen_init(context) == 1,
                EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1,
                EVP_PKEY_paramgen(context, &key) == 1
            else { return nil }
            guard EVP_PKEY_set1_encoded_public_key(key, bytes, bytes.count) == 1 else {
                EVP_PKEY_free(key)
                return nil
            }
            return key
        }
    }

    /// The DER form of r and s, which is what libcrypto reads.
    private static func encode(_ signature: [UInt8]) -> [UInt8]? {
        guard let pair = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(pair) }
        let r = BN_bin2bn(signature, 32, nil)
        let s = signature[32...].withUnsafeBufferPointer { BN_bin2bn($0.baseAddress, 32, nil) }
        // Takes both numbers over, unless it fails.
        guard ECDSA_SIG_set0(pair, r, s) == 1 else {
            BN_free(r)
            BN_free(s)
            return nil
        }
        var start: UnsafeMutablePointer<UInt8>?
        let count = i2d_ECDSA_SIG(pair, &start)
        guard count > 0, let start else { return nil }
        defer { CRYPTO_free(start, nil, 0) }
        return Array(UnsafeBufferPointer(start: start, count: Int(count)))
    }
}
