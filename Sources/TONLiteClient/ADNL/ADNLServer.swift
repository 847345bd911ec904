public import Logging
public import NIOCore
import NIOPosix
import Synchronization
public import TONCrypto

/// A server of ADNL over TCP: hands each query of each client to a function and sends back what it answers.
///
/// It listens until it is stopped, or until the last reference to it goes.
public final class ADNLServer: Sendable {
    /// Answers a query's bytes; nil for no answer. Its task is cancelled when the client has gone.
    public typealias Answering = @Sendable (_ query: [UInt8]) async -> [UInt8]?

    /// Limits of a server.
    public struct Configuration: Hashable, Sendable {
        /// How many clients may be connected; more are turned away.
        public var maximumConnections: Int
        /// How many queries of a client are answered at a time; no more is read from it meanwhile.
        public var maximumInFlight: Int
        /// The longest frame that is sent or taken, 64 bytes of its own included.
        public var maximumFrameLength: Int
        /// How long a client may take for its handshake.
        public var handshakeTimeout: Duration
        /// How long a client may be silent.
        public var idleTimeout: Duration

        /// Makes one; the defaults of frames and silence are those of the reference.
        public init(
            maximumConnections: Int = 1000, maximumInFlight: Int = 16, maximumFrameLength: Int = 1 << 24,
            handshakeTimeout: Duration = .seconds(10), idleTimeout: Duration = .seconds(60)
        ) {
            self.maximumConnections = maximumConnections
            self.maximumInFlight = maximumInFlight
            self.maximumFrameLength = maximumFrameLength
            self.handshakeTimeout = handshakeTimeout
            self.idleTimeout = idleTimeout
        }
    }

    /// Those who are connected.
    private final class Clients: Sendable {
        private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

        /// Whether there was room for one more.
        func add(_ channel: any Channel, maximum: Int) -> Bool {
            let isAdded = channels.withLock { channels in
                guard channels.count < maximum else { return false }
                channels[ObjectIdentifier(channel)] = channel
                return true
            }
            if isAdded {
                channel.closeFuture.whenComplete { _ in
                    self.channels.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
                }
            }
            return isAdded
        }

        var all: [any Channel] { channels.withLock { Array($0.values) } }
    }

    private let listener: any Channel
    private let clients: Clients

    /// The port that it listens on.
    public let port: Int

    private init(listener: any Channel, clients: Clients, port: Int) {
        self.listener = listener
        self.clients = clients
        self.port = port
    }

    deinit {
        listener.close(promise: nil)
        for client in clients.all { client.close(promise: nil) }
    }

    /// Starts to listen. Throws where the address can't be listened on.
    ///
    /// - Parameters:
    ///   - key: What clients know the public half of.
    ///   - host: The address to listen on.
    ///   - port: The port; 0 for any that is free.
    ///   - configuration: Limits.
    ///   - group: Where the server lives; nil for the threads that all share.
    ///   - logger: Is told of clients that failed, at the level debug.
    ///   - answer: Answers queries, several at a time.
    public static func start(
        key: Ed25519.PrivateKey, host: String = "127.0.0.1", port: Int = 0,
        configuration: Configuration = Configuration(), group: (any EventLoopGroup)? = nil, logger: Logger? = nil,
        answer: @escaping Answering
    ) async throws(ADNLError) -> ADNLServer {
        let identifier: ADNLShortIdentifier
        do throws(Ed25519.SigningError) {
            identifier = ADNLPublicKey.ed25519(try key.publicKey()).shortIdentifier
        } catch {
            throw .crypto(error.description)
        }
        let clients = Clients()
        let bootstrap = ServerBootstrap(group: group ?? MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard clients.add(channel, maximum: configuration.maximumConnections) else {
                        throw ADNLError.closed
                    }
                    let session = ADNLServerSession(
                        key: key, identifier: identifier, maximumFrameLength: configuration.maximumFrameLength)
                    let handler = ADNLServerHandler(
                        session: session, configuration: configuration, logger: logger, answer: answer)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        do {
            let listener = try await bootstrap.bind(host: host, port: port).get()
            return ADNLServer(listener: listener, clients: clients, port: listener.localAddress?.port ?? port)
        } catch {
            throw .unreachable("\(error)")
        }
    }

    /// How many clients are connected.
    public var connectionCount: Int { clients.all.count }

    /// Stops listening, closes all connections, and waits until they are closed.
    public func stop() async {
        // A channel that is closed already says so by throwing.
        try? await listener.close().get()
        await disconnectAll()
    }

    /// Closes all connections and goes on listening.
    public func disconnectAll() async {
        for client in clients.all {
            client.close(promise: nil)
            // The future of a channel's end doesn't fail.
            try? await client.closeFuture.get()
        }
    }
}
