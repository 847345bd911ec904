import TONBlocks
import TONCells
import TONCrypto

/// How the action phase goes: what actions share while they are done.
struct ActionOutcome {
    var isSuccessful = false
    var isValid = false
    var isOutOfFunds = false
    var statusChange = AccountStatusChange.unchanged
    var totalForwardFees: Int128 = 0
    var totalActionFees: Int128 = 0
    var resultCode: Int32 = -1
    var resultArgument: Int32 = 0
    var totalActions = 0
    var specialActions = 0
    var skippedActions = 0
    var messagesCreated = 0
    let listHash: Hash256
    var messageBits: UInt64 = 0
    var messageCells: UInt64 = 0

    /// What may still be spent, and what is set aside.
    var remaining: Funds
    var reserved = Funds.zero
    var newCode: Cell?
    var messages: [Cell] = []
    var endLT: UInt64
    /// Whether the account is to go, since its last coin was sent away.
    var deletesAccount = false
    /// Whether the account became larger than it may be.
    var exceedsStateLimits = false
    /// What is taken for cells of messages that were not sent.
    var fine: Int128 = 0
    /// What is taken besides for those that would have been, if a later action fails.
    var fineOnFailure: Int128 = 0
    /// Whether the action at hand asks for a bounce if it fails.
    var bouncesOnFailure = false
    /// Whether the message is to bounce.
    var needsBounce = false

    init(listHash: Hash256, remaining: Funds, endLT: UInt64) {
        self.listHash = listHash
        self.remaining = remaining
        self.endLT = endLT
    }

    /// As the transaction's description has it.
    func phase() throws(ExecutionError) -> ActionPhase {
        ActionPhase(
            isSuccessful: isSuccessful, isValid: isValid, isOutOfFunds: isOutOfFunds, statusChange: statusChange,
            totalForwardFees: try coinsUnlessZero(totalForwardFees),
            totalActionFees: try coinsUnlessZero(totalActionFees), resultCode: resultCode,
            resultArgument: resultArgument == 0 ? nil : resultArgument, totalActions: UInt16(clamping: totalActions),
            specialActions: UInt16(clamping: specialActions), skippedActions: UInt16(clamping: skippedActions),
            messagesCreated: UInt16(clamping: messagesCreated), actionListHash: listHash,
            totalMessageSize: StorageUsed(cells: messageCells, bits: messageBits))
    }
}

/// Why an action fails: the codes of the action phase.
enum ActionFailure {
    static let listInvalid: Int32 = 32
    static let tooManyActions: Int32 = 33
    static let invalidAction: Int32 = 34
    static let invalidSource: Int32 = 35
    static let invalidDestination: Int32 = 36
    static let notEnoughCoins: Int32 = 37
    static let notEnoughCurrency: Int32 = 38
    static let messageDoesNotFit: Int32 = 39
    static let messageTooLarge: Int32 = 40
    static let libraryNotFound: Int32 = 41
    static let libraryChangeFailed: Int32 = 42
    static let libraryTooLarge: Int32 = 43
    static let tooManyCurrencies: Int32 = 44
    static let invalidExtraFlags: Int32 = 45
    static let libraryNotAllowed: Int32 = 46
    static let totalMessagesTooLarge: Int32 = 47
    static let stateTooLarge: Int32 = 50
}
