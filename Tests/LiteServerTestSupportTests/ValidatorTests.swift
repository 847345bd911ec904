import LiteServerTestSupport
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient
import Testing

@Suite("Validators made by tests")
struct ValidatorTests {
    struct Document: Decodable {
        struct Exchange: Decodable {
            let method: String?
            let answer: String
        }

        let exchanges: [Exchange]

        func answer(_ method: String) throws -> [UInt8] {
            try #require(exchanges.first { $0.method == "liteServer.\(method)" }.flatMap { Hex.decode($0.answer) })
        }
    }

    @Test(
        "the short hash of a session is what the node software put into its blocks",
        .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func shortHash() throws {
        let document = try RecordedFixtures.json(Document.self, "liteserver/localnet_exchanges.json")
        let answer = try LiteAPI.ConfigurationInfo(tl: try document.answer("getConfigAll"))
        let state = try ProvenState(
            headerProof: answer.stateProof, stateProof: answer.configurationProof, of: answer.block)
        let validators = try #require(try state.configuration().configuration.currentValidators()).validators()
        let header = try LiteAPI.BlockHeader(tl: try document.answer("getBlockHeader"))
        let info = try ProvenBlock(proof: header.headerProof, of: header.block).info
        #expect(
            ValidatorSession.shortHash(of: validators, catchainSeqno: info.catchainSeqno)
                == info.validatorListHashShort)
        // As it stands in the signature sets of the recorded block proofs.
        #expect(ValidatorSession.shortHash(of: validators, catchainSeqno: 1) == 3_782_196_855)
    }

    @Test("each key block's validators sign the blocks after it, with more than two thirds of the weight")
    func signatures() throws {
        let chain = try Chains.made()
        var configuration = try ShardStateUnsplit(cell: chain.firstState.root).masterchainExtra?.load().configuration
        var (ordinary, simplex) = (0, 0)
        for block in chain.masterchain.dropFirst() {
            let info = try #require(block.info)
            let (set, session) = (
                try #require(try configuration?.configuration.currentValidators()), try #require(block.session)
            )
            let main = try set.validators().prefix(Int(set.main))
            #expect(
                ValidatorSession.shortHash(of: Array(main), catchainSeqno: info.catchainSeqno)
                    == info.validatorListHashShort)
            let signatures = try session.signatures(of: block.identifier)
            let message: [UInt8]
            switch signatures {
            case .ordinary(let set):
                #expect(set.catchainSeqno == info.catchainSeqno && set.validatorSetHash == info.validatorListHashShort)
                // ton.blockId: its number in four bytes, and both hashes.
                message = [0x70, 0x6e, 0x0b, 0xc5] + block.identifier.rootHash.bytes + block.identifier.fileHash.bytes
                ordinary += 1
            case .simplex(let set):
                #expect(set.catchainSeqno == info.catchainSeqno && set.validatorSetHash == info.validatorListHashShort)
                #expect(try Consensus.CandidateHashData(tl: set.candidate).block == block.identifier)
                // consensus.dataToSign over consensus.simplex.finalizeVote over consensus.candidateId.
                let vote: [UInt8] =
                    [0x05, 0xe1, 0xa7, 0x40, 0x3f, 0xcd, 0x91, 0xb6]
                    + withUnsafeBytes(of: set.slot.littleEndian, Array.init) + SHA256.hash(set.candidate).bytes
                message =
                    [0xf8, 0x3d, 0xe3, 0xa8] + set.sessionIdentifier.bytes + [UInt8(vote.count)] + vote
                    + [UInt8](repeating: 0, count: -(vote.count + 1) & 3)
                simplex += 1
            }
            var weight: UInt64 = 0
            var signers: Set<Hash256> = []
            for signature in signatures.signatures {
                let signer = try #require(
                    main.first {
                        SHA256.hash([0xc6, 0xb4, 0x13, 0x48] + $0.publicKey.bytes.bytes)
                            == signature.nodeIdentifierShort
                    })
                #expect(signers.insert(signature.nodeIdentifierShort).inserted)
                #expect(signer.publicKey.key.isValidSignature(signature.signature, for: message))
                weight += signer.weight
            }
            #expect(weight * 3 > main.reduce(0) { $0 + $1.weight } * 2)
            if block.isKeyBlock {
                configuration = try ProvenBlock(file: block.file, of: block.identifier).configuration()
                #expect(try configuration?.configuration.currentValidators() != set)
            }
        }
        #expect(ordinary == 9 && simplex > 40)
    }
}
