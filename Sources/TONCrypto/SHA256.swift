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

    /// Bytes that ``hash(padding:count:)`` may write behind the message: a 1 bit, zeros to the block's end, the length.
    public static let paddingByteCount = 72

    /// The digest of a message in a buffer with room behind it for the padding, which is written there.
    ///
    /// Cells are one or two blocks long: padding them in place saves libcrypto's bookkeeping for streams. The buffer
    /// must have `count + paddingByteCount` bytes.
    public static func hash(padding buffer: UnsafeMutableRawPointer, count: Int) -> Hash256 {
        var context = SHA256_CTX()
        context.h = (
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
        )
        // One byte for the 1 bit, eight for the length.
        let blocks = (count + 9 + 63) / 64
        let end = blocks * 64
        (buffer + count).storeBytes(of: 0x80, as: UInt8.self)
        (buffer + count + 1).initializeMemory(as: UInt8.self, repeating: 0, count: end - count - 9)
        (buffer + end - 8).storeBytes(of: (UInt64(count) * 8).bigEndian, as: UInt64.self)
        var block = UnsafePointer(buffer.assumingMemoryBound(to: UInt8.self))
        for _ in 0..<blocks {
            SHA256_Transform(&context, block)
            block += 64
        }
        let h = context.h
        let words = (
            h.0.bigEndian, h.1.bigEndian, h.2.bigEndian, h.3.bigEndian, h.4.bigEndian, h.5.bigEndian, h.6.bigEndian,
            h.7.bigEndian
        )
        return withUnsafeBytes(of: words) { bytes in bytes.baseAddress.map { Hash256(unsafeBytes: $0) } ?? .zero }
    }

    /// The digest of an array.
    public static func hash(_ bytes: [UInt8]) -> Hash256 {
        bytes.withUnsafeBytes { hash($0) }
    }
}
