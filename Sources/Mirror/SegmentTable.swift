import Foundation
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
        /// The highest logical time of the run that validators' signatures prove, and with it all below; 0 for none.
        var provenLT: Int64 = 0

        /// Whether it starts with the account's first transaction.
        var reachesBeginning: Bool { belowLT == 0 }

        /// Whether a transaction at a logical time would be in it.
        func covers(_ lt: Int64) -> Bool { belowLT < lt && lt <= highLT }

        /// Whether another run of the same chain says nothing that this one doesn't.
        func includes(_ other: Segment) -> Bool {
            belowLT <= other.belowLT && highLT >= other.highLT && provenLT >= other.provenLT
        }
    }

    private let database: Database

    init(_ database: Database) {
        self.database = database
    }

    /// All runs of an account, newest first.
    func segments(of account: Int64) throws -> [Segment] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT high_lt, high_hash, low_lt, below_lt, below_hash, proven_lt FROM segments
                WHERE account_id = ? ORDER BY high_lt DESC
                """)
        return try Row.fetchAll(statement, arguments: [account]).map { try Segment($0) }
    }

    /// The run that holds a logical time.
    func segment(of account: Int64, containing lt: Int64) throws -> Segment? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT high_lt, high_hash, low_lt, below_lt, below_hash, proven_lt FROM segments
                WHERE account_id = ? AND high_lt >= ? ORDER BY high_lt LIMIT 1
                """)
        guard let row = try Row.fetchOne(statement, arguments: [account, lt]) else { return nil }
        let segment = try Segment(row)
        return segment.lowLT <= lt ? segment : nil
    }

    /// Takes away what isn't proven of a run; all of it where nothing is.
    func cut(_ segment: Segment, account: Int64) throws {
        try database.execute(
            sql: "DELETE FROM segments WHERE account_id = ? AND high_lt = ?", arguments: [account, segment.highLT])
        let hash = try Data.fetchOne(
            database, sql: "SELECT hash FROM transactions WHERE account_id = ? AND lt = ?",
            arguments: [account, segment.provenLT])
        guard segment.provenLT > segment.belowLT, let hash else { return }
        var rest = segment
        rest.highLT = segment.provenLT
        rest.highHash = try Hash256(stored: hash, "transactions")
        try join(rest, account: account, with: [])
    }

    /// Joins a run that agrees with those that are there; the runs that it touches become one, which is returned.
    @discardableResult
    func join(_ page: Segment, account: Int64, with existing: [Segment]) throws -> Segment {
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
            joined.provenLT = max(joined.provenLT, segment.provenLT)
            try removal.execute(arguments: [account, segment.highLT])
        }
        try database.cachedStatement(
            sql: """
                INSERT INTO segments(account_id, high_lt, high_hash, low_lt, below_lt, below_hash, proven_lt)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            account, joined.highLT, joined.highHash.storedBytes, joined.lowLT, joined.belowLT,
            joined.belowHash.storedBytes, joined.provenLT,
        ])
        return joined
    }
}

extension SegmentTable.Segment {
    /// Reads `high_lt, high_hash, low_lt, below_lt, below_hash, proven_lt`.
    fileprivate init(_ row: Row) throws {
        self.init(
            highLT: row[0], highHash: try Hash256(stored: row[1], "segments"), lowLT: row[2], belowLT: row[3],
            belowHash: try Hash256(stored: row[4], "segments"), provenLT: row[5])
    }
}
