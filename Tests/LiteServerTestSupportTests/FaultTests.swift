import LiteServerTestSupport
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient
import Testing

/// Each fault changes answers as it says, and a lie never passes for the truth.
@Suite("Faulty and lying lite-servers")
struct FaultTests {
    /// Disorder and lies in answers that are verified, each by itself.
    private static let inAnswers = Fault.allCases.filter {
        [.lie, .disorder].contains($0.kind) && $0 != .inventedHead && $0 != .foreignNetwork
    }

    /// Questions of every kind that a fault can be put into.
    private static func questions(_ chain: SyntheticChain) -> [any ProvableFunction] {
        let last = chain.masterchain[Int(chain.lastSeqno)].identifier
        let middle = chain.masterchain[33].identifier
        var questions: [any ProvableFunction] = [
            LiteAPI.GetAllShardsInfo(block: middle), LiteAPI.GetConfigurationAll(block: middle),
            LiteAPI.GetBlock(block: middle), LiteAPI.GetBlockHeader(block: middle, mode: 1),
            LiteAPI.GetBlockProof(knownBlock: chain.firstState.identifier, targetBlock: last),
            LiteAPI.GetBlockProof(knownBlock: chain.masterchain[50].identifier, targetBlock: last),
            LiteAPI.GetBlockProof(knownBlock: last, targetBlock: middle),
            LiteAPI.GetShardInfo(
                block: middle, workchain: 0, shard: chain.frontiers[33][0].shard, isExact: true),
            LiteAPI.GetLibraries(hashes: [Cell.empty.hash]),
        ]
        for account in chain.plan.history.accounts.suffix(8) {
            let name = LiteAPI.AccountIdentifier(account.address)
            questions.append(LiteAPI.GetAccountState(block: last, account: name))
            questions.append(
                LiteAPI.GetTransactions(count: 16, account: name, lt: account.head.lt, hash: account.head.hash))
            if let first = account.transactions.first?.identifier {
                questions.append(LiteAPI.GetTransactions(count: 16, account: name, lt: first.lt, hash: first.hash))
            }
            guard let block = chain.block(of: account.address, lt: account.head.lt)?.identifier else { continue }
            questions.append(LiteAPI.GetOneTransaction(block: block, account: name, lt: account.head.lt))
            questions.append(
                LiteAPI.ListBlockTransactions(block: block, count: 256, wantsProof: true, otherFlags: 7))
            questions.append(
                LiteAPI.ListBlockTransactionsExt(block: block, count: 256, wantsProof: true, otherFlags: 7))
            if account.address.workchain == 0 { questions.append(LiteAPI.GetShardBlockProof(block: block)) }
        }
        return questions
    }

    private enum Outcome: Hashable {
        case truth
        /// Verified, but another truth than the honest one: of another block or page.
        case otherTruth
        case refusedByServer(Int32)
        case refusedByClient
        case noAnswer
    }

    private static func outcome<F: ProvableFunction>(
        _ function: F, _ reply: FaultyServer.Reply, _ truth: any Hashable & Sendable
    ) throws -> Outcome {
        guard case .bytes(let bytes, _) = reply else { return .noAnswer }
        if let error = try? LiteAPI.ErrorAnswer(tl: bytes) { return .refusedByServer(error.code) }
        guard let answer = try? F.Answer(tl: bytes), let proven = try? function.proven(by: answer) else {
            return .refusedByClient
        }
        return proven == truth as? F.Proven ? .truth : .otherTruth
    }

    /// What honest answers to the questions prove; once in a process.
    private static let truths = Result {
        let honest = SyntheticLiteServer(try Chains.made())
        func truth<F: ProvableFunction>(_ function: F) throws -> any Hashable & Sendable {
            try function.proven(by: try honest.answer(function))
        }
        return try questions(honest.chain).map { try truth($0) }
    }

    private static func outcomes(_ fault: Fault, _ chain: SyntheticChain) throws -> ([Outcome: Int], FaultyServer) {
        let server = FaultyServer(SyntheticLiteServer(chain), FaultPlan([fault], seed: 3))
        var outcomes: [Outcome: Int] = [:]
        for _ in 0..<2 {
            for (function, truth) in zip(questions(chain), try truths.get()) {
                let before = server.injected[fault, default: 0]
                let reply = server.reply(to: function)
                let outcome = try self.outcome(function, reply, truth)
                guard server.injected[fault, default: 0] > before else {
                    #expect(outcome == .truth, "\(type(of: function))")
                    continue
                }
                outcomes[outcome, default: 0] += 1
            }
        }
        return (outcomes, server)
    }

    @Test(
        "every lie and every disorder is refused",
        arguments: inAnswers)
    func lies(_ fault: Fault) throws {
        let (outcomes, server) = try Self.outcomes(fault, try Chains.made())
        let count = outcomes.values.reduce(0, +)
        #expect(count > 0 && server.injected == [fault: count])
        // A bit that is flipped may lie where nothing is read that isn't the same; a repeated page may be a shorter one.
        #expect(outcomes[.otherTruth] == nil, "\(fault) \(outcomes)")
        #expect(Set(outcomes.keys).isSubset(of: [.refusedByClient]), "\(fault) \(outcomes)")
        print("\(fault): \(count) refused")
    }

    @Test("faults of the line and lacks", arguments: Fault.allCases.filter { [.line, .lack].contains($0.kind) })
    func lacks(_ fault: Fault) throws {
        let chain = try Chains.made()
        let (outcomes, server) = try Self.outcomes(fault, chain)
        let questionCount = Self.questions(chain).count * 2
        #expect(server.answeredCount == questionCount)
        switch fault {
        case .cutConnection, .silence: #expect(outcomes == [.noAnswer: questionCount])
        case .delay: #expect(outcomes == [.truth: questionCount])
        case .garbage: #expect(outcomes == [.refusedByClient: questionCount])
        case .notReady: #expect(outcomes == [.refusedByServer(651): questionCount])
        case .laggingHead:
            #expect(Set(outcomes.keys).isSubset(of: [.refusedByServer(651), .refusedByServer(-400)]))
            #expect(outcomes[.refusedByServer(651), default: 0] > 0)
        case .truncatedHistory:
            #expect(outcomes[.refusedByServer(-400), default: 0] > 0)
            // The page ends earlier, and its end is proven.
            #expect(outcomes[.otherTruth, default: 0] > 0 && outcomes.count == 2)
        default: Issue.record("\(fault) isn't tried")
        }
    }

    @Test("faults come as often as planned, the same each time, and end")
    func plan() throws {
        let chain = try Chains.made()
        func run(_ plan: FaultPlan) -> [Fault: Int] {
            let server = FaultyServer(SyntheticLiteServer(chain), plan)
            for _ in 0..<3 { for function in Self.questions(chain) { _ = server.reply(to: function) } }
            return server.injected
        }
        let plan = FaultPlan([.garbage, .silence, .notReady], oneIn: 4, seed: 9)
        let (first, second) = (run(plan), run(plan))
        let count = first.values.reduce(0, +)
        let questionCount = Self.questions(chain).count * 3
        #expect(first == second && first.count == 3)
        #expect(count > questionCount / 8 && count < questionCount / 2)
        var limited = plan
        limited.limit = 5
        #expect(run(limited).values.reduce(0, +) == 5)
        #expect(run(.none).isEmpty)
        #expect(run(FaultPlan([.garbage, .silence, .notReady], oneIn: 4, seed: 10)) != first)
    }

    @Test("heads that don't exist, and other networks, come with no proof")
    func heads() throws {
        let honest = SyntheticLiteServer(try Chains.made())
        let first = honest.chain.firstState.identifier
        for fault: Fault in [.inventedHead, .foreignNetwork] {
            let server = FaultyServer(honest, FaultPlan([fault]))
            guard case .bytes(let bytes, _) = server.reply(to: LiteAPI.GetMasterchainInfo()),
                case .bytes(let extended, _) = server.reply(to: LiteAPI.GetMasterchainInfoExt())
            else {
                Issue.record("no answer")
                continue
            }
            let info = try LiteAPI.MasterchainInfo(tl: bytes)
            #expect(try LiteAPI.MasterchainInfoExt(tl: extended).last == info.last && server.injected == [fault: 2])
            guard fault == .inventedHead else {
                #expect(throws: ProofError.self) { try info.claimedBlock(in: first) }
                continue
            }
            let claimed = try info.claimedBlock(in: first)
            #expect(claimed.seqno == honest.chain.lastSeqno + 1000)
            #expect(throws: LiteAPI.ErrorAnswer.self) {
                try honest.answer(LiteAPI.GetBlockProof(knownBlock: first, targetBlock: claimed))
            }
        }
    }

    @Test("votes that make nothing final, of both kinds of consensus")
    func votes() throws {
        for consensus: SyntheticChain.Consensus in [.ordinary, .simplex] {
            let chain = try SyntheticChain(
                SyntheticChain.Plan(seed: 1, masterchainBlockCount: 5, consensus: consensus, isLight: true))
            let honest = SyntheticLiteServer(chain)
            let server = FaultyServer(honest, FaultPlan([.notarizingVotes]))
            let question = LiteAPI.GetBlockProof(knownBlock: chain.firstState.identifier)
            guard case .bytes(let bytes, _) = server.reply(to: question) else {
                Issue.record("no answer")
                continue
            }
            let answer = try LiteAPI.PartialBlockProof(tl: bytes)
            let error = #expect(throws: ProofError.self) { try question.proven(by: answer) }
            #expect(error?.step == .signatures)
            // With the same signers, but for what they sign.
            #expect(throws: Never.self) { try question.proven(by: try honest.answer(question)) }
        }
    }
}
