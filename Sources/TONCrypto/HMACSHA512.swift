import COpenSSL

/// HMAC with SHA-512 (RFC 2104), computed by libcrypto.
public enum HMACSHA512 {
    /// Bytes in a code: 64.
    public static let byteCount = 64

    /// The code of a message under a key of any length, as a secret of 64 bytes.
    public static func code(of message: SecretBytes, key: SecretBytes) throws(CryptoError) -> SecretBytes {
        try SecretBytes(count: byteCount) { (code) throws(CryptoError) in
            let isDone = message.withUnsafeBytes { message in
                key.withUnsafeBytes { key in
                    HMAC(
                        EVP_sha512(), key.baseAddress, Int32(clamping: key.count),
                        message.baseAddress?.assumingMemoryBound(to: UInt8.self), message.count,
                        code.baseAddress?.assumingMemoryBound(to: UInt8.self), nil) != nil
                }
            }
            guard isDone else { throw CryptoError(algorithm: "HMAC-SHA-512", call: "HMAC") }
        }
    }

    /// The code of a text.
    public static func code(of message: String, key: SecretBytes) throws(CryptoError) -> SecretBytes {
        try code(of: SecretBytes(utf8: message), key: key)
    }
}
