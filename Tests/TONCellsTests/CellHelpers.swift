import SilkTestSupport
import TONCells
import TONCrypto

extension SeededGenerator {
    /// Random bytes.
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    /// A random bit string.
    mutating func bits(_ count: Int) -> BitString {
        BitString(bytes: bytes((count + 7) / 8), count: count)
    }

    /// Random ordinary cells, each with references to earlier ones, some of them shared.
    mutating func cells(_ count: Int) throws -> [Cell] {
        var cells: [Cell] = []
        for _ in 0..<count {
            var builder = CellBuilder()
            try builder.store(bits(Int.random(in: 0...(Bool.random(using: &self) ? 1023 : 40), using: &self)))
            if !cells.isEmpty {
                for _ in 0..<Int.random(in: 0...4, using: &self) {
                    let nearest = max(0, cells.count - 8)
                    try builder.store(reference: cells[Int.random(in: nearest..<cells.count, using: &self)])
                }
            }
            cells.append(try builder.build())
        }
        return cells
    }
}

/// The hashes of all cells in the order of a first visit.
func walk(_ root: Cell) -> [Hash256] {
    var seen: Set<Hash256> = []
    var order: [Hash256] = []
    var pending = [root]
    while let cell = pending.popLast() {
        guard seen.insert(cell.hash).inserted else { continue }
        order.append(cell.hash)
        pending += cell.references.reversed()
    }
    return order
}

/// A pruned branch of hashes and depths.
func prunedBranch(_ levels: [(hash: Hash256, depth: Int)], mask: UInt8) throws -> Cell {
    var builder = CellBuilder()
    try builder.store(1, bits: 8)
    try builder.store(UInt64(mask), bits: 8)
    for level in levels { try builder.store(level.hash) }
    for level in levels { try builder.store(UInt64(level.depth), bits: 16) }
    return try builder.buildExotic()
}

/// A library reference.
func libraryReference(_ hash: Hash256) throws -> Cell {
    var builder = CellBuilder()
    try builder.store(2, bits: 8)
    try builder.store(hash)
    return try builder.buildExotic()
}

/// A Merkle proof over a tree with pruned branches.
func merkleProof(_ root: Cell) throws -> Cell {
    var builder = CellBuilder()
    try builder.store(3, bits: 8)
    try builder.store(root.hash(level: 0))
    try builder.store(UInt64(root.depth(level: 0)), bits: 16)
    try builder.store(reference: root)
    return try builder.buildExotic()
}

/// A bag's cells one by one, read without regard to what they mean: an independent look at the order of cells.
struct BagLayout {
    /// Descriptors without the flag of stored hashes, data, and references of each cell.
    var cells: [[UInt8]] = []
    var rootIndices: [Int] = []
    var hasStoredHashes = false

    struct Malformed: Error {}

    init(_ bytes: [UInt8]) throws {
        var offset = 4
        func integer(_ count: Int) throws -> Int {
            guard offset + count <= bytes.count else { throw Malformed() }
            defer { offset += count }
            return bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
        }
        let flags = try integer(1)
        let (indexBytes, offsetBytes) = (flags & 7, try integer(1))
        let (cellCount, rootCount) = (try integer(indexBytes), try integer(indexBytes))
        _ = try integer(indexBytes)
        _ = try integer(offsetBytes)
        for _ in 0..<rootCount { rootIndices.append(try integer(indexBytes)) }
        if flags & 0x80 != 0 { offset += cellCount * offsetBytes }
        for _ in 0..<cellCount {
            let (first, second) = (try integer(1), try integer(1))
            if first & 16 != 0 {
                hasStoredHashes = true
                offset += ((first >> 5).nonzeroBitCount + 1) * 34
            }
            var cell = [UInt8(first & ~16), UInt8(second)]
            let dataBytes = (second + 1) / 2
            guard offset + dataBytes <= bytes.count else { throw Malformed() }
            cell += bytes[offset..<offset + dataBytes]
            offset += dataBytes
            for _ in 0..<first & 7 {
                let reference = try integer(indexBytes)
                cell += (0..<4).map { UInt8(reference >> (24 - 8 * $0) & 0xff) }
            }
            cells.append(cell)
        }
    }
}
