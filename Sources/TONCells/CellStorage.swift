internal import TONCrypto

/// Where cells live: one block of memory for the cells of a parsed bag, or for one cell that a builder made.
///
/// A parsed bag is an arena: the cells' bytes as they came, and beside them one table each of records, hashes,
/// depths and links, filled from the last cell to the first. A cell is then a handle (storage and index), and
/// reading the bag allocates nothing for each cell. A built cell is a storage of one record that holds its
/// children as handles, since they may live anywhere.
///
/// Invariants, kept by the two makers (``init(parsed:)`` and ``init(built:...)``): every offset in a record lies
/// within its table, links point to higher indices of the same storage, and eight bytes after the data may be read.
@usableFromInline
final class CellStorage: @unchecked Sendable {
    // Unchecked: everything is written before the initialiser returns and never changed afterwards.

    /// One cell: where its parts are, and its descriptor.
    @usableFromInline
    struct Record {
        /// First byte of the data in ``bytes``.
        @usableFromInline var dataOffset: UInt32
        /// First entry in ``links``; unused in a built cell.
        @usableFromInline var linkOffset: UInt32
        /// First entry in ``hashes`` and ``depths``.
        @usableFromInline var hashOffset: UInt32
        /// Data bits, 0…1023.
        @usableFromInline var bitCount: UInt16
        @usableFromInline var referenceCount: UInt8
        /// Bit 7: exotic. Bits 4…6: the type, if exotic. Bits 0…2: the level mask.
        @usableFromInline var kind: UInt8

        @usableFromInline var levelMask: LevelMask { LevelMask(bits: kind & 7) }
        @usableFromInline var isExotic: Bool { kind & 0x80 != 0 }
        @usableFromInline var type: CellType {
            isExotic ? CellType(rawValue: kind >> 4 & 7) ?? .ordinary : .ordinary
        }
        /// Data bytes, the completion tag included.
        var byteCount: Int { (Int(bitCount) + 7) / 8 }
        /// Hashes kept in the table: a pruned branch has its lower ones in its data.
        var storedHashCount: Int { type == .prunedBranch ? 1 : levelMask.hashCount }

        static func kind(of type: CellType, mask: LevelMask) -> UInt8 {
            type == .ordinary ? mask.bits : 0x80 | type.rawValue << 4 | mask.bits
        }
    }

    @usableFromInline let records: UnsafeMutablePointer<Record>
    let hashes: UnsafeMutablePointer<Hash256>
    let depths: UnsafeMutablePointer<UInt16>
    @usableFromInline let links: UnsafeMutablePointer<UInt32>
    @usableFromInline let bytes: UnsafeMutablePointer<UInt8>
    /// The references of a built cell; none in a parsed bag.
    @usableFromInline let children: UnsafeMutablePointer<Cell>
    /// How many of ``children`` are to be released; changes when they are, and never before.
    private var ownedChildren: Int
    @usableFromInline let isParsed: Bool
    let cellCount: Int
    private let block: UnsafeMutableRawPointer

    /// Bytes readable after the data, so that an eight-byte load never leaves the block.
    private static let slack = 8

    private init(cells: Int, hashes: Int, links: Int, bytes: Int, children: [Cell], isParsed: Bool) {
        let childBytes = children.count * MemoryLayout<Cell>.stride
        let recordBytes = cells * MemoryLayout<Record>.stride
        let hashBytes = hashes * Hash256.byteCount
        let depthBytes = (hashes * 2 + 3) & ~3
        let linkBytes = links * 4
        let total = childBytes + recordBytes + hashBytes + depthBytes + linkBytes + bytes + Self.slack
        block = UnsafeMutableRawPointer.allocate(byteCount: total, alignment: 16)
        var next = block
        self.children = next.bindMemory(to: Cell.self, capacity: children.count)
        self.children.initialize(from: children, count: children.count)
        ownedChildren = children.count
        next += childBytes
        self.hashes = next.bindMemory(to: Hash256.self, capacity: hashes)
        next += hashBytes
        records = next.bindMemory(to: Record.self, capacity: cells)
        next += recordBytes
        depths = next.bindMemory(to: UInt16.self, capacity: hashes)
        next += depthBytes
        self.links = next.bindMemory(to: UInt32.self, capacity: links)
        next += linkBytes
        self.bytes = next.bindMemory(to: UInt8.self, capacity: bytes + Self.slack)
        (next + bytes).initializeMemory(as: UInt8.self, repeating: 0, count: Self.slack)
        self.isParsed = isParsed
        cellCount = cells
    }

    deinit {
        releaseChildren()
        block.deallocate()
    }

    /// Deeper trees than this are freed cell by cell, since each level of a recursion takes stack.
    private static let maximumRecursion = 64

    private func releaseChildren() {
        guard ownedChildren > 0 else { return }
        // The children's depths, since this cell may have been refused before it had one.
        guard (0..<ownedChildren).contains(where: { children[$0].depth >= Self.maximumRecursion }) else {
            children.deinitialize(count: ownedChildren)
            return
        }
        var pending: [CellStorage] = []
        moveChildren(to: &pending)
        while var storage = pending.popLast() {
            if isKnownUniquelyReferenced(&storage) { storage.moveChildren(to: &pending) }
        }
    }

    private func moveChildren(to pending: inout [CellStorage]) {
        for position in 0..<ownedChildren { pending.append((children + position).move().storage) }
        ownedChildren = 0
    }

    // MARK: - A built cell

    /// Makes the storage of one cell. `data` holds the bits with everything after them zero.
    convenience init(
        built type: CellType, data: [UInt8], bitCount: Int, references: [Cell]
    ) throws(CellError) {
        let mask = try Self.levelMask(type: type, data: data, bitCount: bitCount, children: references)
        let byteCount = (bitCount + 7) / 8
        let record = Record(
            dataOffset: 0, linkOffset: 0, hashOffset: 0, bitCount: UInt16(bitCount),
            referenceCount: UInt8(references.count), kind: Record.kind(of: type, mask: mask))
        self.init(
            cells: 1, hashes: record.storedHashCount, links: 0, bytes: byteCount, children: references,
            isParsed: false)
        records.initialize(to: record)
        for index in 0..<byteCount {
            bytes[index] = data[index]
        }
        if bitCount % 8 != 0 {
            bytes[byteCount - 1] |= 0x80 >> UInt8(bitCount % 8)
        }
        let scratch = Self.makeScratch()
        defer { scratch.deallocate() }
        try computeHashes(0, scratch)
    }

    // MARK: - A parsed bag

    /// The cells of a bag as its reader found them, checked for bounds alone.
    struct Parsed {
        /// The bytes of all cells, as serialised.
        var cellBytes: ArraySlice<UInt8>
        /// For each cell, in order: the data's offset in ``cellBytes``, its bit and reference counts, its type and mask.
        var records: [Record]
        /// The references of all cells, one cell's after another's; each greater than the cell's own index.
        var links: [UInt32]
        /// For the cells serialised with them: offset in ``cellBytes`` of the stored hashes and depths.
        var storedHashes: [(cell: Int, offset: Int)]
    }

    /// Takes over parsed cells, and computes every hash from the last cell to the first.
    ///
    /// Throws where an exotic cell is malformed, a level mask or stored hash is not the computed one, or a cell is
    /// too deep.
    convenience init(parsed: consuming Parsed) throws(CellError) {
        let hashCount = parsed.records.reduce(0) { $0 + $1.storedHashCount }
        self.init(
            cells: parsed.records.count, hashes: hashCount, links: parsed.links.count, bytes: parsed.cellBytes.count,
            children: [], isParsed: true)
        records.update(from: parsed.records, count: parsed.records.count)
        links.update(from: parsed.links, count: parsed.links.count)
        parsed.cellBytes.withUnsafeBufferPointer { buffer in
            if let base = buffer.baseAddress { bytes.update(from: base, count: buffer.count) }
        }
        var hashOffset: UInt32 = 0
        for index in 0..<cellCount {
            records[index].hashOffset = hashOffset
            hashOffset += UInt32(records[index].storedHashCount)
        }
        let scratch = Self.makeScratch()
        defer { scratch.deallocate() }
        for index in stride(from: cellCount - 1, through: 0, by: -1) {
            if try computePlainHash(index, scratch) { continue }
            try checkLevelMask(index)
            try computeHashes(index, scratch)
        }
        for (cell, offset) in parsed.storedHashes {
            try checkStoredHashes(cell, offset: offset)
        }
    }

    private func checkLevelMask(_ index: Int) throws(CellError) {
        let record = records[index]
        guard record.isExotic || record.referenceCount > 0 || record.kind != 0 else { return }
        var joined: UInt8 = 0
        for reference in 0..<Int(record.referenceCount) {
            joined |= records[Int(links[Int(record.linkOffset) + reference])].kind & 7
        }
        let computed: LevelMask
        if record.isExotic {
            let data = UnsafeBufferPointer(start: bytes + Int(record.dataOffset), count: record.byteCount)
            computed = try Self.exoticMask(
                type: record.type, data: data, bitCount: Int(record.bitCount),
                referenceCount: Int(record.referenceCount), joinedMask: joined)
        } else {
            computed = LevelMask(bits: joined)
        }
        guard computed == record.levelMask else {
            throw .malformedExotic("cell \(index) states level mask \(record.levelMask.bits), it is \(computed.bits)")
        }
    }

    /// One hash and depth for each significant level, all hashes first; a pruned branch repeats those in its data.
    private func checkStoredHashes(_ index: Int, offset: Int) throws(CellError) {
        let mask = records[index].levelMask
        var number = 0
        for level in 0...mask.level where mask.isSignificant(level) {
            let stored = Hash256(unsafeBytes: bytes + offset + number * Hash256.byteCount)
            let computed = hash(of: index, level: level)
            guard stored == computed else {
                throw .malformedExotic("cell \(index) states the hash \(stored), it is \(computed)")
            }
            let depthOffset = offset + mask.hashCount * Hash256.byteCount + number * 2
            let depth = Int(bytes[depthOffset]) << 8 | Int(bytes[depthOffset + 1])
            guard depth == self.depth(of: index, level: level) else {
                throw .malformedExotic("cell \(index) states a depth of \(depth) that it doesn't have")
            }
            number += 1
        }
    }

    // MARK: - Reading

    /// The child at `position`, which must be below the record's reference count.
    @inlinable
    func child(of index: Int, at position: Int) -> Cell {
        isParsed
            ? Cell(storage: self, index: links[Int(records[index].linkOffset) + position])
            : children[position]
    }

    /// The hash at a level 0…3; above the cell's own level, its representation hash.
    func hash(of index: Int, level: Int) -> Hash256 {
        let record = records[index]
        if record.kind == 0 { return hashes[Int(record.hashOffset)] }
        let mask = record.levelMask
        let number = mask.capped(at: level).hashCount - 1
        guard record.type == .prunedBranch else { return hashes[Int(record.hashOffset) + number] }
        guard number < mask.hashCount - 1 else { return hashes[Int(record.hashOffset)] }
        return Hash256(unsafeBytes: bytes + Int(record.dataOffset) + 2 + number * Hash256.byteCount)
    }

    /// The depth at a level 0…3.
    func depth(of index: Int, level: Int) -> Int {
        let record = records[index]
        if record.kind == 0 { return Int(depths[Int(record.hashOffset)]) }
        let mask = record.levelMask
        let number = mask.capped(at: level).hashCount - 1
        guard record.type == .prunedBranch else { return Int(depths[Int(record.hashOffset) + number]) }
        guard number < mask.hashCount - 1 else { return Int(depths[Int(record.hashOffset)]) }
        let offset = Int(record.dataOffset) + 2 + (mask.hashCount - 1) * Hash256.byteCount + number * 2
        return Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
    }
}
