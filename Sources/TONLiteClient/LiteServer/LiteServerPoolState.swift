/// What is known of a pool's servers, and which one to ask next. Pure: time comes in as what has passed since a start.
struct LiteServerPoolState {
    /// What came of a question.
    enum Outcome: Hashable {
        /// An answer, or a refusal, which also shows that the server lives; nil where the time it took tells nothing.
        case answered(after: Duration?)
        /// No answer: the connection failed, or nothing came in time.
        case failed
        /// An answer that is none.
        case malformed
        /// Nobody waited for it any longer.
        case abandoned
    }

    /// Whom to ask.
    enum Choice: Hashable {
        /// This one.
        case server(Int)
        /// Nobody now: all that could be asked are busy.
        case wait
        /// Nobody: all that there are have been asked or dropped.
        case exhausted
    }

    struct Server {
        let endpoint: LiteServerEndpoint
        var inFlight = 0
        /// Smoothed time to an answer, in microseconds; nil before the first.
        var latency: Int64?
        /// Failures since the last answer.
        var failures = 0
        /// When it may be asked again without need.
        var restsUntil = Duration.zero
        /// Whether it keeps the whole history; nil where that isn't known.
        var keepsHistory: Bool?
        /// What it lied about; nil where it didn't.
        var lie: String?
    }

    private static let firstRest = Duration.milliseconds(500)
    private static let longestRest = Duration.seconds(60)

    private(set) var servers: [Server]
    private let maximumInFlight: Int

    init(_ endpoints: [LiteServerEndpoint], maximumInFlight: Int) {
        // A server that is listed twice is one.
        var seen: Set<LiteServerEndpoint> = []
        servers = endpoints.filter { seen.insert($0).inserted }.map { Server(endpoint: $0) }
        self.maximumInFlight = maximumInFlight
    }

    // MARK: - Choosing

    /// Whom to ask next: of those that don't rest after a failure the one that will likely answer first; if all do, the
    /// one that is to rest the shortest.
    func choice(excluding excluded: Set<Int>, prefersHistory: Bool, now: Duration) -> Choice {
        var candidates = servers.indices.filter { servers[$0].lie == nil && !excluded.contains($0) }
        guard !candidates.isEmpty else { return .exhausted }
        if prefersHistory {
            let keepers = candidates.filter { servers[$0].keepsHistory != false }
            if !keepers.isEmpty { candidates = keepers }
        }
        let rested = candidates.filter { servers[$0].restsUntil <= now }
        let free = (rested.isEmpty ? candidates : rested).filter { servers[$0].inFlight < maximumInFlight }
        func rank(_ index: Int) -> (Duration, Int, Int64, Int) {
            let server = servers[index]
            let history = prefersHistory && server.keepsHistory == nil ? 1 : 0
            let (load, isOverflow) = (server.latency ?? 0).multipliedReportingOverflow(by: Int64(server.inFlight + 1))
            return (
                rested.isEmpty ? server.restsUntil : .zero, history, isOverflow ? .max : load, server.inFlight
            )
        }
        guard let best = free.min(by: { rank($0) < rank($1) }) else { return .wait }
        return .server(best)
    }

    /// Chooses, and counts the question that is then asked.
    mutating func acquire(excluding excluded: Set<Int>, prefersHistory: Bool, now: Duration) -> Choice {
        let choice = choice(excluding: excluded, prefersHistory: prefersHistory, now: now)
        if case .server(let index) = choice { servers[index].inFlight += 1 }
        return choice
    }

    /// The server's number.
    func index(of endpoint: LiteServerEndpoint) -> Int? {
        servers.firstIndex { $0.endpoint == endpoint }
    }

    // MARK: - Learning

    /// Takes back what ``acquire(excluding:prefersHistory:now:)`` counted, and learns from what came of it.
    mutating func release(_ index: Int, _ outcome: Outcome, now: Duration) {
        servers[index].inFlight -= 1
        switch outcome {
        case .answered(let duration):
            servers[index].failures = 0
            servers[index].restsUntil = .zero
            guard let sample = duration.map(Self.microseconds) else { return }
            // A quarter of the new to three of the old.
            servers[index].latency = servers[index].latency.map { $0 - $0 / 4 + sample / 4 } ?? sample
        case .failed:
            servers[index].failures += 1
            servers[index].restsUntil = now + Self.rest(after: servers[index].failures)
        case .malformed:
            servers[index].failures += 1
            servers[index].restsUntil = now + Self.longestRest
        case .abandoned: break
        }
    }

    /// Never asks the server again.
    mutating func drop(_ index: Int, lie: String) {
        if servers[index].lie == nil { servers[index].lie = lie }
    }

    /// Learns whether a server keeps the whole history.
    mutating func setKeepsHistory(_ index: Int, _ keepsHistory: Bool) {
        servers[index].keepsHistory = keepsHistory
    }

    private static func microseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        // More than an hour is an hour.
        return seconds < 3600 ? max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000) : 3_600_000_000
    }

    /// Doubles with each failure.
    private static func rest(after failures: Int) -> Duration {
        failures > 7 ? longestRest : min(longestRest, firstRest * (1 << max(0, failures - 1)))
    }
}
