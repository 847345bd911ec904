import AsyncHTTPClient
import FoundationEssentials
public import Logging
import NIOCore
import NIOHTTP1
import Synchronization
public import TONBlocks
public import TONCells

/// Asks a TON Center, no more often than it allows, and again where that may help.
///
/// ```swift
/// let client = TONCenterClient(.init(endpoint: .mainnet))
/// for try await page in client.history(of: account, from: state.lastTransaction) {
///     store(page.records)
/// }
/// let states = try await client.answer(to: TONCenterV3.accountStates(codeHash: proxyCode))
/// look(at: states.hint)
/// ```
/// May be used by many tasks at once: they take turns, in the order in which they ask so long as the server doesn't
/// send them away. All waiting ends at once when a task is cancelled. Connections are closed by ``shutDown()``, or with
/// the last reference.
public final class TONCenterClient: Sendable {
    /// How to ask.
    public struct Configuration: Sendable {
        /// The server.
        public var endpoint: TONCenterEndpoint
        /// The key, if there is one. It is sent to the endpoint in the header `X-API-Key`.
        public var apiKey: APIKey?
        /// How often to ask.
        public var rate: RequestRate
        /// When to ask again.
        public var retries: RetryPolicy
        /// How long one attempt may take, from connecting to the answer's last byte.
        public var timeout: Duration
        /// How long connecting may take.
        public var connectTimeout: Duration
        /// The longest answer that is read.
        public var maximumResponseBytes: Int

        /// Makes a configuration.
        ///
        /// - Parameter rate: One request a second without a key and ten with one, if not given.
        public init(
            endpoint: TONCenterEndpoint, apiKey: APIKey? = nil, rate: RequestRate? = nil,
            retries: RetryPolicy = RetryPolicy(), timeout: Duration = .seconds(30),
            connectTimeout: Duration = .seconds(10), maximumResponseBytes: Int = 32 << 20
        ) {
            self.endpoint = endpoint
            self.apiKey = apiKey
            self.rate = rate ?? (apiKey == nil ? .withoutKey : .withKey)
            self.retries = retries
            self.timeout = timeout
            self.connectTimeout = connectTimeout
            self.maximumResponseBytes = maximumResponseBytes
        }
    }

    private struct State: Sendable {
        var limiter: RateLimiter
        var jitter: any RandomNumberGenerator & Sendable
        var isShutDown = false
    }

    private let configuration: Configuration
    private let exchange: HTTPExchange
    private let clock: RequestClock
    private let logger: Logger
    private let state: Mutex<State>

    /// Makes a client. Nothing is sent yet.
    ///
    /// - Parameters:
    ///   - configuration: Whom to ask, and how.
    ///   - logger: Told of each attempt (debug) and of each wait for another one (notice). Never of the key.
    ///   - clock: What turns and waits between attempts go by. Time-outs go by real time.
    ///   - jitter: What spreads the waits.
    public init(
        _ configuration: Configuration, logger: Logger? = nil, clock: some Clock<Duration> = ContinuousClock(),
        jitter: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.configuration = configuration
        self.clock = RequestClock(clock)
        self.logger = logger ?? Logger(label: "toncenter", factory: { _ in SwiftLogNoOpLogHandler() })
        exchange = HTTPExchange(
            timeout: configuration.timeout, connectTimeout: configuration.connectTimeout,
            maximumBytes: configuration.maximumResponseBytes)
        state = Mutex(State(limiter: RateLimiter(configuration.rate), jitter: jitter))
    }

    /// The server.
    public var endpoint: TONCenterEndpoint { configuration.endpoint }

    /// Closes the connections. What is under way, and every later request, fails.
    public func shutDown() async {
        state.withLock { $0.isShutDown = true }
        await exchange.shutDown()
    }

    /// Sends a request, as often as the policy allows, and reads the answer.
    ///
    /// Throws the last attempt's failure. A request that only asks leaves nothing behind; of one that does something,
    /// a failure of kind `timedOut` or `connection` leaves open whether the server took it.
    public func answer<Answer>(to request: TONCenterRequest<Answer>) async throws(TONCenterClientError) -> Answer {
        let target = request.target
        let message = self.message(target: target, body: request.body)
        var attempt = 0
        while true {
            attempt += 1
            try await turn(target, attempts: attempt - 1)
            let start = clock.now()
            let outcome = await send(message)
            logger.debug(
                "asked TON Center",
                metadata: [
                    "path": "\(request.path)", "attempt": "\(attempt)", "outcome": "\(outcome)",
                    "duration": "\(clock.now() - start)",
                ])
            switch outcome {
            case .body(let body):
                do throws(TONCenterError) {
                    return try request.answer(from: body)
                } catch {
                    throw failure(.answer(redacted(error)), target, attempts: attempt)
                }
            case .failed(let reason, let kind):
                let delay = state.withLock { state in
                    configuration.retries.delay(
                        after: kind, attempt: attempt, mayRepeat: request.repetition == .always,
                        using: &state.jitter)
                }
                guard let delay else { throw failure(reason, target, attempts: attempt) }
                logger.notice(
                    "TON Center failed, will ask again",
                    metadata: [
                        "path": "\(request.path)", "attempt": "\(attempt)", "outcome": "\(outcome)",
                        "delay": "\(delay)",
                    ])
                try await wait(delay, after: kind, target, attempts: attempt)
            }
        }
    }

    /// An account's raw transactions, newest first, each page verified to hang on the one before.
    ///
    /// - Parameters:
    ///   - account: Whose.
    ///   - head: The transaction to start from; the account's last, as the server says, if not given. Servers answer
    ///     with an error where there is none, so that ``TONCenterV2/addressInformation(of:seqno:)`` is to be asked first
    ///     about an account that may never have been.
    ///   - known: A transaction that is known already: the history ends right above it.
    ///   - pageSize: How many transactions to ask for at once, up to ``TONCenterV2/maximumTransactionCount``.
    ///   - isArchival: Whether to ask servers alone that keep the whole history.
    public func history(
        of account: AccountAddress, from head: TransactionIdentifier? = nil, above known: TransactionIdentifier? = nil,
        pageSize: Int = TONCenterV2.maximumTransactionCount, isArchival: Bool = false
    ) -> TransactionHistory {
        TransactionHistory(
            client: self,
            cursor: TransactionHistoryCursor(
                account: account, head: head, known: known, pageSize: pageSize, isArchival: isArchival))
    }

    /// The rows of a list, page by page.
    ///
    /// - Parameter pageSize: How many rows to ask for at once, up to ``TONCenterV3/maximumRowCount``.
    public func pages<Item>(
        of list: TONCenterList<Item>, pageSize: Int = 100
    ) -> TONCenterPages<Item> {
        TONCenterPages(client: self, list: list, pageSize: pageSize)
    }

    /// An error of what came of a request, rather than of the request.
    func error(_ reason: TONCenterClientError.Reason, _ target: String) -> TONCenterClientError {
        failure(reason, target, attempts: 1)
    }

    // MARK: One attempt

    private enum Outcome: CustomStringConvertible {
        case body(Data)
        case failed(TONCenterClientError.Reason, RetryPolicy.Failure)

        var description: String {
            switch self {
            case .body(let body): "\(body.count) bytes"
            case .failed(let reason, _): "\(reason)"
            }
        }
    }

    private func message(target: String, body: Data?) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: configuration.endpoint.url + target)
        message.headers.add(name: "accept", value: "application/json")
        message.headers.add(name: "user-agent", value: "silk")
        if let key = configuration.apiKey { message.headers.add(name: "x-api-key", value: key.text) }
        if let body {
            message.method = .POST
            message.headers.add(name: "content-type", value: "application/json")
            message.body = .bytes(ByteBuffer(bytes: body))
        }
        return message
    }

    private func send(_ message: HTTPClientRequest) async -> Outcome {
        guard !state.withLock({ $0.isShutDown }) else { return .failed(.shutDown, .final) }
        let reply: HTTPExchange.Reply
        do throws(HTTPExchange.Failure) {
            reply = try await exchange.send(message)
        } catch {
            switch error {
            case .notConnected(let text): return .failed(.connection(redacted(text)), .notConnected)
            case .interrupted(let text): return .failed(.connection(redacted(text)), .interrupted)
            case .invalid(let text): return .failed(.connection(redacted(text)), .final)
            case .tooLarge: return .failed(.tooLarge(limit: configuration.maximumResponseBytes), .final)
            case .timedOut: return .failed(.timedOut(after: configuration.timeout), .interrupted)
            case .shutDown: return .failed(.shutDown, .final)
            case .cancelled: return .failed(.cancelled, .final)
            }
        }
        switch reply.status {
        case 200: return .body(reply.body)
        case 429:
            return .failed(
                .rateLimited(retryAfter: reply.retryAfter), .status(429, retryAfter: reply.retryAfter))
        case let code:
            return .failed(
                .status(code, message: redacted(ErrorBody.message(in: reply.body))),
                .status(code, retryAfter: reply.retryAfter))
        }
    }

    // MARK: Waiting

    /// Waits for this request's turn.
    private func turn(_ target: String, attempts: Int) async throws(TONCenterClientError) {
        while true {
            let turn = state.withLock { $0.limiter.next(at: clock.now()) }
            do {
                try Task.checkCancellation()
                if turn.time > clock.now() { try await clock.sleep(turn.time) }
            } catch {
                state.withLock { $0.limiter.giveBack(turn) }
                throw failure(.cancelled, target, attempts: attempts)
            }
            // The server may have closed the door on another request meanwhile.
            guard turn.time < state.withLock({ $0.limiter.closedUntil }) else { return }
        }
    }

    private func wait(
        _ delay: Duration, after kind: RetryPolicy.Failure, _ target: String, attempts: Int
    ) async throws(TONCenterClientError) {
        let end = clock.now() + delay
        // Whoever else asks would be told the same.
        if case .status(429, _) = kind { state.withLock { $0.limiter.close(until: end) } }
        do {
            try await clock.sleep(end)
        } catch {
            throw failure(.cancelled, target, attempts: attempts)
        }
    }

    // MARK: Errors

    private func failure(
        _ reason: TONCenterClientError.Reason, _ target: String, attempts: Int
    ) -> TONCenterClientError {
        TONCenterClientError(reason: reason, endpoint: configuration.endpoint, target: target, attempts: attempts)
    }

    private static let longestMessage = 500

    /// A server's text, cut to a length and without the key, which some servers echo.
    private func redacted(_ text: String) -> String {
        let text = configuration.apiKey?.struckOut(of: text) ?? text
        return text.count > Self.longestMessage ? text.prefix(Self.longestMessage) + "…" : text
    }

    private func redacted(_ error: TONCenterError) -> TONCenterError {
        switch error {
        case .notJSON(let reason): .notJSON(redacted(reason))
        case .unknownShape(let reason): .unknownShape(redacted(reason))
        case .field(let path, let reason): .field(path: redacted(path), reason: redacted(reason))
        case .refused(let code, let message): .refused(code: code, message: redacted(message))
        }
    }
}

extension TONCenterClient: CustomReflectable {
    /// The endpoint alone: below lie connections, and in their buffers requests with the key.
    public var customMirror: Mirror { Mirror(self, children: ["endpoint": endpoint]) }
}

/// What both versions write beside a status other than 200.
private struct ErrorBody: Decodable {
    let error: String

    /// The server's message, or what stands in its place.
    static func message(in body: Data) -> String {
        if let answer = try? JSONDecoder().decode(ErrorBody.self, from: body) { return answer.error }
        return body.isEmpty ? "no message" : "an answer of \(body.count) bytes that is no error of TON Center"
    }
}
