public import TONCrypto

/// Makes a cell: bits and references are appended, then ``build()``.
///
/// A store that fails throws and leaves the builder as it was. Only ``build()`` allocates: what was stored so far lies
/// in the builder itself.
public struct CellBuilder: Sendable {
    /// The bits in memory order; everything past `bitCount` is zero.
    private var data: Data = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    private(set) var children = References()

    /// Bits stored so far.
    public private(set) var bitCount = 0

    /// Room for 1024 bits.
    typealias Data = (
        UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64,
        UInt64, UInt64
    )

    /// Up to four references.
    struct References: Sendable {
        private var cells: (Cell?, Cell?, Cell?, Cell?) = (nil, nil, nil, nil)
        private(set) var count = 0

        /// The reference at a position; nil past the last.
        subscript(position: Int) -> Cell? {
            @inline(__always)
            get {
                switch position {
                case 0: cells.0
                case 1: cells.1
                case 2: cells.2
                default: cells.3
                }
            }
        }

        /// Appends a reference. There must be room.
        @inline(__always)
        mutating func append(_ cell: consuming Cell) {
            switch count {
            case 0: cells.0 = cell
            case 1: cells.1 = cell
            case 2: cells.2 = cell
            default: cells.3 = cell
            }
            count &+= 1
        }

        /// Moves all to memory for as many.
        @inline(__always)
        mutating func move(to place: UnsafeMutablePointer<Cell>) {
            if let cell = cells.0.take() { place.initialize(to: cell) }
            if let cell = cells.1.take() { (place + 1).initialize(to: cell) }
            if let cell = cells.2.take() { (place + 2).initialize(to: cell) }
            if let cell = cells.3.take() { (place + 3).initialize(to: cell) }
            count = 0
        }

        /// Takes off the last ones.
        mutating func cut(to count: Int) {
            if count < 4 { cells.3 = nil }
            if count < 3 { cells.2 = nil }
            if count < 2 { cells.1 = nil }
            if count < 1 { cells.0 = nil }
            self.count = min(self.count, count)
        }
    }

    /// References stored so far.
    public var referenceCount: Int { children.count }

    /// Bits that still fit.
    public var remainingBits: Int { Cell.maximumBitCount - bitCount }

    /// References that still fit.
    public var remainingReferences: Int { Cell.maximumReferenceCount - children.count }

    /// How deep the cell would be.
    package var depth: Int {
        (0..<children.count).reduce(0) { depth, position in max(depth, (children[position]?.depth ?? 0) + 1) }
    }

    /// Makes an empty builder.
    public init() {}

    @inline(__always)
    func requireRoom(bits: Int, references: Int = 0) throws(CellError) {
        guard bits >= 0, remainingBits >= bits, remainingReferences >= references else {
            throw .cellFull(bits: bitCount + bits, references: children.count + references)
        }
    }

    /// Appends the low `bits` bits of `value`, which must be all there are, and for which there must be room.
    @inline(__always)
    private mutating func append(_ value: UInt64, bits: Int) {
        guard bits > 0 else { return }
        appendHigh(value &<< UInt64(truncatingIfNeeded: 64 &- bits), bits: bits)
    }

    /// Appends the high `bits` bits of `word`, which must be zero behind them, 1…64; there must be room.
    @inline(__always)
    private mutating func appendHigh(_ word: UInt64, bits: Int) {
        let position = bitCount
        let shift = UInt64(truncatingIfNeeded: position & 63)
        Swift.withUnsafeMutableBytes(of: &data) { buffer in
            guard let base = buffer.baseAddress else { return }
            let place = base + (position &>> 6) &* 8
            let stored = place.load(as: UInt64.self)
            place.storeBytes(of: stored | (word &>> shift).bigEndian, as: UInt64.self)
            // There is no next word behind the last: a word that ends in it doesn't go on.
            if Int(shift) &+ bits > 64 {
                place.storeBytes(of: (word &<< (64 &- shift)).bigEndian, toByteOffset: 8, as: UInt64.self)
            }
        }
        bitCount = position &+ bits
    }

    /// Appends bits out of memory, of which nine bytes may be read from the last bit's byte on. There must be room.
    @inline(__always)
    mutating func append(_ bytes: UnsafeRawPointer, at start: Int, count: Int) {
        var done = 0
        while count &- done >= 64 {
            appendHigh(PackedBits.word(bytes, at: start &+ done), bits: 64)
            done &+= 64
        }
        let rest = count &- done
        guard rest > 0 else { return }
        let unused = UInt64(truncatingIfNeeded: 64 &- rest)
        appendHigh(PackedBits.word(bytes, at: start &+ done) & (~0 &<< unused), bits: rest)
    }

    // MARK: - Failing without a trace

    /// How much was stored at some time.
    @usableFromInline
    struct Mark {
        let bitCount: Int
        let referenceCount: Int
    }

    @usableFromInline var mark: Mark { Mark(bitCount: bitCount, referenceCount: children.count) }

    /// Takes off what was stored since.
    @usableFromInline
    mutating func rollBack(to mark: Mark) {
        children.cut(to: mark.referenceCount)
        guard mark.bitCount < bitCount else { return }
        let first = mark.bitCount
        Swift.withUnsafeMutableBytes(of: &data) { buffer in
            if first % 8 != 0 { buffer[first / 8] &= 0xff << UInt8(8 - first % 8) }
            for index in (first + 7) / 8..<buffer.count { buffer[index] = 0 }
        }
        bitCount = first
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
        try requireRoom(bits: 1)
        append(bit ? 1 : 0, bits: 1)
    }

    // MARK: - Bits and bytes

    /// Appends 256 bits.
    public mutating func store(_ hash: Hash256) throws(CellError) {
        try requireRoom(bits: 256)
        hash.withUnsafeBytes { appendAll($0) }
    }

    /// Appends whole bytes.
    public mutating func store(bytes: some Collection<UInt8>) throws(CellError) {
        try requireRoom(bits: bytes.count * 8)
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { appendAll(UnsafeRawBufferPointer($0)) }
        guard isDone == nil else { return }
        for byte in bytes { append(UInt64(byte), bits: 8) }
    }

    /// Appends whole bytes for which there is room, and reads no others.
    private mutating func appendAll(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        if bitCount % 8 == 0 {
            let start = bitCount / 8
            Swift.withUnsafeMutableBytes(of: &data) { buffer in
                buffer.baseAddress.map { ($0 + start).copyMemory(from: base, byteCount: bytes.count) }
            }
            bitCount += bytes.count * 8
            return
        }
        var offset = 0
        while bytes.count - offset >= 8 {
            appendHigh(base.loadUnaligned(fromByteOffset: offset, as: UInt64.self).bigEndian, bits: 64)
            offset += 8
        }
        while offset < bytes.count {
            append(UInt64(bytes[offset]), bits: 8)
            offset += 1
        }
    }

    /// Appends bits.
    public mutating func store(_ bits: BitString) throws(CellError) {
        try requireRoom(bits: bits.count)
        bits.bytes.withUnsafeBytes { bytes in
            let whole = bits.count / 8
            appendAll(UnsafeRawBufferPointer(rebasing: bytes[..<whole]))
            if bits.count % 8 != 0 { append(UInt64(bytes[whole]) >> UInt64(8 - bits.count % 8), bits: bits.count % 8) }
        }
    }

    /// Appends the bits and references left in a slice.
    public mutating func store(_ slice: CellSlice) throws(CellError) {
        try requireRoom(bits: slice.remainingBits, references: slice.remainingReferences)
        append(UnsafeRawPointer(slice.data), at: Int(slice.bitPosition), count: slice.remainingBits)
        for position in slice.referencePosition..<slice.referenceEnd {
            children.append(slice.source.storage.child(of: Int(slice.source.index), at: Int(position)))
        }
    }

    /// Appends the bits and references of another builder.
    public mutating func store(_ other: CellBuilder) throws(CellError) {
        try requireRoom(bits: other.bitCount, references: other.children.count)
        Swift.withUnsafeBytes(of: other.data) { bytes in
            guard let base = bytes.baseAddress else { return }
            var done = 0
            while done < other.bitCount {
                let word = base.load(fromByteOffset: done / 8, as: UInt64.self).bigEndian
                appendHigh(word, bits: min(other.bitCount - done, 64))
                done += 64
            }
        }
        for position in 0..<other.children.count {
            if let child = other.children[position] { children.append(child) }
        }
    }

    /// The bits appended so far.
    public var bitString: BitString {
        Swift.withUnsafeBytes(of: data) { bytes in
            BitString(bytes: bytes.prefix((bitCount + 7) / 8), count: bitCount)
        }
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

    /// Appends a reference that somebody else retained.
    @inline(__always)
    package mutating func store(taking cell: consuming Cell) throws(CellError) {
        try requireRoom(bits: 0, references: 1)
        children.append(cell)
    }

    // MARK: - Making the cell

    /// The ordinary cell of what was stored. Throws where it would be deeper than 1024.
    public func build() throws(CellError) -> Cell {
        var copy = self
        return try copy.takeCell()
    }

    /// The ordinary cell of what was stored, whose references are no longer here afterwards.
    @inline(__always)
    package mutating func takeCell() throws(CellError) -> Cell {
        Cell(storage: try CellStorage.building(.ordinary, taking: &self), index: 0)
    }

    /// The exotic cell of what was stored, its type byte included. Throws where the bits don't fit the type.
    public func buildExotic() throws(CellError) -> Cell {
        var copy = self
        let first = Swift.withUnsafeMutableBytes(of: &copy.data) { $0[0] }
        guard bitCount >= 8, let type = CellType(rawValue: first), type != .ordinary else {
            throw .malformedExotic("the first byte must be a type from 1 to 4")
        }
        return Cell(storage: try CellStorage.building(type, taking: &copy), index: 0)
    }

    /// Moves the references to memory for as many.
    @inline(__always)
    mutating func moveReferences(to place: UnsafeMutablePointer<Cell>) { children.move(to: place) }

    /// Copies so many bytes of the data.
    @inline(__always)
    mutating func copyData(to place: UnsafeMutablePointer<UInt8>, byteCount: Int) {
        Swift.withUnsafeMutableBytes(of: &data) { data in
            // Not empty, so it has an address.
            guard let base = data.baseAddress else { return }
            UnsafeMutableRawPointer(place).copyMemory(from: base, byteCount: byteCount)
        }
    }
}
