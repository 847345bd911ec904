import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// Shards of a masterchain block that the test makes: one workchain, split into a half and two quarters.
@Suite("Proofs of shards")
struct ShardProofTests {
    private let made: MadeMasterchain.Made
    private let shards: [(shard: ShardIdentifier, leaf: ShardDescription)]

    init() throws {
        let whole = try ShardIdentifier(workchain: 0, shard: ShardIdentifier.wholeWorkchain)
        let halves = try #require(whole.children)
        let quarters = try #require(halves.right.children)
        shards = [halves.left, quarters.left, quarters.right].enumerated().map { number, shard in
            let description = ShardDescription(
                seqno: UInt32(10 + number), registeredMasterchainSeqno: 1, startLT: 1, endLT: 2,
                rootHash: SHA256.hash([UInt8(number)]), fileHash: SHA256.hash([UInt8(number), 1]), nextCatchainSeqno: 1,
                nextValidatorShard: shard.shard, minimumReferencedMasterchainSeqno: 0, generatedAt: 5,
                splitMergeAt: .none, feesCollected: .zero, fundsCreated: .zero)
            return (shard, description)
        }
        var configuration = NetworkConfiguration()
        try configuration.set(.address(.zero), for: 0)
        var chain = MadeMasterchain()
        try chain.make(configuration: configuration, shards: try ShardHashes(shards))
        made = chain.newest
    }

    /// A proof that shows the tree of shards down to one of them, or as far as there are forks above it.
    private func proof(to prefix: UInt64, depth: Int, workchain: Int32 = 0) throws -> [UInt8] {
        let state = try made.stateProof { state, tracker throws(CellError) in
            guard let hashes = try state.masterchainExtra?.load().shardHashes else { return }
            let key = BitString(UInt64(UInt32(bitPattern: workchain)), bits: 32)
            guard var value = try tracker.value(for: key, in: hashes.workchains.dictionary) else { return }
            var cell = try value.loadReference()
            for level in 0...depth {
                var slice = try tracker.slice(of: cell)
                guard try slice.loadBit() else {
                    // With the fees, which lie in a cell of their own.
                    tracker.visitAll(cell)
                    return
                }
                let left = try slice.loadReference()
                cell = (prefix << UInt64(level)) >> 63 == 0 ? left : try slice.loadReference()
            }
        }
        return BagOfCells(roots: [try made.headerProof(), state]).serialized([])
    }

    private static let none = LiteAPI.AnyBlockIdentifier(
        workchain: -1, shard: 0, seqno: .max, rootHash: .zero, fileHash: .zero)

    private func ask(
        _ shard: UInt64, workchain: Int32 = 0, isExact: Bool, answering number: Int?, depth: Int = 60,
        change: (inout LiteAPI.ShardInfo) -> Void = { _ in }
    ) throws -> ProvenShard? {
        let question = LiteAPI.GetShardInfo(
            block: made.identifier, workchain: workchain, shard: shard, isExact: isExact)
        var leaf = CellBuilder()
        try leaf.store(bit: false)
        if let number { try leaf.store(shards[number].leaf) }
        var answer = LiteAPI.ShardInfo(
            block: made.identifier,
            shardBlock: number.map {
                LiteAPI.AnyBlockIdentifier(shards[$0].leaf.identifier(in: shards[$0].shard))
            } ?? Self.none, shardProof: try proof(to: shard, depth: depth, workchain: workchain),
            shardDescription: number == nil ? [] : try leaf.build().boc([]))
        change(&answer)
        return try question.proven(by: answer)
    }

    @Test("the shard that has an account, and exactly a shard")
    func info() throws {
        for (number, (shard, description)) in shards.enumerated() {
            let expected = ProvenShard(shard, description)
            #expect(try ask(shard.shard, isExact: true, answering: number) == expected)
            // By an account in it.
            #expect(try ask(shard.shard + 8, isExact: false, answering: number) == expected)
            #expect(try ask(shard.shard + 8, isExact: true, answering: nil) == nil)
        }
        // All of the workchain is in no shard; nor is there another workchain.
        let whole = ShardIdentifier.wholeWorkchain
        #expect(try ask(whole, isExact: false, answering: nil, depth: 0) == nil)
        #expect(try ask(whole, isExact: true, answering: nil, depth: 0) == nil)
        #expect(try ask(whole, workchain: 7, isExact: false, answering: nil) == nil)
    }

    @Test("a shard that is withheld, exchanged or made up")
    func lies() throws {
        let shard = shards[1].shard.shard
        #expect(throws: ProofError.self) { try ask(shard, isExact: true, answering: nil) }
        #expect(throws: ProofError.self) { try ask(shard, isExact: true, answering: 0) }
        #expect(throws: ProofError.self) { try ask(shard + 8, isExact: true, answering: 1) }
        #expect(throws: ProofError.self) { try ask(ShardIdentifier.wholeWorkchain, isExact: false, answering: 0) }
        #expect(throws: ProofError.self) { try ask(shard, workchain: 7, isExact: false, answering: 1) }
        // The way there isn't shown.
        #expect(throws: ProofError.self) { try ask(shard, isExact: true, answering: 1, depth: 0) }
        #expect(throws: ProofError.self) {
            try ask(shard, isExact: true, answering: 1) { $0.shardBlock.fileHash = .zero }
        }
        #expect(throws: ProofError.self) { try ask(shard, isExact: true, answering: 1) { $0.block.fileHash = .zero } }
        #expect(throws: ProofError.self) { try ask(shard, isExact: true, answering: 1) { $0.shardDescription = [] } }
        #expect(throws: ProofError.self) {
            var other = CellBuilder()
            try other.store(bit: false)
            try other.store(shards[2].leaf)
            let bag = try other.build().boc([])
            _ = try ask(shard, isExact: true, answering: 1) { $0.shardDescription = bag }
        }
    }

    @Test("all shards")
    func all() throws {
        let question = LiteAPI.GetAllShardsInfo(block: made.identifier)
        let proof = try MerkleProof.create(root: made.root) { tracker throws(CellError) in
            let block = try Block(cell: made.root)
            tracker.visit(block.extra.cell)
            guard let extra = try block.extra.load().masterchainExtra else { return }
            tracker.visit(extra.cell)
        }.cell.boc([])
        let data = try ShardHashes(shards).cell().boc([])
        let answer = LiteAPI.AllShardsInfo(block: made.identifier, proof: proof, data: data)
        #expect(try question.proven(by: answer) == shards.map { ProvenShard($0.shard, $0.leaf) })
        // One is exchanged, and none is left.
        var others = shards
        others[2].leaf.fileHash = .zero
        for lie in [try ShardHashes(others), ShardHashes()] {
            let answer = LiteAPI.AllShardsInfo(block: made.identifier, proof: proof, data: try lie.cell().boc([]))
            #expect(throws: ProofError.self) { try question.proven(by: answer) }
        }
    }

    @Test("an account of a workchain that there isn't, and of one that there is")
    func accounts() throws {
        func ask(
            workchain: Int32, shardBlock: LiteAPI.AnyBlockIdentifier, proof bytes: [UInt8] = []
        ) throws -> ProvenAccountState {
            let question = LiteAPI.GetAccountState(
                block: made.identifier,
                account: LiteAPI.AccountIdentifier(workchain: workchain, address: SHA256.hash([3])))
            return try question.proven(
                by: LiteAPI.AccountState(
                    block: made.identifier, shardBlock: shardBlock,
                    shardProof: try proof(to: 0, depth: 60, workchain: workchain), proof: bytes, state: []))
        }
        let absent = try ask(workchain: 7, shardBlock: Self.none)
        #expect(absent.shardBlock == nil && absent.entry == nil)
        #expect(try absent.account() == .nonexistent)
        // A server can't deny a workchain, nor answer with a shard that there isn't.
        #expect(throws: ProofError.self) { try ask(workchain: 0, shardBlock: Self.none) }
        let shard = LiteAPI.AnyBlockIdentifier(shards[0].leaf.identifier(in: shards[0].shard))
        #expect(throws: ProofError.self) { try ask(workchain: 7, shardBlock: shard) }
        #expect(throws: ProofError.self) { try ask(workchain: 7, shardBlock: Self.none, proof: [1]) }
        #expect(throws: ProofError.self) { try ask(workchain: 1000, shardBlock: Self.none) }
    }
}
