import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// Transactions, blocks and configurations from the command line.
@Suite struct ChainTests {
    private static let commands = [
        ["cell", "show"], ["cell", "hash"], ["cell", "convert", "--to", "hex"], ["tx", "show"],
        ["block", "show", "--transactions"], ["config", "show"], ["config", "show", "--param", "1"],
    ]

    /// An answer of a server, as the made network has them.
    private struct Answer: Decodable {
        var result: [Row]

        struct Row: Decodable {
            var data: String
            var utime: UInt32
            var transactionID: Identifier

            enum CodingKeys: String, CodingKey {
                case data
                case utime
                case transactionID = "transaction_id"
            }
        }

        struct Identifier: Decodable {
            var lt: String
            var hash: String
        }
    }

    private func demoTransactions() throws -> [Answer.Row] {
        let path =
            SampleMirror.demoFolder
            + "/transactions/1e5c62c3a9d71542e458d291438d0c2df8618e899e299eaa64185eeee13180b4.json"
        return try JSONDecoder().decode(Answer.self, from: Data(contentsOf: URL(fileURLWithPath: path))).result
    }

    @Test("a worker's transactions have the names, times and messages that the server says")
    func transactions() async throws {
        let rows = try demoTransactions()
        var names: Set<String> = []
        for row in rows {
            let result = try await SilkProcess.run(["tx", "show", row.data, "--json"])
            #expect(result.exitCode == 0, "\(result.error)")
            let document = try #require(result.json)
            #expect(document["schema"] as? String == "silk.transaction/1")
            #expect(document["lt"] as? String == row.transactionID.lt)
            #expect(document["hash"] as? String == Base64.decode(row.transactionID.hash).map { Hex.encode($0) })
            #expect(document["unix"] as? UInt32 == row.utime)
            #expect(document["account"] as? String == "EQAeXGLDqdcVQuRY0pFDjQwt-GGOiZ4pnqpkGF7u4TGAtCB3")
            let message = (document["in_message"] as? [String: Any])?["message"] as? [String: Any]
            if let name = message?["name"] as? String { names.insert(name) }
        }
        #expect(names.contains("ext_worker_payout_request_signed"))
    }

    @Test("a transaction's whole text and document are the approved ones")
    func transactionOutput() async throws {
        let row = try #require(try demoTransactions().first { $0.transactionID.lt == "84800974000003" })
        let text = try await SilkProcess.run(["tx", "show", row.data])
        try ExpectedOutput.compare(text.output, with: "Chain/transaction.txt")
        let document = try await SilkProcess.run(["tx", "show", row.data, "--json"])
        try ExpectedOutput.compare(document.output, with: "Chain/transaction.json")
    }

    @Test("a transaction inside a larger bag is named by its hash, in either form")
    func transactionInside() async throws {
        let row = try #require(try demoTransactions().first { $0.transactionID.lt == "84800974000003" })
        let transaction = try Cell(boc: try #require(Base64.decode(row.data)))
        let whole = try SampleCells.cell(5, bits: 8, [try SampleCells.tree(), transaction])
        let bare = try await SilkProcess.run(["tx", "show", row.data, "--json"])
        for bag in [BagOfCells(roots: [whole]), BagOfCells(roots: [.empty, transaction])] {
            for hash in [transaction.hash.hex, Base64.encode(transaction.hash.bytes), row.transactionID.hash] {
                let result = try await SilkProcess.run(
                    ["tx", "show", "-", "--json", "--hash", hash], input: bag.serialized())
                #expect(result.exitCode == 0 && result.output == bare.output, "\(result.error)")
            }
        }
        let unknown = SHA256.hash(Array("no cell".utf8)).hex
        let absent = try await SilkProcess.run(["tx", "show", row.data, "--hash", unknown])
        #expect(absent.exitCode == 65 && absent.error == "silk: no cell of the bag has the hash \(unknown)\n")
        let other = try await SilkProcess.run(
            ["tx", "show", "-", "--hash", try SampleCells.tree().hash.hex], input: whole.boc())
        #expect(other.exitCode == 65 && other.output == "")
        for hash in ["12", "zz", transaction.hash.hex + "00"] {
            let result = try await SilkProcess.run(["tx", "show", row.data, "--hash", hash])
            #expect(result.exitCode == 64, "\(hash)")
        }
    }

    @Test("a configuration is found bare, in ConfigParams, after a bit, and in a proof")
    func configuration() async throws {
        let root = try SampleCells.configuration()
        let text = try await SilkProcess.run(["config", "show", "-"], input: root.boc())
        #expect(text.exitCode == 0, "\(text.error)")
        try ExpectedOutput.compare(text.output, with: "Chain/config.txt")
        let document = try await SilkProcess.run(["config", "show", "-", "--json"], input: root.boc())
        try ExpectedOutput.compare(document.output, with: "Chain/config.json")

        var parameters = CellBuilder()
        try parameters.store(SHA256.hash(Array("the configuration".utf8)))
        try parameters.store(reference: root)
        let whole = try parameters.build()
        for cell in [whole, try SampleCells.proof(of: whole)] {
            let result = try await SilkProcess.run(["config", "show", "-"], input: cell.boc())
            let address = SHA256.hash(Array("the configuration".utf8)).hex
            #expect(result.output == "config address  \(address)\n\n" + text.output)
        }
        let optional = try await SilkProcess.run(
            ["config", "show", "-"], input: try SampleCells.cell(1, bits: 1, [root]).boc())
        #expect(optional.output == text.output)
    }

    @Test("one parameter is shown in full; one that isn't there exits with 65")
    func parameter() async throws {
        let bag = try SampleCells.configuration().boc()
        let list = try await SilkProcess.run(["config", "show", "-", "--param", "9"], input: bag)
        #expect(list.output.hasSuffix("  value.19  19\n"))
        let negative = try await SilkProcess.run(["config", "show", "-", "--param=-71", "--json"], input: bag)
        let row = try #require((negative.json?["params"] as? [[String: Any]])?.first)
        #expect(row["hash"] as? String == (try SampleCells.tree().hash.hex))
        #expect(row["value"] is NSNull && row["type"] is NSNull && row["problem"] is NSNull)
        let absent = try await SilkProcess.run(["config", "show", "-", "--param", "34"], input: bag)
        #expect(absent.exitCode == 65)
        #expect(absent.error == "silk: the configuration has no parameter 34\n")
    }

    @Test("of a block's proof, what isn't pruned is shown")
    func blockProof() async throws {
        let proof = try SampleCells.headerProof()
        let text = try await SilkProcess.run(["block", "show", "-", "--transactions"], input: proof.boc())
        #expect(text.exitCode == 0, "\(text.error)")
        try ExpectedOutput.compare(text.output, with: "Chain/block-proof.txt")
        let document = try await SilkProcess.run(["block", "show", "-", "--json"], input: proof.boc())
        try ExpectedOutput.compare(document.output, with: "Chain/block-proof.json")
        #expect(document.json?["root_hash"] as? String == proof.reference(at: 0)?.hash(level: 0).hex)
    }

    @Test("other cells are refused with a reason", arguments: [["tx"], ["block"], ["config"]])
    func otherCells(_ command: [String]) async throws {
        let two = BagOfCells(roots: [.empty, try SampleCells.tree()]).serialized()
        for bytes in [Cell.empty.boc(), try SampleCells.tree().boc(), try SampleCells.proof().boc(), two] {
            let result = try await SilkProcess.run(command + ["show", "-"], input: bytes)
            #expect(result.exitCode == 65)
            #expect(result.output == "")
            #expect(result.error.hasPrefix("silk: ") && result.error.split(separator: "\n").count == 1)
        }
    }

    @Test("damaged and random bytes are refused and never crash", arguments: commands)
    func randomBytes(_ command: [String]) async throws {
        var generator = SeededGenerator(seed: 0xc311)
        let row = try #require(try demoTransactions().first)
        let transaction = try #require(Base64.decode(row.data))
        let samples = [
            try Cell(boc: transaction).boc([]), try SampleCells.configuration().boc([]),
            try SampleCells.headerProof().boc([]),
        ]
        for round in 0..<24 {
            var bytes: [UInt8]
            if round.isMultiple(of: 4) {
                bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                    .random(in: 0...255, using: &generator)
                }
            } else {
                // Without a checksum, so that damage reaches the layouts.
                bytes = samples[round % samples.count]
                for _ in 0..<2 {
                    let position = Int.random(in: 11..<bytes.count, using: &generator)
                    bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
                }
            }
            let result = try await SilkProcess.run(
                Array(command.prefix(2)) + ["-"] + command.dropFirst(2), input: bytes)
            #expect([0, 65].contains(result.exitCode), "round \(round): \(result)")
            #expect(result.exitCode == 0 || result.error.hasPrefix("silk: "))
        }
    }
}
