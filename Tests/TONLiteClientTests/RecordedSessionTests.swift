import NIOCore
import SilkTestSupport
import TONCrypto
import Testing

@testable import TONLiteClient

@Suite("A recorded session of ADNL over TCP", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedSessionTests {
    @Test("the handshake is the one that was sent")
    func handshake() throws {
        let session = try RecordedSession.named("test_handshake_1")
        let packet = try ADNLHandshake.packet(
            session.parameters(), to: Ed25519.PublicKey(session.hash("remote_public")),
            from: Ed25519.PublicKey(session.hash("local_public")), secret: session.hash("ecdh"))
        #expect(packet == (try session.bytes("expected_handshake")))
    }

    @Test("the frame of a query is the one that was sent")
    func sent() throws {
        let session = try RecordedSession.named("test_send_1")
        let encoder = ADNLFrameEncoder(
            stream: try session.parameters().clientStream(), maximumLength: ADNLFrame.maximumLength)
        let payload = try session.bytes("buffer")
        let frame = try encoder.frame(payload, nonce: session.hash("_nonce"))
        #expect(Array(buffer: frame) == (try session.bytes("expected_packet")))
        guard case .query(_, let query) = try ADNLMessage(tl: payload) else {
            Issue.record("no query")
            return
        }
        #expect(try LiteAPI.Request(LiteAPI.Query(tl: query).data).function is LiteAPI.GetTime)
    }

    @Test("the frames that came hold what they held, however they are cut", arguments: [1, 2, 5, 63, 64, 65, 1000])
    func received(part: Int) throws {
        let session = try RecordedSession.named("test_recv_1")
        var decoder = ADNLFrameDecoder(
            stream: try session.parameters().serverStream(), maximumLength: ADNLFrame.maximumLength)
        let bytes = Array(session.all("encrypted_data").joined())
        var payloads: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: part) {
            try decoder.append(ByteBuffer(bytes: bytes[start..<min(start + part, bytes.count)]))
            while let payload = try decoder.next() { payloads.append(Array(buffer: payload)) }
        }
        #expect(payloads == session.all("expected_data"))
        guard case .answer(_, let answer) = try ADNLMessage(tl: try #require(payloads.last)) else {
            Issue.record("no answer")
            return
        }
        #expect(try LiteAPI.CurrentTime(tl: answer).now == 0x6230_aca3)
    }

    @Test("a frame before encryption is laid out as documented elsewhere")
    func plain() throws {
        struct Vector: Decodable {
            let name: String
            let hex: String?
        }
        let vectors = try RecordedFixtures.json([Vector].self, "liteserver/tl_vectors.json")
        let bytes = try #require(
            vectors.first { $0.name.contains("packet plaintext") }.flatMap { Hex.decode($0.hex ?? "") })
        func stream() throws -> AES256CTR {
            try AES256CTR(key: .zero, counter: [UInt8](repeating: 0, count: 16))
        }
        var encrypted = bytes
        try stream().apply(to: &encrypted)
        var decoder = ADNLFrameDecoder(stream: try stream(), maximumLength: ADNLFrame.maximumLength)
        try decoder.append(ByteBuffer(bytes: encrypted))
        let payload = Array(buffer: try #require(try decoder.next()))
        #expect(payload == Array(bytes[36..<bytes.count - 32]))
        let encoder = ADNLFrameEncoder(stream: try stream(), maximumLength: ADNLFrame.maximumLength)
        let frame = try encoder.frame(payload, nonce: try #require(Hash256(bytes[4..<36])))
        #expect(Array(buffer: frame) == encrypted)
    }
}
