import Foundation
import GRDB
import Settlement
import TONBlocks
import TONCells
public import TONCrypto

extension Mirror {
    /// Derives everything again from the raw transactions, the claims and the states, in one SQL transaction.
    ///
    /// - Parameter progress: Called with the number of transactions done and of all.
    public func rebuild(progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws {
        try write { database in try rebuild(database, progress) }
    }

    /// The same within an SQL transaction of others.
    func rebuild(_ database: Database, _ progress: (_ done: Int, _ total: Int) -> Void) throws {
        try Schema.clearDerived(database)
        let store = try LedgerStore(database)
        let derivation = Derivation(database, store, coversAll: true)
        let total =
            try Int.fetchOne(
                database,
                sql: "SELECT (SELECT count(*) FROM transactions) + (SELECT count(*) FROM claimed_transactions)")
            ?? 0
        var done = 0
        for table in ["transactions", "claimed_transactions"] {
            let rows = try Row.fetchCursor(
                database, sql: "SELECT account_id, lt FROM \(table) ORDER BY lt, account_id")
            while let row = try rows.next() {
                let key = LedgerStore.Key(account: row[0], lt: row[1])
                guard let transaction = try store.transaction(key) else { continue }
                try derivation.absorb(transaction, key)
                done += 1
                if done % 1000 == 0 { progress(done, total) }
            }
        }
        let snapshots = try Row.fetchAll(
            database, sql: "SELECT account_id, lt, hash, balance, code, data FROM snapshots ORDER BY account_id")
        for row in snapshots {
            let address = try store.accounts.address(of: row[0])
            try derivation.absorb(
                AccountSnapshot(
                    account: address,
                    last: TransactionIdentifier(
                        lt: UInt64(clamping: row[1] as Int64), hash: try Hash256(stored: row[2], "snapshots")),
                    stateHash: nil, balance: try Coins(stored: row[3], "snapshots"),
                    code: try (row[4] as Data?).map { try Cell(boc: $0) },
                    data: try (row[5] as Data?).map { try Cell(boc: $0) }),
                of: address)
        }
        try derivation.finish()
        progress(total, total)
    }

    /// A hash over all content, the same for two mirrors of the same content, whatever order it came in.
    ///
    /// Compares what the tables say, not how the file stores it: accounts by address instead of by id.
    ///
    /// - Complexity: O(n) in all rows.
    public func contentDigest() throws -> Hash256 {
        try read { database in
            let accounts = AccountTable(database)
            var digest = Hash256.zero
            for table in Schema.contentTables {
                let columns = try database.columns(in: table).map(\.name)
                // An account that something only named says nothing: what named it may be gone.
                let condition = table == "accounts" ? "WHERE transaction_count > 0 OR role IS NOT NULL" : ""
                let rows = try Row.fetchCursor(database, sql: "SELECT * FROM \(table) \(condition)")
                var hashes: [Hash256] = []
                while let row = try rows.next() {
                    var bytes = Array(table.utf8)
                    for column in columns {
                        bytes += Self.digestBytes(column, row[column], try Self.address(column, row, accounts))
                    }
                    hashes.append(SHA256.hash(bytes))
                }
                for hash in hashes.sorted() { digest = SHA256.hash(digest.bytes + hash.bytes) }
            }
            return digest
        }
    }

    private static func address(_ column: String, _ row: Row, _ accounts: AccountTable) throws -> Data? {
        guard column.hasSuffix("_id"), column != "query_id", let identifier = row[column] as Int64? else { return nil }
        return try accounts.address(of: identifier).storedBytes
    }

    private static func digestBytes(_ column: String, _ value: DatabaseValue, _ address: Data?) -> [UInt8] {
        // The number of an account says nothing, and neither does the packing of a bag of cells.
        if column == "id" || column == "boc" { return [] }
        if let address { return [1] + address }
        let content: [UInt8] =
            switch value.storage {
            case .null: []
            case .int64(let number): Array("\(number)".utf8)
            case .double(let number): Array("\(number)".utf8)
            case .string(let text): Array(text.utf8)
            case .blob(let data): Array(data)
            }
        return [value.isNull ? 0 : 2] + Array("\(content.count):".utf8) + content
    }
}
