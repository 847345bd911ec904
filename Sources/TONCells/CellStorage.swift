internal import TONCrypto

/// Where cells live: one block of memory for the cells of a parsed bag, or for one cell that a builder made.
///
/// A parsed bag is an arena: the cells' bytes as they came, and beside them a table each of records, hashes and depths,
/// filled from the last cell to the first. A cell is then a handle (storage and index), references are read from the
/// bytes, and reading the bag allocates nothing for each cell. A built cell is a storage of one record that holds its
/// children as handles, since they may live anywhere.
///
/// Invariants, kept by those who make storages (the initialisers here and the readers of bags): every offset in a record
/// lies within its table, references lead to higher indices of the same storage, and ``slack`` bytes after the data may
/// be read.
@usableFromInline
final class CellStorage: @unchecked Sendable {
    // Unchecked: everything is written before the storage is handed out, and never changed afterwards.

    /// One cell: where its parts are, and its descriptor.
    @usableFromInline
    struct Record {
        /// First byte of the data in ``bytes``; the references follow it.
        @usableFromInline var dataOffset: UInt32
        /// First entry in ``lowerHashes`` and ``lowerDepths``, if the cell has several hashes of its own.
        @usableFromInline var lowerOffset: UInt32
        /// Data bits, 0…1023.
        @usableFromInline var bitCount: UInt16
        @usableFromInline var referenceCount: UInt8
        /// Bit 7: exotic. Bits 4…6: the type, if exotic. Bits 0…2: the level mask.
        @usableFromInline var kind: UInt8

        @inlinable var levelMask: LevelMask { LevelMask(bits: kind & 7) }
        @inlinable var isExotic: Bool { kind & 0x80 != 0 }
        @inlinable var type: CellType {
            isExotic ? CellType(rawValue: kind >> 4 & 7) ?? .ordinary : .ordinary
        }
        /// Whether the cell is a pruned branch, without a look at the other types.
        @inlinable var isPrunedBranch: Bool { kind & 0xf0 == 0x80 | CellType.prunedBranch.rawValue << 4 }
        /// Whether the cell is a Merkle proof or update.
        @inlinable var isMerkle: Bool { kind & 0xf0 >= 0x80 | CellType.merkleProof.rawValue << 4 }
        /// Data bytes, the completion tag included.
        @inlinable var byteCount: Int { Int((bitCount &+ 7) / 8) }
        /// Hashes kept below the representation hash: a pruned branch has its lower ones in its data.
        @inline(__always) var lowerHashCount: Int { isPrunedBranch ? 0 : Int((kind & 7).nonzeroBitCount) }

        static func kind(of type: CellType, mask: LevelMask) -> UInt8 {
            type == .ordinary ? mask.bits : 0x80 | type.rawValue << 4 | mask.bits
        }
    }

    @usableFromInline let records: UnsafeMutablePointer<Record>
    /// The representation hashes.
    let hashes: UnsafeMutablePointer<Hash256>
    /// The depths that go into representation hashes, and each cell's level mask above them.
    let depths: UnsafeMutablePointer<DepthAndMask>
    /// The hashes of the levels below the highest significant one, from level 0 up, of cells that have such.
    private(set) var lowerHashes: UnsafeMutablePointer<Hash256>
    private(set) var lowerDepths: UnsafeMutablePointer<UInt16>
    @usableFromInline let bytes: UnsafePointer<UInt8>
    /// Bytes of a reference behind the data; 0 in a built cell.
    @usableFromInline let referenceBytes: Int
    /// The references of a built cell; none in a parsed bag.
    @usableFromInline let children: UnsafeMutablePointer<Cell>
    /// How many of ``children`` are to be released; changes when they are, and never before.
    private var ownedChildren: Int
    let cellCount: Int
    private let block: UnsafeMutableRawPointer
    private var lowerBlock: UnsafeMutableRawPointer?
    /// What keeps ``bytes`` where they are, if they aren't in ``block``.
    private let owner: AnyObject?

    /// Bytes readable after the data, so that loads of whole words and vectors never leave the block.
    static let slack = 16

    /// Allocates tables for cells, and room for their bytes unless these stay in place, where an owner keeps them.
    private init(
        cells: Int, byteCount: Int, inPlace: (bytes: UnsafePointer<UInt8>, owner: AnyObject)?, children: [Cell],
        referenceBytes: Int
    ) {
        let childBytes = children.count * MemoryLayout<Cell>.stride
        let hashBytes = cells * Hash256.byteCount
        let recordBytes = cells * MemoryLayout<Record>.stride
        let depthBytes = cells * MemoryLayout<DepthAndMask>.stride
        let copied = inPlace == nil ? byteCount + Self.slack : 0
        block = UnsafeMutableRawPointer.allocate(
            byteCount: childBytes + hashBytes + recordBytes + depthBytes + copied, alignment: 16)
        var next = block
        self.children = next.bindMemory(to: Cell.self, capacity: children.count)
        self.children.initialize(from: children, count: children.count)
        ownedChildren = children.count
        next += childBytes
        hashes = next.bindMemory(to: Hash256.self, capacity: cells)
        next += hashBytes
        records = next.bindMemory(to: Record.self, capacity: cells)
        next += recordBytes
        depths = next.bindMemory(to: DepthAndMask.self, capacity: cells)
        next += depthBytes
        // Points anywhere until there are lower hashes.
        lowerHashes = hashes
        lowerDepths = UnsafeMutableRawPointer(depths).assumingMemoryBound(to: UInt16.self)
        if let inPlace {
            bytes = inPlace.bytes
        } else {
            (next + byteCount).initializeMemory(as: UInt8.self, repeating: 0, count: Self.slack)
            bytes = UnsafePointer(next.assumingMemoryBound(to: UInt8.self))
        }
        owner = inPlace?.owner
        self.referenceBytes = referenceBytes
        cellCount = cells
    }

    deinit {
        releaseChildren()
        block.deallocate()
        lowerBlock?.deallocate()
    }

    /// Makes room for the hashes below the representation hashes.
    func allocateLower(_ count: Int) {
        guard count > 0 else { return }
        let block = UnsafeMutableRawPointer.allocate(byteCount: count * (Hash256.byteCount + 2), alignment: 16)
        lowerHashes = block.bindMemory(to: Hash256.self, capacity: count)
        lowerDepths = (block + count * Hash256.byteCount).bindMemory(to: UInt16.self, capacity: count)
        lowerBlock = block
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

    // MARK: - Making

    /// Makes the storage of one cell. `data` holds the bits with everything after them zero.
    convenience init(
        built type: CellType, data: [UInt8], bitCount: Int, references: [Cell]
    ) throws(CellError) {
        let mask = try Self.levelMask(type: type, data: data, bitCount: bitCount, children: references)
        let byteCount = (bitCount + 7) / 8
        self.init(cells: 1, byteCount: byteCount, inPlace: nil, children: references, referenceBytes: 0)
        let copy = UnsafeMutablePointer(mutating: bytes)
        for index in 0..<byteCount { copy[index] = data[index] }
        if bitCount % 8 != 0 { copy[byteCount - 1] |= 0x80 >> UInt8(bitCount % 8) }
        let record = Record(
            dataOffset: 0, lowerOffset: 0, bitCount: UInt16(bitCount), referenceCount: UInt8(references.count),
            kind: Record.kind(of: type, mask: mask))
        records.initialize(to: record)
        depths.initialize(to: DepthAndMask(mask: mask.bits))
        allocateLower(record.lowerHashCount)
        try computeBuiltHashes()
    }

    /// Makes the storage of a bag's cells, whose records and masks its reader fills in, before the hashes follow.
    ///
    /// `cells` are the bytes of all cells as serialised. They are copied, unless an owner keeps them in place, with
    /// ``slack`` readable bytes behind them.
    convenience init(
        cells: UnsafeBufferPointer<UInt8>, owner: AnyObject?, cellCount: Int, referenceBytes: Int
    ) {
        if let owner, let bytes = cells.baseAddress {
            self.init(
                cells: cellCount, byteCount: cells.count, inPlace: (bytes, owner), children: [],
                referenceBytes: referenceBytes)
            return
        }
        self.init(
            cells: cellCount, byteCount: cells.count, inPlace: nil, children: [], referenceBytes: referenceBytes)
        if let start = cells.baseAddress {
            UnsafeMutablePointer(mutating: bytes).update(from: start, count: cells.count)
        }
    }

    // MARK: - Reading

    /// Whether the cells came out of a bag, rather than one out of a builder.
    @inlinable var isParsed: Bool { referenceBytes > 0 }

    /// The index of the child at `position` of a parsed cell.
    @inlinable
    func link(of index: Int, at position: Int) -> Int {
        let record = records[index]
        let place = bytes + Int(record.dataOffset) + record.byteCount + position * referenceBytes
        let word = UInt32(bigEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt32.self))
        return Int(word >> UInt32(32 - 8 * referenceBytes))
    }

    /// The child at `position`, which must be below the record's reference count.
    @inlinable
    func child(of index: Int, at position: Int) -> Cell {
        isParsed
            ? Cell(storage: self, index: UInt32(truncatingIfNeeded: link(of: index, at: position)))
            : children[position]
    }

    /// Where the hash at a level 0…3 lies, and the depth; above the cell's own level, of its representation.
    @inline(__always)
    func summary(of index: Int, level: Int) -> (hash: UnsafeRawPointer, depth: UInt16) {
        let top = depths[index]
        // Below the highest significant level only where a bit of the mask lies at or above this level.
        guard top.mask >> UInt16(level) != 0 else { return (UnsafeRawPointer(hashes + index), top.depth) }
        let record = records[index]
        let number = (record.kind & ((1 << UInt8(level)) - 1)).nonzeroBitCount
        guard record.isPrunedBranch else {
            let place = Int(record.lowerOffset) + number
            return (UnsafeRawPointer(lowerHashes + place), lowerDepths[place])
        }
        let data = UnsafeRawPointer(bytes + Int(record.dataOffset) + 2)
        let depths = data + (record.levelMask.hashCount - 1) * Hash256.byteCount
        return (
            data + number * Hash256.byteCount,
            UInt16(bigEndian: depths.loadUnaligned(fromByteOffset: number * 2, as: UInt16.self))
        )
    }

    /// The hash at a level 0…3; above the cell's own level, its representation hash.
    func hash(of index: Int, level: Int) -> Hash256 { Hash256(unsafeBytes: summary(of: index, level: level).hash) }

    /// The depth at a level 0…3.
    func depth(of index: Int, level: Int) -> Int { Int(summary(of: index, level: level).depth) }
}

/// A depth, at most 1024, in the low 13 bits, and the cell's level mask in the 3 above.
struct DepthAndMask {
    private var bits: UInt16

    /// A cell whose depth isn't known yet.
    init(mask: UInt8) { bits = UInt16(mask & 7) << 13 }

    var mask: UInt16 { bits >> 13 }

    var depth: UInt16 {
        get { bits & 0x1fff }
        set { bits = bits & 0xe000 | newValue & 0x1fff }
    }
}
