import Cocoon
import Foundation
import GRDB
import Settlement
import TONBlocks
import TONCells
import TONCrypto

/// Keeps what is derived in step with the raw tables, within one SQL transaction.
///
/// What a transaction comes to depends on its contract and on its neighbours alone (see ``LedgerReader``). So only
/// those are projected again that are new, or have a new neighbour, or whose contract became known; the result is the
/// same as projecting everything, in whatever order it arrived.
final class Derivation {
    let database: Database
    let store: LedgerStore
    private let evidence: RoleEvidence
    let events: EventTable
    /// Whether every mirrored transaction is absorbed here, so that all are projected anyway and none needs to be
    /// looked for.
    private let coversAll: Bool
    /// Transactions to be projected, and whether they may have events already.
    private var pending: [LedgerStore.Key: Bool] = [:]
    /// Accounts whose role may have become known, or better known.
    var unresolved: Set<AccountAddress> = []
    /// Accounts whose role was forgotten until the end, where it is settled again.
    private var forgotten: Set<AccountAddress> = []
    /// Requests that a raw transaction told of here: the one on the other side tells the same.
    private var rawRequests: Set<Hash256> = []
    /// Accounts of which something that spoke for a role is gone.
    private var reexamined: Set<AccountAddress> = []
    /// Roots and proxies whose running state may be carried on.
    private var running: Set<AccountAddress> = []

    init(_ database: Database, _ store: LedgerStore, coversAll: Bool) {
        self.database = database
        self.store = store
        self.coversAll = coversAll
        evidence = RoleEvidence(database, store)
        events = EventTable(database, store.accounts)
    }

    // MARK: - What is new

    /// Notes a new transaction, and what depends on it.
    func absorb(_ transaction: LedgerTransaction, _ key: LedgerStore.Key) throws {
        pending[key] = pending[key] ?? (transaction.proof == .claimed)
        let contract = try store.contract(at: transaction.account)
        try absorbOrigin(transaction, contract)
        try absorbRequests(transaction)
        try absorbHint(transaction)
        try touchNeighbours(transaction)
        if let role = try store.contract(at: transaction.account)?.role, role == .proxy || role == .root {
            running.insert(transaction.account)
        }
    }

    /// Notes an account's state, from which its origin may follow.
    func absorb(_ snapshot: AccountSnapshot, of address: AccountAddress) throws {
        guard try store.contract(at: address)?.origin == nil, let code = snapshot.code, let data = snapshot.data,
            let origin = ContractOrigin(code: code, laterData: data, of: address)
        else { return }
        try learn(origin, of: address)
    }

    /// Notes that an account's history now reaches further down: what was open above may be settled.
    func extended(_ account: Int64, downTo lt: Int64) throws {
        for column in ["account_id", "proxy_id"] {
            // A proxy may have taken what came before an operation only after that operation.
            let statement = try database.cachedStatement(
                sql: """
                    SELECT DISTINCT anchor_id, lt FROM events
                    WHERE is_open AND \(column) = ? AND max(lt, ifnull(settlement_lt, 0)) > ?
                    """)
            for row in try Row.fetchAll(statement, arguments: [account, lt]) {
                pending[LedgerStore.Key(account: row[0], lt: row[1])] = true
            }
        }
        let address = try store.accounts.address(of: account)
        if let role = try store.contract(at: address)?.role, role == .proxy || role == .root { running.insert(address) }
    }

    private func absorbOrigin(_ transaction: LedgerTransaction, _ contract: Contract?) throws {
        guard contract?.origin == nil, let stateInit = transaction.inMessage?.stateInit,
            let origin = ContractOrigin(stateInit, of: transaction.account)
        else { return }
        try learn(origin, of: transaction.account)
    }

    private func learn(_ origin: ContractOrigin, of address: AccountAddress) throws {
        try change(to: Contract(address: address, origin: origin, proof: .origin))
        unresolved.insert(address)
    }

    private func absorbRequests(_ transaction: LedgerTransaction) throws {
        // A raw transaction proves what its messages say; a claim of another body for the same message gives way.
        let conflict =
            transaction.proof == .claimed
            ? "DO NOTHING"
            : """
            DO UPDATE SET child_id = excluded.child_id, proxy_id = excluded.proxy_id, lt = excluded.lt,
            body = excluded.body, is_claimed = excluded.is_claimed
            WHERE is_claimed OR body <> excluded.body OR lt <> excluded.lt OR child_id <> excluded.child_id
            OR proxy_id <> excluded.proxy_id
            """
        let insertion = try database.cachedStatement(
            sql: """
                INSERT INTO requests(message, child_id, proxy_id, lt, body, is_claimed) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT \(conflict)
                """)
        for message in transaction.outMessages + (transaction.inMessage.map { [$0] } ?? []) {
            guard let request = ChildRequest(message), let lt = Int64(exactly: request.lt),
                transaction.proof == .claimed || rawRequests.insert(request.message).inserted
            else { continue }
            let replaced =
                transaction.proof == .claimed || !store.hasClaims ? nil : try storedRequest(message.hash)
            try insertion.execute(arguments: [
                request.message.storedBytes, try store.accounts.identifier(of: request.child),
                try store.accounts.identifier(of: request.proxy), lt, Data(try request.body.cell().boc([])),
                transaction.proof == .claimed,
            ])
            guard database.changesCount > 0 else { continue }
            // Whom a claim named in its place.
            for address in [replaced?.source, replaced?.destination] {
                if let address { try reconsider(address) }
            }
            for address in [request.child, request.proxy] where try store.contract(at: address)?.proof != .derived {
                unresolved.insert(address)
            }
        }
    }

    /// Takes back what a claimed transaction suggested, before the raw one takes its place.
    func retract(_ claim: LedgerTransaction, _ key: LedgerStore.Key) throws {
        pending[key] = true
        try touchNeighbours(claim)
        let deletion = try database.cachedStatement(sql: "DELETE FROM requests WHERE message = ?")
        for message in claim.outMessages + (claim.inMessage.map { [$0] } ?? []) {
            guard let request = ChildRequest(message) else { continue }
            // The claim may have told of other places than the transaction that counts.
            let kept = try storedRequest(message.hash)
            try deletion.execute(arguments: [request.message.storedBytes])
            rawRequests.remove(request.message)
            // The transaction on the other side may be mirrored, and tell of it too.
            let senders = try [message, kept].map { try $0.flatMap { try store.sender(of: $0) } }
            for neighbour in senders + [try store.taker(of: message.hash)] {
                guard let neighbour, neighbour != key, let other = try store.transaction(neighbour) else { continue }
                try absorbRequests(other)
            }
            try reconsider(request.child)
            try reconsider(request.proxy)
        }
        if claim.inMessage?.stateInit != nil { try forget(claim.account) }
        try database.cachedStatement(sql: "DELETE FROM role_hints WHERE account_id = ? AND lt = ?")
            .execute(arguments: [key.account, key.lt])
        if database.changesCount > 0 { reexamined.insert(claim.account) }
        try reconsider(claim.account)
    }

    /// A request as it is kept, as a message.
    private func storedRequest(_ message: Hash256) throws -> LedgerMessage? {
        let statement = try database.cachedStatement(
            sql: "SELECT child_id, proxy_id, lt, body FROM requests WHERE message = ?")
        return try Row.fetchOne(statement, arguments: [message.storedBytes]).map { row in
            LedgerMessage(
                hash: message, source: try store.accounts.address(of: row[0]),
                destination: try store.accounts.address(of: row[1]), value: .zero, createdLT: UInt64(row[2] as Int64),
                isBounced: false, stateInit: nil, body: try Cell(boc: row[3] as Data).slice())
        }
    }

    /// Puts a role in question that a claim may have spoken for; what still speaks for it is found again.
    private func reconsider(_ address: AccountAddress) throws {
        guard let contract = try store.contract(at: address) else { return }
        // What a proxy or root is follows from its own deployment alone.
        guard contract.proof == .claimed || contract.role == .worker || contract.role == .client else { return }
        try forget(address)
    }

    /// Forgets a role until the end, where it is settled from what is mirrored then.
    private func forget(_ address: AccountAddress) throws {
        reexamined.insert(address)
        guard let contract = try store.contract(at: address) else { return }
        try store.clearContract(at: address)
        forgotten.insert(address)
        try markTransactions(of: contract)
    }

    /// Takes the origin and the hints of an account from its own transactions and state again.
    private func reexamine(_ address: AccountAddress) throws {
        let account = try store.accounts.identifier(of: address)
        for table in store.tables {
            let statement = try database.cachedStatement(
                sql: "SELECT lt FROM \(table) WHERE account_id = ? ORDER BY lt")
            for lt in try Int64.fetchAll(statement, arguments: [account]) {
                guard let transaction = try store.transaction(LedgerStore.Key(account: account, lt: lt)) else {
                    continue
                }
                try absorbOrigin(transaction, try store.contract(at: address))
                try absorbHint(transaction)
            }
        }
        let state = try database.cachedStatement(sql: "SELECT code, data FROM snapshots WHERE account_id = ?")
        if try store.contract(at: address)?.origin == nil, let row = try Row.fetchOne(state, arguments: [account]),
            let code = row[0] as Data?, let data = row[1] as Data?,
            let origin = ContractOrigin(code: try Cell(boc: code), laterData: try Cell(boc: data), of: address)
        {
            try learn(origin, of: address)
        }
        unresolved.insert(address)
    }

    /// Remembers what a message suggests of an account that isn't known otherwise.
    private func absorbHint(_ transaction: LedgerTransaction) throws {
        if let proof = try store.contract(at: transaction.account)?.proof, proof >= .origin { return }
        guard let message = transaction.inMessage, message.source != nil, !message.isBounced, let body = message.body,
            transaction.proof == .claimed || body.hasReceiptOpcode, let decoded = try? CocoonMessage.decode(body),
            let role = decoded.opcode?.receiver
        else { return }
        // A signed payload is evidence whatever became of the message; anything else only if the contract took it.
        guard decoded.signedEnvelope != nil || transaction.proof == .claimed && transaction.isSuccess,
            let lt = Int64(exactly: transaction.lt)
        else { return }
        try database.cachedStatement(
            sql: """
                INSERT INTO role_hints(account_id, role, lt, body) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET lt = excluded.lt, body = excluded.body WHERE excluded.lt < lt
                """
        ).execute(arguments: [
            try store.accounts.identifier(of: transaction.account), role.rawValue, lt, Data(try body.cell().boc([])),
        ])
        unresolved.insert(transaction.account)
    }

    /// Marks the transactions that tell of this one: the one that sent its message, the one before that, and those
    /// that took its messages.
    private func touchNeighbours(_ transaction: LedgerTransaction) throws {
        guard !coversAll else { return }
        var message = transaction.inMessage
        for _ in 0..<2 {
            guard let source = message?.source, try isContract(source), let next = message,
                let key = try store.sender(of: next)
            else { break }
            mark(key)
            message = try store.transaction(key)?.inMessage
        }
        guard try isContract(transaction.account) else { return }
        for message in transaction.outMessages {
            guard let receiver = message.destination, try isContract(receiver),
                let key = try store.taker(of: message.hash)
            else { continue }
            mark(key)
        }
    }

    /// Whether an account is a contract, or was one before its role was put in question.
    private func isContract(_ address: AccountAddress) throws -> Bool {
        if forgotten.contains(address) { return true }
        guard let role = try store.contract(at: address)?.role else { return false }
        return role != .wallet
    }

    // MARK: - Deriving

    /// Settles roles, carries running states on, and projects what is pending.
    func finish() throws {
        try settleRoles()
        for (key, mayHaveEvents) in pending.sorted(by: { ($0.key.account, $0.key.lt) < ($1.key.account, $1.key.lt) }) {
            try project(key, mayHaveEvents: mayHaveEvents)
        }
        pending.removeAll()
        forgotten.removeAll()
    }

    /// Settles roles and carries running states on: what is pending isn't projected yet.
    func settleRoles() throws {
        while let address = reexamined.popFirst() { try reexamine(address) }
        while !unresolved.isEmpty || !running.isEmpty {
            while let address = unresolved.popFirst() { try resolve(address) }
            while let address = running.popFirst() { try carryOn(address) }
        }
    }

    private func project(_ key: LedgerStore.Key, mayHaveEvents: Bool) throws {
        if mayHaveEvents { try events.remove(anchor: key) }
        guard let contract = try store.contract(at: try store.accounts.address(of: key.account)),
            let transaction = try store.transaction(key)
        else { return }
        let projection = try Projection(of: transaction, contract: contract, reader: store)
        try events.insert(projection, anchor: key)
    }

    // MARK: - Roles

    private func resolve(_ address: AccountAddress) throws {
        let known = try store.contract(at: address)
        guard known?.proof != .derived, let contract = try evidence.bestContract(at: address, known: known) else {
            return
        }
        try change(to: contract)
    }

    /// Records what an account is, and marks everything that depends on it.
    private func change(to contract: Contract) throws {
        guard try store.setContract(contract) else { return }
        try markTransactions(of: contract)
        let account = try store.accounts.identifier(of: contract.address)
        if contract.proof >= .origin {
            try database.cachedStatement(sql: "DELETE FROM role_hints WHERE account_id = ?")
                .execute(arguments: [account])
        }
        switch contract.role {
        case .proxy:
            running.insert(contract.address)
            guard contract.origin != nil else { return }
            let statement = try database.cachedStatement(
                sql: """
                    SELECT address FROM accounts WHERE id IN (
                        SELECT child_id FROM requests WHERE proxy_id = ?1
                        UNION SELECT id FROM accounts WHERE proxy_id = ?1
                        UNION SELECT account_id FROM role_hints)
                    """)
            unresolved.formUnion(
                try Data.fetchAll(statement, arguments: [account]).compactMap { AccountAddress(storedBytes: $0) })
        case .root:
            running.insert(contract.address)
        case .worker, .client, .wallet:
            break
        }
    }

    /// Marks all that tells of a contract: its own transactions, and those of its proxy that took its requests.
    private func markTransactions(of contract: Contract) throws {
        guard !coversAll else { return }
        let account = try store.accounts.identifier(of: contract.address)
        for table in store.tables {
            let statement = try database.cachedStatement(sql: "SELECT lt FROM \(table) WHERE account_id = ?")
            for lt in try Int64.fetchAll(statement, arguments: [account]) {
                mark(LedgerStore.Key(account: account, lt: lt))
            }
        }
        guard contract.role == .worker || contract.role == .client else { return }
        let statement = try database.cachedStatement(sql: "SELECT message FROM requests WHERE child_id = ?")
        for message in try Data.fetchAll(statement, arguments: [account]) {
            if let key = try store.taker(of: try Hash256(stored: message, "requests")) { mark(key) }
        }
    }

    /// Marks a transaction that may have events already.
    func mark(_ key: LedgerStore.Key) {
        if pending[key] == nil { pending[key] = true }
    }
}

extension CellSlice {
    /// Whether the body starts as one with a signed payload does.
    fileprivate var hasReceiptOpcode: Bool {
        guard let opcode = try? peekUInt(bits: 32) else { return false }
        switch Opcode(rawValue: UInt32(truncatingIfNeeded: opcode)) {
        case .workerPayoutSigned, .workerLastPayoutSigned, .clientChargeSigned, .clientGrantRefundSigned: return true
        default: return false
        }
    }
}
