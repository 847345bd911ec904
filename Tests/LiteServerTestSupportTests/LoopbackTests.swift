import LiteServerTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient
import Testing

/// Made servers behind ADNL over TCP, asked by the client and the pool.
@Suite("Lite-servers over loopback", .serialized)
struct LoopbackTests {
    /// Lies in answers that are verified, each by itself.
    private static let lies = Fault.allCases.filter {
        $0.kind == .lie && $0 != .inventedHead && $0 != .foreignNetwork
    }

    private static let patient = ADNLConnection.Configuration(
        connectTimeout: .seconds(120), queryTimeout: .seconds(120))

    @Test("a client reads an account and its history")
    func client() async throws {
        let chain = try Chains.made()
        let loopback = try await LoopbackServer.start(FaultyServer(SyntheticLiteServer(chain)), seed: 1)
        let client = LiteServer(loopback.endpoint, configuration: Self.patient)
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
        let client = LiteServer(loopback.endpoint, configuration: Self.patient)
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

    @Test("a network that grows, from its configuration file; remembered answers are the answers")
    func network() async throws {
        let chain = try Chains.made()
        let network = try await LoopbackNetwork.start(
            chain, [.none, FaultPlan([.delay], oneIn: 3, delay: .milliseconds(1))], head: 20, remembersAnswers: true)
        let keyBlock = chain.masterchain[9].identifier
        for start in [nil, keyBlock] {
            let configuration = try GlobalConfiguration(json: network.configurationFile(startingAt: start))
            #expect(configuration == network.configuration(startingAt: start))
        }
        let configuration = try GlobalConfiguration(json: network.configurationFile(startingAt: keyBlock))
        let pool = LiteServerPool(configuration.liteServers, configuration: .init(connection: Self.patient))
        var trusted = try TrustedBlock(configuration.start, origin: .initBlock)
        for seqno: UInt32 in [20, 33, 60] {
            network.head.advance(to: seqno)
            let last = try await pool.masterchainInfo().last
            #expect(last.seqno == seqno)
            let question = LiteAPI.GetBlockProof(knownBlock: trusted.start, targetBlock: last)
            try trusted.advance(along: try question.proven(by: try await pool.query(question)))
            #expect(trusted.newest == chain.masterchain[Int(seqno)].identifier)
            for _ in 0..<6 {
                let question = LiteAPI.GetAllShardsInfo(block: last)
                #expect(
                    try question.proven(by: try await pool.query(question)).map(\.block)
                        == chain.frontiers[Int(seqno)])
            }
        }
        #expect(trusted.start == chain.masterchain[54].identifier)
        await pool.close()
        await network.stop()
        let counts = network.servers.map(\.server.answeredCount)
        #expect(counts.reduce(0, +) >= 24 && network.injected.keys.allSatisfy { $0 == .delay }, "\(network.report)")
    }

    @Test("faults of the line show as what they are")
    func lines() async throws {
        let chain = try Chains.made()
        for fault: Fault in [.cutConnection, .silence, .garbage, .notReady, .delay] {
            let server = FaultyServer(
                SyntheticLiteServer(chain), FaultPlan([fault], limit: 1, delay: .milliseconds(50)))
            let loopback = try await LoopbackServer.start(server, seed: 3)
            // Nobody waits long for silence; all else may take its time where many tests run at once.
            let client = LiteServer(
                loopback.endpoint,
                configuration: fault == .silence ? .init(queryTimeout: .milliseconds(100)) : Self.patient)
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
            let next = LiteServer(loopback.endpoint, configuration: Self.patient)
            #expect(try await next.masterchainInfo().last.seqno == chain.lastSeqno)
            await next.close()
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
            FaultPlan([.laggingHead], oneIn: 2, seed: 5), .none,
        ]
        var loopbacks: [LoopbackServer] = []
        for (number, plan) in plans.enumerated() {
            let server = FaultyServer(SyntheticLiteServer(chain), plan)
            loopbacks.append(try await LoopbackServer.start(server, seed: UInt64(10 + number)))
        }
        // One question at a time for each server, so that all are asked.
        let pool = LiteServerPool(
            loopbacks.map(\.endpoint), configuration: .init(maximumInFlight: 1, connection: Self.patient))
        let last = try #require(chain.masterchain.last?.identifier)
        let found = try await withThrowingTaskGroup(of: Int.self) { group in
            for account in chain.plan.history.accounts {
                group.addTask {
                    let name = LiteAPI.AccountIdentifier(account.address)
                    let asked = LiteAPI.GetAccountState(block: last, account: name)
                    let state = try await pool.query(asked) { answer throws(ProofError) in try asked.proven(by: answer)
                    }
                    var (next, count) = (try #require(state.entry?.lastTransaction), 0)
                    while next != .none {
                        let asked = LiteAPI.GetTransactions(count: 5, account: name, lt: next.lt, hash: next.hash)
                        let page = try await pool.query(asked) { answer throws(ProofError) in
                            try asked.proven(by: answer)
                        }
                        count += page.transactions.count
                        next = page.below
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(found == chain.plan.history.transactionCount)
        #expect(await pool.statuses.allSatisfy { $0.lie == nil })
        await pool.close()
        for loopback in loopbacks { await loopback.stop() }
        let injected = loopbacks.flatMap(\.server.injected).reduce(0) { $0 + $1.value }
        print("faults injected:", injected, loopbacks.map(\.server.report).joined(separator: "; "))
        #expect(injected > 5)
    }

    @Test(
        "a pool that verifies names each liar and believes none", arguments: lies)
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
            let pool = LiteServerPool(loopbacks.map(\.endpoint), configuration: .init(connection: Self.patient))
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
            try await ask(LiteAPI.GetOneTransaction(block: block, account: name, lt: account.head.lt))
            try await ask(LiteAPI.GetLibraries(hashes: [Cell.empty.hash]))
            try await ask(LiteAPI.GetBlockProof(knownBlock: chain.firstState.identifier, targetBlock: last))
        }
        #expect(!lies.isEmpty && liar.injected == [lie: lies.count])
        for loopback in loopbacks { await loopback.stop() }
        print("\(lie): \(liar.report), named: \(lies[0])")
    }
}
