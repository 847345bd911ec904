import Foundation
import GRDB
import Mirror
import MirrorTestSupport
import SilkTestSupport
import Testing

/// What is no mirror is refused and left as it was.
struct OpeningTests {
    /// All content: SQLite's empty files of locks beside it are none.
    private func bytes(_ folder: TemporaryFolder) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
            guard !name.hasSuffix("-shm"), let data = FileManager.default.contents(atPath: folder.path(name)),
                !data.isEmpty
            else { continue }
            files[name] = data
        }
        return files
    }

    private func expectRefusal(
        _ folder: TemporaryFolder, access: Mirror.Access, sourceLocation: SourceLocation = #_sourceLocation,
        _ isExpected: (MirrorError) -> Bool
    ) throws {
        let before = try bytes(folder)
        let error = #expect(throws: MirrorError.self, sourceLocation: sourceLocation) {
            try Mirror(path: folder.path("mirror.sqlite"), access: access)
        }
        #expect(error.map(isExpected) == true, "\(error.map { "\($0)" } ?? "none")", sourceLocation: sourceLocation)
        #expect(error?.description.contains("mirror.sqlite") == true, sourceLocation: sourceLocation)
        #expect(try bytes(folder) == before, sourceLocation: sourceLocation)
    }

    private func isNotAMirror(_ error: MirrorError) -> Bool {
        if case .notAMirror = error { true } else { false }
    }

    @Test("a missing file is not made to be read")
    func missing() throws {
        let folder = try TemporaryFolder()
        try expectRefusal(folder, access: .readOnly) { $0 == .notFound(path: folder.path("mirror.sqlite")) }
    }

    @Test("a mirror of a newer version", arguments: [Mirror.Access.readOnly, .readWrite])
    func newerVersion(access: Mirror.Access) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("mirror.sqlite")
        _ = try Mirror(path: path)
        try DatabaseQueue(path: path).write { database in
            try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 of the future')")
        }
        try expectRefusal(folder, access: access) { $0 == .newerVersion(path: path) }
    }

    @Test(
        "another program's database", arguments: [Mirror.Access.readOnly, .readWrite],
        ["CREATE TABLE notes(text)", "CREATE TABLE t(x); CREATE INDEX i ON t(x); INSERT INTO t VALUES (1); ANALYZE"])
    func foreign(access: Mirror.Access, content: String) throws {
        let folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.path("mirror.sqlite"))
        try queue.writeWithoutTransaction { try $0.execute(sql: content) }
        try queue.close()
        try expectRefusal(folder, access: access, isNotAMirror)
    }

    @Test("another program's database with migrations of its own", arguments: [Mirror.Access.readOnly, .readWrite])
    func foreignMigrations(access: Mirror.Access) throws {
        let folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.path("mirror.sqlite"))
        var migrator = DatabaseMigrator()
        migrator.registerMigration("notes") { try $0.execute(sql: "CREATE TABLE notes(text)") }
        try migrator.migrate(queue)
        try queue.close()
        try expectRefusal(folder, access: access, isNotAMirror)
    }

    @Test("a file of anything", arguments: [Mirror.Access.readOnly, .readWrite])
    func garbage(access: Mirror.Access) throws {
        var random = SeededGenerator(seed: 1)
        for size in [1, 15, 100, 4096, 10_000] {
            let folder = try TemporaryFolder()
            let content = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
            try Data(content).write(to: folder.url.appendingPathComponent("mirror.sqlite"))
            try expectRefusal(folder, access: access, isNotAMirror)
        }
    }

    @Test("a folder in the place of the file", arguments: [Mirror.Access.readOnly, .readWrite])
    func folder(access: Mirror.Access) throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("mirror.sqlite"), withIntermediateDirectories: true)
        #expect(throws: MirrorError.self) { try Mirror(path: folder.path("mirror.sqlite"), access: access) }
    }

    @Test("an empty file becomes a mirror, but not by reading")
    func empty() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: folder.url.appendingPathComponent("mirror.sqlite"))
        try expectRefusal(folder, access: .readOnly, isNotAMirror)
        #expect(try Mirror(path: folder.path("mirror.sqlite")).status().transactions == 0)
        #expect(try Mirror(path: folder.path("mirror.sqlite"), access: .readOnly).status().transactions == 0)
    }

    @Test(
        "a folder that can't be written",
        .enabled(if: geteuid() != 0, "the superuser can write everywhere"))
    func readOnlyFolder() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.url.path)
        defer {
            try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
        }
        try expectRefusal(folder, access: .readWrite) { if case .notWritable = $0 { true } else { false } }
    }

    @Test("a mirror that another process writes: reading goes on, a second writer is told")
    func twoWriters() throws {
        let temporary = try TemporaryMirror()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: temporary.path, configuration: configuration)
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(try temporary.mirror.status().transactions == 0)
        #expect(try Mirror(path: temporary.path, access: .readOnly).status().transactions == 0)
        #expect(throws: MirrorError.busy(path: temporary.path)) { try temporary.mirror.rebuild() }
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
        try temporary.mirror.rebuild()
    }
}
