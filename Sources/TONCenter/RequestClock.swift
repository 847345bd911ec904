/// A clock of any kind, reckoned from when it was taken.
struct RequestClock: Sendable {
    /// The time since the start.
    let now: @Sendable () -> Duration
    /// Waits until a time since the start. Throws where the task is cancelled.
    let sleep: @Sendable (_ until: Duration) async throws -> Void

    init<C: Clock>(_ clock: C) where C.Duration == Duration {
        let start = clock.now
        now = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
    }
}
