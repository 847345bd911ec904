public import Cocoon
public import TONCells
public import TONCrypto

/// What a worker or client told its proxy after an operation: the message that carries its state.
///
/// The same message stands in two transactions, the one that sent it and the one that took it; either gives the same
/// request.
public struct ChildRequest: Sendable {
    /// The hash of the message.
    public let message: Hash256
    /// The worker or client.
    public let child: AccountAddress
    /// The proxy.
    public let proxy: AccountAddress
    /// When the message was sent.
    public let lt: UInt64
    /// The body.
    public let body: CellSlice
    /// What it says.
    public let content: Content

    /// What a worker or a client says.
    public enum Content: Hashable, Sendable {
        /// A worker's state, and what is to be paid.
        case worker(WorkerProxyRequest)
        /// A client's state, and what is to be done.
        case client(ClientProxyRequest)
    }

    /// Recognises a request by its operation; nil for any other message.
    public init?(_ message: LedgerMessage) {
        guard !message.isBounced, let child = message.source, let proxy = message.destination,
            let body = message.body, let opcode = try? body.peekUInt(bits: 32)
        else { return nil }
        var slice = body
        switch Opcode(rawValue: UInt32(truncatingIfNeeded: opcode)) {
        case .workerProxyRequest:
            guard let request = try? WorkerProxyRequest(from: &slice), slice.isEmpty else { return nil }
            content = .worker(request)
        case .clientProxyRequest:
            guard let request = try? ClientProxyRequest(from: &slice), slice.isEmpty else { return nil }
            content = .client(request)
        default:
            return nil
        }
        self.message = message.hash
        self.child = child
        self.proxy = proxy
        lt = message.createdLT
        self.body = body
    }

    /// The owner that the message names.
    public var owner: AccountAddress {
        switch content {
        case .worker(let request): request.owner
        case .client(let request): request.owner
        }
    }

    /// Which of the two sent it.
    public var role: ContractRole {
        switch content {
        case .worker: .worker
        case .client: .client
        }
    }

    /// The counter after the operation.
    public var tokens: UInt64 {
        switch content {
        case .worker(let request): request.tokens
        case .client(let request): request.client.tokensUsed
        }
    }
}
