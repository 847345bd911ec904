public import TONBlocks
import TONCells
import TONCrypto
import TONVM
import TONWallets

/// What became of a request that was sent.
public enum SendingOutcome: Sendable {
    /// Every message arrived, and every phase of every transaction succeeded.
    case succeeded(MessageTrace)
    /// The wallet obeyed, and something went wrong then: what did first stands with the trace.
    case failed(MessageTrace, Rehearsal.Failure)
    /// The wallet obeyed and nothing has failed so far, but some messages haven't arrived.
    case incomplete(MessageTrace)
    /// The network took no message: nothing happened.
    case refused(OperationNetworkError)
    /// The wallet hasn't obeyed, and the time at which it would have is over: nothing happened.
    case expired
    /// Nothing is known: the wallet may have obeyed, or may yet.
    case unknown(String)
}

/// How long, and how often, is asked what became of a request.
public struct Patience: Hashable, Sendable {
    /// How often at most.
    public var attempts: Int
    /// The time between two.
    public var interval: Duration

    /// Every two seconds for two minutes.
    public static let standard = Patience(attempts: 60, interval: .seconds(2))

    /// Makes one.
    public init(attempts: Int, interval: Duration) {
        self.attempts = attempts
        self.interval = interval
    }
}

extension PreparedRequest {
    /// Sends the signed message, and follows it until all that it causes has happened.
    ///
    /// Asks of each transaction, not only of the wallet's: that a message was accepted, or that the wallet obeyed, says
    /// nothing of what came of it. Doesn't throw: once a message may be on its way, an error is an outcome that isn't
    /// known.
    ///
    /// - Parameters:
    ///   - external: The message from outside, of this request.
    ///   - patience: After that, what is known so far is the outcome.
    public func send(
        _ external: MessageCell, on network: some OperationNetwork, patience: Patience = .standard
    ) async -> SendingOutcome {
        var problem: String?
        do throws(OperationNetworkError) {
            _ = try await network.send(external.cell)
        } catch {
            guard case .unavailable = error else { return .refused(error) }
            // The answer may have been lost after the message arrived.
            problem = "\(error)"
        }
        return await follow(external, on: network, patience: patience, problem: problem)
    }

    /// Asks what became of a message that was sent before.
    public func follow(
        _ external: MessageCell, on network: some OperationNetwork, patience: Patience = .standard
    ) async -> SendingOutcome {
        await follow(external, on: network, patience: patience, problem: nil)
    }

    private func follow(
        _ external: MessageCell, on network: some OperationNetwork, patience: Patience, problem: String?
    ) async -> SendingOutcome {
        let hash: Hash256?
        do throws(CellError) {
            hash = try external.message.normalizedHash()
        } catch {
            return .unknown("\(error)")
        }
        guard let hash else { return .unknown("expected a message from outside, found another") }
        var last = SendingOutcome.unknown(problem ?? "the wallet \(sender.address) has no transaction of it yet")
        for attempt in 1...max(1, patience.attempts) {
            if attempt > 1 {
                do {
                    try await Task.sleep(for: patience.interval)
                } catch {
                    return last
                }
            }
            do throws(OperationNetworkError) {
                if let outcome = try await outcome(of: hash, on: network) {
                    last = outcome
                    guard case .incomplete = outcome else { return outcome }
                } else if try await isOver(on: network) {
                    // It may have come in the meantime.
                    return try await outcome(of: hash, on: network) ?? .expired
                }
            } catch {
                if case .unknown = last { last = .unknown("\(error)") }
            }
        }
        return last
    }

    /// Nil where the wallet has no transaction of the message.
    private func outcome(
        of hash: Hash256, on network: some OperationNetwork
    ) async throws(OperationNetworkError) -> SendingOutcome? {
        let trace = try await MessageTrace.find(
            hash, to: sender.address, after: startLT, receivers: receivers, on: network)
        guard let trace else { return nil }
        if let failure = trace.failure { return .failed(trace, failure) }
        return trace.isComplete ? .succeeded(trace) : .incomplete(trace)
    }

    /// Whether the network's time is past that of the request.
    private func isOver(on network: some OperationNetwork) async throws(OperationNetworkError) -> Bool {
        guard case .sequence(_, let validUntil) = request.replayProtection else { return false }
        return try await network.stage().emulation.environment.now > validUntil
    }
}

extension SendingOutcome {
    /// All transactions that are known.
    public var trace: MessageTrace? {
        switch self {
        case .succeeded(let trace), .failed(let trace, _), .incomplete(let trace): trace
        case .refused, .expired, .unknown: nil
        }
    }

    /// In a word, for documents.
    public var name: String {
        switch self {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .incomplete: "incomplete"
        case .refused: "refused"
        case .expired: "expired"
        case .unknown: "unknown"
        }
    }
}

extension SendingOutcome: CustomStringConvertible {
    /// What happened, and what didn't.
    public var description: String {
        switch self {
        case .succeeded(let trace): "done: all \(trace.entries.count) transactions succeeded"
        case .failed(_, let failure): "it was sent, and failed: \(failure)"
        case .incomplete(let trace):
            "the wallet has sent it, and \(trace.entries.count) transactions succeeded; others haven't happened yet"
        case .refused(let error): "nothing was sent: \(error)"
        case .expired: "nothing happened, and nothing will: the time of the request is over"
        case .unknown(let reason): "it was sent, and what became of it isn't known: \(reason)"
        }
    }
}
