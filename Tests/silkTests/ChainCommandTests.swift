import Foundation
import LiteServerTestSupport
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient
import Testing

/// `silk chain` against lite-servers on this machine.
@Suite("Asking the chain", .serialized)
struct ChainCommandTests {
    /// The newest state of an account, as the history has it.
    private func last(_ account: ChainHistory.Account) throws -> (entry: ChainHistory.Entry, balance: Coins) {
        let entry = try #require(account.transactions.last)
        let cell = try #require(account.states[entry.transaction.stateUpdate.newHash])
        return (entry, try Account(cell: cell).balance.coins)
    }

    private func block(_ json: Any?) -> String? {
        guard let block = json as? [String: Any], let seqno = block["seqno"] as? Int,
            let root = block["root_hash"] as? String, let file = block["file_hash"] as? String,
            let workchain = block["workchain"] as? Int, let shard = block["shard"] as? String
        else { return nil }
        return "(\(workchain):\(shard), \(seqno), \(root), \(file))"
    }

    @Test("info names the newest block and every server")
    func info() async throws {
        let made = try await MadeNetwork.start([.none, .none])
        let result = try await made.run("chain", "info", "--json")
        #expect(result.exitCode == 0 && result.error == "", "\(result)")
        let json = try #require(result.json)
        #expect(json["schema"] as? String == "silk.chain_info/1")
        #expect(block(json["newest"]) == made.newest.description)
        #expect(block(json["anchor"]) == made.chain.firstState.identifier.description)
        #expect(json["trust"] as? String == "zero_state" && json["proof"] as? String == "proven")
        let unix = (json["time"] as? [String: Any])?["unix"] as? Int
        #expect(unix == Int(made.chain.masterchain[Int(made.chain.lastSeqno)].generatedAt))
        let lag = try #require(json["lag_seconds"] as? Int)
        #expect(abs(lag - (Int(Date().timeIntervalSince1970) - (unix ?? 0))) < 60)
        let servers = try #require(json["servers"] as? [[String: Any]])
        #expect(servers.map { $0["server"] as? String } == made.network.endpoints.map { "\($0)" })
        #expect(servers.allSatisfy { $0["state"] as? String == "ok" && $0["newest"] as? Int == Int(made.newest.seqno) })
        #expect(servers.allSatisfy { ($0["latency_ms"] as? Int).map { (0..<10_000).contains($0) } == true })

        var text = made.steady(try await made.run("chain", "info").output)
        text = text.replacing(/lag_seconds( +)\d+/) { "lag_seconds\($0.1)LAG" }
        // The table's columns are as wide as the ports, so that spaces say nothing.
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        let table = lines.filter { $0.hasPrefix("SERVER-") }.map { $0.replacing(/ok (\d+) \d+/) { "ok \($0.1) MS" } }
        let head = lines.filter { !$0.hasPrefix("SERVER-") }
        try ExpectedOutput.compare((head + table).joined(separator: "\n") + "\n", with: "Network/info.txt")
        #expect(!FileManager.default.fileExists(atPath: made.mirror))
        await made.stop()
    }

    @Test("an account's state now and before, and that there is none")
    func account() async throws {
        let made = try await MadeNetwork.start()
        for account in made.chain.plan.history.accounts {
            let (entry, balance) = try last(account)
            let result = try await made.run("chain", "account", "\(account.address)", "--json")
            let json = try #require(result.json, "\(result)")
            #expect(json["balance"] as? String == "\(balance.nanoTON)" && json["status"] as? String == "active")
            let transaction = json["last_transaction"] as? [String: Any]
            #expect(transaction?["hash"] as? String == entry.cell.hash.hex)
            #expect(transaction?["lt"] as? String == "\(entry.transaction.lt)")
            #expect(json["state_hash"] as? String == entry.transaction.stateUpdate.newHash.hex)
            #expect(block(json["block"]) == made.newest.description && json["proof"] as? String == "proven")
        }
        let account = made.chain.plan.history.accounts[0]
        let address = "\(account.address)"
        let text = try await made.run("chain", "account", address)
        #expect(text.exitCode == 0)
        try ExpectedOutput.compare(text.output, with: "Network/account.txt")

        // As of each masterchain block, the newest transaction up to it.
        for seqno in stride(from: UInt32(3), to: made.chain.lastSeqno, by: 13) {
            let result = try await made.run("chain", "account", address, "--at", "\(seqno)", "--json")
            let json = try #require(result.json, "\(result)")
            let expected = account.transactions.last { entry in
                let block = made.chain.block(of: account.address, lt: entry.transaction.lt)
                return block.map { $0.masterchainSeqno <= seqno } ?? false
            }
            let found = json["last_transaction"] as? [String: Any]
            #expect(found?["hash"] as? String == expected?.cell.hash.hex, "as of \(seqno)")
        }

        let absent = try await made.run("chain", "account", "0:" + String(repeating: "5", count: 64))
        #expect(absent.exitCode == 0)
        try ExpectedOutput.compare(absent.output, with: "Network/account-absent.txt")
        await made.stop()
    }

    @Test("a history in pages is the account's, to its first transaction")
    func transactions() async throws {
        let made = try await MadeNetwork.start()
        let account = try #require(made.chain.plan.history.accounts.first)
        let address = "\(account.address)"
        let expected = account.transactions.reversed().map { "\($0.transaction.lt) \($0.cell.hash.hex)" }
        var found: [String] = []
        var next: String?
        repeat {
            var arguments = ["chain", "transactions", address, "--limit", "9", "--json"]
            if let next { arguments += ["--before", next] }
            let result = try await SilkProcess.run(
                arguments,
                environment: [
                    "HOME": made.folder.url.path, "SILK_PROFILE": "devnet",
                    "SILK_GLOBAL_CONFIG": made.folder.path("global.json"),
                ])
            let json = try #require(result.json, "\(result)")
            #expect(json["proof"] as? String == (next == nil ? "proven" : "linked"))
            let rows = try #require(json["transactions"] as? [[String: Any]])
            found += rows.map { "\($0["lt"] as? String ?? "") \($0["hash"] as? String ?? "")" }
            next = json["next"] as? String
        } while next != nil && found.count <= expected.count
        #expect(found == expected)

        let whole = try await made.run("chain", "transactions", address, "--limit", "1000", "--json")
        let rows = try #require(whole.json?["transactions"] as? [[String: Any]])
        #expect(rows.count == expected.count && whole.json?["next"] is NSNull)
        // Each is what `silk tx show` says of the same cell.
        let cell = try #require(account.transactions.last).cell
        let shown = try await SilkProcess.run(["tx", "show", Base64.encode(cell.boc()), "--json"])
        var fields = try #require(shown.json)
        fields["schema"] = nil
        #expect(NSDictionary(dictionary: rows[0]) == NSDictionary(dictionary: fields))

        let text = try await made.run("chain", "transactions", address, "--limit", "3")
        try ExpectedOutput.compare(text.output, with: "Network/transactions.txt")
        await made.stop()
    }

    @Test("blocks of the masterchain and of shards are those of the chain, by number, place and name")
    func blocks() async throws {
        let made = try await MadeNetwork.start()
        let shardBlocks = made.chain.allShardBlocks.filter { $0.identifier.seqno > 0 }
        let samples =
            [made.chain.masterchain[1], made.chain.masterchain[18], made.chain.masterchain[Int(made.newest.seqno)]]
            + [shardBlocks[0], shardBlocks[shardBlocks.count / 2]]
        for sample in samples {
            let name = sample.identifier
            let file = made.folder.path("block.boc")
            try Data(sample.root.boc()).write(to: URL(fileURLWithPath: file))
            let expected = try await SilkProcess.run(["block", "show", file, "--transactions"])
            #expect(expected.exitCode == 0, "\(expected)")
            var texts = ["\(name)", "(\(name.workchain),\(String(name.shard, radix: 16)),\(name.seqno))"]
            if name.shardIdentifier.isMasterchain { texts.append("\(name.seqno)") }
            for text in texts {
                let result = try await made.run("chain", "block", text, "--transactions")
                #expect(result.exitCode == 0 && result.output == expected.output, "\(text): \(result)")
            }
            var other = name
            other.fileHash = SHA256.hash([1])
            let refused = try await made.run("chain", "block", "\(other)")
            #expect(refused.exitCode == 65 && refused.error.contains("the chain has the block \(name)"), "\(refused)")
        }
        for (text, reason) in [
            ("\(made.newest.seqno + 1)", "there is no masterchain block \(made.newest.seqno + 1) yet"),
            ("0", "is a first state, and no block"), ("nonsense", "expected a block"),
        ] {
            let result = try await made.run("chain", "block", text)
            #expect(result.exitCode == 65 && result.error.contains(reason), "\(result)")
        }
        await made.stop()
    }

    @Test("the configuration is that of the key block")
    func configuration() async throws {
        let made = try await MadeNetwork.start()
        let keyBlock = try #require(made.chain.masterchain.last { $0.isKeyBlock })
        let file = try made.folder.write("key-block.boc", keyBlock.root.boc()).path
        let expected = try await SilkProcess.run(["config", "show", file, "--json"])
        let result = try await made.run("chain", "config", "--json")
        let config = try #require(result.json?["config"] as? [String: Any], "\(result)")
        #expect(NSDictionary(dictionary: config) == NSDictionary(dictionary: try #require(expected.json)))
        #expect(block(result.json?["block"]) == made.newest.description)

        let one = try await made.run("chain", "config", "--param", "28")
        #expect(one.exitCode == 0)
        try ExpectedOutput.compare(one.output, with: "Network/config-28.txt")
        let none = try await made.run("chain", "config", "--param", "777")
        #expect(none.exitCode == 65 && none.error.contains("has no parameter 777"), "\(none)")
        await made.stop()
    }

    @Test("an external message reaches the server, and again is no failure; others aren't sent")
    func send() async throws {
        let made = try await MadeNetwork.start()
        let account = made.chain.plan.history.accounts[0]
        let message = try Message(
            info: .externalIn(ExternalInMessageInfo(destination: .standard(account.address, anycast: nil)))
        ).cell()
        let text = Base64.encode(message.boc())
        let first = try await made.run("chain", "send", text)
        #expect(first.exitCode == 0, "\(first)")
        try ExpectedOutput.compare(first.output, with: "Network/send.txt")
        #expect(try made.network.servers[0].server.honest.sentMessages.map { try Cell(boc: $0) } == [message])
        let again = try await made.run("chain", "send", text, "--json")
        #expect(again.exitCode == 0 && again.json?["reception"] as? String == "known", "\(again)")

        var flag = CellBuilder()
        try flag.store(bit: true)
        let inner = try #require(account.transactions[0].transaction.inMessage).cell
        var deep = message
        for _ in 0..<600 {
            var builder = CellBuilder()
            try builder.store(reference: deep)
            deep = try builder.build()
        }
        var body = CellBuilder()
        try body.store(reference: deep)
        let tooDeep = try Message(
            info: .externalIn(ExternalInMessageInfo(destination: .standard(account.address, anycast: nil))),
            body: try body.build()
        ).cell()
        for (cell, reason) in [
            (inner, "isn't an external one"), (try flag.build(), "is no message"),
            (tooDeep, "cells deep"),
        ] {
            let file = try made.folder.write("message.boc", cell.boc()).path
            let result = try await made.run("chain", "send", file)
            #expect(result.exitCode == 65 && result.error.contains(reason), "\(result)")
        }
        #expect(made.network.servers[0].server.honest.sentMessages.count == 1)
        await made.stop()
    }

    @Test("methods run here, or on servers, and what comes out there is theirs to answer for")
    func methods() async throws {
        let made = try await MadeNetwork.start()
        let address = "\(made.chain.plan.history.accounts[0].address)"
        // The code of the first made account is four zero bytes: NOPs, which leave the method's number.
        let local = try await made.run("chain", "run-method", address, "seqno")
        #expect(local.exitCode == 0 && local.output.hasSuffix("stack, the top last:\n  85143\n"), "\(local)")
        #expect(local.output.contains("state_proof      proven\n"))
        let unserved = try await made.run("chain", "run-method", address, "seqno", "--remote")
        #expect(
            unserved.exitCode == 9 && unserved.error.contains("liteServer.runSmcMethod isn't served"), "\(unserved)")
        for argument in ["nonsense", "cell:12", "int:x", "0:12"] {
            let result = try await made.run("chain", "run-method", address, "seqno", argument, "--remote")
            #expect(result.exitCode == 64, "\(result)")
        }
        await made.stop()

        let server = try await MethodServer.start(made.chain)
        try made.folder.write("methods.json", server.configurationFile())
        let environment = ["SILK_GLOBAL_CONFIG": made.folder.path("methods.json")]
        let arguments = ["7", "0x10", "int:-5", "null", address, "cell:b5ee9c7201010101000300000142"]
        let result = try await SilkProcess.run(
            ["chain", "run-method", address, "get_data"] + arguments + ["--remote"],
            environment: environment.merging(["HOME": made.folder.url.path, "SILK_PROFILE": "devnet"]) { $1 })
        #expect(result.exitCode == 0, "\(result)")
        try ExpectedOutput.compare(
            result.output.replacing("\(server.endpoint)", with: "SERVER"), with: "Network/method.txt")
        let json = try await made.run(
            "chain", "run-method", address, "78748", "--remote", "--json", environment: environment
        ).json
        #expect(json?["result_proof"] as? String == "claimed" && json?["state_proof"] as? String == "proven")
        #expect(json?["stack"] as? [String] == [])
        #expect(server.methods == [UInt64(CRC16.checksum("get_data".utf8)) | 0x10000, 78748])
        await server.stop()
    }
}
