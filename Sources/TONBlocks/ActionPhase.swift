public import TONCells
public import TONCrypto

/// The phase that does what the contract asked for: sends messages, changes code, reserves coins.
///
/// ```
/// tr_phase_action$_ success:Bool valid:Bool no_funds:Bool status_change:AccStatusChange
///   total_fwd_fees:(Maybe Grams) total_action_fees:(Maybe Grams)
///   result_code:int32 result_arg:(Maybe int32) tot_actions:uint16 spec_actions:uint16
///   skipped_actions:uint16 msgs_created:uint16
///   action_list_hash:bits256 tot_msg_size:StorageUsed = TrActionPhase;
/// ```
public struct ActionPhase: Hashable, Sendable {
    /// Whether all was done.
    public var isSuccessful: Bool
    /// Whether the list of actions could be read.
    public var isValid: Bool
    /// Whether it failed for want of coins.
    public var isOutOfFunds: Bool
    /// Whether the account was removed.
    public var statusChange: AccountStatusChange
    /// What forwarding the messages costs.
    public var totalForwardFees: Coins?
    /// What of that goes to the validators of this account.
    public var totalActionFees: Coins?
    /// 0, or why it failed.
    public var resultCode: Int32
    /// The number of the action that failed, where it isn't 0.
    public var resultArgument: Int32?
    /// Actions in the list.
    public var totalActions: UInt16
    /// Those among them that send no message.
    public var specialActions: UInt16
    /// Those that failed and were asked to do so silently.
    public var skippedActions: UInt16
    /// Messages sent.
    public var messagesCreated: UInt16
    /// The hash of the list.
    public var actionListHash: Hash256
    /// What all messages take.
    public var totalMessageSize: StorageUsed

    /// Makes one.
    public init(
        isSuccessful: Bool, isValid: Bool, isOutOfFunds: Bool = false,
        statusChange: AccountStatusChange = .unchanged, totalForwardFees: Coins? = nil,
        totalActionFees: Coins? = nil, resultCode: Int32, resultArgument: Int32? = nil, totalActions: UInt16,
        specialActions: UInt16 = 0, skippedActions: UInt16 = 0, messagesCreated: UInt16, actionListHash: Hash256,
        totalMessageSize: StorageUsed
    ) {
        self.isSuccessful = isSuccessful
        self.isValid = isValid
        self.isOutOfFunds = isOutOfFunds
        self.statusChange = statusChange
        self.totalForwardFees = totalForwardFees
        self.totalActionFees = totalActionFees
        self.resultCode = resultCode
        self.resultArgument = resultArgument
        self.totalActions = totalActions
        self.specialActions = specialActions
        self.skippedActions = skippedActions
        self.messagesCreated = messagesCreated
        self.actionListHash = actionListHash
        self.totalMessageSize = totalMessageSize
    }
}

extension ActionPhase: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        isSuccessful = try slice.loadBit()
        isValid = try slice.loadBit()
        isOutOfFunds = try slice.loadBit()
        statusChange = try slice.load()
        totalForwardFees = try slice.loadMaybe()
        totalActionFees = try slice.loadMaybe()
        resultCode = try slice.loadInt32()
        resultArgument = try slice.loadMaybeInt32()
        totalActions = try slice.load()
        specialActions = try slice.load()
        skippedActions = try slice.load()
        messagesCreated = try slice.load()
        actionListHash = try slice.loadHash()
        totalMessageSize = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(bit: isSuccessful)
        try builder.store(bit: isValid)
        try builder.store(bit: isOutOfFunds)
        try builder.store(statusChange)
        try builder.store(maybe: totalForwardFees)
        try builder.store(maybe: totalActionFees)
        try builder.store(int32: resultCode)
        try builder.store(maybeInt32: resultArgument)
        try builder.store(totalActions)
        try builder.store(specialActions)
        try builder.store(skippedActions)
        try builder.store(messagesCreated)
        try builder.store(actionListHash)
        try builder.store(totalMessageSize)
    }
}
