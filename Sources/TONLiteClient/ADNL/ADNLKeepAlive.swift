import NIOCore

/// When to ask for a sign of life, and when to give up.
struct ADNLKeepAlive {
    enum Action: Hashable {
        case wait(until: NIODeadline)
        case ping(next: NIODeadline)
        case fail
    }

    private let interval: TimeAmount
    private var lastSign: NIODeadline
    private var isAsked = false

    /// Asks after `interval` without a sign, and gives up after another.
    init(interval: TimeAmount, now: NIODeadline) {
        self.interval = interval
        lastSign = now
    }

    /// Something came.
    mutating func sign(now: NIODeadline) {
        lastSign = now
        isAsked = false
    }

    /// What to do now, and when to look again.
    mutating func check(now: NIODeadline) -> Action {
        let (askAt, failAt) = (lastSign + interval, lastSign + interval + interval)
        if now >= failAt { return .fail }
        guard !isAsked, now >= askAt else { return .wait(until: isAsked ? failAt : askAt) }
        isAsked = true
        return .ping(next: failAt)
    }
}
