import Foundation
import GRDB
import Settlement
import TONBlocks
import TONCells
import TONCrypto

/// Takes deliveries into the raw tables, within one SQL transaction.
///
/// A delivery is checked against what is mirrored before its first row is written, so that a refused one leaves
/// nothing behind.
final class Ingestion {
    private let database: Database
    private let store: LedgerStore
    private let derivation: Derivation

    init(_ database: Database) throws {
        self.database = database
        store = try LedgerStore(database)
        let isEmpty =
            try Bool.fetchOne(database, sql: "SELECT NOT EXISTS (SELECT 1 FROM transactions)") ?? false
        derivation = Derivation(database, store, coversAll: isEmpty && !store.hasClaims)
    }

    /// Takes one delivery.
    func take(_ delivery: Delivery) throws -> DeliveryReceipt {
        do {
            switch delivery {
            case .page(let page): return try take(page)
            case .state(let snapshot): return try take(snapshot)
            case .claim(let transaction): return try take(claim: transaction)
            }
        } catch let refusal as MirrorError where refusal.isRefusal {
            return DeliveryReceipt(refusal: refusal)
        }
    }

    /// Derives which accounts are contracts, and nothing else.
    func settleRoles() throws {
        try derivation.settleRoles()
    }

    /// Derives everything that the deliveries changed.
    func finish() throws {
        try derivation.finish()
    }

    // MARK: - Pages

    private func take(_ page: TransactionPage) throws -> DeliveryReceipt {
        let fresh = try check(page)
        var receipt = DeliveryReceipt(known: page.entries.count)
        guard let account = fresh.account ?? (try? store.accounts.identifier(of: page.account)) else { return receipt }
        let run =
            try fresh.existing.first { $0.includes(fresh.segment) }
            ?? store.join(fresh.segment, account: account, with: fresh.existing)
        let insertion = try database.cachedStatement(
            sql: """
                INSERT INTO transactions(
                    account_id, lt, hash, previous_lt, previous_hash, time, in_message, proof, boc)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for entry in page.entries where !fresh.known.contains(Int64(entry.transaction.lt)) {
            var transaction = entry.transaction
            // What hangs below a proven transaction is proven, whoever served it.
            if let lt = Int64(exactly: transaction.lt), lt <= run.provenLT { transaction.proof = .proven }
            let key = LedgerStore.Key(account: account, lt: Int64(transaction.lt))
            try insertion.execute(arguments: [
                account, key.lt, transaction.hash.storedBytes, Int64(entry.previous.lt),
                entry.previous.hash.storedBytes, transaction.time, transaction.inMessage?.hash.storedBytes,
                transaction.proof.rawValue, entry.data,
            ])
            try removeClaim(key)
            store.remember(transaction, key)
            try derivation.absorb(transaction, key)
            receipt.accepted += 1
        }
        receipt.known -= receipt.accepted
        if receipt.accepted > 0 {
            try removeClaims(of: account, within: fresh.segment)
            try set(fresh.sums, of: account, count: receipt.accepted)
            try dropDisprovedSnapshot(account, page, within: fresh.segment)
            try derivation.extended(account, downTo: fresh.segment.lowLT)
        }
        for older in fresh.existing where run.covers(older.highLT) && older.provenLT < min(older.highLT, run.provenLT) {
            try raiseProof(
                of: account, above: max(older.provenLT, older.belowLT), upTo: min(older.highLT, run.provenLT))
        }
        return receipt
    }

    /// Marks transactions as proven that a proven one was found to hang above of.
    private func raiseProof(of account: Int64, above low: Int64, upTo high: Int64) throws {
        let select = try database.cachedStatement(
            sql: "SELECT lt FROM transactions WHERE account_id = ? AND lt > ? AND lt <= ? AND proof <> ?")
        let update = try database.cachedStatement(
            sql: "UPDATE transactions SET proof = ? WHERE account_id = ? AND lt = ?")
        // A proxy's own stake isn't projected from the transaction alone, so it isn't written again with it.
        let stakes = try database.cachedStatement(
            sql: "UPDATE stakes SET proof = ?1 WHERE account_id = ?2 AND anchor_id = ?2 AND lt = ?3")
        for lt in try Int64.fetchAll(select, arguments: [account, low, high, Proof.proven.rawValue]) {
            try update.execute(arguments: [Proof.proven.rawValue, account, lt])
            try stakes.execute(arguments: [Proof.proven.rawValue, account, lt])
            let key = LedgerStore.Key(account: account, lt: lt)
            store.forget(key)
            derivation.mark(key)
            if let transaction = try store.transaction(key) { try derivation.absorb(transaction, key) }
        }
    }

    /// What a page adds, after checking that it agrees with every run of the account that is mirrored.
    private func check(_ page: TransactionPage) throws -> Fresh {
        guard let highLT = Int64(exactly: page.head.lt), let oldest = page.entries.last,
            let lowLT = Int64(exactly: oldest.transaction.lt), let belowLT = Int64(exactly: page.below.lt)
        else { throw MirrorError.logicalTimeTooLarge(account: page.account, lt: page.head.lt) }
        var fresh = Fresh(
            segment: SegmentTable.Segment(
                highLT: highLT, highHash: page.head.hash, lowLT: lowLT, belowLT: belowLT,
                belowHash: page.below.hash, provenLT: oldest.transaction.proof == .proven ? highLT : 0))
        guard let account = try store.accounts.knownIdentifier(of: page.account) else {
            fresh.sums = try Sums().adding(page.entries, of: page.account)
            return fresh
        }
        fresh.account = account
        fresh.existing = try store.segments.segments(of: account)
        for segment in fresh.existing {
            try checkTouch(page, fresh.segment, segment)
            let low = max(belowLT, segment.belowLT)
            let high = min(highLT, segment.highLT)
            guard low < high else { continue }
            // Both tell of (low, high]: they must tell the same.
            var mirrored: [Int64: Hash256] = [:]
            let statement = try database.cachedStatement(
                sql: "SELECT lt, hash FROM transactions WHERE account_id = ? AND lt > ? AND lt <= ?")
            let rows = try Row.fetchCursor(statement, arguments: [account, low, high])
            while let row = try rows.next() {
                mirrored[row[0]] = try Hash256(stored: row[1], "transactions")
            }
            for entry in page.entries {
                let lt = Int64(entry.transaction.lt)
                guard lt > low, lt <= high else { continue }
                guard mirrored.removeValue(forKey: lt) == entry.transaction.hash else {
                    throw MirrorError.conflict(
                        account: page.account, lt: entry.transaction.lt, expected: try hash(account, lt),
                        found: entry.transaction.hash)
                }
                fresh.known.insert(lt)
            }
            if let (lt, expected) = mirrored.min(by: { $0.key < $1.key }) {
                throw MirrorError.conflict(account: page.account, lt: UInt64(lt), expected: expected, found: nil)
            }
        }
        let new = page.entries.filter { !fresh.known.contains(Int64($0.transaction.lt)) }
        fresh.sums = try sums(of: account).adding(new, of: page.account)
        return fresh
    }

    /// Where one ends right above the other, the upper must name the lower's newest transaction.
    private func checkTouch(
        _ page: TransactionPage, _ new: SegmentTable.Segment, _ segment: SegmentTable.Segment
    ) throws {
        if new.belowLT == segment.highLT, new.belowHash != segment.highHash {
            throw MirrorError.conflict(
                account: page.account, lt: UInt64(new.belowLT), expected: segment.highHash, found: new.belowHash)
        }
        if segment.belowLT == new.highLT, segment.belowHash != new.highHash {
            throw MirrorError.conflict(
                account: page.account, lt: UInt64(new.highLT), expected: segment.belowHash, found: new.highHash)
        }
    }

    private func hash(_ account: Int64, _ lt: Int64) throws -> Hash256? {
        let statement = try database.cachedStatement(
            sql: "SELECT hash FROM transactions WHERE account_id = ? AND lt = ?")
        return try Data.fetchOne(statement, arguments: [account, lt]).map { try Hash256(stored: $0, "transactions") }
    }

    private struct Fresh {
        var segment: SegmentTable.Segment
        var account: Int64?
        var existing: [SegmentTable.Segment] = []
        var known: Set<Int64> = []
        /// The account's sums with the new transactions in them.
        var sums = Sums()
    }

    /// What an account's transactions add up to.
    private struct Sums {
        var flow: Int128 = 0
        var bounced: Int128 = 0

        /// Throws a refusal where a sum leaves its range, which no real coins reach.
        func adding(_ entries: [TransactionPage.Entry], of account: AccountAddress) throws -> Sums {
            var sums = self
            var overflow = false
            func add(_ amount: Int128, to sum: inout Int128) {
                let (value, isOver) = sum.addingReportingOverflow(amount)
                sum = value
                overflow = overflow || isOver
            }
            for entry in entries {
                add(entry.balanceChange, to: &sums.flow)
                guard let message = entry.transaction.inMessage, message.isBounced else { continue }
                add(Int128(message.value.nanoTON), to: &sums.bounced)
            }
            guard !overflow else { throw MirrorError.amountsTooLarge(account: account) }
            return sums
        }
    }

    private func sums(of account: Int64) throws -> Sums {
        let select = try database.cachedStatement(sql: "SELECT flow, bounced FROM accounts WHERE id = ?")
        guard let row = try Row.fetchOne(select, arguments: [account]), let flow = Int128(row[0] as String),
            let bounced = Int128(row[1] as String)
        else { throw MirrorError.damagedRow(table: "accounts", reason: "sums of account \(account)") }
        return Sums(flow: flow, bounced: bounced)
    }

    /// Adds up an account's transactions anew, after some were removed.
    func sumUp(_ account: Int64, _ address: AccountAddress) throws {
        try database.execute(
            sql: "UPDATE accounts SET flow = '0', bounced = '0', transaction_count = 0 WHERE id = ?",
            arguments: [account])
        for segment in try store.segments.segments(of: account) {
            let bags = try Data.fetchAll(
                database,
                sql: "SELECT boc FROM transactions WHERE account_id = ? AND lt > ? AND lt <= ? ORDER BY lt DESC",
                arguments: [account, segment.belowLT, segment.highLT])
            let page = try TransactionPage(
                verifying: bags,
                head: TransactionIdentifier(lt: UInt64(clamping: segment.highLT), hash: segment.highHash),
                account: address, proof: .proven)
            try set(try sums(of: account).adding(page.entries, of: address), of: account, count: bags.count)
        }
    }

    private func set(_ sums: Sums, of account: Int64, count: Int) throws {
        try database.cachedStatement(
            sql: """
                UPDATE accounts SET flow = ?, bounced = ?, transaction_count = transaction_count + ? WHERE id = ?
                """
        ).execute(arguments: ["\(sums.flow)", "\(sums.bounced)", count, account])
    }

    // MARK: - States

    private func take(_ snapshot: AccountSnapshot) throws -> DeliveryReceipt {
        guard let lt = Int64(exactly: snapshot.last.lt) else {
            throw MirrorError.logicalTimeTooLarge(account: snapshot.account ?? .zero, lt: snapshot.last.lt)
        }
        let address = try owner(of: snapshot, lt: lt)
        let account = try store.accounts.identifier(of: address)
        let old = try Row.fetchOne(
            try database.cachedStatement(sql: "SELECT lt, state_hash, proof FROM snapshots WHERE account_id = ?"),
            arguments: [account])
        if let old {
            let oldLT: Int64 = old[0]
            let oldHash = try (old[1] as Data?).map { try Hash256(stored: $0, "snapshots") }
            let isBetter = snapshot.proof > (Proof(rawValue: old[2]) ?? .claimed)
            if oldLT > lt || oldLT == lt && !isBetter && (oldHash != nil || snapshot.stateHash == nil) {
                return DeliveryReceipt(known: 1)
            }
        }
        try check(snapshot, account, address)
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO snapshots(account_id, lt, hash, state_hash, balance, code, data, proof)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            account, lt, snapshot.last.hash.storedBytes, snapshot.stateHash?.storedBytes, snapshot.balance.storedText,
            snapshot.code.map { Data($0.boc([])) }, snapshot.data.map { Data($0.boc([])) },
            snapshot.proof.rawValue,
        ])
        try derivation.absorb(snapshot, of: address)
        return DeliveryReceipt(accepted: 1)
    }

    /// The account of a state that may not name it.
    private func owner(of snapshot: AccountSnapshot, lt: Int64) throws -> AccountAddress {
        if let account = snapshot.account { return account }
        let statement = try database.cachedStatement(
            sql: "SELECT account_id FROM transactions WHERE hash = ? AND lt = ?")
        guard let account = try Int64.fetchOne(statement, arguments: [snapshot.last.hash.storedBytes, lt]) else {
            throw MirrorError.unknownAccount(lt: snapshot.last.lt, hash: snapshot.last.hash)
        }
        return try store.accounts.address(of: account)
    }

    /// Compares a state with the transaction that left it, if that is mirrored.
    private func check(_ snapshot: AccountSnapshot, _ account: Int64, _ address: AccountAddress) throws {
        let lt = Int64(snapshot.last.lt)
        let found = try hash(account, lt)
        if found == nil, try !isCovered(account, lt) { return }
        guard found == snapshot.last.hash else {
            throw MirrorError.conflict(
                account: address, lt: snapshot.last.lt, expected: found, found: snapshot.last.hash)
        }
        let statement = try database.cachedStatement(
            sql: "SELECT boc FROM transactions WHERE account_id = ? AND lt = ?")
        guard let stateHash = snapshot.stateHash, let bag = try Data.fetchOne(statement, arguments: [account, lt]),
            let left = try? Transaction(cell: try Cell(boc: bag)).stateUpdate.newHash
        else { return }
        guard left == stateHash else {
            throw MirrorError.stateMismatch(
                account: address, lt: snapshot.last.lt, expected: left, found: stateHash)
        }
    }

    /// A state that came before its transaction goes again if that transaction left another one.
    private func dropDisprovedSnapshot(
        _ account: Int64, _ page: TransactionPage, within segment: SegmentTable.Segment
    ) throws {
        let statement = try database.cachedStatement(
            sql: "SELECT lt, hash, state_hash FROM snapshots WHERE account_id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [account]), segment.covers(row[0]) else { return }
        let entry = page.entries.first { Int64($0.transaction.lt) == row[0] as Int64 }
        let snapshotHash = try Hash256(stored: row[1], "snapshots")
        let stateHash = try (row[2] as Data?).map { try Hash256(stored: $0, "snapshots") }
        let left = entry.flatMap { try? Transaction(cell: try Cell(boc: $0.data)).stateUpdate.newHash }
        if snapshotHash != entry?.transaction.hash || stateHash != nil && stateHash != left {
            try database.execute(sql: "DELETE FROM snapshots WHERE account_id = ?", arguments: [account])
        }
    }

    // MARK: - Claims

    private func take(claim transaction: LedgerTransaction) throws -> DeliveryReceipt {
        guard let lt = Int64(exactly: transaction.lt) else {
            throw MirrorError.logicalTimeTooLarge(account: transaction.account, lt: transaction.lt)
        }
        let account = try store.accounts.identifier(of: transaction.account)
        if let known = try hash(account, lt) {
            guard known == transaction.hash else {
                throw MirrorError.conflict(
                    account: transaction.account, lt: transaction.lt, expected: known, found: transaction.hash)
            }
            return DeliveryReceipt(known: 1)
        }
        guard try !isCovered(account, lt) else {
            throw MirrorError.conflict(
                account: transaction.account, lt: transaction.lt, expected: nil, found: transaction.hash)
        }
        let claimed = try database.cachedStatement(
            sql: "SELECT count(*) FROM claimed_transactions WHERE account_id = ? AND lt = ?")
        guard try Int.fetchOne(claimed, arguments: [account, lt]) == 0 else { return DeliveryReceipt(known: 1) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try database.cachedStatement(
            sql: """
                INSERT INTO claimed_transactions(account_id, lt, hash, time, in_message, record)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            account, lt, transaction.hash.storedBytes, transaction.time, transaction.inMessage?.hash.storedBytes,
            try encoder.encode(try ClaimedRecord(transaction)),
        ])
        let key = LedgerStore.Key(account: account, lt: lt)
        store.rememberClaim(transaction, key)
        try derivation.absorb(transaction, key)
        return DeliveryReceipt(accepted: 1)
    }

    /// Whether all of an account's transactions around a logical time are mirrored, so that there are no others.
    private func isCovered(_ account: Int64, _ lt: Int64) throws -> Bool {
        try store.segments.segments(of: account).contains { $0.covers(lt) }
    }

    /// A raw transaction takes the place of a claimed one.
    private func removeClaim(_ key: LedgerStore.Key) throws {
        guard let claim = try store.claimedTransaction(key) else { return }
        try database.cachedStatement(sql: "DELETE FROM claimed_transactions WHERE account_id = ? AND lt = ?")
            .execute(arguments: [key.account, key.lt])
        store.forget(key)
        try derivation.retract(claim, key)
    }

    /// Where all transactions of an account are mirrored, claims of others are disproved.
    private func removeClaims(of account: Int64, within segment: SegmentTable.Segment) throws {
        let statement = try database.cachedStatement(
            sql: "SELECT lt FROM claimed_transactions WHERE account_id = ? AND lt > ? AND lt <= ?")
        for lt in try Int64.fetchAll(statement, arguments: [account, segment.belowLT, segment.highLT]) {
            try removeClaim(LedgerStore.Key(account: account, lt: lt))
        }
    }
}

extension AccountAddress {
    fileprivate static let zero = AccountAddress(hash: .zero)
}
