import LiteServerTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient
import Testing

/// Made servers behind ADNL over TCP, asked by the client and the pool.
@Suite("Lite-servers over loopback")
struct LoopbackTests {
    @Test("a client reads an account and its history")
    func client() async throws {
        let chain = try Chains.made()
        let loopback = try await LoopbackServer.start(FaultyServer(SyntheticLiteServer(chain)), seed: 1)
        let client = LiteServer(loopback.endpoint)
        let info = try await client.masterchainInfo()
        let question = LiteAPI.GetBlockProof(knownBlock: chain.firstState.identifier, targetBlock: info.last)
        let trusted = try question.proven(by: try await client.query(question)).destination
        #expect(trusted == chain.masterchain.last?.identifier)
        for account in chain.plan.history.accounts {
            let name = LiteAPI.AccountIdentifier(account.address)
            let asked = LiteAPI.GetAccountState(block: trusted, account: name)
            let state = try asked.proven(by: try await client.query(asked))
            #expect(state.entry?.lastTransaction == account.head)
        }
        await client.close()
        await loopback.stop()
    }

    @Test("a client waits for a block, which comes or doesn't")
    func waiting() async throws {
        let head = ChainHead(5)
        let server = FaultyServer(SyntheticLiteServer(try Chains.made(), head: head))
        let loopback = try await LoopbackServer.start(server, seed: 2)
        let client = LiteServer(loopback.endpoint)
        async let info = client.masterchainInfo(waitingFor: 7, timeout: .seconds(9))
        // The question must have come before the block does.
        while server.answeredCount == 0, head.waitingCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
        head.advance(to: 7)
        #expect(try await info.last.seqno == 7)
        await #expect(throws: LiteServerError.serverTimeout("timeout")) {
            try await client.masterchainInfo(waitingFor: 8, timeout: .milliseconds(20))
        }
        await #expect(throws: LiteServerError.notReady("too big masterchain block seqno")) {
            try await client.masterchainInfo(waitingFor: 500, timeout: .milliseconds(20))
        }
        await client.close()
        await loopback.stop()
    }

    @Test("faults of the line show as what they are")
    func lines() async throws {
        let chain = try Chains.made()
        for fault: Fault in [.cutConnection, .silence, .garbage, .notReady, .delay] {
            let server = FaultyServer(
                SyntheticLiteServer(chain), FaultPlan([fault], limit: 1, delay: .milliseconds(50)))
            let loopback = try await LoopbackServer.start(server, seed: 3)
            var configuration = ADNLConnection.Configuration()
            configuration.queryTimeout = .milliseconds(400)
            let client = LiteServer(loopback.endpoint, configuration: configuration)
            let result: Result<LiteAPI.MasterchainInfo, LiteServerError>
            do throws(LiteServerError) {
                result = .success(try await client.masterchainInfo())
            } catch {
                result = .failure(error)
            }
            switch (fault, result) {
            case (.cutConnection, .failure(.connection)), (.silence, .failure(.connection)),
                (.garbage, .failure(.malformedAnswer)), (.notReady, .failure(.notReady)), (.delay, .success):
                break
            default: Issue.record("\(fault): \(result)")
            }
            #expect(server.report == "\(fault.rawValue) 1")
            // It was the only fault.
            #expect(try await client.masterchainInfo().last.seqno == chain.lastSeqno)
            await client.close()
            await loopback.stop()
        }
    }

    @Test("a pool gets every answer from servers of which all but one fail often")
    func pool() async throws {
        let chain = try Chains.made()
        let plans: [FaultPlan] = [
            FaultPlan([.cutConnection, .garbage], oneIn: 3, seed: 1), FaultPlan([.notReady], oneIn: 2, seed: 2),
            FaultPlan([.truncatedHistory], seed: 3), FaultPlan([.delay], oneIn: 4, seed: 4, delay: .milliseconds(30)),
            .none,
        ]
        var loopbacks: [LoopbackServer] = []
        for (number, plan) in plans.enumerated() {
            let server = FaultyServer(SyntheticLiteServer(chain), plan)
            loopbacks.append(try await LoopbackServer.start(server, seed: UInt64(10 + number)))
        }
        let pool = LiteServerPool(loopbacks.map(\.endpoint))
        let last = try #require(chain.masterchain.last?.identifier)
        for account in chain.plan.history.accounts {
            let state = try await pool.accountState(account.address, at: last)
            #expect(state.block == last)
        }
        await pool.close()
        for loopback in loopbacks { await loopback.stop() }
        print("faults injected:", loopbacks.map(\.server.report).joined(separator: "; "))
        #expect(loopbacks.reduce(0) { $0 + $1.server.answeredCount } >= chain.plan.history.accounts.count)
    }

    @Test("a pool that verifies names each liar and believes none", arguments: Fault.allCases.filter { $0.kind == .lie })
    func liars(_ lie: Fault) async throws {
        let chain = try Chains.made()
        let liar = FaultyServer(SyntheticLiteServer(chain), FaultPlan([lie], seed: 5))
        let honest = FaultyServer(SyntheticLiteServer(chain))
        let loopbacks = [
            try await LoopbackServer.start(liar, seed: 20), try await LoopbackServer.start(honest, seed: 21),
        ]
        let last = try #require(chain.masterchain.last?.identifier)
        var lies: [String] = []
        // A pool asks whom it knows to be fast: each question goes to a pool that knows nobody yet.
        func ask<F: ProvableFunction>(_ function: F) async throws {
            let before = liar.injected[lie, default: 0]
            let pool = LiteServerPool(loopbacks.map(\.endpoint))
            let proven = try await pool.query(function) { answer throws(ProofError) in try function.proven(by: answer) }
            #expect(try proven == function.proven(by: try honest.honest.answer(function)))
            let statuses = await pool.statuses
            #expect((statuses[0].lie != nil) == (liar.injected[lie, default: 0] > before) && statuses[1].lie == nil)
            lies += statuses.compactMap(\.lie)
            await pool.close()
        }
        for account in chain.plan.history.accounts.prefix(4) {
            let name = LiteAPI.AccountIdentifier(account.address)
            try await ask(LiteAPI.GetAccountState(block: last, account: name))
            try await ask(
                LiteAPI.GetTransactions(count: 16, account: name, lt: account.head.lt, hash: account.head.hash))
            let block = try #require(chain.block(of: account.address, lt: account.head.lt)?.identifier)
            try await ask(LiteAPI.ListBlockTransactions(block: block, count: 99, wantsProof: true, otherFlags: 7))
            try await ask(LiteAPI.GetAllShardsInfo(block: last))
            try await ask(LiteAPI.GetBlockProof(knownBlock: chain.firstState.identifier, targetBlock: last))
        }
        #expect(!lies.isEmpty && liar.injected == [lie: lies.count])
        for loopback in loopbacks { await loopback.stop() }
        print("\(lie): \(liar.report), named: \(lies[0])")
    }
}
