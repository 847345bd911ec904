import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Collated data")
struct CollatedDataTests {
    /// The cell of a block's header under a Merkle proof, all else pruned; and the block's name.
    private static func headerProof(
        seqno: UInt32, after previous: BlockIdentifier, shard: ShardIdentifier
    ) throws -> (proof: Cell, block: BlockIdentifier) {
        var samples = Samples(seed: UInt64(seqno))
        var block = try samples.block()
        var info = try block.info.load()
        info.seqno = seqno
        info.shard = shard
        info.isAfterMerge = false
        info.masterReference = try Lazy(samples.blockReference())
        info.previousReference = try PreviousBlocks.one(
            ExternalBlockReference(
                endLT: 1, seqno: previous.seqno, rootHash: previous.rootHash, fileHash: previous.fileHash)
        ).cell()
        block.info = try Lazy(info)
        let root = try block.cell()
        let name = BlockIdentifier(
            shardIdentifier: shard, seqno: seqno, rootHash: root.hash, fileHash: samples.hash())
        let cells = [block.info.cell, info.previousReference]
        return (try proof(of: root, showing: cells).cell, name)
    }

    /// Proofs of blocks in a row, oldest first.
    private static func chain(_ count: Int) throws -> [(proof: Cell, block: BlockIdentifier)] {
        let shard = try ShardIdentifier(workchain: 0, shard: 1 << 62)
        var samples = Samples(seed: 1)
        var last = BlockIdentifier(
            shardIdentifier: shard, seqno: 9, rootHash: samples.hash(), fileHash: samples.hash())
        return try (0..<count).map { number in
            let next = try headerProof(seqno: UInt32(10 + number), after: last, shard: shard)
            last = next.block
            return next
        }
    }

    @Test("top_block_descr, bit by bit", arguments: [1, 2, 3, 8])
    func topBlock(length: Int) throws {
        let chain = try Self.chain(length)
        let last = try #require(chain.last)
        let roots = chain.reversed().map(\.proof)
        // By hand: chain_link in the cell itself, then one cell for each further link, the last without a reference.
        var tail: Cell?
        for root in roots.dropFirst().reversed() {
            var link = CellBuilder()
            try link.store(reference: root)
            if let tail { try link.store(reference: tail) }
            tail = try link.build()
        }
        var builder = CellBuilder()
        try builder.store(0xd5, bits: 8)
        try builder.store(0b00, bits: 2)
        try builder.store(1, bits: 6)
        try builder.store(0, bits: 32)
        try builder.store(UInt64(0))
        try builder.store(UInt64(9 + length), bits: 32)
        try builder.store(last.block.rootHash)
        try builder.store(last.block.fileHash)
        try builder.store(bit: false)
        try builder.store(UInt64(length), bits: 8)
        try builder.store(reference: roots[0])
        if let tail { try builder.store(reference: tail) }
        let cell = try builder.build()

        let read = try TopBlockDescription(cell: cell)
        #expect(read.block == last.block && read.signatures == nil && read.chain == roots)
        #expect(try read.cell() == cell)
        #expect(TopBlockDescription(block: last.block, chain: roots) == read)
        #expect(try read.provenChain().map(\.identifier) == chain.reversed().map(\.block))
    }

    @Test("a chain with a foreign block, or of no length that there is, is refused")
    func brokenChain() throws {
        let chain = try Self.chain(4)
        let roots = chain.reversed().map(\.proof)
        let skipping = TopBlockDescription(block: chain[3].block, chain: [roots[0], roots[2]])
        #expect(
            throws: BlockProofError.rootHash(expected: chain[2].block.rootHash, found: chain[1].block.rootHash)
        ) { try skipping.provenChain() }
        let other = TopBlockDescription(block: chain[2].block, chain: [roots[0]])
        #expect(
            throws: BlockProofError.rootHash(expected: chain[2].block.rootHash, found: chain[3].block.rootHash)
        ) { try other.provenChain() }
        let noProof = TopBlockDescription(block: chain[2].block, chain: [.empty])
        #expect(throws: BlockProofError.self) { try noProof.provenChain() }
        for count in [0, 9] {
            let wrong = TopBlockDescription(block: chain[3].block, chain: Array(repeating: roots[0], count: count))
            #expect(throws: CellError.self) { try wrong.cell() }
        }
        // Longer than it says.
        var long = CellBuilder()
        try long.store(try TopBlockDescription(block: chain[3].block, chain: [roots[0]]).cell().slice())
        try long.store(reference: roots[1])
        #expect(throws: CellError.leftover(bits: 0, references: 1)) {
            try TopBlockDescription(cell: try long.build())
        }
    }

    @Test("roots of collated data, by their tags")
    func roots() throws {
        let chain = try Self.chain(2)
        let top = TopBlockDescription(block: chain[1].block, chain: chain.reversed().map(\.proof))
        let set = TopBlockDescriptions(
            collection: try TypedHashmapE([(key: ShardKey(workchain: 0, shard: 1 << 62), value: try Lazy(top))]))
        let setCell = try set.cell()
        #expect(try setCell.slice().peekUInt(bits: 33) == 0x4ac7_89f3 << 1 | 1)
        guard case .topBlocks(let read) = try CollatedRoot(cell: setCell) else {
            Issue.record("not read as a set")
            return
        }
        #expect(try read.collection.value(for: ShardKey(workchain: 0, shard: 1 << 62))?.load() == top)
        #expect(try CollatedRoot.topBlocks(read).cell() == setCell)

        var storage = CellBuilder()
        try storage.store(0x37c1_e3fc, bits: 32)
        try storage.store(reference: chain[0].proof)
        let storageCell = try storage.build()
        let expected = CollatedRoot.accountStorageDictionary(AccountStorageDictionaryProof(proof: chain[0].proof))
        #expect(try CollatedRoot(cell: storageCell) == expected)
        #expect(try expected.cell() == storageCell)

        var consensus = CellBuilder()
        try consensus.store(0x638e_b292, bits: 32)
        try consensus.store(5, bits: 32)
        try consensus.store(1_785_222_025_123 as UInt64)
        let extra = CollatedRoot.consensus(ConsensusExtraData(flags: 5, generatedAtMilliseconds: 1_785_222_025_123))
        #expect(try CollatedRoot(cell: try consensus.build()) == extra)
        #expect(try extra.cell() == (try consensus.build()))

        let proof = CollatedRoot.proof(try MerkleProof(cell: chain[0].proof))
        #expect(try CollatedRoot(cell: chain[0].proof) == proof)
        #expect(try proof.cell() == chain[0].proof)
        #expect(throws: CellError.unknownTag(type: "CollatedRoot", found: 7, bits: 32)) {
            var other = CellBuilder()
            try other.store(7, bits: 32)
            return try CollatedRoot(cell: try other.build())
        }
        let library = try #require(try Self.libraryCell())
        #expect(throws: CellError.self) { try CollatedRoot(cell: library) }
    }

    private static func libraryCell() throws -> Cell? {
        var builder = CellBuilder()
        try builder.store(2, bits: 8)
        try builder.store(Hash256.zero)
        return try builder.buildExotic()
    }
}
