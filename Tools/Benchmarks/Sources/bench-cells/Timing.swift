import Foundation

/// How long one piece of work takes, as the median of several runs.
///
/// Measured in the processor's time, which other work on the machine disturbs less than the clock's.
struct Timing {
    let name: String
    let seconds: Double
    /// What one run does that many times.
    let count: Int
    let unit: String

    init(_ name: String, seconds: Double, count: Int, of unit: String) {
        self.name = name
        self.seconds = seconds
        self.count = count
        self.unit = unit
    }

    /// Runs `body` twice to warm up, then `runs` times.
    init(_ name: String, count: Int, of unit: String, runs: Int, _ body: () throws -> Void) rethrows {
        var times: [Double] = []
        for run in 0..<runs + 2 {
            let start = processorTime()
            try body()
            if run >= 2 { times.append(processorTime() - start) }
        }
        self.init(name, seconds: times.sorted()[runs / 2], count: count, of: unit)
    }

    /// A line of the report, with the time as a multiple of another's.
    func line(against other: Timing?) -> String {
        let columns = [
            name.padding(toLength: 38, withPad: " ", startingAt: 0),
            String(format: "%9.3f ms", seconds * 1000),
            String(format: "%8.0f ns a ", seconds * 1e9 / Double(count))
                + unit.padding(toLength: 11, withPad: " ", startingAt: 0),
            other.map { String(format: "%6.2f x ", seconds / $0.seconds) + $0.name } ?? "",
        ]
        return columns.joined(separator: "  ")
    }
}

/// Seconds that the process has computed for.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The most memory that the process has had so far, in bytes; nil where the system doesn't say.
func peakMemory() -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }
    return nil
}
