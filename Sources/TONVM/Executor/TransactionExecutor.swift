public import TONBlocks
public import TONCells

/// Executes transactions, exactly as the network does under a configuration.
///
/// ```swift
/// let executor = TransactionExecutor(configuration: try ExecutionConfiguration(parameters))
/// let result = try executor.execute(message, on: account, in: environment)
/// ```
/// Nothing is kept between transactions: the account that a result holds goes into the next. One executor may be used
/// from anywhere at once.
///
/// Reference: crypto/block/transaction.cpp of ton-blockchain/ton, up to global version 15.
public struct TransactionExecutor: Sendable {
    /// What holds for all transactions.
    public let configuration: ExecutionConfiguration

    /// Makes one.
    public init(configuration: ExecutionConfiguration) {
        self.configuration = configuration
    }

    /// Processes a message, internal or from outside.
    ///
    /// Throws where the network makes no transaction of it: above all ``ExecutionError/externalNotAccepted(_:)``.
    ///
    /// - Parameters:
    ///   - address: Whose transaction it is; nil: the message's destination.
    ///   - statistics: Those of the result that the account comes from: its cells needn't all be counted again then.
    ///   - observer: Called before each step of the contract.
    public func execute(
        _ message: Cell, on account: ShardAccount, address: AccountAddress? = nil,
        statistics: AccountStatistics? = nil, in environment: ExecutionEnvironment,
        observer: ((TraceStep) -> Void)? = nil
    ) throws(ExecutionError) -> ExecutionResult {
        let inbound = try InboundMessage(message, configuration: configuration)
        let snapshot = try AccountSnapshot(
            account, expected: address ?? inbound.destination, configuration: configuration)
        let run = TransactionRun(.ordinary, snapshot, configuration, environment, known: statistics)
        run.observer = observer
        try run.receive(inbound)
        let isExternal = inbound.isExternal
        // A message that can bounce pays the account's debts only out of what the account had.
        if run.isBounceEnabled {
            try run.storagePhase(adjustsMessageValue: false)
            if !isExternal { try run.creditPhase() }
        } else {
            if !isExternal { try run.creditPhase() }
            try run.storagePhase(adjustsMessageValue: true)
        }
        try run.computePhase()
        if !run.isAccepted {
            if isExternal { throw .externalNotAccepted(run.notAccepted) }
            guard run.skipReason != nil else {
                throw .impossible("the contract didn't accept a message that carries its gas")
            }
        }
        if run.isComputeSuccessful { try run.actionPhase() }
        if run.isBounceEnabled, run.needsBounce { try run.bouncePhase() }
        return try run.finish()
    }

    /// Runs a special account at the start or the end of a block.
    public func execute(
        tock isTock: Bool, on account: ShardAccount, statistics: AccountStatistics? = nil,
        in environment: ExecutionEnvironment, observer: ((TraceStep) -> Void)? = nil
    ) throws(ExecutionError) -> ExecutionResult {
        let snapshot = try AccountSnapshot(account, expected: nil, configuration: configuration)
        let run = TransactionRun(
            isTock ? .tock : .tick, snapshot, configuration, environment, known: statistics)
        run.observer = observer
        try run.storagePhase(adjustsMessageValue: false)
        try run.computePhase()
        guard run.isAccepted || run.skipReason != nil else {
            throw .impossible("the contract didn't accept its turn")
        }
        if run.isComputeSuccessful { try run.actionPhase() }
        return try run.finish()
    }
}
