import Foundation
import SilkTestSupport
import TONCells
import Testing

/// Blocks and configurations of the main network from the command line.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedChainCommandTests {
    private static let keyBlock = "blocks/mainnet/test_master_block_proof_shuffle_3236530/key_block_3236530.boc"

    /// What is known of a block.
    private struct Known: Decodable {
        var file: String
        var type: String
        var rootHash: String?
        var fileHash: String?
        var canonicalFileHash: String?
        var isCanonical: Bool?
        var seqno: UInt32?
        var startLT: UInt64?
        var unix: UInt32?

        enum CodingKeys: String, CodingKey {
            case file
            case type
            case rootHash = "root_hash"
            case fileHash = "file_hash"
            case canonicalFileHash = "canonical_file_hash"
            case isCanonical = "canonical_serialization"
            case seqno
            case startLT = "start_lt"
            case unix = "gen_utime"
        }
    }

    @Test("blocks have the names and headers that the index says")
    func blocks() async throws {
        let known = try RecordedFixtures.json([Known].self, "blocks/INDEX.json").filter {
            $0.type == "block" && $0.file.hasPrefix("mainnet/")
        }
        #expect(known.count >= 10)
        for block in known {
            let path = try RecordedFixtures.url("blocks/" + block.file).path
            let result = try await SilkProcess.run(["block", "show", path, "--json"])
            #expect(result.exitCode == 0, "\(block.file): \(result.error)")
            let document = try #require(result.json)
            #expect(document["root_hash"] as? String == block.rootHash)
            #expect(document["seqno"] as? UInt32 == block.seqno)
            #expect(document["start_lt"] as? String == block.startLT.map { "\($0)" })
            #expect(document["unix"] as? UInt32 == block.unix)
            let fileHash = block.isCanonical == true ? block.fileHash : block.canonicalFileHash
            if let fileHash { #expect(document["file_hash"] as? String == fileHash, "\(block.file)") }
        }
    }

    /// A server's answer about an account's transactions.
    private struct Answer: Decodable {
        var result: [Row]

        struct Row: Decodable {
            var data: String
            var utime: UInt32
            var fee: String
        }
    }

    @Test("the fees of transactions add up to the server's")
    func fees() async throws {
        let name = try #require(RecordedFixtures.names(in: "chain/transactions", suffix: ".json").first)
        let rows = try RecordedFixtures.json(Answer.self, "chain/transactions/" + name).result
        #expect(!rows.isEmpty)
        for row in rows.prefix(20) {
            let result = try await SilkProcess.run(["tx", "show", row.data, "--json"])
            let document = try #require(result.json)
            #expect(document["unix"] as? UInt32 == row.utime)
            // The server's has the forwarding of messages in it.
            let sent = try #require(document["out_messages"] as? [[String: Any]])
            let fees = [document["total_fees"] as? String] + sent.map { $0["forward_fee"] as? String }
            #expect(fees.reduce(0) { $0 + (Int($1 ?? "") ?? 0) } == Int(row.fee))
        }
    }

    @Test("a block's transactions are listed, as many as are known")
    func transactions() async throws {
        let path = try RecordedFixtures.url("blocks/mainnet/wc0_71398501.boc").path
        let result = try await SilkProcess.run(["block", "show", path, "--transactions", "--json"])
        #expect(result.json?["transaction_count"] as? Int == 269)
        let rows = try #require(result.json?["transactions"] as? [[String: Any]])
        #expect(rows.count == 269)
        #expect(Set(rows.compactMap { $0["hash"] as? String }).count == 269)
        let text = try await SilkProcess.run(["block", "show", path])
        #expect(text.output.contains("transaction_count") && !text.output.contains("transactions: 269"))
        let config = try await SilkProcess.run(["config", "show", path])
        #expect(config.exitCode == 65)
        #expect(config.error == "silk: the block has no configuration: only a key block has\n")
    }

    @Test("a transaction is found in its block, and in the proof of it, by its hash")
    func transactionInBlock() async throws {
        let path = try RecordedFixtures.url("blocks/mainnet/wc0_34703989.boc").path
        let block = try await SilkProcess.run(["block", "show", path, "--transactions", "--json"])
        let rows = try #require(block.json?["transactions"] as? [[String: Any]])
        for row in [rows.first, rows.last].compactMap({ $0 }) {
            let hash = try #require(row["hash"] as? String)
            let result = try await SilkProcess.run(["tx", "show", path, "--hash", hash, "--json"])
            #expect(result.exitCode == 0, "\(result.error)")
            for name in ["hash", "lt", "account_hash", "total_fees"] {
                #expect(result.json?[name] as? String == row[name] as? String, "\(name)")
            }
        }
        let bare = try await SilkProcess.run(["tx", "show", path])
        #expect(bare.exitCode == 65)
        #expect(bare.error == "silk: the root is no transaction: --hash finds one inside\n")
    }

    @Test("a block written anew has the bytes that were signed")
    func canonical() async throws {
        let path = try RecordedFixtures.url("blocks/mainnet/wc0_71398501.boc").path
        let folder = try TemporaryFolder()
        let converted = try await SilkProcess.run(
            ["cell", "convert", path, "--to", "boc", "--block", "-o", folder.path("block.boc")])
        #expect(converted.exitCode == 0)
        let hash = try await SilkProcess.run(["cell", "hash", folder.path("block.boc"), "--json"])
        #expect(
            hash.json?["file_hash"] as? String == "dc11d51de6fd112cba79d7a7a1d8efaa782aeaf78a2d0419ab999441488d0f9f")
    }

    @Test("the configurations of key blocks, states, proofs and files are read")
    func configurations() async throws {
        let paths =
            [Self.keyBlock, "blocks/localnet/zerostate.boc", "chain/blockchain-config.boc"]
            + RecordedFixtures.names(in: "config", suffix: ".boc").map { "config/" + $0 }
        for path in paths {
            let result = try await SilkProcess.run(["config", "show", try RecordedFixtures.url(path).path, "--json"])
            #expect(result.exitCode == 0, "\(path): \(result.error)")
            let rows = try #require(result.json?["params"] as? [[String: Any]])
            #expect(rows.count >= 10, "\(path)")
            #expect(!String(describing: rows).contains("unreadable"), "\(path)")
        }
        let fees = try await SilkProcess.run(
            ["config", "show", try RecordedFixtures.url(Self.keyBlock).path, "--param", "14"])
        #expect(fees.output.contains("masterchain_block_fee  1.7 TON\n  basechain_block_fee    1 TON"))
    }

    @Test("the names of parameters' fields are the approved ones")
    func fieldNames() async throws {
        var names: [String: Set<String>] = [:]
        let paths =
            ["blocks/localnet/zerostate.boc", Self.keyBlock]
            + RecordedFixtures.names(in: "config", suffix: ".boc").map { "config/" + $0 }
        for path in paths {
            let result = try await SilkProcess.run(["config", "show", try RecordedFixtures.url(path).path, "--json"])
            for row in try #require(result.json?["params"] as? [[String: Any]]) {
                guard let type = row["type"] as? String, let value = row["value"] else { continue }
                names[type, default: []].formUnion(Self.names(in: value))
            }
        }
        let text = names.sorted { $0.key < $1.key }.map { type, names in
            "\(type): \(names.sorted().joined(separator: " "))\n"
        }.joined()
        try ExpectedOutput.compare(text, with: "Chain/config-names.txt")
    }

    /// All names inside a value; keys of dictionaries have digits and are left out.
    private static func names(in value: Any) -> Set<String> {
        if let list = value as? [Any] { return list.reduce(into: []) { $0.formUnion(names(in: $1)) } }
        guard let object = value as? [String: Any] else { return [] }
        return object.reduce(into: []) { names, field in
            if field.key.wholeMatch(of: /[a-z_]+/) != nil { names.insert(field.key) }
            names.formUnion(Self.names(in: field.value))
        }
    }
}
