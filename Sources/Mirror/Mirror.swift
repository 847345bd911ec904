import Foundation
import GRDB

/// A local copy of what the chain says about COCOON: raw transactions, and everything that settlement makes of them.
///
/// A SQLite file in WAL mode. One process writes at a time, any number read. Each change is one SQL transaction:
/// whoever reads, and whoever opens the file after a crash, sees all of it or nothing.
public final class Mirror: Sendable {
    /// Where the file is.
    public let path: String
    let pool: DatabasePool

    /// How a mirror is opened.
    public enum Access: Sendable {
        /// Made where it doesn't exist, brought up to date where it is older.
        case readWrite
        /// Only read. Throws where it doesn't exist.
        case readOnly
    }

    /// Opens a mirror.
    ///
    /// Throws ``MirrorError`` where the file is missing, is no mirror, was made by a newer version, or can't be
    /// written; the file is left as it was then.
    public init(path: String, access: Access = .readWrite) throws(MirrorError) {
        self.path = path
        let manager = FileManager.default
        let exists = manager.fileExists(atPath: path)
        if access == .readOnly, !exists { throw .notFound(path: path) }
        if !exists {
            let folder = (path as NSString).deletingLastPathComponent
            do {
                if !folder.isEmpty { try manager.createDirectory(atPath: folder, withIntermediateDirectories: true) }
            } catch {
                throw .notWritable(path: path, reason: "its folder can't be made")
            }
        }
        do {
            let isComplete = try exists && Self.inspect(path: path)
            if !isComplete, access == .readOnly {
                throw MirrorError.notAMirror(
                    path: path, reason: "it is empty, or of an older version: import into it first")
            }
            pool = try DatabasePool(path: path, configuration: Self.configuration(access))
            if !isComplete { try Schema.migrator.migrate(pool) }
        } catch let error as MirrorError {
            throw error
        } catch let error as DatabaseError {
            let refusal = MirrorError(error, path: path)
            if access == .readOnly, case .notWritable(_, let reason) = refusal {
                throw .notReadable(path: path, reason: reason)
            }
            throw refusal
        } catch {
            throw .notAMirror(path: path, reason: "\(error)")
        }
    }

    /// Looks at what is there before anything is opened for writing, which would change even a foreign file: whether
    /// it is a mirror of this version. Throws where it is none of any version.
    private static func inspect(path: String) throws -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw MirrorError.notAMirror(path: path, reason: "it can't be read")
        }
        defer { try? handle.close() }
        let start: Data
        do {
            start = try handle.read(upToCount: magic.count) ?? Data()
        } catch {
            throw MirrorError.notAMirror(path: path, reason: "it can't be read")
        }
        if start.isEmpty { return false }
        guard start.elementsEqual(magic) else {
            throw MirrorError.notAMirror(path: path, reason: "it is no SQLite database")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration(.readOnly))
        return try queue.read { database in
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            if tables == 0 { return false }
            let known = Set(Schema.migrator.migrations)
            let applied = try Schema.migrator.appliedIdentifiers(database)
            guard !applied.isDisjoint(with: known) else {
                throw MirrorError.notAMirror(path: path, reason: "it is another program's database")
            }
            guard applied.isSubset(of: known) else { throw MirrorError.newerVersion(path: path) }
            return applied == known
        }
    }

    /// How every SQLite file starts.
    private static let magic = Array("SQLite format 3\0".utf8)

    private static func configuration(_ access: Access) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = access == .readOnly
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(5)
        configuration.label = "mirror"
        configuration.prepareDatabase { database in
            // In WAL mode NORMAL loses nothing that was committed when the process dies; only a power cut may take
            // the last commits back, whole.
            try database.execute(
                sql: "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY")
        }
        return configuration
    }

    /// Runs queries on one state of the mirror.
    func read<T>(_ body: (Database) throws -> T) throws -> T {
        do {
            return try pool.read(body)
        } catch let error as DatabaseError {
            throw MirrorError(error, path: path)
        }
    }

    /// Runs one SQL transaction.
    func write<T>(_ body: (Database) throws -> T) throws -> T {
        do {
            return try pool.write(body)
        } catch let error as DatabaseError {
            throw MirrorError(error, path: path)
        }
    }

    /// Runs what writes, and takes back all that it wrote.
    func trial<T>(_ body: (Database) throws -> T) throws -> T {
        do {
            return try pool.writeWithoutTransaction { database in
                var results: [T] = []
                try database.inTransaction(.immediate) {
                    results = [try body(database)]
                    return .rollback
                }
                return results[0]
            }
        } catch let error as DatabaseError {
            throw MirrorError(error, path: path)
        }
    }
}

extension MirrorError {
    /// What a failure of SQLite means for the user.
    init(_ error: DatabaseError, path: String) {
        let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_PERM:
            self = .notWritable(path: path, reason: reason)
        default: self = .notAMirror(path: path, reason: reason)
        }
    }
}
