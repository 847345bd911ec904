public import TONCrypto

/// Makes a cell: bits and references are appended, then ``build()``.
///
/// A store that fails throws and leaves the builder as it was.
public struct CellBuilder: Sendable {
    // 1023 bits fit 128 bytes; everything past `bitCount` is zero.
    private var data: [UInt8]
    private var children: [Cell] = []

    /// Bits stored so far.
    public private(set) var bitCount = 0

    /// References stored so far.
    public var referenceCount: Int { children.count }

    /// Bits that still fit.
    public var remainingBits: Int { Cell.maximumBitCount - bitCount }

    /// References that still fit.
    public var remainingReferences: Int { Cell.maximumReferenceCount - children.count }

    /// Makes an empty builder.
    public init() {
        data = [UInt8](repeating: 0, count: 128)
    }

    private func requireRoom(bits: Int, references: Int = 0) throws(CellError) {
        guard bits >= 0, remainingBits >= bits, remainingReferences >= references else {
            throw .cellFull(bits: bitCount + bits, references: children.count + references)
        }
    }

    /// Appends the low `bits` bits of `value`, which must be all there are.
    private mutating func append(_ value: UInt64, bits: Int) {
        guard bits > 0 else { return }
        let aligned = value << UInt64(64 - bits)
        let shift = UInt64(bitCount & 7)
        let start = bitCount >> 3
        let last = (bitCount + bits - 1) >> 3
        let head = aligned >> shift
        for offset in 0...min(last - start, 7) {
            data[start + offset] |= UInt8(truncatingIfNeeded: head >> UInt64(56 - 8 * offset))
        }
        if last - start == 8 {
            data[start + 8] = UInt8(truncatingIfNeeded: aligned << (8 - shift))
        }
        bitCount += bits
    }

    // MARK: - Integers

    /// Appends an unsigned integer of 0…64 bits. Throws where the value needs more.
    public mutating func store(_ value: UInt64, bits: Int) throws(CellError) {
        guard bits >= 0, bits <= 64 else {
            throw .outOfRange("an integer of 0 to 64 bits can be stored at once, not \(bits)")
        }
        guard bits == 64 || value >> UInt64(bits) == 0 else {
            throw .outOfRange("\(value) does not fit in \(bits) bits")
        }
        try requireRoom(bits: bits)
        append(value, bits: bits)
    }

    /// Appends an unsigned integer in the type's own width.
    public mutating func store<T: FixedWidthInteger & UnsignedInteger>(_ value: T) throws(CellError) {
        try store(UInt64(truncatingIfNeeded: value), bits: T.bitWidth)
    }

    /// Appends a two's-complement integer of 1…64 bits. Throws where the value needs more.
    public mutating func store(signed value: Int64, bits: Int) throws(CellError) {
        guard bits >= 1, bits <= 64 else { throw .outOfRange("a signed integer has 1 to 64 bits, not \(bits)") }
        guard (value << Int64(64 - bits)) >> Int64(64 - bits) == value else {
            throw .outOfRange("\(value) does not fit in \(bits) signed bits")
        }
        try store((UInt64(bitPattern: value) << UInt64(64 - bits)) >> UInt64(64 - bits), bits: bits)
    }

    /// Appends an unsigned integer of 0…128 bits. Throws where the value needs more.
    public mutating func store(wide value: UInt128, bits: Int) throws(CellError) {
        guard bits >= 0, bits <= 128 else {
            throw .outOfRange("an integer of 0 to 128 bits was to be stored, not \(bits)")
        }
        guard bits == 128 || value >> UInt128(bits) == 0 else {
            throw .outOfRange("\(value) does not fit in \(bits) bits")
        }
        try requireRoom(bits: bits)
        if bits > 64 {
            append(UInt64(truncatingIfNeeded: value >> 64), bits: bits - 64)
            append(UInt64(truncatingIfNeeded: value), bits: 64)
        } else {
            append(UInt64(truncatingIfNeeded: value), bits: bits)
        }
    }

    /// Appends one bit.
    public mutating func store(bit: Bool) throws(CellError) {
        try store(bit ? 1 : 0, bits: 1)
    }

    // MARK: - Bits and bytes

    /// Appends 256 bits.
    public mutating func store(_ hash: Hash256) throws(CellError) {
        try store(bytes: hash.bytes)
    }

    /// Appends whole bytes.
    public mutating func store(bytes: some Collection<UInt8>) throws(CellError) {
        try requireRoom(bits: bytes.count * 8)
        for byte in bytes { append(UInt64(byte), bits: 8) }
    }

    /// Appends bits.
    public mutating func store(_ bits: BitString) throws(CellError) {
        try requireRoom(bits: bits.count)
        var left = bits.count
        for byte in bits.bytes {
            let step = min(left, 8)
            append(UInt64(byte) >> UInt64(8 - step), bits: step)
            left -= step
        }
    }

    /// Appends the bits and references left in a slice.
    public mutating func store(_ slice: CellSlice) throws(CellError) {
        try requireRoom(bits: slice.remainingBits, references: slice.remainingReferences)
        var slice = slice
        while slice.remainingBits > 0 {
            let step = min(slice.remainingBits, 64)
            append(try slice.loadUInt(bits: step), bits: step)
        }
        while slice.remainingReferences > 0 {
            children.append(try slice.loadReference())
        }
    }

    /// Appends the bits and references of another builder.
    public mutating func store(_ other: CellBuilder) throws(CellError) {
        try requireRoom(bits: other.bitCount, references: other.children.count)
        var left = other.bitCount
        for byte in other.data {
            guard left > 0 else { break }
            let step = min(left, 8)
            append(UInt64(byte) >> UInt64(8 - step), bits: step)
            left -= step
        }
        children.append(contentsOf: other.children)
    }

    // MARK: - References

    /// Appends a reference.
    public mutating func store(reference cell: Cell) throws(CellError) {
        try requireRoom(bits: 0, references: 1)
        children.append(cell)
    }

    /// Appends `Maybe ^Cell`: a bit, and a reference where there is a cell.
    public mutating func store(maybeReference cell: Cell?) throws(CellError) {
        try requireRoom(bits: 1, references: cell == nil ? 0 : 1)
        append(cell == nil ? 0 : 1, bits: 1)
        if let cell { children.append(cell) }
    }

    // MARK: - Making the cell

    /// The ordinary cell of what was stored. Throws where it would be deeper than 1024.
    public func build() throws(CellError) -> Cell {
        Cell(
            storage: try CellStorage(built: .ordinary, data: data, bitCount: bitCount, references: children), index: 0)
    }

    /// The exotic cell of what was stored, its type byte included. Throws where the bits don't fit the type.
    public func buildExotic() throws(CellError) -> Cell {
        guard bitCount >= 8, let type = CellType(rawValue: data[0]), type != .ordinary else {
            throw .malformedExotic("the first byte must be a type from 1 to 4")
        }
        return Cell(
            storage: try CellStorage(built: type, data: data, bitCount: bitCount, references: children), index: 0)
    }
}
