import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// Blocks of mainnet with the signatures of its validators.
@Suite("Signed blocks", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct SignedBlockTests {
    @Test("the 20 blocks after a key block are signed by the validators that it names")
    func proofs() throws {
        let recorded = try SignedBlocks()
        for signed in recorded.blocks {
            let proof = try BlockProof(cell: try Cell(boc: signed.proof))
            let header = try ProvenBlock(proof, of: signed.identifier, after: recorded.keyBlock)
            // The whole block, whose file hash is under the signatures, says the same.
            let block = try ProvenBlock(file: signed.file, of: signed.identifier)
            #expect(header.info == block.info)
        }
    }

    @Test("the same as steps of a lite-server's proof")
    func links() throws {
        let recorded = try SignedBlocks()
        var trusted = try TrustedBlock(recorded.keyBlock.identifier, origin: .pinned)
        for signed in recorded.blocks {
            let question = LiteAPI.GetBlockProof(knownBlock: trusted.start, targetBlock: signed.identifier)
            let answer = LiteAPI.PartialBlockProof(
                isComplete: true, source: trusted.start, destination: signed.identifier,
                steps: [.forward(try recorded.link(to: signed))])
            let chain = try question.proven(by: try LiteAPI.PartialBlockProof(tl: answer.tlBytes))
            #expect(chain.destination == signed.identifier && chain.lastKeyBlock == nil)
            #expect(try trusted.advance(along: chain))
            #expect(trusted.newest == signed.identifier && trusted.start == recorded.keyBlock.identifier)
        }
        #expect(trusted.generatedAt == 1_586_880_840)
    }

    @Test("no single bit of block, proof, signature or set can be another")
    func corruption() throws {
        let recorded = try SignedBlocks()
        // A bag may have bits that change its form and no cell: what is read of it must be the same then.
        var bags = ProofFaults(seed: 1)
        for signed in recorded.blocks {
            // Without the checksum, which would find every flipped bit.
            let cell = try Cell(boc: signed.proof)
            let proof = try BlockProof(cell: cell)
            bags.flip(cell.boc([]), samples: 40, expecting: cell, "proof") {
                let cell = try Cell(boc: $0)
                _ = try ProvenBlock(try BlockProof(cell: cell), of: signed.identifier, after: recorded.keyBlock)
                return cell
            }
            bags.flip(proof.root.boc([]), samples: 150, expecting: proof.root, "header") {
                let block = try ProvenBlock(proof: $0, of: signed.identifier)
                return try MerkleProof(root: try block.block.cell()).cell
            }
        }
        var faults = ProofFaults(seed: 2)
        for signed in recorded.blocks {
            faults.flip(signed.file, samples: 50, expecting: false, "block") {
                _ = try ProvenBlock(file: $0, of: signed.identifier)
                return true
            }
        }
        let signed = recorded.blocks[0]
        let header = try ProvenBlock(
            try BlockProof(cell: try Cell(boc: signed.proof)), of: signed.identifier, after: recorded.keyBlock)
        let configuration = try recorded.configuration()
        // All of the set, as a lite-server sends it, but for the signatures behind the first.
        let set = try recorded.link(to: signed).signatures
        faults.flipAll(Array(set.tlBytes.prefix(120)), expecting: false, "set") {
            let bytes = $0 + set.tlBytes.dropFirst(120)
            _ = try header.requireSigned(try LiteAPI.SignatureSet(tl: bytes), under: configuration)
            return true
        }
        faults.flip(set.tlBytes, samples: 50, expecting: false, "set") {
            _ = try header.requireSigned(try LiteAPI.SignatureSet(tl: $0), under: configuration)
            return true
        }
        // The validators: those whose turn it is.
        let validators = try #require(try configuration.currentValidators())
        #expect(try validators.cell() == configuration.cell(34))
        for position in 0..<validators.main {
            let validator = try #require(try validators.list.value(for: position))
            faults.flip(try validator.cell().boc([]), samples: 3, expecting: false, "validator \(position)") {
                var changed = validators
                try changed.list.set(try ValidatorDescription(cell: try Cell(boc: $0)), for: position)
                var other = configuration
                try other.set(.validatorSet(changed), for: 34)
                _ = try header.requireSigned(set, under: other)
                return true
            }
        }
        // The name.
        let name = signed.identifier.tlBytes
        faults.flipAll(name, expecting: false, "name") {
            let proof = try BlockProof(cell: try Cell(boc: signed.proof))
            _ = try ProvenBlock(proof, of: try BlockIdentifier(tl: $0), after: recorded.keyBlock)
            return true
        }
        // A step, whole.
        let link = try recorded.link(to: signed)
        var writer = TLWriter()
        writer.writeBoxed(link)
        let source = recorded.keyBlock.identifier
        let chain = try ProvenBlockChain(from: source, steps: [.forward(link)])
        bags.flip(writer.bytes, samples: 200, expecting: chain, "step") {
            try ProvenBlockChain(from: source, steps: [.forward(try LiteAPI.BlockLinkForward(tl: $0))])
        }
        print(
            "signed blocks: \(faults.refused + bags.refused) of \(faults.count + bags.count) flipped bits refused, "
                + "\(bags.harmless) change the form of a bag, \(faults.accepted + bags.accepted) accepted")
        #expect(faults.refused == faults.count && faults.count > 2500)
        #expect(bags.accepted == 0 && bags.harmless < 10 && bags.count > 3000)
    }

    @Test("the validators of a shard are drawn as mainnet draws them")
    func shardValidators() throws {
        let file = try RecordedFixtures.bytes("blocks/mainnet/key_block_46991999.boc")
        let keyBlock = try Block(cell: try Cell(boc: file))
        let extra = try #require(try keyBlock.extra.load().masterchainExtra?.load())
        let configuration = try #require(extra.configuration?.configuration)
        let info = try Block(cell: try Cell(boc: try RecordedFixtures.bytes("blocks/mainnet/wc0_52111590.boc")))
            .info.load()
        #expect(info.previousKeyBlockSeqno == 46_991_999)
        let subset = try ValidatorSubset(of: info.shard, catchainSeqno: info.catchainSeqno, in: configuration)
        #expect(subset.listHashShort == info.validatorListHashShort)
        #expect(subset.members.count > 1 && subset.totalWeight == UInt64(subset.members.count))
        #expect(Set(subset.members).count == subset.members.count)
    }

    @Test("the validators of another session, block or configuration are others")
    func otherValidators() throws {
        let recorded = try SignedBlocks()
        let configuration = try recorded.configuration()
        let info = try Block(cell: try Cell(boc: recorded.blocks[0].file)).info.load()
        let subset = try ValidatorSubset(of: .masterchain, catchainSeqno: info.catchainSeqno, in: configuration)
        #expect(subset.listHashShort == info.validatorListHashShort)
        let other = try ValidatorSubset(of: .masterchain, catchainSeqno: info.catchainSeqno + 1, in: configuration)
        #expect(other.members != subset.members && Set(other.members) == Set(subset.members))
        #expect(other.listHashShort != subset.listHashShort)
        // Signatures of one block are not those of another.
        let link = try recorded.link(to: recorded.blocks[0])
        var foreign = try recorded.link(to: recorded.blocks[1])
        foreign.signatures = link.signatures
        let error = #expect(throws: ProofError.self) { try foreign.proven() }
        #expect(error?.block == recorded.blocks[1].identifier && error?.step == .signatures)
        // Without validators there is nobody to sign.
        var empty = configuration
        try empty.remove(34)
        #expect(throws: CellError.self) {
            try ValidatorSubset(of: .masterchain, catchainSeqno: info.catchainSeqno, in: empty)
        }
    }
}
