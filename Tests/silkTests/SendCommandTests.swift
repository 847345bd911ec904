import Cocoon
import Foundation
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONWallets
import Testing

/// Messages shown and sent, and what is refused.
@Suite("Messages and sending from the command line", .serialized)
struct SendCommandTests {
    private static let hash = String(repeating: "ab", count: 32)

    /// A root, and the wallet of its owner with 100 TON.
    private static func trial() async throws -> LedgerTrial {
        let trial = try await LedgerTrial()
        try await trial.placeRoot(ownedBy: "maintainer")
        try await trial.fund("maintainer", "100TON")
        return trial
    }

    private static func file(_ trial: LedgerTrial, _ name: String, _ cell: Cell) throws -> String {
        try trial.folder.write(name, cell.boc())
        return trial.folder.path(name)
    }

    @Test("every operation of the root's owner does what it says")
    func root() async throws {
        let trial = try await Self.trial()
        let root = LedgerTrial.root.raw
        func registry() async throws -> [String: Any] {
            try #require(try await trial.data(root)["registry"] as? [String: Any])
        }
        func send(_ arguments: String...) async throws {
            try await trial.run(["send", "root", arguments[0], root] + arguments.dropFirst(), as: "maintainer")
        }
        for (kind, field) in [
            ("worker", "worker_hashes"), ("model", "model_hashes"), ("proxy", "proxy_hashes"),
        ] {
            try await send("add-\(kind)", Self.hash)
            #expect(try await registry()[field] as? [String] == [Self.hash])
            try await send("del-\(kind)", Self.hash)
            #expect(try await registry()[field] as? [String] == [])
        }
        try await send("register-proxy", "1.2.3.4:8888 1.2.3.4:8889")
        try await send("update-proxy", "1", "5.6.7.8:1")
        var proxies = try #require(try await registry()["registered_proxies"] as? [[String: Any]])
        #expect(proxies.map { $0["address"] as? String } == ["5.6.7.8:1"])
        try await send("unregister-proxy", "1")
        proxies = try #require(try await registry()["registered_proxies"] as? [[String: Any]])
        #expect(proxies.isEmpty)
        try await send("fees", "--price", "30nanoTON", "--worker-fee", "25nanoTON")
        try await send(
            "params", "--price", "31nanoTON", "--worker-fee", "26nanoTON", "--proxy-delay", "24h", "--client-delay",
            "90", "--min-proxy-stake", "10TON", "--min-client-stake", "0.5TON")
        var params = try #require(try await trial.data(root)["params"] as? [String: Any])
        #expect(params["price_per_token"] as? String == "31" && params["worker_fee_per_token"] as? String == "26")
        #expect(params["proxy_delay"] as? Int == 86_400 && params["client_delay"] as? Int == 90)
        #expect(params["min_client_stake"] as? String == "500000000" && params["params_version"] as? Int == 3)
        let codes = try ["proxy", "worker", "client"].map { name in
            try Self.file(trial, "\(name).boc", try LedgerTrial.code(name))
        }
        // A code that would take a proxy's data for a client's.
        let swapped = try await trial.run(
            [
                "send", "root", "codes", root, "--proxy-code", codes[2], "--worker-code", codes[1], "--client-code",
                codes[2],
            ],
            as: "maintainer", code: 4)
        #expect(swapped.output == "" && swapped.error.contains("it is a client's"), "\(swapped)")
        try await send("codes", "--proxy-code", codes[0], "--worker-code", codes[1], "--client-code", codes[2])
        params = try #require(try await trial.data(root)["params"] as? [String: Any])
        #expect(params["params_version"] as? Int == 4)
        try await send("code", try Self.file(trial, "root.boc", try LedgerTrial.code("root")))
        try await send("add-key", Self.hash, "--type", "1", "--expires", "2030-01-01")
        try await send("key-manager", Self.hash, "--image", Self.hash, "--endpoint", "1.2.3.4:5")
        try await send("add-worker", Self.hash)
        try await send("reset")
        #expect(try await registry()["worker_hashes"] as? [String] == [])

        // The whole state, which must be a root's, and of the same owner.
        let ledger = try LocalLedger.open(path: trial.folder.path("ledger"))
        var data = try ledger.states.contractData(of: LedgerTrial.root, role: .root, as: RootData.self)
        data.params.uniqueID = 99
        let new = try Self.file(trial, "data.boc", try data.cell())
        try await send("upgrade-full", "--data", new, "--code", trial.folder.path("root.boc"))
        params = try #require(try await trial.data(root)["params"] as? [String: Any])
        #expect(params["unique_id"] as? Int == 99)
        // A version that has no room for the keys.
        var older = data
        older.params.structVersion = 3
        older.keyManager = nil
        let shrunk = try await trial.run(
            [
                "send", "root", "upgrade-full", root, "--data", try Self.file(trial, "data.boc", try older.cell()),
                "--code",
                trial.folder.path("root.boc"),
            ], as: "maintainer", code: 4)
        #expect(shrunk.error.contains("struct_version can't go down"), "\(shrunk)")
        data.owner = LedgerTrial.root
        for cell in [try data.cell(), try LedgerTrial.code("root")] {
            let wrong = try Self.file(trial, "data.boc", cell)
            let refused = try await trial.run(
                ["send", "root", "upgrade-full", root, "--data", wrong, "--code", trial.folder.path("root.boc")],
                as: "maintainer", code: 4)
            #expect(refused.output == "")
        }
        let changed = try await trial.document(
            ["send", "root", "owner", root, try LedgerTrial.wallet("other").raw], as: "maintainer")
        let messages = try #require(changed["messages"] as? [[String: Any]])
        let before = try LedgerTrial.wallet("maintainer").friendly(isBounceable: false)
        #expect(messages.map { $0["owner"] as? String } == [before])
        let former = try await trial.run(["send", "root", "reset", root], as: "maintainer", code: 4)
        #expect(former.error.contains("expected the owner") && former.output == "")
    }

    @Test("what the key manager signed may be sent by anyone")
    func signedKey() async throws {
        let trial = try await Self.trial()
        try await trial.fund("anyone", "5TON")
        let payload = RootAddPublicKeySigned.Payload(
            queryID: 9, publicKey: SHA256.hash([1]), type: 2, expireAt: 2_000_000_000)
        let body = RootAddPublicKeySigned(
            queryID: 9, sendExcessesTo: try LedgerTrial.wallet("anyone"),
            signature: try LedgerTrial.pair("key manager").privateKey.signature(for: try payload.cell().hash.bytes),
            payload: payload)
        let file = try Self.file(trial, "key.boc", try body.cell())
        try await trial.run(["send", "signed", file, "--root", LedgerTrial.root.raw], as: "anyone")
        let unnamed = try await trial.run(["send", "signed", file], as: "anyone", code: 64)
        #expect(unnamed.error.contains("wants --root"))
    }

    @Test("a message is shown with its value, bounce flag and rehearsal, and nobody's key is needed")
    func message() async throws {
        let trial = try await Self.trial()
        let file = trial.folder.path("fees.boc")
        let arguments = [
            "message", "root", "fees", LedgerTrial.root.raw, "--price", "30nanoTON", "--worker-fee", "25nanoTON",
        ]
        let document = try await trial.document(arguments + ["-o", file])
        #expect(document["schema"] as? String == "silk.message/1")
        #expect(document["operation"] as? String == "root_change_price" && document["may_send"] as? String == "owner")
        #expect(document["owner"] as? String == document["from"] as? String)
        #expect(document["is_bounceable"] as? Bool == true && document["deploys"] as? Bool == false)
        let fields = try #require(document["fields"] as? [String: Any])
        #expect(fields["price_per_token"] as? String == "30")
        let rehearsal = try #require(document["rehearsal"] as? [String: Any])
        #expect(rehearsal["is_success"] as? Bool == true)
        let message = try Message(cell: Cell(boc: Array(try Data(contentsOf: URL(fileURLWithPath: file)))))
        let info = try #require(message.info.internalInfo)
        #expect("\(info.value.coins.nanoTON)" == document["value"] as? String && info.bounce)
        // Another one has another query id, unless it is named.
        let other = try await trial.document(arguments)
        #expect(other["query_id"] as? String != document["query_id"] as? String)
        #expect(try await trial.document(arguments + ["--query-id", "5"])["query_id"] as? String == "5")
        let stranger = try await trial.run(arguments + ["--from", try LedgerTrial.wallet("other").raw])
        #expect(stranger.exitCode == 4 && stranger.output == "")
        let poor = try await trial.run(arguments + ["--value", "20nanoTON"])
        #expect(poor.exitCode == 5 && poor.error.contains("the rehearsal failed"), "\(poor)")
        let nobody = try await trial.run(["message", "transfer", LedgerTrial.root.raw, "1TON"])
        #expect(nobody.exitCode == 64 && nobody.error.contains("--from"))
        let text = try await trial.run(arguments)
        #expect(text.exitCode == 0 && text.error == "" && text.output.contains("may_send"))
    }

    @Test("nothing beyond a limit, a wrong fee, a wrong key or a missing one is sent")
    func refusals() async throws {
        let trial = try await Self.trial()
        let root = LedgerTrial.root.raw
        let ledger = try Data(contentsOf: URL(fileURLWithPath: trial.folder.path("ledger")))
        let account = "UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7"
        let other = try LedgerTrial.pair("other").publicKey.bytes.hex
        let cases: [(arguments: [String], code: Int32, text: String)] = [
            (["transfer", account, "2TON", "--max-value", "1TON"], 4, "at most 1 TON"),
            (["transfer", account, "1001TON"], 4, "at most 1000 TON"),
            (["transfer", account, "1"], 64, "amount"),
            (["transfer", account, "99.999TON"], 5, "too few coins"),
            (["root", "add-worker", root, Self.hash, "--value", "3TON"], 4, "beyond the amount"),
            (["root", "add-worker", root, Self.hash, "--value", "20nanoTON"], 5, "the rehearsal failed"),
            (["root", "fees", root, "--price", "20nanoTON", "--worker-fee", "21nanoTON"], 4, "above the price"),
            (["root", "register-proxy", root, "example.com:80"], 4, "IPv4:port"),
            (["root", "add-worker", root, "abc"], 64, "hash"),
            (["worker", "register", root], 65, "not a worker's"),
            (["client", "withdraw", account], 65, "expected a contract"),
            (["transfer", account, "1TON", "--public-key", other], 5, "has 0"),
            (["transfer", account, "1TON", "--wallet-kind", "v4r2"], 5, "has 0"),
        ]
        for (arguments, code, text) in cases {
            let result = try await trial.run(["send"] + arguments, as: "maintainer", code: code)
            #expect(result.output == "" && result.error.contains(text), "\(arguments): \(result)")
        }
        let none = try await trial.run(["send", "transfer", account, "1TON"])
        #expect(none.exitCode == 8 && none.error.contains("SILK_KEYSTORE"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: trial.folder.path("ledger"))) == ledger)
        let nowhere = try await SilkProcess.run(["send", "transfer", account, "1TON"])
        #expect(nowhere.exitCode == 65 && nowhere.error.contains("SILK_LEDGER"))
        // The wallet's key must be the keystore's, once it comes to signing.
        let foreign = try await trial.run(
            [
                "send", "transfer", account, "1TON", "--public-key",
                try LedgerTrial.pair("maintainer").publicKey.bytes.hex,
            ], as: "other", code: 8)
        #expect(foreign.output == "")
    }

    @Test("a wallet's extensions and plugins come and go, and the ledger's get-methods say so")
    func extensionsAndPlugins() async throws {
        let trial = try await LedgerTrial()
        // A contract that takes whatever it is told: a plugin's refusal would come back, and the rehearsal say so.
        let text = try await trial.run(["wallet", "address", "--wallet-kind", "v3r2"], as: "friend").output
        let friend = try AccountAddress(text.trimmingCharacters(in: .newlines))
        _ = try await trial.document(["ledger", "fund", friend.raw, "10TON"])
        try await trial.run(["send", "transfer", friend.raw, "1TON", "--wallet-kind", "v3r2"], as: "friend")
        for (kind, verbs) in [("v5r1", ["extension", "add", "remove"]), ("v4r2", ["plugin", "install", "remove"])] {
            let wallet = try await trial.run(["wallet", "address", "--wallet-kind", kind], as: "owner").output
                .trimmingCharacters(in: .newlines)
            _ = try await trial.document(["ledger", "fund", wallet, "10TON"])
            func isThere() async throws -> Bool {
                let question =
                    kind == "v5r1"
                    ? ["get_extensions"] : ["is_plugin_installed", "0", "0x" + friend.hash.hex]
                let answer = try await trial.run(["get", wallet] + question + ["--from", "ledger"])
                #expect(answer.exitCode == 0, "\(answer)")
                return kind == "v5r1" ? !answer.output.contains("null") : answer.output.contains("-1")
            }
            let added = try await trial.document(
                ["send", verbs[0], verbs[1], friend.raw, "--wallet-kind", kind], as: "owner")
            #expect(added["outcome"] as? String == "succeeded" && added["action"] as? String != nil)
            #expect(try await isThere())
            // What the key signs is shown, whoever signs it.
            let shown = try await trial.run(
                ["send", verbs[0], verbs[2], friend.raw, "--wallet-kind", kind], as: "owner")
            #expect(shown.error.contains("remove_\(verbs[0])"), "\(shown.error)")
            #expect(try await !isThere())
        }
        let other = try await trial.run(
            ["send", "extension", "add", friend.raw, "--wallet-kind", "v3r2"], as: "owner", code: 65)
        #expect(other.error.contains("add_extension"), "\(other)")
    }

    @Test("what fails in the rehearsal is sent only on demand, and the outcome is told as it is")
    func despiteFailure() async throws {
        let trial = try await Self.trial()
        let arguments = [
            "send", "root", "add-worker", LedgerTrial.root.raw, Self.hash, "--value", "0.0001TON",
            "--despite-failure", "--json",
        ]
        let result = try await trial.run(arguments, as: "maintainer", code: 7)
        let document = try #require(result.json)
        #expect(document["outcome"] as? String == "failed" && document["schema"] as? String == "silk.send/1")
        #expect((document["transactions"] as? [Any])?.count ?? 0 >= 2)
        #expect(result.error.contains("it was sent, and failed"))
    }

    @Test("on the main network a terminal is asked, or --yes is needed")
    func mainNetwork() async throws {
        let trial = try await LedgerTrial(network: "mainnet")
        let wallet = try WalletV5R1(publicKey: try LedgerTrial.pair("owner").publicKey).address()
        let funded = try await trial.run(["ledger", "fund", wallet.raw, "5TON"])
        #expect(funded.exitCode == 0)
        let transfer = ["send", "transfer", LedgerTrial.root.raw, "1TON"]
        let asked = try await trial.run(transfer, as: "owner", code: 4)
        #expect(asked.output == "" && asked.error.contains("--yes"))
        try await trial.run(transfer + ["--yes"], as: "owner")
        #expect(try trial.coins(LedgerTrial.root) == 1_000_000_000)
        // Somebody who is asked must agree in so many letters.
        for (answer, code, coins) in [("y", 4, 1), ("yes", 0, 2)] as [(String, Int32, UInt128)] {
            let terminal = try TerminalProcess(
                transfer + ["--keystore", try trial.keystore("owner")], environment: trial.environment,
                output: trial.folder.url.appendingPathComponent("answer"))
            try await terminal.answer("Type yes:", with: answer)
            let result = try await terminal.finish()
            #expect(result.exitCode == code, "\(result)")
            #expect(try trial.coins(LedgerTrial.root) == coins * 1_000_000_000)
        }
    }

    @Test("a request that is signed elsewhere is sent as it was shown, once")
    func offline() async throws {
        let trial = try await Self.trial()
        let account = try LedgerTrial.wallet("payee")
        let request = trial.folder.path("request.json")
        let signature = trial.folder.path("signature.json")
        // No keystore here: the public key is enough.
        let key = try LedgerTrial.pair("maintainer").publicKey.bytes.hex
        let unsigned = try await trial.document([
            "send", "transfer", account.raw, "1TON", "--public-key", key, "--unsigned", request,
        ])
        #expect(unsigned["outcome"] as? String == "unsigned")
        try await trial.run(["wallet", "sign", request, "-o", signature], as: "maintainer")
        let send = ["send", "request", request, "--signature", signature]
        let sent = try await trial.document(send)
        #expect(sent["outcome"] as? String == "succeeded" && sent["deploys_wallet"] as? Bool == true)
        #expect(try trial.coins(account) == 1_000_000_000)
        let again = try await trial.run(send)
        #expect(again.exitCode == 5 && again.output == "" && again.error.contains("133"), "\(again)")
        // A limit holds for what others wrote, too.
        let limited = try await trial.document([
            "send", "transfer", account.raw, "3TON", "--public-key", key, "--unsigned", request,
        ])
        #expect(limited["outcome"] as? String == "unsigned")
        let mismatch = try await trial.run(send)
        #expect(mismatch.exitCode == 65 && mismatch.error.contains("expected a signature over"), "\(mismatch)")
        try FileManager.default.removeItem(atPath: signature)
        try await trial.run(["wallet", "sign", request, "-o", signature], as: "maintainer")
        let over = try await trial.run(send + ["--max-value", "2TON"])
        #expect(over.exitCode == 4 && over.output == "")
        // Too late.
        _ = try await trial.document(["ledger", "advance", "11m"])
        let expired = try await trial.run(send)
        #expect(expired.exitCode == 5 && expired.error.contains("136"), "\(expired)")
    }

    @Test("a multisig is deployed, and does what two signers agree on")
    func multisig() async throws {
        let trial = try await LedgerTrial()
        for name in ["first", "second"] { try await trial.fund(name, "20TON") }
        let signers = [try LedgerTrial.wallet("first"), try LedgerTrial.wallet("second")]
        let configuration = try MultisigConfiguration(threshold: 2, signers: signers)
        let multisig = try MultisigV2(data: MultisigData(configuration: configuration)).address()
        try await trial.run(
            [
                "send", "multisig", "deploy", "--threshold", "2", "--signer", signers[0].raw, "--signer",
                signers[1].raw, "--amount", "5TON",
            ], as: "first")
        let payee = try LedgerTrial.wallet("payee")
        let message = trial.folder.path("message.boc")
        _ = try await trial.document([
            "message", "transfer", payee.raw, "1TON", "--from", multisig.raw, "-o", message,
        ])
        try await trial.run(["send", "multisig", "propose", multisig.raw, "--message", message], as: "first")
        let order = try MultisigV2.orderAddress(of: multisig, seqno: 0)
        let stranger = try await trial.run(["send", "multisig", "approve", order.raw], as: "third", code: 4)
        #expect(stranger.error.contains("isn't a signer"), "\(stranger)")
        let twice = try await trial.run(["send", "multisig", "approve", order.raw], as: "first", code: 4)
        #expect(twice.output == "" && twice.error.contains("has approved already"))
        try await trial.run(["send", "multisig", "approve", order.raw], as: "second")
        #expect(try trial.coins(payee) > 999_000_000)
        let late = try await trial.run(["send", "multisig", "approve", order.raw], as: "second", code: 4)
        #expect(late.error.contains("executed"), "\(late)")
    }

    @Test(
        "wallets of every kind send", arguments: [["v3r2"], ["v4r2"], ["v5r1"], ["highload-v3"]])
    func kinds(_ kind: [String]) async throws {
        let trial = try await LedgerTrial()
        let key = try LedgerTrial.pair("owner").publicKey
        let wallet: any WalletContract =
            switch kind[0] {
            case "v3r2": WalletV3R2(publicKey: key)
            case "v4r2": WalletV4R2(publicKey: key)
            case "v5r1": WalletV5R1(publicKey: key, network: NetworkIdentity.devnet.globalID)
            default: try HighloadWalletV3(publicKey: key, subwalletID: 0x10ad, timeout: 3600)
            }
        let funded = try await trial.run(["ledger", "fund", try wallet.address().raw, "10TON"])
        #expect(funded.exitCode == 0)
        let payee = try LedgerTrial.wallet("payee")
        for sent in 1...2 as ClosedRange<UInt128> {
            try await trial.run(
                ["send", "transfer", payee.raw, "1TON", "--comment", "no. \(sent)", "--wallet-kind", kind[0]],
                as: "owner")
            #expect(try trial.coins(payee) == sent * 1_000_000_000)
        }
    }
}
