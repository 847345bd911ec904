import NIOCore
import TONCrypto

/// The client's side of a connection, without the connection: bytes come in, events come out, and messages become bytes.
struct ADNLClientSession {
    enum Event: Hashable {
        /// The server has shown that it knows the keys.
        case ready
        /// An answer to a query of that number.
        case answer(Hash256, [UInt8])
        /// An answer to a ping, or an empty frame.
        case signOfLife
    }

    /// What the client sends first.
    let handshake: [UInt8]
    private let encoder: ADNLFrameEncoder
    private var decoder: ADNLFrameDecoder
    private let randomness: ADNLRandomness
    private var isReady = false
    /// The event of the frame that also was the first.
    private var held: Event?

    /// Starts a session with a server that has this key. Throws where no secret can be shared with the key.
    init(
        server: Ed25519.PublicKey, randomness: ADNLRandomness = .system,
        maximumFrameLength: Int = ADNLFrame.maximumLength
    ) throws(ADNLError) {
        let client = Ed25519.PrivateKey(seed: randomness.hash())
        let secret: Hash256
        do throws(Ed25519.KeyAgreementError) {
            secret = try client.sharedSecret(with: server)
        } catch {
            throw .key(error)
        }
        let clientKey: Ed25519.PublicKey
        do throws(Ed25519.SigningError) {
            clientKey = try client.publicKey()
        } catch {
            throw .crypto(error.description)
        }
        guard let parameters = ADNLSessionParameters(randomness.bytes(ADNLSessionParameters.byteCount)) else {
            throw .crypto("expected \(ADNLSessionParameters.byteCount) random bytes")
        }
        handshake = try ADNLHandshake.packet(parameters, to: server, from: clientKey, secret: secret)
        encoder = ADNLFrameEncoder(stream: try parameters.clientStream(), maximumLength: maximumFrameLength)
        decoder = ADNLFrameDecoder(stream: try parameters.serverStream(), maximumLength: maximumFrameLength)
        self.randomness = randomness
    }

    /// Takes bytes that came. An error, here or in the next call, ends the session.
    mutating func receive(_ bytes: ByteBuffer) throws(ADNLError) {
        try decoder.append(bytes)
    }

    /// What the bytes that came mean; nil where more are needed.
    mutating func nextEvent() throws(ADNLError) -> Event? {
        if let event = held {
            held = nil
            return event
        }
        guard let payload = try decoder.next() else { return nil }
        let event = try Self.event(payload)
        guard !isReady else { return event }
        isReady = true
        held = event
        return .ready
    }

    private static func event(_ payload: ByteBuffer) throws(ADNLError) -> Event {
        guard payload.readableBytes > 0 else { return .signOfLife }
        let message: ADNLMessage
        do throws(TLError) {
            message = try ADNLMessage(tl: Array(buffer: payload))
        } catch {
            throw .message(error)
        }
        switch message {
        case .answer(let identifier, let answer): return .answer(identifier, answer)
        case .pong: return .signOfLife
        case .query: throw .unexpectedMessage("a query")
        case .ping: throw .unexpectedMessage("a ping")
        case .authenticate, .authenticationNonce, .authenticationComplete:
            throw .unexpectedMessage("one of authentication")
        }
    }

    /// The bytes of a message.
    func frame(_ message: ADNLMessage) throws(ADNLError) -> ByteBuffer {
        try encoder.frame(message.tlBytes, nonce: randomness.hash())
    }
}
