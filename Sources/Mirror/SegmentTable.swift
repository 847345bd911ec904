import GRDB
import TONBlocks
import TONCells
import TONCrypto

/// The unbroken runs of each account's chain, and how a new page joins them.
struct SegmentTable {
    /// One run: all transactions of the account in `(belowLT, highLT]`.
    struct Segment: Equatable {
        var highLT: Int64
        var highHash: Hash256
        var lowLT: Int64
        var belowLT: Int64
        var belowHash: Hash256

        /// Whether it starts with the account's first transaction.
        var reachesBeginning: Bool { belowLT == 0 }

        /// Whether a transaction at a logical time would be in it.
        func covers(_ lt: Int64) -> Bool { belowLT < lt && lt <= highLT }
    }

    private let database: Database

    init(_ database: Database) {
        self.database = database
    }

    /// All runs of an account, newest first.
    func segments(of account: Int64) throws -> [Segment] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT high_lt, high_hash, low_lt, below_lt, below_hash FROM segments
                WHERE account_id = ? ORDER BY high_lt DESC
                """)
        return try Row.fetchAll(statement, arguments: [account]).map { row in
            Segment(
                highLT: row[0], highHash: try Hash256(stored: row[1], "segments"), lowLT: row[2], belowLT: row[3],
                belowHash: try Hash256(stored: row[4], "segments"))
        }
    }

    /// The run that holds a logical time.
    func segment(of account: Int64, containing lt: Int64) throws -> Segment? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT high_lt, high_hash, low_lt, below_lt, below_hash FROM segments
                WHERE account_id = ? AND high_lt >= ? ORDER BY high_lt LIMIT 1
                """)
        guard let row = try Row.fetchOne(statement, arguments: [account, lt]) else { return nil }
        let segment = Segment(
            highLT: row[0], highHash: try Hash256(stored: row[1], "segments"), lowLT: row[2], belowLT: row[3],
            belowHash: try Hash256(stored: row[4], "segments"))
        return segment.lowLT <= lt ? segment : nil
    }

    /// Joins a run that agrees with those that are there; the runs that it touches become one.
    func join(_ page: Segment, account: Int64, with existing: [Segment]) throws {
        var joined = page
        let removal = try database.cachedStatement(sql: "DELETE FROM segments WHERE account_id = ? AND high_lt = ?")
        for segment in existing where segment.highLT >= page.belowLT && page.highLT >= segment.belowLT {
            if segment.highLT > joined.highLT {
                joined.highLT = segment.highLT
                joined.highHash = segment.highHash
            }
            if segment.belowLT < joined.belowLT {
                joined.lowLT = segment.lowLT
                joined.belowLT = segment.belowLT
                joined.belowHash = segment.belowHash
            }
            try removal.execute(arguments: [account, segment.highLT])
        }
        try database.cachedStatement(
            sql: """
                INSERT INTO segments(account_id, high_lt, high_hash, low_lt, below_lt, below_hash)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            account, joined.highLT, joined.highHash.storedBytes, joined.lowLT, joined.belowLT,
            joined.belowHash.storedBytes,
        ])
    }
}
