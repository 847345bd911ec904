import COpenSSL

/// PBKDF2 with HMAC-SHA-512 (RFC 8018, 5.2), computed by libcrypto.
public enum PBKDF2 {
    /// Derives `count` bytes from a password and a salt; fewer than one iteration or byte is refused.
    public static func derive(
        from password: SecretBytes, salt: SecretBytes, iterations: Int, count: Int
    ) throws(CryptoError) -> SecretBytes {
        let failure = CryptoError(algorithm: "PBKDF2", call: "PKCS5_PBKDF2_HMAC")
        guard let rounds = Int32(exactly: iterations), rounds > 0, let length = Int32(exactly: count), length > 0 else {
            throw failure
        }
        return try SecretBytes(count: count) { (derived) throws(CryptoError) in
            let isDone = password.withUnsafeBytes { password in
                salt.withUnsafeBytes { salt in
                    PKCS5_PBKDF2_HMAC(
                        password.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: password.count),
                        salt.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(clamping: salt.count),
                        rounds, EVP_sha512(), length, derived.baseAddress?.assumingMemoryBound(to: UInt8.self)) == 1
                }
            }
            guard isDone else { throw failure }
        }
    }

    /// Derives with a text as the salt.
    public static func derive(
        from password: SecretBytes, salt: String, iterations: Int, count: Int
    ) throws(CryptoError) -> SecretBytes {
        try derive(from: password, salt: SecretBytes(utf8: salt), iterations: iterations, count: count)
    }
}
