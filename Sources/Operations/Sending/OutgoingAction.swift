import TONBlocks
public import TONCells
public import TONWallets

/// What a wallet shall send.
public enum OutgoingAction: Sendable {
    /// An operation on one of COCOON's contracts.
    case operation(ContractOperation)
    /// Anything else.
    case transfer(WalletTransfer)

    /// To whom.
    public var receiver: AccountAddress {
        switch self {
        case .operation(let operation): operation.receiver
        case .transfer(let transfer): transfer.receiver
        }
    }

    /// The same, with a value of one's own.
    public func carrying(_ value: Coins) -> OutgoingAction {
        switch self {
        case .operation(let operation): return .operation(operation.carrying(value))
        case .transfer(var transfer):
            transfer.value = .fixed(value)
            return .transfer(transfer)
        }
    }

    /// Checks who sends it, finds the value, and rehearses it, from the message's arrival on.
    public func prepared(
        from sender: AccountAddress, on stage: RehearsalStage
    ) async throws(OperationError) -> PreparedAction {
        switch self {
        case .operation(let operation): .operation(try await operation.prepared(from: sender, on: stage))
        case .transfer(let transfer): .transfer(try await transfer.prepared(from: sender, on: stage))
        }
    }
}

/// What a wallet shall send, with value and bounce flag, rehearsed.
public enum PreparedAction: Sendable {
    /// An operation on one of COCOON's contracts.
    case operation(PreparedOperation)
    /// Anything else.
    case transfer(PreparedTransfer)

    /// To whom.
    public var receiver: AccountAddress {
        switch self {
        case .operation(let prepared): prepared.operation.receiver
        case .transfer(let prepared): prepared.transfer.receiver
        }
    }

    /// Who sends it; nil for a message from outside.
    public var sender: AccountAddress? {
        switch self {
        case .operation(let prepared): prepared.sender
        case .transfer(let prepared): prepared.sender
        }
    }

    /// What it is about: the amount that is added or sent.
    public var amount: Coins {
        switch self {
        case .operation(let prepared): prepared.operation.amount
        case .transfer(let prepared): prepared.transfer.amount
        }
    }

    /// What goes with it.
    public var value: Coins {
        switch self {
        case .operation(let prepared): prepared.value
        case .transfer(let prepared): prepared.value
        }
    }

    /// The least that every phase succeeds with; nil where the value is fixed, or where no value helps.
    public var leastValue: Coins? {
        switch self {
        case .operation(let prepared): prepared.leastValue
        case .transfer(let prepared): prepared.leastValue
        }
    }

    /// Whether it returns if the contract fails.
    public var isBounceable: Bool {
        switch self {
        case .operation(let prepared): prepared.isBounceable
        case .transfer(let prepared): prepared.isBounceable
        }
    }

    /// The whole message, as it would come from the sender.
    public var message: Cell {
        switch self {
        case .operation(let prepared): prepared.message
        case .transfer(let prepared): prepared.message
        }
    }

    /// What it would do.
    public var rehearsal: Rehearsal {
        switch self {
        case .operation(let prepared): prepared.rehearsal
        case .transfer(let prepared): prepared.rehearsal
        }
    }

    /// Whether a receiver that doesn't run is a failure.
    var mustRun: Bool {
        switch self {
        case .operation: true
        case .transfer(let prepared): prepared.transfer.mustRun
        }
    }

    /// As a wallet sends it.
    public func walletMessage(mode: SendMode = .standard) throws(OperationError) -> WalletMessage {
        switch self {
        case .operation(let prepared): return try prepared.walletMessage(mode: mode)
        case .transfer(let prepared):
            do throws(CellError) {
                let content = try Message(cell: prepared.message)
                return try WalletMessage.transfer(
                    to: prepared.transfer.receiver, amount: prepared.value, bounces: prepared.isBounceable,
                    body: prepared.transfer.body, mode: mode, stateInit: content.stateInit)
            } catch {
                throw .cell(error)
            }
        }
    }
}
