import COpenSSL

extension Ed25519 {
    /// Why two keys have no secret in common.
    public enum KeyAgreementError: Error, Hashable, Sendable, CustomStringConvertible {
        /// A public key of small order, with which everybody has the same secret.
        case weakPublicKey(PublicKey)
        /// A call of libcrypto that failed.
        case call(String)

        /// Names the key or the call.
        public var description: String {
            switch self {
            case .weakPublicKey(let key): "Ed25519: no secret can be shared with the public key \(key.bytes)"
            case .call(let call): "Ed25519: \(call) of libcrypto failed"
            }
        }
    }
}

extension Ed25519.PrivateKey {
    /// The secret that only the owners of the two private keys can compute: X25519 (RFC 7748) with both keys moved to the
    /// Montgomery form of the curve.
    ///
    /// The scalar is that which signs (RFC 8032, 5.1.5), and the point's coordinate is (1 + y) / (1 − y). Throws for a
    /// key of small order, such as 1.
    public func sharedSecret(with key: Ed25519.PublicKey) throws(Ed25519.KeyAgreementError) -> Hash256 {
        let peer = try Self.montgomery(key)
        let scalar = try scalar()
        let ownKey = scalar.withUnsafeBytes { EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nil, Self.start($0), 32) }
        guard let ownKey else { throw .call("EVP_PKEY_new_raw_private_key") }
        defer { EVP_PKEY_free(ownKey) }
        let peerKey = peer.withUnsafeBytes { EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nil, Self.start($0), 32) }
        guard let peerKey else { throw .call("EVP_PKEY_new_raw_public_key") }
        defer { EVP_PKEY_free(peerKey) }
        guard let context = EVP_PKEY_CTX_new(ownKey, nil) else { throw .call("EVP_PKEY_CTX_new") }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_derive_init(context) == 1 else { throw .call("EVP_PKEY_derive_init") }
        guard EVP_PKEY_derive_set_peer(context, peerKey) == 1 else { throw .call("EVP_PKEY_derive_set_peer") }
        var bytes = [UInt8](repeating: 0, count: Hash256.byteCount)
        var count = bytes.count
        // Derivation is refused where the secret would be zero.
        guard EVP_PKEY_derive(context, &bytes, &count) == 1, let secret = Hash256(bytes), secret != .zero else {
            throw .weakPublicKey(key)
        }
        return secret
    }

    /// The first half of the seed's SHA-512. X25519 itself sets and clears the bits that are fixed.
    private func scalar() throws(Ed25519.KeyAgreementError) -> Hash256 {
        var digest = [UInt8](repeating: 0, count: 64)
        let isHashed = seed.withUnsafeBytes { EVP_Digest($0.baseAddress, $0.count, &digest, nil, EVP_sha512(), nil) }
        guard isHashed == 1, let scalar = Hash256(digest.prefix(Hash256.byteCount)) else { throw .call("EVP_Digest") }
        return scalar
    }

    /// u = (1 + y) / (1 − y) modulo 2^255 − 19. The sign of x, in y's highest bit, doesn't matter for it.
    private static func montgomery(_ key: Ed25519.PublicKey) throws(Ed25519.KeyAgreementError) -> Hash256 {
        var encoded = key.bytes.bytes
        encoded[31] &= 0x7f
        guard let context = BN_CTX_new() else { throw .call("BN_CTX_new") }
        defer { BN_CTX_free(context) }
        var prime = [UInt8](repeating: 0xff, count: 32)
        (prime[0], prime[31]) = (0xed, 0x7f)
        guard let modulus = BN_lebin2bn(prime, 32, nil) else { throw .call("BN_lebin2bn") }
        defer { BN_free(modulus) }
        guard let y = BN_lebin2bn(encoded, 32, nil) else { throw .call("BN_lebin2bn") }
        defer { BN_free(y) }
        guard let number = BN_new() else { throw .call("BN_new") }
        defer { BN_free(number) }
        guard BN_mod_sub(number, BN_value_one(), y, modulus, context) == 1 else { throw .call("BN_mod_sub") }
        guard BN_is_zero(number) == 0 else { throw .weakPublicKey(key) }
        guard BN_mod_inverse(number, number, modulus, context) != nil else { throw .call("BN_mod_inverse") }
        guard BN_mod_add(y, y, BN_value_one(), modulus, context) == 1 else { throw .call("BN_mod_add") }
        guard BN_mod_mul(number, number, y, modulus, context) == 1 else { throw .call("BN_mod_mul") }
        guard BN_bn2lebinpad(number, &encoded, 32) == 32, let u = Hash256(encoded) else {
            throw .call("BN_bn2lebinpad")
        }
        return u
    }

    private static func start(_ buffer: UnsafeRawBufferPointer) -> UnsafePointer<UInt8>? {
        buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    }
}
