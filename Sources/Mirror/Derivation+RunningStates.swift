import Cocoon
import Foundation
import GRDB
import Settlement
import TONCells
import TONCrypto

/// Roots and proxies, whose state follows only from their whole history.
extension Derivation {
    /// Carries the running state of a root or proxy over the transactions behind it, once its history is whole.
    func carryOn(_ address: AccountAddress) throws {
        guard let contract = try store.contract(at: address), let origin = contract.origin,
            let initial = RunningState(origin),
            let account = try store.accounts.knownIdentifier(of: address),
            let whole = try store.segments.segments(of: account).last, whole.reachesBeginning
        else { return }
        let stored = try Row.fetchOne(
            try database.cachedStatement(sql: "SELECT lt, data FROM running_states WHERE account_id = ?"),
            arguments: [account])
        var lt: Int64 = stored.map { $0[0] } ?? 0
        var state =
            try stored.map { try RunningState(data: try Cell(boc: $0[1] as Data), role: contract.role) } ?? initial
        guard lt < whole.highLT else { return }
        let next = try database.cachedStatement(
            sql: "SELECT lt FROM transactions WHERE account_id = ? AND lt > ? AND lt <= ? ORDER BY lt")
        var areParamsChanged = false
        for following in try Int64.fetchAll(next, arguments: [account, lt, whole.highLT]) {
            let key = LedgerStore.Key(account: account, lt: following)
            guard let transaction = try store.transaction(key) else { break }
            if lt == 0, case .root(let data) = state {
                try record(data, transaction, account)
                areParamsChanged = true
            }
            lt = following
            let change = try state.apply(transaction)
            if change != .none { mark(key) }
            areParamsChanged = try record(change, state, transaction, account) || areParamsChanged
        }
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO running_states(account_id, lt, data) VALUES (?, ?, ?)"
        ).execute(arguments: [account, lt, Data(try state.data().boc([]))])
        if areParamsChanged {
            let statement = try database.cachedStatement(
                sql: "SELECT address FROM accounts WHERE role = 'proxy' AND role_proof <> 'derived'")
            unresolved.formUnion(try Data.fetchAll(statement).compactMap { AccountAddress(storedBytes: $0) })
        }
    }

    /// Writes down what a transaction changed; whether a root's params changed.
    private func record(
        _ change: RunningState.Change, _ state: RunningState, _ transaction: LedgerTransaction, _ account: Int64
    ) throws -> Bool {
        switch change {
        case .none:
            return false
        case .stake(let before, let after, let kind):
            try events.insert(
                StakeChange(
                    account: transaction.account, role: .proxy, anchor: transaction.account, lt: transaction.lt,
                    hash: transaction.hash, time: transaction.time, kind: kind, before: before, after: after,
                    proof: transaction.proof))
            return false
        case .root(let version, let areParamsChanged):
            try database.cachedStatement(
                sql: """
                    INSERT OR REPLACE INTO root_versions(account_id, lt, version, params_version, last_proxy_seqno)
                    VALUES (?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                account, Int64(transaction.lt), version.version, version.paramsVersion, version.lastProxySeqno,
            ])
            guard areParamsChanged, case .root(let data) = state else { return false }
            try record(data, transaction, account)
            return true
        }
    }

    private func record(_ data: RootData, _ transaction: LedgerTransaction, _ account: Int64) throws {
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO params_history(account_id, lt, hash, time, version, params_version, params)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            account, Int64(transaction.lt), transaction.hash.storedBytes, transaction.time, data.version,
            data.params.paramsVersion, Data(try data.params.cell().boc([])),
        ])
    }
}
