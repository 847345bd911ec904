internal import TONCrypto

/// Computes the hashes of a parsed bag's cells, as many at once as the processor can.
///
/// Cells of the same depth don't need each other, so they are hashed in the order of depth, leaves first. A
/// representation waits until enough others of as many blocks came. A cell of several levels comes once for each of its
/// hashes, which build on one another.
struct ParsedHashing {
    private let storage: CellStorage
    // The storage's tables, again, since whatever is written here could change an object's fields for all the compiler
    // knows.
    private let records: UnsafeMutablePointer<CellStorage.Record>
    private let hashes: UnsafeMutablePointer<Hash256>
    private let depths: UnsafeMutablePointer<DepthAndMask>
    private let lowerHashes: UnsafeMutablePointer<Hash256>
    private let lowerDepths: UnsafeMutablePointer<UInt16>
    private let bytes: UnsafeRawPointer
    private let referenceBytes: Int
    private let referenceShift: UInt32

    /// Representations of the same number of blocks that wait to be hashed.
    private struct Waiting {
        /// The messages, and for each one its part of the scratch memory.
        let messages: UnsafeMutablePointer<SHA256.Message>
        let bytes: UnsafeMutableRawPointer
        var count = 0
    }

    /// One for each number of blocks.
    private let waiting: UnsafeMutablePointer<Waiting>
    private let scratch: UnsafeMutableRawPointer
    private let lanes = SHA256.lanes

    /// Computes all hashes and depths. Throws where an exotic cell is malformed, a level mask is not the computed one,
    /// or a cell is too deep.
    static func run(_ storage: CellStorage) throws(CellError) {
        let hashing = ParsedHashing(storage)
        defer { hashing.deallocate() }
        let order = try hashing.order()
        try order.cells.withUnsafeBufferPointer { (cells) throws(CellError) in
            var start = 0
            for end in order.ends {
                try hashing.hash(UnsafeBufferPointer(rebasing: cells[start..<end]))
                start = end
            }
        }
    }

    /// The cells by their depth, and the end of those of each depth.
    ///
    /// Notes the depths on the way, and checks the level masks: both follow from the references alone.
    private func order() throws(CellError) -> (cells: [UInt32], ends: [Int]) {
        var counts: [Int] = []
        for index in stride(from: storage.cellCount - 1, through: 0, by: -1) {
            let record = records[index]
            var joinedMask: UInt16 = 0
            var depth: UInt16 = 0
            for position in 0..<Int(record.referenceCount) {
                let child = depths[link(references(of: record), position)]
                depth = max(depth, child.depth + 1)
                joinedMask |= child.mask
            }
            guard depth <= CellStorage.maximumDepth else { throw .tooDeep(Int(depth)) }
            if record.kind != 0 || joinedMask != 0 {
                try storage.checkLevelMask(index, joinedMask: UInt8(truncatingIfNeeded: joinedMask))
            }
            depths[index].depth = depth
            // Children come first, so no depth is left out.
            if Int(depth) == counts.count { counts.append(0) }
            counts[Int(depth)] += 1
        }
        var ends: [Int] = []
        var total = 0
        for depth in counts.indices {
            ends.append(total + counts[depth])
            counts[depth] = total
            total = ends[depth]
        }
        let cells = [UInt32](unsafeUninitializedCapacity: total) { buffer, count in
            for index in stride(from: storage.cellCount - 1, through: 0, by: -1) {
                let depth = Int(depths[index].depth)
                buffer.initializeElement(at: counts[depth], to: UInt32(index))
                counts[depth] += 1
            }
            count = total
        }
        return (cells, ends)
    }

    private init(_ storage: CellStorage) {
        self.storage = storage
        records = storage.records
        hashes = storage.hashes
        depths = storage.depths
        lowerHashes = storage.lowerHashes
        lowerDepths = storage.lowerDepths
        bytes = UnsafeRawPointer(storage.bytes)
        referenceBytes = storage.referenceBytes
        referenceShift = UInt32(32 - 8 * referenceBytes)
        let classes = CellStorage.maximumBlockCount
        let messageBytes = lanes * CellStorage.scratchByteCount
        let listBytes = lanes * MemoryLayout<SHA256.Message>.stride
        scratch = UnsafeMutableRawPointer.allocate(byteCount: classes * (messageBytes + listBytes), alignment: 64)
        waiting = UnsafeMutablePointer<Waiting>.allocate(capacity: classes)
        for number in 0..<classes {
            let list = scratch + classes * messageBytes + number * listBytes
            (waiting + number).initialize(
                to: Waiting(
                    messages: list.bindMemory(to: SHA256.Message.self, capacity: lanes),
                    bytes: scratch + number * messageBytes))
        }
    }

    private func deallocate() {
        scratch.deallocate()
        waiting.deallocate()
    }

    /// Hashes cells of one depth: all their first hashes, then the second ones of those that have more, and so on.
    private func hash(_ cells: UnsafeBufferPointer<UInt32>) throws(CellError) {
        var further: [UInt32] = []
        for cell in cells {
            let record = records[Int(cell)]
            if record.kind == 0 {
                submitHighest(Int(cell), record, first: record.referenceCount, previous: nil)
                continue
            }
            if record.isMerkle { try storage.checkMerkle(Int(cell)) }
            if record.lowerHashCount > 0 { further.append(cell) }
            try submit(Int(cell), record, number: 0)
        }
        hashWaiting()
        var number = 1
        while !further.isEmpty {
            for cell in further { try submit(Int(cell), records[Int(cell)], number: number) }
            hashWaiting()
            further.removeAll { records[Int($0)].lowerHashCount == number }
            number += 1
        }
    }

    // Arithmetic without checks: all sizes and offsets were checked when the records were made.

    /// Where a cell's references start.
    @inline(__always)
    private func references(of record: CellStorage.Record) -> UnsafeRawPointer {
        bytes + (Int(record.dataOffset) &+ record.byteCount)
    }

    /// The index that one of the references leads to.
    @inline(__always)
    private func link(_ references: UnsafeRawPointer, _ position: Int) -> Int {
        let word = references.loadUnaligned(fromByteOffset: position &* referenceBytes, as: UInt32.self)
        return Int(truncatingIfNeeded: word.bigEndian &>> referenceShift)
    }

    /// Puts together any representation.
    @inline(__always)
    private func submit(_ index: Int, _ record: CellStorage.Record, number: Int) throws(CellError) {
        let previous = number > 0 ? lowerHashes + (Int(record.lowerOffset) &+ number &- 1) : nil
        if number == record.lowerHashCount {
            submitHighest(index, record, first: record.descriptor(number), previous: previous)
        } else {
            try submitLower(record, number: number, previous: previous)
        }
    }

    /// Puts together the representation for a cell's highest hash, which is made of its children's highest ones: they
    /// have no level that the cell doesn't have, or, below a Merkle cell, one more.
    @inline(__always)
    private func submitHighest(
        _ index: Int, _ record: CellStorage.Record, first: UInt8, previous: UnsafeMutablePointer<Hash256>?
    ) {
        let count = Int(record.referenceCount)
        let dataBytes = previous == nil ? record.byteCount : Hash256.byteCount
        let waiting = waiting(for: 2 &+ dataBytes &+ count &* (2 + Hash256.byteCount))
        var depthPlace = CellStorage.writeHead(record, first: first, bytes, previous: previous, to: waiting.message)
        var hashPlace = depthPlace + 2 &* count
        let references = references(of: record)
        for position in 0..<count {
            let child = link(references, position)
            depthPlace.storeBytes(of: depths[child].depth.bigEndian, as: UInt16.self)
            hashPlace.storeBytes(of: hashes[child], as: Hash256.self)
            depthPlace += 2
            hashPlace += Hash256.byteCount
        }
        submit(waiting, into: hashes + index)
    }

    /// Puts together the representation for a hash of a lower level, and notes the depth at that level.
    private func submitLower(
        _ record: CellStorage.Record, number: Int, previous: UnsafeMutablePointer<Hash256>?
    ) throws(CellError) {
        let waiting = waiting(for: record.representationByteCount(number: number))
        let level = record.childLevel(number)
        var depthPlace = CellStorage.writeHead(
            record, first: record.descriptor(number), bytes, previous: previous, to: waiting.message)
        let count = Int(record.referenceCount)
        var hashPlace = depthPlace + 2 &* count
        let references = references(of: record)
        var depth: UInt16 = 0
        for position in 0..<count {
            let child = storage.summary(of: link(references, position), level: level)
            depth = max(depth, child.depth &+ 1)
            depthPlace.storeBytes(of: child.depth.bigEndian, as: UInt16.self)
            hashPlace.storeBytes(of: child.hash.loadUnaligned(as: Hash256.self), as: Hash256.self)
            depthPlace += 2
            hashPlace += Hash256.byteCount
        }
        guard depth <= CellStorage.maximumDepth else { throw .tooDeep(Int(depth)) }
        let place = Int(record.lowerOffset) &+ number
        lowerDepths[place] = depth
        submit(waiting, into: lowerHashes + place)
    }

    /// A place for the next message of so many bytes.
    @inline(__always)
    private func waiting(
        for byteCount: Int
    ) -> (list: UnsafeMutablePointer<Waiting>, message: UnsafeMutableRawPointer, byteCount: Int) {
        let list = waiting + (SHA256.blockCount(byteCount) &- 1)
        return (list, list.pointee.bytes + list.pointee.count &* CellStorage.scratchByteCount, byteCount)
    }

    @inline(__always)
    private func submit(
        _ waiting: (list: UnsafeMutablePointer<Waiting>, message: UnsafeMutableRawPointer, byteCount: Int),
        into place: UnsafeMutablePointer<Hash256>
    ) {
        let list = waiting.list
        (list.pointee.messages + list.pointee.count).initialize(
            to: SHA256.Message(padding: waiting.message, count: waiting.byteCount, into: place))
        list.pointee.count &+= 1
        if list.pointee.count == lanes { hash(list) }
    }

    private func hash(_ waiting: UnsafeMutablePointer<Waiting>) {
        SHA256.hashAll(UnsafeBufferPointer(start: waiting.pointee.messages, count: waiting.pointee.count))
        waiting.pointee.count = 0
    }

    /// Hashes what waits.
    private func hashWaiting() {
        for number in 0..<CellStorage.maximumBlockCount where waiting[number].count > 0 { hash(waiting + number) }
    }
}
