/// Thirty-two bytes: a SHA-256 digest, a cell hash, an account address, an Ed25519 key.
///
/// Ordered as its bytes are, first byte first. Prints as 64 lower-case hexadecimal digits.
@frozen
public struct Hash256: Hashable, Sendable {
    // The bytes in memory order, eight to a word, so that copying in and out is one 32-byte move.
    @usableFromInline var words: (UInt64, UInt64, UInt64, UInt64)

    /// The number of bytes: 32.
    public static let byteCount = 32

    /// Thirty-two zero bytes.
    public static let zero = Hash256()

    /// Makes thirty-two zero bytes.
    @inlinable
    public init() {
        self.words = (0, 0, 0, 0)
    }

    /// Copies exactly 32 bytes; nil for any other length.
    @inlinable
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init()
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    /// Copies 32 bytes from a pointer to at least as many.
    @inlinable
    public init(unsafeBytes pointer: UnsafeRawPointer) {
        self.words = (
            pointer.loadUnaligned(as: UInt64.self),
            pointer.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
            pointer.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
            pointer.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
        )
    }

    /// Reads 64 hexadecimal digits of either case; nil for anything else.
    public init?(hex: some StringProtocol) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        withUnsafeBytes { Array($0) }
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        withUnsafeBytes { Hex.encode($0) }
    }

    /// Calls `body` with the 32 bytes in place, without copying them to the heap.
    @inlinable
    public func withUnsafeBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        var words = words
        return try Swift.withUnsafeBytes(of: &words) { (buffer) throws(E) -> R in try body(buffer) }
    }

    /// The first eight bytes in memory order, to find a hash in a table by.
    @inlinable public var leadingWord: UInt64 { words.0 }

    /// Compares all 32 bytes.
    @inlinable
    public static func == (left: Hash256, right: Hash256) -> Bool {
        left.words.0 == right.words.0 && left.words.1 == right.words.1
            && left.words.2 == right.words.2 && left.words.3 == right.words.3
    }

    /// Feeds the first 16 bytes, enough for values that are hashes themselves.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}

extension Hash256: Comparable {
    /// Orders by the bytes, first byte first.
    @inlinable
    public static func < (left: Hash256, right: Hash256) -> Bool {
        if left.words.0 != right.words.0 { return left.words.0.bigEndian < right.words.0.bigEndian }
        if left.words.1 != right.words.1 { return left.words.1.bigEndian < right.words.1.bigEndian }
        if left.words.2 != right.words.2 { return left.words.2.bigEndian < right.words.2.bigEndian }
        return left.words.3.bigEndian < right.words.3.bigEndian
    }
}

extension Hash256: CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public var description: String { hex }
}
