public import Foundation
import GRDB
import Settlement
public import TONBlocks
public import TONCells
import TONCrypto

/// What following the chain keeps in a mirror, beside what it brings.
extension Mirror {
    /// A small document that is written whole, in the SQL transaction of what it tells of.
    public enum SyncDocument: String, Sendable, CaseIterable {
        /// Which network the mirror follows.
        case network
        /// The newest block that validators' signatures were checked of.
        case trustedBlock = "trusted block"
        /// Where following blocks goes on.
        case checkpoint
    }

    /// A document; nil where there is none yet.
    public func document(_ name: SyncDocument) throws -> Data? {
        try read { database in
            try Data.fetchOne(
                database, sql: "SELECT content FROM sync_documents WHERE name = ?", arguments: [name.rawValue])
        }
    }

    /// Writes documents; nil removes one.
    public func setDocuments(_ documents: [SyncDocument: Data?]) throws {
        try write { database in try Self.write(documents, database) }
    }

    /// Takes deliveries as ``ingest(_:)`` does, and writes documents and accounts in the same SQL transaction: accounts but
    /// those of which a delivery is refused, since their chains aren't complete.
    public func ingest(
        _ deliveries: [Delivery], documents: [SyncDocument: Data?], followed: [FollowedAccount] = []
    ) throws -> [DeliveryReceipt] {
        try write { database in
            let ingestion = try Ingestion(database)
            let receipts = try deliveries.map { try ingestion.take($0) }
            try ingestion.finish()
            try Self.write(documents, database)
            let refused = Set(
                zip(deliveries, receipts).filter { $1.refusal != nil }.compactMap { delivery, _ in delivery.account })
            try Self.write(followed.filter { !refused.contains($0.address) }, database)
            return receipts
        }
    }

    private static func write(_ documents: [SyncDocument: Data?], _ database: Database) throws {
        for (name, content) in documents {
            if let content {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO sync_documents(name, content) VALUES (?, ?)",
                    arguments: [name.rawValue, content])
            } else {
                try database.execute(sql: "DELETE FROM sync_documents WHERE name = ?", arguments: [name.rawValue])
            }
        }
    }

    // MARK: - Followed accounts

    /// An account whose whole chain is wanted.
    public struct FollowedAccount: Hashable, Sendable {
        /// Why an account is followed.
        public enum Reason: String, Hashable, Sendable, CaseIterable {
            /// The user named it.
            case named
            /// Its code is a contract's of COCOON.
            case code
            /// It is a worker or client that its proxy's chain tells of.
            case child
        }

        /// The account.
        public var address: AccountAddress
        /// Why.
        public var reason: Reason
        /// The masterchain block as of which the mirror had its whole chain; nil before that.
        public var masterchainSeqno: UInt32?
        /// The time of that block, unix seconds.
        public var time: UInt32?

        /// Makes one.
        public init(
            address: AccountAddress, reason: Reason, masterchainSeqno: UInt32? = nil, time: UInt32? = nil
        ) {
            self.address = address
            self.reason = reason
            self.masterchainSeqno = masterchainSeqno
            self.time = time
        }
    }

    /// All followed accounts, ordered by address.
    public func followedAccounts() throws -> [FollowedAccount] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT address, reason, masterchain_seqno, time FROM followed_accounts
                    JOIN accounts ON accounts.id = account_id ORDER BY address
                    """)
            return try rows.map { row in
                guard let address = AccountAddress(storedBytes: row[0]),
                    let reason = FollowedAccount.Reason(rawValue: row[1])
                else { throw MirrorError.damagedRow(table: "followed_accounts", reason: "an address or reason") }
                return FollowedAccount(
                    address: address, reason: reason,
                    masterchainSeqno: (row[2] as Int64?).flatMap { UInt32(exactly: $0) },
                    time: (row[3] as Int64?).flatMap { UInt32(exactly: $0) })
            }
        }
    }

    /// Adds accounts to those that are followed, or notes how far their chains are complete.
    public func follow(_ accounts: [FollowedAccount]) throws {
        try write { database in try Self.write(accounts, database) }
    }

    private static func write(_ followed: [FollowedAccount], _ database: Database) throws {
        guard !followed.isEmpty else { return }
        let accounts = AccountTable(database)
        // The first reason stays, and what was complete as of a block can't become less so.
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO followed_accounts(account_id, reason, masterchain_seqno, time, told_lt)
                VALUES (?1, ?2, ?3, ?4, CASE WHEN ?3 IS NULL THEN NULL ELSE (
                    SELECT max(lt) FROM requests WHERE child_id = ?1) END)
                ON CONFLICT DO UPDATE SET
                    masterchain_seqno = excluded.masterchain_seqno, time = excluded.time, told_lt = excluded.told_lt
                WHERE excluded.masterchain_seqno > ifnull(masterchain_seqno, -1)
                """)
        for account in followed {
            try statement.execute(arguments: [
                try accounts.identifier(of: account.address), account.reason.rawValue,
                account.masterchainSeqno.map { Int64($0) }, account.time.map { Int64($0) },
            ])
        }
    }

    /// The workers and clients that proxies tell of, ordered by address.
    ///
    /// - Parameter onlyStale: Only those of which a proxy told something since their chains were last complete.
    public func children(onlyStale: Bool) throws -> [AccountAddress] {
        try read { database in try Self.children(onlyStale: onlyStale, database) }
    }

    /// The workers and clients that proxies will tell of once deliveries are taken, which aren't written here; nil where
    /// one of them will be refused.
    ///
    /// Who wants to take them together with the chains of these saves to derive everything twice.
    public func children(onlyStale: Bool, after deliveries: [Delivery]) throws -> [AccountAddress]? {
        guard !deliveries.isEmpty else { return try children(onlyStale: onlyStale) }
        return try trial { database in
            let ingestion = try Ingestion(database)
            for delivery in deliveries where try ingestion.take(delivery).refusal != nil { return nil }
            try ingestion.settleRoles()
            return try Self.children(onlyStale: onlyStale, database)
        }
    }

    private static func children(onlyStale: Bool, _ database: Database) throws -> [AccountAddress] {
        let condition =
            onlyStale
            ? "AND ifnull(told_lt, -1) < ifnull((SELECT max(lt) FROM requests WHERE child_id = accounts.id), 0)"
            : ""
        return try Data.fetchAll(
            database,
            sql: """
                SELECT address FROM accounts LEFT JOIN followed_accounts ON account_id = accounts.id
                WHERE role IN ('worker', 'client') \(condition) ORDER BY address
                """
        ).compactMap { AccountAddress(storedBytes: $0) }
    }

    // MARK: - Gaps

    /// A part of an account's chain that is missing: from a transaction that is known by name down to one that is there.
    public struct Gap: Hashable, Sendable {
        /// The newest transaction of the missing part.
        public var from: TransactionIdentifier
        /// The logical time of the newest mirrored transaction below; 0 where there is none.
        public var downToLT: UInt64

        /// Makes one.
        public init(from: TransactionIdentifier, downToLT: UInt64) {
            self.from = from
            self.downToLT = downToLT
        }
    }

    /// What is missing of an account's chain up to a head, newest first.
    public func gaps(of address: AccountAddress, upTo head: TransactionIdentifier) throws -> [Gap] {
        try read { database in
            let accounts = AccountTable(database)
            let segments =
                try accounts.knownIdentifier(of: address).map { try SegmentTable(database).segments(of: $0) } ?? []
            var gaps: [Gap] = []
            var from = head
            for segment in segments {
                guard let highLT = UInt64(exactly: segment.highLT), let belowLT = UInt64(exactly: segment.belowLT)
                else {
                    throw MirrorError.damagedRow(table: "segments", reason: "negative logical times of \(address)")
                }
                // Newer than the head, which a lagging server may name.
                if belowLT >= head.lt { continue }
                if highLT < from.lt { gaps.append(Gap(from: from, downToLT: highLT)) }
                from = TransactionIdentifier(lt: belowLT, hash: segment.belowHash)
            }
            if from.lt > 0 { gaps.append(Gap(from: from, downToLT: 0)) }
            return gaps
        }
    }

    /// The newest mirrored transaction of an account, and whether signatures prove it; nil where there is none.
    public func newestTransaction(
        of address: AccountAddress
    ) throws -> (identifier: TransactionIdentifier, isProven: Bool)? {
        try read { database in
            guard let account = try AccountTable(database).knownIdentifier(of: address),
                let segment = try SegmentTable(database).segments(of: account).first,
                let lt = UInt64(exactly: segment.highLT)
            else { return nil }
            return (TransactionIdentifier(lt: lt, hash: segment.highHash), segment.provenLT >= segment.highLT)
        }
    }

    /// Removes what no signatures prove of an account, and derives everything again: for an account whose proven
    /// chain contradicts what some server told before.
    ///
    /// Returns how many transactions went. One SQL transaction, which costs as much as ``rebuild(progress:)``.
    public func discardUnproven(of address: AccountAddress) throws -> Int {
        try write { database in
            guard let account = try AccountTable(database).knownIdentifier(of: address) else { return 0 }
            try database.execute(
                sql: "DELETE FROM transactions WHERE account_id = ? AND proof <> ?",
                arguments: [account, Proof.proven.rawValue])
            let removed = database.changesCount
            try database.execute(
                sql: "DELETE FROM snapshots WHERE account_id = ? AND proof <> ?",
                arguments: [account, Proof.proven.rawValue])
            let table = SegmentTable(database)
            for segment in try table.segments(of: account) where segment.provenLT < segment.highLT {
                try table.cut(segment, account: account)
            }
            try Ingestion(database).sumUp(account, address)
            try rebuild(database) { _, _ in }
            return removed
        }
    }
}
