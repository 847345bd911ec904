/// Appends TL values to bytes.
public struct TLWriter: Sendable {
    /// What was written.
    public private(set) var bytes: [UInt8] = []

    /// Starts empty.
    public init() {}

    /// Appends a field: an object bare, a union boxed.
    public mutating func write(_ value: some TLValue) {
        value.write(to: &self)
    }

    /// Appends a boxed object: a field whose type's name starts with a capital.
    public mutating func writeBoxed(_ value: some TLBoxed) {
        value.writeBoxed(to: &self)
    }

    /// Appends a field that may be absent; nothing where it is.
    public mutating func write(_ value: (some TLValue)?) {
        value?.write(to: &self)
    }

    /// Appends a vector: its count, then its fields.
    public mutating func writeVector(_ elements: [some TLValue]) {
        write(UInt32(elements.count))
        for element in elements { element.write(to: &self) }
    }

    /// Appends bytes as they are.
    public mutating func writeRaw(_ raw: some Collection<UInt8>) {
        bytes.append(contentsOf: raw)
    }

    /// Appends an integer in so many little-endian bytes.
    mutating func writeInteger(_ value: UInt64, byteCount: Int) {
        for index in 0..<byteCount { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }

    /// Appends a byte string: its length in the fewest of 1, 4 or 8 bytes, its bytes, and zeros up to a multiple of four.
    mutating func writeByteString(_ string: some Collection<UInt8>) {
        let count = string.count
        switch count {
        case ..<TLByteString.mediumMark: writeInteger(UInt64(count), byteCount: 1)
        case ..<(1 << 24): writeInteger(UInt64(TLByteString.mediumMark) | UInt64(count) << 8, byteCount: 4)
        default: writeInteger(UInt64(TLByteString.longMark) | UInt64(count) << 8, byteCount: 8)
        }
        bytes.append(contentsOf: string)
        bytes.append(contentsOf: repeatElement(0, count: TLByteString.paddingCount(of: count)))
    }
}

/// How the length of a byte string is written.
enum TLByteString {
    /// The first byte where three more have the length.
    static let mediumMark = 254
    /// The first byte where seven more have the length.
    static let longMark = 255

    /// How many zeros follow a string of `count` bytes. The forms of the length differ by a multiple of four but for the
    /// one-byte form.
    static func paddingCount(of count: Int) -> Int {
        let header = count < mediumMark ? 1 : 0
        return (4 - (header + count) % 4) % 4
    }
}
