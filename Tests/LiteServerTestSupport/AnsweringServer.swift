public import TONLiteClient

/// Whatever answers questions as a lite-server does.
public protocol AnsweringServer: Sendable {
    /// Answers a question with what its function asks for, or throws what a server would refuse it with.
    func answer(to function: any LiteServerFunction) throws(LiteAPI.ErrorAnswer) -> any TLObject
}

extension AnsweringServer {
    /// Answers a question of a known type.
    public func answer<Function: LiteServerFunction>(
        _ function: Function
    ) throws(LiteAPI.ErrorAnswer) -> Function.Answer {
        guard let answer = try answer(to: function) as? Function.Answer else {
            throw LiteAPI.ErrorAnswer(code: 0, message: "an answer of another function")
        }
        return answer
    }
}
