public import Logging
public import NIOCore
import TONBlocks

/// Many lite-servers as one: asks the one that will likely answer first, and another where it doesn't.
///
/// ```swift
/// let pool = LiteServerPool(configuration.liteServers)
/// let header = try await pool.query(LiteAPI.GetBlockHeader(block: block)) { answer throws(BlockProofError) in
///     try ProvenBlock(header: answer.headerProof, of: block)
/// }
/// ```
///
/// A server whose answer doesn't hold is dropped for as long as the pool lives, and the question goes to another.
public actor LiteServerPool: LiteServerQuerying {
    /// What a question fails with.
    public typealias Failure = LiteServerPoolError

    /// Limits of a pool.
    public struct Configuration: Hashable, Sendable {
        /// How many questions a server is asked at a time; more wait.
        public var maximumInFlight: Int
        /// Limits of the connection to each server.
        public var connection: ADNLConnection.Configuration

        /// Makes one.
        public init(
            maximumInFlight: Int = 16,
            connection: ADNLConnection.Configuration = .init(connectTimeout: .seconds(5), queryTimeout: .seconds(6))
        ) {
            self.maximumInFlight = maximumInFlight
            self.connection = connection
        }
    }

    /// What the pool knows of a server.
    public struct Status: Hashable, Sendable {
        /// The server.
        public var server: LiteServerEndpoint
        /// How many questions it is being asked.
        public var inFlight: Int
        /// Smoothed time to an answer; nil before the first.
        public var latency: Duration?
        /// Failures since the last answer.
        public var failures: Int
        /// Whether it keeps the whole history; nil where that isn't known.
        public var keepsHistory: Bool?
        /// What it lied about, for which it was dropped; nil where it didn't.
        public var lie: String?
    }

    private struct Waiter {
        let number: UInt64
        let excluded: Set<Int>
        let prefersHistory: Bool
        let continuation: CheckedContinuation<LiteServerPoolState.Choice?, Never>
    }

    private nonisolated let servers: [LiteServer]
    private nonisolated let logger: Logger?
    private nonisolated let clock = ContinuousClock()
    private nonisolated let start: ContinuousClock.Instant
    private var state: LiteServerPoolState
    /// Those for whom all servers are busy, in the order in which they came.
    private var waiters: [Waiter] = []
    private var nextWaiter: UInt64 = 0

    /// Makes a pool, which connects nowhere yet.
    ///
    /// - Parameters:
    ///   - endpoints: The servers.
    ///   - configuration: Limits.
    ///   - group: Where connections live; nil for the threads that all share.
    ///   - logger: Is told of dropped servers, at the level warning, and of failures, at the level debug.
    public init(
        _ endpoints: [LiteServerEndpoint], configuration: Configuration = .init(),
        group: (any EventLoopGroup)? = nil, logger: Logger? = nil
    ) {
        let state = LiteServerPoolState(endpoints, maximumInFlight: configuration.maximumInFlight)
        // The pool's own limit is to be the one that counts.
        var connection = configuration.connection
        connection.maximumInFlight = max(connection.maximumInFlight, configuration.maximumInFlight)
        servers = state.servers.map {
            LiteServer($0.endpoint, configuration: connection, group: group, logger: logger)
        }
        self.state = state
        self.logger = logger
        start = clock.now
    }

    // MARK: - Questions

    /// Asks until a server answers. Nothing in the answer is verified but its form.
    public nonisolated func query<F: LiteServerFunction>(
        _ function: F, after wait: LiteAPI.WaitMasterchainSeqno?
    ) async throws(LiteServerPoolError) -> F.Answer {
        try await query(function, after: wait) { answer, _ throws(Never) in answer }
    }

    /// Asks until a server's answer is verified, by one who needn't know which server it came from; else the same as
    /// the one below.
    public nonisolated func query<F: LiteServerFunction, R, E: Error>(
        _ function: F, after wait: LiteAPI.WaitMasterchainSeqno? = nil, policy: LiteServerCallPolicy? = nil,
        verifying verify: (_ answer: F.Answer) throws(E) -> R
    ) async throws(LiteServerPoolError) -> R {
        try await query(function, after: wait, policy: policy) { answer, _ throws(E) in try verify(answer) }
    }

    /// Asks until a server's answer is verified.
    ///
    /// A server whose answer makes `verify` throw is dropped as a liar, with the error's text as the reason. `verify`
    /// runs where the caller runs, and may take its time.
    ///
    /// - Parameters:
    ///   - function: The question.
    ///   - wait: The masterchain block that the server waits for first; nil not to wait.
    ///   - policy: How often to ask; nil for what suits the function.
    ///   - verify: Makes of an answer, and of who gave it, what can be relied on, or throws where it can't.
    public nonisolated func query<F: LiteServerFunction, R, E: Error>(
        _ function: F, after wait: LiteAPI.WaitMasterchainSeqno? = nil, policy: LiteServerCallPolicy? = nil,
        verifying verify: (_ answer: F.Answer, _ server: LiteServerEndpoint) throws(E) -> R
    ) async throws(LiteServerPoolError) -> R {
        let policy = policy ?? .standard(for: F.self)
        let name = F.constructor.name
        var failures: [LiteServerPoolError.Failure] = []
        // Servers that aren't asked again.
        var finished: Set<Int> = []
        for round in 0..<max(1, policy.rounds) {
            if round > 0 {
                guard (try? await Task.sleep(for: policy.pause)) != nil else { throw .cancelled }
            }
            var asked = finished
            var mayAnswerLater = false
            for _ in 0..<max(1, policy.attempts) {
                guard let index = try await acquire(excluding: asked, prefersHistory: policy.prefersHistory) else {
                    break
                }
                asked.insert(index)
                let endpoint = servers[index].endpoint
                let sent = clock.now
                do throws(LiteServerError) {
                    let answer = try await servers[index].query(function, after: wait)
                    // How long the server waited as it was told says nothing of how fast it is.
                    await release(index, .answered(after: wait == nil ? clock.now - sent : nil))
                    do throws(E) {
                        let result = try verify(answer, endpoint)
                        if policy.prefersHistory { await learnHistory(from: failures, answering: index) }
                        return result
                    } catch {
                        let reason = "\(error)"
                        await drop(index, reason: "\(name): \(reason)")
                        finished.insert(index)
                        failures.append(.init(server: endpoint, reason: .lie(reason)))
                    }
                } catch {
                    await release(index, Self.outcome(of: error, after: wait == nil ? clock.now - sent : nil))
                    guard !Task.isCancelled else { throw .cancelled }
                    logger?.debug("no answer", metadata: ["server": "\(endpoint)", "error": "\(error)"])
                    failures.append(.init(server: endpoint, reason: .error(error)))
                    if policy.isRefusalFinal, error.isRefusal { throw .failed(function: name, failures: failures) }
                    if Self.mayAnswerLater(error) { mayAnswerLater = true } else { finished.insert(index) }
                }
            }
            guard mayAnswerLater else { break }
        }
        guard !failures.isEmpty else { throw .noServers(function: name, liars: await liars) }
        throw .failed(function: name, failures: failures)
    }

    private static func outcome(of error: LiteServerError, after duration: Duration?) -> LiteServerPoolState.Outcome {
        switch error {
        case .notReady, .badRequest, .refused: .answered(after: duration)
        case .malformedAnswer: .malformed
        case .connection(.cancelled), .connection(.payloadTooLarge): .abandoned
        case .serverTimeout, .connection: .failed
        }
    }

    private static func mayAnswerLater(_ error: LiteServerError) -> Bool {
        switch error {
        case .notReady, .serverTimeout: true
        case .connection(.payloadTooLarge): false
        case .connection: true
        case .badRequest, .refused, .malformedAnswer: false
        }
    }

    // MARK: - Turns

    /// The number of a server that may be asked now, as soon as there is one; nil where none is left. Throws where the
    /// task is cancelled meanwhile.
    private func acquire(
        excluding excluded: Set<Int>, prefersHistory: Bool
    ) async throws(LiteServerPoolError) -> Int? {
        guard !Task.isCancelled else { throw .cancelled }
        var choice: LiteServerPoolState.Choice? = .wait
        // Who comes later doesn't overtake.
        if waiters.isEmpty {
            choice = state.acquire(excluding: excluded, prefersHistory: prefersHistory, now: clock.now - start)
        }
        if choice == .wait {
            let number = nextWaiter
            nextWaiter += 1
            choice = await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    waiters.append(
                        Waiter(
                            number: number, excluded: excluded, prefersHistory: prefersHistory,
                            continuation: continuation))
                    serveWaiters()
                }
            } onCancel: {
                Task { await self.cancelWaiter(number) }
            }
        }
        switch choice {
        case .server(let index): return index
        case .exhausted: return nil
        case .wait, nil: throw .cancelled
        }
    }

    private func cancelWaiter(_ number: UInt64) {
        guard let index = waiters.firstIndex(where: { $0.number == number }) else { return }
        waiters.remove(at: index).continuation.resume(returning: nil)
    }

    /// Gives turns to those who wait, first come first served, as far as there are servers for them.
    private func serveWaiters() {
        var index = 0
        while index < waiters.count {
            let waiter = waiters[index]
            let choice = state.acquire(
                excluding: waiter.excluded, prefersHistory: waiter.prefersHistory, now: clock.now - start)
            guard choice != .wait else {
                // Who may ask any server waits, so all are busy.
                if waiter.excluded.isEmpty, !waiter.prefersHistory { return }
                index += 1
                continue
            }
            waiters.remove(at: index)
            waiter.continuation.resume(returning: choice)
        }
    }

    private func release(_ index: Int, _ outcome: LiteServerPoolState.Outcome) {
        state.release(index, outcome, now: clock.now - start)
        serveWaiters()
    }

    // MARK: - Liars

    /// Never asks a server again: it answered what isn't true.
    public func report(liar endpoint: LiteServerEndpoint, reason: String) {
        guard let index = state.index(of: endpoint) else { return }
        drop(index, reason: reason)
    }

    private func drop(_ index: Int, reason: String) {
        state.drop(index, lie: reason)
        logger?.warning(
            "lite-server dropped, since it lied",
            metadata: ["server": "\(state.servers[index].endpoint)", "reason": "\(reason)"])
        serveWaiters()
    }

    private var liars: [LiteServerPoolError.Failure] {
        state.servers.compactMap { server in
            server.lie.map { LiteServerPoolError.Failure(server: server.endpoint, reason: .lie($0)) }
        }
    }

    // MARK: - History

    /// Finds out which servers keep the whole history: asks each for an old masterchain block by its number.
    ///
    /// - Parameter seqno: The number of a block that servers without the whole history don't have.
    public func detectHistory(seqno: UInt32 = 1) async {
        let question = LiteAPI.LookupBlock(
            block: LiteAPI.BlockPosition(.masterchain, seqno: seqno), otherFlags: LiteAPI.LookupBlock.bySeqno)
        await withTaskGroup(of: (Int, Bool?).self) { group in
            for (index, server) in servers.enumerated() where state.servers[index].lie == nil {
                group.addTask {
                    do throws(LiteServerError) {
                        _ = try await server.query(question)
                        return (index, true)
                    } catch {
                        return (index, error.isRefusal ? false : nil)
                    }
                }
            }
            for await (index, keepsHistory) in group {
                if let keepsHistory { state.setKeepsHistory(index, keepsHistory) }
            }
        }
    }

    /// Learns from a question about history that one server answered and others refused.
    private func learnHistory(from failures: [LiteServerPoolError.Failure], answering: Int) {
        state.setKeepsHistory(answering, true)
        for failure in failures {
            guard case .error(let error) = failure.reason, error.isRefusal,
                let index = state.index(of: failure.server), index != answering
            else { continue }
            state.setKeepsHistory(index, false)
        }
    }

    // MARK: - All servers

    /// What the pool knows of its servers, in their order.
    public var statuses: [Status] {
        state.servers.map { server in
            Status(
                server: server.endpoint, inFlight: server.inFlight,
                latency: server.latency.map { .microseconds($0) }, failures: server.failures,
                keepsHistory: server.keepsHistory, lie: server.lie)
        }
    }

    /// Takes no more questions, waits for the answers to those under way, and closes all connections.
    public func close() async {
        await withTaskGroup(of: Void.self) { group in
            for server in servers { group.addTask { await server.close() } }
        }
    }
}
