import NIOCore
import SilkTestSupport
import Synchronization
import TONCrypto
import Testing

@testable import TONLiteClient

extension ADNLRandomness {
    /// Bytes that a test can repeat.
    static func seeded(_ seed: UInt64) -> ADNLRandomness {
        let generator = Mutex(SeededGenerator(seed: seed))
        return ADNLRandomness { count in
            generator.withLock { generator in
                (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            }
        }
    }
}

/// Both sides of a connection, without one.
struct SessionPair {
    static let serverKey = Ed25519.PrivateKey(seed: SHA256.hash(Array("server".utf8)))

    var client: ADNLClientSession
    var server: ADNLServerSession

    init(seed: UInt64 = 1, maximumFrameLength: Int = ADNLFrame.maximumLength) throws {
        let key = try Self.serverKey.publicKey()
        client = try ADNLClientSession(
            server: key, randomness: .seeded(seed), maximumFrameLength: maximumFrameLength)
        server = ADNLServerSession(
            key: Self.serverKey, identifier: ADNLPublicKey.ed25519(key).shortIdentifier,
            randomness: .seeded(seed + 1), maximumFrameLength: maximumFrameLength)
    }

    /// A pair that has shaken hands.
    static func ready(seed: UInt64 = 1, maximumFrameLength: Int = ADNLFrame.maximumLength) throws -> SessionPair {
        var pair = try SessionPair(seed: seed, maximumFrameLength: maximumFrameLength)
        #expect(try pair.serverEvents(pair.client.handshake) == [.accepted])
        #expect(try pair.clientEvents(Array(buffer: pair.server.frame(nil))) == [.ready, .signOfLife])
        return pair
    }

    mutating func serverEvents(_ bytes: [UInt8]) throws(ADNLError) -> [ADNLServerSession.Event] {
        try server.receive(ByteBuffer(bytes: bytes))
        var events: [ADNLServerSession.Event] = []
        while let event = try server.nextEvent() { events.append(event) }
        return events
    }

    mutating func clientEvents(_ bytes: [UInt8]) throws(ADNLError) -> [ADNLClientSession.Event] {
        try client.receive(ByteBuffer(bytes: bytes))
        var events: [ADNLClientSession.Event] = []
        while let event = try client.nextEvent() { events.append(event) }
        return events
    }
}

@Suite("Sessions of ADNL over TCP")
struct ADNLSessionTests {
    private static func hash(_ byte: UInt8) -> Hash256 {
        Hash256([UInt8](repeating: byte, count: 32)) ?? .zero
    }

    @Test("queries, answers and pings go over, whole, one by one or in random parts", arguments: [0, 1, 7, 1 << 20])
    func conversation(part: Int) throws {
        var random = SeededGenerator(seed: UInt64(part))
        func parts(_ bytes: [UInt8]) -> [[UInt8]] {
            var parts: [[UInt8]] = []
            var start = 0
            while start < bytes.count {
                let size = part == 0 ? Int.random(in: 1...300, using: &random) : part
                parts.append(Array(bytes[start..<min(start + size, bytes.count)]))
                start += size
            }
            return parts
        }
        var pair = try SessionPair()
        var sent = pair.client.handshake
        var expected: [ADNLServerSession.Event] = [.accepted]
        for index in UInt8(0)..<20 {
            let query = [UInt8](repeating: index, count: Int(index) * 37)
            sent += Array(buffer: try pair.client.frame(.query(identifier: Self.hash(index), query: query)))
            sent += Array(buffer: try pair.client.frame(.ping(UInt64(index))))
            expected += [.query(Self.hash(index), query), .reply(.pong(UInt64(index)))]
        }
        var events: [ADNLServerSession.Event] = []
        for part in parts(sent) { events += try pair.serverEvents(part) }
        #expect(events == expected)

        var answers = Array(buffer: try pair.server.frame(nil))
        var expectedAnswers: [ADNLClientSession.Event] = [.ready, .signOfLife]
        for index in (UInt8(0)..<20).reversed() {
            let answer = [UInt8](repeating: index, count: Int(index) * 41)
            answers += Array(buffer: try pair.server.frame(.answer(identifier: Self.hash(index), answer: answer)))
            answers += Array(buffer: try pair.server.frame(.pong(1)))
            expectedAnswers += [.answer(Self.hash(index), answer), .signOfLife]
        }
        var clientEvents: [ADNLClientSession.Event] = []
        for part in parts(answers) { clientEvents += try pair.clientEvents(part) }
        #expect(clientEvents == expectedAnswers)
    }

    @Test("a client that shows that it owns a key is known by it, one that doesn't is refused")
    func authentication() throws {
        let key = Ed25519.PrivateKey(seed: Self.hash(7))
        for isForged in [false, true] {
            var pair = try SessionPair.ready()
            let nonce = [UInt8](repeating: 9, count: 32)
            let asked = try pair.serverEvents(Array(buffer: pair.client.frame(.authenticate(nonce: nonce))))
            guard case .reply(.authenticationNonce(let own)) = try #require(asked.first) else {
                Issue.record("no nonce")
                return
            }
            var signature = try key.signature(for: nonce + own)
            signature[0] ^= isForged ? 1 : 0
            let message = ADNLMessage.authenticationComplete(
                key: .ed25519(try key.publicKey()), signature: signature)
            let bytes = Array(buffer: try pair.client.frame(message))
            if isForged {
                #expect(throws: ADNLError.self) { try pair.serverEvents(bytes) }
            } else {
                #expect(try pair.serverEvents(bytes) == [.authenticated(try key.publicKey())])
            }
        }
    }

    @Test("a handshake with any bit changed is refused")
    func changedHandshake() throws {
        let handshake = try SessionPair().client.handshake
        #expect(handshake.count == 256)
        for index in handshake.indices {
            var pair = try SessionPair()
            var bytes = handshake
            bytes[index] ^= 1 << UInt8(index % 8)
            // The sign of the client's point doesn't matter for the secret.
            if index == 63, index % 8 == 7 {
                #expect(try pair.serverEvents(bytes) == [.accepted])
                continue
            }
            let error = #expect(throws: ADNLError.self) { try pair.serverEvents(bytes) }
            switch try #require(error) {
            case .unknownServer: #expect(index < 32)
            case .handshakeHash, .key: #expect(index >= 32)
            case let error: Issue.record(error)
            }
        }
    }

    @Test("a frame with any bit changed is refused, on both sides")
    func changedFrames() throws {
        let pair = try SessionPair.ready()
        let query = Array(buffer: try pair.client.frame(.query(identifier: .zero, query: [1, 2, 3])))
        let answer = Array(buffer: try pair.server.frame(.answer(identifier: .zero, answer: [1, 2, 3])))
        for index in query.indices {
            for isQuery in [true, false] {
                // A longer frame is awaited, unless there is none so long.
                var pair = try SessionPair.ready(maximumFrameLength: 150)
                var bytes = isQuery ? query : answer
                bytes[index] ^= 0x80
                let error = #expect(throws: ADNLError.self) {
                    if isQuery { _ = try pair.serverEvents(bytes) } else { _ = try pair.clientEvents(bytes) }
                }
                switch try #require(error) {
                case .frameLength: #expect(index < 4)
                case .frameHash: #expect(index >= 4 || index == 0)
                case let error: Issue.record(error)
                }
            }
        }
    }

    @Test(
        "a length outside the limits is refused before the rest has come", arguments: [0, 63, 1 << 24 + 1, 0xffff_ffff])
    func lengths(length: UInt32) throws {
        let parameters = try #require(ADNLSessionParameters([UInt8](repeating: 3, count: 160)))
        var bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) }
        try parameters.serverStream().apply(to: &bytes)
        var decoder = ADNLFrameDecoder(
            stream: try parameters.serverStream(), maximumLength: ADNLFrame.maximumLength)
        try decoder.append(ByteBuffer(bytes: bytes))
        #expect(throws: ADNLError.frameLength(found: Int(length), maximum: 1 << 24)) { try decoder.next() }
    }

    @Test("the longest frame goes over, a longer one isn't made")
    func longest() throws {
        let maximum = ADNLFrame.maximumLength
        let parameters = try #require(ADNLSessionParameters([UInt8](repeating: 3, count: 160)))
        let encoder = ADNLFrameEncoder(stream: try parameters.clientStream(), maximumLength: maximum)
        var decoder = ADNLFrameDecoder(stream: try parameters.clientStream(), maximumLength: maximum)
        let payload = [UInt8](repeating: 0x5a, count: maximum - 64)
        #expect(throws: ADNLError.payloadTooLarge(count: maximum - 63, maximum: maximum)) {
            try encoder.frame(payload + [0], nonce: .zero)
        }
        try decoder.append(try encoder.frame(payload, nonce: .zero))
        #expect(try decoder.next().map { Array(buffer: $0) } == payload)
    }

    @Test("what has no place on a side is refused there")
    func misplaced() throws {
        let forServers: [ADNLMessage] = [
            .answer(identifier: .zero, answer: []), .pong(1), .authenticationNonce([1]), .authenticate(nonce: []),
            .authenticate(nonce: [UInt8](repeating: 0, count: 513)),
            .authenticationComplete(key: .ed25519(try SessionPair.serverKey.publicKey()), signature: []),
            .authenticationComplete(key: .overlay([1]), signature: []),
        ]
        for message in forServers {
            var pair = try SessionPair.ready()
            let bytes = Array(buffer: try pair.client.frame(message))
            #expect(throws: ADNLError.self, "\(message)") { try pair.serverEvents(bytes) }
        }
        let forClients: [ADNLMessage] = [
            .query(identifier: .zero, query: []), .ping(1), .authenticate(nonce: [1]), .authenticationNonce([1]),
        ]
        for message in forClients {
            var pair = try SessionPair.ready()
            let bytes = Array(buffer: try pair.server.frame(message))
            #expect(throws: ADNLError.self, "\(message)") { try pair.clientEvents(bytes) }
        }
    }

    @Test("random bytes end a session with an error, or are waited for", arguments: 0..<200 as Range<UInt64>)
    func randomBytes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bytes = (0..<Int.random(in: 1...2000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
        }
        var pair = try SessionPair.ready(maximumFrameLength: 1000)
        for isClient in [true, false] {
            do throws(ADNLError) {
                if isClient {
                    #expect(try pair.clientEvents(bytes).isEmpty)
                } else {
                    #expect(try pair.serverEvents(bytes).isEmpty)
                }
                #expect(bytes.count < 1004)
            } catch {
                switch error {
                case .frameLength, .frameHash: break
                default: Issue.record(error)
                }
            }
        }
    }

    @Test("a sign of life is asked for once, and its absence is noticed")
    func keepAlive() {
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        func after(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }
        var keepAlive = ADNLKeepAlive(interval: .seconds(10), now: start)
        #expect(keepAlive.check(now: after(3)) == .wait(until: after(10)))
        keepAlive.sign(now: after(5))
        #expect(keepAlive.check(now: after(10)) == .wait(until: after(15)))
        #expect(keepAlive.check(now: after(15)) == .ping(next: after(25)))
        #expect(keepAlive.check(now: after(16)) == .wait(until: after(25)))
        keepAlive.sign(now: after(24))
        #expect(keepAlive.check(now: after(25)) == .wait(until: after(34)))
        #expect(keepAlive.check(now: after(34)) == .ping(next: after(44)))
        #expect(keepAlive.check(now: after(44)) == .fail)
    }
}
