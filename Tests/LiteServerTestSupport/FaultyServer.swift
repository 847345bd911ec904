import SilkTestSupport
import Synchronization
import TONBlocks
import TONCells
import TONCrypto
public import TONLiteClient

/// A lite-server with the faults of a plan, which counts them. Without any it is the honest server.
///
/// The same questions in the same order meet the same faults.
public final class FaultyServer: Sendable {
    /// The honest server below.
    public let honest: SyntheticLiteServer
    /// The faults.
    public let plan: FaultPlan

    struct State {
        var random: SeededGenerator
        var injected: [Fault: Int] = [:]
        var answered = 0
        /// Answers that stay the same, by their questions.
        var remembered: [[UInt8]: [UInt8]] = [:]
        var pages: [LiteAPI.AccountIdentifier: LiteAPI.TransactionList] = [:]

        var injectedCount: Int { injected.values.reduce(0, +) }
    }

    private let remembersAnswers: Bool
    private let state: Mutex<State>

    /// Makes one, which may keep answers that stay the same, so that asking again costs little.
    public init(_ honest: SyntheticLiteServer, _ plan: FaultPlan = .none, remembersAnswers: Bool = false) {
        self.honest = honest
        self.plan = plan
        self.remembersAnswers = remembersAnswers
        state = Mutex(State(random: SeededGenerator(seed: plan.seed)))
    }

    /// How often each fault was put in.
    public var injected: [Fault: Int] { state.withLock { $0.injected } }

    /// How many questions were answered or left unanswered, well or badly.
    public var answeredCount: Int { state.withLock { $0.answered } }

    /// The faults put in, for a test to print: `garbage 3, silence 1`.
    public var report: String {
        let injected = injected
        let parts = Fault.allCases.compactMap { fault in injected[fault].map { "\(fault.rawValue) \($0)" } }
        return parts.isEmpty ? "no faults" : parts.joined(separator: ", ")
    }

    /// What becomes of a question.
    public enum Reply: Sendable {
        /// These bytes are sent, after a while.
        case bytes([UInt8], after: Duration)
        /// Nothing is sent.
        case silence
        /// The connection is closed.
        case hangUp
    }

    // MARK: - Answering

    /// Answers a question, or doesn't; waits for the masterchain block that it names, 10 seconds at most.
    public func reply(to request: LiteAPI.Request) async -> Reply {
        if let wait = request.wait, let refusal = await self.wait(for: wait) {
            state.withLock { $0.answered += 1 }
            return .bytes(refusal.tlBytes, after: .zero)
        }
        return reply(to: request.function)
    }

    private func wait(for wait: LiteAPI.WaitMasterchainSeqno) async -> LiteAPI.ErrorAnswer? {
        guard wait.seqno <= honest.head.seqno + 100 else {
            return LiteAPI.ErrorAnswer(code: 651, message: "too big masterchain block seqno")
        }
        let timeout = Duration.milliseconds(Int64(min(wait.timeoutMilliseconds, 10_000)))
        guard await honest.head.wait(for: wait.seqno, timeout: timeout) else {
            return LiteAPI.ErrorAnswer(code: 652, message: "timeout")
        }
        return nil
    }

    /// Answers a question at once.
    public func reply(to function: any LiteServerFunction) -> Reply {
        let honestBytes = honestAnswer(to: function)
        return state.withLock { state in
            state.answered += 1
            if let fault = choose(&state), let bad = inject(fault, into: function, honestBytes, &state) {
                state.injected[fault, default: 0] += 1
                return bad
            }
            if plan.faults.contains(.repeatedPage), let query = function as? LiteAPI.GetTransactions {
                state.pages[query.account] = try? honest.answer(query)
            }
            return .bytes(honestBytes, after: .zero)
        }
    }

    /// The honest answer, remembered or made now.
    private func honestAnswer(to function: any LiteServerFunction) -> [UInt8] {
        let question = remembersAnswers && function.staysTheSame ? function.tlBytes : nil
        if let question, let known = state.withLock({ $0.remembered[question] }) { return known }
        do throws(LiteAPI.ErrorAnswer) {
            let answer = try honest.answer(to: function).tlBytes
            if let question { state.withLock { $0.remembered[question] = answer } }
            return answer
        } catch {
            return error.tlBytes
        }
    }

    private func choose(_ state: inout State) -> Fault? {
        guard !plan.faults.isEmpty, state.injectedCount < plan.limit ?? .max,
            Int.random(in: 0..<plan.oneIn, using: &state.random) == 0
        else { return nil }
        return plan.faults.randomElement(using: &state.random)
    }

    /// What a fault makes of an honest answer; nil where it can't be put into it, or would change nothing.
    private func inject(
        _ fault: Fault, into function: any LiteServerFunction, _ honestBytes: [UInt8], _ state: inout State
    ) -> Reply? {
        switch fault {
        case .cutConnection: return .hangUp
        case .silence: return .silence
        case .delay: return .bytes(honestBytes, after: plan.delay)
        case .garbage:
            let count = Int.random(in: 0...200, using: &state.random)
            return .bytes((0..<count).map { _ in UInt8.random(in: 0...255, using: &state.random) }, after: .zero)
        case .notReady:
            return .bytes(LiteAPI.ErrorAnswer(code: 651, message: "block is not applied").tlBytes, after: .zero)
        case .truncatedHistory: return truncatedHistory(function)
        case .laggingHead:
            let lag = ChainHead(max(1, honest.head.seqno - min(honest.head.seqno, plan.lag)))
            let lagging = SyntheticLiteServer(honest.chain, head: lag)
            return changed(honestBytes) { () throws(LiteAPI.ErrorAnswer) in try lagging.answer(to: function) }
        default:
            var liar = Liar(honest: honest, random: state.random, pages: state.pages)
            defer { state.random = liar.random }
            return changed(honestBytes) { () throws(LiteAPI.ErrorAnswer) in
                try liar.answer(to: function, with: fault)
            }
        }
    }

    /// The bytes of an answer, if there is one that isn't the honest one.
    private func changed(
        _ honestBytes: [UInt8], _ answer: () throws(LiteAPI.ErrorAnswer) -> (any TLObject)?
    ) -> Reply? {
        let bad: [UInt8]?
        do throws(LiteAPI.ErrorAnswer) { bad = try answer()?.tlBytes } catch { bad = error.tlBytes }
        return bad == honestBytes ? nil : bad.map { .bytes($0, after: .zero) }
    }

    /// Refuses transactions of the older half of the chain; a page ends before them.
    private func truncatedHistory(_ function: any LiteServerFunction) -> Reply? {
        guard let query = function as? LiteAPI.GetTransactions, let page = try? honest.answer(query) else { return nil }
        let kept = page.blocks.prefix { block in
            (honest.chain.block(block)?.masterchainSeqno ?? 0) > honest.head.seqno / 2
        }.count
        guard kept < page.blocks.count else { return nil }
        guard kept > 0, let cells = try? BagOfCells(page.transactions).roots else {
            let message =
                "cannot compute block with specified transaction: cannot find block "
                + "(\(query.account.workchain)) lt=\(query.lt): lt not in db"
            return .bytes(LiteAPI.ErrorAnswer(code: -400, message: message).tlBytes, after: .zero)
        }
        let shortened = LiteAPI.TransactionList(
            blocks: Array(page.blocks.prefix(kept)),
            transactions: BagOfCells(roots: Array(cells.prefix(kept))).serialized())
        return .bytes(shortened.tlBytes, after: .zero)
    }
}

extension LiteServerFunction {
    /// Whether an answer to the question, once there is one, is the answer for ever.
    fileprivate var staysTheSame: Bool {
        switch self {
        case is LiteAPI.GetMasterchainInfo, is LiteAPI.GetMasterchainInfoExt, is LiteAPI.GetTime,
            is LiteAPI.GetVersion, is LiteAPI.SendMessage:
            false
        case let query as LiteAPI.GetBlockProof: query.targetBlock != nil
        case let query as LiteAPI.GetAccountState: query.block.seqno != .max
        case let query as LiteAPI.GetAccountStatePruned: query.block.seqno != .max
        default: true
        }
    }
}
