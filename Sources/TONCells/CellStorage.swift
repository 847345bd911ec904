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
final class CellStorage: ManagedBuffer<CellTables, UInt64> {
    // Everything is written before the storage is handed out, and never changed afterwards: that's why a Cell is
    // Sendable.

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

    @inlinable var records: UnsafeMutablePointer<Record> { withUnsafeMutablePointerToHeader { $0.pointee.records } }
    /// The representation hashes.
    var hashes: UnsafeMutablePointer<Hash256> { withUnsafeMutablePointerToHeader { $0.pointee.hashes } }
    /// The depths that go into representation hashes, and each cell's level mask above them.
    var depths: UnsafeMutablePointer<DepthAndMask> { withUnsafeMutablePointerToHeader { $0.pointee.depths } }
    /// The hashes of the levels below the highest significant one, from level 0 up, of cells that have such; anywhere
    /// where none has.
    var lowerHashes: UnsafeMutablePointer<Hash256> {
        let lower = withUnsafeMutablePointerToHeader { $0.pointee.lower }
        return lower?.assumingMemoryBound(to: Hash256.self) ?? hashes
    }
    /// The depths at those levels.
    var lowerDepths: UnsafeMutablePointer<UInt16> {
        let (lower, count) = withUnsafeMutablePointerToHeader { ($0.pointee.lower, $0.pointee.lowerCount) }
        let start = lower ?? UnsafeMutableRawPointer(hashes)
        return (start + count * Hash256.byteCount).assumingMemoryBound(to: UInt16.self)
    }
    @inlinable var bytes: UnsafePointer<UInt8> { withUnsafeMutablePointerToHeader { $0.pointee.bytes } }
    /// Bytes of a reference behind the data; 0 in a built cell.
    @inlinable var referenceBytes: Int { withUnsafeMutablePointerToHeader { Int($0.pointee.referenceBytes) } }
    /// The references of a built cell; none in a parsed bag.
    @inlinable var children: UnsafeMutablePointer<Cell> {
        withUnsafeMutablePointerToElements { UnsafeMutableRawPointer($0).assumingMemoryBound(to: Cell.self) }
    }
    var cellCount: Int { withUnsafeMutablePointerToHeader { $0.pointee.cellCount } }

    /// Bytes readable after the data, so that loads of whole words and vectors never leave the block.
    static let slack = 16

    /// Allocates tables for cells, and room for their bytes unless these stay in place, where an owner keeps them.
    private static func make(
        cells: Int, byteCount: Int, inPlace: (bytes: UnsafePointer<UInt8>, owner: AnyObject)?, childCount: Int,
        referenceBytes: Int
    ) -> CellStorage {
        let childBytes = childCount &* MemoryLayout<Cell>.stride
        let recordBytes = cells * MemoryLayout<Record>.stride
        let depthBytes = cells * MemoryLayout<DepthAndMask>.stride
        // The hashes behind the bytes may be read as their slack.
        let hashOffset = (childBytes + recordBytes + depthBytes + (inPlace == nil ? byteCount : 0) + 7) & ~7
        let words = (hashOffset + max(cells * Hash256.byteCount, slack)) / 8
        let buffer = create(minimumCapacity: words) { buffer in
            buffer.withUnsafeMutablePointerToElements { elements in
                let start = UnsafeMutableRawPointer(elements)
                let records = start + childBytes
                let depths = records + recordBytes
                return CellTables(
                    records: records.bindMemory(to: Record.self, capacity: cells),
                    bytes: inPlace?.bytes
                        ?? UnsafePointer((depths + depthBytes).bindMemory(to: UInt8.self, capacity: byteCount)),
                    hashes: (start + hashOffset).bindMemory(to: Hash256.self, capacity: cells),
                    depths: depths.bindMemory(to: DepthAndMask.self, capacity: cells), lower: nil,
                    owner: inPlace?.owner,
                    cellCount: cells, lowerCount: 0, referenceBytes: UInt8(referenceBytes), ownedChildren: 0)
            }
        }
        return unsafeDowncast(buffer, to: CellStorage.self)
    }

    deinit {
        let (ownedChildren, lower) = withUnsafeMutablePointerToHeader {
            ($0.pointee.ownedChildren, $0.pointee.lower)
        }
        if ownedChildren > 0 { releaseChildren(Int(ownedChildren)) }
        lower?.deallocate()
    }

    /// Makes room for the hashes below the representation hashes.
    func allocateLower(_ count: Int) {
        guard count > 0 else { return }
        let block = UnsafeMutableRawPointer.allocate(byteCount: count * (Hash256.byteCount + 2), alignment: 16)
        withUnsafeMutablePointerToHeader { tables in
            tables.pointee.lower = block
            tables.pointee.lowerCount = count
        }
    }

    /// Deeper trees than this are freed cell by cell, since each level of a recursion takes stack.
    private static let maximumRecursion = 64

    private func releaseChildren(_ count: Int) {
        // Its own depth, not theirs, for they may be far away in memory.
        guard depths[0].depth > Self.maximumRecursion else {
            for position in 0..<count { _ = (children + position).move() }
            return
        }
        var pending: [CellStorage] = []
        moveChildren(to: &pending)
        while var storage = pending.popLast() {
            if isKnownUniquelyReferenced(&storage) { storage.moveChildren(to: &pending) }
        }
    }

    private func moveChildren(to pending: inout [CellStorage]) {
        withUnsafeMutablePointerToHeader { tables in
            for position in 0..<Int(tables.pointee.ownedChildren) {
                pending.append((children + position).move().storage)
            }
            tables.pointee.ownedChildren = 0
        }
    }

    // MARK: - Making

    /// Makes the storage of one cell of what a builder holds, whose references it takes.
    @inline(__always)
    static func building(_ type: CellType, taking builder: inout CellBuilder) throws(CellError) -> CellStorage {
        let storage = try unhashed(type, taking: &builder)
        try storage.computeBuiltHashes()
        return storage
    }

    /// Makes the storage of one cell, with its depth, but not its hashes: children may lack theirs. Takes the builder's
    /// references.
    static func unhashed(_ type: CellType, taking builder: inout CellBuilder) throws(CellError) -> CellStorage {
        let bitCount = builder.bitCount
        let byteCount = (bitCount &+ 7) / 8
        let childCount = builder.children.count
        let storage = make(
            cells: 1, byteCount: byteCount, inPlace: nil, childCount: childCount, referenceBytes: 0)
        let children = storage.children
        builder.moveReferences(to: children)
        storage.withUnsafeMutablePointerToHeader { $0.pointee.ownedChildren = UInt8(truncatingIfNeeded: childCount) }
        var joinedMask: UInt16 = 0
        var depth: UInt16 = 0
        for position in 0..<childCount {
            let child = CellHandle(children[position])
            let summary = child.withStorage { $0.depths[Int(child.index)] }
            joinedMask |= summary.mask
            depth = max(depth, summary.depth &+ 1)
        }
        let bytes = UnsafeMutablePointer(mutating: storage.bytes)
        builder.copyData(to: bytes, byteCount: byteCount)
        if bitCount & 7 != 0 { bytes[byteCount &- 1] |= 0x80 &>> UInt8(truncatingIfNeeded: bitCount & 7) }
        var mask = LevelMask(bits: UInt8(truncatingIfNeeded: joinedMask))
        // Whatever is wrong with the cell, the depth says how to free it.
        storage.depths.initialize(to: DepthAndMask(mask: mask.bits))
        storage.depths[0].depth = depth
        if type != .ordinary {
            mask = try exoticMask(
                type: type, data: UnsafeBufferPointer(start: bytes, count: byteCount), bitCount: bitCount,
                referenceCount: childCount, joinedMask: mask.bits)
            storage.depths.initialize(to: DepthAndMask(mask: mask.bits))
            storage.depths[0].depth = depth
        }
        guard depth <= maximumDepth else { throw .tooDeep(Int(depth)) }
        let record = Record(
            dataOffset: 0, lowerOffset: 0, bitCount: UInt16(truncatingIfNeeded: bitCount),
            referenceCount: UInt8(truncatingIfNeeded: childCount), kind: Record.kind(of: type, mask: mask))
        storage.records.initialize(to: record)
        if record.kind != 0 { storage.allocateLower(record.lowerHashCount) }
        return storage
    }

    /// Makes the storage of a bag's cells, whose records and masks its reader fills in, before the hashes follow.
    ///
    /// `cells` are the bytes of all cells as serialised. They are copied, unless an owner keeps them in place, with
    /// ``slack`` readable bytes behind them.
    static func parsed(
        cells: UnsafeBufferPointer<UInt8>, owner: AnyObject?, cellCount: Int, referenceBytes: Int
    ) -> CellStorage {
        if let owner, let bytes = cells.baseAddress {
            return make(
                cells: cellCount, byteCount: cells.count, inPlace: (bytes, owner), childCount: 0,
                referenceBytes: referenceBytes)
        }
        let storage = make(
            cells: cellCount, byteCount: cells.count, inPlace: nil, childCount: 0, referenceBytes: referenceBytes)
        if let start = cells.baseAddress {
            UnsafeMutablePointer(mutating: storage.bytes).update(from: start, count: cells.count)
        }
        return storage
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

/// Where the parts of a ``CellStorage`` are: most lie behind it in the same block of memory.
@usableFromInline
struct CellTables {
    @usableFromInline let records: UnsafeMutablePointer<CellStorage.Record>
    @usableFromInline let bytes: UnsafePointer<UInt8>
    let hashes: UnsafeMutablePointer<Hash256>
    let depths: UnsafeMutablePointer<DepthAndMask>
    /// The lower hashes, and behind them their depths.
    var lower: UnsafeMutableRawPointer?
    /// What keeps ``bytes`` where they are, if they don't lie behind the storage.
    let owner: AnyObject?
    let cellCount: Int
    var lowerCount: Int
    @usableFromInline let referenceBytes: UInt8
    /// How many children are to be released; changes when they are, and never before.
    var ownedChildren: UInt8
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
