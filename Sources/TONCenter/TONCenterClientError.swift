public import TONBlocks
import TONCells

/// Why a request failed: what was asked of whom, how often, and what came. Never holds the key.
public struct TONCenterClientError: Error, Hashable, Sendable {
    /// What went wrong.
    public enum Reason: Hashable, Sendable {
        /// The answer came, and isn't what was asked for; with the place in its JSON.
        case answer(TONCenterError)
        /// The server answered with a status other than 200, and this message.
        case status(Int, message: String)
        /// The server wants fewer requests (status 429), and later ones than are waited for.
        case rateLimited(retryAfter: Duration?)
        /// No whole answer came in time.
        case timedOut(after: Duration)
        /// No connection came about, or it broke.
        case connection(String)
        /// The answer is longer than is read.
        case tooLarge(limit: Int)
        /// Pages of transactions don't make a whole history.
        case history(TransactionHistoryError)
        /// A page of rows is the same as the one before.
        case repeatedPage(offset: Int)
        /// The client was shut down.
        case shutDown
        /// The task was cancelled.
        case cancelled
    }

    /// What went wrong.
    public let reason: Reason
    /// The server.
    public let endpoint: TONCenterEndpoint
    /// Path and query of the request.
    public let target: String
    /// How often it was sent.
    public let attempts: Int

    /// Makes one.
    public init(reason: Reason, endpoint: TONCenterEndpoint, target: String, attempts: Int) {
        self.reason = reason
        self.endpoint = endpoint
        self.target = target
        self.attempts = attempts
    }
}

extension TONCenterClientError: CustomStringConvertible {
    /// Whom, what, and what came.
    public var description: String {
        let what =
            switch reason {
            case .answer(let error): "\(error)"
            case .status(let code, let message): "status \(code): \(message)"
            case .rateLimited(nil): "too many requests (status 429)"
            case .rateLimited(let delay?): "too many requests (status 429): to be asked again after \(delay)"
            case .timedOut(let duration): "no whole answer within \(duration)"
            case .connection(let message): "no answer: \(message)"
            case .tooLarge(let limit): "the answer is longer than \(limit) bytes"
            case .history(let error): "\(error)"
            case .repeatedPage(let offset): "the page at offset \(offset) is the same as the one before"
            case .shutDown: "the client was shut down"
            case .cancelled: "cancelled"
            }
        let tries = attempts > 1 ? " (\(attempts) attempts)" : ""
        return "\(endpoint)\(target.prefix(300))\(tries): \(what)"
    }
}

/// Why pages of transactions make no whole history.
public enum TransactionHistoryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The server has no more, though the account had a transaction before.
    case missing(TransactionIdentifier)
    /// A transaction isn't the one that its successor names: left out, repeated or replaced.
    case notLinked(AccountChainError)
    /// The history passes by the transaction that it should reach: that one never was on this account's chain.
    case missesKnown(TransactionIdentifier, found: TransactionIdentifier)

    /// What was expected and what came.
    public var description: String {
        switch self {
        case .missing(let expected):
            "the history ends before transaction \(expected), which must be there; an archival server may have it"
        case .notLinked(let error):
            switch error.reason {
            case .wrongHash(let lt?) where lt > error.lt: "transactions come twice or out of order: \(error)"
            case .wrongHash(let lt?) where lt < error.lt: "transactions are left out: \(error)"
            default: "\(error)"
            }
        case .missesKnown(let known, let found):
            "the history doesn't lead to the known transaction \(known), but to \(found)"
        }
    }
}
