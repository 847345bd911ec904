internal import TONCrypto

/// Computes the hashes of a parsed bag's cells, as many at once as the processor can.
///
/// Cells of the same depth don't need each other, so they are hashed in the order of depth, leaves first. A
/// representation waits until enough others of as many blocks came. A cell of several levels comes once for each of its
/// hashes, which build on one another, a round later each.
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
    ///
    /// - Parameter lowerHashCount: How many hashes below representation hashes all cells have together.
    static func run(_ storage: CellStorage, lowerHashCount: Int) throws(CellError) {
        // Many bags hold a single cell, such as what contracts keep: nothing waits for anything then.
        if storage.cellCount == 1, storage.records[0].kind == 0 {
            storage.depths[0].depth = 0
            storage.hashLeaf()
            return
        }
        let hashing = ParsedHashing(storage)
        defer { hashing.deallocate() }
        let order = try hashing.order()
        // What one round leaves is what the next one takes.
        var left = Items(capacity: lowerHashCount)
        var next = Items(capacity: lowerHashCount)
        defer {
            left.deallocate()
            next.deallocate()
        }
        try order.cells.withUnsafeBufferPointer { (cells) throws(CellError) in
            var start = 0
            var round = 0
            repeat {
                let end = round < order.ends.count ? order.ends[round] : start
                next.removeAll()
                try hashing.round(UnsafeBufferPointer(rebasing: cells[start..<end]), left, &next)
                swap(&left, &next)
                start = end
                round += 1
            } while round < order.ends.count || left.count > 0
        }
    }

    /// The cells by their depth, and the end of those of each depth.
    ///
    /// Notes the depths on the way, and checks the level masks: both follow from the references alone.
    private func order() throws(CellError) -> (cells: [UInt32], ends: [Int]) {
        // One for each depth that a cell may have: below each are other cells.
        var counts = [Int](repeating: 0, count: min(storage.cellCount, CellStorage.maximumDepth + 1))
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
            // An ordinary cell's kind is its mask; the others take longer.
            if UInt16(record.kind) != joinedMask, !isPlainPrunedBranch(record) {
                try storage.checkLevelMask(index, joinedMask: UInt8(truncatingIfNeeded: joinedMask))
            }
            depths[index].depth = depth
            counts[Int(depth)] += 1
        }
        var ends: [Int] = []
        var total = 0
        // Children are less deep than their cells, so no depth below the greatest is left out.
        for depth in counts.indices.prefix(while: { counts[$0] > 0 }) {
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

    /// Whether a cell is a pruned branch of level 1 of which nothing is wrong: nearly all are.
    @inline(__always)
    private func isPlainPrunedBranch(_ record: CellStorage.Record) -> Bool {
        let kind = CellStorage.Record.kind(of: .prunedBranch, mask: LevelMask(bits: 1))
        guard record.kind == kind, record.bitCount == 16 + 256 + 16, record.referenceCount == 0 else { return false }
        let data = bytes + Int(record.dataOffset)
        let depth = data.loadUnaligned(fromByteOffset: 2 + Hash256.byteCount, as: UInt16.self).bigEndian
        return data.load(fromByteOffset: 1, as: UInt8.self) == 1 && depth <= CellStorage.maximumDepth
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

    /// One of the hashes of a cell, which are numbered from the lowest level up.
    private struct Item {
        let cell: UInt32
        let number: UInt8
    }

    /// Items in memory for as many as there can be: a cell has one at most at any time.
    private struct Items {
        private let start: UnsafeMutablePointer<Item>
        private(set) var count = 0

        init(capacity: Int) { start = .allocate(capacity: capacity) }

        func deallocate() { start.deallocate() }

        @inline(__always)
        mutating func append(_ item: Item) {
            (start + count).initialize(to: item)
            count &+= 1
        }

        mutating func removeAll() { count = 0 }

        subscript(position: Int) -> Item { start[position] }
    }

    /// Hashes cells of one depth for the first time, and what the round before left: the next hash of cells that have
    /// more; adds to `next` what it leaves itself.
    ///
    /// The hash of a number and depth is made in the round of their sum. All that it is made of came in an earlier one:
    /// a cell's hash before it, and children's hashes, whose number is no higher. Those of a Merkle cell's children may
    /// be higher by one, and so come in the same round: Merkle cells wait for its end.
    private func round(
        _ cells: UnsafeBufferPointer<UInt32>, _ left: Items, _ next: inout Items
    ) throws(CellError) {
        var merkle: [Item] = []
        for position in 0..<left.count {
            let item = left[position]
            let record = records[Int(item.cell)]
            if record.isMerkle {
                merkle.append(item)
            } else {
                try submit(item, record, &next)
            }
        }
        for (position, cell) in cells.enumerated() {
            ahead(of: position, cells)
            let record = records[Int(cell)]
            if record.kind == 0 {
                submitHighest(Int(cell), record, first: record.referenceCount, previous: nil)
            } else if record.isMerkle {
                try storage.checkMerkle(Int(cell))
                merkle.append(Item(cell: cell, number: 0))
            } else if record.isExotic || record.lowerHashCount == 0 {
                try submit(Item(cell: cell, number: 0), record, &next)
            } else {
                try submitLowest(record)
                next.append(Item(cell: cell, number: 1))
            }
        }
        hashWaiting()
        // A Merkle cell may lie right below another: the lower one, whose hash is of a higher number, comes first.
        merkle.sort { $0.number > $1.number }
        for item in merkle {
            try submit(item, records[Int(item.cell)], &next)
            hashWaiting()
        }
    }

    /// Asks for what the cells behind a position will need, each thing as soon as what leads to it has come.
    @inline(__always)
    private func ahead(of position: Int, _ cells: UnsafeBufferPointer<UInt32>) {
        let far = position &+ 12
        guard far < cells.count else { return }
        prefetch(records + Int(cells[far]))
        let second = records[Int(cells[position &+ 8])]
        let data = bytes + Int(second.dataOffset)
        prefetch(data)
        prefetch(data + second.byteCount)
        let first = records[Int(cells[position &+ 4])]
        let references = references(of: first)
        for number in 0..<Int(first.referenceCount) {
            let child = link(references, number)
            prefetch(hashes + child)
            if first.kind != 0 { prefetch(records + child) }
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

    /// Puts together any representation, and notes if there is another one to come.
    @inline(__always)
    private func submit(
        _ item: Item, _ record: CellStorage.Record, _ next: inout Items
    ) throws(CellError) {
        let number = Int(item.number)
        let previous = number > 0 ? lowerHashes + (Int(record.lowerOffset) &+ number &- 1) : nil
        if number == record.lowerHashCount {
            submitHighest(Int(item.cell), record, first: record.descriptor(number), previous: previous)
        } else {
            try submitLower(record, number: number, previous: previous)
            next.append(Item(cell: item.cell, number: item.number + 1))
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

    /// Puts together the representation for the hash of level 0 of an ordinary cell with several hashes: by far the most
    /// frequent of the lower ones, in the cells of a block's state update.
    @inline(__always)
    private func submitLowest(_ record: CellStorage.Record) throws(CellError) {
        let count = Int(record.referenceCount)
        let waiting = waiting(for: 2 &+ record.byteCount &+ count &* (2 + Hash256.byteCount))
        var depthPlace = CellStorage.writeHead(record, first: record.referenceCount, bytes, to: waiting.message)
        var hashPlace = depthPlace + 2 &* count
        let references = references(of: record)
        var depth: UInt16 = 0
        for position in 0..<count {
            let child = link(references, position)
            let top = depths[child]
            var childHash = UnsafeRawPointer(hashes + child)
            var childDepth = top.depth
            if top.mask != 0 {
                let below = records[child]
                if below.isPrunedBranch {
                    childHash = bytes + (Int(below.dataOffset) &+ 2)
                    let hashBytes = (below.levelMask.hashCount &- 1) &* Hash256.byteCount
                    childDepth = childHash.loadUnaligned(fromByteOffset: hashBytes, as: UInt16.self).bigEndian
                } else {
                    childHash = UnsafeRawPointer(lowerHashes + Int(below.lowerOffset))
                    childDepth = lowerDepths[Int(below.lowerOffset)]
                }
            }
            depth = max(depth, childDepth &+ 1)
            depthPlace.storeBytes(of: childDepth.bigEndian, as: UInt16.self)
            hashPlace.storeBytes(of: childHash.loadUnaligned(as: Hash256.self), as: Hash256.self)
            depthPlace += 2
            hashPlace += Hash256.byteCount
        }
        guard depth <= CellStorage.maximumDepth else { throw .tooDeep(Int(depth)) }
        lowerDepths[Int(record.lowerOffset)] = depth
        submit(waiting, into: lowerHashes + Int(record.lowerOffset))
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
