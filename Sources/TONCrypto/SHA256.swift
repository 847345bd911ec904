import CHashing
import COpenSSL

/// SHA-256 (FIPS 180-4), computed by libcrypto, and many short messages at once by the processor's own vectors and
/// instructions where it has them.
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

    /// Bytes that the hashing of a ``Message`` may write behind it: a 1 bit, zeros, the length, and what lies behind that
    /// in a vector's width.
    public static let paddingByteCount = Int(chashing_padding)

    /// Whether the processor has instructions for SHA.
    private static let hasInstructions = chashing_has_sha()

    /// How many messages ``hashAll(_:)`` is best called with.
    public static let lanes = hasInstructions ? chashing_lanes() : 1

    /// A message in a buffer with room for the padding behind it, which is written there, and where the digest goes.
    ///
    /// Cells are one or two blocks long: padding them in place saves the bookkeeping for streams. The buffer must have
    /// `count + paddingByteCount` bytes.
    @frozen
    public struct Message {
        // Laid out as the kernels have it.
        @usableFromInline let bytes: UnsafeMutableRawPointer
        /// Bytes of the message.
        public let count: Int
        @usableFromInline let digest: UnsafeMutablePointer<Hash256>

        /// Takes the pointers; whoever made them keeps them valid.
        @inlinable
        public init(padding bytes: UnsafeMutableRawPointer, count: Int, into digest: UnsafeMutablePointer<Hash256>) {
            self.bytes = bytes
            self.count = count
            self.digest = digest
        }

        /// Blocks of 64 bytes that the padded message has.
        @inlinable public var blockCount: Int { SHA256.blockCount(count) }
    }

    /// Blocks of 64 bytes that a message has once it is padded.
    @inlinable
    public static func blockCount(_ byteCount: Int) -> Int { (byteCount + 9 + 63) / 64 }

    /// Hashes one message.
    public static func hash(_ message: Message) {
        withUnsafePointer(to: message) { hashAll(UnsafeBufferPointer(start: $0, count: 1)) }
    }

    /// Hashes messages that all have the same number of blocks, as many at once as the processor can.
    public static func hashAll(_ messages: UnsafeBufferPointer<Message>) {
        guard hasInstructions else {
            for message in messages { message.digest.initialize(to: transformed(message)) }
            return
        }
        messages.withMemoryRebound(to: chashing_message.self) { chashing_hash_all($0.baseAddress, $0.count) }
    }

    /// The digest by libcrypto's transform of one block.
    static func transformed(_ message: Message) -> Hash256 {
        let (bytes, count) = (message.bytes.assumingMemoryBound(to: UInt8.self), message.count)
        var context = SHA256_CTX()
        context.h = (
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
        )
        let end = message.blockCount * 64
        // One byte for the 1 bit, eight for the length.
        bytes[count] = 0x80
        (bytes + count + 1).update(repeating: 0, count: end - count - 9)
        UnsafeMutableRawPointer(bytes + end - 8).storeBytes(of: (UInt64(count) * 8).bigEndian, as: UInt64.self)
        for block in 0..<message.blockCount { SHA256_Transform(&context, bytes + 64 * block) }
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
