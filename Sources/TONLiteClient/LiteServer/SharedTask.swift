import Synchronization

/// Work that several tasks wait for, each of which may stop waiting when it is cancelled. The work goes on without them.
final class SharedTask<Value: Sendable>: Sendable {
    private enum Waiter {
        case registered(CheckedContinuation<Value?, Never>)
        case cancelled
    }

    private struct State {
        var value: Value?
        var waiters: [ObjectIdentifier: Waiter] = [:]
    }

    /// What a waiter is known by.
    private final class Ticket: Sendable {}

    private let state = Mutex(State())

    /// Starts the work.
    init(_ work: @escaping @Sendable () async -> Value) {
        Task {
            let value = await work()
            let waiters = state.withLock { state in
                state.value = value
                defer { state.waiters = [:] }
                return state.waiters.values
            }
            for case .registered(let continuation) in waiters { continuation.resume(returning: value) }
        }
    }

    /// The work's result, or nil as soon as the waiting task is cancelled.
    func value() async -> Value? {
        let ticket = Ticket()
        let key = ObjectIdentifier(ticket)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: Value?? = state.withLock { state in
                    if let value = state.value { return .some(value) }
                    if case .cancelled = state.waiters.removeValue(forKey: key) { return .some(nil) }
                    state.waiters[key] = .registered(continuation)
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard state.value == nil else { return nil }
                let waiter = state.waiters.removeValue(forKey: key)
                if waiter == nil { state.waiters[key] = .cancelled }
                return waiter
            }
            if case .registered(let continuation) = waiter { continuation.resume(returning: nil) }
        }
    }
}
