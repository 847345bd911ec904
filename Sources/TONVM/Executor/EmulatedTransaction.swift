public import TONBlocks
public import TONCells

/// A message of an emulated tree, and the transaction that it caused, if it did.
public struct EmulatedTransaction: Sendable {
    /// What came of the message.
    public enum Outcome: Sendable {
        /// A transaction, on the account as it was before.
        case executed(ExecutionResult, before: ShardAccount)
        /// The network would make no transaction of it.
        case refused(ExecutionError)
        /// Nothing is known of the account's state.
        case unknownState
        /// It lies beyond the limits of the emulation.
        case beyondLimits
    }

    /// The message.
    public let message: MessageCell
    /// Who gets it; nil where it is no account.
    public let address: AccountAddress?
    /// Which transaction of the tree sent it; nil for the first message.
    public let parent: Int?
    /// How many transactions lie above it.
    public let depth: Int
    /// What came of it.
    public let outcome: Outcome

    /// The transaction.
    public var result: ExecutionResult? {
        if case .executed(let result, _) = outcome { result } else { nil }
    }

    /// Whether there is a transaction in which the contract didn't run.
    public var isSkipped: Bool { result?.description.computePhase?.skipReason != nil }

    /// Whether it went wrong: there is no transaction, the code or its actions failed, or the message came back.
    ///
    /// A contract that doesn't run and keeps what it was sent hasn't failed: where there is none, and where a mere
    /// notification carries nothing that gas could be bought for.
    public var isFailure: Bool {
        switch outcome {
        case .executed(let result, _):
            if let run = result.description.computePhase?.execution, !run.isSuccessful { return true }
            if let actions = result.description.actionPhase, !actions.isSuccessful { return true }
            if case .ok = result.description.bouncePhase { return true }
            return result.description.bouncePhase != nil && !isSkipped
        case .refused: return true
        case .unknownState, .beyondLimits: return false
        }
    }
}
