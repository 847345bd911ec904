import COpenSSL

/// A stream of bytes under AES-256 in counter mode (NIST SP 800-38A, 6.5), computed by libcrypto.
///
/// Encrypting and decrypting are the same. Each call goes on where the one before stopped, so both ends must see all
/// bytes, in order.
public final class AES256CTR {
    /// Bytes in the counter's first value: 16.
    public static let counterByteCount = 16

    /// Why a stream could not be started or went no further.
    public enum StreamError: Error, Hashable, Sendable, CustomStringConvertible {
        /// A counter of another length.
        case counterLength(Int)
        /// A call of libcrypto that failed.
        case call(String)

        /// What was expected and what came, or the call.
        public var description: String {
            switch self {
            case .counterLength(let count): "AES-CTR: expected a counter of 16 bytes, found \(count)"
            case .call(let call): "AES-CTR: \(call) of libcrypto failed"
            }
        }
    }

    private let context: OpaquePointer

    /// Starts a stream with its key and the first value of its counter, 16 bytes.
    public init(key: Hash256, counter: some Collection<UInt8>) throws(StreamError) {
        let counter = Array(counter)
        guard counter.count == Self.counterByteCount else { throw .counterLength(counter.count) }
        guard let context = EVP_CIPHER_CTX_new() else { throw .call("EVP_CIPHER_CTX_new") }
        let isStarted = key.withUnsafeBytes { key in
            EVP_EncryptInit_ex(
                context, EVP_aes_256_ctr(), nil, key.baseAddress?.assumingMemoryBound(to: UInt8.self), counter)
        }
        guard isStarted == 1 else {
            EVP_CIPHER_CTX_free(context)
            throw .call("EVP_EncryptInit_ex")
        }
        self.context = context
    }

    deinit {
        EVP_CIPHER_CTX_free(context)
    }

    /// Encrypts or decrypts bytes in place.
    public func apply(to bytes: UnsafeMutableRawBufferPointer) throws(StreamError) {
        var rest = bytes[...]
        // A call takes its length as an Int32.
        while !rest.isEmpty {
            let part = UnsafeMutableRawBufferPointer(rebasing: rest.prefix(1 << 30))
            let start = part.baseAddress?.assumingMemoryBound(to: UInt8.self)
            var count: Int32 = 0
            guard EVP_EncryptUpdate(context, start, &count, start, Int32(part.count)) == 1, Int(count) == part.count
            else { throw .call("EVP_EncryptUpdate") }
            rest = rest.dropFirst(part.count)
        }
    }

    /// Encrypts or decrypts an array in place.
    public func apply(to bytes: inout [UInt8]) throws(StreamError) {
        let result = bytes.withUnsafeMutableBytes { buffer -> Result<Void, StreamError> in
            do throws(StreamError) {
                return .success(try apply(to: buffer))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }
}
