import NIOCore
import Synchronization

/// A query on its way through a connection, and who waits for its answer.
final class ADNLQuery: Sendable {
    let payload: [UInt8]
    let deadline: NIODeadline
    private let continuation: CheckedContinuation<Result<[UInt8], ADNLError>, Never>
    private let cancellation: ADNLCancellation

    init(
        payload: [UInt8], deadline: NIODeadline, cancellation: ADNLCancellation,
        continuation: CheckedContinuation<Result<[UInt8], ADNLError>, Never>
    ) {
        self.payload = payload
        self.deadline = deadline
        self.cancellation = cancellation
        self.continuation = continuation
    }

    var isCancelled: Bool { cancellation.isCancelled }

    /// What the query is known by before it is sent.
    var ticket: ObjectIdentifier { ObjectIdentifier(cancellation) }

    /// Wakes who waits; once and no more.
    func finish(_ result: Result<[UInt8], ADNLError>) {
        continuation.resume(returning: result)
    }
}

/// Whether the task of a query was cancelled, which may be before the query reaches its connection.
final class ADNLCancellation: Sendable {
    private let flag = Atomic(false)

    var isCancelled: Bool { flag.load(ordering: .acquiring) }

    func cancel() { flag.store(true, ordering: .releasing) }
}
