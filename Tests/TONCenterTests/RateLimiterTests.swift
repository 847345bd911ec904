import Testing

@testable import TONCenter

/// Turns, told the time; nothing waits.
struct RateLimiterTests {
    private func times(_ rate: RequestRate, asked: [Int]) -> [Duration] {
        var limiter = RateLimiter(rate)
        return asked.map { limiter.next(at: .milliseconds($0)).time }
    }

    private static func milliseconds(_ times: [Int]) -> [Duration] { times.map { .milliseconds($0) } }

    @Test(
        "turns of one a second",
        arguments: [
            // All at once.
            ([0, 0, 0, 0], [0, 1000, 2000, 3000]),
            // Seldom: each at once.
            ([0, 1000, 5000, 9999], [0, 1000, 5000, 9999]),
            // Rest isn't saved up.
            ([0, 10_000, 10_000, 10_000], [0, 10_000, 11_000, 12_000]),
            // A little too fast.
            ([0, 900, 1800, 4000], [0, 1000, 2000, 4000]),
        ])
    func single(asked: [Int], expected: [Int]) {
        #expect(times(.withoutKey, asked: asked) == Self.milliseconds(expected))
    }

    @Test(
        "turns of two a second, three at once",
        arguments: [
            ([0, 0, 0, 0, 0, 0], [0, 0, 0, 500, 1000, 1500]),
            // After half a second one token is back, after a long rest three and no more.
            (
                [0, 0, 0, 500, 500, 60_000, 60_000, 60_000, 60_000],
                [0, 0, 0, 500, 1000, 60_000, 60_000, 60_000, 60_500]
            ),
        ])
    func burst(asked: [Int], expected: [Int]) {
        #expect(times(.perSecond(2, burst: 3), asked: asked) == Self.milliseconds(expected))
    }

    @Test("without a limit every turn is now")
    func unlimited() {
        #expect(times(RequestRate(interval: .zero), asked: [0, 0, 0, 7]) == Self.milliseconds([0, 0, 0, 7]))
    }

    @Test("a turn given back is taken by the next, if none was given since")
    func giveBack() {
        var limiter = RateLimiter(.withoutKey)
        _ = limiter.next(at: .zero)
        let second = limiter.next(at: .zero)
        limiter.giveBack(second)
        let again = limiter.next(at: .zero)
        #expect(again.time == .seconds(1))
        let third = limiter.next(at: .zero)
        limiter.giveBack(again)
        #expect(third.time == .seconds(2))
        #expect(limiter.next(at: .zero).time == .seconds(3))
    }

    @Test("a closed door holds all, and opens for one at a time")
    func close() {
        var limiter = RateLimiter(.perSecond(2, burst: 3))
        limiter.close(until: .seconds(10))
        #expect(limiter.closedUntil == .seconds(10))
        let times = (0..<3).map { _ in limiter.next(at: .seconds(1)).time }
        #expect(times == Self.milliseconds([10_000, 10_500, 11_000]))
        limiter.close(until: .seconds(5))
        #expect(limiter.closedUntil == .seconds(10))
    }

    @Test("in any stretch of time no more go than the rate and the burst allow")
    func bound() {
        let rate = RequestRate.perSecond(10, burst: 4)
        var limiter = RateLimiter(rate)
        var generator = SystemRandomNumberGenerator()
        var now = Duration.zero
        var times: [Duration] = []
        for _ in 0..<3000 {
            now += .milliseconds(Int.random(in: 0...150, using: &generator))
            times.append(limiter.next(at: now).time)
        }
        #expect(times == times.sorted())
        // k requests more need at least (k − burst) intervals.
        for count in [4, 5, 10, 100] {
            for start in 0..<(times.count - count) {
                let span = times[start + count] - times[start]
                #expect(span >= rate.interval * (count - rate.burst + 1))
            }
        }
    }
}
