import LiteServerTestSupport
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient
import Testing

@Suite("Chains made by tests")
struct SyntheticChainTests {
    private static func allBlocks(of chain: SyntheticChain) -> [SyntheticBlock] {
        Array(chain.masterchain.dropFirst()) + chain.allShardBlocks
    }

    @Test("the same plan makes the same chain, another seed another")
    func determinism() throws {
        func last(seed: UInt64) throws -> BlockIdentifier? {
            let history = try ChainHistory.made(
                ChainHistory.Plan(seed: seed, accountCount: 3, transactionsPerAccount: 2...5))
            let plan = SyntheticChain.Plan(
                seed: seed, history: history, masterchainBlockCount: 20, keyBlockInterval: 6)
            return try SyntheticChain(plan).masterchain.last?.identifier
        }
        #expect(try last(seed: 1) == last(seed: 1))
        #expect(try last(seed: 1) != last(seed: 2))
    }

    @Test("each block has the hashes in its name, and follows the blocks that its header names")
    func headers() throws {
        let chain = try Chains.made()
        var kinds: [String: Int] = [:]
        for block in Self.allBlocks(of: chain) {
            let proven = try ProvenBlock(file: block.file, of: block.identifier)
            #expect(block.root.boc(.block) == block.file)
            let previous = try proven.info.previousBlockIdentifiers()
            #expect(previous == block.previous)
            for name in previous {
                let before = try #require(chain.block(name))
                #expect(before.endLT <= proven.info.startLT && before.generatedAt <= proven.info.generatedAt)
            }
            #expect(proven.info.startLT < proven.info.endLT)
            #expect(try proven.block.extra.load().masterchainExtra?.load().isKeyBlock ?? false == block.isKeyBlock)
            if proven.info.isAfterSplit { kinds["split", default: 0] += 1 }
            if proven.info.isAfterMerge { kinds["merge", default: 0] += 1 }
            if proven.info.isKeyBlock { kinds["key", default: 0] += 1 }
            if let reference = try proven.info.masterReference?.load().identifier(in: .masterchain) {
                #expect(chain.block(reference)?.seqno == block.masterchainSeqno - 1)
            }
        }
        #expect(kinds["split", default: 0] >= 4 && kinds["merge", default: 0] >= 2 && kinds["key", default: 0] >= 5)
    }

    @Test(
        "each state update leads from the state before to the state after, which has the accounts that the block left")
    func states() throws {
        let chain = try Chains.made()
        for block in Self.allBlocks(of: chain) {
            let proven = try ProvenBlock(file: block.file, of: block.identifier)
            let before = try block.previous.map { try #require(chain.block($0)?.state) }
            var old = before[0]
            if before.count == 2 {
                old = try ShardState.split(left: Lazy(cell: old), right: Lazy(cell: before[1])).cell()
            }
            let new = try proven.block.readStateUpdate().apply(to: old)
            #expect(new == block.state)
            let state = try proven.state(root: new).state
            #expect(state.generatedLT == block.endLT && state.isBeforeSplit == proven.info.isBeforeSplit)
            let accounts = try state.accounts.load()
            for (key, _, accountBlock) in try proven.block.extra.load().accountBlocks.load().entries() {
                let entry = try #require(try accounts.value(for: key))
                #expect(try entry.stateHash == accountBlock.stateUpdate.load().newHash)
                #expect(try accountBlock.transactions.entries().last?.value.hash == entry.lastTransactionHash)
            }
            let flow = try proven.block.valueFlow.load()
            #expect(
                try flow.fromPreviousBlock.coins.adding(flow.imported.coins)
                    == flow.toNextBlock.coins.adding(flow.exported.coins).adding(flow.feesCollected.coins))
        }
    }

    @Test("updates show little more than the smallest ones")
    func updateSizes() throws {
        func count(_ root: Cell) -> Int {
            var seen: Set<Hash256> = []
            var pending = [root]
            while let cell = pending.popLast() {
                if seen.insert(cell.hash).inserted { pending += cell.references }
            }
            return seen.count
        }
        let chain = try Chains.made()
        var counts = (made: 0, smallest: 0)
        for block in chain.masterchain.dropFirst() {
            let before = try #require(chain.block(block.previous[0])?.state)
            counts.made += count(try Block(cell: block.root).stateUpdate)
            counts.smallest += count(try MerkleUpdate.create(from: before, to: try #require(block.state)).cell)
        }
        #expect(counts.made >= counts.smallest && counts.made < 2 * counts.smallest, "\(counts)")
    }

    @Test("each masterchain block lists all shards; walking back from them finds each block once")
    func frontiers() throws {
        let chain = try Chains.made()
        var found: [BlockIdentifier] = []
        var topOnly = Set<BlockIdentifier>()
        for seqno in 2...chain.lastSeqno {
            let block = chain.masterchain[Int(seqno)]
            let shards = try ProvenBlock(file: block.file, of: block.identifier).shards().all().map(\.block)
            #expect(shards == chain.frontiers[Int(seqno)])
            topOnly.formUnion(shards)
            let known = Set(chain.frontiers[Int(seqno) - 1])
            var (reached, pending, new): (Set<BlockIdentifier>, [BlockIdentifier], Set<BlockIdentifier>) = (
                [], shards, []
            )
            while let name = pending.popLast() {
                if known.contains(name) {
                    reached.insert(name)
                } else if new.insert(name).inserted {
                    #expect(chain.block(name)?.masterchainSeqno == seqno)
                    pending += try #require(chain.block(name)).previous
                }
            }
            #expect(reached == known)
            found += new
        }
        #expect(found.count == Set(found).count && Set(found) == Set(chain.allShardBlocks.map(\.identifier)))
        #expect(found.count > 150)
        // Whoever reads the listed blocks alone loses others.
        #expect(found.contains { !topOnly.contains($0) })
    }

    @Test("a light chain has real names, headers and shards, and no states")
    func light() throws {
        let chain = try SyntheticChain(
            SyntheticChain.Plan(
                seed: 5, masterchainBlockCount: 500, keyBlockInterval: 100, maximumShardBlocks: 8, isLight: true))
        #expect(chain.lastSeqno == 500 && chain.masterchain.dropFirst().allSatisfy { $0.state == nil })
        var (splits, merges) = (0, 0)
        for block in Self.allBlocks(of: chain) {
            let info = try ProvenBlock(file: block.file, of: block.identifier).info
            #expect(try info.previousBlockIdentifiers() == block.previous)
            if info.isAfterSplit { splits += 1 }
            if info.isAfterMerge { merges += 1 }
        }
        #expect(splits > 20 && merges > 10)
        #expect(chain.allShardBlocks.count > 1000)
    }

    @Test("a history whose transactions don't link makes no account")
    func unlinked() throws {
        let account = try #require(
            try ChainHistory.made(ChainHistory.Plan(seed: 1, accountCount: 1, transactionsPerAccount: 3...3)).accounts
                .first)
        let cells = account.transactions.map(\.cell)
        #expect(
            throws: SyntheticChainError.unlinkedTransaction(
                account: account.address.hash, lt: account.transactions[2].transaction.lt)
        ) {
            try ChainHistory.Account(address: account.address, transactions: [cells[0], cells[2]], states: [])
        }
    }
}

@Suite("The recorded chain in blocks", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedHistoryTests {
    private struct Balances: Decodable {
        struct State: Decodable {
            let balance: String
        }

        let result: State
    }

    @Test("has every transaction and the last state of every account")
    func all() throws {
        let chain = try Chains.recorded()
        #expect(chain.plan.history.transactionCount == 2734 && chain.plan.history.accounts.count == 118)
        var found = 0
        for block in chain.allShardBlocks {
            let extra = try ProvenBlock(file: block.file, of: block.identifier).block.extra.load()
            for (account, _, accountBlock) in try extra.accountBlocks.load().entries() {
                for (lt, _, transaction) in try accountBlock.transactions.entries() {
                    let address = AccountAddress(hash: account)
                    #expect(block.identifier.shardIdentifier.contains(address))
                    let header = try TransactionHeader(cell: transaction.cell)
                    #expect(header.now == block.generatedAt && header.lt == lt)
                    #expect(block.startLT < lt && lt < block.endLT)
                    #expect(chain.block(of: address, lt: lt)?.identifier == block.identifier)
                    found += 1
                }
            }
        }
        #expect(found == 2734)
        var absent = 0
        for account in chain.plan.history.accounts {
            let name = try #require(
                chain.frontiers.last?.first { $0.shardIdentifier.contains(account.address) })
            let state = try ShardStateUnsplit(cell: try #require(chain.block(name)?.state))
            let found = try state.accounts.load().entries().first { $0.key == account.address.hash }
            // One got a message, and doesn't exist.
            if account.transactions.last?.transaction.endStatus == .nonexistent {
                #expect(found == nil)
                absent += 1
                continue
            }
            let leaf = try #require(found)
            #expect(leaf.value.lastTransaction == account.head)
            #expect(try leaf.value.account().existing?.address.account == account.address)
            // What transactions say of the balance is what the recorded state has.
            let recorded = try RecordedFixtures.json(
                Balances.self, "chain/states/\(account.address.hash.hex).json"
            ).result.balance
            #expect("\(leaf.extra.balance.coins.nanoTON)" == recorded)
        }
        #expect(absent == 1)
    }

    @Test("state updates apply, but for accounts whose cells nobody has")
    func updates() throws {
        let chain = try Chains.recorded()
        var counts = (applied: 0, unknown: 0)
        for block in chain.allShardBlocks where block.previous.count == 1 {
            let proven = try ProvenBlock(file: block.file, of: block.identifier)
            let old = try #require(chain.block(block.previous[0])?.state)
            let entries = try proven.block.extra.load().accountBlocks.load().entries()
            let left = try entries.filter { entry in
                let account = try #require(chain.account(AccountAddress(hash: entry.key)))
                let last = account.transactions.last { $0.transaction.lt < block.endLT }
                return try last?.transaction.endStatus != .nonexistent
                    && account.states[entry.value.stateUpdate.load().newHash] == nil
            }
            do {
                let new = try proven.block.readStateUpdate().apply(to: old)
                #expect(try proven.state(root: new).state.seqno == block.seqno && left.isEmpty)
                counts.applied += 1
            } catch MerkleUpdateError.missingCell {
                #expect(!left.isEmpty)
                counts.unknown += 1
            }
        }
        #expect(counts.applied > 100 && counts.unknown > 1000, "\(counts)")
    }
}
