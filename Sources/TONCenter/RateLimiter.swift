/// How many requests a server may be sent.
public struct RequestRate: Hashable, Sendable {
    /// The time from one request to the next, on average.
    public let interval: Duration
    /// How many may go at once after a pause.
    public let burst: Int

    /// Makes a rate. Both are at least what makes sense: no negative time, a burst of one.
    public init(interval: Duration, burst: Int = 1) {
        self.interval = max(interval, .zero)
        self.burst = max(burst, 1)
    }

    /// A number of requests a second.
    public static func perSecond(_ count: Int, burst: Int = 1) -> RequestRate {
        RequestRate(interval: .seconds(1) / max(count, 1), burst: burst)
    }

    /// What TON Center allows without a key: one a second.
    public static let withoutKey = RequestRate.perSecond(1)
    /// What it allows with a free key: ten a second.
    public static let withKey = RequestRate.perSecond(10)
}

/// A token bucket, as a pure state machine: told the time, it says when the next request may go.
///
/// Times are durations from any fixed moment, and must not run backwards. Tokens aren't counted but reckoned as time:
/// `full` is when the bucket would be full again (the “virtual scheduling” form of the algorithm, ITU-T I.371 annex A).
struct RateLimiter: Hashable, Sendable {
    private let rate: RequestRate
    private var full: Duration = .zero
    /// Before this no request goes, not even one that has its turn.
    private(set) var closedUntil: Duration = .zero

    /// A request's turn.
    struct Turn: Hashable, Sendable {
        /// When it may go.
        let time: Duration
        fileprivate let before: Duration
        fileprivate let after: Duration
    }

    init(_ rate: RequestRate) {
        self.rate = rate
    }

    /// Takes the next turn. Turns are given in the order in which they are asked for.
    mutating func next(at now: Duration) -> Turn {
        let start = max(full, now)
        let time = max(now, start - rate.interval * (rate.burst - 1))
        let turn = Turn(time: time, before: full, after: start + rate.interval)
        full = turn.after
        return turn
    }

    /// Gives a turn back that isn't used. The time is won only where no later turn has been given.
    mutating func giveBack(_ turn: Turn) {
        if full == turn.after { full = turn.before }
    }

    /// Lets nothing go before a time, and no burst right after it: the server said so.
    mutating func close(until time: Duration) {
        closedUntil = max(closedUntil, time)
        full = max(full, time + rate.interval * (rate.burst - 1))
    }
}
