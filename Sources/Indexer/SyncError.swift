public import Mirror
public import TONBlocks
public import TONCells

/// Why the chain can't be followed. What was taken into the mirror before stays.
public enum SyncError: Error, Hashable, Sendable {
    /// No server answered; the text has a line for each.
    case network(String)
    /// Every server that answered lied; the text names server, block and step.
    case liars(String)
    /// What was kept doesn't fit the network, or blocks contradict one another.
    case trust(String)
    /// The servers don't have transactions of an account any more.
    case historyMissing(AccountAddress, from: TransactionIdentifier, reason: String)
    /// A mirror of another network.
    case otherNetwork(expected: String, found: String)
    /// The mirror refused what was verified.
    case refused(MirrorError)
    /// Interrupted.
    case cancelled
}

extension SyncError: CustomStringConvertible {
    /// What happened, and where.
    public var description: String {
        switch self {
        case .network(let reason): "the network can't be reached: \(reason)"
        case .liars(let reason): "no server told what can be proven: \(reason)"
        case .trust(let reason): "the trusted block: \(reason)"
        case .historyMissing(let account, let place, let reason):
            "account \(account): no server has the transactions from lt \(place.lt) hash \(place.hash) down: \(reason)"
        case .otherNetwork(let expected, let found):
            "the mirror follows the network \(expected), not \(found): use another mirror"
        case .refused(let error): "\(error)"
        case .cancelled: "interrupted"
        }
    }
}
