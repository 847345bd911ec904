import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// The proofs of an account of mainnet at masterchain block 31220993.
@Suite("A recorded account", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedAccountProofTests {
    private struct Document: Decodable {
        struct Name: Decodable {
            let workchain: Int32
            let shard: String
            let seqno: UInt32
            let rootHash: String
            let fileHash: String

            enum CodingKeys: String, CodingKey {
                case workchain, shard, seqno
                case rootHash = "root_hash"
                case fileHash = "file_hash"
            }

            func identifier() throws -> BlockIdentifier {
                BlockIdentifier(
                    shardIdentifier: try ShardIdentifier(
                        workchain: workchain, shard: try #require(UInt64(shard, radix: 16))),
                    seqno: seqno, rootHash: try #require(Hash256(hex: rootHash)),
                    fileHash: try #require(Hash256(hex: fileHash)))
            }
        }

        struct Header: Decodable {
            let proof: String

            enum CodingKeys: String, CodingKey {
                case proof = "header_proof"
            }
        }

        struct Shard: Decodable {
            let block: Name
            let proof: String
            let description: String

            enum CodingKeys: String, CodingKey {
                case block = "shardblk"
                case proof = "shard_proof"
                case description = "shard_descr"
            }
        }

        struct Account: Decodable {
            struct Expected: Decodable {
                let stateHash: String

                enum CodingKeys: String, CodingKey {
                    case stateHash = "state_root_hash"
                }
            }

            let address: String
            let proof: String
            let state: String
            let expected: Expected
        }

        let block: Name
        let header: Header
        let shard: Shard
        let account: Account

        enum CodingKeys: String, CodingKey {
            case block = "mc_block"
            case header = "block_header"
            case shard = "shard_info"
            case account = "account_state"
        }
    }

    private static func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

    @Test("header, shard and account verify, and no bit of them can be another")
    func account() throws {
        let document = try RecordedFixtures.json(Document.self, "liteserver/proof_account_31220993.json")
        let block = try document.block.identifier()
        let shardBlock = try document.shard.block.identifier()
        var faults = ProofFaults(seed: 2)

        let header = LiteAPI.BlockHeader(
            block: block, headerProof: try Self.bytes(document.header.proof), mode: 0)
        let info = try LiteAPI.GetBlockHeader(block: block).proven(by: header).info
        #expect(info.generatedAt == 1_689_699_158 && info.startLT == 39_391_488_000_000)
        #expect(info.previousKeyBlockSeqno == 31_212_222 && info.validatorListHashShort == 2_288_844_950)
        faults.flip(header.tlBytes, samples: 1000, expecting: info, "header") {
            try LiteAPI.GetBlockHeader(block: block).proven(by: try LiteAPI.BlockHeader(tl: $0)).info
        }

        let shard = LiteAPI.ShardInfo(
            block: block, shardBlock: LiteAPI.AnyBlockIdentifier(shardBlock),
            shardProof: try Self.bytes(document.shard.proof),
            shardDescription: try Self.bytes(document.shard.description))
        let shardQuestion = LiteAPI.GetShardInfo(
            block: block, workchain: 0, shard: ShardIdentifier.wholeWorkchain, isExact: true)
        let proven = try #require(try shardQuestion.proven(by: shard))
        #expect(proven.block == shardBlock && proven.description.startLT == 39_391_487_000_000)
        #expect(proven.description.nextCatchainSeqno == 459_607)
        faults.flip(shard.tlBytes, samples: 1000, expecting: proven, "shard") {
            try shardQuestion.proven(by: try LiteAPI.ShardInfo(tl: $0))
        }

        let friendly = try FriendlyAddress(document.account.address)
        let question = LiteAPI.GetAccountState(
            block: block, account: LiteAPI.AccountIdentifier(friendly.address))
        let answer = LiteAPI.AccountState(
            block: block, shardBlock: LiteAPI.AnyBlockIdentifier(shardBlock), shardProof: shard.shardProof,
            proof: try Self.bytes(document.account.proof), state: try Self.bytes(document.account.state))
        let state = try question.proven(by: answer)
        #expect(state.shardBlock == shardBlock && state.generatedAt == 1_689_699_153)
        #expect(state.entry?.stateHash.hex == document.account.expected.stateHash)
        #expect(try state.account().existing?.address.account == friendly.address)
        faults.flip(answer.tlBytes, samples: 3000, expecting: state, "account") {
            try question.proven(by: try LiteAPI.AccountState(tl: $0))
        }
        print("account: \(faults.refused) of \(faults.count) flipped bits refused, \(faults.accepted) accepted")
        #expect(faults.accepted == 0 && faults.refused > 4900)

        // Another account's question, another block's, and an answer that leaves the account out.
        var other = question
        other.account.address = .zero
        #expect(throws: ProofError.self) { try other.proven(by: answer) }
        other = question
        other.block.fileHash = .zero
        #expect(
            throws: ProofError(
                block: other.block, step: .answer, reason: .otherBlock(expected: other.block, found: block))
        ) { try other.proven(by: answer) }
        var without = answer
        without.state = []
        #expect(
            throws: ProofError(block: shardBlock, step: .account, reason: .missing("the account's cell"))
        ) { try question.proven(by: without) }
    }
}
