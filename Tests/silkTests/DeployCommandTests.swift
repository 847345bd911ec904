import Cocoon
import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// A network from nothing to its end, by commands alone.
@Suite("Deploying and operating from the command line", .serialized)
struct DeployCommandTests {
    /// A proxy with a worker and a client.
    struct Network {
        var trial: LedgerTrial
        var proxy: String
        var worker: String
        var client: String

        init() async throws {
            trial = try await LedgerTrial()
            try await trial.placeRoot(ownedBy: "maintainer")
            for name in ["maintainer", "proxy owner", "worker owner", "client owner"] {
                try await trial.fund(name, "100TON")
            }
            proxy = try await trial.deployed(
                [
                    "proxy", "--root", LedgerTrial.root.raw, "--proxy-key",
                    try LedgerTrial.pair("proxy").publicKey.bytes.hex, "--stake", "15TON",
                ], as: "proxy owner")
            worker = try await trial.deployed(["worker", "--proxy", proxy], as: "worker owner")
            client = try await trial.deployed(["client", "--proxy", proxy, "--nonce", "7"], as: "client owner")
        }
    }

    @Test("a proxy, a worker and a client live from their deployment to their end")
    func life() async throws {
        let network = try await Network()
        let (trial, proxy, worker, client) = (network.trial, network.proxy, network.worker, network.client)
        #expect(try await trial.data(proxy)["stake"] as? String == "15000000000")
        #expect(try await trial.data(worker)["state"] as? String == "normal")

        try await trial.run(["send", "client", "top-up", client, "20TON"], as: "client owner")
        #expect(try await trial.data(client)["balance"] as? String == "20000000000")

        func receipt(_ kind: String, _ contract: String, _ tokens: Int?) async throws -> String {
            let file = trial.folder.path("\(kind)-\(tokens ?? 0).boc")
            try await trial.run(
                ["receipt", "issue", contract, "--kind", kind, "-o", file]
                    + (tokens.map { ["--tokens", "\($0)"] } ?? []), as: "proxy")
            return file
        }
        // 100,000,000 tokens at 20 nanoTON; 19 of them are the worker's.
        let charge = try await receipt("charge", client, 100_000_000)
        try await trial.run(["receipt", "claim", charge], as: "worker owner")
        #expect(try await trial.data(client)["balance"] as? String == "18000000000")
        let before = try trial.coins(try LedgerTrial.wallet("worker owner"))
        let payout = try await receipt("payout", worker, 100_000_000)
        let verified = try await trial.document(["receipt", "verify", payout])
        #expect(verified["worker_part"] as? String == "1900000000" && verified["is_valid"] as? Bool == true)
        try await trial.run(["receipt", "claim", payout], as: "worker owner")
        let earned = try trial.coins(try LedgerTrial.wallet("worker owner")) - before
        #expect(earned > 1_850_000_000 && earned < 1_900_000_000)
        #expect(try await trial.data(proxy)["balance"] as? String == "100000000")
        try await trial.run(["send", "proxy", "payout", proxy], as: "client owner")
        #expect(try await trial.data(proxy)["balance"] as? String == "0")

        let hash = String(repeating: "ab", count: 32)
        try await trial.run(["send", "client", "secret", client, hash], as: "client owner")
        try await trial.run(["send", "client", "secret-top-up", client, hash, "1TON"], as: "client owner")
        try await trial.run(["send", "client", "stake", client, "16TON"], as: "client owner")
        try await trial.run(["send", "client", "withdraw", client], as: "client owner")
        var data = try await trial.data(client)
        #expect(data["balance"] as? String == "16000000000" && data["secret_hash"] as? String == hash)
        try await trial.run(["send", "client", "refund", client], as: "client owner")
        // Not before the delay, unless the proxy grants it.
        let early = try await trial.run(["send", "client", "refund", client], as: "client owner", code: 5)
        #expect(early.output == "" && early.error.contains("1011"))
        let grant = try await receipt("grant-refund", client, 100_000_000)
        try await trial.run(["send", "signed", grant], as: "worker owner")
        data = try await trial.data(client)
        #expect(data["state"] as? String == "closed" && data["balance"] as? String == "0")

        try await trial.run(
            ["receipt", "claim", try await receipt("last-payout", worker, 100_000_000)], as: "worker owner")
        #expect(try await trial.data(worker)["state"] as? String == "closed")
        try await trial.run(["send", "proxy", "stake", proxy, "1TON"], as: "client owner")
        try await trial.run(["send", "proxy", "close", proxy], as: "proxy owner")
        try await trial.run(
            ["send", "signed", try await receipt("close-complete", proxy, nil)], as: "client owner")
        #expect(try await trial.data(proxy)["state"] as? String == "closed")

        let books = try #require(try await trial.document(["ledger", "show"])["books"] as? [String: Any])
        #expect(books["missing"] as? String == "0" && books["issued"] as? String == "401000000000")
    }

    @Test("what is there already, or has no parent, isn't deployed")
    func refusals() async throws {
        let network = try await Network()
        let trial = network.trial
        for arguments in [
            ["worker", "--proxy", network.proxy], ["client", "--proxy", network.proxy, "--nonce", "8"],
        ] {
            let name = "\(arguments[0]) owner"
            let again = try await trial.run(["deploy"] + arguments, as: name, code: 4)
            #expect(again.output == "" && again.error.contains("expected nothing at"), "\(again)")
        }
        let nowhere = try await trial.run(["deploy", "worker", "--proxy", LedgerTrial.root.raw], as: "proxy", code: 65)
        #expect(nowhere.error.contains("not a proxy's"), "\(nowhere)")
        // Nobody funded this wallet: the network takes no message of it.
        let poor = try await trial.run(["deploy", "worker", "--proxy", network.proxy], as: "nobody", code: 5)
        #expect(poor.output == "", "\(poor)")
        let missing = try await trial.run(["deploy", "worker", "--proxy", network.proxy])
        #expect(missing.exitCode == 8, "\(missing)")
    }

    @Test("a machine's wallet is deployed, relays for its owner, is blocked, unblocked and emptied")
    func wallet() async throws {
        let trial = try await LedgerTrial()
        for name in ["owner", "payee"] { try await trial.fund(name, "50TON") }
        let wallet = try await trial.deployed(
            ["wallet", try LedgerTrial.pair("machine").publicKey.bytes.hex, "--amount", "5TON"], as: "owner")
        // The machine's key sends from it.
        let payee = try LedgerTrial.wallet("payee")
        let start = try trial.coins(payee)
        let transfer = ["send", "transfer", payee.raw, "1TON"]
        let asMachine = ["--wallet-kind", "cocoon", "--wallet-owner", try LedgerTrial.wallet("owner").raw]
        try await trial.run(transfer + asMachine, as: "machine")
        #expect(try trial.coins(payee) > start + 999_000_000)
        try await trial.run(["send", "wallet", "text", wallet, "b"], as: "owner")
        #expect(try await trial.data(wallet)["is_blocked"] as? Bool == true)
        let blocked = try await trial.run(transfer + asMachine, as: "machine", code: 5)
        #expect(blocked.error.contains("1031"), "\(blocked)")
        try await trial.run(["send", "wallet", "text", wallet, "u"], as: "owner")
        let message = trial.folder.path("message.boc")
        let made = try await trial.run([
            "message", "transfer", payee.raw, "1TON", "--from", wallet, "-o", message,
        ])
        #expect(made.exitCode == 0, "\(made)")
        try await trial.run(["send", "wallet", "relay", wallet, message], as: "owner")
        #expect(try trial.coins(payee) > start + 1_998_000_000)
        try await trial.run(["send", "wallet", "text", wallet, "w"], as: "owner")
        let unknown = try await trial.run(["send", "wallet", "text", wallet, "c"], as: "owner", code: 64)
        #expect(unknown.error.contains("doesn't know the letter c"))
        // Under 2 TON it refuses.
        let empty = try await trial.run(transfer + asMachine, as: "machine", code: 5)
        #expect(empty.error.contains("1035"), "\(empty)")
    }
}

extension LedgerTrial {
    /// Deploys a contract by the command. Returns its address.
    func deployed(
        _ arguments: [String], as name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let document = try await document(["deploy"] + arguments, as: name, sourceLocation: sourceLocation)
        #expect(document["schema"] as? String == "silk.deploy/1", sourceLocation: sourceLocation)
        #expect(document["outcome"] as? String == "succeeded", sourceLocation: sourceLocation)
        return try #require(document["address"] as? String, sourceLocation: sourceLocation)
    }
}
