public import TONCrypto

/// Why a connection of ADNL over TCP couldn't be made or used.
public enum ADNLError: Error, Hashable, Sendable {
    /// The address could not be reached or listened on.
    case unreachable(String)
    /// The other side wasn't ready in time: no connection, or no first frame.
    case connectTimeout
    /// A handshake for another server's key: the hash that came.
    case unknownServer(found: Hash256)
    /// A handshake whose content has another hash than it says: made for another key, or by none who knows this one.
    case handshakeHash
    /// A client's or a server's key that can't be used.
    case key(Ed25519.KeyAgreementError)
    /// A frame with a length that none has.
    case frameLength(found: Int, maximum: Int)
    /// A frame whose content has another hash than it says: bytes were lost or changed, or the keys differ.
    case frameHash
    /// A frame that holds no message.
    case message(TLError)
    /// A message that has no place here, such as an answer sent to a server.
    case unexpectedMessage(String)
    /// More bytes to send than fit in a frame.
    case payloadTooLarge(count: Int, maximum: Int)
    /// No answer in time. The connection may go on.
    case queryTimeout
    /// The caller's task was cancelled.
    case cancelled
    /// The other side has been silent for too long, in spite of a ping.
    case silent
    /// The connection is closed, by either side.
    case closed
    /// The system's call failed.
    case inputOutput(String)
    /// A call of libcrypto failed.
    case crypto(String)
}

extension ADNLError: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .unreachable(let reason): "can't be reached: \(reason)"
        case .connectTimeout: "expected a connection in time, none was made"
        case .unknownServer(let found): "expected a handshake for this server's key, found one for \(found)"
        case .handshakeHash: "expected a handshake with the hash that it states"
        case .key(let error): "\(error)"
        case .frameLength(let found, let maximum):
            "expected a frame of \(ADNLFrame.minimumLength) to \(maximum) bytes, found one of \(found)"
        case .frameHash: "expected a frame with the hash that it states"
        case .message(let error): "\(error)"
        case .unexpectedMessage(let name): "expected another message than \(name)"
        case .payloadTooLarge(let count, let maximum): "\(count) bytes don't fit in a frame of \(maximum)"
        case .queryTimeout: "expected an answer in time, none came"
        case .cancelled: "cancelled"
        case .silent: "expected a sign of life, none came"
        case .closed: "the connection is closed"
        case .inputOutput(let reason): reason
        case .crypto(let reason): reason
        }
    }
}

/// Runs `body` and takes its error over.
func streaming<R>(_ body: () throws(AES256CTR.StreamError) -> R) throws(ADNLError) -> R {
    do throws(AES256CTR.StreamError) {
        return try body()
    } catch {
        throw .crypto(error.description)
    }
}
