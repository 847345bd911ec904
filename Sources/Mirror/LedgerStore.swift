import Cocoon
import Foundation
import GRDB
import Settlement
import TONBlocks
import TONCells
import TONCrypto

/// The mirrored ledger as projection reads it, within one SQL transaction.
final class LedgerStore: LedgerReader {
    /// A transaction's place.
    struct Key: Hashable {
        var account: Int64
        var lt: Int64
    }

    let database: Database
    let accounts: AccountTable
    let segments: SegmentTable
    private let contracts: ContractTable
    /// Whether anything claimed is there at all: mostly not, and then nothing needs to be asked of it.
    private(set) var hasClaims: Bool
    private var transactions: [Key: LedgerTransaction] = [:]
    private var takers: [Hash256: Key] = [:]
    /// The run of each account's chain that was asked for last.
    private var runs: [Int64: SegmentTable.Segment] = [:]
    /// Beyond this many transactions in memory, all are forgotten and read again.
    private static let cacheLimit = 50_000

    init(_ database: Database) throws {
        self.database = database
        hasClaims =
            try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM claimed_transactions)") ?? false
        accounts = AccountTable(database)
        segments = SegmentTable(database)
        contracts = ContractTable(database, accounts)
    }

    // MARK: - Transactions

    /// Remembers a transaction that was just written.
    func remember(_ transaction: LedgerTransaction, _ key: Key) {
        if transactions.count >= Self.cacheLimit {
            transactions.removeAll()
            takers.removeAll()
        }
        transactions[key] = transaction
        // A claim may name a message that another transaction took: which one counts is for the tables to say.
        if transaction.proof != .claimed, let message = transaction.inMessage { takers[message.hash] = key }
    }

    /// Remembers a claimed transaction that was just written.
    func rememberClaim(_ transaction: LedgerTransaction, _ key: Key) {
        hasClaims = true
        remember(transaction, key)
    }

    /// Forgets a claimed transaction that a raw one replaces.
    func forget(_ key: Key) {
        transactions[key] = nil
    }

    /// A mirrored transaction, raw or claimed.
    func transaction(_ key: Key) throws -> LedgerTransaction? {
        if let known = transactions[key] { return known }
        guard let transaction = try rawTransaction(key) ?? claimedTransaction(key) else { return nil }
        remember(transaction, key)
        return transaction
    }

    private func rawTransaction(_ key: Key) throws -> LedgerTransaction? {
        let statement = try database.cachedStatement(
            sql: "SELECT boc, proof FROM transactions WHERE account_id = ? AND lt = ?")
        guard let row = try Row.fetchOne(statement, arguments: [key.account, key.lt]) else { return nil }
        let account = try accounts.address(of: key.account)
        do {
            return try LedgerTransaction(
                raw: try Cell(boc: row[0] as Data), workchain: account.workchain,
                proof: Proof(rawValue: row[1]) ?? .linked)
        } catch {
            throw MirrorError.damagedRow(table: "transactions", reason: "account \(account), lt \(key.lt): \(error)")
        }
    }

    func claimedTransaction(_ key: Key) throws -> LedgerTransaction? {
        guard hasClaims else { return nil }
        let statement = try database.cachedStatement(
            sql: "SELECT record FROM claimed_transactions WHERE account_id = ? AND lt = ?")
        guard let record = try Data.fetchOne(statement, arguments: [key.account, key.lt]) else { return nil }
        return try JSONDecoder().decode(ClaimedRecord.self, from: record).transaction()
    }

    /// Where the transaction that took a message is.
    func taker(of message: Hash256) throws -> Key? {
        if let known = takers[message] { return known }
        let raw = try database.cachedStatement(
            sql: "SELECT account_id, lt FROM transactions WHERE in_message = ?")
        if let row = try Row.fetchOne(raw, arguments: [message.storedBytes]) {
            return Key(account: row[0], lt: row[1])
        }
        guard hasClaims else { return nil }
        let claimed = try database.cachedStatement(
            sql: """
                SELECT account_id, lt FROM claimed_transactions JOIN accounts ON accounts.id = account_id
                WHERE in_message = ? ORDER BY address, lt LIMIT 1
                """)
        guard let row = try Row.fetchOne(claimed, arguments: [message.storedBytes]) else { return nil }
        return Key(account: row[0], lt: row[1])
    }

    /// Where the transaction that sent a message is.
    ///
    /// Messages get logical times right behind that of the transaction that sends them, so it is the last one of the
    /// sender before the message, or none that is mirrored.
    func sender(of message: LedgerMessage) throws -> Key? {
        guard let source = message.source, let account = try accounts.knownIdentifier(of: source),
            let createdLT = Int64(exactly: message.createdLT)
        else { return nil }
        for table in tables {
            let statement = try database.cachedStatement(
                sql: "SELECT lt FROM \(table) WHERE account_id = ? AND lt < ? ORDER BY lt DESC LIMIT 1")
            guard let lt = try Int64.fetchOne(statement, arguments: [account, createdLT]) else { continue }
            let key = Key(account: account, lt: lt)
            if try transaction(key)?.outMessages.contains(where: { $0.hash == message.hash }) == true { return key }
        }
        return nil
    }

    /// The tables that hold transactions.
    var tables: [String] { hasClaims ? ["transactions", "claimed_transactions"] : ["transactions"] }

    // MARK: - Runs

    /// Joins a run as ``SegmentTable/join(_:account:with:)`` does.
    func join(
        _ page: SegmentTable.Segment, account: Int64, with existing: [SegmentTable.Segment]
    ) throws -> SegmentTable.Segment {
        runs[account] = nil
        return try segments.join(page, account: account, with: existing)
    }

    /// The run of an account's chain that holds a logical time.
    private func run(of account: Int64, containing lt: Int64) throws -> SegmentTable.Segment? {
        if let known = runs[account], known.lowLT <= lt, lt <= known.highLT { return known }
        let run = try segments.segment(of: account, containing: lt)
        runs[account] = run
        return run
    }

    // MARK: - LedgerReader

    func contract(at address: AccountAddress) throws -> Contract? {
        try contracts.contract(at: address)
    }

    func transaction(taking message: LedgerMessage) throws -> LedgerTransaction? {
        try taker(of: message.hash).flatMap { try transaction($0) }
    }

    func transaction(sending message: LedgerMessage) throws -> LedgerTransaction? {
        try sender(of: message).flatMap { try transaction($0) }
    }

    func request(before moment: ChildMoment) throws -> PriorRequest {
        guard let child = try accounts.knownIdentifier(of: moment.child), let lt = Int64(exactly: moment.lt) else {
            return .unknown
        }
        let statement = try database.cachedStatement(
            sql: """
                SELECT message, proxy_id, lt, body FROM requests WHERE child_id = ? AND lt < ? AND NOT is_claimed
                ORDER BY lt DESC LIMIT 1
                """)
        // Only raw transactions are without gaps, so only what they tell can be what came right before.
        let prior = try Row.fetchOne(statement, arguments: [child, lt])
        // The child's own chain has no gap between the two; or else that of the proxy which took both.
        if moment.anchor == moment.child, let anchorLT = Int64(exactly: moment.anchorLT),
            let segment = try run(of: child, containing: anchorLT)
        {
            if let prior {
                if prior[2] as Int64 > segment.lowLT { return .request(try request(prior, moment.child)) }
            } else if segment.reachesBeginning {
                return .none
            }
        }
        guard let message = moment.message, let taken = try taker(of: message),
            let segment = try run(of: taken.account, containing: taken.lt)
        else { return .unknown }
        guard let prior else { return segment.reachesBeginning ? .none : .unknown }
        guard prior[1] as Int64 == taken.account,
            let before = try taker(of: try Hash256(stored: prior[0], "requests")), before.account == taken.account,
            before.lt >= segment.lowLT
        else { return .unknown }
        return .request(try request(prior, moment.child))
    }

    func request(_ row: Row, _ child: AccountAddress) throws -> ChildRequest {
        let body = try Cell(boc: row[3] as Data).slice()
        let message = LedgerMessage(
            hash: try Hash256(stored: row[0], "requests"), source: child,
            destination: try accounts.address(of: row[1]), value: .zero, createdLT: UInt64(row[2] as Int64),
            isBounced: false, stateInit: nil, body: body)
        guard let request = ChildRequest(message) else {
            throw MirrorError.damagedRow(table: "requests", reason: "the body is no request")
        }
        return request
    }

    func stakeChange(of proxy: AccountAddress, at lt: UInt64) throws -> StakeChange? {
        guard let account = try accounts.knownIdentifier(of: proxy), let lt = Int64(exactly: lt) else { return nil }
        let statement = try database.cachedStatement(
            sql: "SELECT hash, time, kind, before, after, proof FROM stakes WHERE account_id = ? AND lt = ?")
        guard let row = try Row.fetchOne(statement, arguments: [account, lt]) else { return nil }
        return StakeChange(
            account: proxy, role: .proxy, anchor: proxy, lt: UInt64(lt), hash: try Hash256(stored: row[0], "stakes"),
            time: row[1], kind: EventKind(rawValue: row[2]) ?? .proxyStake,
            before: try (row[3] as String?).map { try Coins(stored: $0, "stakes") },
            after: try Coins(stored: row[4], "stakes"), proof: Proof(rawValue: row[5]) ?? .linked)
    }

    func rootVersion(of root: AccountAddress, at lt: UInt64) throws -> RootVersion? {
        guard let account = try accounts.knownIdentifier(of: root), let lt = Int64(exactly: lt) else { return nil }
        let statement = try database.cachedStatement(
            sql: "SELECT version, params_version, last_proxy_seqno FROM root_versions WHERE account_id = ? AND lt = ?")
        return try Row.fetchOne(statement, arguments: [account, lt]).map { row in
            RootVersion(version: row[0], paramsVersion: row[1], lastProxySeqno: row[2])
        }
    }

    // MARK: - Contracts

    /// Records what an account is; false where nothing changes.
    func setContract(_ contract: Contract) throws -> Bool {
        try contracts.set(contract)
    }

    /// Records that nothing is known of an account any more.
    func clearContract(at address: AccountAddress) throws {
        try contracts.clear(address)
    }
}
