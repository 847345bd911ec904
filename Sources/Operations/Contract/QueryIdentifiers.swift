/// Query ids, none twice: by them a sender recognises the answers.
///
/// The time in seconds makes the upper half, so that those of later runs differ; the lower half counts up from a random
/// start, so that runs at the same second hardly meet.
public struct QueryIdentifiers: Sendable {
    private var upcoming: UInt64

    /// Starts at a time, in seconds since 1970.
    public init(now: UInt32) {
        upcoming = UInt64(now) << 32 | UInt64(UInt32.random(in: 0...(.max / 2)))
    }

    /// Starts at a number, so that all are known beforehand.
    public init(first: UInt64) {
        upcoming = first
    }

    /// The next one.
    public mutating func next() -> UInt64 {
        defer { upcoming &+= 1 }
        return upcoming
    }
}
