import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Sends one request once, and reads its answer in whole. Follows no redirect: it would carry the key elsewhere.
final class HTTPExchange: Sendable {
    /// What came back.
    struct Reply: Sendable {
        let status: Int
        let retryAfter: Duration?
        /// Where else the answer is, as the server says.
        let location: String?
        let body: Data
    }

    /// Why nothing came back.
    enum Failure: Error, Sendable {
        case notConnected(String)
        case interrupted(String)
        case invalid(String)
        case tooLarge
        case timedOut
        case shutDown
        case cancelled
    }

    private let client: HTTPClient
    private let timeout: Duration
    private let maximumBytes: Int

    init(timeout: Duration, connectTimeout: Duration, maximumBytes: Int) {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = connectTimeout.timeAmount
        // Attempts are counted and spaced by the retry policy alone.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.timeout = timeout
        self.maximumBytes = maximumBytes
    }

    deinit {
        // The client insists on being shut down. It was already, if the owner did so; then this fails and is done.
        client.shutdown { _ in }
    }

    /// Closes the connections. What is under way fails.
    func shutDown() async {
        try? await client.shutdown()
    }

    /// Sends a request. No longer than the time-out, of real time, passes until this returns.
    func send(_ request: HTTPClientRequest) async throws(Failure) -> Reply {
        do {
            return try await withThrowingTaskGroup(of: Reply.self) { group in
                group.addTask { try await self.exchange(request) }
                group.addTask { [timeout] in
                    try await Task.sleep(for: timeout)
                    throw Failure.timedOut
                }
                defer { group.cancelAll() }
                // There are two tasks, so that one ends first.
                guard let reply = try await group.next() else { throw Failure.cancelled }
                return reply
            }
        } catch {
            throw Failure(error)
        }
    }

    private func exchange(_ request: HTTPClientRequest) async throws -> Reply {
        let response = try await client.execute(request, timeout: timeout.timeAmount)
        if let length = response.headers.first(name: "content-length").flatMap(Int.init), length > maximumBytes {
            throw Failure.tooLarge
        }
        let body = try await response.body.collect(upTo: maximumBytes)
        return Reply(
            status: Int(response.status.code),
            retryAfter: response.headers.first(name: "retry-after").flatMap(Self.retryAfter),
            location: response.headers.first(name: "location"),
            body: Data(body.readableBytesView))
    }

    /// The seconds of a `Retry-After`. Its other form, a date, tells nothing where clocks differ, and is left out.
    static func retryAfter(_ text: String) -> Duration? {
        UInt32(text).map { .seconds(Int64($0)) }
    }
}

extension HTTPExchange.Failure {
    /// Sorts what the layers below throw. What isn't known to have kept the request from the server may have let it
    /// through.
    fileprivate init(_ error: any Error) {
        switch error {
        case let failure as Self: self = failure
        case is CancellationError: self = .cancelled
        case is NIOTooManyBytesError: self = .tooLarge
        case let error as NIOConnectionError:
            let cause = error.connectionErrors.first?.error ?? error.dnsAError ?? error.dnsAAAAError
            self = .notConnected(
                "can't connect to \(error.host):\(error.port): \(cause.map { "\($0)" } ?? "no address")")
        case let error as IOError where [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode):
            self = .notConnected("can't connect: \(error)")
        case let error as HTTPClientError: self = Self(error)
        default: self = .interrupted("\(error)")
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .cancelled, .requestStreamCancelled: self = .cancelled
        case .alreadyShutdown: self = .shutDown
        case .deadlineExceeded: self = .timedOut
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
            self = .notConnected(error.description)
        case .invalidURL, .emptyHost, .emptyScheme: self = .invalid(error.description)
        default: self = .interrupted(error.description)
        }
    }
}

extension Duration {
    /// Whole nanoseconds, as far as they fit.
    fileprivate var timeAmount: TimeAmount {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isBeyond) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return .nanoseconds(overflow || isBeyond ? .max : sum)
    }
}
