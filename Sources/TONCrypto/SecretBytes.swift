import CSodium

/// Bytes that nobody else shall see: a key, a password, the words of a mnemonic.
///
/// They lie in memory that libsodium guards: locked against swapping where the system allows that, left out of core
/// dumps, between pages that can't be touched, and wiped when the last copy of the value goes. The value prints as its
/// length alone, also in `dump` and `Mirror`, and can be neither encoded nor compared by accident. Copying it shares the
/// memory.
public struct SecretBytes: Sendable {
    private let storage: Storage

    /// The memory, written before it is shared and never again.
    private final class Storage: @unchecked Sendable {
        let bytes: UnsafeMutableRawBufferPointer
        /// Whether the memory comes from libsodium.
        let isGuarded: Bool

        init(count: Int) {
            if Sodium.isReady, let start = sodium_malloc(max(count, 1)) {
                bytes = UnsafeMutableRawBufferPointer(start: start, count: count)
                isGuarded = true
            } else {
                // Too many guarded pages: better a plain piece of memory, wiped too, than none.
                bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
                isGuarded = false
            }
            bytes.initializeMemory(as: UInt8.self, repeating: 0)
        }

        deinit {
            if isGuarded {
                sodium_free(bytes.baseAddress)
            } else {
                if let start = bytes.baseAddress { sodium_memzero(start, bytes.count) }
                bytes.deallocate()
            }
        }
    }

    /// How many there are.
    public var count: Int { storage.bytes.count }

    /// Whether there are none.
    public var isEmpty: Bool { count == 0 }

    /// Makes bytes in place: `body` gets so many zero bytes to write to, and must keep no pointer to them.
    public init<E: Error>(
        count: Int, filling body: (UnsafeMutableRawBufferPointer) throws(E) -> Void
    ) throws(E) {
        storage = Storage(count: max(count, 0))
        try body(storage.bytes)
    }

    /// Copies bytes. Where they come from is the caller's to wipe.
    public init(copying bytes: some Collection<UInt8>) {
        storage = Storage(count: bytes.count)
        storage.bytes.copyBytes(from: bytes)
    }

    /// Copies the UTF-8 of a text. A `String` can't be wiped: where a secret is read, read it as bytes.
    public init(utf8 text: String) {
        self.init(copying: Array(text.utf8))
    }

    /// Random bytes from the system's secure source.
    public static func random(count: Int) -> SecretBytes {
        SecretBytes(count: count) { buffer in
            if Sodium.isReady, let start = buffer.baseAddress {
                randombytes_buf(start, buffer.count)
            } else {
                var generator = SystemRandomNumberGenerator()
                for index in buffer.indices { buffer[index] = generator.next() }
            }
        }
    }

    /// Calls `body` with the bytes in place. It must neither keep nor copy them without need.
    public func withUnsafeBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        let storage = storage
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeRawBufferPointer(storage.bytes))
    }

    /// A copy of some of the bytes; what lies outside is left out.
    public func part(_ range: Range<Int>) -> SecretBytes {
        let range = range.clamped(to: 0..<count)
        return SecretBytes(count: range.count) { buffer in
            withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[range])) }
        }
    }

    /// Whether both hold the same, found in a time that depends on their length alone.
    public func isEqual(to other: SecretBytes) -> Bool {
        guard count == other.count else { return false }
        return withUnsafeBytes { left in
            other.withUnsafeBytes { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return true }
                return sodium_memcmp(left, right, count) == 0
            }
        }
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The length alone.
    public var description: String { "<\(count) secret bytes>" }

    /// The length alone.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
