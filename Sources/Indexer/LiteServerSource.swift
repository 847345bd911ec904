import Foundation
import Mirror
public import Settlement
public import TONBlocks
public import TONCells
public import TONCrypto
public import TONLiteClient

/// The chain as lite-servers show it, with a proof of everything: heads hang on blocks that validators signed, and
/// transactions on heads.
///
/// What was proven of the masterchain only moves forward, see ``TrustedBlock``. A server whose answer proves something else,
/// or nothing, is dropped, and another one is asked.
public actor LiteServerSource: ChainSource {
    /// How the source is called in messages.
    public nonisolated let name = "lite-servers"
    /// The servers.
    public nonisolated let pool: LiteServerPool
    /// How far the masterchain was proven.
    public private(set) var trusted: TrustedBlock
    /// A proof that is under way, which whoever else wants one waits for.
    private var advancing: Task<Result<ChainTip, SyncError>, Never>?

    /// Most transactions that a server gives at once.
    public static let pageSize: UInt32 = 16

    /// How long a server is asked to wait for a block, at most what servers are willing to.
    private static let patience = Duration.seconds(8)

    /// Makes a source that goes on from a trusted block.
    public init(pool: LiteServerPool, trusted: TrustedBlock) {
        self.pool = pool
        self.trusted = trusted
    }

    // MARK: - The masterchain

    /// Proves the newest masterchain block that a server has, from the trusted one on.
    public func tip() async throws(SyncError) -> ChainTip {
        let task = advancing ?? Task { await self.advance() }
        advancing = task
        return try await task.value.get()
    }

    private func advance() async -> Result<ChainTip, SyncError> {
        defer { advancing = nil }
        do throws(SyncError) {
            while true {
                let question = LiteAPI.GetBlockProof(knownBlock: trusted.start)
                let (chain, moved) = try await steps(question, from: trusted)
                trusted = moved
                // Fewer steps than a server may give: it has no more.
                guard chain.blocks.count >= ProvenBlockChain.maximumStepCount else { break }
            }
            return .success(ChainTip(block: trusted.newest, time: trusted.generatedAt, proof: .proven))
        } catch {
            return .failure(error)
        }
    }

    /// Steps that a server proves, and what is trusted behind them. Whose steps contradict what is trusted is dropped.
    private nonisolated func steps(
        _ question: LiteAPI.GetBlockProof, from trusted: TrustedBlock
    ) async throws(SyncError) -> (ProvenBlockChain, TrustedBlock) {
        do throws(LiteServerPoolError) {
            return try await pool.query(question) { answer throws(ProofError) in
                let chain = try question.proven(by: answer)
                var moved = trusted
                try moved.advance(along: chain)
                return (chain, moved)
            }
        } catch {
            let isUnknown = error.failures.allSatisfy { failure in
                if case .error(let error) = failure.reason { error.isRefusal } else { false }
            }
            guard isUnknown, !error.failures.isEmpty else { throw SyncError(error) }
            throw .network("no server leads on from the trusted block \(question.knownBlock): \(error)")
        }
    }

    /// Asks a server to wait for the next block, and gives up after some seconds.
    public func waitForBlock(after tip: ChainTip) async throws(SyncError) {
        let (next, overflow) = tip.block.seqno.addingReportingOverflow(1)
        guard !overflow else { throw .trust("there is no block after number \(tip.block.seqno)") }
        do throws(LiteServerPoolError) {
            _ = try await pool.masterchainInfo(waitingFor: next, timeout: Self.patience)
        } catch .cancelled {
            throw .cancelled
        } catch {
            // Whether there is a block the next proof tells; a server that can't wait mustn't be asked at once again.
            guard (try? await Task.sleep(for: .seconds(1))) != nil else { throw .cancelled }
        }
    }

    /// The document to go on from in the next run.
    public func trustedDocument() -> [UInt8]? {
        (try? trusted.document()).map { Array($0) }
    }

    // MARK: - Accounts

    /// An account after a masterchain block, or that there provably is none.
    public nonisolated func account(
        _ address: AccountAddress, at tip: ChainTip
    ) async throws(SyncError) -> AccountHead {
        let question = LiteAPI.GetAccountState(block: tip.block, account: LiteAPI.AccountIdentifier(address))
        return try await ask { (pool) throws(LiteServerPoolError) in
            try await pool.query(question) { answer throws(ProofError) in
                AccountHead(try question.proven(by: answer))
            }
        }
    }

    /// Transactions from a known one down, verified as they come.
    public nonisolated func page(
        of account: AccountAddress, from head: TransactionIdentifier, proof: Proof
    ) async throws(SyncError) -> TransactionPage {
        let question = LiteAPI.GetTransactions(
            count: Self.pageSize, account: LiteAPI.AccountIdentifier(account), lt: head.lt, hash: head.hash)
        do throws(LiteServerPoolError) {
            return try await pool.query(question, policy: LiteServerCallPolicy(prefersHistory: true)) {
                answer throws(PageRefusal) in
                try Self.page(answer, of: account, from: head, proof: proof)
            }
        } catch {
            let isRefused = error.failures.allSatisfy { failure in
                if case .error(let error) = failure.reason { error.isRefusal } else { false }
            }
            guard isRefused, !error.failures.isEmpty else { throw SyncError(error) }
            throw .historyMissing(account, from: head, reason: "\(error)")
        }
    }

    private static func page(
        _ answer: LiteAPI.TransactionList, of account: AccountAddress, from head: TransactionIdentifier, proof: Proof
    ) throws(PageRefusal) -> TransactionPage {
        let roots: [Cell]
        do throws(BagOfCellsError) {
            roots = try BagOfCells(answer.transactions, reading: .reference).roots
        } catch {
            throw PageRefusal(description: "account \(account): the transactions from lt \(head.lt) down: \(error)")
        }
        guard (1...Int(pageSize)).contains(roots.count), roots.count == answer.blocks.count else {
            throw PageRefusal(
                description: "account \(account): expected 1 to \(pageSize) transactions from lt \(head.lt) down and a "
                    + "block of each, found \(roots.count) and \(answer.blocks.count)")
        }
        do throws(TransactionPageError) {
            return try TransactionPage(verifying: roots, head: head, account: account, proof: proof)
        } catch {
            throw PageRefusal(description: "\(error)")
        }
    }

    private struct PageRefusal: Error, CustomStringConvertible {
        let description: String
    }

    /// Lite-servers can't look for accounts by their code.
    public nonisolated func accounts(codeHash: Hash256) async throws(SyncError) -> [AccountAddress]? { nil }

    private nonisolated func ask<R>(
        _ body: (LiteServerPool) async throws(LiteServerPoolError) -> R
    ) async throws(SyncError) -> R {
        do throws(LiteServerPoolError) {
            return try await body(pool)
        } catch {
            throw SyncError(error)
        }
    }
}

extension SyncError {
    /// What the failure of all servers means.
    public init(_ error: LiteServerPoolError) {
        if case .cancelled = error {
            self = .cancelled
            return
        }
        let lies = error.failures.allSatisfy { failure in
            if case .lie = failure.reason { true } else { false }
        }
        self = lies && !error.failures.isEmpty ? .liars("\(error)") : .network("\(error)")
    }
}

extension AccountHead {
    /// What a proven state says of an account.
    init(_ proven: ProvenAccountState) {
        guard let entry = proven.entry else {
            self.init(last: nil, proof: .proven)
            return
        }
        let account = (try? entry.account())?.existing
        let stateInit: StateInit? =
            if case .active(let stateInit) = account?.storage.state { stateInit } else { nil }
        self.init(
            last: entry.lastTransaction,
            state: account.map { account in
                AccountSnapshot(
                    account: proven.address, last: entry.lastTransaction, stateHash: entry.stateHash,
                    balance: account.storage.balance.coins, code: stateInit?.code, data: stateInit?.data, isProven: true
                )
            },
            proof: .proven)
    }
}
