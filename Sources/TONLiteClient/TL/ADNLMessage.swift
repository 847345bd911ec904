public import TONCrypto

/// What a frame of ADNL over TCP carries.
///
/// ```
/// adnl.message.query query_id:int256 query:bytes = adnl.Message
/// adnl.message.answer query_id:int256 answer:bytes = adnl.Message
/// tcp.ping random_id:long = tcp.Pong
/// tcp.pong random_id:long = tcp.Pong
/// tcp.authentificate nonce:bytes = tcp.Message
/// tcp.authentificationNonce nonce:bytes = tcp.Message
/// tcp.authentificationComplete key:PublicKey signature:bytes = tcp.Message
/// ```
public enum ADNLMessage: Hashable, Sendable {
    /// A question. The answer names the same number.
    case query(identifier: Hash256, query: [UInt8])
    /// The answer to a question.
    case answer(identifier: Hash256, answer: [UInt8])
    /// Asks for a sign of life.
    case ping(UInt64)
    /// The sign, with the number that came.
    case pong(UInt64)
    /// A client that wants to say who it is; its part of the nonce.
    case authenticate(nonce: [UInt8])
    /// The server's part of the nonce.
    case authenticationNonce([UInt8])
    /// The client's key, and its signature over both parts.
    case authenticationComplete(key: ADNLPublicKey, signature: [UInt8])
}

extension ADNLMessage: TLUnion {
    private static let queryConstructor = TLConstructor("adnl.message.query", 0xb48b_f97a)
    private static let answerConstructor = TLConstructor("adnl.message.answer", 0x0fac_8416)
    private static let pingConstructor = TLConstructor("tcp.ping", 0x4d08_2b9a)
    private static let pongConstructor = TLConstructor("tcp.pong", 0xdc69_fb03)
    private static let authenticateConstructor = TLConstructor("tcp.authentificate", 0x445b_ab12)
    private static let authenticationNonceConstructor = TLConstructor("tcp.authentificationNonce", 0xe35d_4ab6)
    private static let authenticationCompleteConstructor = TLConstructor("tcp.authentificationComplete", 0xf7ad_9ea6)

    /// Reads a message of any kind.
    public init(from reader: inout TLReader) throws(TLError) {
        let offset = reader.offset
        let found: UInt32 = try reader.read()
        switch found {
        case Self.queryConstructor.identifier: self = .query(identifier: try reader.read(), query: try reader.read())
        case Self.answerConstructor.identifier: self = .answer(identifier: try reader.read(), answer: try reader.read())
        case Self.pingConstructor.identifier: self = .ping(try reader.read())
        case Self.pongConstructor.identifier: self = .pong(try reader.read())
        case Self.authenticateConstructor.identifier: self = .authenticate(nonce: try reader.read())
        case Self.authenticationNonceConstructor.identifier: self = .authenticationNonce(try reader.read())
        case Self.authenticationCompleteConstructor.identifier:
            self = .authenticationComplete(key: try reader.read(), signature: try reader.read())
        default: throw .unknownConstructor(offset: offset, type: "a message of ADNL over TCP", found: found)
        }
    }

    /// Appends the message.
    public func write(to writer: inout TLWriter) {
        switch self {
        case .query(let identifier, let query):
            writer.write(Self.queryConstructor.identifier)
            writer.write(identifier)
            writer.write(query)
        case .answer(let identifier, let answer):
            writer.write(Self.answerConstructor.identifier)
            writer.write(identifier)
            writer.write(answer)
        case .ping(let number):
            writer.write(Self.pingConstructor.identifier)
            writer.write(number)
        case .pong(let number):
            writer.write(Self.pongConstructor.identifier)
            writer.write(number)
        case .authenticate(let nonce):
            writer.write(Self.authenticateConstructor.identifier)
            writer.write(nonce)
        case .authenticationNonce(let nonce):
            writer.write(Self.authenticationNonceConstructor.identifier)
            writer.write(nonce)
        case .authenticationComplete(let key, let signature):
            writer.write(Self.authenticationCompleteConstructor.identifier)
            writer.write(key)
            writer.write(signature)
        }
    }
}
