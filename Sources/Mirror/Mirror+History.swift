import Foundation
import GRDB
public import TONBlocks
public import TONCells
import TONCrypto

/// How much of an account's history is mirrored as raw transactions.
public struct AccountHistory: Hashable, Sendable {
    /// How many raw transactions there are.
    public let count: Int
    /// The newest.
    public let newest: TransactionIdentifier
    /// What the oldest names as the one before it: ``TransactionIdentifier/none`` where the history is whole.
    public let below: TransactionIdentifier
    /// Whether some are missing in between.
    public let hasGaps: Bool
}

extension Mirror {
    /// The accounts of which raw transactions are mirrored, ordered by address.
    public func accountsWithHistory() throws -> [AccountAddress] {
        try read { database in
            try Data.fetchAll(
                database,
                sql: """
                    SELECT address FROM accounts
                    WHERE EXISTS (SELECT 1 FROM segments WHERE account_id = accounts.id) ORDER BY address
                    """
            ).map { bytes in
                guard let address = AccountAddress(storedBytes: bytes) else {
                    throw MirrorError.damagedRow(table: "accounts", reason: "\(bytes.count) bytes are no address")
                }
                return address
            }
        }
    }

    /// How much of an account's history is mirrored; nil where nothing is.
    public func history(of address: AccountAddress) throws -> AccountHistory? {
        try read { database in
            guard let identifier = try AccountTable(database).knownIdentifier(of: address) else { return nil }
            let segments = try SegmentTable(database).segments(of: identifier)
            guard let newest = segments.first, let oldest = segments.last else { return nil }
            let count =
                try Int.fetchOne(
                    database, sql: "SELECT count(*) FROM transactions WHERE account_id = ?", arguments: [identifier])
                ?? 0
            return AccountHistory(
                count: count,
                newest: TransactionIdentifier(lt: UInt64(clamping: newest.highLT), hash: newest.highHash),
                below: TransactionIdentifier(lt: UInt64(clamping: oldest.belowLT), hash: oldest.belowHash),
                hasGaps: segments.count > 1)
        }
    }

    /// An account's raw transactions behind a logical time, oldest first, at most so many.
    public func rawTransactions(
        of address: AccountAddress, after lt: UInt64 = 0, limit: Int
    ) throws -> [Cell] {
        try read { database in
            guard let identifier = try AccountTable(database).knownIdentifier(of: address),
                let lt = Int64(exactly: lt)
            else { return [] }
            return try Row.fetchAll(
                database,
                sql: "SELECT boc, hash FROM transactions WHERE account_id = ? AND lt > ? ORDER BY lt LIMIT ?",
                arguments: [identifier, lt, limit]
            ).map { row in
                do {
                    let cell = try Cell(boc: row[0] as Data)
                    let hash = try Hash256(stored: row[1], "transactions")
                    guard cell.hash == hash else {
                        throw CellError.outOfRange("expected the hash \(hash), found \(cell.hash)")
                    }
                    return cell
                } catch {
                    throw MirrorError.damagedRow(table: "transactions", reason: "account \(address): \(error)")
                }
            }
        }
    }
}
