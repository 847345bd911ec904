import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// A proof that shows these cells, and what leads to them from the root.
func proof(of root: Cell, showing targets: [Cell]) throws -> MerkleProof {
    try MerkleProof.create(root: root) { tracker throws(CellError) in
        var leads = Set(targets.map(\.hash))
        var done: Set<Hash256> = []
        var pending = [(cell: root, isExpanded: false)]
        while let (cell, isExpanded) = pending.popLast() {
            guard !done.contains(cell.hash) else { continue }
            if isExpanded {
                done.insert(cell.hash)
                if cell.references.contains(where: { leads.contains($0.hash) }) { leads.insert(cell.hash) }
                if leads.contains(cell.hash) { tracker.visit(cell) }
            } else {
                pending.append((cell, true))
                for child in cell.references { pending.append((child, false)) }
            }
        }
    }
}

/// Answers of lite servers, field by field.
struct AnswerReader {
    struct Malformed: Error {}

    private var bytes: ArraySlice<UInt8>

    /// Takes an answer in hexadecimal, behind its constructor's number.
    init(hex: String?) throws {
        guard let hex, let bytes = Hex.decode(hex), bytes.count > 4 else { throw Malformed() }
        self.bytes = bytes.dropFirst(4)
    }

    mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count <= bytes.count else { throw Malformed() }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws -> T {
        try take(T.bitWidth / 8).reversed().reduce(0) { $0 << 8 | T(truncatingIfNeeded: $1) }
    }

    mutating func blockIdentifier() throws -> BlockIdentifier {
        let (workchain, shard) = (try integer(Int32.self), try integer(UInt64.self))
        let seqno: UInt32 = try integer()
        guard let root = Hash256(try take(32)), let file = Hash256(try take(32)) else { throw Malformed() }
        // The bytes stand for no block where the answer has none.
        let identifier = shard == 0 ? .masterchain : try ShardIdentifier(workchain: workchain, shard: shard)
        return BlockIdentifier(shardIdentifier: identifier, seqno: seqno, rootHash: root, fileHash: file)
    }

    /// `bytes`: the length in one byte or, behind 254, in three; padded to four.
    mutating func data() throws -> [UInt8] {
        let first: UInt8 = try integer()
        let isLong = first == 254
        let count = isLong ? try take(3).reversed().reduce(0) { $0 << 8 | Int($1) } : Int(first)
        let data = Array(try take(count))
        _ = try take(-((isLong ? 4 : 1) + count) & 3)
        return data
    }
}

/// The pruned branch of a tree, for the side of an update.
func hidden(_ root: Cell) throws -> Cell {
    var over = CellBuilder()
    try over.store(reference: root)
    let proof = try MerkleProof.create(root: try over.build()) { _ throws(CellError) in }
    guard let hidden = proof.root.reference(at: 0) else { throw AnswerReader.Malformed() }
    return hidden
}

/// A block of random content, but for its place and its state update.
func madeBlock(over update: MerkleUpdate, seqno: UInt32, shard: ShardIdentifier, network: Int32 = -239) throws -> Cell {
    var samples = Samples(seed: UInt64(seqno))
    var block = try samples.block()
    var info = try block.info.load()
    info.seqno = seqno
    info.shard = shard
    info.masterReference = shard.isMasterchain ? nil : try Lazy(samples.blockReference())
    block.globalIdentifier = network
    block.info = try Lazy(info)
    block.stateUpdate = update.cell
    return try block.cell()
}

/// Flips single bits, and checks that nothing else comes out than before, if anything does.
func flipping<T: Equatable>(
    _ bytes: [UInt8], samples: Int, seed: UInt64, _ read: ([UInt8]) throws -> T
) throws -> (refused: Int, kept: Int) {
    var generator = SeededGenerator(seed: seed)
    let expected = try read(bytes)
    var counts = (refused: 0, kept: 0)
    for _ in 0..<samples {
        var flipped = bytes
        let bit = Int.random(in: 0..<bytes.count * 8, using: &generator)
        flipped[bit / 8] ^= 1 << UInt8(bit % 8)
        if let found = try? read(flipped) {
            #expect(found == expected, "bit \(bit)")
            counts.kept += 1
        } else {
            counts.refused += 1
        }
    }
    return counts
}
