internal import TONCrypto

extension BagOfCells {
    static let genericMagic: UInt32 = 0xb5ee_9c72
    /// Older files: one root, always an index.
    static let leanMagic: UInt32 = 0x68ff_65f3
    /// The same with a CRC-32C.
    static let leanChecksumMagic: UInt32 = 0xacc3_a728
    /// The reference's limit.
    static let maximumRootCount = 16384

    /// The longest bag that the tables' 32-bit offsets can hold: four hashes for each cell of two bytes.
    static let maximumByteCount = Int(Int32.max)

    /// Reads a bag of cells. Throws at the first byte that breaks the layout, or the first wrong hash.
    ///
    /// Bytes after the end are refused, unless `allowsTrailingBytes` asks for what the reference does: it steps over
    /// them where the bag has no CRC-32C.
    ///
    /// - Complexity: O(n) in the bytes; one allocation of about the input's size and 50 bytes for each cell.
    public init(
        _ bytes: some Collection<UInt8>, allowsTrailingBytes: Bool = false
    ) throws(BagOfCellsError) {
        let bytes = Array(bytes)
        var reader = Reader(bytes: bytes)
        let magic = UInt32(truncatingIfNeeded: try reader.integer(4, "the magic number"))
        let header = try Header(&reader, magic: magic)
        guard bytes.count <= Self.maximumByteCount else {
            throw .header("\(bytes.count) bytes are more than can be read")
        }

        // Lean bags have no root list: the root is the first cell.
        let rootIndices =
            header.isLean ? [0] : try reader.integers(header.rootCount, header.indexBytes, "the root list")
        for root in rootIndices where root >= header.cellCount {
            throw .header("root index \(root), there are \(header.cellCount) cells")
        }
        let index =
            header.hasIndex ? try reader.integers(header.cellCount, header.offsetBytes, "the index") : []
        let start = reader.offset
        try reader.require(header.cellBytes + (header.hasChecksum ? 4 : 0), "the cells")
        let end = start + header.cellBytes
        if header.hasChecksum {
            let expected = bytes.withUnsafeBytes { CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[..<end])) }
            let found = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[end + $1]) << UInt32(8 * $1) }
            guard expected == found else {
                throw .wrongChecksum(expected: expected, found: found, root: Self.damagedRoot(bytes[..<end]))
            }
        }
        let total = end + (header.hasChecksum ? 4 : 0)
        guard total == bytes.count || allowsTrailingBytes && !header.hasChecksum else {
            throw .trailingBytes(bytes.count - total)
        }

        let parsed = try Self.parseCells(bytes, start..<end, header: header, index: index)
        if header.hasCacheBits { try Self.checkCacheBits(index, roots: rootIndices, links: parsed.links) }
        do {
            let storage = try CellStorage(parsed: parsed)
            roots = rootIndices.map { Cell(storage: storage, index: UInt32($0)) }
        } catch {
            throw .content(error)
        }
    }

    /// The hash of the single root in bytes whose checksum was cut off, so that an error can name it.
    private static func damagedRoot(_ bytes: ArraySlice<UInt8>) -> Hash256? {
        var bytes = Array(bytes)
        // The flags follow the magic number.
        bytes[4] &= ~0x40
        guard let roots = try? BagOfCells(bytes).roots, roots.count == 1 else { return nil }
        return roots.first?.hash
    }

    /// A cache bit stands for a cell that several references, or roots, lead to.
    private static func checkCacheBits(_ index: [Int], roots: [Int], links: [UInt32]) throws(BagOfCellsError) {
        var isReached = [Bool](repeating: false, count: index.count)
        var isShared = isReached
        for cell in roots + links.map({ Int($0) }) {
            if isReached[cell] { isShared[cell] = true }
            isReached[cell] = true
        }
        for (number, entry) in index.enumerated() where (entry & 1 != 0) != isShared[number] {
            throw .header(
                "the cache bit of cell \(number) is \(entry & 1), it is \(isShared[number] ? "" : "not ")shared")
        }
    }

    /// Walks over the cells once, checking bounds and gathering what ``CellStorage`` needs.
    private static func parseCells(
        _ bytes: [UInt8], _ range: Range<Int>, header: Header, index: [Int]
    ) throws(BagOfCellsError) -> CellStorage.Parsed {
        var parsed = CellStorage.Parsed(cellBytes: bytes[range], records: [], links: [], storedHashes: [])
        parsed.records.reserveCapacity(header.cellCount)
        parsed.links.reserveCapacity(header.cellCount + header.cellCount / 2)
        try bytes.withUnsafeBufferPointer { (whole) throws(BagOfCellsError) in
            let cells = UnsafeBufferPointer(rebasing: whole[range])
            var offset = 0
            for number in 0..<header.cellCount {
                let end = try parseCell(number, cells, at: offset, header: header, into: &parsed)
                if header.hasIndex {
                    let entry = header.hasCacheBits ? index[number] >> 1 : index[number]
                    guard entry == end else {
                        throw .cell(
                            index: number, offset: range.lowerBound + offset,
                            reason: "the index says that it ends at \(entry), it ends at \(end)")
                    }
                }
                offset = end
            }
            guard offset == cells.count else {
                throw .header("the cells take \(offset) bytes, \(header.cellBytes) are stated")
            }
        }
        return parsed
    }

    /// Reads one cell at an offset; the offset behind it.
    @inline(__always)
    private static func parseCell(
        _ number: Int, _ bytes: UnsafeBufferPointer<UInt8>, at cellOffset: Int, header: Header,
        into parsed: inout CellStorage.Parsed
    ) throws(BagOfCellsError) -> Int {
        @inline(never)
        func malformed(_ reason: String) -> BagOfCellsError {
            .cell(index: number, offset: header.cellStart + cellOffset, reason: reason)
        }
        guard cellOffset + 2 <= bytes.count else { throw malformed("its descriptor lies past the end of the cells") }
        let first = bytes[cellOffset]
        let second = bytes[cellOffset + 1]
        let referenceCount = Int(first & 7)
        guard referenceCount <= 4 else {
            throw malformed(referenceCount == 7 ? "absent cells are not accepted" : "\(referenceCount) references")
        }
        let isExotic = first & 8 != 0
        let mask = LevelMask(bits: first >> 5)
        let dataBytes = (Int(second) + 1) / 2
        let hashOffset = cellOffset + 2
        let dataOffset = first & 16 != 0 ? hashOffset + mask.hashCount * 34 : hashOffset
        var offset = dataOffset + dataBytes
        guard offset + referenceCount * header.indexBytes <= bytes.count else {
            throw malformed("its data or references lie past the end of the cells")
        }
        var bitCount = Int(second) / 2 * 8
        if second & 1 != 0 {
            let last = bytes[offset - 1]
            guard last & 0x7f != 0 else { throw malformed("its last data byte holds no data bit") }
            bitCount += 7 - last.trailingZeroBitCount
        }
        guard bitCount <= Cell.maximumBitCount else { throw malformed("\(bitCount) data bits") }
        var type = CellType.ordinary
        if isExotic {
            guard bitCount >= 8, let exotic = CellType(rawValue: bytes[dataOffset]), exotic != .ordinary else {
                throw malformed("an exotic cell of no known type")
            }
            type = exotic
        }
        parsed.records.append(
            CellStorage.Record(
                dataOffset: UInt32(dataOffset), linkOffset: UInt32(parsed.links.count), hashOffset: 0,
                bitCount: UInt16(bitCount), referenceCount: UInt8(referenceCount),
                kind: CellStorage.Record.kind(of: type, mask: mask)))
        if first & 16 != 0 { parsed.storedHashes.append((number, hashOffset)) }
        for _ in 0..<referenceCount {
            var target = 0
            for _ in 0..<header.indexBytes {
                target = target << 8 | Int(bytes[offset])
                offset += 1
            }
            guard target > number, target < header.cellCount else {
                throw malformed("a reference to cell \(target) of \(header.cellCount), expected one behind its own")
            }
            parsed.links.append(UInt32(target))
        }
        return offset
    }

    /// The header's fields, with the reference's limits applied.
    private struct Header {
        let isLean: Bool
        let hasIndex: Bool
        let hasChecksum: Bool
        let hasCacheBits: Bool
        let indexBytes: Int
        let offsetBytes: Int
        let cellCount: Int
        let rootCount: Int
        let cellBytes: Int
        /// Where the cells start.
        let cellStart: Int

        init(_ reader: inout Reader, magic: UInt32) throws(BagOfCellsError) {
            let flags = try reader.integer(1, "the flags")
            switch magic {
            case BagOfCells.genericMagic:
                isLean = false
                hasIndex = flags & 0x80 != 0
                hasChecksum = flags & 0x40 != 0
                hasCacheBits = flags & 0x20 != 0
                guard flags & 0x18 == 0 else { throw .header("reserved flags are set") }
            case BagOfCells.leanMagic, BagOfCells.leanChecksumMagic:
                // The reference looks at the low three bits alone.
                isLean = true
                hasIndex = true
                hasChecksum = magic == BagOfCells.leanChecksumMagic
                hasCacheBits = false
            default:
                throw .unknownMagic(magic)
            }
            guard hasIndex || !hasCacheBits else { throw .header("cache bits without an index") }
            indexBytes = flags & 7
            guard (1...4).contains(indexBytes) else { throw .header("references of \(indexBytes) bytes") }
            offsetBytes = try reader.integer(1, "the size of offsets")
            guard (1...8).contains(offsetBytes) else { throw .header("offsets of \(offsetBytes) bytes") }
            cellCount = try reader.integer(indexBytes, "the number of cells")
            rootCount = try reader.integer(indexBytes, "the number of roots")
            let absentCount = try reader.integer(indexBytes, "the number of absent cells")
            cellBytes = try reader.integer(offsetBytes, "the size of all cells")
            guard cellCount >= 1 else { throw .header("no cells") }
            // Roots may repeat, so there can be more than cells.
            guard rootCount >= 1, rootCount <= BagOfCells.maximumRootCount, !isLean || rootCount == 1 else {
                throw .header("\(rootCount) roots")
            }
            // As in the reference the number alone is harmless; an absent cell itself is refused where it stands.
            guard absentCount <= cellCount else { throw .header("\(absentCount) absent of \(cellCount) cells") }
            guard cellCount <= reader.bytes.count, cellBytes <= reader.bytes.count else {
                throw .header("\(cellCount) cells in \(cellBytes) bytes, \(reader.bytes.count) came in all")
            }
            guard cellBytes >= cellCount * (2 + indexBytes) - indexBytes, cellBytes <= cellCount * 1024 else {
                throw .header("\(cellCount) cells can't take \(cellBytes) bytes")
            }
            // No overflow: the widths are at most 8, and there are at most as many cells as bytes.
            cellStart = reader.offset + (isLean ? 0 : rootCount * indexBytes) + (hasIndex ? cellCount * offsetBytes : 0)
        }
    }

    /// Takes big-endian integers from the front of the bytes.
    private struct Reader {
        let bytes: [UInt8]
        private(set) var offset = 0

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        func require(_ count: Int, _ what: String) throws(BagOfCellsError) {
            guard bytes.count - offset >= count else {
                throw .truncated(what: what, offset: offset, wanted: count, left: bytes.count - offset)
            }
        }

        mutating func integer(_ count: Int, _ what: String) throws(BagOfCellsError) -> Int {
            try require(count, what)
            var value: UInt64 = 0
            for _ in 0..<count {
                value = value << 8 | UInt64(bytes[offset])
                offset += 1
            }
            guard let integer = Int(exactly: value) else { throw .header("\(what) is \(value)") }
            return integer
        }

        mutating func integers(_ number: Int, _ count: Int, _ what: String) throws(BagOfCellsError) -> [Int] {
            try require(number * count, what)
            var values: [Int] = []
            values.reserveCapacity(number)
            for _ in 0..<number { values.append(try integer(count, what)) }
            return values
        }
    }
}
