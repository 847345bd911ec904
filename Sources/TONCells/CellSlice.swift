public import TONCrypto

/// A reading position in a cell: bits and references are taken from the front.
///
/// Reads that fail throw and leave the slice as it was. No read allocates, unless it returns an array.
@frozen
public struct CellSlice: @unchecked Sendable {
    // Unchecked: the pointer leads into the storage, which is immutable and kept alive by `source`.
    @usableFromInline let source: Cell
    @usableFromInline let data: UnsafePointer<UInt8>
    @usableFromInline var bitPosition: Int32
    @usableFromInline var bitEnd: Int32
    @usableFromInline var referencePosition: Int32
    @usableFromInline var referenceEnd: Int32

    @inlinable
    init(whole cell: Cell) {
        let record = cell.record
        source = cell
        data = UnsafePointer(cell.storage.bytes + Int(record.dataOffset))
        bitPosition = 0
        bitEnd = Int32(record.bitCount)
        referencePosition = 0
        referenceEnd = Int32(record.referenceCount)
    }

    /// What lies behind a bit, with all references.
    init(_ cell: Cell, from bit: Int) {
        self.init(whole: cell)
        bitPosition = Int32(truncatingIfNeeded: bit)
    }

    /// Bits not yet read.
    @inlinable public var remainingBits: Int { Int(bitEnd &- bitPosition) }

    /// References not yet read.
    @inlinable public var remainingReferences: Int { Int(referenceEnd &- referencePosition) }

    /// Whether nothing is left.
    @inlinable public var isEmpty: Bool { bitPosition == bitEnd && referencePosition == referenceEnd }

    // MARK: - Integers

    /// The next `bits` bits (0…64, all present) without moving on.
    @inlinable
    @inline(__always)
    func peek(_ bits: Int) -> UInt64 {
        // The storage keeps nine readable bytes behind the last bit's.
        let start = UnsafeRawPointer(data) + Int(bitPosition &>> 3)
        let shift = UInt64(truncatingIfNeeded: bitPosition & 7)
        let word = UInt64(bigEndian: start.loadUnaligned(as: UInt64.self))
        let value = word &<< shift | UInt64(start.load(fromByteOffset: 8, as: UInt8.self)) &>> (8 &- shift)
        return bits == 0 ? 0 : value &>> UInt64(truncatingIfNeeded: 64 &- bits)
    }

    /// Reads an unsigned integer of 0…64 bits.
    @inlinable
    public mutating func loadUInt(bits: Int) throws(CellError) -> UInt64 {
        guard UInt(bitPattern: bits) <= 64, remainingBits >= bits else { throw tooFewBits(bits) }
        let value = peek(bits)
        bitPosition &+= Int32(truncatingIfNeeded: bits)
        return value
    }

    /// Why so many bits can't be read at once.
    @usableFromInline
    @inline(never)
    func tooFewBits(_ bits: Int) -> CellError {
        guard bits >= 0, bits <= 64 else {
            return .outOfRange("an integer of 0 to 64 bits can be read at once, not \(bits)")
        }
        return .bitsExhausted(wanted: bits, left: remainingBits)
    }

    /// Reads an unsigned integer of the type's own width.
    @inlinable
    public mutating func load<T: FixedWidthInteger & UnsignedInteger>(_ type: T.Type = T.self) throws(CellError) -> T {
        T(truncatingIfNeeded: try loadUInt(bits: T.bitWidth))
    }

    /// Reads a two's-complement integer of 1…64 bits.
    @inlinable
    public mutating func loadInt(bits: Int) throws(CellError) -> Int64 {
        guard bits >= 1 else { throw .outOfRange("a signed integer has at least 1 bit, not \(bits)") }
        let value = try loadUInt(bits: bits)
        return Int64(bitPattern: value << UInt64(64 - bits)) >> Int64(64 - bits)
    }

    /// Reads an unsigned integer of 0…128 bits.
    @inlinable
    public mutating func loadUInt128(bits: Int) throws(CellError) -> UInt128 {
        guard bits >= 0, bits <= 128 else {
            throw .outOfRange("an integer of 0 to 128 bits was asked for, not \(bits)")
        }
        guard remainingBits >= bits else { throw .bitsExhausted(wanted: bits, left: remainingBits) }
        guard bits > 64 else { return UInt128(try loadUInt(bits: bits)) }
        let high = try loadUInt(bits: bits - 64)
        return UInt128(high) << 64 | UInt128(try loadUInt(bits: 64))
    }

    /// Reads one bit.
    @inlinable
    @inline(__always)
    public mutating func loadBit() throws(CellError) -> Bool {
        guard bitPosition < bitEnd else { throw .bitsExhausted(wanted: 1, left: 0) }
        let byte = data[Int(bitPosition &>> 3)]
        let bit = byte &<< UInt8(truncatingIfNeeded: bitPosition & 7) & 0x80
        bitPosition &+= 1
        return bit != 0
    }

    /// The next bits (0…64) as an unsigned integer, without moving on.
    @inlinable
    public func peekUInt(bits: Int) throws(CellError) -> UInt64 {
        guard UInt(bitPattern: bits) <= 64, remainingBits >= bits else { throw tooFewBits(bits) }
        return peek(bits)
    }

    /// The next `bits` bits (1…64) without moving on, with zeros in place of those that are no longer there.
    @inlinable
    @inline(__always)
    public func prefetchUInt(bits: Int) -> UInt64 {
        let left = remainingBits
        guard left < bits else { return peek(bits) }
        return peek(left) &<< UInt64(truncatingIfNeeded: bits &- left)
    }

    /// Moves past bits that are there, as the caller has made sure; past the end it stops.
    @inlinable
    @inline(__always)
    public mutating func advance(bits: Int) {
        bitPosition = min(bitPosition &+ Int32(truncatingIfNeeded: bits), bitEnd)
    }

    // MARK: - Bits and bytes

    /// Reads 256 bits.
    @inlinable
    public mutating func loadHash() throws(CellError) -> Hash256 {
        guard remainingBits >= 256 else { throw .bitsExhausted(wanted: 256, left: remainingBits) }
        let place = UnsafeRawPointer(data + Int(bitPosition >> 3))
        let shift = UInt64(bitPosition & 7)
        bitPosition += 256
        guard shift != 0 else { return Hash256(unsafeBytes: place) }
        func word(_ offset: Int) -> UInt64 {
            let word = UInt64(bigEndian: place.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let last = UInt64(place.load(fromByteOffset: offset &+ 8, as: UInt8.self))
            return (word &<< shift | last &>> (8 &- shift)).bigEndian
        }
        let words = (word(0), word(8), word(16), word(24))
        return Swift.withUnsafeBytes(of: words) { buffer in
            // Not empty, so it has an address.
            buffer.baseAddress.map { Hash256(unsafeBytes: $0) } ?? .zero
        }
    }

    /// Reads whole bytes.
    public mutating func loadBytes(_ count: Int) throws(CellError) -> [UInt8] {
        guard count >= 0, count <= 128 else {
            throw .outOfRange("a cell holds at most 127 bytes, \(count) were asked for")
        }
        return try loadBits(count * 8).bytes
    }

    /// Reads bits.
    public mutating func loadBits(_ count: Int) throws(CellError) -> BitString {
        guard count >= 0, remainingBits >= count else { throw .bitsExhausted(wanted: count, left: remainingBits) }
        let bits = PackedBits.string(UnsafeRawPointer(data), at: Int(bitPosition), count: count)
        bitPosition += Int32(count)
        return bits
    }

    /// All bits not yet read.
    public func bitString() -> BitString {
        PackedBits.string(UnsafeRawPointer(data), at: Int(bitPosition), count: remainingBits)
    }

    /// Moves past bits.
    public mutating func skip(bits: Int) throws(CellError) {
        guard bits >= 0, remainingBits >= bits else { throw .bitsExhausted(wanted: bits, left: remainingBits) }
        bitPosition += Int32(bits)
    }

    /// Splits off a slice of the next bits and references.
    public mutating func loadSlice(bits: Int, references: Int = 0) throws(CellError) -> CellSlice {
        guard bits >= 0, remainingBits >= bits else { throw .bitsExhausted(wanted: bits, left: remainingBits) }
        guard references >= 0, remainingReferences >= references else { throw .referencesExhausted }
        var part = self
        part.bitEnd = bitPosition + Int32(bits)
        part.referenceEnd = referencePosition + Int32(references)
        bitPosition = part.bitEnd
        referencePosition = part.referenceEnd
        return part
    }

    // MARK: - References

    /// Reads the next reference.
    @inlinable
    public mutating func loadReference() throws(CellError) -> Cell {
        guard referencePosition < referenceEnd else { throw .referencesExhausted }
        let child = source.storage.child(of: Int(source.index), at: Int(referencePosition))
        referencePosition += 1
        return child
    }

    /// Reads `Maybe ^Cell`: a bit, and a reference where it is 1.
    @inlinable
    public mutating func loadMaybeReference() throws(CellError) -> Cell? {
        guard remainingBits > 0 else { throw .bitsExhausted(wanted: 1, left: 0) }
        guard peek(1) != 0 else {
            bitPosition += 1
            return nil
        }
        let child = try loadReference()
        bitPosition += 1
        return child
    }

    // MARK: - Failing without a trace

    /// Where a slice stands in its cell.
    @frozen
    @usableFromInline
    struct Mark {
        @usableFromInline let data: UnsafePointer<UInt8>
        @usableFromInline let bitPosition: Int32
        @usableFromInline let bitEnd: Int32
        @usableFromInline let referencePosition: Int32
        @usableFromInline let referenceEnd: Int32

        @inlinable
        init(_ slice: CellSlice) {
            data = slice.data
            bitPosition = slice.bitPosition
            bitEnd = slice.bitEnd
            referencePosition = slice.referencePosition
            referenceEnd = slice.referenceEnd
        }
    }

    /// Goes back to where the slice stood, which costs less than keeping a copy: a copy would retain the cell.
    ///
    /// A slice that was given another cell in between stays as it is.
    @usableFromInline
    mutating func rollBack(to mark: Mark) {
        guard mark.data == data, mark.bitEnd <= source.bitCount, mark.referenceEnd <= source.referenceCount else {
            return
        }
        bitPosition = mark.bitPosition
        bitEnd = mark.bitEnd
        referencePosition = mark.referencePosition
        referenceEnd = mark.referenceEnd
    }

    // MARK: - Whole

    /// Throws unless everything was read.
    @inlinable
    public func end() throws(CellError) {
        guard isEmpty else { throw .leftover(bits: remainingBits, references: remainingReferences) }
    }

    /// A cell of what is left; the slice's own cell, if nothing was read from it.
    public func cell() throws(CellError) -> Cell {
        if !source.isExotic, bitPosition == 0, referencePosition == 0, remainingBits == source.bitCount,
            remainingReferences == source.referenceCount
        {
            return source
        }
        var builder = CellBuilder()
        try builder.store(self)
        return try builder.build()
    }
}

extension CellSlice: Equatable {
    /// Whether the same bits and equal references are left.
    public static func == (left: CellSlice, right: CellSlice) -> Bool {
        guard left.remainingBits == right.remainingBits, left.remainingReferences == right.remainingReferences,
            PackedBits.commonPrefix(
                UnsafeRawPointer(left.data), at: Int(left.bitPosition), UnsafeRawPointer(right.data),
                at: Int(right.bitPosition), count: left.remainingBits) == left.remainingBits
        else { return false }
        for position in 0..<left.remainingReferences {
            let first = left.source.storage.child(
                of: Int(left.source.index), at: Int(left.referencePosition) + position)
            let second = right.source.storage.child(
                of: Int(right.source.index), at: Int(right.referencePosition) + position)
            guard first == second else { return false }
        }
        return true
    }
}
