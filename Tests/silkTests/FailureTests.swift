import Foundation
import GRDB
import Mirror
import SilkTestSupport
import Testing

/// Exit codes, and what stdout and stderr get, where something is wrong.
@Suite struct FailureTests {
    /// Runs `silk`, expects one line of error that begins alike, and nothing on stdout.
    @discardableResult
    private func fails(
        _ arguments: [String], mirror: String, with code: Int32, saying text: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> SilkProcess.Result {
        let result = try await SilkProcess.run(arguments, mirror: mirror)
        #expect(result.exitCode == code, "\(result)", sourceLocation: sourceLocation)
        #expect(result.output == "", sourceLocation: sourceLocation)
        #expect(result.error.hasPrefix("silk: "), "\(result.error)", sourceLocation: sourceLocation)
        if let text { #expect(result.error.contains(text), "\(result.error)", sourceLocation: sourceLocation) }
        if code != 64 { #expect(result.error.split(separator: "\n").count == 1, sourceLocation: sourceLocation) }
        return result
    }

    static let readers: [[String]] = [
        ["worker", "rewards", Demo.worker], ["payouts", "list"], ["jobs", "list"], ["stakes", "list"],
        ["events", "list"], ["client", "show", Demo.worker], ["proxy", "show"], ["root", "show"],
        ["address", "derive", "worker", "--owner", Demo.worker, "--proxy", Demo.proxy],
    ]

    @Test(
        "wrong usage exits with 64",
        arguments: [
            ["frob"], ["worker", "rewards"], ["payouts", "list", "--since", "yesterday"],
            ["payouts", "list", "--since", "2026"], ["payouts", "list", "--since", "2026-13-01"],
            ["payouts", "list", "--limit", "0"], ["payouts", "list", "--limit", "1000001"],
            ["payouts", "list", "--after", "1:2:3"], ["payouts", "list", "--csv", "--json"],
            ["events", "list", "--kind", "rain"], ["decode", "00", "--role", "king"], ["decode", "00", "--key", "12"],
            ["decode", "00", "--external", "--role", "root"], ["mirror", "import"],
        ])
    func usage(_ arguments: [String]) async throws {
        try await fails(arguments, mirror: "/nowhere", with: 64)
    }

    @Test("an address that is none, or that the mirror doesn't know, exits with 65")
    func addresses() async throws {
        let mirror = try await SampleMirror.demo.path
        let unknown = "UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7"
        for text in ["nonsense", "0:12", "", String(Demo.worker.dropLast()), Demo.worker.lowercased()] {
            try await fails(["worker", "rewards", text], mirror: mirror, with: 65)
        }
        for command in ["worker rewards", "client show", "proxy show", "root show"] {
            let arguments = command.split(separator: " ").map(String.init)
            try await fails(arguments + [unknown], mirror: mirror, with: 65, saying: "is not in the mirror")
            try await fails(arguments + [Demo.worker.dropLast() + "x"], mirror: mirror, with: 65, saying: "mistyped")
        }
        try await fails(
            ["payouts", "list", "--worker", unknown], mirror: mirror, with: 65, saying: "is not in the mirror")
        try await fails(["worker", "rewards", Demo.proxy], mirror: mirror, with: 65, saying: "is a proxy, no worker")
        try await fails(["client", "show", Demo.worker], mirror: mirror, with: 65, saying: "is a worker, no client")
        try await fails(["root", "show", Demo.proxy], mirror: mirror, with: 65, saying: "is a proxy, no root")
        try await fails(["proxy", "show", Demo.root], mirror: mirror, with: 65, saying: "is a root, no proxy")
    }

    @Test("a mirror that isn't there, is empty, newer, or no mirror exits with 65", arguments: readers)
    func mirrors(_ arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        try await fails(arguments, mirror: folder.path("absent.sqlite"), with: 65, saying: "there is no mirror")
        #expect(!FileManager.default.fileExists(atPath: folder.path("absent.sqlite")))

        let empty = folder.path("empty.sqlite")
        _ = try Mirror(path: empty)
        try await fails(arguments, mirror: empty, with: 65, saying: "is empty")

        let newer = folder.path("newer.sqlite")
        _ = try Mirror(path: newer)
        let queue = try DatabaseQueue(path: newer)
        try await queue.write { database in
            try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 from the future')")
        }
        try queue.close()
        try await fails(arguments, mirror: newer, with: 65, saying: "newer version")

        try folder.write("text.sqlite", Array("no database, but long enough to be looked at as one".utf8))
        try await fails(arguments, mirror: folder.path("text.sqlite"), with: 65, saying: "is no mirror")

        let foreign = try DatabaseQueue(path: folder.path("foreign.sqlite"))
        try await foreign.write { try $0.execute(sql: "CREATE TABLE other (a)") }
        try foreign.close()
        try await fails(arguments, mirror: folder.path("foreign.sqlite"), with: 65, saying: "another program's")

        try await fails(arguments, mirror: folder.url.path, with: 65, saying: "is a folder")
    }

    @Test("an empty mirror has a status")
    func emptyStatus() async throws {
        let folder = try TemporaryFolder()
        _ = try Mirror(path: folder.path("mirror.sqlite"))
        let result = try await SilkProcess.run(["status", "--json"], mirror: folder.path("mirror.sqlite"))
        #expect(result.exitCode == 0)
        #expect(result.json?["transactions"] as? Int == 0)
        #expect(result.json?["last"] is NSNull)
    }

    @Test("a mirror that can't be written exits with 1")
    func unwritable() async throws {
        try await fails(
            ["mirror", "import", SampleMirror.demoFolder], mirror: "/dev/null/folder/mirror.sqlite", with: 1,
            saying: "can't write the mirror")
    }

    @Test("rebuilding makes no mirror where there is none")
    func rebuildAbsent() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("mirror.sqlite")
        try await fails(["mirror", "rebuild"], mirror: path, with: 65, saying: "there is no mirror")
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("a path that isn't there exits with 65 and makes no mirror")
    func badPath() async throws {
        let folder = try TemporaryFolder()
        try await fails(
            ["mirror", "import", folder.path("absent.json")], mirror: folder.path("mirror.sqlite"), with: 65,
            saying: "there is no file or folder")
        #expect(!FileManager.default.fileExists(atPath: folder.path("mirror.sqlite")))
    }

    @Test("a bad file is refused with its reason, and everything else is taken")
    func badFile() async throws {
        let folder = try TemporaryFolder()
        try folder.write("bad.json", Array("{\"ok\": tru".utf8))
        let mirror = folder.path("mirror.sqlite")
        for (flags, code) in [([], 65), (["--allow-refused"], 0)] as [([String], Int32)] {
            let result = try await SilkProcess.run(
                ["mirror", "import", folder.path("bad.json"), SampleMirror.demoFolder, "--json"] + flags,
                mirror: mirror)
            #expect(result.exitCode == code)
            let refused = try #require(result.json?["refused"] as? [[String: Any]])
            #expect(refused.count == 1)
            #expect(refused.first?["file"] as? String == folder.path("bad.json"))
            #expect((refused.first?["reason"] as? String)?.isEmpty == false)
            #expect(result.error.contains("1 part was refused") == (code == 65))
            let transactions = try #require(result.json?["transactions"] as? [String: Int])
            #expect(transactions["accepted"].map { $0 + (transactions["known"] ?? 0) } == 335)
        }
        let demo = try await SampleMirror.demo.run(["mirror", "digest"])
        let own = try await SilkProcess.run(["mirror", "digest"], mirror: mirror)
        #expect(own.output == demo.output)

        let rebuilt = try await SilkProcess.run(["mirror", "rebuild", "--json"], mirror: mirror)
        #expect(rebuilt.exitCode == 0)
        #expect(rebuilt.error == "")
        #expect(rebuilt.json?["transactions"] as? Int == 335)
        let again = try await SilkProcess.run(["mirror", "digest"], mirror: mirror)
        #expect(again.output == demo.output)
    }

    @Test("a folder without .json files exits with 65")
    func emptyFolder() async throws {
        let folder = try TemporaryFolder()
        let result = try await SilkProcess.run(
            ["mirror", "import", folder.url.path], mirror: folder.path("mirror.sqlite"))
        #expect(result.exitCode == 65)
        #expect(result.error.contains("no .json files"))
    }

    @Test("the mirror's place: flag over SILK_MIRROR over XDG_DATA_HOME over HOME")
    func places() async throws {
        let folder = try TemporaryFolder()
        let environment = ["HOME": folder.path("home"), "XDG_DATA_HOME": folder.path("data")]
        var result = try await SilkProcess.run(["status"], environment: ["HOME": folder.path("home")])
        #expect(result.error.contains(folder.path("home") + "/.local/share/silk/mirror.sqlite"))
        result = try await SilkProcess.run(["status"], environment: environment)
        #expect(result.error.contains(folder.path("data") + "/silk/mirror.sqlite"))
        let named = environment.merging(["SILK_MIRROR": folder.path("named.sqlite")]) { $1 }
        result = try await SilkProcess.run(["status"], environment: named)
        #expect(result.error.contains(folder.path("named.sqlite")))
        result = try await SilkProcess.run(
            ["status", "--mirror", folder.path("flag.sqlite")], environment: named)
        #expect(result.error.contains(folder.path("flag.sqlite")))
    }
}
