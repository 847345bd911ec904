/// What stands before the cells of a bag: how wide the fields are, how many cells and roots there are, and where each
/// part begins. The reference's limits are applied.
struct BagOfCellsHeader {
    static let genericMagic: UInt32 = 0xb5ee_9c72
    /// Older files: one root, always an index.
    static let leanMagic: UInt32 = 0x68ff_65f3
    /// The same with a CRC-32C.
    static let leanChecksumMagic: UInt32 = 0xacc3_a728
    /// The reference's limit.
    static let maximumRootCount = 16384

    let isLean: Bool
    let hasIndex: Bool
    let hasChecksum: Bool
    let hasCacheBits: Bool
    /// Bytes of a reference, and of the counts.
    let referenceBytes: Int
    /// Bytes of an entry of the index.
    let offsetBytes: Int
    let cellCount: Int
    let rootCount: Int
    /// Bytes of all cells together.
    let cellBytes: Int
    /// Where the list of roots starts, or would.
    let rootStart: Int
    /// Where the index starts, or would.
    let indexStart: Int
    /// Where the cells start.
    let cellStart: Int

    /// Behind the last cell.
    var cellEnd: Int { cellStart + cellBytes }
    /// Behind the last byte that belongs to the bag.
    var end: Int { cellEnd + (hasChecksum ? 4 : 0) }

    /// Reads the fields, and checks that the bag's bytes are all there.
    ///
    /// - Parameter takesRest: Whether the cells may take all bytes behind the header, whatever size is stated for them;
    ///   not where a checksum follows, which stands where the stated size ends.
    init(_ bytes: UnsafeBufferPointer<UInt8>, takesRest: Bool = false) throws(BagOfCellsError) {
        var reader = Reader(bytes: bytes)
        let magic = UInt32(truncatingIfNeeded: try reader.integer(4, "the magic number"))
        let flags = try reader.integer(1, "the flags")
        switch magic {
        case Self.genericMagic:
            isLean = false
            hasIndex = flags & 0x80 != 0
            hasChecksum = flags & 0x40 != 0
            hasCacheBits = flags & 0x20 != 0
            guard flags & 0x18 == 0 else { throw .header("reserved flags are set") }
        case Self.leanMagic, Self.leanChecksumMagic:
            // The reference looks at the low three bits alone.
            isLean = true
            hasIndex = true
            hasChecksum = magic == Self.leanChecksumMagic
            hasCacheBits = false
        default:
            throw .unknownMagic(magic)
        }
        guard hasIndex || !hasCacheBits else { throw .header("cache bits without an index") }
        referenceBytes = flags & 7
        guard (1...4).contains(referenceBytes) else { throw .header("references of \(referenceBytes) bytes") }
        offsetBytes = try reader.integer(1, "the size of offsets")
        guard (1...8).contains(offsetBytes) else { throw .header("offsets of \(offsetBytes) bytes") }
        cellCount = try reader.integer(referenceBytes, "the number of cells")
        rootCount = try reader.integer(referenceBytes, "the number of roots")
        let absentCount = try reader.integer(referenceBytes, "the number of absent cells")
        let statedBytes = try reader.integer(offsetBytes, "the size of all cells")
        guard cellCount >= 1 else { throw .header("no cells") }
        // Roots may repeat, so there can be more than cells.
        guard rootCount >= 1, rootCount <= Self.maximumRootCount, !isLean || rootCount == 1 else {
            throw .header("\(rootCount) roots")
        }
        // As in the reference the number alone is harmless; an absent cell itself is refused where it stands.
        guard absentCount <= cellCount else { throw .header("\(absentCount) absent of \(cellCount) cells") }
        let isStated = !takesRest || hasChecksum
        guard cellCount <= bytes.count, !isStated || statedBytes <= bytes.count else {
            throw .header("\(cellCount) cells in \(statedBytes) bytes, \(bytes.count) came in all")
        }
        let fewest = cellCount * (2 + referenceBytes) - referenceBytes
        guard takesRest || statedBytes >= fewest && statedBytes <= cellCount * 1024 else {
            throw .header("\(cellCount) cells can't take \(statedBytes) bytes")
        }
        // No overflow: the widths are at most 8, and there are at most as many cells as bytes.
        rootStart = reader.offset
        let rootBytes = isLean ? 0 : rootCount * referenceBytes
        try reader.skip(rootBytes, "the root list")
        indexStart = reader.offset
        try reader.skip(hasIndex ? cellCount * offsetBytes : 0, "the index")
        cellStart = reader.offset
        cellBytes = isStated ? statedBytes : bytes.count - cellStart
        try reader.skip(cellBytes + (hasChecksum ? 4 : 0), "the cells")
    }

    /// The indices of the roots: lean bags have no list, their root is the first cell.
    func roots(_ bytes: UnsafeBufferPointer<UInt8>) throws(BagOfCellsError) -> [Int] {
        guard !isLean else { return [0] }
        var roots: [Int] = []
        roots.reserveCapacity(rootCount)
        for number in 0..<rootCount {
            let root = Self.integer(bytes, at: rootStart + number * referenceBytes, referenceBytes)
            guard root < cellCount else { throw .header("root index \(root), there are \(cellCount) cells") }
            roots.append(Int(root))
        }
        return roots
    }

    /// An entry of the index: where a cell ends, counted from the first cell's start, and its cache bit.
    @inline(__always)
    func indexEntry(_ bytes: UnsafeBufferPointer<UInt8>, _ cell: Int) -> (end: UInt64, isShared: Bool) {
        // A load of eight bytes that ends with the entry: more than that stands before the index.
        let end = indexStart &+ (cell &+ 1) &* offsetBytes
        let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: end &- 8, as: UInt64.self)
        let entry = word.bigEndian & (UInt64.max >> UInt64(truncatingIfNeeded: 64 &- 8 &* offsetBytes))
        return hasCacheBits ? (entry >> 1, entry & 1 != 0) : (entry, false)
    }

    /// A big-endian integer of up to eight bytes, which must be there.
    @inline(__always)
    private static func integer(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, _ count: Int) -> UInt64 {
        var value: UInt64 = 0
        for position in offset..<offset + count { value = value << 8 | UInt64(bytes[position]) }
        return value
    }

    /// Takes fields from the front of the bytes.
    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        private(set) var offset = 0

        init(bytes: UnsafeBufferPointer<UInt8>) {
            self.bytes = bytes
        }

        mutating func skip(_ count: Int, _ what: String) throws(BagOfCellsError) {
            guard bytes.count - offset >= count else {
                throw .truncated(what: what, offset: offset, wanted: count, left: bytes.count - offset)
            }
            offset += count
        }

        mutating func integer(_ count: Int, _ what: String) throws(BagOfCellsError) -> Int {
            let start = offset
            try skip(count, what)
            let value = BagOfCellsHeader.integer(bytes, at: start, count)
            guard let integer = Int(exactly: value) else { throw .header("\(what) is \(value)") }
            return integer
        }
    }
}

/// One cell as it is serialised: its descriptor, and where its parts are.
struct SerializedCell {
    let referenceCount: Int
    let type: CellType
    let mask: LevelMask
    let bitCount: Int
    /// Where its hashes and depths are, if it was serialised with them.
    let hashOffset: Int?
    let dataOffset: Int
    /// The references follow the data.
    let referenceOffset: Int
    /// Behind its last byte.
    let end: Int

    /// Reads the descriptor of a cell at an offset in the `count` bytes of all cells, and checks that the cell lies within
    /// them.
    ///
    /// ``CellStorage/slack`` bytes behind them must be readable for ``reference(_:_:referenceBytes:)``.
    @inline(__always)
    init(
        _ bytes: UnsafePointer<UInt8>, count: Int, at offset: Int, referenceBytes: Int
    ) throws(SerializedCellError) {
        // Sums without checks: an offset lies within the bytes, and a cell takes fewer than 1000.
        guard count &- offset >= 2 else { throw .pastEnd("its descriptor lies") }
        let first = bytes[offset]
        let second = bytes[offset &+ 1]
        referenceCount = Int(first & 7)
        guard referenceCount <= 4 else { throw .referenceCount(referenceCount) }
        mask = LevelMask(bits: first >> 5)
        let hasHashes = first & 16 != 0
        hashOffset = hasHashes ? offset &+ 2 : nil
        dataOffset = offset &+ 2 &+ (hasHashes ? mask.hashCount * 34 : 0)
        referenceOffset = dataOffset &+ (Int(second) &+ 1) / 2
        end = referenceOffset &+ referenceCount &* referenceBytes
        guard end <= count else { throw .pastEnd("its data or references lie") }
        var bits = Int(second) / 2 * 8
        if second & 1 != 0 {
            let last = bytes[referenceOffset - 1]
            guard last & 0x7f != 0 else { throw .noCompletionTag }
            bits += 7 - last.trailingZeroBitCount
        }
        bitCount = bits
        guard bits <= Cell.maximumBitCount else { throw .bitCount(bits) }
        if first & 8 != 0 {
            guard bits >= 8, let exotic = CellType(rawValue: bytes[dataOffset]), exotic != .ordinary else {
                throw .unknownType
            }
            type = exotic
        } else {
            type = .ordinary
        }
    }

    /// The index of the cell that a reference leads to.
    @inline(__always)
    func reference(_ bytes: UnsafePointer<UInt8>, _ position: Int, referenceBytes: Int) -> Int {
        let offset = referenceOffset &+ position &* referenceBytes
        let word = UnsafeRawPointer(bytes + offset).loadUnaligned(as: UInt32.self)
        return Int(truncatingIfNeeded: word.bigEndian &>> UInt32(truncatingIfNeeded: 32 &- 8 &* referenceBytes))
    }
}

/// Why a serialised cell can't be read.
enum SerializedCellError: Error {
    case pastEnd(String)
    case referenceCount(Int)
    case bitCount(Int)
    case noCompletionTag
    case unknownType
    case reference(Int, of: Int)
    case index(stated: UInt64, end: Int)

    /// What was expected, and what came.
    var reason: String {
        switch self {
        case .pastEnd(let what): "\(what) past the end of the cells"
        case .referenceCount(7): "absent cells are not accepted"
        case .referenceCount(let count): "\(count) references"
        case .bitCount(let count): "\(count) data bits"
        case .noCompletionTag: "its last data byte holds no data bit"
        case .unknownType: "an exotic cell of no known type"
        case .reference(let target, let count): "a reference to cell \(target) of \(count), expected one behind its own"
        case .index(let stated, let end): "the index says that it ends at \(stated), it ends at \(end)"
        }
    }
}
