import Foundation

/// How long a piece of work took, by the clock and by the processor, in seconds; of several runs the medians.
struct Measured: Codable {
    /// How many accounts or transactions there were in a run.
    let count: Int
    let wall: Double
    let processor: Double

    /// Runs a piece of work once to warm up, then so many times. It returns how much there was.
    static func run(_ runs: Int, _ body: () async throws -> Int) async throws -> Measured {
        var samples = Samples()
        _ = try await body()
        for _ in 0..<runs { try await samples.add(body) }
        return samples.median
    }

    /// Several runs.
    struct Samples {
        private var count = 0
        private var wall: [Double] = []
        private var processor: [Double] = []

        mutating func add(_ body: () async throws -> Int) async throws {
            let (wallStart, processorStart) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
            count = try await body()
            wall.append(seconds(CLOCK_MONOTONIC) - wallStart)
            processor.append(seconds(CLOCK_PROCESS_CPUTIME_ID) - processorStart)
        }

        var median: Measured {
            Measured(
                count: count, wall: wall.sorted()[wall.count / 2], processor: processor.sorted()[processor.count / 2])
        }
    }
}

private func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
