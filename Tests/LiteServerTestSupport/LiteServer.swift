public import TONLiteClient

/// Whatever answers questions as a lite-server does.
public protocol LiteServer: Sendable {
    /// Answers a question with what its function asks for.
    func answer(to function: any LiteServerFunction) throws(LiteServerRefusal) -> any TLObject
}

/// An error that a lite-server answers with.
public struct LiteServerRefusal: Error, Hashable, Sendable {
    /// The number: 651 for what isn't there, −400 for what can't be answered.
    public let code: Int32
    /// The text.
    public let message: String

    /// Makes one.
    public init(code: Int32, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension LiteServer {
    /// Answers a question of a known type.
    public func answer<Function: LiteServerFunction>(
        _ function: Function
    ) throws(LiteServerRefusal) -> Function.Answer {
        guard let answer = try answer(to: function) as? Function.Answer else {
            throw LiteServerRefusal(code: 0, "an answer of another function")
        }
        return answer
    }
}
