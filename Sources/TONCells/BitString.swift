public import TONCrypto

/// A string of bits: a dictionary key, an external address.
///
/// Ordered as bit strings are: by the first differing bit, a prefix before what it starts.
public struct BitString: Hashable, Sendable {
    /// The bits, first bit highest; bits after the last are zero.
    public let bytes: [UInt8]
    /// How many bits there are.
    public let count: Int

    /// No bits.
    public static let empty = BitString(bytes: [], count: 0)

    /// Takes the first `count` bits of `bytes`, which must hold that many; what lies behind is cut off.
    public init(bytes: some Sequence<UInt8>, count: Int) {
        var bytes = Array(bytes.prefix((max(count, 0) + 7) / 8))
        let count = min(max(count, 0), bytes.count * 8)
        if count % 8 != 0, let last = bytes.indices.last {
            bytes[last] &= 0xff << UInt8(8 - count % 8)
        }
        self.bytes = bytes
        self.count = count
    }

    /// Takes bytes of which there are as many as the bits need, zero behind the last bit.
    init(zeroPadded bytes: [UInt8], count: Int) {
        self.bytes = bytes
        self.count = count
    }

    /// All 256 bits of a hash.
    public init(_ hash: Hash256) {
        bytes = hash.bytes
        count = 256
    }

    /// The low `bits` bits of a number, highest first; 0…64 bits.
    public init(_ value: UInt64, bits: Int) {
        let bits = min(max(bits, 0), 64)
        guard bits > 0 else {
            self.init(zeroPadded: [], count: 0)
            return
        }
        let shifted = value << UInt64(64 - bits)
        let byteCount = (bits + 7) / 8
        let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            for index in 0..<byteCount {
                buffer.initializeElement(at: index, to: UInt8(truncatingIfNeeded: shifted >> UInt64(56 - 8 * index)))
            }
            count = byteCount
        }
        self.init(zeroPadded: bytes, count: bits)
    }

    /// The bit at a position; false past the last.
    public func bit(at position: Int) -> Bool {
        position >= 0 && position < count && bytes[position / 8] >> UInt8(7 - position % 8) & 1 != 0
    }

    /// The value, if there are at most 64 bits.
    public var unsignedValue: UInt64? {
        guard count <= 64 else { return nil }
        var value: UInt64 = 0
        for byte in bytes { value = value << 8 | UInt64(byte) }
        return value >> UInt64(bytes.count * 8 - count)
    }

    /// The value, if there are exactly 256 bits.
    public var hashValue256: Hash256? {
        count == 256 ? Hash256(bytes) : nil
    }

    /// Fift's notation: four bits an upper-case digit, and a `_` after a completion tag where they don't divide.
    public var fiftHex: String {
        guard count % 4 != 0 else { return Hex.encode(bytes).prefix(count / 4).uppercased() }
        var tagged = bytes
        tagged[count / 8] |= 0x80 >> UInt8(count % 8)
        return Hex.encode(tagged).prefix(count / 4 + 1).uppercased() + "_"
    }
}

extension BitString {
    /// Words that hold a dictionary's key, and as many bytes behind it as may be read there.
    private typealias Padded = (
        UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64,
        UInt64, UInt64, UInt64, UInt64, UInt64
    )

    /// Calls `body` with a copy of up to 1023 bits, the first 1024 of the memory zero behind them; it may be written.
    @inline(__always)
    func withPaddedBytes<R>(_ body: (UnsafeMutableRawPointer) throws(CellError) -> R) throws(CellError) -> R {
        var padded: Padded = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        return try Swift.withUnsafeMutableBytes(of: &padded) { (buffer) throws(CellError) in
            guard let start = buffer.baseAddress else { throw .outOfRange("no memory for a key") }
            bytes.withUnsafeBytes { source in
                guard let base = source.baseAddress else { return }
                start.copyMemory(from: base, byteCount: min(source.count, 128))
            }
            return try body(start)
        }
    }
}

extension BitString: Comparable {
    /// Orders by the first differing bit, then by length.
    public static func < (left: BitString, right: BitString) -> Bool {
        let order = left.bytes.withUnsafeBytes { left -> Bool? in
            right.bytes.withUnsafeBytes { right -> Bool? in
                let count = min(left.count, right.count)
                var offset = 0
                while count &- offset >= 8 {
                    let first = UInt64(bigEndian: left.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                    let second = UInt64(bigEndian: right.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                    if first != second { return first < second }
                    offset &+= 8
                }
                while offset < count {
                    if left[offset] != right[offset] { return left[offset] < right[offset] }
                    offset &+= 1
                }
                return nil
            }
        }
        return order ?? (left.count < right.count)
    }
}

extension BitString: CustomStringConvertible {
    /// Fift's notation.
    public var description: String { "x{\(fiftHex)}" }
}
