import Synchronization

/// How far a chain has come, as its servers know it: tests move it on.
public final class ChainHead: Sendable {
    private struct Waiting {
        let seqno: UInt32
        let continuation: CheckedContinuation<Bool, Never>
        let timer: Task<Void, Never>
    }

    private struct State {
        var seqno: UInt32
        var waiting: [Int: Waiting] = [:]
        var nextNumber = 0
    }

    private let state: Mutex<State>

    /// Starts at a masterchain block.
    public init(_ seqno: UInt32) {
        state = Mutex(State(seqno: seqno))
    }

    /// The number of the last masterchain block that there is.
    public var seqno: UInt32 { state.withLock { $0.seqno } }

    /// How many wait for a block.
    public var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Goes on to a masterchain block, never back, and answers those who wait for it.
    public func advance(to seqno: UInt32) {
        let reached = state.withLock { state in
            state.seqno = max(state.seqno, seqno)
            let reached = state.waiting.filter { $0.value.seqno <= state.seqno }
            for number in reached.keys { state.waiting[number] = nil }
            return Array(reached.values)
        }
        for waiting in reached {
            waiting.timer.cancel()
            waiting.continuation.resume(returning: true)
        }
    }

    /// Waits for a masterchain block; false where it isn't there in time.
    public func wait(for seqno: UInt32, timeout: Duration) async -> Bool {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                guard state.seqno < seqno else { return true }
                state.nextNumber += 1
                let number = state.nextNumber
                let timer = Task { [weak self] in
                    try? await Task.sleep(for: timeout)
                    self?.giveUp(number)
                }
                state.waiting[number] = Waiting(seqno: seqno, continuation: continuation, timer: timer)
                return false
            }
            if isThere { continuation.resume(returning: true) }
        }
    }

    private func giveUp(_ number: Int) {
        let waiting = state.withLock { $0.waiting.removeValue(forKey: number) }
        waiting?.continuation.resume(returning: false)
    }

    deinit {
        for waiting in state.withLock({ $0.waiting.values }) { waiting.continuation.resume(returning: false) }
    }
}
