import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// A chain of proofs of the main network: masterchain block 31220993, the shard's block, an account.
@Suite("Recorded proofs", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedProofTests {
    struct Named: Decodable {
        let workchain: Int32
        let shard: String
        let seqno: UInt32
        let rootHash: String
        let fileHash: String

        func identifier() throws -> BlockIdentifier {
            BlockIdentifier(
                shardIdentifier: try ShardIdentifier(
                    workchain: workchain, shard: try #require(UInt64(shard, radix: 16))), seqno: seqno,
                rootHash: try #require(Hash256(hex: rootHash)), fileHash: try #require(Hash256(hex: fileHash)))
        }
    }
    struct Document: Decodable {
        struct Header: Decodable {
            let headerProof: String
        }
        struct Shard: Decodable {
            let shardblk: Named
            let shardProof: String
            let shardDescr: String
        }
        struct Account: Decodable {
            struct Expected: Decodable {
                let stateRootHash: String
            }
            let address: String
            let proof: String
            let state: String
            let expected: Expected
        }

        let mcBlock: Named
        let blockHeader: Header
        let shardInfo: Shard
        let accountState: Account
    }

    /// A recorded document whose keys are in snake case.
    private static func json<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(try RecordedFixtures.bytes(path)))
    }

    /// The recorded chain, read.
    private struct Chain {
        let masterchain: BlockIdentifier
        let shardBlock: BlockIdentifier
        let address: AccountAddress
        let header: [UInt8]
        let shard: [UInt8]
        let description: Cell
        let account: [UInt8]
        let state: [UInt8]
        let stateHash: Hash256?

        init() throws {
            let document = try RecordedProofTests.json(Document.self, "liteserver/proof_account_31220993.json")
            masterchain = try document.mcBlock.identifier()
            shardBlock = try document.shardInfo.shardblk.identifier()
            address = try FriendlyAddress(document.accountState.address).address
            header = try #require(Hex.decode(document.blockHeader.headerProof))
            shard = try #require(Hex.decode(document.shardInfo.shardProof))
            description = try Cell(boc: try #require(Hex.decode(document.shardInfo.shardDescr)))
            account = try #require(Hex.decode(document.accountState.proof))
            state = try #require(Hex.decode(document.accountState.state))
            stateHash = Hash256(hex: document.accountState.expected.stateRootHash)
        }
    }

    @Test("from the masterchain block's name to the account")
    func chain() throws {
        let chain = try Chain()
        let header = try ProvenBlock(proof: chain.header, of: chain.masterchain)
        #expect(header.info.generatedAt == 1_689_699_158 && header.info.endLT == 39_391_488_000_004)
        #expect(header.block.globalIdentifier == -239)
        let shards = try ProvenState(proof: chain.shard, of: chain.masterchain).shards()
        let shard = try #require(try shards.shard(containing: chain.address))
        #expect(shard.block == chain.shardBlock)
        // The description comes as the leaf of a tree: behind a 0.
        #expect(try BinaryTree(root: chain.description).leaf(addressPrefix: 0, workchain: 0).1 == shard.description)
        #expect(shard.description.generatedAt == 1_689_699_153)
        #expect(try shards.shard(chain.shardBlock.shardIdentifier)?.block == chain.shardBlock)
        let account = try ProvenAccount(
            proof: chain.account, state: chain.state, of: chain.address, in: shard.block)
        #expect(account.stateHash == chain.stateHash)
        #expect(try account.account().existing?.address.account == chain.address)
        // Without its cell, the account is known by its hash.
        let pruned = try ProvenAccount(proof: chain.account, state: [], of: chain.address, in: shard.block)
        #expect(pruned.stateHash == chain.stateHash)
        let hash = try #require(pruned.stateHash)
        #expect(throws: BlockProofError.cell(.prunedBranch(hash))) { try pruned.account() }
    }

    @Test("a proof holds for its block alone")
    func otherBlocks() throws {
        let chain = try Chain()
        var other = chain.masterchain
        other.rootHash = .zero
        #expect(throws: BlockProofError.rootHash(expected: .zero, found: chain.masterchain.rootHash)) {
            try ProvenBlock(proof: chain.header, of: other)
        }
        other = chain.masterchain
        other.seqno += 1
        #expect(throws: BlockProofError.seqno(expected: 31_220_994, found: 31_220_993)) {
            try ProvenBlock(proof: chain.header, of: other)
        }
        #expect(throws: BlockProofError.seqno(expected: 31_220_994, found: 31_220_993)) {
            try ProvenState(proof: chain.shard, of: other)
        }
        other = chain.masterchain
        other.shardIdentifier = chain.shardBlock.shardIdentifier
        #expect(throws: BlockProofError.shard(expected: other.shardIdentifier, found: .masterchain)) {
            try ProvenBlock(proof: chain.header, of: other)
        }
        let (header, shard) = (chain.masterchain.rootHash, chain.shardBlock.rootHash)
        #expect(throws: BlockProofError.rootHash(expected: header, found: shard)) {
            try ProvenAccount(proof: chain.account, state: chain.state, of: chain.address, in: chain.masterchain)
        }
        #expect(throws: BlockProofError.rootCount(expected: 1, found: 2)) {
            try ProvenBlock(proof: chain.account, of: chain.shardBlock)
        }
        #expect(throws: BlockProofError.rootCount(expected: 2, found: 1)) {
            try ProvenState(proof: chain.header, of: chain.masterchain)
        }
        // The header of one block and the state of another.
        let header0 = try BagOfCells(chain.account).roots[0]
        let state1 = try BagOfCells(chain.shard).roots[1]
        #expect(throws: BlockProofError.self) {
            try ProvenState(
                headerProof: MerkleProof(cell: header0), stateProof: MerkleProof(cell: state1), of: chain.shardBlock)
        }
    }

    @Test("what a proof doesn't show is neither there nor absent")
    func otherAccounts() throws {
        let chain = try Chain()
        let state = try ProvenState(proof: chain.account, of: chain.shardBlock)
        let cell = try Cell(boc: chain.state)
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<50 {
            let hash = try #require(Hash256((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }))
            #expect(throws: BlockProofError.self) { try ProvenAccount(AccountAddress(hash: hash), in: state) }
        }
        let foreign = AccountAddress(workchain: -1, hash: chain.address.hash)
        #expect(throws: BlockProofError.accountOutsideShard(foreign, state.state.shard)) {
            try ProvenAccount(foreign, in: state)
        }
        #expect(throws: BlockProofError.accountHash(expected: cell.hash, found: Cell.empty.hash)) {
            try ProvenAccount(chain.address, in: state, cell: .empty)
        }
        #expect(throws: BlockProofError.notMasterchain(state.state.shard)) { try state.shards() }
        #expect(throws: BlockProofError.notMasterchain(state.state.shard)) { try state.configuration() }
    }

    @Test("no flipped bit proves anything else")
    func flippedBits() throws {
        let chain = try Chain()
        let header = try flipping(chain.header, samples: 500, seed: 1) {
            try ProvenBlock(proof: $0, of: chain.masterchain).info
        }
        let shard = try flipping(chain.shard, samples: 500, seed: 2) {
            try ProvenState(proof: $0, of: chain.masterchain).shards().shard(containing: chain.address)?.description
        }
        let account = try flipping(chain.account, samples: 500, seed: 3) {
            try ProvenAccount(proof: $0, state: chain.state, of: chain.address, in: chain.shardBlock).account()
        }
        let state = try flipping(chain.state, samples: 500, seed: 4) {
            try ProvenAccount(proof: chain.account, state: $0, of: chain.address, in: chain.shardBlock).account()
        }
        for counts in [header, shard, account, state] { #expect(counts.refused > 480, "\(counts)") }
    }

    @Test("a whole configuration under a proof")
    func configuration() throws {
        let proof = try MerkleProof(
            cell: try Cell(boc: try RecordedFixtures.bytes("config/config_proof_33651872.boc")))
        let state = try ShardStateUnsplit(cell: proof.root)
        #expect(state.seqno == 33_651_872 && state.shard == .masterchain)
        let extra = try #require(try state.masterchainExtra?.load())
        #expect(
            extra.configuration.root.hash(level: 0).hex
                == "ae2e3b1b8391758106831cc99d5c9fa6d1ac1bddad148d06bed3b9bd4005f644")
        // A made block of that number that leads to the state.
        let other = try madeBlock(
            over: MerkleUpdate(old: .empty, new: try hidden(proof.root)), seqno: 33_651_872,
            shard: .masterchain)
        let identifier = BlockIdentifier(
            shardIdentifier: .masterchain, seqno: 33_651_872, rootHash: other.hash, fileHash: .zero)
        let proven = try ProvenBlock(root: other, of: identifier).state(proof)
        let configuration = try proven.configuration().configuration
        #expect(try configuration.parameters().count > 30 && configuration.currentValidators() != nil)
    }

    @Test("a proof of a recorded test is one")
    func special() throws {
        struct Test: Decodable {
            struct Bag: Decodable {
                let bocHex: String
                let exotic: [Int]
            }
            let bocs: [Bag]
        }
        var count = 0
        let tests = try Self.json([Test].self, "liteserver/proofs_tonpy__test_cell.py.json")
        for bag in tests.flatMap(\.bocs) where bag.exotic.contains(3) {
            let bytes = try #require(Hex.decode(bag.bocHex))
            let proof = try MerkleProof(cell: try Cell(boc: bytes))
            #expect(proof.rootHash == proof.root.hash(level: 0))
            count += 1
        }
        #expect(count == 1)
    }
}
