/// Reads TL values one after another from bytes that anyone may have made.
///
/// Everything is little-endian and takes a multiple of four bytes. Only the encoding that ``TLWriter`` writes is read,
/// so that equal values have equal bytes. No type that is read here contains itself: the nesting is that of the schema,
/// whatever the bytes say, and no more memory is taken than the bytes fill.
///
/// A failed read leaves the reader somewhere in the value that failed.
public struct TLReader: Sendable {
    private let bytes: ArraySlice<UInt8>

    /// How many bytes were read.
    public private(set) var offset = 0

    /// How many bytes are left.
    public var left: Int { bytes.count - offset }

    /// Starts at the first byte.
    public init(_ bytes: some Collection<UInt8>) {
        self.bytes = bytes as? ArraySlice<UInt8> ?? (bytes as? [UInt8]).map { $0[...] } ?? ArraySlice(bytes)
    }

    /// Throws unless everything was read.
    public func end() throws(TLError) {
        guard left == 0 else { throw .trailingBytes(offset: offset, count: left) }
    }

    /// The bytes that are left, which are then read.
    public mutating func readRest() -> ArraySlice<UInt8> {
        let rest = bytes.dropFirst(offset)
        offset = bytes.count
        return rest
    }

    // MARK: - Values

    /// Reads a field: an object bare, a union boxed.
    public mutating func read<T: TLValue>(_ type: T.Type = T.self) throws(TLError) -> T {
        try T(from: &self)
    }

    /// Reads a boxed object: a field whose type's name starts with a capital.
    public mutating func readBoxed<T: TLBoxed>(_ type: T.Type = T.self) throws(TLError) -> T {
        try T(boxed: &self)
    }

    /// Reads a field of the kind `mode.N?T`, which is there if the bit is set.
    public mutating func read<T: TLValue>(
        _ type: T.Type = T.self, if flags: UInt32, has bit: UInt32
    ) throws(TLError) -> T? {
        flags & 1 << bit == 0 ? nil : try T(from: &self)
    }

    /// Reads a vector: a count, then so many fields.
    public mutating func readVector<T: TLValue>(of type: T.Type = T.self) throws(TLError) -> [T] {
        let start = offset
        let count = Int(try read(UInt32.self))
        // No element takes less than four bytes.
        guard count <= left / 4 else { throw .vectorCount(offset: start, count: count, left: left) }
        var elements: [T] = []
        elements.reserveCapacity(min(count, left / MemoryLayout<T>.stride))
        for _ in 0..<count { elements.append(try T(from: &self)) }
        return elements
    }

    // MARK: - Bytes

    /// Reads bytes of a known number.
    mutating func readBytes(count: Int) throws(TLError) -> ArraySlice<UInt8> {
        guard count <= left else { throw .truncated(offset: offset, wanted: count, left: left) }
        let start = bytes.startIndex + offset
        offset += count
        return bytes[start..<start + count]
    }

    mutating func readInteger<T: FixedWidthInteger & UnsignedInteger>(byteCount: Int) throws(TLError) -> T {
        try readBytes(count: byteCount).reversed().reduce(0) { $0 << 8 | T($1) }
    }

    /// Reads a byte string: its length in 1, 4 or 8 bytes, its bytes, and zeros up to a multiple of four.
    mutating func readByteString() throws(TLError) -> ArraySlice<UInt8> {
        let start = offset
        var length = Int(try readInteger(byteCount: 1) as UInt8)
        let shortest: Int
        switch length {
        case TLByteString.mediumMark:
            length = Int(try readInteger(byteCount: 3) as UInt32)
            shortest = TLByteString.mediumMark
        case TLByteString.longMark:
            // 56 bits: any value is an Int.
            length = Int(try readInteger(byteCount: 7) as UInt64)
            shortest = 1 << 24
        default: shortest = 0
        }
        guard length >= shortest else { throw .overlongLength(offset: start, length: length) }
        let string = try readBytes(count: length)
        let end = offset
        let padding = try readBytes(count: TLByteString.paddingCount(of: length))
        guard let index = padding.firstIndex(where: { $0 != 0 }) else { return string }
        throw .padding(offset: end + index - padding.startIndex)
    }
}
