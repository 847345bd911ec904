import Foundation
import SilkTestSupport
import TONCells
import Testing

/// Receipts from the command line.
@Suite("Receipts from the command line", .serialized)
struct ReceiptCommandTests {
    /// Signs a receipt with the key of a name; returns the file.
    private static func issue(
        _ kind: String, _ tokens: Int, for contract: String, by name: String = "proxy", as file: String? = nil,
        _ trial: LedgerTrial
    ) async throws -> String {
        let path = trial.folder.path(file ?? "\(kind)-\(tokens)-\(name).boc")
        try await trial.run(
            ["receipt", "issue", contract, "--kind", kind, "--tokens", "\(tokens)", "-o", path], as: name)
        return path
    }

    @Test("a receipt is shown, held against its contract, and claimed once")
    func claim() async throws {
        let network = try await DeployCommandTests.Network()
        let trial = network.trial
        let receipt = try await Self.issue("payout", 10_000_000, for: network.worker, trial)
        let shown = try await trial.document(["receipt", "show", receipt])
        #expect(shown["schema"] as? String == "silk.receipt/1" && shown["tokens"] as? String == "10000000")
        #expect(shown["contract"] as? String == network.worker && shown["role"] as? String == "worker")
        let verified = try await trial.document(["receipt", "verify", receipt])
        #expect(verified["schema"] as? String == "silk.receipt_verify/1" && verified["source"] as? String == "ledger")
        #expect(verified["would_succeed"] as? Bool == true && verified["new_tokens"] as? String == "10000000")
        #expect(verified["worker_part"] as? String == "190000000" && verified["proxy_part"] as? String == "10000000")
        let paid = try #require((verified["paid"] as? String).flatMap { UInt64($0) })
        #expect(paid <= 190_000_000 && paid > 189_000_000)
        let claimed = try await trial.document(["receipt", "claim", receipt], as: "client owner")
        #expect(claimed["schema"] as? String == "silk.receipt_claim/1" && claimed["outcome"] as? String == "succeeded")
        let again = try await trial.run(["receipt", "verify", receipt])
        #expect(again.exitCode == 5 && again.error.contains("expected a counter above 10000000"), "\(again)")
        let twice = try await trial.run(["receipt", "claim", receipt], as: "client owner", code: 5)
        #expect(twice.output == "" && twice.error.contains("1000"))
    }

    @Test("what is wrong with a receipt is said")
    func problems() async throws {
        let network = try await DeployCommandTests.Network()
        let trial = network.trial
        let forged = try await Self.issue("payout", 5, for: network.worker, by: "stranger", trial)
        let result = try await trial.run(["receipt", "verify", forged, "--json"])
        #expect(result.exitCode == 5 && result.json?["is_valid"] as? Bool == false)
        #expect(result.error.contains("the signature is not the proxy's"), "\(result)")
        // More than the proxy has.
        let huge = try await Self.issue("payout", 1_000_000_000_000, for: network.worker, trial)
        let unpaid = try await trial.run(["receipt", "verify", huge, "--json"])
        #expect(unpaid.exitCode == 5 && unpaid.json?["is_valid"] as? Bool == true)
        #expect(unpaid.json?["would_succeed"] as? Bool == false && unpaid.json?["paid"] as? String == "0")
        let nowhere = try await trial.run([
            "receipt", "issue", LedgerTrial.root.raw, "--kind", "payout", "--tokens", "1", "-o",
            trial.folder.path("x.boc"), "--keystore", try trial.keystore("proxy"),
        ])
        #expect(nowhere.exitCode == 65 && nowhere.error.contains("not a worker's"), "\(nowhere)")
        let absent = trial.folder.path("absent.boc")
        try await trial.run(
            [
                "receipt", "issue", "0:" + String(repeating: "7", count: 64), "--kind", "charge", "--tokens", "1",
                "--excesses-to", network.client, "-o", absent,
            ], as: "proxy")
        let undeployed = try await trial.run(["receipt", "verify", absent])
        #expect(undeployed.exitCode == 5 && undeployed.error.contains("which is nonexist"), "\(undeployed)")
        let unfitting = try await trial.run(
            ["receipt", "issue", network.proxy, "--kind", "close", "--tokens", "1", "-o", "x"], as: "proxy", code: 64)
        #expect(unfitting.error.contains("has no --tokens"))
        let junk = try await trial.run(["receipt", "show", "te6cckEBAQEADgAAGCVlk0wAAAAAAAAAB+ZdMe8="])
        #expect(junk.exitCode == 65 && junk.error.contains("expected a signed envelope"))
        // Without a ledger the mirror is asked, and there is none.
        var environment = trial.environment
        environment["SILK_LEDGER"] = nil
        let unmirrored = try await SilkProcess.run(["receipt", "verify", forged], environment: environment)
        #expect(unmirrored.exitCode == 65 && unmirrored.error.contains("none.sqlite"), "\(unmirrored)")
    }

    @Test("without a ledger, a receipt is held against what the mirror has")
    func mirrored() async throws {
        let mirror = try await SampleMirror.demo
        let trial = try await LedgerTrial()
        var environment = trial.environment
        environment["SILK_LEDGER"] = nil
        let worker = try await mirror.document(["worker", "rewards", Demo.worker])
        let rows = try #require(worker["workers"] as? [[String: Any]])
        let tokens = try #require((rows.first?["tokens"] as? String).flatMap { UInt64($0) })
        for (given, problems) in [
            (tokens + 1000, ["the signature is not the proxy's"]),
            (tokens, ["the signature is not the proxy's", "expected a counter above \(tokens), found \(tokens)"]),
        ] {
            let file = trial.folder.path("\(given).boc")
            try await trial.run(
                [
                    "receipt", "issue", Demo.worker, "--kind", "payout", "--tokens", "\(given)", "-o", file,
                    "--excesses-to", Demo.worker,
                ], as: "stranger")
            let result = try await SilkProcess.run(
                ["receipt", "verify", file, "--mirror", mirror.path, "--json"], environment: environment)
            #expect(result.exitCode == 5, "\(result)")
            #expect(result.json?["source"] as? String == "mirror")
            #expect(result.json?["problems"] as? [String] == problems)
            #expect(result.json?["new_tokens"] as? String == "\(given - tokens)")
        }
    }

    @Test("the better receipt is kept")
    func store() async throws {
        let network = try await DeployCommandTests.Network()
        let trial = network.trial
        let kept = trial.folder.path("kept.boc")
        for (tokens, code) in [(10, 0), (20, 0), (15, 4), (20, 0)] as [(Int, Int32)] {
            let receipt = try await Self.issue(
                "charge", tokens, for: network.client, as: "\(UUID().uuidString).boc", trial)
            let result = try await trial.run(["receipt", "store", receipt, kept])
            #expect(result.exitCode == code, "\(result)")
        }
        #expect(try await trial.document(["receipt", "show", kept])["tokens"] as? String == "20")
        let other = try await Self.issue("payout", 99, for: network.worker, trial)
        let result = try await trial.run(["receipt", "store", other, kept])
        #expect(result.exitCode == 4 && result.error.contains("expected a receipt of"))
        // Issuing into the file keeps the better one, too.
        let worse = try await trial.run(
            ["receipt", "issue", network.client, "--kind", "charge", "--tokens", "3", "-o", kept], as: "proxy",
            code: 4)
        #expect(worse.output == "")
    }
}
