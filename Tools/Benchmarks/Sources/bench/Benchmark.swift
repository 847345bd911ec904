import Foundation

/// One timed piece of work, run several times.
struct Measurement {
    let name: String
    /// Transactions that one run goes through.
    let count: Int
    /// Seconds of each run, ascending.
    let seconds: [Double]

    var median: Double { seconds[seconds.count / 2] }
    var best: Double { seconds.first ?? 0 }
    /// Transactions a second, at the median.
    var rate: Double { Double(count) / median }

    /// Runs `body` once to warm up and then `runs` times, each time after `prepare`.
    static func run(
        _ name: String, count: Int, runs: Int, prepare: () throws -> Void = {}, _ body: () async throws -> Void
    ) async throws -> Measurement {
        let clock = ContinuousClock()
        var seconds: [Double] = []
        for run in 0...runs {
            try prepare()
            let elapsed = try await clock.measure { try await body() }
            if run > 0 {
                seconds.append(Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
            }
        }
        return Measurement(name: name, count: count, seconds: seconds.sorted())
    }

    /// A line of the report, with the rate as a share of a baseline's.
    func line(against baseline: Measurement) -> String {
        let columns = [
            name.padding(toLength: 34, withPad: " ", startingAt: 0),
            String(format: "%9.2f ms", median * 1000), String(format: "%9.2f ms", best * 1000),
            String(format: "%10.0f/s", rate), String(format: "%7.3f", rate / baseline.rate),
        ]
        return columns.joined(separator: "  ")
    }
}
