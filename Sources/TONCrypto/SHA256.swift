import COpenSSL

/// SHA-256 (FIPS 180-4), computed by libcrypto.
public enum SHA256 {
    /// The digest of bytes in memory. Allocates nothing.
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> Hash256 {
        var context = SHA256_CTX()
        SHA256_Init(&context)
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
        var digest = Hash256()
        withUnsafeMutableBytes(of: &digest.words) { buffer in
            _ = SHA256_Final(buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), &context)
        }
        return digest
    }

    /// The digest of an array.
    public static func hash(_ bytes: [UInt8]) -> Hash256 {
        bytes.withUnsafeBytes { hash($0) }
    }
}
