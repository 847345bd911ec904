import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// The key block 3236530 of mainnet, the 20 blocks after it, and who signed each.
struct SignedBlocks {
    struct Signed {
        let identifier: BlockIdentifier
        let file: [UInt8]
        let proof: [UInt8]
    }

    static let folder = "blocks/mainnet/test_master_block_proof_shuffle_3236530"
    static let keySeqno: UInt32 = 3_236_530

    let keyBlock: ProvenBlock
    let keyFile: [UInt8]
    let blocks: [Signed]

    /// The names of all but the last block are those that the blocks after them state.
    init() throws {
        let files = try (1...20).map {
            try RecordedFixtures.bytes("\(Self.folder)/block_\(Int(Self.keySeqno) + $0).boc")
        }
        let roots = try files.map { try Block(cell: try Cell(boc: $0)) }
        var names = try roots.map { block in
            try #require(block.info.load().previousBlockIdentifiers().first)
        }
        names.append(
            BlockIdentifier(
                shardIdentifier: .masterchain, seqno: Self.keySeqno + 20, rootHash: try Cell(boc: files[19]).hash,
                fileHash: SHA256.hash(files[19])))
        keyFile = try RecordedFixtures.bytes("\(Self.folder)/key_block_\(Self.keySeqno).boc")
        keyBlock = try ProvenBlock(file: keyFile, of: names[0])
        blocks = try files.enumerated().map { number, file in
            let path = "\(Self.folder)/proof_\(Self.keySeqno + UInt32(number) + 1).boc"
            return Signed(identifier: names[number + 1], file: file, proof: try RecordedFixtures.bytes(path))
        }
    }

    func configuration() throws -> NetworkConfiguration { try keyBlock.configuration().configuration }

    /// A step from the key block, as a lite-server would give it.
    func link(to signed: Signed) throws -> LiteAPI.BlockLinkForward {
        let proof = try BlockProof(cell: try Cell(boc: signed.proof))
        let signatures = try #require(try proof.signatures?.load())
        return LiteAPI.BlockLinkForward(
            isToKeyBlock: false, source: keyBlock.identifier, destination: signed.identifier,
            destinationProof: proof.root.boc([]), configurationProof: try configurationProof(),
            signatures: try LiteAPI.SignatureSet(signatures))
    }

    /// A proof that shows the header and the configuration of the key block.
    private func configurationProof() throws -> [UInt8] {
        let block = keyBlock.block
        let extra = try block.extra.load()
        let masterchain = try #require(extra.masterchainExtra)
        let configuration = try masterchain.load().configuration
        let root = try #require(configuration?.root)
        return try MerkleProof.create(root: try Cell(boc: keyFile)) { tracker in
            for cell in [block.info.cell, block.extra.cell, masterchain.cell] { tracker.visit(cell) }
            tracker.visitAll(root)
        }.cell.boc([])
    }
}
