import Foundation
import SilkTestSupport
import TONCells
import Testing

/// The local ledger from the command line.
@Suite("The local ledger from the command line", .serialized)
struct LedgerCommandTests {
    private static let account = "UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7"

    @Test("coins that come in are there, the clock moves, and the books add up")
    func books() async throws {
        let trial = try await LedgerTrial()
        let empty = try await trial.document(["ledger", "show"])
        #expect(empty["schema"] as? String == "silk.ledger/1" && empty["network"] as? String == "devnet")
        #expect(empty["global_version"] as? Int == 15 && (empty["accounts"] as? [Any])?.isEmpty == true)
        let funded = try await trial.document(["ledger", "fund", Self.account, "0.5TON"])
        #expect(funded["coins"] as? String == "500000000" && funded["amount"] as? String == "500000000")
        _ = try await trial.document(["ledger", "fund", Self.account, "20nanoTON", "--from", LedgerTrial.root.raw])
        let moved = try await trial.document(["ledger", "advance", "24h"])
        #expect((moved["now"] as? [String: Any])?["unix"] as? Int == Int(LedgerTrial.now) + 86_400)
        let shown = try await trial.document(["ledger", "show"])
        let books = try #require(shown["books"] as? [String: Any])
        #expect(books["issued"] as? String == "500000020" && books["held"] as? String == "500000020")
        #expect(books["fees"] as? String == "0" && books["missing"] as? String == "0")
        let account = try await trial.document(["ledger", "show", Self.account])
        #expect(account["status"] as? String == "uninit" && account["coins"] as? String == "500000020")
        #expect(account["role"] is NSNull && account["data"] is NSNull)
        let history = try await trial.document(["ledger", "transactions", Self.account])
        #expect((history["transactions"] as? [Any])?.count == 2)
        let none = try await trial.document(["ledger", "transactions", LedgerTrial.root.raw])
        #expect((none["transactions"] as? [Any])?.isEmpty == true)
    }

    @Test("real accounts are taken as they are, and what is rehearsed on them is what they would do")
    func placing() async throws {
        let trial = try await LedgerTrial()
        let states = RecordedFixtures.packageFolder.appendingPathComponent("Fixtures/demo/states").path
        let placed = try await trial.document(["ledger", "place", "--state", states])
        #expect(placed["placed"] as? Int == 16)
        let shown = try await trial.document(["ledger", "show"])
        let accounts = try #require(shown["accounts"] as? [[String: Any]])
        let books = try #require(shown["books"] as? [String: Any])
        #expect(accounts.count == 16 && books["missing"] as? String == "0")
        #expect(books["issued"] as? String == books["held"] as? String)
        // The made network's proxy is short of coins: it can't even pay what it earned.
        let proxy = try #require(accounts.first { $0["role"] as? String == "proxy" }?["account"] as? String)
        let payout = try await trial.run(["message", "proxy", "payout", proxy])
        #expect(payout.exitCode == 5 && payout.error.contains("5 range_check"), "\(payout)")
        let again = try await trial.run(["ledger", "place", proxy, "--state", states])
        #expect(again.exitCode == 0, "\(again)")
        _ = try await trial.document(["ledger", "fund", proxy, "100TON"])
        let replaced = try await trial.run(["ledger", "place", proxy, "--state", states])
        #expect(replaced.exitCode == 65 && replaced.error.contains("transactions in the ledger"), "\(replaced)")
        let covered = try await trial.run(["message", "proxy", "payout", proxy])
        #expect(covered.exitCode == 0, "\(covered)")
        // A plan for a root whose code nobody here knows.
        let root = try #require(accounts.first { $0["role"] as? String == "root" }?["account"] as? String)
        try trial.folder.write(
            "root.toml",
            Array(
                """
                schema = "silk.root-manifest/1"
                network = "devnet"
                [params]
                price_per_token = "33 nanoTON"
                """.utf8))
        let plan = try await trial.document([
            "root", "plan", trial.folder.path("root.toml"), "--root", root, "--multisig",
        ])
        let messages = (plan["waves"] as? [[String: Any]])?.first?["messages"] as? [[String: Any]]
        #expect(messages?.map { $0["operation"] as? String } == ["c52ed8d4 root_change_price"])
        #expect((plan["address_impact"] as? [String: Any])?["bumps"] as? Int == 1)
        let nothing = try await trial.run(["ledger", "place"])
        #expect(nothing.exitCode == 64)
    }

    @Test("the tables are the approved ones")
    func tables() async throws {
        let trial = try await LedgerTrial()
        _ = try await trial.document(["ledger", "fund", Self.account, "5TON"])
        try await trial.placeRoot(ownedBy: "maintainer")
        let shown = try await trial.run(["ledger", "show"])
        try ExpectedOutput.compare(
            shown.output.replacingOccurrences(of: trial.folder.path("ledger"), with: "LEDGER"),
            with: "Ledger/show.txt")
        let root = try await trial.document(["ledger", "show", LedgerTrial.root.raw])
        #expect(root["role"] as? String == "root" && root["is_address_derived"] as? Bool == false)
        #expect((root["data"] as? [String: Any])?["version"] as? Int == 1)
        let history = try await trial.run(["ledger", "transactions"])
        try ExpectedOutput.compare(history.output, with: "Ledger/transactions.txt")
    }

    @Test(
        "what can't be is refused",
        arguments: [
            (["create"], 4, "expected no file"), (["fund", account, "5"], 64, "amount"),
            (["fund", "nowhere", "5TON"], 64, "address"), (["advance", "1w"], 64, "duration"),
            (["advance", "49711d"], 64, "duration"), (["advance", "4294967295"], 65, "expected a time"),
            (["create", "--global-version", "16"], 64, "0 to 15"), (["create", "--network", "moon"], 64, "network"),
        ] as [([String], Int32, String)])
    func refusals(_ arguments: [String], _ code: Int32, _ text: String) async throws {
        let trial = try await LedgerTrial()
        let result = try await trial.run(["ledger"] + arguments)
        #expect(result.exitCode == code && result.output == "" && result.error.contains(text), "\(result)")
    }

    @Test("a ledger that isn't named, isn't there or is damaged is said to be so")
    func files() async throws {
        let unnamed = try await SilkProcess.run(["ledger", "show"])
        #expect(unnamed.exitCode == 65 && unnamed.error.contains("--ledger or SILK_LEDGER"))
        let absent = try await SilkProcess.run(["ledger", "show", "--ledger", "/nowhere/ledger"])
        #expect(absent.exitCode == 65 && absent.error.contains("/nowhere/ledger"))
        let trial = try await LedgerTrial()
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: trial.folder.path("ledger"))))
        bytes[bytes.count - 1] ^= 1
        try trial.folder.write("ledger", bytes)
        let damaged = try await trial.run(["ledger", "show"])
        #expect(damaged.exitCode == 65 && damaged.error.contains("damaged"))
    }

    @Test("a configuration may come from a file")
    func configuration() async throws {
        let trial = try await LedgerTrial()
        var environment = trial.environment
        environment["SILK_LEDGER"] = trial.folder.path("other")
        let bad = try await SilkProcess.run(
            ["ledger", "create", "--config", trial.folder.path("password")], environment: environment)
        #expect(bad.exitCode == 65 && !FileManager.default.fileExists(atPath: trial.folder.path("other")))
        let old = try await SilkProcess.run(
            ["ledger", "create", "--global-version", "12", "--network", "testnet", "--json"],
            environment: environment)
        #expect(old.json?["global_version"] as? Int == 12 && old.json?["network"] as? String == "testnet", "\(old)")
    }
}
