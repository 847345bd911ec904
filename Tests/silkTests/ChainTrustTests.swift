import Foundation
import LiteServerTestSupport
import Mirror
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient
import Testing

/// Servers that lie or aren't there, other networks, and the block that a person trusts.
@Suite("Trusting the chain", .serialized)
struct ChainTrustTests {
    /// A full name as people write it.
    private func name(_ block: BlockIdentifier) -> String {
        "(\(block.workchain),\(String(block.shard, radix: 16)),\(block.seqno)):\(block.rootHash.hex):\(block.fileHash.hex)"
    }

    @Test(
        "a liar beside an honest server is named, and the answer is true all the same",
        arguments: [Fault.forgedSignatures, .tooFewSignatures, .repeatedSignatures, .wrongBlockIdentifier])
    func liar(_ fault: Fault) async throws {
        let made = try await MadeNetwork.start([FaultPlan([fault]), .none])
        var states: [String?] = []
        // On a busy machine the liar may be too slow to be heard.
        for _ in 0..<5 where states != ["lied", "ok"] {
            let result = try await made.run("chain", "info", "--json")
            #expect(result.exitCode == 0, "\(result)")
            let newest = result.json?["newest"] as? [String: Any]
            #expect(newest?["root_hash"] as? String == made.newest.rootHash.hex)
            states = try #require(result.json?["servers"] as? [[String: Any]]).map { $0["state"] as? String }
        }
        #expect(states == ["lied", "ok"])
        await made.stop()
    }

    @Test(
        "where all lie, the exit code is 9, and server, block and step are named",
        arguments: [
            (Fault.forgedSignatures, "chain info", "signatures"), (.tooFewSignatures, "chain info", "signatures"),
            (.replacedAccount, "chain account", "account"), (.foreignTransactions, "chain transactions", "account"),
            (.wrongBlockIdentifier, "chain config", "block (-1:8000000000000000, 40, "),
        ])
    func onlyLiars(_ fault: Fault, _ command: String, _ step: String) async throws {
        let made = try await MadeNetwork.start([FaultPlan([fault]), FaultPlan([fault], seed: 2)])
        let address = "\(made.chain.plan.history.accounts[0].address)"
        var arguments = command.split(separator: " ").map(String.init)
        if command != "chain info", command != "chain config" { arguments.append(address) }
        let result = try await SilkProcess.run(
            arguments,
            environment: [
                "HOME": made.folder.url.path, "SILK_PROFILE": "devnet",
                "SILK_GLOBAL_CONFIG": made.folder.path("global.json"),
            ])
        #expect(result.exitCode == 9 && result.output == "", "\(result)")
        #expect(result.error.hasPrefix("silk: "))
        #expect(
            made.network.endpoints.allSatisfy { result.error.contains("\($0): dropped, since it lied: ") }, "\(result)")
        #expect(result.error.contains(step), "\(result)")
        await made.stop()
    }

    @Test("servers that can't be reached end in 9, with a line for each")
    func unreachable() async throws {
        let made = try await MadeNetwork.start([.none, .none])
        let endpoints = made.network.endpoints
        await made.stop()
        for command in [["info"], ["account", "0:" + String(repeating: "1", count: 64)], ["config"], ["block", "1"]] {
            let result = try await SilkProcess.run(
                ["chain"] + command,
                environment: [
                    "HOME": made.folder.url.path, "SILK_PROFILE": "devnet",
                    "SILK_GLOBAL_CONFIG": made.folder.path("global.json"),
                ])
            #expect(result.exitCode == 9 && result.output == "", "\(result)")
            #expect(result.error.hasPrefix("silk: the network can't be reached: "), "\(result)")
            #expect(endpoints.allSatisfy { result.error.contains("  \($0): ") }, "\(result)")
        }
    }

    @Test("servers of another network, or another block to trust, end in 9")
    func otherNetwork() async throws {
        let made = try await MadeNetwork.start()
        let other = try await MadeNetwork.start(of: MadeNetwork.otherChain)
        let foreign = try await made.run("chain", "info", "--trust", name(other.newest))
        #expect(foreign.exitCode == 9 && foreign.error.contains("127.0.0.1"), "\(foreign)")
        var wrong = made.chain.masterchain[9].identifier
        wrong.rootHash = SHA256.hash([7])
        let misnamed = try await made.run(
            "chain", "account", "0:" + String(repeating: "1", count: 64), "--trust", name(wrong))
        #expect(misnamed.exitCode == 9 && misnamed.output == "", "\(misnamed)")
        let good = try await made.run("chain", "info", "--trust", name(made.chain.masterchain[9].identifier), "--json")
        #expect(good.exitCode == 0 && good.json?["trust"] as? String == "pinned", "\(good)")
        let malformed = try await made.run("chain", "info", "--trust", "12")
        #expect(malformed.exitCode == 64, "\(malformed)")
        await made.stop()
        await other.stop()
    }

    @Test("what a mirror trusts is shown, pinned forward, reset and forgotten")
    func trust() async throws {
        let made = try await MadeNetwork.start()
        let absent = try await made.run("trust", "show")
        #expect(absent.exitCode == 65 && absent.error.contains("there is no mirror"), "\(absent)")
        let (early, late) = (made.chain.masterchain[9].identifier, made.chain.masterchain[18].identifier)

        let unasked = try await made.run("trust", "pin", name(early))
        #expect(unasked.exitCode == 64 && unasked.error.contains("--yes"), "\(unasked)")
        #expect(!FileManager.default.fileExists(atPath: made.mirror))
        let pinned = try await made.run("trust", "pin", name(early), "--yes")
        #expect(pinned.exitCode == 0, "\(pinned)")
        try ExpectedOutput.compare(pinned.output, with: "Network/trust.txt")
        let shown = try await made.run("trust", "show")
        #expect(shown.exitCode == 0 && shown.output == pinned.output)

        // Questions start there, and leave the mirror as it is.
        let info = try await made.run("chain", "info", "--json")
        #expect((info.json?["anchor"] as? [String: Any])?["seqno"] as? Int == 9, "\(info)")
        #expect(try await made.run("trust", "show").output == pinned.output)
        let contradicting = try await made.run("chain", "info", "--trust", name(late))
        #expect(contradicting.exitCode == 65 && contradicting.error.contains("silk trust pin"), "\(contradicting)")
        #expect(try await made.run("chain", "info", "--trust", name(early)).exitCode == 0)

        #expect(try await made.run("trust", "pin", name(late), "--yes").exitCode == 0)
        var sideways = late
        sideways.rootHash = SHA256.hash([1])
        for block in [early, sideways] {
            let refused = try await made.run("trust", "pin", name(block), "--yes")
            #expect(refused.exitCode == 65 && refused.error.contains("trust moves forward only"), "\(refused)")
        }
        let shard = try #require(made.chain.frontiers.last?.first)
        let noMaster = try await made.run("trust", "pin", name(shard), "--yes")
        #expect(noMaster.exitCode == 65, "\(noMaster)")
        let other = try await made.run("trust", "pin", name(late), "--yes", "--profile", "testnet")
        #expect(other.exitCode == 65 && other.error.contains("follows the network devnet"), "\(other)")
        let json = try await made.run("trust", "show", "--json").json
        #expect(json?["origin"] as? String == "pinned" && json?["schema"] as? String == "silk.trust/1")
        #expect((json?["newest"] as? [String: Any])?["root_hash"] as? String == late.rootHash.hex)

        let reset = try await made.run("trust", "reset", "--json")
        #expect((reset.json?["newest"] as? [String: Any])?["seqno"] as? Int == 18, "\(reset)")
        #expect(try await made.run("trust", "reset", "--forget").exitCode == 64)
        let forgotten = try await made.run("trust", "reset", "--forget", "--yes", "--json")
        #expect(forgotten.exitCode == 0 && forgotten.json?["newest"] is NSNull, "\(forgotten)")
        await made.stop()
    }

    @Test("what was proven since a mirror's anchor goes with a reset")
    func reset() async throws {
        let made = try await MadeNetwork.start()
        let mirror = try Mirror(path: made.mirror)
        var trusted = try TrustedBlock(made.chain.firstState.identifier, origin: .zeroState)
        let pool = LiteServerPool(made.network.endpoints)
        try await pool.prove(from: &trusted)
        await pool.close()
        try mirror.setDocuments([.network: Data("devnet".utf8), .trustedBlock: try trusted.document()])
        func newest(_ json: [String: Any]?) -> Int? { (json?["newest"] as? [String: Any])?["seqno"] as? Int }
        #expect(newest(try await made.run("trust", "show", "--json").json) == Int(made.newest.seqno))
        #expect(newest(try await made.run("trust", "reset", "--json").json) == 0)
        #expect(newest(try await made.run("trust", "show", "--json").json) == 0)
        // A mirror of another network says nothing about this one.
        try mirror.setDocuments([.network: Data("mainnet".utf8)])
        let info = try await made.run("chain", "info", "--json")
        #expect(info.exitCode == 0 && info.json?["trust"] as? String == "zero_state", "\(info)")
        await made.stop()
    }

    @Test("settings name a network, and what they can't say exits with 65")
    func settings() async throws {
        let made = try await MadeNetwork.start()
        let configuration = "{profile: \"mine\", profiles: {mine: {global_config: \"global.json\"}}} // made"
        try made.folder.write("config.json", Array(configuration.utf8))
        let environment = [
            "SILK_CONFIG": made.folder.path("config.json"), "SILK_GLOBAL_CONFIG": "", "SILK_PROFILE": "",
        ]
        let result = try await made.run("chain", "info", "--json", environment: environment)
        #expect(result.exitCode == 0 && result.json?["network"] as? String == "mine", "\(result)")
        let unknown = try await made.run("chain", "info", "--profile", "yours", environment: environment)
        #expect(unknown.exitCode == 65 && unknown.error.contains("there is no profile \"yours\""), "\(unknown)")
        let nowhere = try await made.run("chain", "info", "--profile", "devnet", environment: environment)
        #expect(nowhere.exitCode == 65 && nowhere.error.contains("--global-config"), "\(nowhere)")
        let absent = try await made.run("chain", "info", "--global-config", made.folder.path("none.json"))
        #expect(absent.exitCode == 65 && absent.error.contains("can't be read"), "\(absent)")
        try made.folder.write("config.json", Array("{profiles: {mine: {rot: 1}}}".utf8))
        let slip = try await made.run("chain", "info", environment: environment)
        #expect(slip.exitCode == 65 && slip.error.contains("profiles.mine: \"rot\" is none of"), "\(slip)")
        await made.stop()
    }
}
