/// Answers the queries of lite-servers' clients: unwraps each question and wraps what is said to it.
///
/// ```swift
/// let responder = LiteServerResponder { request throws(LiteAPI.ErrorAnswer) in
///     guard request.function is LiteAPI.GetTime else { throw LiteAPI.ErrorAnswer(code: -400, message: "no") }
///     return LiteAPI.CurrentTime(now: 1_700_000_000)
/// }
/// let server = try await ADNLServer.start(key: key, answer: responder.answer)
/// ```
public struct LiteServerResponder: Sendable {
    /// Says something to a question, or throws the error that is answered.
    public typealias Respond = @Sendable (LiteAPI.Request) async throws(LiteAPI.ErrorAnswer) -> any TLObject

    private let respond: Respond

    /// Takes what says something to questions. It is handed only those that are well-formed.
    public init(_ respond: @escaping Respond) {
        self.respond = respond
    }

    /// Answers a query of ADNL.
    public func answer(_ query: [UInt8]) async -> [UInt8]? {
        let request: LiteAPI.Request
        do throws(TLError) {
            request = try LiteAPI.Request(try LiteAPI.Query(tl: query).data)
        } catch {
            return LiteAPI.ErrorAnswer(code: 0, message: error.description).tlBytes
        }
        do throws(LiteAPI.ErrorAnswer) {
            return try await respond(request).tlBytes
        } catch {
            return error.tlBytes
        }
    }
}

extension LiteAPI.ErrorAnswer: Error {}
