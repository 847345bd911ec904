public import Logging
public import NIOCore
import NIOPosix
public import TONCrypto

/// A connection to a server of ADNL over TCP, on which any number of queries may wait for their answers at a time.
///
/// ```swift
/// let connection = try await ADNLConnection.connect(host: "127.0.0.1", port: 4443, key: key)
/// let answer = try await connection.query(LiteAPI.Query(data: LiteAPI.GetTime().tlBytes).tlBytes)
/// ```
///
/// The connection is encrypted, and the server has shown that it knows the private half of its key. It closes with the
/// last reference to it.
public final class ADNLConnection: Sendable {
    /// Limits of a connection.
    public struct Configuration: Hashable, Sendable {
        /// How long it may take to connect, and for the server to show that it knows its key.
        public var connectTimeout: Duration
        /// How long to wait for an answer, unless the query says another.
        public var queryTimeout: Duration
        /// How long the server may be silent before it is asked for a sign of life, and again until the connection is
        /// given up.
        public var keepAliveInterval: Duration
        /// How many queries are sent before the first is answered; more wait for their turn.
        public var maximumInFlight: Int
        /// The longest frame that is sent or taken, 64 bytes of its own included.
        public var maximumFrameLength: Int

        /// Makes one; the defaults are those of the reference, but for the number of queries.
        public init(
            connectTimeout: Duration = .seconds(10), queryTimeout: Duration = .seconds(10),
            keepAliveInterval: Duration = .seconds(10), maximumInFlight: Int = 64, maximumFrameLength: Int = 1 << 24
        ) {
            self.connectTimeout = connectTimeout
            self.queryTimeout = queryTimeout
            self.keepAliveInterval = keepAliveInterval
            self.maximumInFlight = maximumInFlight
            self.maximumFrameLength = maximumFrameLength
        }
    }

    struct Ready {
        let channel: any Channel
        let handler: NIOLoopBound<ADNLClientHandler>
    }

    private let ready: Ready
    private let queryTimeout: Duration

    private init(_ ready: Ready, queryTimeout: Duration) {
        self.ready = ready
        self.queryTimeout = queryTimeout
    }

    deinit {
        ready.channel.close(promise: nil)
    }

    /// Connects to the server that has a key. Throws if it can't be reached, if it doesn't show that it has the key, or
    /// when the task is cancelled.
    ///
    /// - Parameters:
    ///   - host: A name or an address.
    ///   - port: The TCP port.
    ///   - key: The server's public key.
    ///   - configuration: Limits.
    ///   - group: Where the connection lives; nil for the threads that all share.
    ///   - logger: Is told why a connection failed, at the level debug.
    public static func connect(
        host: String, port: Int, key: Ed25519.PublicKey, configuration: Configuration = Configuration(),
        group: (any EventLoopGroup)? = nil, logger: Logger? = nil
    ) async throws(ADNLError) -> ADNLConnection {
        try await connect(
            host: host, port: port, key: key, configuration: configuration, group: group, logger: logger,
            randomness: .system)
    }

    static func connect(
        host: String, port: Int, key: Ed25519.PublicKey, configuration: Configuration,
        group: (any EventLoopGroup)? = nil, logger: Logger? = nil, randomness: ADNLRandomness
    ) async throws(ADNLError) -> ADNLConnection {
        let eventLoop = (group ?? MultiThreadedEventLoopGroup.singleton).next()
        // Completed by whatever comes first; what comes later changes nothing.
        let promise = eventLoop.makePromise(of: Ready.self)
        let timeout = TimeAmount(configuration.connectTimeout)
        let timer = eventLoop.scheduleTask(in: timeout) { promise.fail(ADNLError.connectTimeout) }
        let connecting = ClientBootstrap(group: eventLoop)
            .connectTimeout(timeout)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try ADNLClientHandler(
                        server: key, configuration: configuration, randomness: randomness, logger: logger,
                        ready: promise)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: host, port: port)
        connecting.whenFailure { promise.fail(Self.unreachable($0)) }
        let result = await withTaskCancellationHandler {
            await Self.result(of: promise.futureResult)
        } onCancel: {
            promise.fail(ADNLError.cancelled)
        }
        timer.cancel()
        switch result {
        case .success(let ready): return ADNLConnection(ready, queryTimeout: configuration.queryTimeout)
        case .failure(let error):
            connecting.whenSuccess { $0.close(promise: nil) }
            throw error
        }
    }

    private static func result(of future: EventLoopFuture<Ready>) async -> Result<Ready, ADNLError> {
        do {
            return .success(try await future.get())
        } catch {
            return .failure(unreachable(error))
        }
    }

    private static func unreachable(_ error: any Error) -> ADNLError {
        switch error {
        case let error as ADNLError: error
        case ChannelError.connectTimeout: .connectTimeout
        case let error as NIOConnectionError:
            .unreachable(error.connectionErrors.first.map { "\($0.error)" } ?? "\(error.host): no address")
        default: .unreachable("\(error)")
        }
    }

    /// Whether the connection takes queries. It may be lost at any moment.
    public var isActive: Bool { ready.channel.isActive }

    /// Sends a query and waits for its answer. Throws if none comes in time, if the connection is lost, or at once when
    /// the task is cancelled; unless the connection is lost, others go on.
    ///
    /// - Parameters:
    ///   - payload: The query's bytes, at most as many as fit in a frame.
    ///   - timeout: How long to wait, from now on, the wait for its turn included; nil for the connection's own.
    public func query(_ payload: [UInt8], timeout: Duration? = nil) async throws(ADNLError) -> [UInt8] {
        let deadline = NIODeadline.now() + TimeAmount(timeout ?? queryTimeout)
        let (handler, eventLoop) = (ready.handler, ready.channel.eventLoop)
        let cancellation = ADNLCancellation()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let query = ADNLQuery(
                    payload: payload, deadline: deadline, cancellation: cancellation, continuation: continuation)
                eventLoop.execute { handler.value.submit(query) }
            }
        } onCancel: {
            cancellation.cancel()
            eventLoop.execute { handler.value.cancel(ObjectIdentifier(cancellation)) }
        }
        return try result.get()
    }

    /// Takes no more queries, waits until those on their way are finished, and closes.
    public func close() async {
        let handler = ready.handler
        ready.channel.eventLoop.execute { handler.value.drain() }
        await closed()
    }

    /// Waits until the connection is closed, by whichever side.
    public func closed() async {
        // The future of a channel's end doesn't fail.
        try? await ready.channel.closeFuture.get()
    }
}
