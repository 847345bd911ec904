import Foundation
import SilkTestSupport
import TONCells
import Testing

/// The compiled contracts on the command line, on copies that a test may spoil.
@Suite struct ArtifactCommandTests {
    /// A copy of `Contracts/`, with a script for a compiler beside it.
    private struct Checkout {
        let temporary: TemporaryFolder
        var folder: URL { temporary.url }
        var artifacts: String { folder.appendingPathComponent("Contracts/artifacts").path }

        init(compiler: String? = nil) throws {
            temporary = try TemporaryFolder()
            try FileManager.default.copyItem(
                at: RecordedFixtures.packageFolder.appendingPathComponent("Contracts"),
                to: folder.appendingPathComponent("Contracts"))
            guard let compiler else { return }
            let tools = folder.appendingPathComponent("Tools")
            try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
            let script = tools.appendingPathComponent("contracts")
            try Data("#!/bin/sh\n\(compiler)\n".utf8).write(to: script)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
        }

        func run(_ arguments: String...) async throws -> SilkProcess.Result {
            try await SilkProcess.run(["artifact"] + arguments, environment: ["SILK_ARTIFACTS": artifacts])
        }

        func replace(_ old: String, with new: String, in path: String) throws {
            let file = folder.appendingPathComponent("Contracts/" + path)
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            let range = try #require(text.range(of: old))
            try Data(text.replacingCharacters(in: range, with: new).utf8).write(to: file)
        }
    }

    private static let roles = ["root", "proxy", "worker", "client", "wallet"]

    @Test("list names all contracts")
    func list() async throws {
        let checkout = try Checkout()
        let text = try await checkout.run("list")
        #expect(text.exitCode == 0, "\(text.error)")
        #expect(
            text.output.split(separator: "\n").dropFirst().map { $0.split(separator: " ")[0] }
                == Self.roles.map { $0[...] })
        let document = try #require(try await checkout.run("list", "--json").json)
        #expect(document["schema"] as? String == "silk.artifact-list/1")
        let contracts = try #require(document["contracts"] as? [[String: Any]])
        #expect(contracts.map { $0["contract"] as? String } == Self.roles)
        #expect(contracts.map { $0["layout"] as? String } == ["root/3|4", "proxy/4", "worker/4", "client/4", "wallet"])
    }

    @Test("show has all that the manifest says", arguments: roles)
    func show(_ role: String) async throws {
        let checkout = try Checkout()
        let document = try #require(try await checkout.run("show", role, "--json").json)
        #expect(document["schema"] as? String == "silk.artifact/1")
        let manifest =
            try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(fileURLWithPath: checkout.artifacts + "/manifest.json"))) as? [String: Any]
        let contracts = try #require(manifest?["contracts"] as? [[String: Any]])
        let expected = try #require(contracts.first { $0["contract"] as? String == role })
        for (key, value) in expected where key != "code" {
            #expect(document[key] as? NSObject == value as? NSObject, "\(key)")
        }
        let text = try await checkout.run("show", role)
        #expect(text.exitCode == 0)
        #expect(text.output.contains(try #require(expected["code_hash"] as? String)))
        #expect(try await checkout.run("show", "miner").exitCode == 64)
    }

    @Test("verify exits with 7 and names what differs")
    func verify() async throws {
        let checkout = try Checkout()
        let whole = try await checkout.run("verify")
        #expect(whole.exitCode == 0)
        #expect(whole.output.split(separator: "\n").count == 5)
        try checkout.replace("error::closed = 1006", with: "error::closed = 1016", in: "shared/errors.fc")
        let text = try await checkout.run("verify")
        #expect(text.exitCode == 7)
        #expect(text.error == "silk: \(checkout.artifacts) isn't what its manifest says\n")
        #expect(text.output.contains("  exit code closed\n  - 1006\n  + 1016\n"))
        let answer = try await checkout.run("verify", "--json")
        #expect(answer.exitCode == 7)
        #expect(answer.json?["schema"] as? String == "silk.artifact-verification/1")
        #expect(answer.json?["agrees"] as? Bool == false)
        let contracts = try #require(answer.json?["contracts"] as? [[String: Any]])
        #expect(contracts.map { $0["contract"] as? String } == Self.roles)
        let checks = contracts.flatMap { $0["checks"] as? [[String: Any]] ?? [] }
        let wrong = checks.filter { $0["agrees"] as? Bool == false }.compactMap { $0["subject"] as? String }
        #expect(checks.count > 200)
        #expect(
            Set(wrong) == [
                "source shared/errors.fc", "hash of all sources", "exit code closed",
            ])
    }

    @Test("diff compares folders, hashes and codes, and exits with 2 where they differ")
    func diff() async throws {
        let (one, other) = (try Checkout(), try Checkout())
        let equal = try await one.run("diff", one.artifacts, other.artifacts)
        #expect(equal.exitCode == 0)
        #expect(equal.output == Self.roles.map { "\($0): equal\n" }.joined())
        try other.replace("\"unknown_op\": 1012,", with: "", in: "artifacts/manifest.json")
        let folders = try await one.run("diff", one.artifacts, other.artifacts)
        #expect(folders.exitCode == 2)
        #expect(folders.error == "")
        #expect(
            folders.output.hasPrefix("root\n  exit code unknown_op\n  - 1012\n  + none\n  storage of a: read by b\n"))
        #expect(try await one.run("diff", "worker", other.artifacts).output == "worker: equal\n")
        #expect(try await one.run("diff", "worker", other.artifacts + "/worker.boc").exitCode == 0)

        let mainnet = try await one.run(
            "diff", "worker", "b100aeadcb1b1cb9274172044c1c27b041748ef4d2bbb8fe0f5c4da4dae67a3c", "--json")
        #expect(mainnet.exitCode == 2)
        #expect(mainnet.json?["schema"] as? String == "silk.artifact-difference/1")
        let contract = try #require((mainnet.json?["contracts"] as? [[String: Any]])?.first)
        #expect(contract["b_reads_storage_of_a"] as? Bool == true)
        let unknown = try await one.run("diff", "worker", String(repeating: "0", count: 64))
        #expect(unknown.output.contains("storage of a: NOT KNOWN TO BE READ by b"))
        let role = try await one.run("diff", "worker", one.artifacts + "/proxy.boc")
        #expect(role.output.contains("storage of a: NOT READ by b"))
    }

    @Test("a damaged folder exits with 65 and names the file")
    func damaged() async throws {
        let checkout = try Checkout()
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: checkout.artifacts + "/wallet.boc"))
        for arguments in [["list"], ["show", "root"], ["diff", "root", "x.boc"]] {
            let result = try await SilkProcess.run(["artifact"] + arguments + ["--artifacts", checkout.artifacts])
            #expect(result.exitCode == 65)
            #expect(result.error.contains("wallet.boc is no code"))
        }
        let verified = try await checkout.run("verify")
        #expect(verified.exitCode == 7)
        #expect(verified.output.contains("code wallet.boc"))
    }

    @Test("build runs the checkout's compiler, and says how it ended")
    func build() async throws {
        let good = try await Checkout(compiler: "echo compiling \"$@\"").run("build")
        #expect(good.exitCode == 0)
        #expect(good.output.hasPrefix("CONTRACT"))
        #expect(good.error.hasPrefix("compiling /") && good.error.hasSuffix("/Contracts\n"), "\(good.error)")
        let checked = try await Checkout(compiler: "echo compiling \"$@\"").run("build", "--check", "--json")
        #expect(checked.json?["schema"] as? String == "silk.artifact-list/1")
        #expect(checked.error.hasPrefix("compiling --check /") && checked.error.hasSuffix("/Contracts\n"))
        let different = try await Checkout(compiler: "echo other >&2; exit 2").run("build", "--check")
        #expect(different.exitCode == 2)
        #expect(different.output == "")
        #expect(different.error.hasPrefix("other\nsilk: "))
        for (script, arguments) in [
            ("echo oops; exit 1", ["build"]), ("echo oops; exit 2", ["build"]),
            ("echo oops; exit 1", ["build", "--check"]),
            ("echo oops; kill -9 $$", ["build"]),
        ] {
            let checkout = try Checkout(compiler: script)
            let failed = try await SilkProcess.run(
                ["artifact"] + arguments, environment: ["SILK_ARTIFACTS": checkout.artifacts])
            #expect(failed.exitCode == 1)
            #expect(failed.error.hasPrefix("oops\nsilk: the contracts don't compile"))
        }
        let missing = try await Checkout().run("build")
        #expect(missing.exitCode == 65)
        #expect(missing.error.contains("Tools/contracts can't be run"))
        let other = try Checkout(compiler: "exit 0")
        let named = try await Checkout().run("build", "--compiler", other.folder.path + "/Tools/contracts")
        #expect(named.exitCode == 0)
    }
}
