import TONBlocks
public import TONCells
public import TONVM

/// Where operations are rehearsed: states, and the time at which it happens.
public struct RehearsalStage: Sendable {
    /// The states.
    public var states: KnownStates
    /// What executes, and when.
    public var emulation: MessageEmulation

    /// The most transactions that are rehearsed.
    public static let maximumTransactions = 1024

    /// Takes states and time.
    public init(states: KnownStates, executor: TransactionExecutor, environment: ExecutionEnvironment) {
        self.states = states
        emulation = MessageEmulation(executor: executor, environment: environment)
        emulation.maximumTransactions = Self.maximumTransactions
    }

    /// Runs a message and all that it causes. The stage stays as it is.
    ///
    /// - Parameters:
    ///   - receivers: Those to whom the first receiver sends something that they must run for.
    ///   - firstMustRun: Whether it is a failure that the first receiver doesn't run.
    public func rehearse(
        _ message: Cell, receivers: Set<AccountAddress> = [], firstMustRun: Bool = true
    ) async throws(OperationError) -> Rehearsal {
        do {
            return try Rehearsal(
                try await emulation.run(message, on: states), receivers: receivers, firstMustRun: firstMustRun)
        } catch let error as CellError {
            throw .cell(error)
        } catch {
            throw .rehearsal("\(error)")
        }
    }
}

extension LocalLedger {
    /// The ledger as it stands, to rehearse operations on.
    public var stage: RehearsalStage {
        RehearsalStage(states: states, executor: executor, environment: environment)
    }
}
