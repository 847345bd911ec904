internal import TONCrypto

extension BagOfCells {
    /// Reads a bag of cells. Throws at the first byte that breaks the layout, or the first wrong hash.
    ///
    /// - Complexity: O(n) in the bytes; one allocation of about the input's size and 46 bytes for each cell.
    public init(
        _ bytes: some Collection<UInt8>, reading strictness: Strictness = .strict
    ) throws(BagOfCellsError) {
        let read = { (buffer: UnsafeBufferPointer<UInt8>) throws(BagOfCellsError) -> [Cell] in
            try Self.read(buffer, owner: nil, strictness)
        }
        if let roots = try Self.withContiguousBytes(bytes, read) {
            self.init(roots: roots)
        } else {
            let bytes = Array(bytes)
            self.init(roots: try bytes.withUnsafeBufferPointer(read))
        }
    }

    /// Reads a bag of cells out of an array; see ``init(_:reading:)-(Collection<UInt8>,_)``.
    public init(_ bytes: [UInt8], reading strictness: Strictness = .strict) throws(BagOfCellsError) {
        self.init(
            roots: try bytes.withUnsafeBufferPointer { (buffer) throws(BagOfCellsError) in
                try Self.read(buffer, owner: nil, strictness)
            })
    }

    /// Reads the bag in a mapped file, from which the cells' data is read in place: nothing is copied, and the file stays
    /// mapped as long as any of its cells lives.
    ///
    /// - Complexity: O(n) in the bytes; one allocation of about 46 bytes for each cell.
    public init(_ file: MappedFile, reading strictness: Strictness = .strict) throws(BagOfCellsError) {
        self.init(roots: try Self.read(file.bytes, owner: file, strictness))
    }

    /// The bytes in place, if the collection has them so; the standard call doesn't know typed errors.
    private static func withContiguousBytes<R>(
        _ bytes: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws(BagOfCellsError) -> R
    ) throws(BagOfCellsError) -> R? {
        let result = bytes.withContiguousStorageIfAvailable { buffer -> Result<R, BagOfCellsError> in
            do throws(BagOfCellsError) {
                return .success(try body(buffer))
            } catch {
                return .failure(error)
            }
        }
        return try result?.get()
    }

    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, owner: AnyObject?, _ strictness: Strictness
    ) throws(BagOfCellsError) -> [Cell] {
        guard strictness != .lenient else {
            let repaired = try repaired(bytes)
            return try repaired.withUnsafeBufferPointer { (buffer) throws(BagOfCellsError) in
                try read(buffer, owner: nil, .strict)
            }
        }
        let header = try BagOfCellsHeader(bytes)
        // The tables' offsets have 32 bits.
        guard header.cellBytes <= Int(UInt32.max) else {
            throw .header("\(header.cellBytes) bytes of cells are more than can be read at once")
        }
        if header.hasChecksum { try checkChecksum(bytes, header) }
        guard header.end == bytes.count || strictness == .reference && !header.hasChecksum else {
            throw .trailingBytes(bytes.count - header.end)
        }
        let roots = try header.roots(bytes)
        let cells = UnsafeBufferPointer(rebasing: bytes[header.cellStart..<header.cellEnd])
        let storage = CellStorage.parsed(
            cells: cells, owner: owner, cellCount: header.cellCount, referenceBytes: header.referenceBytes)
        var parsing = Parsing(header: header, roots: roots, bytes: bytes, storage: storage)
        try parsing.run()
        do {
            storage.allocateLower(parsing.lowerHashCount)
            try ParsedHashing.run(storage, lowerHashCount: parsing.lowerHashCount)
            for (cell, offset) in parsing.storedHashes { try storage.checkStoredHashes(cell, offset: offset) }
        } catch {
            throw .content(error)
        }
        return roots.map { Cell(storage: storage, index: UInt32($0)) }
    }

    static func checkChecksum(
        _ bytes: UnsafeBufferPointer<UInt8>, _ header: BagOfCellsHeader
    ) throws(BagOfCellsError) {
        let end = header.cellEnd
        let expected = CRC32C.checksum(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[..<end])))
        let found = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[end + $1]) << UInt32(8 * $1) }
        guard expected == found else {
            throw .wrongChecksum(expected: expected, found: found, root: damagedRoot(bytes[..<end]))
        }
    }

    /// The hash of the single root in bytes whose checksum was cut off, so that an error can name it.
    private static func damagedRoot(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Hash256? {
        var bytes = Array(bytes)
        // The flags follow the magic number.
        bytes[4] &= ~0x40
        guard let roots = try? BagOfCells(bytes).roots, roots.count == 1 else { return nil }
        return roots.first?.hash
    }

    /// Walks over the cells once, checks bounds, and fills in the records and masks of a storage.
    private struct Parsing {
        private let header: BagOfCellsHeader
        private let roots: [Int]
        private let bytes: UnsafeBufferPointer<UInt8>
        // Those of the storage, behind which some bytes more can be read.
        private let cells: UnsafePointer<UInt8>
        private let records: UnsafeMutablePointer<CellStorage.Record>
        private let depths: UnsafeMutablePointer<DepthAndMask>
        private(set) var lowerHashCount = 0
        /// The cells serialised with hashes, and the offset of these.
        private(set) var storedHashes: [(cell: Int, offset: Int)] = []
        /// How many references and roots lead to each cell, counted up to 2, where there are cache bits.
        private var reached: [UInt8] = []

        init(
            header: BagOfCellsHeader, roots: [Int], bytes: UnsafeBufferPointer<UInt8>, storage: CellStorage
        ) {
            self.header = header
            self.roots = roots
            self.bytes = bytes
            cells = storage.bytes
            records = storage.records
            depths = storage.depths
        }

        mutating func run() throws(BagOfCellsError) {
            if header.hasCacheBits {
                reached = [UInt8](repeating: 0, count: header.cellCount)
                for root in roots { reached[root] = min(reached[root] + 1, 2) }
            }
            var offset = 0
            for number in 0..<header.cellCount {
                do throws(SerializedCellError) {
                    offset = try parse(number, at: offset)
                } catch {
                    throw .cell(index: number, offset: header.cellStart + offset, reason: error.reason)
                }
            }
            guard offset == header.cellBytes else {
                throw .header("the cells take \(offset) bytes, \(header.cellBytes) are stated")
            }
            if header.hasCacheBits { try checkCacheBits() }
        }

        /// Reads one cell at an offset; the offset behind it.
        @inline(__always)
        private mutating func parse(_ number: Int, at offset: Int) throws(SerializedCellError) -> Int {
            let cell = try SerializedCell(
                cells, count: header.cellBytes, at: offset, referenceBytes: header.referenceBytes)
            for position in 0..<cell.referenceCount {
                let target = cell.reference(cells, position, referenceBytes: header.referenceBytes)
                guard target > number, target < header.cellCount else {
                    throw .reference(target, of: header.cellCount)
                }
                if header.hasCacheBits { reached[target] = min(reached[target] &+ 1, 2) }
            }
            if header.hasIndex {
                let stated = header.indexEntry(bytes, number).end
                guard stated == UInt64(cell.end) else { throw .index(stated: stated, end: cell.end) }
            }
            let record = CellStorage.Record(
                dataOffset: UInt32(truncatingIfNeeded: cell.dataOffset),
                lowerOffset: UInt32(truncatingIfNeeded: lowerHashCount),
                bitCount: UInt16(truncatingIfNeeded: cell.bitCount),
                referenceCount: UInt8(truncatingIfNeeded: cell.referenceCount),
                kind: CellStorage.Record.kind(of: cell.type, mask: cell.mask))
            (records + number).initialize(to: record)
            (depths + number).initialize(to: DepthAndMask(mask: cell.mask.bits))
            if record.kind != 0 { lowerHashCount += record.lowerHashCount }
            if let hashes = cell.hashOffset { storedHashes.append((number, hashes)) }
            return cell.end
        }

        /// A cache bit stands for a cell that several references, or roots, lead to.
        private func checkCacheBits() throws(BagOfCellsError) {
            for number in 0..<header.cellCount {
                let stated = header.indexEntry(bytes, number).isShared
                guard stated == (reached[number] > 1) else {
                    throw .header(
                        "the cache bit of cell \(number) is \(stated ? 1 : 0), it is \(stated ? "not " : "")shared")
                }
            }
        }
    }
}
