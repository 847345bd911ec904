public import TONWallets

/// Why a plan isn't carried out, or not to its end. Waves are counted from 0.
public enum ApplicationError: Error, Hashable, Sendable {
    /// Rules forbid it. Nothing was sent.
    case refused([PlanRefusal])
    /// The root, or the wallet, isn't as it was left: plan again. Nothing more was sent.
    case stale(String)
    /// The plan, or the root, can't be read.
    case plan(PlanError)
    /// The wave's rehearsal fails, or ends otherwise than planned. It wasn't sent.
    case rehearsalFailed(wave: Int, String)
    /// The network refused the message: nothing happened.
    case rejected(wave: Int, String)
    /// The message was sent, and what became of it isn't known: go on later.
    case outcomeUnknown(wave: Int, String)
    /// The message was processed, and something in it failed: plan again.
    case failed(wave: Int, String)
    /// All messages went well, and the root isn't as planned.
    case notAsPlanned([String])
    /// The request can't be signed, or the signature is for another.
    case signer(WalletError)
    /// The request can't be made.
    case operation(OperationError)
    /// The network doesn't answer.
    case network(OperationNetworkError)
    /// The journal can't be written: nothing more was sent.
    case journal(JournalError)
}

extension ApplicationError: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .refused(let refusals): refusals.map(\.description).joined(separator: "\n")
        case .stale(let reason): "the plan is stale: \(reason)"
        case .plan(let error): "\(error)"
        case .rehearsalFailed(let wave, let reason): "the rehearsal of wave \(wave + 1) fails: \(reason)"
        case .rejected(let wave, let reason): "wave \(wave + 1) was refused, nothing happened: \(reason)"
        case .outcomeUnknown(let wave, let reason):
            "wave \(wave + 1) was sent, and what became of it isn't known: \(reason); resume later"
        case .failed(let wave, let reason): "wave \(wave + 1) failed: \(reason); plan again"
        case .notAsPlanned(let differences):
            "the root isn't as planned: \(differences.joined(separator: "; "))"
        case .signer(let error): "\(error)"
        case .operation(let error): "\(error)"
        case .network(let error): "\(error)"
        case .journal(let error): "\(error)"
        }
    }
}
