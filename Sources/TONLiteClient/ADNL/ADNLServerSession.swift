import NIOCore
import TONCrypto

/// The server's side of a connection, without the connection: bytes come in, events come out, and messages become bytes.
struct ADNLServerSession {
    enum Event: Hashable {
        /// The handshake was for this server. An empty frame is to be sent.
        case accepted
        /// A query, and the number that its answer names.
        case query(Hash256, [UInt8])
        /// A message that is to be sent.
        case reply(ADNLMessage)
        /// The client has shown that it owns a key.
        case authenticated(Ed25519.PublicKey)
        /// An empty frame.
        case signOfLife
    }

    private enum Phase {
        case handshake(ByteBuffer)
        case open(ADNLFrameEncoder, ADNLFrameDecoder)
    }

    /// A client's nonce is at most this long.
    private static let maximumNonceByteCount = 512
    private static let ownNonceByteCount = 256

    private let key: Ed25519.PrivateKey
    private let identifier: ADNLShortIdentifier
    private let randomness: ADNLRandomness
    private let maximumFrameLength: Int
    private var phase = Phase.handshake(ByteBuffer())
    /// Both parts of the nonce that a client is to sign.
    private var nonce: [UInt8]?
    private var isAuthenticated = false

    /// Waits for the handshake of a client that knows the key, whose public half has this name.
    init(
        key: Ed25519.PrivateKey, identifier: ADNLShortIdentifier, randomness: ADNLRandomness = .system,
        maximumFrameLength: Int = ADNLFrame.maximumLength
    ) {
        self.key = key
        self.identifier = identifier
        self.randomness = randomness
        self.maximumFrameLength = maximumFrameLength
    }

    /// Takes bytes that came. An error, here or in the next call, ends the session.
    mutating func receive(_ bytes: ByteBuffer) throws(ADNLError) {
        switch phase {
        case .handshake(var buffer):
            var bytes = bytes
            buffer.writeBuffer(&bytes)
            phase = .handshake(buffer)
        case .open(let encoder, var decoder):
            // The buffer in the decoder is not to be shared while it grows.
            phase = .handshake(ByteBuffer())
            defer { phase = .open(encoder, decoder) }
            try decoder.append(bytes)
        }
    }

    /// What the bytes that came mean; nil where more are needed.
    mutating func nextEvent() throws(ADNLError) -> Event? {
        switch phase {
        case .handshake(var buffer):
            guard let packet = buffer.readBytes(length: ADNLHandshake.byteCount) else { return nil }
            let parameters = try ADNLHandshake.open(packet, server: key, identifier: identifier)
            let encoder = ADNLFrameEncoder(stream: try parameters.serverStream(), maximumLength: maximumFrameLength)
            var decoder = ADNLFrameDecoder(stream: try parameters.clientStream(), maximumLength: maximumFrameLength)
            try decoder.append(buffer.slice())
            phase = .open(encoder, decoder)
            return .accepted
        case .open(let encoder, var decoder):
            defer { phase = .open(encoder, decoder) }
            guard let payload = try decoder.next() else { return nil }
            guard payload.readableBytes > 0 else { return .signOfLife }
            return try event(Array(buffer: payload))
        }
    }

    private mutating func event(_ payload: [UInt8]) throws(ADNLError) -> Event {
        let message: ADNLMessage
        do throws(TLError) {
            message = try ADNLMessage(tl: payload)
        } catch {
            throw .message(error)
        }
        switch message {
        case .query(let identifier, let query): return .query(identifier, query)
        case .ping(let number): return .reply(.pong(number))
        case .authenticate(let nonce):
            guard self.nonce == nil, !isAuthenticated else { throw .unexpectedMessage("a second authentication") }
            guard (1...Self.maximumNonceByteCount).contains(nonce.count) else {
                throw .unexpectedMessage("a nonce of \(nonce.count) bytes")
            }
            let own = randomness.bytes(Self.ownNonceByteCount)
            self.nonce = nonce + own
            return .reply(.authenticationNonce(own))
        case .authenticationComplete(.ed25519(let key), let signature):
            guard let nonce, key.isValidSignature(signature, for: nonce) else {
                throw .unexpectedMessage("an authentication without a valid signature")
            }
            self.nonce = nil
            isAuthenticated = true
            return .authenticated(key)
        case .authenticationComplete: throw .unexpectedMessage("an authentication with a key that can't sign")
        case .answer: throw .unexpectedMessage("an answer")
        case .pong: throw .unexpectedMessage("an answer to a ping")
        case .authenticationNonce: throw .unexpectedMessage("a server's part of a nonce")
        }
    }

    /// The bytes of a message, or of the empty frame. Throws before the handshake.
    func frame(_ message: ADNLMessage?) throws(ADNLError) -> ByteBuffer {
        guard case .open(let encoder, _) = phase else { throw .closed }
        return try encoder.frame(message?.tlBytes ?? [], nonce: randomness.hash())
    }
}
