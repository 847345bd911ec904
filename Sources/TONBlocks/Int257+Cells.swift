public import TONCells
public import TONCrypto

extension CellSlice {
    /// Reads a two's-complement integer of 0…257 bits; of none it is zero.
    @inlinable
    public mutating func loadInt257(bits: Int) throws(CellError) -> Int257 {
        if bits <= 64, bits > 0 { return Int257(try loadInt(bits: bits)) }
        guard bits >= 0, bits <= 257 else {
            throw .outOfRange("a signed integer has 0 to 257 bits, not \(bits)")
        }
        guard remainingBits >= bits else { throw .bitsExhausted(wanted: bits, left: remainingBits) }
        guard bits > 0 else { return .zero }
        // The highest limb, of 1 to 64 bits, tells the sign.
        var value = Int257(try loadInt(bits: (bits &- 1) & 63 &+ 1))
        try loadLimbs((bits &- 1) &>> 6, below: &value)
        return value
    }

    /// Reads an unsigned integer of 0…256 bits; of none it is zero.
    @inlinable
    public mutating func loadUInt256(bits: Int) throws(CellError) -> Int257 {
        if bits <= 64, bits >= 0 { return Int257(try loadUInt(bits: bits)) }
        guard bits >= 0, bits <= 256 else {
            throw .outOfRange("an unsigned integer has 0 to 256 bits, not \(bits)")
        }
        guard remainingBits >= bits else { throw .bitsExhausted(wanted: bits, left: remainingBits) }
        var value = Int257(try loadUInt(bits: (bits &- 1) & 63 &+ 1))
        try loadLimbs((bits &- 1) &>> 6, below: &value)
        return value
    }

    @inlinable
    mutating func loadLimbs(_ count: Int, below value: inout Int257) throws(CellError) {
        for _ in 0..<count {
            // Where the number has 257 bits, its sign goes no further than to where it came.
            value.limb3 = value.limb2
            value.limb2 = value.limb1
            value.limb1 = value.limb0
            value.limb0 = try loadUInt(bits: 64)
        }
    }
}

extension CellBuilder {
    /// Appends a two's-complement integer of 0…257 bits. Throws where the value needs more, and for NaN.
    public mutating func store(_ value: Int257, signedBits bits: Int) throws(CellError) {
        guard bits >= 0, bits <= 257 else {
            throw .outOfRange("a signed integer has 0 to 257 bits, not \(bits)")
        }
        guard value.fits(signedBits: bits) else { throw .outOfRange("\(value) does not fit in \(bits) signed bits") }
        try append(value, bits: bits)
    }

    /// Appends an unsigned integer of 0…256 bits. Throws where the value needs more, below zero, and for NaN.
    public mutating func store(_ value: Int257, unsignedBits bits: Int) throws(CellError) {
        guard bits >= 0, bits <= 256 else {
            throw .outOfRange("an unsigned integer has 0 to 256 bits, not \(bits)")
        }
        guard value.fits(unsignedBits: bits) else { throw .outOfRange("\(value) does not fit in \(bits) bits") }
        try append(value, bits: bits)
    }

    private mutating func append(_ value: Int257, bits: Int) throws(CellError) {
        guard remainingBits >= bits else {
            throw .cellFull(bits: bitCount + bits, references: Cell.maximumReferenceCount - remainingReferences)
        }
        guard bits > 0 else { return }
        // The highest limb that counts, of 1 to 64 bits, and all below it.
        let top = (bits &- 1) &>> 6
        let topBits = (bits &- 1) & 63 &+ 1
        try store(value.limb(top) & (~0 &>> UInt64(truncatingIfNeeded: 64 &- topBits)), bits: topBits)
        var position = top
        while position > 0 {
            position &-= 1
            try store(value.limb(position), bits: 64)
        }
    }
}

extension Int257 {
    /// The 256 bits as an unsigned number.
    public init(_ hash: Hash256) {
        self = hash.withUnsafeBytes { bytes in
            func limb(_ offset: Int) -> UInt64 {
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            }
            return Int257(limb0: limb(24), limb1: limb(16), limb2: limb(8), limb3: limb(0), high: 0)
        }
    }
}
