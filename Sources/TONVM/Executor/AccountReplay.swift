public import TONBlocks
public import TONCells
public import TONCrypto

/// Executes the recorded transactions of an account again, one after another, and compares what comes out.
///
/// ```swift
/// var replay = AccountReplay(of: address, from: try .nonexistent(), executor: executor)
/// for transaction in history {
///     if let difference = try replay.execute(transaction) { … }
/// }
/// // replay.account is the state after the last of them.
/// ```
/// A transaction that comes out otherwise leaves the state as it was before: what would follow is not known then.
public struct AccountReplay: Sendable {
    /// Whose transactions they are.
    public let address: AccountAddress
    /// The account as it stands after those that came out the same.
    public private(set) var account: ShardAccount
    /// How many came out the same.
    public private(set) var count = 0

    private let executor: TransactionExecutor
    private let libraries: [Cell]
    private var statistics: AccountStatistics?

    /// Starts from a state.
    ///
    /// - Parameter libraries: Dictionaries of the masterchain's public libraries.
    public init(
        of address: AccountAddress, from account: ShardAccount, executor: TransactionExecutor, libraries: [Cell] = []
    ) {
        self.address = address
        self.account = account
        self.executor = executor
        self.libraries = libraries
    }

    /// Executes one again, and returns how it came out otherwise; nil where both the transaction and the state after it
    /// have the recorded hashes. Throws where the cell is no transaction.
    ///
    /// - Parameter seed: The random seed of its block; nil where it isn't known, which is taken for zero.
    public mutating func execute(
        _ cell: Cell, seed: Hash256? = nil
    ) throws(CellError) -> ReplayDifference? {
        let recorded = try Transaction(cell: cell)
        guard recorded.header.accountHash == address.hash else {
            throw .outOfRange("a transaction of account \(recorded.header.accountHash), not of \(address)")
        }
        guard account.stateHash == recorded.stateUpdate.oldHash else {
            return ReplayDifference(
                recorded: recorded, hash: cell.hash,
                reason: .otherState(expected: recorded.stateUpdate.oldHash, found: account.stateHash))
        }
        let result: ExecutionResult
        do throws(ExecutionError) {
            guard let made = try run(recorded, seed: seed ?? .zero) else {
                return ReplayDifference(recorded: recorded, hash: cell.hash, reason: .unsupportedKind)
            }
            result = made
        } catch {
            return ReplayDifference(recorded: recorded, hash: cell.hash, reason: .failed(error))
        }
        guard result.transaction.hash == cell.hash, result.account.stateHash == recorded.stateUpdate.newHash else {
            return ReplayDifference(
                recorded: recorded, hash: cell.hash,
                reason: .otherResult(result, dependsOnSeed: seed == nil && dependsOnSeed(recorded, result)))
        }
        account = result.account
        statistics = result.statistics
        count += 1
        return nil
    }

    private func run(
        _ recorded: Transaction, seed: Hash256
    ) throws(ExecutionError) -> ExecutionResult? {
        let environment = ExecutionEnvironment(
            now: recorded.now, lt: recorded.lt, randomSeed: seed, libraries: libraries)
        switch recorded.description {
        case .ordinary:
            guard let message = recorded.inMessage else { return nil }
            return try executor.execute(
                message.cell, on: account, address: address, statistics: statistics, in: environment)
        case .tickTock(let description):
            return try executor.execute(
                tock: description.isTock, on: account, statistics: statistics, in: environment)
        case .storage, .splitPrepare, .splitInstall, .mergePrepare, .mergeInstall: return nil
        }
    }

    /// Whether other seeds give other transactions: then the code asked for randomness.
    private func dependsOnSeed(_ recorded: Transaction, _ result: ExecutionResult) -> Bool {
        (1...4).contains { number in
            let seed = SHA256.hash([UInt8(number)])
            guard let other = try? run(recorded, seed: seed) else { return false }
            return other.transaction.hash != result.transaction.hash
        }
    }
}

/// How a transaction that was executed again came out otherwise.
public struct ReplayDifference: Sendable {
    /// What kept it from being the same.
    public enum Reason: Sendable {
        /// The state before it isn't the one that the transaction names.
        case otherState(expected: Hash256, found: Hash256)
        /// No transaction came out.
        case failed(ExecutionError)
        /// A kind that isn't executed: only splits and merges of accounts, which no network has made.
        case unsupportedKind
        /// Another transaction, or another state after it.
        case otherResult(ExecutionResult, dependsOnSeed: Bool)
    }

    /// The recorded transaction.
    public let recorded: Transaction
    /// Its hash.
    public let hash: Hash256
    /// What is the matter.
    public let reason: Reason
}

extension ReplayDifference: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch reason {
        case .otherState(let expected, let found):
            "the transaction starts from the state \(expected), the account has the state \(found)"
        case .failed(let error): "\(error)"
        case .unsupportedKind: "transactions of this kind aren't executed"
        case .otherResult(let result, let dependsOnSeed):
            "expected the transaction \(hash) and the state \(recorded.stateUpdate.newHash), found "
                + "\(result.transaction.hash) and \(result.account.stateHash)"
                + (dependsOnSeed ? "; the code uses the random seed of its block, which isn't known" : "")
                + (result.missingLibrary.map { "; the library \($0) is missing" } ?? "")
        }
    }
}
