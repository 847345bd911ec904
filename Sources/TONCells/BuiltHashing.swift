internal import TONCrypto

/// Computes the hashes of many new cells, as many at once as the processor can.
///
/// Cells come children first. Those of the same height don't need each other and are hashed together, lowest first.
struct BuiltHashing {
    private var cells: [(storage: Unmanaged<CellStorage>, height: Int32)] = []
    /// How many there are of each height.
    private var counts: [Int] = []
    private let lanes = Lanes()

    /// So many cells fit the nearer caches together; more at once don't hash faster.
    private static let capacity = 512

    /// Whether it is time to ``run()``.
    var isFull: Bool { cells.count >= Self.capacity }

    /// Notes a new cell without hashes, so many levels of such cells high. Whoever makes it keeps it.
    mutating func append(_ storage: CellStorage, height: Int) {
        cells.append((.passUnretained(storage), Int32(truncatingIfNeeded: height)))
        while counts.count <= height { counts.append(0) }
        counts[height] += 1
    }

    /// Hashes all of them, and forgets them. Throws where one can't be: it would lie too deep.
    mutating func run() throws(CellError) {
        guard !cells.isEmpty else { return }
        // In the order of height, and otherwise as they came.
        var places = [Int](repeating: 0, count: counts.count)
        for height in counts.indices.dropFirst() { places[height] = places[height - 1] + counts[height - 1] }
        let ordered = [Unmanaged<CellStorage>](unsafeUninitializedCapacity: cells.count) { buffer, count in
            for cell in cells {
                buffer.initializeElement(at: places[Int(cell.height)], to: cell.storage)
                places[Int(cell.height)] += 1
            }
            count = cells.count
        }
        var start = 0
        for count in counts {
            for storage in ordered[start..<start + count] {
                let isSubmitted = storage._withUnsafeGuaranteedRef { storage in
                    guard storage.records[0].kind == 0 else { return false }
                    lanes.submit(storage)
                    return true
                }
                // Over pruned branches: several hashes, which build on one another.
                if !isSubmitted { try storage.takeUnretainedValue().computeBuiltHashes() }
            }
            lanes.hashWaiting()
            start += count
        }
        cells.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
    }

    /// Representations that wait until enough others of as many blocks came.
    private final class Lanes {
        private struct Waiting {
            let messages: UnsafeMutablePointer<SHA256.Message>
            let bytes: UnsafeMutableRawPointer
            var count = 0
        }

        private let waiting: UnsafeMutablePointer<Waiting>
        private let scratch: UnsafeMutableRawPointer
        private let count = SHA256.lanes

        init() {
            let classes = CellStorage.maximumBlockCount
            let messageBytes = count * CellStorage.scratchByteCount
            let listBytes = count * MemoryLayout<SHA256.Message>.stride
            scratch = UnsafeMutableRawPointer.allocate(byteCount: classes * (messageBytes + listBytes), alignment: 64)
            waiting = UnsafeMutablePointer<Waiting>.allocate(capacity: classes)
            for number in 0..<classes {
                let list = scratch + classes * messageBytes + number * listBytes
                (waiting + number).initialize(
                    to: Waiting(
                        messages: list.bindMemory(to: SHA256.Message.self, capacity: count),
                        bytes: scratch + number * messageBytes))
            }
        }

        deinit {
            scratch.deallocate()
            waiting.deallocate()
        }

        /// Puts together the representation of an ordinary cell of level 0.
        @inline(__always)
        func submit(_ storage: CellStorage) {
            let record = storage.records[0]
            let byteCount = record.representationByteCount(number: 0)
            let list = waiting + (SHA256.blockCount(byteCount) - 1)
            let message = list.pointee.bytes + list.pointee.count * CellStorage.scratchByteCount
            storage.writeLevelZero(record, to: message)
            (list.pointee.messages + list.pointee.count).initialize(
                to: SHA256.Message(padding: message, count: byteCount, into: storage.hashes))
            list.pointee.count += 1
            if list.pointee.count == count { hash(list) }
        }

        private func hash(_ list: UnsafeMutablePointer<Waiting>) {
            SHA256.hashAll(UnsafeBufferPointer(start: list.pointee.messages, count: list.pointee.count))
            list.pointee.count = 0
        }

        func hashWaiting() {
            for number in 0..<CellStorage.maximumBlockCount where waiting[number].count > 0 { hash(waiting + number) }
        }
    }
}
