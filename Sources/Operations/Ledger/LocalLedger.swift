public import TONBlocks
public import TONCells
import TONCrypto
public import TONVM
import TONWallets

/// A network of one's own: accounts, a configuration, a clock and all transactions so far, kept in one file or in
/// memory alone.
///
/// ```swift
/// var ledger = try LocalLedger.create(path: "try.ledger", configuration: parameters, now: 1_780_000_000)
/// let tree = try await ledger.send(message)
/// ```
/// The whole file is written at each change, and a change is refused where another process has written it meanwhile.
/// A message is executed with all that it causes, as in one block, or not at all: memory and file change together. The
/// same steps give the same transactions, to the last hash.
public struct LocalLedger: Sendable {
    /// A transaction, and whose it is.
    public struct Entry: Hashable, Sendable {
        /// The account.
        public let address: AccountAddress
        /// The transaction's cell.
        public let transaction: Cell
    }

    /// The most transactions that one message may set off: a request of 255 operations, each of which sends excesses
    /// back, has 511.
    public static let maximumTransactions = RehearsalStage.maximumTransactions

    /// The last logical time at which a block may start: what a message can set off ends before there are none.
    private static let lastLT: UInt64 = .max - 2 * ExecutionEnvironment.blockLTAlignment

    /// What prices and limits hold.
    public let configuration: NetworkConfiguration
    /// Where the ledger is kept; nil: in memory alone.
    public let path: String?
    /// The clock, in seconds since 1970. It moves when told to.
    public internal(set) var now: UInt32
    /// The logical time at which the next block starts.
    public internal(set) var lt: UInt64
    /// All accounts that were ever touched.
    public internal(set) var accounts: [AccountAddress: ShardAccount] = [:]
    /// All transactions in the order in which they were executed.
    public internal(set) var transactions: [Entry] = []
    /// All coins that ever came from elsewhere, in nanoTON: by accounts that were put in place, and by internal messages
    /// from accounts that weren't debited.
    public internal(set) var issued: UInt128 = 0

    /// The hash that stands in the file; nil where nothing was written yet.
    var savedHash: Hash256?

    /// What executes.
    public let executor: TransactionExecutor

    /// Makes an empty ledger in memory. Throws for a configuration that nothing can be executed under.
    public init(
        configuration: NetworkConfiguration, now: UInt32, lt: UInt64 = ExecutionEnvironment.blockLTAlignment
    ) throws(LedgerError) {
        try self.init(configuration: configuration, path: nil, now: now, lt: lt)
    }

    init(configuration: NetworkConfiguration, path: String?, now: UInt32, lt: UInt64) throws(LedgerError) {
        guard lt <= Self.lastLT else { throw .logicalTimesExhausted }
        self.configuration = configuration
        self.path = path
        self.now = now
        self.lt = lt
        do throws(ExecutionError) {
            executor = TransactionExecutor(configuration: try ExecutionConfiguration(configuration))
        } catch {
            throw .refused(error)
        }
    }

    // MARK: - Looking

    /// The states as they stand: an account that was never touched doesn't exist. The one public library is the code of
    /// orders, by whose hash a multisig deploys them.
    public var states: KnownStates {
        KnownStates(accounts: accounts, libraries: [WalletCode.multisigOrderV2.hash: WalletCode.multisigOrderV2])
    }

    /// When and in which block the next message is executed.
    public var environment: ExecutionEnvironment {
        let counters = [UInt64(now), lt].flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        return ExecutionEnvironment(now: now, lt: lt, blockLT: lt, randomSeed: SHA256.hash(counters))
    }

    /// The account; one that was never touched doesn't exist.
    public func account(_ address: AccountAddress) throws(LedgerError) -> ShardAccount {
        if let account = accounts[address] { return account }
        do throws(CellError) {
            return try .nonexistent()
        } catch {
            throw .cell(error)
        }
    }

    /// What a message would do. Nothing changes.
    public func rehearse(_ message: Cell) async throws(LedgerError) -> EmulatedTree {
        var emulation = MessageEmulation(executor: executor, environment: environment)
        emulation.maximumTransactions = Self.maximumTransactions
        do {
            return try await emulation.run(message, on: states)
        } catch let error as CellError {
            throw .cell(error)
        } catch {
            throw .damaged("\(error)")
        }
    }

    // MARK: - Changing

    /// Executes a message from outside or an internal one, and all that it causes.
    ///
    /// The source of an internal message isn't debited: it stands for coins that come from elsewhere. Its logical time
    /// and time are set to the ledger's. Throws where the network would make no transaction of it, or of one that it
    /// causes; the ledger is as before then. A transaction that fails in the contract is no error: look at the tree.
    @discardableResult
    public mutating func send(_ message: Cell) async throws(LedgerError) -> EmulatedTree {
        let stamped = try stamped(message)
        let tree = try await rehearse(stamped)
        var changed = self
        changed.issued += Self.value(of: tree)
        for transaction in tree.transactions {
            switch transaction.outcome {
            case .executed(let result, _):
                changed.transactions.append(Entry(address: result.address, transaction: result.transaction))
                try changed.startBlock(behind: result.endLT)
            case .refused(let error): throw .refused(error)
            case .unknownState: throw .damaged("an account without a state")
            case .beyondLimits: throw .tooManyTransactions(limit: Self.maximumTransactions)
            }
        }
        changed.accounts.merge(tree.states) { $1 }
        try changed.save()
        self = changed
        return tree
    }

    /// Puts an account in place, as it is elsewhere; the clock moves to the account's last transaction if that is later.
    /// Throws where it has transactions in the ledger already.
    public mutating func setAccount(_ account: ShardAccount, at address: AccountAddress) throws(LedgerError) {
        guard !transactions.contains(where: { $0.address == address }) else { throw .hasHistory(address) }
        let last = try Self.check(account, at: address)
        let held = (try Self.coins(of: try self.account(address)), try Self.coins(of: account))
        var changed = self
        changed.issued -= held.0
        changed.issued += held.1
        changed.accounts[address] = account
        changed.now = max(now, try Self.lastPaid(of: account))
        try changed.startBlock(behind: last)
        try changed.save()
        self = changed
    }

    /// Moves the clock on.
    public mutating func advance(bySeconds seconds: UInt32) throws(LedgerError) {
        let (moved, overflows) = now.addingReportingOverflow(seconds)
        guard !overflows else { throw .time(now: now, asked: UInt64(now) + UInt64(seconds)) }
        var changed = self
        changed.now = moved
        try changed.save()
        self = changed
    }

    /// An account must be readable, and that of its address. Returns the logical time behind which it goes on.
    static func check(_ account: ShardAccount, at address: AccountAddress) throws(LedgerError) -> UInt64 {
        let found: ExistingAccount?
        do throws(CellError) {
            found = try account.account().existing
        } catch {
            throw .damaged("account \(address): \(error)")
        }
        guard let found else { return account.lastTransactionLT }
        guard found.address == MessageAddress(address) else {
            throw .wrongAccount(expected: address, found: found.address)
        }
        return max(account.lastTransactionLT, found.storage.lastTransactionLT)
    }

    private mutating func startBlock(behind last: UInt64) throws(LedgerError) {
        guard last >= lt else { return }
        guard last <= Self.lastLT - ExecutionEnvironment.blockLTAlignment else { throw .logicalTimesExhausted }
        lt = (last / ExecutionEnvironment.blockLTAlignment + 1) * ExecutionEnvironment.blockLTAlignment
    }

    /// Until when the account has paid for its storage: nothing can happen to it before.
    private static func lastPaid(of account: ShardAccount) throws(LedgerError) -> UInt32 {
        do throws(CellError) {
            return try account.account().existing?.storageInfo.lastPaid ?? 0
        } catch {
            throw .cell(error)
        }
    }

    static func coins(of account: ShardAccount) throws(LedgerError) -> UInt128 {
        do throws(CellError) {
            return try account.account().balance.coins.nanoTON
        } catch {
            throw .cell(error)
        }
    }

    /// What the first message brings along, if it is an internal one.
    private static func value(of tree: EmulatedTree) -> UInt128 {
        guard let info = tree.transactions.first?.message.message.info.internalInfo else { return 0 }
        return info.value.coins.nanoTON + info.forwardFee.nanoTON
    }

    /// An internal message as a block of the ledger would carry it.
    private func stamped(_ cell: Cell) throws(LedgerError) -> Cell {
        do throws(CellError) {
            let message = try Message(cell: cell)
            guard var info = message.info.internalInfo else { return cell }
            info.createdLT = lt
            info.createdAt = now
            return try Message(
                info: .internal(info), stateInit: message.stateInit, stateInitPlacement: message.stateInitPlacement,
                body: message.body
            ).cell()
        } catch {
            throw .cell(error)
        }
    }
}
