public import TONCells

/// Where operations happen: a chain, or a local ledger in its place.
public protocol OperationNetwork: Sendable {
    /// Which network it is.
    func identity() async throws(OperationNetworkError) -> NetworkIdentity

    /// The states as they stand, to rehearse on.
    func stage() async throws(OperationNetworkError) -> RehearsalStage

    /// Sends a message from outside. That it is accepted doesn't say that it went well: look at its transactions.
    func send(_ external: Cell) async throws(OperationNetworkError) -> Reception

    /// The transactions of an account that started after a logical time, oldest first.
    func transactions(
        of address: AccountAddress, after lt: UInt64
    ) async throws(OperationNetworkError) -> [Cell]
}

/// What a network says to a message from outside.
public enum Reception: String, Hashable, Sendable {
    /// It is processed, or will be.
    case accepted
    /// It is known already, as after an answer that was lost: no failure.
    case duplicate
}

/// Why a network doesn't answer.
public enum OperationNetworkError: Error, Hashable, Sendable {
    /// The network would make no transaction of the message: nothing happened.
    case refused(String)
    /// The local ledger can't be read or written.
    case ledger(LedgerError)
    /// No answer came: what became of a message that was sent isn't known.
    case unavailable(String)
    /// Cells can't be made or read.
    case cell(CellError)
}

extension OperationNetworkError: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .refused(let reason): "the message is refused: \(reason)"
        case .ledger(let error): "\(error)"
        case .unavailable(let reason): "the network doesn't answer: \(reason)"
        case .cell(let error): "\(error)"
        }
    }
}
