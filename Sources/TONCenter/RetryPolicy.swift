/// When a failed request is sent again.
///
/// Exponential back-off with jitter: before attempt n + 1 it waits from half to all of `base · 2^(n−1)`, at most
/// ``maximumDelay``, or as long as the server asks for.
public struct RetryPolicy: Hashable, Sendable {
    /// How often a request is sent at most, the first time included.
    public var maximumAttempts: Int
    /// The longest wait after the first failure.
    public var baseDelay: Duration
    /// The longest wait of all, apart from what a server asks for.
    public var maximumDelay: Duration
    /// The longest `Retry-After` that is waited for. A server that asks for longer fails the request.
    public var maximumRetryAfter: Duration

    /// Makes a policy.
    public init(
        maximumAttempts: Int = 6, baseDelay: Duration = .milliseconds(500), maximumDelay: Duration = .seconds(30),
        maximumRetryAfter: Duration = .seconds(60)
    ) {
        self.maximumAttempts = max(maximumAttempts, 1)
        self.baseDelay = max(baseDelay, .zero)
        self.maximumDelay = max(maximumDelay, .zero)
        self.maximumRetryAfter = max(maximumRetryAfter, .zero)
    }

    /// What a failed attempt means.
    enum Failure: Hashable, Sendable {
        /// The server answered with a status other than 200.
        case status(Int, retryAfter: Duration?)
        /// No connection came about: nothing was sent.
        case notConnected
        /// The connection broke, or no answer came in time: the server may have taken the request.
        case interrupted
        /// Sending it again would bring the same.
        case final
    }

    /// How long to wait before the next attempt; nil where there is none.
    ///
    /// - Parameters:
    ///   - failure: What came of the last attempt.
    ///   - attempt: Its number, from 1.
    ///   - mayRepeat: Whether the request may reach the server twice.
    ///   - generator: Where jitter comes from.
    func delay(
        after failure: Failure, attempt: Int, mayRepeat: Bool, using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        guard attempt < maximumAttempts else { return nil }
        switch failure {
        case .final: return nil
        case .interrupted where !mayRepeat: return nil
        case .interrupted, .notConnected: return backOff(attempt, using: &generator)
        case .status(429, let asked):
            guard let asked else { return backOff(attempt, using: &generator) }
            return asked <= maximumRetryAfter ? asked : nil
        case .status(let code, let asked):
            // 501, 505 and TON Center's own 542 tell of what the server can't do, now or later.
            guard (500...599).contains(code), ![501, 505, 542].contains(code), mayRepeat else { return nil }
            let delay = backOff(attempt, using: &generator)
            guard let asked else { return delay }
            return asked <= maximumRetryAfter ? max(asked, delay) : nil
        }
    }

    private func backOff(_ attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        // Doubling stops where it can't matter any more, so that it can't overflow.
        var longest = min(baseDelay, maximumDelay)
        for _ in 1..<max(attempt, 1) where longest < maximumDelay { longest = min(longest * 2, maximumDelay) }
        let steps: Int64 = 1 << 16
        let half = longest / 2
        return half + (longest - half) / steps * Int64.random(in: 0..<steps, using: &generator)
    }
}
