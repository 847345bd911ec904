import SilkTestSupport
import Testing

@testable import TONCenter

/// When a request goes again, and after how long.
struct RetryPolicyTests {
    private struct Fixed: RandomNumberGenerator {
        let value: UInt64
        mutating func next() -> UInt64 { value }
    }

    private let policy = RetryPolicy(
        maximumAttempts: 8, baseDelay: .milliseconds(400), maximumDelay: .seconds(5), maximumRetryAfter: .seconds(60))

    private func delay(_ failure: RetryPolicy.Failure, attempt: Int = 1, mayRepeat: Bool = true) -> Duration? {
        var generator = Fixed(value: 0)
        return policy.delay(after: failure, attempt: attempt, mayRepeat: mayRepeat, using: &generator)
    }

    @Test("waits double up to a limit, and lie between half and all of it")
    func doubling() throws {
        // 400 ms · 2^(n−1), at most 5 s.
        let longest: [Duration] = [400, 800, 1600, 3200, 5000, 5000, 5000].map { .milliseconds($0) }
        var generator = SeededGenerator(seed: 7)
        for (number, longest) in longest.enumerated() {
            var seen: Set<Duration> = []
            for _ in 0..<200 {
                let delay = try #require(
                    policy.delay(after: .interrupted, attempt: number + 1, mayRepeat: true, using: &generator))
                #expect(longest / 2 <= delay && delay <= longest)
                seen.insert(delay)
            }
            #expect(seen.count > 150)
        }
        #expect(policy.delay(after: .interrupted, attempt: 8, mayRepeat: true, using: &generator) == nil)
    }

    @Test("the same seed gives the same waits")
    func seeded() {
        func waits(_ seed: UInt64) -> [Duration?] {
            var generator = SeededGenerator(seed: seed)
            return (1...7).map {
                policy.delay(after: .notConnected, attempt: $0, mayRepeat: true, using: &generator)
            }
        }
        #expect(waits(3) == waits(3))
        #expect(waits(3) != waits(4))
    }

    @Test("far attempts don't overflow")
    func farAttempts() {
        let policy = RetryPolicy(maximumAttempts: .max, maximumDelay: .seconds(Int64.max / 4))
        var generator = SeededGenerator(seed: 1)
        #expect(policy.delay(after: .notConnected, attempt: 1_000_000, mayRepeat: true, using: &generator) != nil)
    }

    @Test("which statuses are asked again", arguments: [500, 502, 503, 504, 520, 599])
    func passing(status: Int) {
        #expect(delay(.status(status, retryAfter: nil)) == .milliseconds(200))
        // Of what does something, the server may have taken it.
        #expect(delay(.status(status, retryAfter: nil), mayRepeat: false) == nil)
    }

    @Test(
        "which aren't", arguments: [201, 204, 301, 302, 400, 401, 403, 404, 409, 416, 422, 501, 505, 542])
    func lasting(status: Int) {
        #expect(delay(.status(status, retryAfter: nil)) == nil)
        #expect(delay(.status(status, retryAfter: .seconds(1))) == nil)
    }

    @Test("a server that says when is waited for, up to a limit")
    func retryAfter() {
        #expect(delay(.status(429, retryAfter: .seconds(7))) == .seconds(7))
        #expect(delay(.status(429, retryAfter: .zero)) == .zero)
        #expect(delay(.status(429, retryAfter: .seconds(60))) == .seconds(60))
        #expect(delay(.status(429, retryAfter: .seconds(61))) == nil)
        #expect(delay(.status(429, retryAfter: nil)) == .milliseconds(200))
        #expect(delay(.status(503, retryAfter: .seconds(7))) == .seconds(7))
        #expect(delay(.status(503, retryAfter: .zero)) == .milliseconds(200))
        #expect(delay(.status(503, retryAfter: .seconds(3600))) == nil)
        // Refused for its rate it wasn't taken, so that a message may go again.
        #expect(delay(.status(429, retryAfter: .seconds(7)), mayRepeat: false) == .seconds(7))
        #expect(delay(.status(429, retryAfter: .seconds(7)), attempt: 8) == nil)
    }

    @Test("what does something goes again only where it can't have arrived")
    func messages() {
        #expect(delay(.notConnected, mayRepeat: false) == .milliseconds(200))
        #expect(delay(.interrupted, mayRepeat: false) == nil)
        #expect(delay(.interrupted) == .milliseconds(200))
        #expect(delay(.final) == nil)
    }

    @Test(
        "Retry-After in seconds; else it tells nothing",
        arguments: [
            ("0", Duration.zero), ("1", .seconds(1)), ("120", .seconds(120)), ("4294967295", .seconds(4_294_967_295)),
            ("4294967296", nil), ("-1", nil), ("1.5", nil), ("", nil), ("Wed, 21 Oct 2026 07:28:00 GMT", nil),
        ])
    func header(text: String, expected: Duration?) {
        #expect(HTTPExchange.retryAfter(text) == expected)
    }
}
