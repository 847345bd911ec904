/// How often, and of how many servers, a question is asked until one answers.
public struct LiteServerCallPolicy: Hashable, Sendable {
    /// How many servers are asked in a round, one after another.
    public var attempts: Int
    /// How many rounds there are. Only servers that may answer later are asked again.
    public var rounds: Int
    /// How long to wait between rounds.
    public var pause: Duration
    /// Whether a server's refusal is the last word. Otherwise others are asked too, since a server doesn't tell a wrong
    /// question from one for history that it doesn't keep.
    public var isRefusalFinal: Bool
    /// Whether servers that keep the whole history are to be asked first.
    public var prefersHistory: Bool

    /// Makes one.
    public init(
        attempts: Int = 6, rounds: Int = 2, pause: Duration = .milliseconds(300), isRefusalFinal: Bool = false,
        prefersHistory: Bool = false
    ) {
        self.attempts = attempts
        self.rounds = rounds
        self.pause = pause
        self.isRefusalFinal = isRefusalFinal
        self.prefersHistory = prefersHistory
    }

    /// What suits a function unless the caller knows better.
    public static func standard<F: LiteServerFunction>(for function: F.Type) -> LiteServerCallPolicy {
        switch function.constructor.identifier {
        // Refused by one, a message is refused by all, and would only be run again.
        case LiteAPI.SendMessage.constructor.identifier: LiteServerCallPolicy(isRefusalFinal: true)
        // Whole states are kept by few.
        case LiteAPI.GetState.constructor.identifier: LiteServerCallPolicy(prefersHistory: true)
        default: LiteServerCallPolicy()
        }
    }
}
