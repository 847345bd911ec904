import TONCells
import TONCrypto

/// What is hashed for a cell and all below it, each representation once: the least that any reader must hash.
final class Representations {
    private(set) var count = 0
    private(set) var cellCount = 0
    private var ranges: [(offset: Int, count: Int)] = []
    private var expected: [Hash256] = []
    private let buffer: UnsafeMutableRawPointer
    private let byteCount: Int

    init(of root: Cell) {
        var messages: [[UInt8]] = []
        var seen: Set<Cell> = [root]
        var pending = [root]
        while let cell = pending.popLast() {
            cellCount += 1
            for (message, hash) in Self.messages(of: cell) {
                messages.append(message)
                expected.append(hash)
            }
            for child in cell.references where seen.insert(child).inserted { pending.append(child) }
        }
        for message in messages {
            let offset = ranges.last.map { $0.offset + $0.count + SHA256.paddingByteCount } ?? 0
            ranges.append((offset, message.count))
        }
        count = messages.count
        byteCount = ranges.last.map { $0.offset + $0.count + SHA256.paddingByteCount } ?? 0
        buffer = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 16)
        for (message, range) in zip(messages, ranges) {
            message.withUnsafeBytes { bytes in
                if let start = bytes.baseAddress {
                    (buffer + range.offset).copyMemory(from: start, byteCount: range.count)
                }
            }
        }
    }

    deinit { buffer.deallocate() }

    /// Hashes all, with the function that the reader uses.
    func hash() -> UInt64 {
        var folded: UInt64 = 0
        for range in ranges {
            folded ^= SHA256.hash(padding: buffer + range.offset, count: range.count).leadingWord
        }
        return folded
    }

    /// Whether the representations are right.
    func check() -> Bool {
        zip(ranges, expected).allSatisfy { range, hash in
            SHA256.hash(padding: buffer + range.offset, count: range.count) == hash
        }
    }

    /// The representation for each hash of its own that a cell has.
    private static func messages(of cell: Cell) -> [(message: [UInt8], hash: Hash256)] {
        var data = cell.withDataBytes { Array($0) }
        let mask = cell.levelMask
        let isMerkle = cell.type == .merkleProof || cell.type == .merkleUpdate
        let isPruned = cell.type == .prunedBranch
        var messages: [(message: [UInt8], hash: Hash256)] = []
        for level in isPruned ? mask.level...mask.level : 0...mask.level where isPruned || mask.isSignificant(level) {
            if let previous = messages.last { data = previous.hash.bytes }
            let first = UInt8(cell.referenceCount) | (cell.isExotic ? 8 : 0) | mask.capped(at: level).bits << 5
            let second = UInt8(cell.bitCount / 8 + (cell.bitCount + 7) / 8)
            var message = [first, second] + data
            let below = isMerkle ? level + 1 : level
            for child in cell.references {
                let depth = child.depth(level: below)
                message += [UInt8(depth >> 8), UInt8(depth & 0xff)]
            }
            for child in cell.references { message += child.hash(level: below).bytes }
            messages.append((message, cell.hash(level: level)))
        }
        return messages
    }
}
