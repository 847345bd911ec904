/// Why no server of a pool answered a question.
public enum LiteServerPoolError: Error, Hashable, Sendable {
    /// What a server did in place of an answer that holds.
    public struct Failure: Hashable, Sendable {
        /// The server.
        public var server: LiteServerEndpoint
        /// What it did.
        public var reason: Reason

        /// Makes one.
        public init(server: LiteServerEndpoint, reason: Reason) {
            self.server = server
            self.reason = reason
        }
    }

    /// What a server did in place of an answer that holds.
    public enum Reason: Hashable, Sendable {
        /// It didn't answer.
        case error(LiteServerError)
        /// It answered what isn't true.
        case lie(String)
    }

    /// There is no server to ask: none in the configuration, or all were dropped.
    case noServers(function: String, liars: [Failure])
    /// All that were asked failed, in this order.
    case failed(function: String, failures: [Failure])
    /// No server was asked, since no answer could be proven.
    case unprovable(function: String, reason: String)
    /// The task was cancelled.
    case cancelled

    /// What each server did.
    public var failures: [Failure] {
        switch self {
        case .failed(_, let failures), .noServers(_, let failures): failures
        case .unprovable, .cancelled: []
        }
    }
}

extension LiteServerPoolError: CustomStringConvertible {
    /// The function, and a line for each server.
    public var description: String {
        switch self {
        case .noServers(let function, let liars):
            (["\(function): there is no lite-server to ask"] + liars.map { "  \($0)" }).joined(separator: "\n")
        case .failed(let function, let failures):
            (["\(function): no lite-server answered"] + failures.map { "  \($0)" }).joined(separator: "\n")
        case .unprovable(let function, let reason): "\(function): no answer can be proven: \(reason)"
        case .cancelled: "cancelled"
        }
    }
}

extension LiteServerPoolError.Failure: CustomStringConvertible {
    /// The server and what it did.
    public var description: String {
        switch reason {
        case .error(let error): "\(server): \(error)"
        case .lie(let reason): "\(server): dropped, since it lied: \(reason)"
        }
    }
}
