import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Proofs that the node software of July 2026 gave of blocks, accounts, shards and the configuration.
@Suite("Proofs of a node", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedNodeProofTests {
    struct Document: Decodable {
        struct Exchange: Decodable {
            let method: String?
            let query: String?
            let answer: String?
        }

        let exchanges: [Exchange]

        func exchanges(of method: String) -> [Exchange] { exchanges.filter { $0.method == "liteServer.\(method)" } }
    }

    private static func document() throws -> Document {
        try RecordedFixtures.json(Document.self, "liteserver/localnet_exchanges.json")
    }

    @Test("headers, found or asked for, are those of their blocks")
    func headers() throws {
        let document = try Self.document()
        var count = 0
        for exchange in document.exchanges(of: "lookupBlock") + document.exchanges(of: "getBlockHeader") {
            guard exchange.answer?.hasPrefix("19822d75") == true else { continue }
            var answer = try AnswerReader(hex: exchange.answer)
            let identifier = try answer.blockIdentifier()
            _ = try answer.integer(UInt32.self)
            let block = try ProvenBlock(proof: try answer.data(), of: identifier)
            #expect(block.info.seqno == identifier.seqno)
            count += 1
        }
        #expect(count > 200)
    }

    @Test("whole blocks, the transactions in them, and the states that their updates tell of")
    func blocks() throws {
        var transactions = 0
        for exchange in try Self.document().exchanges(of: "getBlock") {
            guard exchange.answer?.hasPrefix("6ced74a5") == true else { continue }
            var answer = try AnswerReader(hex: exchange.answer)
            let identifier = try answer.blockIdentifier()
            guard identifier.seqno > 0 else { continue }
            let bytes = try answer.data()
            let block = try ProvenBlock(file: bytes, of: identifier)
            let update = try block.block.readStateUpdate()
            // What an update shows of the old state is enough to apply it to.
            let new = try update.apply(to: update.old)
            #expect(new.hash(level: 0) == update.newHash)
            #expect(try block.state(root: new).state.generatedLT == block.info.endLT)
            #expect(throws: MerkleUpdateError.wrongOldHash(expected: update.oldHash, found: Cell.empty.hash)) {
                try update.apply(to: .empty)
            }
            let root = try block.block.cell()
            for (account, _, accountBlock) in try block.block.extra.load().accountBlocks.load().entries() {
                let address = AccountAddress(
                    workchain: Int8(truncatingIfNeeded: identifier.workchain), hash: account)
                for (lt, _, transaction) in try accountBlock.transactions.entries() {
                    try Self.check(lt, transaction, of: address, in: root, identifier)
                    transactions += 1
                }
            }
        }
        #expect(transactions > 300)
    }

    @Test("the states of a shard from the first one on, each block's update applied to the one before")
    func states() throws {
        var blocks: [UInt32: ProvenBlock] = [:]
        for exchange in try Self.document().exchanges(of: "getBlock") {
            guard exchange.answer?.hasPrefix("6ced74a5") == true else { continue }
            var answer = try AnswerReader(hex: exchange.answer)
            let identifier = try answer.blockIdentifier()
            guard identifier.seqno > 0, !identifier.shardIdentifier.isMasterchain else { continue }
            blocks[identifier.seqno] = try ProvenBlock(file: try answer.data(), of: identifier)
        }
        // Nothing of the first state stays: its hash is all that the first block's update needs.
        var state = try #require(try blocks[1]?.block.readStateUpdate().old)
        #expect(state.type == .prunedBranch)
        var changed = 0
        for seqno in 1...UInt32(blocks.count) {
            let block = try #require(blocks[seqno])
            state = try block.block.readStateUpdate().apply(to: state)
            #expect(state.level == 0)
            let proven = try block.state(root: state)
            // The accounts' new states are what the block says.
            let accounts = try proven.state.accounts.load()
            for (key, _, accountBlock) in try block.block.extra.load().accountBlocks.load().entries() {
                guard let found = try accounts.value(for: key) else { continue }
                #expect(try found.stateHash == accountBlock.stateUpdate.load().newHash)
                changed += 1
            }
        }
        #expect(blocks.count > 90 && changed >= 2, "\(changed)")
    }

    /// A proof that doesn't show the block's header is refused for that.
    private static func expectPrunedHeader(_ body: () throws(BlockProofError) -> Void) {
        let error = #expect(throws: BlockProofError.self) { try body() }
        guard case .cell(.within("info", .prunedBranch)) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
    }

    private static func check(
        _ lt: UInt64, _ transaction: Lazy<Transaction>, of address: AccountAddress, in root: Cell,
        _ identifier: BlockIdentifier
    ) throws {
        let info = try Block(cell: root).info.cell
        let shown = try proof(of: root, showing: [info, transaction.cell])
        let block = try ProvenBlock(proof: shown.cell.boc(), of: identifier)
        #expect(try block.transaction(of: address, lt: lt)?.hash == transaction.hash)
        #expect(try block.transaction(of: address, lt: lt, cell: transaction.cell) == transaction)
        #expect(throws: BlockProofError.transactionHash(expected: transaction.hash, found: Cell.empty.hash)) {
            try block.transaction(of: address, lt: lt, cell: .empty)
        }
        // Another time: absent, or on a way that isn't shown, but never found.
        #expect((try? block.transaction(of: address, lt: lt + 1)) ?? nil == nil)
        let flipped = try flipping(shown.cell.boc([]), samples: 10, seed: lt) {
            try ProvenBlock(proof: $0, of: identifier).transaction(of: address, lt: lt)
        }
        #expect(flipped.refused >= 7)
        let foreign = AccountAddress(workchain: 5, hash: address.hash)
        #expect(throws: BlockProofError.accountOutsideShard(foreign, identifier.shardIdentifier)) {
            try block.transaction(of: foreign, lt: lt)
        }
        // Not even the header of the block is whole.
        let less = try proof(of: root, showing: [transaction.cell])
        Self.expectPrunedHeader { () throws(BlockProofError) in _ = try ProvenBlock(proof: less, of: identifier) }
    }

    @Test("accounts, there and absent, whole and pruned")
    func accounts() throws {
        let document = try Self.document()
        var counts = (present: 0, absent: 0)
        for method in ["getAccountState", "getAccountStatePrunned"] {
            for exchange in document.exchanges(of: method) {
                var query = try AnswerReader(hex: exchange.query)
                let asked = try query.blockIdentifier()
                let workchain: Int32 = try query.integer()
                let address = AccountAddress(
                    workchain: Int8(truncatingIfNeeded: workchain), hash: try #require(Hash256(try query.take(32))))
                var answer = try AnswerReader(hex: exchange.answer)
                #expect(try answer.blockIdentifier() == asked)
                let shardBlock = try answer.blockIdentifier()
                let (shardProof, proof, state) = (try answer.data(), try answer.data(), try answer.data())
                if shardBlock != asked {
                    let shards = try ProvenState(proof: shardProof, of: asked).shards()
                    #expect(try shards.shard(containing: address)?.block == shardBlock)
                }
                guard method == "getAccountState" else {
                    // The state comes as what a proof shows of it.
                    let proven = try ProvenState(proof: proof, of: shardBlock)
                    let account = try ProvenAccount(address, in: proven)
                    if !state.isEmpty {
                        let shown = try MerkleProof(cell: try Cell(boc: state))
                        #expect(shown.rootHash == account.stateHash)
                        let whole = try ProvenAccount(address, in: proven, cell: shown.root)
                        #expect(whole.stateHash == account.stateHash)
                    }
                    continue
                }
                let account = try ProvenAccount(proof: proof, state: state, of: address, in: shardBlock)
                if account.entry != nil {
                    #expect(try account.account().existing?.address.account == address)
                    counts.present += 1
                } else {
                    #expect(try state.isEmpty && account.account() == .nonexistent)
                    #expect(throws: BlockProofError.absentAccount(found: Cell.empty.hash)) {
                        try ProvenAccount(proof: proof, state: Cell.empty.boc(), of: address, in: shardBlock)
                    }
                    let flipped = try flipping(proof, samples: 300, seed: 8) {
                        try ProvenAccount(proof: $0, state: state, of: address, in: shardBlock).entry
                    }
                    #expect(flipped.refused > 280)
                    counts.absent += 1
                }
            }
        }
        #expect(counts.present >= 4 && counts.absent >= 1, "\(counts)")
    }

    @Test("all shards of a masterchain block")
    func shards() throws {
        var count = 0
        for exchange in try Self.document().exchanges(of: "getAllShardsInfo") {
            guard exchange.answer?.hasPrefix("2de78f09") == true else { continue }
            var answer = try AnswerReader(hex: exchange.answer)
            let identifier = try answer.blockIdentifier()
            let (proof, data) = (try answer.data(), try answer.data())
            guard !proof.isEmpty else { continue }
            // The header is pruned.
            Self.expectPrunedHeader { () throws(BlockProofError) in _ = try ProvenBlock(proof: proof, of: identifier) }
            let shards = try ProvenShards(blockProof: proof, of: identifier)
            #expect(shards.masterchainBlock == identifier)
            let root = try #require(shards.hashes.workchains.root)
            #expect(root.hash(level: 0) == (try Cell(boc: data)).references.first?.hash)
            var other = identifier
            other.rootHash = .zero
            #expect(throws: BlockProofError.rootHash(expected: .zero, found: identifier.rootHash)) {
                try ProvenShards(blockProof: proof, of: other)
            }
            count += 1
        }
        #expect(count > 90)
    }

    @Test("the last block of a shard, and the configuration")
    func shardAndConfiguration() throws {
        let document = try Self.document()
        var count = 0
        for exchange in document.exchanges(of: "getShardInfo") {
            guard exchange.answer?.isEmpty == false, var answer = try? AnswerReader(hex: exchange.answer),
                let identifier = try? answer.blockIdentifier(), let shardBlock = try? answer.blockIdentifier(),
                let proof = try? answer.data(), !proof.isEmpty
            else { continue }
            // The description comes as the leaf of a tree: behind a 0.
            let leaf = BinaryTree<ShardDescription>(root: try Cell(boc: try answer.data()))
            let description = try leaf.leaf(addressPrefix: 0, workchain: shardBlock.workchain).1
            let shards = try ProvenState(proof: proof, of: identifier).shards()
            let found = try #require(try shards.shard(shardBlock.shardIdentifier))
            #expect(found.block == shardBlock && found.description == description)
            count += 1
        }
        #expect(count > 90)
        for method in ["getConfigAll", "getConfigParams"] {
            for exchange in document.exchanges(of: method) {
                var answer = try AnswerReader(hex: exchange.answer)
                _ = try answer.integer(UInt32.self)
                let identifier = try answer.blockIdentifier()
                let (headerProof, stateProof) = (try answer.data(), try answer.data())
                let state = try ProvenState(headerProof: headerProof, stateProof: stateProof, of: identifier)
                let flipped = try flipping(stateProof, samples: 300, seed: 9) {
                    try ProvenState(headerProof: headerProof, stateProof: $0, of: identifier)
                        .configuration().configuration.currentValidators()
                }
                #expect(flipped.refused > 280)
                let configuration = try state.configuration().configuration
                #expect(try configuration.globalVersion()?.version == 13)
                #expect(try configuration.currentValidators() != nil)
            }
        }
    }
}
