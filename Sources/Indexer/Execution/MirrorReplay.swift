public import Mirror
public import TONBlocks
public import TONCells
public import TONCrypto
public import TONVM

/// Executes what a mirror holds again, account by account.
public struct MirrorReplay: Sendable {
    /// The mirror.
    public let mirror: Mirror
    /// What executes: one configuration for all of it.
    public let executor: TransactionExecutor
    /// States from which accounts start that had one before their first mirrored transaction.
    public var genesis: StateFolder
    /// The random seeds of blocks.
    public var seeds: BlockSeeds
    /// Public libraries.
    public var libraries: [Cell]

    /// How many transactions are read at once.
    private static let pageSize = 500

    /// Makes one.
    public init(
        _ mirror: Mirror, executor: TransactionExecutor, genesis: StateFolder = StateFolder(),
        seeds: BlockSeeds = BlockSeeds(), libraries: [Cell] = []
    ) {
        self.mirror = mirror
        self.executor = executor
        self.genesis = genesis
        self.seeds = seeds
        self.libraries = libraries
    }

    /// What executing an account's history again came to.
    public struct Report: Sendable {
        /// The account.
        public let address: AccountAddress
        /// How many transactions were to be executed.
        public internal(set) var total = 0
        /// How many came out with the same hash, and left a state of the same hash.
        public internal(set) var equal = 0
        /// The account after those.
        public internal(set) var account: ShardAccount?
        /// The first that came out otherwise; those behind it can't be executed.
        public internal(set) var difference: ReplayDifference?
        /// Why nothing could be executed.
        public internal(set) var obstacle: Obstacle?

        /// Whether all came out the same.
        public var isEqual: Bool { obstacle == nil && difference == nil && equal == total }
    }

    /// Why an account's history can't be executed again.
    public enum Obstacle: Hashable, Sendable, CustomStringConvertible {
        /// Nothing of it is mirrored.
        case notMirrored
        /// Transactions are missing in between.
        case gaps
        /// The history goes on below what is mirrored, and there is no state to start from.
        case beginningMissing(TransactionIdentifier)
        /// The account existed before its first transaction, as accounts of a network's first state do, and there is no
        /// state to start from.
        case genesisMissing(state: Hash256)

        /// What is missing.
        public var description: String {
            switch self {
            case .notMirrored: "none of its raw transactions is in the mirror"
            case .gaps: "transactions are missing in the mirror"
            case .beginningMissing(let identifier):
                "its history goes on with lt \(identifier.lt), hash \(identifier.hash): expected a mirror of all of it, "
                    + "or the state after that one"
            case .genesisMissing(let state):
                "it existed before its first transaction: expected its first state, of the hash \(state)"
            }
        }
    }

    /// Executes an account's transactions again, oldest first, up to the first that comes out otherwise.
    ///
    /// Throws where the mirror can't be read.
    ///
    /// - Parameter end: Only those before this logical time; nil for all.
    public func replay(_ address: AccountAddress, before end: UInt64? = nil) throws -> Report {
        var report = Report(address: address)
        guard let history = try mirror.history(of: address) else {
            report.obstacle = .notMirrored
            return report
        }
        guard !history.hasGaps else {
            report.total = history.count
            report.obstacle = .gaps
            return report
        }
        var replay: AccountReplay?
        var lt: UInt64 = 0
        reading: while true {
            let page = try mirror.rawTransactions(of: address, after: lt, limit: Self.pageSize)
            for cell in page {
                let header = try TransactionHeader(cell: cell)
                lt = header.lt
                if let end, lt >= end { break reading }
                report.total += 1
                guard report.difference == nil else { continue }
                if replay == nil { replay = try start(history, of: address, at: cell, &report) }
                guard report.obstacle == nil else {
                    report.total = history.count
                    return report
                }
                let identifier = TransactionIdentifier(lt: header.lt, hash: cell.hash)
                report.difference = try replay?.execute(cell, seed: seeds.seed(of: identifier))
            }
            if page.count < Self.pageSize { break }
        }
        report.equal = replay?.count ?? 0
        report.account = replay?.account
        // Nothing happened up to then: it is as it was at first.
        if report.total == 0 { report.account = try genesis.accounts[address] ?? .nonexistent() }
        return report
    }

    /// Starts from the state before the first transaction; nil, and an obstacle, where that isn't known.
    private func start(
        _ history: AccountHistory, of address: AccountAddress, at first: Cell, _ report: inout Report
    ) throws -> AccountReplay? {
        let transaction = try Transaction(cell: first)
        let state = try genesis.accounts[address] ?? .nonexistent()
        guard state.stateHash == transaction.stateUpdate.oldHash else {
            report.obstacle =
                history.below == .none
                ? .genesisMissing(state: transaction.stateUpdate.oldHash) : .beginningMissing(history.below)
            return nil
        }
        return AccountReplay(of: address, from: state, executor: executor, libraries: libraries)
    }

    /// An account's state as its mirrored history leaves it, executed anew; nil where nothing of it is mirrored.
    ///
    /// Throws ``ReplayedStateError`` where not all of it comes out the same: there is no state of which the last
    /// transaction says that it left it.
    public func account(
        _ address: AccountAddress, before end: UInt64? = nil
    ) throws -> ShardAccount? {
        let report = try replay(address, before: end)
        if report.obstacle == .notMirrored { return genesis.accounts[address] }
        guard report.isEqual, let account = report.account else {
            throw ReplayedStateError(address: address, obstacle: report.obstacle, difference: report.difference)
        }
        return account
    }
}

/// Why an account's history gives no state.
public struct ReplayedStateError: Error, Sendable, CustomStringConvertible {
    /// The account.
    public let address: AccountAddress
    /// Why nothing could be executed.
    public let obstacle: MirrorReplay.Obstacle?
    /// The first transaction that came out otherwise.
    public let difference: ReplayDifference?

    /// What was expected, and what came.
    public var description: String {
        let account = "the state of \(address) can't be made from the mirror: "
        if let obstacle { return account + "\(obstacle)" }
        guard let difference else { return account + "its history isn't whole" }
        return account + "at lt \(difference.recorded.lt): \(difference)"
    }
}
