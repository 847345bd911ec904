import Foundation
import GRDB
public import Settlement
public import TONCells
import TONCrypto

/// Which events, jobs or payouts are wanted; newest first.
public struct EventQuery: Sendable {
    /// Only these kinds; all, if empty.
    public var kinds: [EventKind] = []
    /// Only signed counters that moved.
    public var isJobsOnly = false
    /// Only events of this contract.
    public var account: AccountAddress?
    /// Only events of this worker.
    public var worker: AccountAddress?
    /// Only events of this client.
    public var client: AccountAddress?
    /// Only events of this proxy, its workers and its clients.
    public var proxy: AccountAddress?
    /// Only events of contracts of this owner.
    public var owner: AccountAddress?
    /// Only from this time on, unix seconds.
    public var since: UInt32?
    /// Only before this time, unix seconds.
    public var until: UInt32?
    /// Where to go on.
    public var after: EventCursor?
    /// At most this many.
    public var limit = 100

    /// Asks for the newest 100 events of all kinds.
    public init() {}
}

/// Where a listing stopped: the last row that was listed.
public struct EventCursor: Hashable, Sendable, CustomStringConvertible {
    let lt: UInt64
    let hash: Hash256
    let ordinal: Int

    /// `lt:hash:ordinal`.
    public var description: String { "\(lt):\(hash):\(ordinal)" }

    init(lt: UInt64, hash: Hash256, ordinal: Int) {
        self.lt = lt
        self.hash = hash
        self.ordinal = ordinal
    }

    /// Reads what ``description`` prints; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let lt = UInt64(parts[0]), Int64(exactly: lt) != nil, let hash = Hash256(hex: parts[1]),
            let ordinal = Int(parts[2])
        else { return nil }
        self.init(lt: lt, hash: hash, ordinal: ordinal)
    }
}

/// A part of a listing.
public struct Listing<Item: Sendable>: Sendable {
    /// The items, newest first.
    public var items: [Item]
    /// Where to go on; nil at the end.
    public var next: EventCursor?
}

extension Mirror {
    /// Lists events, newest first.
    ///
    /// - Complexity: O(log n + k) for k listed rows through the indexes by owner, worker, client, proxy and kind.
    public func events(_ query: EventQuery) throws -> Listing<Event> {
        try read { database in
            let accounts = AccountTable(database)
            guard let (condition, arguments) = try query.condition(accounts) else {
                return Listing(items: [], next: nil)
            }
            let table = query.isJobsOnly ? "jobs" : "events"
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM \(table) WHERE \(condition)
                    ORDER BY lt DESC, hash DESC, ordinal DESC LIMIT \(query.count + 1)
                    """, arguments: arguments)
            let events = EventTable(database, accounts)
            let items = try rows.prefix(query.count).map { try events.event($0) }
            var next: EventCursor?
            if rows.count > query.count, let row = rows.prefix(query.count).last {
                next = EventCursor(
                    lt: UInt64(clamping: row["lt"] as Int64), hash: try Hash256(stored: row["hash"], "events"),
                    ordinal: row["ordinal"])
            }
            return Listing(items: items, next: next)
        }
    }

    /// Lists stakes as they stood from a transaction on, newest first. Of the query, only account, client, proxy,
    /// times, cursor and limit count.
    public func stakes(_ query: EventQuery) throws -> Listing<StakeChange> {
        try read { database in
            let accounts = AccountTable(database)
            var conditions = ["1"]
            var arguments: [any DatabaseValueConvertible] = []
            for address in [query.account, query.client].compactMap({ $0 }) {
                conditions.append("account_id = ?")
                arguments.append(try accounts.knownIdentifier(of: address) ?? -1)
            }
            if let proxy = query.proxy {
                let identifier = try accounts.knownIdentifier(of: proxy) ?? -1
                conditions.append("(account_id = ? OR account_id IN (SELECT id FROM accounts WHERE proxy_id = ?))")
                arguments += [identifier, identifier]
            }
            query.appendTimes(&conditions, &arguments)
            if let after = query.after {
                conditions.append("(lt, hash) < (?, ?)")
                arguments += [Int64(clamping: after.lt), after.hash.storedBytes]
            }
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM stakes WHERE \(conditions.joined(separator: " AND "))
                    ORDER BY lt DESC, hash DESC LIMIT \(query.count + 1)
                    """, arguments: StatementArguments(arguments))
            let events = EventTable(database, accounts)
            let items = try rows.prefix(query.count).map { try events.stake($0) }
            let next =
                rows.count > query.count ? items.last.map { EventCursor(lt: $0.lt, hash: $0.hash, ordinal: 0) } : nil
            return Listing(items: items, next: next)
        }
    }
}

extension EventQuery {
    /// The limit, where there is room for one row more.
    fileprivate var count: Int { min(max(limit, 0), Int.max - 1) }

    /// The SQL condition; nil where an account isn't mirrored, so that nothing can match.
    func condition(_ accounts: AccountTable) throws -> (String, StatementArguments)? {
        var conditions = ["1"]
        var arguments: [any DatabaseValueConvertible] = []
        for (column, address) in [
            ("account_id", account), ("worker_id", worker), ("client_id", client), ("proxy_id", proxy),
            ("owner_id", owner),
        ] {
            guard let address else { continue }
            guard let identifier = try accounts.knownIdentifier(of: address) else { return nil }
            conditions.append("\(column) = ?")
            arguments.append(identifier)
        }
        if !kinds.isEmpty {
            conditions.append("kind IN (\(kinds.map { _ in "?" }.joined(separator: ", ")))")
            arguments += kinds.map(\.rawValue)
        }
        appendTimes(&conditions, &arguments)
        if let after {
            conditions.append("(lt, hash, ordinal) < (?, ?, ?)")
            arguments += [Int64(clamping: after.lt), after.hash.storedBytes, after.ordinal]
        }
        return (conditions.joined(separator: " AND "), StatementArguments(arguments))
    }

    func appendTimes(_ conditions: inout [String], _ arguments: inout [any DatabaseValueConvertible]) {
        if let since {
            conditions.append("time >= ?")
            arguments.append(since)
        }
        if let until {
            conditions.append("time < ?")
            arguments.append(until)
        }
    }
}
