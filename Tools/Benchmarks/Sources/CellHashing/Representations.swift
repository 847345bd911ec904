public import TONCells
import TONCrypto

/// What is hashed for cells and all below them, each representation once: the least that any reader must hash.
public final class Representations {
    /// How many hashes there are.
    public private(set) var count = 0
    /// How many cells there are.
    public private(set) var cellCount = 0
    private var ranges: [(offset: Int, count: Int)] = []
    private let expected: [Hash256]
    private let buffer: UnsafeMutableRawPointer
    private let messages: UnsafeMutableBufferPointer<SHA256.Message>
    private let digests: UnsafeMutableBufferPointer<Hash256>

    /// Those of cells and all below them.
    public init(of roots: [Cell]) {
        var found: [(message: [UInt8], hash: Hash256)] = []
        var seen = Set(roots)
        var pending = Array(seen)
        while let cell = pending.popLast() {
            cellCount += 1
            found += Self.messages(of: cell)
            for child in cell.references where seen.insert(child).inserted { pending.append(child) }
        }
        // By the number of blocks, so that pairs are of a kind.
        found.sort { Self.blockCount($0.message) < Self.blockCount($1.message) }
        for (message, _) in found {
            let offset = ranges.last.map { $0.offset + $0.count + SHA256.paddingByteCount } ?? 0
            ranges.append((offset, message.count))
        }
        count = found.count
        expected = found.map(\.hash)
        let byteCount = ranges.last.map { $0.offset + $0.count + SHA256.paddingByteCount } ?? 0
        buffer = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 16)
        messages = .allocate(capacity: count)
        digests = .allocate(capacity: count)
        digests.initialize(repeating: .zero)
        for (number, range) in ranges.enumerated() {
            found[number].message.withUnsafeBytes { bytes in
                if let start = bytes.baseAddress {
                    (buffer + range.offset).copyMemory(from: start, byteCount: range.count)
                }
            }
            guard let digest = digests.baseAddress else { continue }
            messages.initializeElement(
                at: number,
                to: SHA256.Message(padding: buffer + range.offset, count: range.count, into: digest + number))
        }
    }

    private static func blockCount(_ message: [UInt8]) -> Int { (message.count + 9 + 63) / 64 }

    deinit {
        buffer.deallocate()
        messages.deallocate()
        digests.deallocate()
    }

    /// Hashes all with the function that the reader uses, as many of the same number of blocks at once as it likes.
    public func hash() -> UInt64 { hash(atOnce: SHA256.lanes) }

    /// Hashes all, so many at once.
    public func hash(atOnce lanes: Int) -> UInt64 {
        var start = 0
        while start < messages.count {
            var end = start + 1
            while end < messages.count, end - start < lanes, messages[end].blockCount == messages[start].blockCount {
                end += 1
            }
            SHA256.hashAll(UnsafeBufferPointer(rebasing: messages[start..<end]))
            start = end
        }
        return digests.first?.leadingWord ?? 0
    }

    /// Hashes all with libcrypto's three calls for a stream.
    public func hashAsStreams() -> UInt64 {
        var folded: UInt64 = 0
        for range in ranges {
            folded ^= SHA256.hash(UnsafeRawBufferPointer(start: buffer + range.offset, count: range.count)).leadingWord
        }
        return folded
    }

    /// Whether the representations are right.
    public func check() -> Bool {
        _ = hash()
        return zip(digests, expected).allSatisfy { $0 == $1 }
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
