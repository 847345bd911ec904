import TONCrypto
import Testing

@testable import TONLiteClient

@Suite("What a pool knows")
struct LiteServerPoolStateTests {
    private static func state(_ count: Int, maximumInFlight: Int = 2) -> LiteServerPoolState {
        LiteServerPoolState(
            (0..<count).map {
                LiteServerEndpoint(host: "10.0.0.\($0)", port: 1, key: Ed25519.PublicKey(.zero))
            }, maximumInFlight: maximumInFlight)
    }

    private func seconds(_ count: Int) -> Duration { .seconds(count) }

    /// Acquires and says whom.
    private func next(
        _ state: inout LiteServerPoolState, excluding: Set<Int> = [], prefersHistory: Bool = false, at now: Int = 0
    ) -> LiteServerPoolState.Choice {
        state.acquire(excluding: excluding, prefersHistory: prefersHistory, now: seconds(now))
    }

    @Test("unknown servers are all tried, then the fastest is asked until it is busy")
    func latency() {
        var state = Self.state(3)
        #expect(next(&state) == .server(0))
        #expect(next(&state) == .server(1))
        #expect(next(&state) == .server(2))
        state.release(0, .answered(after: .milliseconds(90)), now: seconds(0))
        state.release(1, .answered(after: .milliseconds(30)), now: seconds(0))
        state.release(2, .answered(after: .milliseconds(40)), now: seconds(0))
        #expect(next(&state) == .server(1))
        // Twice 30 is more than 40.
        #expect(next(&state) == .server(2))
        #expect(next(&state) == .server(1))
        #expect(next(&state) == .server(2))
        #expect(next(&state) == .server(0))
        #expect(next(&state) == .server(0))
        #expect(next(&state) == .wait)
        #expect(next(&state, excluding: [0, 1, 2]) == .exhausted)
    }

    @Test("latency is smoothed, in whole microseconds")
    func smoothing() {
        var state = Self.state(1, maximumInFlight: 10)
        for (sample, expected) in [(1000, 1000), (2000, 1250), (2000, 1438), (0, 1079), (10_000_000_000, 900_000_810)] {
            _ = next(&state)
            state.release(0, .answered(after: .microseconds(sample)), now: seconds(0))
            #expect(state.servers[0].latency == Int64(expected))
        }
        _ = next(&state)
        state.release(0, .answered(after: nil), now: seconds(0))
        #expect(state.servers[0].latency == 900_000_810)
    }

    @Test("a server that fails rests, longer each time, and is asked while it rests only where no other is left")
    func rest() {
        var state = Self.state(2, maximumInFlight: 1)
        #expect(next(&state) == .server(0))
        state.release(0, .failed, now: seconds(10))
        #expect(state.servers[0].restsUntil == .milliseconds(10_500))
        #expect(next(&state, at: 10) == .server(1))
        // The other is busy, and this one rests: that is waited for.
        #expect(next(&state, at: 10) == .wait)
        #expect(next(&state, excluding: [1], at: 10) == .server(0))
        state.release(0, .failed, now: seconds(10))
        #expect(state.servers[0].restsUntil == .seconds(11))
        for _ in 0..<20 {
            _ = next(&state, excluding: [1], at: 10)
            state.release(0, .failed, now: seconds(10))
        }
        #expect(state.servers[0].restsUntil == .seconds(70))
        _ = next(&state, excluding: [1], at: 80)
        state.release(0, .answered(after: .seconds(1)), now: seconds(80))
        #expect(state.servers[0].failures == 0 && state.servers[0].restsUntil == .zero)
        _ = next(&state, excluding: [1], at: 80)
        state.release(0, .malformed, now: seconds(80))
        #expect(state.servers[0].restsUntil == .seconds(140))
    }

    @Test("where all rest, the one that is to rest the shortest is asked")
    func allRest() {
        var state = Self.state(3)
        for index in [2, 0, 1, 0] {
            let others = Set(0..<3).subtracting([index])
            #expect(next(&state, excluding: others, at: 1) == .server(index))
            state.release(index, .failed, now: .seconds(1) + .milliseconds(index * 10))
        }
        #expect(next(&state, at: 1) == .server(1))
    }

    @Test("what nobody waited for says nothing")
    func abandoned() {
        var state = Self.state(1)
        _ = next(&state)
        state.release(0, .abandoned, now: seconds(0))
        #expect(state.servers[0].inFlight == 0 && state.servers[0].latency == nil && state.servers[0].failures == 0)
    }

    @Test("a liar is never asked again, and the first lie is remembered")
    func liars() {
        var state = Self.state(2)
        #expect(next(&state) == .server(0))
        state.drop(0, lie: "first")
        state.drop(0, lie: "second")
        state.release(0, .answered(after: .zero), now: seconds(0))
        #expect(state.servers[0].lie == "first")
        #expect(next(&state) == .server(1))
        #expect(next(&state) == .server(1))
        #expect(next(&state) == .wait)
        state.drop(1, lie: "too")
        #expect(next(&state) == .exhausted)
    }

    @Test("history is asked of those that keep it, then of those that may")
    func history() {
        var state = Self.state(3, maximumInFlight: 1)
        state.setKeepsHistory(0, false)
        state.setKeepsHistory(2, true)
        #expect(next(&state, prefersHistory: true) == .server(2))
        #expect(next(&state, prefersHistory: true) == .server(1))
        #expect(next(&state, prefersHistory: true) == .wait)
        #expect(next(&state) == .server(0))
        var poor = Self.state(1)
        poor.setKeepsHistory(0, false)
        #expect(next(&poor, prefersHistory: true) == .server(0))
    }

    @Test("a server that is listed twice is one")
    func duplicates() {
        let endpoint = LiteServerEndpoint(host: "a", port: 1, key: Ed25519.PublicKey(.zero))
        let state = LiteServerPoolState([endpoint, endpoint], maximumInFlight: 1)
        #expect(state.servers.count == 1 && state.index(of: endpoint) == 0)
    }
}
