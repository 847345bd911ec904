import Cocoon
import Foundation
public import Mirror
import Settlement
import TONBlocks
public import TONCells
import TONCrypto

/// Brings a mirror up to the newest block: root and proxies, then the workers and clients that these tell of.
///
/// Every operation of a worker or client sends its proxy a message, so that the chains of proxies tell of all of them;
/// their own chains are fetched for fees and failures, when a proxy tells of something newer than what is mirrored.
public struct ChainSync: Sendable {
    /// What is followed, and how much at once.
    public struct Plan: Hashable, Sendable {
        /// The network's name, which a mirror keeps.
        public var network: String
        /// Roots and proxies that were named.
        public var accounts: [AccountAddress]
        /// Whether the source is asked for proxies by their code.
        public var looksForProxies: Bool
        /// Which workers and clients are fetched.
        public var children: Children
        /// How many accounts are fetched at once.
        public var concurrency: Int

        /// Which workers and clients are fetched.
        public enum Children: String, Hashable, Sendable, CaseIterable {
            /// None: what proxies tell of them is enough.
            case none
            /// Those of which a proxy tells something newer than what is mirrored.
            case stale
            /// All.
            case all
        }

        /// Makes one.
        public init(
            network: String, accounts: [AccountAddress], looksForProxies: Bool = true, children: Children = .stale,
            concurrency: Int = 8
        ) {
            self.network = network
            self.accounts = accounts
            self.looksForProxies = looksForProxies
            self.children = children
            self.concurrency = concurrency
        }
    }

    /// What came of a pass.
    public struct Report: Hashable, Sendable {
        /// The block as of which the mirror is complete, but for the problems.
        public var tip: ChainTip
        /// Accounts whose chains were looked at.
        public var accounts = 0
        /// New transactions.
        public var transactions = 0
        /// Transactions of forged histories that were thrown out.
        public var discarded = 0
        /// Accounts whose chain isn't complete, and why.
        public var problems: [Problem] = []
    }

    /// An account whose chain isn't complete.
    public struct Problem: Hashable, Sendable {
        /// The account.
        public var account: AccountAddress
        /// Why.
        public var error: SyncError
    }

    private let source: any ChainSource
    private let mirror: Mirror
    private let plan: Plan

    /// Makes a synchronisation of a mirror with a source.
    public init(source: any ChainSource, mirror: Mirror, plan: Plan) {
        self.source = source
        self.mirror = mirror
        self.plan = plan
    }

    /// Does one pass.
    ///
    /// Throws ``SyncError`` where servers can't be reached or lie, or the mirror can't be written; what was taken before
    /// stays. An account whose history no server has any more is reported, and the others go on.
    ///
    /// - Parameter progress: Called with the accounts done and to do, and the new transactions so far.
    public func run(
        progress: @Sendable (_ done: Int, _ total: Int, _ transactions: Int) -> Void = { _, _, _ in }
    ) async throws(SyncError) -> Report {
        try claimNetwork()
        let tip = try await source.tip()
        try await keepTrust()
        var report = Report(tip: tip)
        try await follow()
        let main = try accounts()
        try await fetch(main, at: tip, &report, progress)
        let children = try children(besides: Set(main.map(\.address)))
        try await fetch(children, at: tip, &report, progress)
        try await keepTrust()
        return report
    }

    // MARK: - What is followed

    /// Accounts that were named, or found before, and that the source finds by their code now.
    private func follow() async throws(SyncError) {
        var followed = plan.accounts.map { Mirror.FollowedAccount(address: $0, reason: .named) }
        if plan.looksForProxies {
            for hash in CodeHashes.all(of: .proxy) {
                guard let found = try await source.accounts(codeHash: hash) else { break }
                followed += found.map { Mirror.FollowedAccount(address: $0, reason: .code) }
            }
        }
        try write { try mirror.follow(followed) }
    }

    private func accounts() throws(SyncError) -> [Mirror.FollowedAccount] {
        try write { try mirror.followedAccounts() }.filter { $0.reason != .child }
    }

    private func children(besides known: Set<AccountAddress>) throws(SyncError) -> [Mirror.FollowedAccount] {
        guard plan.children != .none else { return [] }
        let addresses = try write { try mirror.children(onlyStale: plan.children == .stale) }
        return addresses.filter { !known.contains($0) }.map { Mirror.FollowedAccount(address: $0, reason: .child) }
    }

    // MARK: - Fetching

    private func fetch(
        _ accounts: [Mirror.FollowedAccount], at tip: ChainTip, _ report: inout Report,
        _ progress: @Sendable (Int, Int, Int) -> Void
    ) async throws(SyncError) {
        let total = report.accounts + accounts.count
        var failure: SyncError?
        await withTaskGroup(of: (AccountAddress, Result<AccountSync.Outcome, SyncError>).self) { group in
            var next = accounts.makeIterator()
            func start() {
                guard failure == nil, let account = next.next() else { return }
                let sync = AccountSync(
                    source: source, mirror: mirror, address: account.address, reason: account.reason)
                group.addTask {
                    do throws(SyncError) {
                        return (account.address, .success(try await sync.run(at: tip)))
                    } catch {
                        return (account.address, .failure(error))
                    }
                }
            }
            for _ in 0..<max(1, plan.concurrency) { start() }
            for await (address, result) in group {
                report.accounts += 1
                switch result {
                case .success(let outcome):
                    report.transactions += outcome.transactions
                    report.discarded += outcome.discarded
                case .failure(.historyMissing(let account, let place, let reason)):
                    report.problems.append(
                        Problem(account: address, error: .historyMissing(account, from: place, reason: reason)))
                case .failure(.refused(let error)) where error.isRefusal:
                    report.problems.append(Problem(account: address, error: .refused(error)))
                case .failure(let error):
                    failure = failure ?? error
                    group.cancelAll()
                }
                progress(report.accounts, total, report.transactions)
                start()
            }
        }
        if let failure { throw failure }
    }

    // MARK: - What is kept

    private func claimNetwork() throws(SyncError) {
        let name = Data(plan.network.utf8)
        let kept = try write { try mirror.document(.network) }
        if let kept {
            guard kept == name else {
                throw .otherNetwork(expected: String(decoding: kept, as: UTF8.self), found: plan.network)
            }
        } else {
            try write { try mirror.setDocuments([.network: name]) }
        }
    }

    private func keepTrust() async throws(SyncError) {
        guard let document = await source.trustedDocument() else { return }
        try write { try mirror.setDocuments([.trustedBlock: Data(document)]) }
    }

    private func write<T>(_ body: () throws -> T) throws(SyncError) -> T { try accessing(mirror, body) }
}

/// Runs what reads or writes a mirror, and says why where it can't.
func accessing<T>(_ mirror: Mirror, _ body: () throws -> T) throws(SyncError) -> T {
    do {
        return try body()
    } catch let error as MirrorError {
        throw .refused(error)
    } catch {
        throw .refused(.notWritable(path: mirror.path, reason: "\(error)"))
    }
}
