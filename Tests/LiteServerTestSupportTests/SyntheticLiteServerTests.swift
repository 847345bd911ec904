import LiteServerTestSupport
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient
import Testing

/// What the server of a made chain answers, as a client verifies it.
@Suite("The lite-server of a made chain")
struct SyntheticLiteServerTests {
    private static func server() throws -> SyntheticLiteServer { SyntheticLiteServer(try Chains.made()) }

    /// An answer, verified.
    private static func proven<F: ProvableFunction>(_ function: F, _ server: SyntheticLiteServer) throws -> F.Proven {
        let answer = try server.answer(function)
        // Through the bytes that go over the line.
        return try function.proven(by: try F.Answer(tl: answer.tlBytes))
    }

    @Test("the newest block, its state and the clock; a head that moves on")
    func head() async throws {
        let chain = try Chains.made()
        let head = ChainHead(10)
        let server = SyntheticLiteServer(chain, head: head)
        var info = try server.answer(LiteAPI.GetMasterchainInfo())
        #expect(try info.claimedBlock(in: chain.firstState.identifier) == chain.masterchain[10].identifier)
        try info.verifyState(by: try Self.proven(LiteAPI.GetBlockHeader(block: info.last, mode: 1), server))
        let later = LiteAPI.GetBlock(block: chain.masterchain[11].identifier)
        #expect(
            throws: LiteAPI.ErrorAnswer(
                code: 651, message: "block handle not in db (last known masterchain block: 10)")
        ) { try server.answer(later) }
        async let isThere = head.wait(for: 12, timeout: .seconds(20))
        #expect(await head.wait(for: 13, timeout: .milliseconds(10)) == false)
        head.advance(to: 12)
        #expect(await isThere)
        head.advance(to: 11)
        info = try server.answer(LiteAPI.GetMasterchainInfo())
        #expect(info.last.seqno == 12 && head.seqno == 12)
        #expect(try Self.proven(later, server).identifier == later.block)
        let extended = try server.answer(LiteAPI.GetMasterchainInfoExt())
        try extended.verifyState(by: try Self.proven(LiteAPI.GetBlockHeader(block: info.last, mode: 1), server))
        #expect(extended.now > extended.lastTime && extended.version == 0x101)
        #expect(try server.answer(LiteAPI.GetTime()).now == extended.now)
    }

    @Test("blocks, headers in all modes, and first states")
    func blocks() throws {
        let server = try Self.server()
        for block in server.chain.masterchain.dropFirst() + server.chain.allShardBlocks {
            #expect(try Self.proven(LiteAPI.GetBlock(block: block.identifier), server).identifier == block.identifier)
            for mode: UInt32 in [0, 1, 2, 16, 51] {
                let header = try Self.proven(LiteAPI.GetBlockHeader(block: block.identifier, mode: mode), server)
                #expect(try header.previousBlocks() == block.previous)
                #expect(((try? header.block.readStateUpdate()) != nil) == (mode & 1 != 0))
                #expect(((try? header.block.valueFlow.load()) != nil) == (mode & 2 != 0))
                #expect(((try? header.block.extra.load()) != nil) == (mode & 16 != 0))
                if mode & 32 != 0, block.identifier.shardIdentifier.isMasterchain, block.seqno > 1 {
                    #expect(try header.shards().all().map(\.block) == server.chain.frontiers[Int(block.seqno)])
                }
            }
        }
        for first in [server.chain.firstState, server.chain.shardFirstState] {
            let state = try Self.proven(LiteAPI.GetState(block: first.identifier), server)
            #expect(state.state.seqno == 0)
        }
    }

    @Test("blocks are found by number, logical time and time, with proofs from a later masterchain block")
    func lookups() throws {
        let server = try Self.server()
        let chain = server.chain
        for block in chain.masterchain.dropFirst(3) + chain.allShardBlocks.dropFirst(4) {
            let shard = block.identifier.shardIdentifier
            let position = LiteAPI.BlockPosition(shard, seqno: block.seqno)
            let questions = [
                LiteAPI.LookupBlock(block: position, otherFlags: 1),
                LiteAPI.LookupBlock(block: position, lt: block.startLT),
            ]
            for question in questions {
                let found = try Self.proven(question, server)
                #expect(found.header.identifier == block.identifier)
            }
            let byTime = try Self.proven(LiteAPI.LookupBlock(block: position, time: block.generatedAt), server)
            #expect(byTime.header.info.generatedAt == block.generatedAt)
            for (lt, time): (UInt64?, UInt32?) in [(nil, nil), (block.startLT, nil), (nil, block.generatedAt)] {
                let question = LiteAPI.LookupBlockWithProof(
                    block: position, masterchainBlock: server.last.identifier, lt: lt, time: time,
                    otherFlags: lt == nil && time == nil ? 1 : 0)
                let found = try Self.proven(question, server)
                #expect(time != nil || found.identifier == block.identifier)
            }
        }
        #expect(
            throws: LiteAPI.ErrorAnswer(
                code: 651,
                message:
                    "cannot find block (0,8000000000000000) seqno=9999: ltdb: block not found (possibly out of sync: "
                    + "shard_client_seqno=\(server.last.seqno) ls_seqno=\(server.last.seqno))")
        ) {
            try server.answer(
                LiteAPI.LookupBlock(
                    block: LiteAPI.BlockPosition(workchain: 0, shard: 1 << 63, seqno: 9999), otherFlags: 1))
        }
    }

    @Test("shards of every block: all, one, exactly one, none; and the way to every shard's block")
    func shards() throws {
        let server = try Self.server()
        let chain = server.chain
        for block in chain.masterchain.dropFirst(2) {
            let frontier = chain.frontiers[Int(block.seqno)]
            #expect(
                try Self.proven(LiteAPI.GetAllShardsInfo(block: block.identifier), server).map(\.block) == frontier)
            for name in frontier {
                for isExact in [false, true] {
                    let question = LiteAPI.GetShardInfo(
                        block: block.identifier, workchain: 0, shard: name.shard, isExact: isExact)
                    #expect(try Self.proven(question, server)?.block == name)
                }
                guard let child = name.shardIdentifier.children?.left else { continue }
                let inside = LiteAPI.GetShardInfo(
                    block: block.identifier, workchain: 0, shard: child.shard, isExact: false)
                #expect(try Self.proven(inside, server)?.block == name)
                let exact = LiteAPI.GetShardInfo(
                    block: block.identifier, workchain: 0, shard: child.shard, isExact: true)
                #expect(try Self.proven(exact, server) == nil)
            }
            let foreign = LiteAPI.GetShardInfo(block: block.identifier, workchain: 5, shard: 1 << 63, isExact: false)
            #expect(try Self.proven(foreign, server) == nil)
        }
        var longest = 0
        for block in chain.allShardBlocks {
            let proven = try Self.proven(LiteAPI.GetShardBlockProof(block: block.identifier), server)
            #expect(proven.block == block.identifier && proven.masterchainBlock.seqno == block.masterchainSeqno)
            longest = max(longest, proven.chain.count)
        }
        #expect(longest > 2)
    }

    @Test("accounts at every masterchain block, there and absent, whole and pruned")
    func accounts() throws {
        let server = try Self.server()
        let chain = server.chain
        var counts = (present: 0, absent: 0)
        for block in chain.masterchain.dropFirst(2) {
            for account in chain.plan.history.accounts {
                let expected = account.transactions.last {
                    (chain.block(of: account.address, lt: $0.transaction.lt)?.masterchainSeqno ?? .max) <= block.seqno
                }
                guard
                    chain.frontiers[Int(block.seqno)].first(where: { $0.shardIdentifier.contains(account.address) })
                        .map({ $0.seqno > 0 }) ?? true
                else { continue }
                let name = LiteAPI.AccountIdentifier(account.address)
                let state = try Self.proven(LiteAPI.GetAccountState(block: block.identifier, account: name), server)
                #expect(state.entry?.lastTransaction == expected?.identifier)
                #expect(state.entry?.stateHash == expected?.transaction.stateUpdate.newHash)
                let pruned = try Self.proven(
                    LiteAPI.GetAccountStatePruned(block: block.identifier, account: name), server)
                #expect(pruned.entry?.stateHash == state.entry?.stateHash)
                if expected == nil { counts.absent += 1 } else { counts.present += 1 }
            }
        }
        #expect(counts.present > 200 && counts.absent > 50, "\(counts)")
        // No such workchain.
        let foreign = LiteAPI.AccountIdentifier(workchain: 3, address: .zero)
        let state = try Self.proven(
            LiteAPI.GetAccountState(block: server.last.identifier, account: foreign), server)
        #expect(state.entry == nil && state.shardBlock == nil)
    }

    @Test("histories page by page, with the blocks of the transactions")
    func transactions() throws {
        let server = try Self.server()
        var pages = 0
        for account in server.chain.plan.history.accounts {
            var (next, found): (TransactionIdentifier, [Cell]) = (account.head, [])
            while next != .none {
                let question = LiteAPI.GetTransactions(
                    count: 50, account: LiteAPI.AccountIdentifier(account.address), lt: next.lt, hash: next.hash)
                let answer = try server.answer(question)
                let page = try question.proven(by: answer)
                #expect(page.transactions.count <= 16)
                for (link, name) in zip(page.transactions, answer.blocks) {
                    let one = LiteAPI.GetOneTransaction(
                        block: name, account: LiteAPI.AccountIdentifier(account.address), lt: link.header.lt)
                    #expect(try Self.proven(one, server)?.cell == link.cell)
                    let none = LiteAPI.GetOneTransaction(
                        block: name, account: LiteAPI.AccountIdentifier(account.address), lt: link.header.lt + 1)
                    #expect(try Self.proven(none, server) == nil)
                }
                found += page.transactions.map(\.cell)
                next = page.below
                pages += 1
            }
            #expect(found == account.transactions.reversed().map(\.cell))
        }
        #expect(pages > server.chain.plan.history.accounts.count)
        let account = server.chain.plan.history.accounts[0]
        func refusal(lt: UInt64, hash: Hash256) throws -> LiteAPI.ErrorAnswer? {
            #expect(throws: LiteAPI.ErrorAnswer.self) {
                try server.answer(
                    LiteAPI.GetTransactions(
                        count: 2, account: LiteAPI.AccountIdentifier(account.address), lt: lt, hash: hash))
            }
        }
        // As it was recorded.
        #expect(
            try refusal(lt: account.head.lt + 1, hash: account.head.hash)
                == LiteAPI.ErrorAnswer(
                    code: -400, message: "cannot locate transaction in block with specified logical time"))
        #expect(try refusal(lt: account.head.lt, hash: .zero)?.code == -400)
    }

    @Test("the transactions of every block, forward and back, in pages of any size", arguments: [UInt32(1), 3, 256])
    func blockTransactions(count: UInt32) throws {
        let server = try Self.server()
        var total = 0
        for block in server.chain.masterchain.dropFirst() + server.chain.allShardBlocks {
            var orders: [[Hash256]] = []
            for isReversed in [false, true] {
                var (found, after): ([Hash256], LiteAPI.TransactionPosition?) = ([], nil)
                while true {
                    let question = LiteAPI.ListBlockTransactions(
                        block: block.identifier, count: count, after: after, isReversed: isReversed, wantsProof: true,
                        otherFlags: 7)
                    let page = try Self.proven(question, server)
                    let whole = LiteAPI.ListBlockTransactionsExt(
                        block: block.identifier, count: count, after: after, isReversed: isReversed, wantsProof: true,
                        otherFlags: 7)
                    #expect(try Self.proven(whole, server).entries.map(\.hash) == page.entries.map(\.hash))
                    found += page.entries.map(\.hash)
                    guard !page.isLast, let last = page.entries.last?.place else { break }
                    after = LiteAPI.TransactionPosition(account: last.accountHash, lt: last.lt)
                }
                orders.append(found)
            }
            #expect(orders[0] == orders[1].reversed())
            total += orders[0].count
        }
        #expect(total == server.chain.plan.history.transactionCount)
    }

    @Test("block proofs from anywhere to anywhere, across key blocks and a change of the consensus")
    func blockProofs() throws {
        let server = try Self.server()
        let chain = server.chain
        var most = 0
        for (known, target) in [
            (0, 60), (0, 5), (5, 7), (5, 60), (9, 60), (18, 19), (60, 0), (60, 5), (33, 9), (7, 7), (1, 60),
        ] {
            let question = LiteAPI.GetBlockProof(
                knownBlock: chain.masterchain[known].identifier, targetBlock: chain.masterchain[target].identifier)
            let proven = try Self.proven(question, server)
            #expect(proven.destination == chain.masterchain[target].identifier)
            most = max(most, proven.blocks.count)
            var trusted = try TrustedBlock(chain.masterchain[known].identifier, origin: .pinned)
            #expect(try trusted.advance(along: proven) == (target > known))
        }
        #expect(most > 6)
        // To the newest.
        let newest = try Self.proven(LiteAPI.GetBlockProof(knownBlock: chain.firstState.identifier), server)
        #expect(newest.destination == server.last.identifier)
    }

    @Test("at most 16 steps in an answer, from where the next question goes on")
    func manySteps() throws {
        let chain = try SyntheticChain(
            SyntheticChain.Plan(seed: 4, masterchainBlockCount: 90, keyBlockInterval: 2, isLight: true))
        let server = SyntheticLiteServer(chain)
        var trusted = try TrustedBlock(chain.firstState.identifier, origin: .zeroState)
        var counts: [Int] = []
        while trusted.newest != server.last.identifier {
            let proven = try Self.proven(
                LiteAPI.GetBlockProof(knownBlock: trusted.newest, targetBlock: server.last.identifier), server)
            counts.append(proven.blocks.count)
            try trusted.advance(along: proven)
        }
        #expect(counts == [16, 16, 13])
    }

    @Test("block proofs of validators whose sessions have orders of their own", arguments: [5, 21])
    func shuffled(mainCount: Int) throws {
        let chain = try SyntheticChain(
            SyntheticChain.Plan(
                seed: 6, masterchainBlockCount: 20, consensus: .simplex, validatorCount: mainCount + 3,
                mainValidatorCount: mainCount, shufflesValidators: true, keyBlockInterval: 4, isLight: true))
        let server = SyntheticLiteServer(chain)
        let proven = try Self.proven(LiteAPI.GetBlockProof(knownBlock: chain.firstState.identifier), server)
        #expect(proven.destination == server.last.identifier && proven.blocks.count == 5)
        let weights = chain.masterchain.compactMap { $0.session?.members.map(\.weight) }
        #expect(weights.contains { $0 != $0.sorted(by: >) })
    }

    @Test("the configuration, parameters and libraries")
    func configuration() throws {
        let server = try Self.server()
        for block in server.chain.masterchain.dropFirst() {
            let all = try Self.proven(LiteAPI.GetConfigurationAll(block: block.identifier), server)
            let some = try Self.proven(
                LiteAPI.GetConfigurationParameters(block: block.identifier, parameters: [34, 99, 30]), server)
            #expect(try some.configuration.cell(34)?.hash == all.configuration.cell(34)?.hash)
            #expect(try some.configuration.cell(99) == nil)
            #expect(try (some.configuration.cell(30) != nil) == (block.seqno >= 9))
        }
        let hashes = [Cell.empty.hash, .zero]
        #expect(try Self.proven(LiteAPI.GetLibraries(hashes: hashes), server) == [Cell.empty.hash: .empty])
        let proven = try Self.proven(
            LiteAPI.GetLibrariesWithProof(block: server.last.identifier, hashes: hashes), server)
        #expect(proven.libraries.mapValues(\.library) == [Cell.empty.hash: .empty])
    }

    @Test("messages are taken once, if they are any")
    func messages() throws {
        let server = try Self.server()
        let address = server.chain.plan.history.accounts[0].address
        let message = try Message(
            info: .externalIn(ExternalInMessageInfo(destination: .standard(address, anycast: nil)))
        ).cell().boc()
        #expect(try server.answer(LiteAPI.SendMessage(message: message)).status == 1)
        #expect(
            throws: LiteAPI.ErrorAnswer(code: 0, message: "cannot send external message : duplicate message")
        ) { try server.answer(LiteAPI.SendMessage(message: message)) }
        #expect(throws: LiteAPI.ErrorAnswer.self) { try server.answer(LiteAPI.SendMessage(message: [1, 2, 3])) }
        #expect(server.sentMessages == [message])
    }

    @Test("a light chain's blocks and forward proofs are served, its states aren't")
    func light() throws {
        let chain = try SyntheticChain(
            SyntheticChain.Plan(seed: 2, masterchainBlockCount: 30, keyBlockInterval: 10, isLight: true))
        let server = SyntheticLiteServer(chain)
        let last = server.last.identifier
        #expect(
            try Self.proven(LiteAPI.GetBlockProof(knownBlock: chain.firstState.identifier), server).destination == last)
        #expect(try Self.proven(LiteAPI.GetAllShardsInfo(block: last), server).map(\.block) == chain.frontiers.last)
        #expect(throws: LiteAPI.ErrorAnswer(code: 651, message: "state of \(last) not in db")) {
            try server.answer(LiteAPI.GetConfigurationAll(block: last))
        }
    }
}
