public import TONBlocks
public import TONCells

/// Why there is no transaction.
public enum ExecutionError: Error, Hashable, Sendable {
    /// The configuration lacks what every execution needs, or it can't be read.
    case unusableConfiguration(parameter: Int32, CellError?)
    /// The account can't be read, or isn't the one that the message is for.
    case unusableAccount(String)
    /// The message can't be read, or isn't one that an account gets.
    case malformedMessage(CellError)
    /// A message from outside was refused before the contract ran: nobody would have paid for it.
    case externalRefused(ExternalRefusal)
    /// A message from outside that the contract didn't accept, or for which it could not run.
    case externalNotAccepted(ExternalNotAccepted)
    /// The time lies before that of the account's last transaction.
    case timeWentBack(lastPaid: UInt32, now: UInt32)
    /// An amount became less than zero, or more than `Coins` holds.
    case amountOutOfRange(Int128)
    /// A transaction that the reference can't make either.
    case impossible(String)
    /// A cell of the result can't be made.
    case cell(CellError)
}

/// Why a message from outside was refused before the contract ran.
public enum ExternalRefusal: Hashable, Sendable {
    /// The destination isn't a standard address without anycast.
    case unsupportedDestination
    /// It lies too deep.
    case tooDeep(Int, limit: Int)
    /// It has too many cells or bits.
    case tooLarge(cells: UInt64, bits: UInt64)
    /// Its Merkle cells lie too deep in one another.
    case merkleTooDeep
    /// The account has too little to pay for it.
    case cannotPay(fee: Coins, balance: Coins)
}

/// How a contract ended that didn't accept a message from outside.
public struct ExternalNotAccepted: Hashable, Sendable {
    /// Why it didn't run; nil where it did.
    public var skipReason: ComputeSkipReason?
    /// What it ended with; 0 where it didn't run.
    public var exitCode: Int32
    /// What went with the exit code.
    public var exitArgument: Int32?
    /// Gas used.
    public var gasUsed: UInt64
    /// Instructions executed.
    public var steps: UInt32

    /// Makes one.
    public init(
        skipReason: ComputeSkipReason? = nil, exitCode: Int32, exitArgument: Int32? = nil, gasUsed: UInt64,
        steps: UInt32
    ) {
        self.skipReason = skipReason
        self.exitCode = exitCode
        self.exitArgument = exitArgument
        self.gasUsed = gasUsed
        self.steps = steps
    }
}

extension ExecutionError: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .unusableConfiguration(let parameter, let error):
            "configuration parameter \(parameter): \(error.map { "\($0)" } ?? "it is absent")"
        case .unusableAccount(let reason): "the account can't be used: \(reason)"
        case .malformedMessage(let error): "the message can't be processed: \(error)"
        case .externalRefused(let refusal): "the message from outside is refused: \(refusal)"
        case .externalNotAccepted(let end):
            end.skipReason.map { "the message from outside isn't accepted: the contract can't run (\($0))" }
                ?? "the contract doesn't accept the message from outside: exit code \(end.exitCode)"
        case .timeWentBack(let lastPaid, let now): "expected a time from \(lastPaid) on, found \(now)"
        case .amountOutOfRange(let amount): "an amount became \(amount) nanoTON"
        case .impossible(let reason): "no transaction can be made: \(reason)"
        case .cell(let error): "a cell of the result can't be made: \(error)"
        }
    }
}

extension ExternalRefusal: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .unsupportedDestination: "its destination isn't a standard address without anycast"
        case .tooDeep(let depth, let limit): "it is \(depth) deep, at most \(limit) are allowed"
        case .tooLarge(let cells, let bits): "it has \(cells) cells and \(bits) bits"
        case .merkleTooDeep: "its Merkle cells lie too deep in one another"
        case .cannotPay(let fee, let balance): "it costs \(fee) TON, the account has \(balance)"
        }
    }
}

/// Runs what makes cells, and names that as the reason where it fails.
func making<R>(_ body: () throws(CellError) -> R) throws(ExecutionError) -> R {
    do {
        return try body()
    } catch {
        throw .cell(error)
    }
}
