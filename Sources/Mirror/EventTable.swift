import Cocoon
import Foundation
import GRDB
import Settlement
import TONCells
import TONCrypto

/// Events and stakes as rows, in both directions.
struct EventTable {
    private let database: Database
    private let accounts: AccountTable

    init(_ database: Database, _ accounts: AccountTable) {
        self.database = database
        self.accounts = accounts
    }

    /// The columns of an event, in the order of ``arguments(_:anchor:ordinal:)`` and ``event(_:)``.
    static let columns = [
        "anchor_id", "lt", "ordinal", "kind", "operation", "account_id", "role", "hash", "time", "proof", "is_open",
        "sender_id", "value", "opcode", "query_id", "worker_id", "client_id", "proxy_id", "root_id", "owner_id",
        "child_id", "child_hash", "exit_code", "action_code", "skip_reason", "settlement_lt", "settlement_hash",
        "settlement_exit_code", "settlement_action_code", "settlement_skip_reason", "payment_account_id",
        "payment_value", "payment_lt", "payment_hash", "tokens_before", "tokens_after", "tokens_claimed", "amount",
        "paid", "lost", "charged", "cost", "proxy_part", "before", "after", "stake_returned", "unlock_time", "price",
        "receipt", "details",
    ]

    private static let insertion = """
        INSERT INTO events(\(columns.joined(separator: ", ")))
        VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        """

    // MARK: - Writing

    /// Removes what was read from a transaction; a proxy's stake, which follows from its whole history, stays.
    func remove(anchor: LedgerStore.Key) throws {
        try database.cachedStatement(sql: "DELETE FROM events WHERE anchor_id = ? AND lt = ?")
            .execute(arguments: [anchor.account, anchor.lt])
        try database.cachedStatement(sql: "DELETE FROM stakes WHERE anchor_id = ? AND lt = ? AND role <> 'proxy'")
            .execute(arguments: [anchor.account, anchor.lt])
    }

    /// Writes what was read from a transaction.
    func insert(_ projection: Projection, anchor: LedgerStore.Key) throws {
        guard !projection.events.isEmpty || !projection.stakes.isEmpty else { return }
        let statement = try database.cachedStatement(sql: Self.insertion)
        for (ordinal, event) in projection.events.enumerated() {
            statement.setUncheckedArguments(try arguments(event, anchor: anchor, ordinal: ordinal))
            try statement.execute()
        }
        for stake in projection.stakes { try insert(stake) }
    }

    /// Writes a change of a stake.
    func insert(_ stake: StakeChange) throws {
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO stakes(account_id, lt, anchor_id, role, hash, time, kind, before, after, proof)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            try accounts.identifier(of: stake.account), Int64(stake.lt), try accounts.identifier(of: stake.anchor),
            stake.role.rawValue, stake.hash.storedBytes, stake.time, stake.kind.rawValue, stake.before?.storedText,
            stake.after.storedText, stake.proof.rawValue,
        ])
    }

    private func arguments(_ event: Event, anchor: LedgerStore.Key, ordinal: Int) throws -> StatementArguments {
        let half = event.settlement
        let payment = event.payment
        // Values as SQLite takes them, which fit into the boxes that they are taken in. Fifty others for each event would
        // cost more than writing the row, and so would an array without boxes, which is read through a key path.
        var values: [(any DatabaseValueConvertible)?] = []
        values.reserveCapacity(Self.columns.count)
        func append(_ value: (some DatabaseValueConvertible)?) {
            values.append(value?.databaseValue ?? DatabaseValue.null)
        }
        func append(_ address: AccountAddress?) throws { append(try accounts.identifier(ofOptional: address)) }
        func append(_ coins: Coins?) { append(coins?.storedText) }
        func append(_ hash: Hash256?) { append(hash?.storedBytes) }
        func append(tokens: UInt64?) { append(tokens.map(String.init)) }
        func append(lt: UInt64?) throws { append(try lt.map { try Self.stored($0) }) }

        append(anchor.account)
        append(anchor.lt)
        append(ordinal)
        append(event.kind.rawValue)
        append(event.operation.rawValue)
        try append(event.account)
        append(event.role.rawValue)
        append(event.hash)
        append(event.time)
        append(event.proof.rawValue)
        append(event.isOpen)
        try append(event.sender)
        append(event.value)
        append(event.opcode)
        append(tokens: event.queryID)
        for address in [event.worker, event.client, event.proxy, event.root, event.owner, event.child] {
            try append(address)
        }
        append(event.childHash)
        append(event.exitCode)
        append(event.actionCode)
        append(event.skipReason)
        try append(lt: half?.lt)
        append(half?.hash)
        append(half?.exitCode)
        append(half?.actionCode)
        append(half?.skipReason)
        try append(payment?.account)
        append(payment?.value)
        try append(lt: payment?.lt)
        append(payment?.hash)
        for tokens in [event.tokensBefore, event.tokensAfter, event.tokensClaimed] { append(tokens: tokens) }
        for coins in [
            event.amount, event.paid, event.lost, event.charged, event.cost, event.proxyPart, event.before, event.after,
            event.stakeReturned,
        ] {
            append(coins)
        }
        append(event.unlockTime)
        append(event.price)
        append(event.receipt)
        append(try Self.json(event.details))
        return StatementArguments(values)
    }

    private static func stored(_ lt: UInt64) throws -> Int64 {
        guard let lt = Int64(exactly: lt) else {
            throw MirrorError.damagedRow(table: "events", reason: "logical time \(lt)")
        }
        return lt
    }

    private static func json(_ details: [String: String]) throws -> String {
        guard !details.isEmpty else { return "{}" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(details), as: UTF8.self)
    }

    // MARK: - Reading

    /// An event of a row with ``columns``.
    func event(_ row: Row) throws -> Event {
        func damaged(_ column: String) -> MirrorError {
            .damagedRow(table: "events", reason: "column \(column) at lt \(row["lt"] as Int64)")
        }
        func address(_ column: String) throws -> AccountAddress? {
            try (row[column] as Int64?).map { try accounts.address(of: $0) }
        }
        func hash(_ column: String) throws -> Hash256? {
            try (row[column] as Data?).map { try Hash256(stored: $0, "events") }
        }
        func coins(_ column: String) throws -> Coins? {
            try (row[column] as String?).map { try Coins(stored: $0, "events") }
        }
        func number(_ column: String) throws -> UInt64? {
            try (row[column] as String?).map { text in
                guard let value = UInt64(text) else { throw damaged(column) }
                return value
            }
        }
        func lt(_ column: String) -> UInt64? { (row[column] as Int64?).map { UInt64(clamping: $0) } }
        func value<T: RawRepresentable>(_ column: String) throws -> T where T.RawValue == String {
            guard let value = T(rawValue: row[column]) else { throw damaged(column) }
            return value
        }
        guard let account = try address("account_id"), let anchor = try address("anchor_id"),
            let identifier = try hash("hash")
        else { throw damaged("hash") }
        var event = Event(
            kind: try value("kind"), operation: try value("operation"), account: account, role: try value("role"),
            anchor: anchor, lt: lt("lt") ?? 0, hash: identifier, time: row["time"], proof: try value("proof"))
        event.isOpen = row["is_open"]
        event.sender = try address("sender_id")
        event.value = try coins("value")
        event.opcode = row["opcode"]
        event.queryID = try number("query_id")
        event.worker = try address("worker_id")
        event.client = try address("client_id")
        event.proxy = try address("proxy_id")
        event.root = try address("root_id")
        event.owner = try address("owner_id")
        event.child = try address("child_id")
        event.childHash = try hash("child_hash")
        event.exitCode = row["exit_code"]
        event.actionCode = row["action_code"]
        event.skipReason = row["skip_reason"]
        if let settlementLT = lt("settlement_lt"), let settlementHash = try hash("settlement_hash") {
            event.settlement = Event.Half(
                lt: settlementLT, hash: settlementHash, exitCode: row["settlement_exit_code"],
                actionCode: row["settlement_action_code"], skipReason: row["settlement_skip_reason"])
        }
        if let receiver = try address("payment_account_id"), let paid = try coins("payment_value") {
            event.payment = Event.Payment(
                account: receiver, value: paid, lt: lt("payment_lt"), hash: try hash("payment_hash"))
        }
        event.tokensBefore = try number("tokens_before")
        event.tokensAfter = try number("tokens_after")
        event.tokensClaimed = try number("tokens_claimed")
        event.amount = try coins("amount")
        event.paid = try coins("paid")
        event.lost = try coins("lost")
        event.charged = try coins("charged")
        event.cost = try coins("cost")
        event.proxyPart = try coins("proxy_part")
        event.before = try coins("before")
        event.after = try coins("after")
        event.stakeReturned = try coins("stake_returned")
        event.unlockTime = row["unlock_time"]
        event.price = try coins("price")
        event.receipt = try hash("receipt")
        let details: String = row["details"]
        event.details =
            details == "{}" ? [:] : try JSONDecoder().decode([String: String].self, from: Data(details.utf8))
        return event
    }

    /// A change of a stake of a row of `stakes`.
    func stake(_ row: Row) throws -> StakeChange {
        guard let role = ContractRole(rawValue: row["role"]), let kind = EventKind(rawValue: row["kind"]),
            let proof = Proof(rawValue: row["proof"])
        else { throw MirrorError.damagedRow(table: "stakes", reason: "role, kind or proof") }
        return StakeChange(
            account: try accounts.address(of: row["account_id"]), role: role,
            anchor: try accounts.address(of: row["anchor_id"]), lt: UInt64(clamping: row["lt"] as Int64),
            hash: try Hash256(stored: row["hash"], "stakes"), time: row["time"], kind: kind,
            before: try (row["before"] as String?).map { try Coins(stored: $0, "stakes") },
            after: try Coins(stored: row["after"], "stakes"), proof: proof)
    }
}
