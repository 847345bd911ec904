import NIOCore
import NIOPosix
import SilkTestSupport
import Synchronization
import TONCrypto
import Testing

@testable import TONLiteClient

/// The client and the server over the loopback interface.
@Suite("Connections of ADNL over TCP", .timeLimit(.minutes(2)))
struct ADNLConnectionTests {
    private static let key = SessionPair.serverKey

    private static func server(
        _ configuration: ADNLServer.Configuration = .init(), answer: @escaping ADNLServer.Answering
    ) async throws -> ADNLServer {
        try await ADNLServer.start(key: key, configuration: configuration, answer: answer)
    }

    private static func connect(
        _ port: Int, _ configuration: ADNLConnection.Configuration = .init(connectTimeout: .seconds(5))
    ) async throws -> ADNLConnection {
        try await ADNLConnection.connect(
            host: "127.0.0.1", port: port, key: try key.publicKey(), configuration: configuration)
    }

    /// Waits until something is so; a test's limit of time ends it where it never is.
    private static func waitUntil(_ condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(10)) }
    }

    /// A server that does what the test says with bytes, and speaks no protocol.
    private static func rawServer(
        _ handle: @escaping @Sendable (any Channel, ByteBuffer) -> Void
    ) async throws -> any Channel {
        final class Handler: ChannelInboundHandler {
            typealias InboundIn = ByteBuffer
            let handle: @Sendable (any Channel, ByteBuffer) -> Void
            init(_ handle: @escaping @Sendable (any Channel, ByteBuffer) -> Void) { self.handle = handle }
            func channelRead(context: ChannelHandlerContext, data: NIOAny) {
                handle(context.channel, unwrapInboundIn(data))
            }
        }
        return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(handle))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    @Test("many queries at a time get each its own answer, in any order")
    func many() async throws {
        let server = try await Self.server { query in
            try? await Task.sleep(for: .milliseconds(Int(query[0]) % 7))
            return query.reversed()
        }
        let connection = try await Self.connect(server.port, .init(maximumInFlight: 13))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<500 {
                group.addTask {
                    let query = [UInt8(index % 251), UInt8(index / 251)] + [UInt8](repeating: 7, count: index)
                    let answer = try await connection.query(query)
                    #expect(answer == query.reversed())
                }
            }
            try await group.waitForAll()
        }
        await connection.close()
        #expect(!connection.isActive)
        await server.stop()
    }

    @Test("frames of megabytes go over, one that is too large is refused and others go on")
    func large() async throws {
        let server = try await Self.server { $0 }
        let connection = try await Self.connect(server.port)
        let payload = (0..<6_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        async let first = connection.query(payload)
        async let second = connection.query([1])
        #expect(try await first == payload)
        #expect(try await second == [1])
        let maximum = ADNLFrame.maximumLength
        await #expect(throws: ADNLError.self) { try await connection.query([UInt8](repeating: 0, count: maximum)) }
        #expect(try await connection.query([2]) == [2])
        await server.stop()
    }

    @Test("a query without an answer in time fails, its late answer disturbs nobody, and others go on")
    func timeout() async throws {
        let server = try await Self.server { query in
            if query[0] == 1 { try? await Task.sleep(for: .milliseconds(300)) }
            return query[0] == 2 ? nil : query
        }
        let connection = try await Self.connect(server.port)
        await #expect(throws: ADNLError.queryTimeout) { try await connection.query([1], timeout: .milliseconds(50)) }
        await #expect(throws: ADNLError.queryTimeout) { try await connection.query([2], timeout: .milliseconds(50)) }
        try await Task.sleep(for: .milliseconds(400))
        #expect(try await connection.query([3]) == [3])
        await server.stop()
    }

    @Test("a query whose task is cancelled fails at once, at whatever moment that is")
    func cancellation() async throws {
        let server = try await Self.server { query in
            try? await Task.sleep(for: .seconds(20))
            return query
        }
        let connection = try await Self.connect(server.port, .init(queryTimeout: .seconds(30), maximumInFlight: 4))
        let clock = ContinuousClock()
        let start = clock.now
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                let task = Task { try await connection.query([UInt8(index)]) }
                group.addTask {
                    if index % 3 > 0 { try? await Task.sleep(for: .microseconds(index * 50)) }
                    task.cancel()
                    let result = await task.result
                    #expect(throws: ADNLError.cancelled) { try result.get() }
                }
            }
        }
        #expect(clock.now - start < .seconds(10))
        await connection.close()
        await server.stop()
    }

    @Test("no more queries are sent than allowed, the others wait for their turn")
    func inFlight() async throws {
        let busy = Mutex((now: 0, most: 0))
        let server = try await Self.server(.init(maximumInFlight: 50)) { query in
            busy.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            try? await Task.sleep(for: .milliseconds(5))
            busy.withLock { $0.now -= 1 }
            return query
        }
        let connection = try await Self.connect(server.port, .init(maximumInFlight: 5))
        await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<60 { group.addTask { _ = try await connection.query([1]) } }
        }
        #expect((2...5).contains(busy.withLock { $0.most }))
        await server.stop()
    }

    @Test("a server answers no more of a client's queries at a time than it wants to, and none is lost")
    func serverInFlight() async throws {
        let busy = Mutex((now: 0, most: 0))
        let server = try await Self.server(.init(maximumInFlight: 3)) { query in
            busy.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            try? await Task.sleep(for: .milliseconds(2))
            busy.withLock { $0.now -= 1 }
            return query
        }
        let connection = try await Self.connect(server.port, .init(maximumInFlight: 1000))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                group.addTask {
                    let query = [UInt8](repeating: UInt8(index), count: 3000)
                    let answer = try await connection.query(query)
                    #expect(answer == query)
                }
            }
            try await group.waitForAll()
        }
        #expect((2...3).contains(busy.withLock { $0.most }))
        await server.stop()
    }

    @Test("closing waits for what is under way and takes no more")
    func gracefulClose() async throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let server = try await Self.server { query in
            arrived.yield()
            try? await Task.sleep(for: .milliseconds(200))
            return query
        }
        let connection = try await Self.connect(server.port)
        async let answer = connection.query([5])
        for await _ in arrivals { break }
        await connection.close()
        #expect(try await answer == [5])
        await #expect(throws: ADNLError.closed) { try await connection.query([6]) }
        await server.stop()
    }

    @Test("a cut connection fails what waits, on a server's side its tasks are cancelled")
    func cut() async throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let (cancellations, cancelled) = AsyncStream.makeStream(of: Bool.self)
        let server = try await Self.server { query in
            arrived.yield()
            try? await Task.sleep(for: .seconds(60))
            cancelled.yield(Task.isCancelled)
            return query
        }
        let connection = try await Self.connect(server.port)
        let tasks = [UInt8(1), 2].map { byte in Task { try await connection.query([byte]) } }
        for await _ in arrivals.prefix(2) {}
        await server.disconnectAll()
        for task in tasks {
            let result = await task.result
            #expect(throws: ADNLError.closed) { try result.get() }
        }
        await connection.closed()
        await #expect(throws: ADNLError.closed) { try await connection.query([3]) }
        for await isCancelled in cancellations.prefix(2) { #expect(isCancelled) }
        #expect(server.connectionCount == 0)
        await server.stop()
    }

    @Test("a connection closes with the last reference to it")
    func release() async throws {
        let server = try await Self.server { $0 }
        do {
            let connection = try await Self.connect(server.port)
            _ = try await connection.query([1])
            #expect(server.connectionCount == 1)
        }
        try await Self.waitUntil { server.connectionCount == 0 }
        await server.stop()
    }

    @Test("where nobody listens, connecting fails with the reason")
    func unreachable() async throws {
        // Port 1 is nobody's: one that a server just left may still let a connection in.
        let error = await #expect(throws: ADNLError.self) { try await Self.connect(1) }
        guard case .unreachable(let reason) = try #require(error) else {
            Issue.record(error.map { "\($0)" } ?? "")
            return
        }
        #expect(reason.contains("refused"))
    }

    @Test("a server with another key closes, and connecting fails")
    func otherKey() async throws {
        let server = try await ADNLServer.start(key: Ed25519.PrivateKey(seed: .zero), answer: { $0 })
        await #expect(throws: ADNLError.closed) { try await Self.connect(server.port) }
        await server.stop()
    }

    @Test("a server that accepts and says nothing is given up in time, or when the task is cancelled")
    func silentServer() async throws {
        let server = try await Self.rawServer { _, _ in }
        let port = try #require(server.localAddress?.port)
        await #expect(throws: ADNLError.connectTimeout) {
            try await Self.connect(port, .init(connectTimeout: .milliseconds(100)))
        }
        let task = Task { try await Self.connect(port, .init(connectTimeout: .seconds(60))) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        let result = await task.result
        #expect(throws: ADNLError.cancelled) { try result.get() }
        try await server.close()
    }

    @Test("a server that answers with other bytes is refused")
    func garbage() async throws {
        let server = try await Self.rawServer { channel, _ in
            channel.writeAndFlush(ByteBuffer(repeating: 0xaa, count: 4000), promise: nil)
        }
        let port = try #require(server.localAddress?.port)
        let error = await #expect(throws: ADNLError.self) { try await Self.connect(port) }
        switch try #require(error) {
        case .frameLength, .frameHash, .connectTimeout: break
        case let error: Issue.record(error)
        }
        try await server.close()
    }

    @Test("a server that falls silent is asked for a sign of life, and given up")
    func keepAlive() async throws {
        // Shakes hands and then says nothing, whatever comes.
        let pings = Mutex(0)
        let sessions = Mutex<[ObjectIdentifier: NIOLoopBound<SessionBox>]>([:])
        let identifier = ADNLPublicKey.ed25519(try Self.key.publicKey()).shortIdentifier
        let server = try await Self.rawServer { channel, bytes in
            let box = sessions.withLock { sessions in
                let known = sessions[ObjectIdentifier(channel)]
                let box =
                    known
                    ?? NIOLoopBound(
                        SessionBox(ADNLServerSession(key: Self.key, identifier: identifier)),
                        eventLoop: channel.eventLoop)
                sessions[ObjectIdentifier(channel)] = box
                return box
            }
            let session = box.value
            try? session.session.receive(bytes)
            while let event = try? session.session.nextEvent() {
                if event == .accepted, let frame = try? session.session.frame(nil) {
                    channel.writeAndFlush(frame, promise: nil)
                } else if case .reply(.pong) = event {
                    pings.withLock { $0 += 1 }
                }
            }
        }
        let port = try #require(server.localAddress?.port)
        let connection = try await Self.connect(port, .init(keepAliveInterval: .seconds(1)))
        await #expect(throws: ADNLError.silent) { try await connection.query([1], timeout: .seconds(20)) }
        #expect(pings.withLock { $0 } == 1)
        try await server.close()
    }

    private final class SessionBox {
        var session: ADNLServerSession
        init(_ session: ADNLServerSession) { self.session = session }
    }

    @Test("pings keep a connection that has nothing to ask")
    func pings() async throws {
        let server = try await Self.server(.init(idleTimeout: .seconds(4))) { $0 }
        let connection = try await Self.connect(server.port, .init(keepAliveInterval: .seconds(1)))
        try await Task.sleep(for: .seconds(5))
        #expect(try await connection.query([1]) == [1])
        await server.stop()
    }

    @Test("a client that is silent, or never shakes hands, is disconnected")
    func idle() async throws {
        let server = try await Self.server(
            .init(handshakeTimeout: .seconds(2), idleTimeout: .seconds(1))
        ) { $0 }
        let connection = try await Self.connect(server.port)
        let mute = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: server.port).get()
        await connection.closed()
        try await mute.closeFuture.get()
        try await Self.waitUntil { server.connectionCount == 0 }
        await server.stop()
    }

    @Test("clients over the limit are turned away, and let in when there is room")
    func connectionLimit() async throws {
        let server = try await Self.server(.init(maximumConnections: 2)) { $0 }
        let first = try await Self.connect(server.port)
        let second = try await Self.connect(server.port)
        await #expect(throws: ADNLError.self) { try await Self.connect(server.port) }
        await first.close()
        try await Self.waitUntil { server.connectionCount == 1 }
        let third = try await Self.connect(server.port)
        #expect(try await third.query([3]) == [3])
        #expect(try await second.query([2]) == [2])
        await server.stop()
    }
}
