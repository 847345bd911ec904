import COpenSSL

/// SHA-512 (FIPS 180-4), computed by libcrypto.
public enum SHA512 {
    /// Bytes in a digest: 64.
    public static let byteCount = 64

    /// The digest of an array: 64 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { digest, count in
            var context = SHA512_CTX()
            SHA512_Init(&context)
            SHA512_Update(&context, bytes, bytes.count)
            SHA512_Final(digest.baseAddress, &context)
            count = byteCount
        }
    }
}
