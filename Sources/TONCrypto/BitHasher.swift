import COpenSSL

/// Hashes bits that come in pieces of any length, as long as they are whole bytes in the end.
///
///     var hasher = try BitHasher(.keccak256)
///     try hasher.append([0b1010_0000], bitCount: 3)
///     try hasher.append([0b0000_1000], bitCount: 5)
///     let digest = try hasher.finish()  // that of 0xa1
///
/// SHA-2 and BLAKE2b are computed by libcrypto.
public struct BitHasher: ~Copyable {
    /// The functions that the TVM's `HASHEXT` knows; the raw value is its number there.
    public enum Algorithm: UInt8, Sendable, CaseIterable {
        /// SHA-256 (FIPS 180-4).
        case sha256 = 0
        /// SHA-512 (FIPS 180-4).
        case sha512 = 1
        /// BLAKE2b with a digest of 64 bytes and no key (RFC 7693).
        case blake2b512 = 2
        /// Keccak with a digest of 32 bytes, as Ethereum has it: not SHA-3, whose padding differs.
        case keccak256 = 3
        /// Keccak with a digest of 64 bytes.
        case keccak512 = 4

        /// Bytes in a digest: 32 or 64.
        public var digestByteCount: Int {
            switch self {
            case .sha256, .keccak256: 32
            case .sha512, .blake2b512, .keccak512: 64
            }
        }
    }

    /// Why bits could not be hashed.
    public enum HashingError: Error, Hashable, Sendable, CustomStringConvertible {
        /// More bits than the bytes given with them hold, or a negative number of them.
        case bitCount(Int, inBytes: Int)
        /// So many bits in all, which are no whole bytes.
        case partialByte(bitCount: Int)
        /// A call of libcrypto that failed.
        case call(String)

        /// What was expected and what came, or the call.
        public var description: String {
            switch self {
            case .bitCount(let count, let bytes): "hashing: expected 0 to \(bytes) * 8 bits, found \(count)"
            case .partialByte(let count): "hashing: expected whole bytes, found \(count) bits"
            case .call(let call): "hashing: \(call) of libcrypto failed"
            }
        }
    }

    /// Looked up once, since OpenSSL 3 would look for it at each start of a hash. Never changed, so safe to share.
    nonisolated(unsafe) private static let sha256 = EVP_MD_fetch(nil, "SHA256", nil)
    nonisolated(unsafe) private static let sha512 = EVP_MD_fetch(nil, "SHA512", nil)
    nonisolated(unsafe) private static let blake2b512 = EVP_MD_fetch(nil, "BLAKE2B-512", nil)

    /// What is computed.
    public let algorithm: Algorithm
    /// Bits appended so far.
    public private(set) var bitCount = 0
    /// libcrypto's state; nil for Keccak.
    private let context: OpaquePointer?
    /// Keccak's state; nil for libcrypto's functions.
    private var sponge: KeccakSponge?
    /// The last bits, if they are no whole byte, in the high end.
    private var partial: UInt8 = 0

    /// Starts a hash. Throws where libcrypto lacks the function or memory.
    public init(_ algorithm: Algorithm) throws(HashingError) {
        self.algorithm = algorithm
        let function: OpaquePointer?
        switch algorithm {
        case .sha256: function = Self.sha256
        case .sha512: function = Self.sha512
        case .blake2b512: function = Self.blake2b512
        case .keccak256, .keccak512:
            self.context = nil
            self.sponge = KeccakSponge(digestByteCount: algorithm.digestByteCount)
            return
        }
        guard let function else { throw .call("EVP_MD_fetch") }
        guard let context = EVP_MD_CTX_new() else { throw .call("EVP_MD_CTX_new") }
        guard EVP_DigestInit_ex(context, function, nil) == 1 else {
            EVP_MD_CTX_free(context)
            throw .call("EVP_DigestInit_ex")
        }
        self.context = context
        self.sponge = nil
    }

    deinit {
        // Nothing happens to nil.
        EVP_MD_CTX_free(context)
    }

    /// Appends whole bytes. After a failure the digest is of no use.
    public mutating func append(_ bytes: [UInt8]) throws(HashingError) {
        try append(bytes, bitCount: bytes.count * 8)
    }

    /// Appends the first bits of bytes, the highest of each byte first. After a failure in libcrypto the digest is of no
    /// use; after any other nothing was appended.
    public mutating func append(_ bytes: [UInt8], bitCount count: Int) throws(HashingError) {
        guard count >= 0, count <= bytes.count * 8 else { throw .bitCount(count, inBytes: bytes.count) }
        let shift = bitCount % 8
        if shift == 0 {
            try feed(bytes.prefix(count / 8))
            partial = count % 8 == 0 ? 0 : bytes[count / 8] & ~(0xff >> UInt8(count % 8))
        } else {
            // Each byte's high end completes what is left over; its low end is left over then.
            var whole: [UInt8] = []
            whole.reserveCapacity(bytes.count)
            for (index, byte) in bytes.prefix((count + 7) / 8).enumerated() {
                let bits = min(8, count - 8 * index)
                let kept = byte & ~UInt8(truncatingIfNeeded: 0xff >> bits)
                let joined = partial | kept >> UInt8(shift)
                if shift + bits < 8 {
                    partial = joined
                } else {
                    whole.append(joined)
                    partial = kept << UInt8(8 - shift)
                }
            }
            try feed(whole[...])
        }
        bitCount += count
    }

    /// The digest of all bits. Throws ``HashingError/partialByte(bitCount:)`` where they are no whole bytes.
    public consuming func finish() throws(HashingError) -> [UInt8] {
        guard bitCount % 8 == 0 else { throw .partialByte(bitCount: bitCount) }
        if let sponge { return sponge.finish() }
        var digest = [UInt8](repeating: 0, count: algorithm.digestByteCount)
        var count: UInt32 = 0
        guard EVP_DigestFinal_ex(context, &digest, &count) == 1, Int(count) == digest.count else {
            throw .call("EVP_DigestFinal_ex")
        }
        return digest
    }

    /// The digest of an array.
    public static func hash(_ bytes: [UInt8], with algorithm: Algorithm) throws(HashingError) -> [UInt8] {
        var hasher = try BitHasher(algorithm)
        try hasher.append(bytes)
        return try hasher.finish()
    }

    private mutating func feed(_ bytes: ArraySlice<UInt8>) throws(HashingError) {
        guard sponge == nil else {
            bytes.withUnsafeBytes { sponge?.absorb($0) }
            return
        }
        let isDone = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1 }
        guard isDone else { throw .call("EVP_DigestUpdate") }
    }
}
