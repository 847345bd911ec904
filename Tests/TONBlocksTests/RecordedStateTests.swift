import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Recorded states and proofs", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedStateTests {
    @Test("first states", arguments: [("zerostate", -1), ("basestate0", 0)])
    func zerostates(name: String, workchain: Int) throws {
        let cell = try Cell(
            boc: try RecordedFixtures.bytes("blocks/localnet/\(name).boc"), reading: .reference)
        var walker = BlockWalker()
        let state = try walker.state(cell)
        #expect(state.seqno == 0 && state.globalIdentifier == -239)
        #expect(state.shard.workchain == Int32(workchain) && state.shard.prefixLength == 0)
        #expect((state.masterchainExtra != nil) == (workchain == -1))
    }

    @Test("a state with pruned parts is read as far as it goes")
    func prunedState() throws {
        struct Vector: Decodable {
            struct Bag: Decodable {
                let boc: String

                enum CodingKeys: String, CodingKey { case boc = "boc_hex" }
            }

            let bocs: [Bag]
        }

        let vectors = try RecordedFixtures.json(
            [Vector].self, "transactions/vectors/ton-core__ShardStateUnsplit.spec.ts.json")
        let bytes = try #require(vectors.first?.bocs.first.flatMap { Hex.decode($0.boc) })
        // The bag states level 0 for all cells, pruned ones too, so that no strict reader takes it.
        #expect(throws: BagOfCellsError.self) { try BagOfCells(bytes) }
        let cell = try Self.cellIgnoringLevels(bytes)
        #expect(cell.hash.hex == "dbb5ce6cf689b14c9650ec377b8f41f52855f3cfb7acdae8c39171e5673cf45b")
        #expect(cell.hash(level: 0).hex == "312aa0a6ee79639f6c08a925ecf7d936302abcc6c219c1ebf5201301dc66182f")
        let state = try ShardStateUnsplit(cell: cell)
        #expect(try state.cell() == cell)
        #expect(state.shard.description == "0:8000000000000000" && state.seqno == 25_346_156)
        #expect(throws: CellError.prunedBranch(state.outMessageQueueInfo.hash)) { try state.outMessageQueueInfo.load() }
        let accounts = try state.accounts.load()
        let error = #expect(throws: CellError.self) { try accounts.entries() }
        guard case .prunedDictionary(let prefix, _) = error else { throw try #require(error) }
        #expect((1...255).contains(prefix.count))
        #expect(state.masterchainExtra == nil)
        #expect(accounts.extra.balance.coins > .zero)
    }

    /// The root of a bag with one root, one-byte indices and two-byte offsets, whatever levels it states.
    private static func cellIgnoringLevels(_ bytes: [UInt8]) throws -> Cell {
        var offset = 4 + 2 + 3 + 2 + 1
        var records: [(isExotic: Bool, data: BitString, references: [Int])] = []
        for _ in 0..<Int(bytes[6]) {
            let (first, second) = (bytes[offset], Int(bytes[offset + 1]))
            offset += 2
            let data = Array(bytes[offset..<offset + (second + 1) / 2])
            offset += data.count
            let padding = second % 2 == 0 ? 0 : (data.last?.trailingZeroBitCount ?? 0) + 1
            let references = bytes[offset..<offset + Int(first & 7)].map(Int.init)
            offset += references.count
            records.append((first & 8 != 0, BitString(bytes: data, count: data.count * 8 - padding), references))
        }
        var cells: [Int: Cell] = [:]
        for (index, record) in records.enumerated().reversed() {
            var builder = CellBuilder()
            try builder.store(record.data)
            for reference in record.references { try builder.store(reference: try #require(cells[reference])) }
            cells[index] = try record.isExotic ? builder.buildExotic() : builder.build()
        }
        return try #require(cells[0])
    }

    static let proofs = RecordedBlockTests.all.filter {
        $0.type == "block_proof?" && !$0.file.hasPrefix("everscale/")
    }.map(\.file)

    @Test("there are proofs of blocks")
    func proofCount() { #expect(Self.proofs.count == 23) }

    @Test("proofs of blocks name and sign what they prove", arguments: proofs)
    func proof(file: String) throws {
        let cell = try Cell(boc: try RecordedFixtures.bytes("blocks/" + file), reading: .reference)
        let proof = try BlockProof(cell: cell)
        #expect(try proof.cell() == cell)
        let root = try proof.virtualRoot()
        #expect(root.hash(level: 0) == proof.block.rootHash)
        let block = try Block(cell: root)
        let info = try block.info.load()
        #expect(info.seqno == proof.block.seqno && info.shard == proof.block.shardIdentifier)
        let lazy = try #require(proof.signatures)
        let signatures = try lazy.load()
        #expect(try signatures.cell() == lazy.cell)
        #expect(signatures.simplex == nil)
        #expect(signatures.validatorListHashShort == info.validatorListHashShort)
        #expect(signatures.catchainSeqno == info.catchainSeqno)
        let pairs = try signatures.signatures.entries()
        #expect(pairs.count == Int(signatures.count))
        #expect(try TypedHashmapE(pairs) == signatures.signatures)
        #expect(Set(pairs.map(\.value.nodeIdentifierShort)).count == pairs.count)
    }

    @Test("validators of the key block before signed a block")
    func signatures() throws {
        let folder = "blocks/mainnet/test_master_block_proof_shuffle_3236530"
        let key = try Block(cell: Cell(boc: try RecordedFixtures.bytes("\(folder)/key_block_3236530.boc")))
        let extra = try key.extra.load().masterchainExtra?.load()
        let validators = try #require(try extra?.configuration?.configuration.currentValidators()?.validators())
        var keys: [Hash256: Ed25519.PublicKey] = [:]
        for validator in validators {
            // The TL form of a key: pub.ed25519, then its bytes.
            keys[SHA256.hash([0xc6, 0xb4, 0x13, 0x48] + validator.publicKey.bytes.bytes)] = validator.publicKey.key
        }
        let proof = try BlockProof(cell: Cell(boc: try RecordedFixtures.bytes("\(folder)/proof_3236540.boc")))
        // ton.blockId: its constructor, then both hashes.
        let message = [0x70, 0x6e, 0x0b, 0xc5] + proof.block.rootHash.bytes + proof.block.fileHash.bytes
        for (_, pair) in try #require(try proof.signatures?.load().signatures.entries()) {
            guard case .simple(let signature) = pair.signature else {
                Issue.record("not a simple signature")
                continue
            }
            let key = try #require(keys[pair.nodeIdentifierShort])
            #expect(key.isValidSignature(signature.bytes, for: message))
        }
    }

    @Test(
        "blocks of a sibling network, as far as their layouts are those of TON",
        arguments: [
            "empty_shard_block", "mc_block_with_shards", "mc_key_block", "mc_simple_block", "simple_shard_block",
        ])
    func everscale(name: String) throws {
        let cell = try Cell(
            boc: try RecordedFixtures.bytes("blocks/everscale/\(name).boc"), reading: .reference)
        var walker = BlockWalker()
        try walker.block(cell)
    }
}
