public import TONBlocks
public import TONCells
public import TONCrypto

/// What settlement needs of a transaction, whatever form it came in.
public struct LedgerTransaction: Sendable {
    /// How the compute phase went.
    public enum Compute: Hashable, Sendable {
        /// There was none: a storage transaction, or one that the record doesn't tell of.
        case absent
        /// Skipped, with the reason as TL-B names it without `cskip_`: `no_state`, `bad_state`, `no_gas`, `suspended`.
        case skipped(String)
        /// Executed.
        case executed(isSuccess: Bool, exitCode: Int32)
    }

    /// The account that it happened on.
    public var account: AccountAddress
    /// Logical time, unique on the account.
    public var lt: UInt64
    /// The hash of the transaction's cell.
    public var hash: Hash256
    /// Unix seconds.
    public var time: UInt32
    /// What the account was before.
    public var originalStatus: AccountStatus
    /// What it is after.
    public var endStatus: AccountStatus
    /// The message that caused it.
    public var inMessage: LedgerMessage?
    /// The messages that it sent.
    public var outMessages: [LedgerMessage]
    /// The compute phase.
    public var compute: Compute
    /// The result code of the action phase; nil where it didn't run.
    public var actionCode: Int32?
    /// Whether the action phase ran and failed.
    public var hasActionFailure: Bool
    /// Raw or claimed.
    public var proof: Proof

    /// Makes one.
    public init(
        account: AccountAddress, lt: UInt64, hash: Hash256, time: UInt32, originalStatus: AccountStatus,
        endStatus: AccountStatus, inMessage: LedgerMessage?, outMessages: [LedgerMessage], compute: Compute,
        actionCode: Int32?, hasActionFailure: Bool, proof: Proof
    ) {
        self.account = account
        self.lt = lt
        self.hash = hash
        self.time = time
        self.originalStatus = originalStatus
        self.endStatus = endStatus
        self.inMessage = inMessage
        self.outMessages = outMessages
        self.compute = compute
        self.actionCode = actionCode
        self.hasActionFailure = hasActionFailure
        self.proof = proof
    }

    /// Whether the contract's code ran to its end and its actions were carried out. Compute success alone is never
    /// success: a message that can't be paid for fails in the action phase.
    public var isSuccess: Bool {
        guard case .executed(true, _) = compute else { return false }
        return !hasActionFailure
    }

    /// Why the compute phase was skipped, if it was.
    public var skipReason: String? {
        if case .skipped(let reason) = compute { reason } else { nil }
    }

    /// The exit code of the compute phase, if it was executed.
    public var exitCode: Int32? {
        if case .executed(_, let code) = compute { code } else { nil }
    }
}

/// What settlement needs of a message.
public struct LedgerMessage: Sendable {
    /// The hash of the message's cell, by which the transaction that sent it and the one that took it find each other.
    public var hash: Hash256
    /// The sender; nil for a message from outside.
    public var source: AccountAddress?
    /// The receiver; nil for a message to outside.
    public var destination: AccountAddress?
    /// Coins attached.
    public var value: Coins
    /// Logical time of sending; 0 for a message from outside.
    public var createdLT: UInt64
    /// Whether it is a bounce coming back.
    public var isBounced: Bool
    /// The code and data that it brings for its receiver.
    public var stateInit: StateInit?
    /// The body, to be read; nil where the record doesn't hold it.
    public var body: CellSlice?

    /// Makes one.
    public init(
        hash: Hash256, source: AccountAddress?, destination: AccountAddress?, value: Coins, createdLT: UInt64,
        isBounced: Bool, stateInit: StateInit?, body: CellSlice?
    ) {
        self.hash = hash
        self.source = source
        self.destination = destination
        self.value = value
        self.createdLT = createdLT
        self.isBounced = isBounced
        self.stateInit = stateInit
        self.body = body
    }
}
