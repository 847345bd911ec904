import Foundation
import Operations
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// A root from its manifest on, by commands alone.
@Suite("Roots from the command line")
struct RootCommandTests {
    /// A manifest that tests change, a ledger, and the root that was deployed of it.
    struct Maintenance {
        var trial: LedgerTrial
        var root = ""

        static func text(
            price: String = "20 nanoTON", workers: [String] = [hash("2")], more: String = "",
            network: String = "devnet",
            owner: String? = nil, limits: String = ""
        ) -> String {
            """
            schema = "silk.root-manifest/1"
            network = "\(network)"
            \(owner.map { "owner = \"\($0)\"" } ?? "")
            \(limits)
            [params]
            unique_id = 7
            price_per_token = "\(price)"
            worker_fee_per_token = "19 nanoTON"
            proxy_delay = 86400
            client_delay = 43200
            min_proxy_stake = "15 TON"
            min_client_stake = "0.5 TON"
            [code]
            root = "artifact"
            proxy = "artifact"
            worker = "artifact"
            client = "artifact"
            [registry]
            worker_hashes = [\(workers.map { "\"\($0)\"" }.joined(separator: ", "))]
            \(more)
            [key_manager]
            public_key = "\(hash("4"))"
            image_hash = "\(hash("5"))"
            address = "192.0.2.2:7777"
            """
        }

        static func hash(_ digit: Character) -> String { String(repeating: digit, count: 64) }

        init(network: String? = nil, kind: String = "v4r2") async throws {
            trial = try await LedgerTrial(network: network)
            trial.environment["SILK_WALLET_KIND"] = kind
            let address = try await trial.run(["wallet", "address"], as: "maintainer").output
            let funded = try await trial.run(
                ["ledger", "fund", address.trimmingCharacters(in: .newlines), "100TON"])
            #expect(funded.exitCode == 0, "\(funded)")
        }

        mutating func deploy(_ text: String = text(), options: [String] = []) async throws {
            root = try await trial.deployed(["root", try write(text)] + options, as: "maintainer")
        }

        func write(_ text: String, to name: String = "root.toml") throws -> String {
            try trial.folder.write(name, Array(text.utf8))
            return trial.folder.path(name)
        }

        /// Plans a change of the manifest, keeps the plan, and returns it.
        func plan(_ text: String, _ options: [String] = []) async throws -> [String: Any] {
            try await trial.document(
                ["root", "plan", try write(text), "--root", root, "-o", trial.folder.path("plan.json")] + options,
                as: "maintainer")
        }

        var planFile: String { trial.folder.path("plan.json") }
    }

    private static func messages(_ plan: [String: Any]) -> [[String: Any]] {
        (plan["waves"] as? [[String: Any]] ?? []).flatMap { $0["messages"] as? [[String: Any]] ?? [] }
    }

    @Test("a root is deployed, compared, changed and compared again")
    func life() async throws {
        var maintenance = try await Maintenance()
        try await maintenance.deploy()
        let (trial, root) = (maintenance.trial, maintenance.root)
        // Half a TON isn't nothing.
        let shown = try await trial.document(["root", "show", root])
        #expect(shown["params.min_client_stake"] as? String == "500000000")
        let unchanged = try await maintenance.plan(Maintenance.text(), ["--detailed-exitcode"])
        #expect(Self.messages(unchanged).isEmpty)

        let more = Maintenance.text(workers: [Maintenance.hash("2"), Maintenance.hash("3")])
        let drift = try await trial.run(["root", "drift", try maintenance.write(more), "--root", root])
        #expect(drift.exitCode == 2 && drift.output.contains("add worker hash \(Maintenance.hash("3"))"), "\(drift)")
        let detailed = try await trial.run(
            ["root", "plan", try maintenance.write(more), "--root", root, "--detailed-exitcode"], as: "maintainer",
            code: 2)
        #expect(detailed.output.contains("request 1 of 1: 1 messages"), "\(detailed)")
        let plan = try await maintenance.plan(more)
        #expect(Self.messages(plan).map { $0["operation"] as? String } == ["e34b1c60 root_add_worker_type"])
        let early = try await trial.run(["root", "verify", maintenance.planFile])
        #expect(early.exitCode == 7, "\(early)")
        let applied = try await trial.document(["root", "apply", maintenance.planFile], as: "maintainer")
        #expect(applied["outcome"] as? String == "done")
        #expect(try await trial.document(["root", "verify", maintenance.planFile])["is_as_planned"] as? Bool == true)
        #expect(try await trial.run(["root", "drift", try maintenance.write(more), "--root", root]).exitCode == 0)
        #expect(Self.messages(try await maintenance.plan(more)).isEmpty)
    }

    @Test("a plan is carried out once: again it is resumed, and does nothing")
    func again() async throws {
        var maintenance = try await Maintenance()
        try await maintenance.deploy()
        let trial = maintenance.trial
        let nothing = try await trial.run(["root", "resume", maintenance.planFile], as: "maintainer", code: 65)
        #expect(nothing.error.contains("expected a plan"), "\(nothing)")
        _ = try await maintenance.plan(Maintenance.text(price: "21 nanoTON"))
        let before = try await trial.run(["root", "resume", maintenance.planFile], as: "maintainer", code: 65)
        #expect(before.error.contains("no journal"), "\(before)")
        try await trial.run(["root", "apply", maintenance.planFile], as: "maintainer")
        let count = try LocalLedger.open(path: trial.folder.path("ledger")).transactions.count
        let second = try await trial.run(["root", "apply", maintenance.planFile], as: "maintainer", code: 4)
        #expect(second.error.contains("silk root resume"), "\(second)")
        try await trial.run(["root", "resume", maintenance.planFile], as: "maintainer")
        #expect(try LocalLedger.open(path: trial.folder.path("ledger")).transactions.count == count)
    }

    @Test("a plan is stale once anybody has sent the root anything")
    func stale() async throws {
        var maintenance = try await Maintenance()
        try await maintenance.deploy()
        let trial = maintenance.trial
        _ = try await maintenance.plan(Maintenance.text(price: "21 nanoTON"))
        _ = try await trial.run(["ledger", "fund", maintenance.root, "1TON"])
        let stale = try await trial.run(["root", "apply", maintenance.planFile], as: "maintainer", code: 3)
        #expect(stale.output == "" && stale.error.contains("stale"), "\(stale)")
    }

    @Test("a request is signed elsewhere, and the plan goes on with it")
    func signedElsewhere() async throws {
        var maintenance = try await Maintenance()
        try await maintenance.deploy()
        let trial = maintenance.trial
        _ = try await maintenance.plan(Maintenance.text(price: "21 nanoTON"))
        let key = try LedgerTrial.pair("maintainer").publicKey.bytes.hex
        let (request, signature) = (trial.folder.path("request.json"), trial.folder.path("signature.json"))
        let handed = try await trial.document([
            "root", "apply", maintenance.planFile, "--public-key", key, "--unsigned", request,
        ])
        #expect(handed["outcome"] as? String == "unsigned")
        try await trial.run(["wallet", "sign", request, "-o", signature], as: "maintainer")
        let resumed = try await trial.document([
            "root", "resume", maintenance.planFile, "--request", request, "--signature", signature,
        ])
        #expect(resumed["outcome"] as? String == "done")
    }

    @Test("neither key nor password is in plan, journal, request, ledger or answers")
    func secrecy() async throws {
        var maintenance = try await Maintenance()
        try await maintenance.deploy()
        let trial = maintenance.trial
        var said: [String] = []
        _ = try await maintenance.plan(Maintenance.text(price: "21 nanoTON"))
        let request = trial.folder.path("request.json")
        for arguments in [
            ["root", "apply", maintenance.planFile, "--unsigned", request], ["wallet", "sign", request],
            ["root", "resume", maintenance.planFile, "--json"], ["root", "resume", maintenance.planFile],
            ["send", "transfer", maintenance.root, "1TON", "--json"],
            ["message", "transfer", maintenance.root, "1TON"],
        ] {
            let result = try await trial.run(arguments + ["--keystore", try trial.keystore("maintainer")])
            said += [result.output, result.error]
        }
        #expect(said.joined().contains("done"))
        let seed = SHA256.hash(Array("maintainer".utf8)).bytes
        let secrets = [
            Data("correct horse".utf8), Data(seed), Data(Hex.encode(seed).utf8), Data(Base64.encode(seed).utf8),
        ]
        var texts = [Data(said.joined().utf8)]
        for name in try FileManager.default.contentsOfDirectory(atPath: trial.folder.path("."))
        where name != "password" && !name.hasSuffix(".keystore") {
            texts.append(try Data(contentsOf: URL(fileURLWithPath: trial.folder.path(name))))
        }
        // The ledger, manifest, plan, journal and request at least.
        #expect(texts.count >= 6)
        for text in texts { #expect(secrets.allSatisfy { text.range(of: $0) == nil }) }
    }

    @Test("a multisig's order makes the plan true")
    func order() async throws {
        var maintenance = try await Maintenance()
        let trial = maintenance.trial
        let signer = try await trial.run(["wallet", "address"], as: "maintainer").output
            .trimmingCharacters(in: .newlines)
        let multisig = try await trial.document(
            ["send", "multisig", "deploy", "--signer", signer, "--threshold", "1", "--amount", "2TON"], as: "maintainer"
        )
        let address = try #require(
            (multisig["messages"] as? [[String: Any]])?.first?["to"] as? String, "\(multisig)")
        try await maintenance.deploy(Maintenance.text(owner: address))
        let changed = Maintenance.text(price: "21 nanoTON", workers: [Maintenance.hash("7")], owner: address)
        let planned = try await trial.document([
            "root", "plan", try maintenance.write(changed), "--root", maintenance.root, "-o", maintenance.planFile,
            "--multisig",
        ])
        #expect(Self.messages(planned).count == 2)
        let order = trial.folder.path("order.boc")
        let written = try await trial.document(["root", "apply", maintenance.planFile, "--order", order])
        #expect(written["messages"] as? Int == 2)
        try await trial.run(
            ["send", "multisig", "propose", address, "--order", order], as: "maintainer")
        #expect(try await trial.run(["root", "verify", maintenance.planFile]).exitCode == 0)
    }

    @Test("what a rule forbids is refused with 4, and says why")
    func refusals() async throws {
        var maintenance = try await Maintenance()
        try await maintenance.deploy()
        let trial = maintenance.trial
        let cases: [(text: String, reason: String)] = [
            (Maintenance.text(price: "18 nanoTON"), "above the price"),
            (Maintenance.text(network: "testnet"), "it is for testnet"),
            (Maintenance.text(more: "proxies = [\"example.org:80\"]"), "IPv4:port"),
            (Maintenance.text(more: "last_proxy_seqno = 9"), "--allow-full-upgrade"),
            (
                Maintenance.text(limits: "[limits]\nvalue_cap = \"1 nanoTON\"").replacing("19 nano", with: "18 nano"),
                "cap"
            ),
        ]
        for (text, reason) in cases {
            let refused = try await trial.run(
                ["root", "plan", try maintenance.write(text), "--root", maintenance.root], as: "maintainer", code: 4)
            #expect(refused.output == "" && refused.error.contains(reason), "\(refused)")
        }
        let stranger = try await trial.run(
            ["root", "plan", try maintenance.write(Maintenance.text()), "--root", maintenance.root], as: "stranger",
            code: 4)
        #expect(stranger.error.contains("expected the owner"), "\(stranger)")
        let emptied = try await trial.run(
            [
                "root", "plan", try maintenance.write(Maintenance.text(workers: [])), "--root", maintenance.root,
                "--prune",
            ],
            as: "maintainer", code: 4)
        #expect(emptied.error.contains("--allow-empty"), "\(emptied)")
        let nobody = try await trial.run(
            ["root", "plan", try maintenance.write(Maintenance.text())], as: "maintainer", code: 65)
        #expect(nobody.error.contains("names no root"), "\(nobody)")
        let typo = try await trial.run(
            ["root", "plan", try maintenance.write(Maintenance.text(more: "worker_hashs = []"))], as: "maintainer",
            code: 65)
        #expect(typo.error.contains("registry.worker_hashs"), "\(typo)")
    }

    @Test("on the main network nobody but a person, or --yes with a saved plan, carries out a plan")
    func mainNetwork() async throws {
        var maintenance = try await Maintenance(network: "mainnet")
        try await maintenance.deploy(Maintenance.text(network: "mainnet"), options: ["--yes"])
        let trial = maintenance.trial
        _ = try await maintenance.plan(Maintenance.text(price: "21 nanoTON", network: "mainnet"))
        let refused = try await trial.run(["root", "apply", maintenance.planFile], as: "maintainer", code: 4)
        #expect(refused.error.contains("main network") && refused.output == "", "\(refused)")
        try await trial.run(["root", "apply", maintenance.planFile, "--yes"], as: "maintainer")
        // Whoever's address is meant for test networks alone isn't paid on this one.
        let friendly = try LedgerTrial.wallet("other").friendly(isBounceable: false, isTestOnly: true)
        let owned = Maintenance.text(price: "21 nanoTON", network: "mainnet", owner: friendly)
        let marked = try await trial.run(
            ["root", "plan", try maintenance.write(owned), "--root", maintenance.root], as: "maintainer", code: 4)
        #expect(marked.error.contains("marked for test networks"), "\(marked)")
        let sent = try await trial.run(["send", "transfer", friendly, "1TON", "--yes"], as: "maintainer", code: 4)
        #expect(sent.error.contains("marked for test networks"), "\(sent)")
    }

    @Test("without the right key nothing is sent")
    func wrongKey() async throws {
        var maintenance = try await Maintenance()
        try await maintenance.deploy()
        let trial = maintenance.trial
        _ = try await maintenance.plan(Maintenance.text(price: "21 nanoTON"))
        let stranger = try await trial.run(["root", "apply", maintenance.planFile], as: "stranger", code: 4)
        #expect(stranger.error.contains("expected the owner"), "\(stranger)")
        let none = try await trial.run(["root", "apply", maintenance.planFile])
        #expect(none.exitCode == 8, "\(none)")
    }
}
