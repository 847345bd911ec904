/// Why a lite-server didn't answer a question.
public enum LiteServerError: Error, Hashable, Sendable {
    /// The server doesn't have what was asked for, or not yet (code 651). Another may, or the same later.
    case notReady(String)
    /// The question is wrong, or asks for history that the server no longer keeps (code −400): the server doesn't tell
    /// these apart.
    case badRequest(String)
    /// The server gave up in the middle (code 652).
    case serverTimeout(String)
    /// Any other code.
    case refused(code: Int32, message: String)
    /// The answer is none to the question.
    case malformedAnswer(TLError)
    /// The connection couldn't be made or was lost, no answer came in time, or the task was cancelled.
    case connection(ADNLError)

    /// What an error of a server's says.
    public init(_ answer: LiteAPI.ErrorAnswer) {
        self =
            switch answer.code {
            case 651: .notReady(answer.message)
            case 652: .serverTimeout(answer.message)
            case -400: .badRequest(answer.message)
            default: .refused(code: answer.code, message: answer.message)
            }
    }

    /// Whether the server itself answered, and said no.
    public var isRefusal: Bool {
        switch self {
        case .notReady, .badRequest, .serverTimeout, .refused: true
        case .malformedAnswer, .connection: false
        }
    }
}

extension LiteServerError: CustomStringConvertible {
    /// The code and the server's text, or what came instead of an answer.
    public var description: String {
        switch self {
        case .notReady(let message): "not ready (651): \(message)"
        case .badRequest(let message): "bad request, or no such history (-400): \(message)"
        case .serverTimeout(let message): "the server gave up (652): \(message)"
        case .refused(let code, let message): "refused (\(code)): \(message)"
        case .malformedAnswer(let error): "malformed answer: \(error)"
        case .connection(let error): "\(error)"
        }
    }
}
