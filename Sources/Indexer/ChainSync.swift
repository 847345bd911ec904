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
        var batch = SyncBatch(mirror)
        try await fetch(main, at: tip, &batch, &report, progress)
        let known = Set(main.map(\.address))
        if let children = try children(besides: known, after: batch) {
            try await fetch(children, at: tip, &batch, &report, progress)
            try await finish(at: tip, &batch, &report, progress)
        } else {
            // Something contradicts the mirror, which must be resolved before anything is read from it.
            try await finish(at: tip, &batch, &report, progress)
            try await fetch(try children(besides: known, after: batch) ?? [], at: tip, &batch, &report, progress)
            try await finish(at: tip, &batch, &report, progress)
        }
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

    /// The workers and clients to fetch, as they will be known when the batch is written; nil where a part of it will be
    /// refused.
    private func children(
        besides known: Set<AccountAddress>, after batch: SyncBatch
    ) throws(SyncError) -> [Mirror.FollowedAccount]? {
        guard plan.children != .none else { return [] }
        let addresses = try write {
            try mirror.children(onlyStale: plan.children == .stale, after: batch.deliveries)
        }
        return addresses?.filter { !known.contains($0) }.map { Mirror.FollowedAccount(address: $0, reason: .child) }
    }

    // MARK: - Fetching

    /// Writes what is left, and fetches again what was refused for a history that gives way.
    private func finish(
        at tip: ChainTip, _ batch: inout SyncBatch, _ report: inout Report,
        _ progress: @Sendable (Int, Int, Int) -> Void
    ) async throws(SyncError) {
        while !batch.isEmpty {
            let again = try record(try batch.write(), at: tip, &report)
            progress(report.accounts, report.accounts + again.count, report.transactions)
            try await fetch(again, at: tip, &batch, &report, progress)
        }
    }

    private func fetch(
        _ accounts: [Mirror.FollowedAccount], at tip: ChainTip, _ batch: inout SyncBatch, _ report: inout Report,
        _ progress: @Sendable (Int, Int, Int) -> Void
    ) async throws(SyncError) {
        try await fetch(
            accounts.map { AccountSync(source: source, mirror: mirror, account: $0) }, at: tip, &batch, &report,
            progress)
    }

    /// Fetches chains into the batch, which is written when there is enough in it.
    private func fetch(
        _ accounts: [AccountSync], at tip: ChainTip, _ batch: inout SyncBatch, _ report: inout Report,
        _ progress: @Sendable (Int, Int, Int) -> Void
    ) async throws(SyncError) {
        let total = report.accounts + batch.accountCount + accounts.count
        var failure: SyncError?
        await withTaskGroup(of: (AccountSync, Result<AccountSync.Outcome, SyncError>).self) { group in
            var waiting = accounts[...]
            func start() {
                guard failure == nil, let sync = waiting.popFirst() else { return }
                group.addTask {
                    do throws(SyncError) {
                        return (sync, .success(try await sync.run(at: tip)))
                    } catch {
                        return (sync, .failure(error))
                    }
                }
            }
            for _ in 0..<max(1, plan.concurrency) { start() }
            for await (sync, result) in group {
                do throws(SyncError) {
                    switch result {
                    case .success(let outcome): batch.append(outcome, of: sync)
                    case .failure(let error):
                        waiting += try resolve(error, of: sync, at: tip, &report).map { [$0] } ?? []
                    }
                    if batch.isDue { waiting += try record(try batch.write(), at: tip, &report) }
                } catch {
                    failure = failure ?? error
                    group.cancelAll()
                }
                progress(report.accounts, total, report.transactions)
                start()
            }
        }
        guard let failure else { return }
        // What came before a failure is kept, too.
        _ = try? batch.write()
        throw failure
    }

    /// Counts what was written, and returns what is to be fetched again.
    private func record(
        _ written: [SyncBatch.Written], at tip: ChainTip, _ report: inout Report
    ) throws(SyncError) -> [AccountSync] {
        var again: [AccountSync] = []
        for part in written {
            if let refusal = part.refusal {
                again += try resolve(.refused(refusal), of: part.sync, at: tip, &report).map { [$0] } ?? []
            } else {
                report.accounts += 1
                report.transactions += part.transactions
                report.discarded += part.sync.discarded
            }
        }
        return again
    }

    /// Notes why an account's chain isn't complete, or returns how to fetch it again. Throws where nothing can go on.
    private func resolve(
        _ error: SyncError, of sync: AccountSync, at tip: ChainTip, _ report: inout Report
    ) throws(SyncError) -> AccountSync? {
        let address = sync.account.address
        switch error {
        case .refused(.conflict) where tip.proof == .proven && sync.discarded == 0:
            // An earlier history that no signatures prove gives way to one that they do.
            var again = sync
            again.discarded = try write { try mirror.discardUnproven(of: address) }
            if again.discarded > 0 { return again }
        case .historyMissing: break
        case .refused(let refusal) where refusal.isRefusal: break
        default: throw error
        }
        report.accounts += 1
        report.discarded += sync.discarded
        report.problems.append(Problem(account: address, error: error))
        return nil
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
