import TONBlocks
import TONCells
import TONCrypto

/// A transaction while it is made: phase after phase changes it, and ``finish()`` writes it down.
///
/// One object, used by one execution and thrown away: what phases hand on to each other is too much to copy.
final class TransactionRun {
    enum Kind {
        case ordinary, tick, tock
    }

    /// What the account is in between: `deleted` may still turn into something else.
    enum Status {
        case nonexistent, uninitialized, frozen, active, deleted
    }

    let kind: Kind
    let account: AccountSnapshot
    let configuration: ExecutionConfiguration
    let environment: ExecutionEnvironment
    let version: Int
    /// Called before each step of the contract.
    var observer: ((TraceStep) -> Void)?

    var status: Status
    var wasDeleted = false
    var wasFrozen = false
    var wasActivated = false

    var startLT: UInt64
    var endLT: UInt64

    // The message.
    var inbound: InboundMessage?
    var isBounceEnabled = false
    /// The two bits of a message's extra flags that say how it bounces.
    var bounceFlags: UInt8 = 0
    /// What is left of the message's value; nil where there is no message.
    var messageBalance: Funds?

    // The account.
    var balance: Funds
    /// What actions may name the original balance; nil where it became less than nothing.
    var originalBalance: Funds?
    var duePayment: Int128
    var lastPaid: UInt32
    var code: Cell?
    var data: Cell?
    var library: Cell?
    /// Libraries that came with the message to an active account.
    var messageLibrary: Cell?
    var special: TickTock
    var fixedPrefixLength: Int
    var myAddress: MessageAddress

    var totalFees: Int128 = 0
    var burned: Int128 = 0
    var outMessages: [Cell] = []

    /// Whether the code and data of the message are used.
    var usesMessageState = false

    // Phases.
    var storageOutcome: StorageOutcome?
    var credit: Funds?
    var compute = ComputeOutcome()
    var action: ActionOutcome?
    var bounce: BouncePhase?
    /// What the account took before, if whoever executes kept it.
    let known: AccountStatistics?
    /// Counted when limits were checked, for the account as it is to be.
    var statistics: StorageStatistics?
    /// What is handed on to the next transaction.
    var statisticsAfter: AccountStatistics?

    init(
        _ kind: Kind, _ account: AccountSnapshot, _ configuration: ExecutionConfiguration,
        _ environment: ExecutionEnvironment, known: AccountStatistics?
    ) {
        self.kind = kind
        self.account = account
        self.configuration = configuration
        self.environment = environment
        version = configuration.globalVersion
        // Until version 10 more than code, data and libraries counted.
        self.known = known.flatMap { known in
            configuration.globalVersion >= 10 && known.roots == account.storageReferences(countingCurrencies: false)
                ? known : nil
        }
        status =
            switch account.status {
            case .nonexistent, .uninitialized: .uninitialized
            case .frozen: .frozen
            case .active: .active
            }
        startLT = max(environment.lt, account.endLT)
        endLT = startLT &+ 1
        balance = account.balance
        originalBalance = account.balance
        duePayment = account.duePayment
        lastPaid = account.lastPaid
        code = account.code
        data = account.data
        library = account.library
        special = account.special
        fixedPrefixLength = account.fixedPrefixLength
        myAddress = account.storedAddress
    }

    var isOrdinary: Bool { kind == .ordinary }

    var gasPrices: GasPrices { configuration.gas(isMasterchain: account.isMasterchain) }

    // MARK: - What decides on the phases

    var isAccepted: Bool { compute.isAccepted }
    var isComputeSuccessful: Bool { compute.isSuccessful }
    var skipReason: ComputeSkipReason? { compute.skipReason }
    var needsBounce: Bool {
        !compute.isSuccessful || action.map { $0.exceedsStateLimits || $0.needsBounce } ?? false
    }

    /// How it ended for a message from outside that wasn't accepted.
    var notAccepted: ExternalNotAccepted {
        ExternalNotAccepted(
            skipReason: compute.skipReason, exitCode: compute.exitCode,
            exitArgument: compute.exitArgument == 0 ? nil : compute.exitArgument, gasUsed: compute.gasConsumed,
            steps: compute.steps)
    }
}
