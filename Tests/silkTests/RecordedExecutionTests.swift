import Foundation
import LiteServerTestSupport
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Get-methods, rehearsals and replays on recorded chains.
@Suite(
    "Execution of recorded chains", .serialized,
    .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedExecutionTests {
    private struct Replay: Decodable {
        struct Run: Decodable {
            let account: String
            let lt: UInt64
            let now: UInt32
            let message: String
            let hash: String
            let blockLT: UInt64
            let seed: String

            private enum CodingKeys: String, CodingKey {
                case account, lt, now, hash
                case message = "in_msg"
                case blockLT = "block_lt"
                case seed = "rand_seed"
            }
        }

        struct Rejected: Decodable {
            let account: String
            let now: UInt32
            let lt: UInt64
            let message: String
            let state: String
            let reason: String

            private enum CodingKeys: String, CodingKey {
                case account, now, lt
                case message = "in_msg"
                case state = "shard_account_boc"
                case reason = "why"
            }
        }

        let genesis: [String: String]
        let transactions: [Run]
        let rejected: [Rejected]

        private enum CodingKeys: String, CodingKey {
            case genesis, transactions
            case rejected = "rejected_externals"
        }
    }

    private static let replay = Result { try RecordedFixtures.json(Replay.self, "chain/replay.json") }

    private static func bytes(_ base64: String) throws -> [UInt8] { try #require(Base64.decode(base64)) }

    private static func configuration() throws -> [String] {
        ["--config", try RecordedFixtures.url("chain/blockchain-config.boc").path]
    }

    /// A folder with the one state from before the first transaction.
    private static func genesis(in folder: TemporaryFolder) throws -> [String] {
        for (hash, bag) in try replay.get().genesis {
            try folder.write("\(hash).boc", try bytes(bag))
        }
        return ["--genesis", folder.url.path]
    }

    // MARK: - Replay

    @Test("all 2734 transactions come out the same")
    func replay() async throws {
        let folder = try TemporaryFolder()
        let json = try await SampleMirror.largest.document(
            ["replay"] + Self.configuration() + Self.genesis(in: folder))
        #expect(json["transactions"] as? Int == 2734 && json["equal"] as? Int == 2734)
        #expect(json["accounts"] as? Int == 118 && json["equal_accounts"] as? Int == 118)
        #expect(json["different"] as? Int == 0 && json["not_executed"] as? Int == 0)
        // Each account ends in the state that is recorded beside the transactions.
        for row in try #require(json["rows"] as? [[String: Any]]) {
            let text = try #require(row["account"] as? String)
            let address = try AccountAddress(text)
            let state = try RecordedFixtures.json(Answer.self, "chain/states/\(address.hash.hex).json").result
            let bag = try #require(state.shardAccount)
            let account = try ShardAccount(cell: try Cell(boc: try Self.bytes(bag)))
            #expect(row["state_hash"] as? String == account.stateHash.hex, "\(address)")
        }
    }

    private struct Answer: Decodable {
        struct State: Decodable {
            let shardAccount: String?

            private enum CodingKeys: String, CodingKey {
                case shardAccount = "shard_account_boc"
            }
        }

        let result: State
    }

    @Test("without the first state one account isn't executed, under other prices each differs")
    func differentReplay() async throws {
        let faucet = try #require(try Self.replay.get().genesis.keys.first)
        let without = try await SampleMirror.largest.run(["replay", "--json"] + Self.configuration())
        #expect(without.exitCode == 65 && without.json?["equal_accounts"] as? Int == 117, "\(without.error)")
        #expect(without.json?["transactions"] as? Int == 2734)
        let rows = try #require(without.json?["rows"] as? [[String: Any]])
        let stopped = rows.filter { !($0["obstacle"] is NSNull) }
        #expect(stopped.count == 1 && (stopped[0]["obstacle"] as? String)?.contains("first state") == true)
        let account = try #require(stopped[0]["account"] as? String)
        #expect(try AccountAddress(account).hash.hex == faucet)

        let proxy = Self.proxy
        let config = try Cell(boc: try RecordedFixtures.bytes("chain/blockchain-config.boc"))
        var parameters = NetworkConfiguration(root: config)
        var prices = try #require(try parameters.gasPrices(isMasterchain: false))
        prices.gasPrice *= 2
        try parameters.set(.gasPrices(prices), for: 21)
        let folder = try TemporaryFolder()
        let root = try #require(parameters.dictionary.root)
        let file = try folder.write("config.boc", root.boc()).path
        let result = try await SampleMirror.largest.run(["replay", proxy, "--config", file])
        #expect(result.exitCode == 2 && result.error == "", "\(result)")
        try ExpectedOutput.compare(result.output, with: "VM/replay.txt")
        let json = try await SampleMirror.largest.run(["replay", proxy, "--config", file, "--json"]).json
        #expect(json?["different"] as? Int == 1 && json?["equal"] as? Int == 0)
        let row = try #require((json?["rows"] as? [[String: Any]])?.first)
        let difference = try #require(row["difference"] as? [String: Any])
        let phases = try ["recorded", "found"].map { name in
            let transaction = try #require(difference[name] as? [String: Any])
            let description = try #require(transaction["description"] as? [String: Any])
            return try #require(description["compute_phase"] as? [String: Any])
        }
        #expect(phases[0]["gas_used"] as? String == phases[1]["gas_used"] as? String)
        #expect(phases[0]["gas_fees"] as? String != phases[1]["gas_fees"] as? String)
        #expect(difference["depends_on_seed"] as? Bool == false)
    }

    @Test("seeds are taken from a file, and a broken one is refused")
    func seeds() async throws {
        let folder = try TemporaryFolder()
        let runs = try Self.replay.get().transactions.filter { $0.account == Self.proxyHash }
        let lines = runs.map { "\($0.blockLT) \($0.seed)\n" }.joined()
        let file = try folder.write("seeds.txt", Array(lines.utf8)).path
        let call = ["replay", Self.proxy] + (try Self.configuration())
        let result = try await SampleMirror.largest.run(call + ["--seeds", file, "--json"])
        #expect(result.exitCode == 0 && result.json?["equal"] as? Int == runs.count, "\(result)")
        try folder.write("seeds.txt", Array((lines + "1\n").utf8))
        let broken = try await SampleMirror.largest.run(call + ["--seeds", file])
        #expect(broken.exitCode == 65 && broken.error.contains("line \(runs.count + 1)"), "\(broken)")
    }

    // MARK: - Get-methods

    private struct Methods: Decodable {
        struct Environment: Decodable {
            let config: String
            let now: UInt32
            let balance: UInt64
        }

        struct Case: Decodable {
            let address: String
            let method: String?
            let number: Int
            let code: String
            let data: String
            let libraries: String?
            let exitCode: Int
            let gas: Int
            let stack: String?

            private enum CodingKeys: String, CodingKey {
                case address, method, code, data
                case number = "method_id"
                case libraries = "libs"
                case exitCode = "exit_code"
                case gas = "gas_used"
                case stack = "stack_out"
            }
        }

        let env: Environment
        let cases: [Case]
    }

    private struct Block: Decodable {
        struct Configuration: Decodable {
            let libraries: [String]

            private enum CodingKeys: String, CodingKey { case libraries = "libraries_boc_base64" }
        }

        let config: Configuration
    }

    @Test(
        "get-methods have the exit codes, gas and stacks of another implementation",
        arguments: ["accounts_fatblock_71398501", "tongo_precompiled"])
    func methods(file: String) async throws {
        let recorded = try RecordedFixtures.json(Methods.self, "tvm/get_methods/\(file).json")
        let folder = try TemporaryFolder()
        let config = try RecordedFixtures.url(recorded.env.config).path
        // The masterchain's, of the block that the accounts are of.
        let block = try RecordedFixtures.json(Block.self, "tvm/replay/fat_block_71398501.json")
        let shared = try folder.write("shared.boc", try Self.bytes(try #require(block.config.libraries.first))).path
        #expect(!recorded.cases.isEmpty)
        for entry in recorded.cases {
            let state = """
                {"ok": true, "result": {"balance": \(recorded.env.balance), "state": "active", "code": "\(entry.code)", \
                "data": "\(entry.data)", \
                "last_transaction_id": {"lt": "1", "hash": "\(Base64.encode(Hash256.zero.bytes))"}}}
                """
            let path = try folder.write("state.json", Array(state.utf8)).path
            var arguments = [
                "get", entry.address, entry.method ?? "\(entry.number)", "--state", path, "--config", config, "--now",
                "\(recorded.env.now)", "--json", "--allow-failure",
            ]
            let libraries = try entry.libraries.map { try folder.write("own.boc", try Self.bytes($0)).path } ?? shared
            arguments += ["--libraries", libraries]
            let result = try await SilkProcess.run(arguments)
            let json = try #require(result.json, "\(entry.address) \(entry.number): \(result.error)")
            #expect(json["exit_code"] as? Int == entry.exitCode, "\(entry.address) \(entry.number)")
            #expect(json["gas_used"] as? Int == entry.gas, "\(entry.address) \(entry.number)")
            let stack = try #require(json["stack"] as? [[String: Any]])
            let expected = try entry.stack.map { try StackValues(cell: try Cell(boc: try Self.bytes($0))).values } ?? []
            #expect(stack.map(Self.brief) == expected.map(Self.brief), "\(entry.address) \(entry.number)")
        }
    }

    /// A value of a document in one line.
    private static func brief(_ value: [String: Any]) -> String {
        let type = value["type"] as? String ?? ""
        switch value["value"] {
        case let text as String: return "\(type) \(text)"
        case let cell as [String: Any]: return "\(type) \(cell["hash"] as? String ?? "")"
        case let values as [[String: Any]]: return "\(type) [\(values.map(brief).joined(separator: ", "))]"
        default: return type
        }
    }

    private static func brief(_ value: StackValue) -> String {
        switch value {
        case .null: "null"
        case .notANumber: "nan"
        case .integer(let integer): "integer \(integer.decimal)"
        case .cell(let cell): "cell \(cell.hash.hex)"
        case .slice(let cell): "slice \(cell.hash.hex)"
        case .builder(let cell): "builder \(cell.hash.hex)"
        case .continuation: "continuation"
        case .tuple(let values): "tuple [\(values.map(brief).joined(separator: ", "))]"
        }
    }

    private static let proxy = "EQChtqZ2RYkcdAhoo0iRkNf3QQn8QTNMkuPYzxzCidzGNPSJ"
    private static let proxyHash = "a1b6a67645891c740868a3489190d7f74109fc41334c92e3d8cf1cc289dcc634"

    @Test("the same method on a file's, the mirror's and a network's state")
    func sources() async throws {
        let hash = try AccountAddress(Self.proxy).hash.hex
        let file = try RecordedFixtures.url("chain/states/\(hash).json").path
        let call = ["get", Self.proxy, "get_cocoon_proxy_data"]
        let given = try await SilkProcess.run(call + ["--state", file])
        #expect(given.exitCode == 0, "\(given)")
        try ExpectedOutput.compare(given.output, with: "VM/get.txt")
        let mirror = try await SampleMirror.largest.run(call + ["--from", "mirror"] + Self.configuration())
        #expect(mirror.output == given.output.replacing("given", with: "executed"), "\(mirror)")

        let made = try await MadeNetwork.start(of: Self.chain)
        let json = try await made.run("get", Self.proxy, "get_cocoon_proxy_data", "--json").json
        #expect(json?["state_proof"] as? String == "proven" && json?["exit_code"] as? Int == 0)
        let alias = try await made.run("chain", "run-method", Self.proxy, "97687", "--json").json
        #expect(alias?["stack"] as? NSArray == json?["stack"] as? NSArray && json?["stack"] != nil)
        let stack = try #require(json?["stack"] as? [[String: Any]])
        let expected = try await SilkProcess.run(call + ["--state", file, "--json"]).json
        #expect(stack as NSArray == expected?["stack"] as? NSArray)
        let code = try await made.run("disasm", Self.proxy)
        #expect(code.output.contains("DECLMETHOD get_cocoon_proxy_data"), "\(code)")
        await made.stop()

        let failed = try await SilkProcess.run(["get", Self.proxy, "nothing", "--state", file])
        #expect(failed.exitCode == 5 && failed.error.contains("exit code 11"), "\(failed)")
        let other = try await SilkProcess.run(
            ["get", "0:" + String(repeating: "1", count: 64), "seqno", "--state", file])
        #expect(other.exitCode == 65 && other.error.contains("is the state of"))
        let unmirrored = try await SampleMirror.largest.run(
            ["get", "0:" + String(repeating: "1", count: 64), "seqno", "--from", "mirror"] + Self.configuration())
        #expect(unmirrored.exitCode == 65 && unmirrored.error.contains("isn't in the mirror"), "\(unmirrored)")
    }

    /// The recorded accounts and prices on a made network, with a library.
    private static let chain = Result {
        try SyntheticChain(
            SyntheticChain.Plan(
                seed: 31, history: try ChainHistory.recorded(), consensus: .simplexAfterFirstKeyBlock,
                keyBlockInterval: 60,
                configuration: try Cell(boc: try RecordedFixtures.bytes("chain/blockchain-config.boc"))))
    }

    // MARK: - Rehearsal

    /// A message and what it caused, all in one block.
    private func family(at position: Int) throws -> (first: Replay.Run, hashes: Set<String>) {
        let runs = try Self.replay.get().transactions
        return (runs[position], Set(runs.filter { $0.now == runs[position].now }.map(\.hash)))
    }

    @Test(
        "a recorded message causes the recorded transactions",
        arguments: [(496, 5), (977, 5), (1014, 4), (866, 4), (348, 3), (755, 3), (829, 2)])
    func emulation(position: Int, count: Int) async throws {
        let (first, recorded) = try family(at: position)
        let folder = try TemporaryFolder()
        let arguments =
            ["emulate", first.message, "--from", "mirror", "--before", "\(first.lt)", "--now", "\(first.now)"]
            + (try Self.configuration()) + (try Self.genesis(in: folder))
        let result = try await SampleMirror.largest.run(arguments + ["--json", "--save", folder.path("states")])
        let json = try #require(result.json, "\(result)")
        let rows = try #require(json["transactions"] as? [[String: Any]])
        let transactions = try rows.map { try #require($0["transaction"] as? [String: Any]) }
        let hashes = transactions.compactMap { $0["hash"] as? String }
        #expect(hashes.first == first.hash && hashes.count == count)
        #expect(recorded.isSuperset(of: hashes), "\(hashes)")
        #expect(json["transaction_count"] as? Int == count && json["is_complete"] as? Bool == true)
        let isFine = json["is_success"] as? Bool == true
        #expect(result.exitCode == (isFine ? 0 : 5) && result.error.isEmpty == isFine, "\(result.error)")
        // Balances hang together with the messages and fees.
        for row in rows where row["parent"] is NSNull {
            #expect(row["depth"] as? Int == 0 && row["number"] as? Int == 1)
        }
        // The states that were written are those that the last transactions left.
        var left: [String: String] = [:]
        for transaction in transactions {
            let account = try #require(transaction["account_hash"] as? String)
            left[account] = transaction["state_hash_after"] as? String
        }
        for (account, hash) in left {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path("states/\(account).boc")))
            #expect(try ShardAccount(cell: try Cell(boc: Array(bytes))).stateHash.hex == hash)
        }
    }

    @Test("the tree for people, with COCOON's messages decoded")
    func tree() async throws {
        let (first, _) = try family(at: 496)
        let folder = try TemporaryFolder()
        let result = try await SampleMirror.largest.run(
            ["emulate", first.message, "--from", "mirror", "--before", "\(first.lt)", "--now", "\(first.now)"]
                + (try Self.configuration()) + (try Self.genesis(in: folder)))
        #expect(result.exitCode == 0 && result.error == "", "\(result)")
        try ExpectedOutput.compare(result.output, with: "VM/emulate.txt")
    }

    @Test("a wrong signature is refused, unless signatures are ignored")
    func ignoredSignature() async throws {
        let (first, _) = try family(at: 496)
        let folder = try TemporaryFolder()
        let message = try Message(cell: try Cell(boc: try Self.bytes(first.message)))
        var rest = try message.bodySlice
        var body = CellBuilder()
        try body.store(bit: !(try rest.loadBit()))
        try body.store(rest)
        let forged = try Message(info: message.info, body: try body.build()).cell().boc()
        let arguments =
            ["emulate", Base64.encode(forged), "--from", "mirror", "--before", "\(first.lt)", "--now", "\(first.now)"]
            + (try Self.configuration()) + (try Self.genesis(in: folder))
        let refused = try await SampleMirror.largest.run(arguments)
        #expect(refused.exitCode == 5 && refused.error.contains("doesn't accept"), "\(refused)")
        let ignored = try await SampleMirror.largest.run(arguments + ["--ignore-signatures", "--json"])
        #expect(ignored.exitCode == 0 && ignored.json?["transaction_count"] as? Int == 5, "\(ignored)")
        let limited = try await SampleMirror.largest.run(
            arguments + ["--ignore-signatures", "--json", "--limit", "2"])
        #expect(limited.json?["transaction_count"] as? Int == 2 && limited.json?["is_complete"] as? Bool == false)
    }

    @Test("messages that wallets refused are refused with the recorded code", arguments: 0..<4)
    func rejected(number: Int) async throws {
        let rejected = try Self.replay.get().rejected[number]
        let folder = try TemporaryFolder()
        let state = try folder.write("state.boc", try Self.bytes(rejected.state)).path
        let arguments =
            ["emulate", rejected.message, "--state", state, "--now", "\(rejected.now)", "--lt", "\(rejected.lt)"]
            + (try Self.configuration())
        let result = try await SilkProcess.run(arguments)
        let code = try #require(rejected.reason.split(separator: " ").last)
        #expect(result.exitCode == 5 && result.error.contains("exit code \(code)"), "\(result)")
        let allowed = try await SilkProcess.run(arguments + ["--allow-failure"])
        #expect(allowed.exitCode == 0 && allowed.error == "")
    }

    @Test("without --config a network proves the configuration")
    func provenConfiguration() async throws {
        let made = try await MadeNetwork.start(of: Self.chain)
        let mirror = try await SampleMirror.largest.path
        let result = try await made.run(
            "get", Self.proxy, "get_cocoon_proxy_data", "--from", "mirror", "--json", "--mirror", mirror)
        #expect(result.json?["state_proof"] as? String == "executed", "\(result)")
        #expect(result.json?["exit_code"] as? Int == 0)
        let replay = try await made.run("replay", Self.proxy, "--json", "--mirror", mirror)
        #expect(replay.json?["equal"] as? Int == 105 && replay.exitCode == 0, "\(replay)")
        await made.stop()
    }

    @Test("a state isn't made of a history that comes out otherwise, or that has gaps")
    func unusableHistories() async throws {
        let folder = try TemporaryFolder()
        var parameters = NetworkConfiguration(
            root: try Cell(boc: try RecordedFixtures.bytes("chain/blockchain-config.boc")))
        var prices = try #require(try parameters.gasPrices(isMasterchain: false))
        prices.gasPrice *= 2
        try parameters.set(.gasPrices(prices), for: 21)
        let root = try #require(parameters.dictionary.root)
        let config = try folder.write("config.boc", root.boc()).path
        let call = ["get", Self.proxy, "get_cocoon_proxy_data", "--from", "mirror"]
        let other = try await SampleMirror.largest.run(call + ["--config", config])
        #expect(other.exitCode == 65 && other.output == "", "\(other)")
        #expect(other.error.contains("can't be made from the mirror: at lt 75962973000003: expected the transaction"))

        // The newest transactions alone: nothing to start from.
        let name = try AccountAddress(Self.proxy).hash.hex + ".json"
        var answer = try #require(
            try JSONSerialization.jsonObject(with: Data(try RecordedFixtures.bytes("chain/transactions/\(name)")))
                as? [String: Any])
        let transactions = try #require(answer["result"] as? [Any])
        answer["result"] = Array(transactions.prefix(10))
        try folder.write("part.json", Array(try JSONSerialization.data(withJSONObject: answer)))
        let mirror = folder.path("mirror.sqlite")
        _ = try await SilkProcess.run(["mirror", "import", folder.path("part.json")], mirror: mirror)
        let part = try await SilkProcess.run(call + (try Self.configuration()), mirror: mirror)
        #expect(part.exitCode == 65 && part.error.contains("its history goes on with lt"), "\(part)")
        let replay = try await SilkProcess.run(
            ["replay", "--json"] + (try Self.configuration()), mirror: mirror)
        #expect(replay.exitCode == 65 && replay.json?["not_executed"] as? Int == 10, "\(replay)")
    }

    @Test("a message on proven states causes what it causes on the same states in files")
    func provenEmulation() async throws {
        // The faucet takes a message: one transaction, on an account whose state both have.
        let faucet = try #require(try Self.replay.get().genesis.keys.first)
        let hash = try #require(Hash256(hex: faucet))
        let info = InternalMessageInfo(
            bounce: false, source: .standard(try AccountAddress(Self.proxy), anycast: nil),
            destination: .standard(AccountAddress(hash: hash), anycast: nil),
            value: CurrencyCollection(coins: Coins(nanoTON: UInt64(1_000_000_000))),
            createdLT: 90_000_000_000_000, createdAt: 1)
        let message = Base64.encode(try Message(info: .internal(info), body: .empty).cell().boc())
        let arguments = ["emulate", message, "--now", "1790000000", "--json"]
        let states = try RecordedFixtures.url("chain/states").path
        let given = try await SilkProcess.run(arguments + ["--state", states] + Self.configuration())
        #expect(given.exitCode == 0, "\(given.error)")
        #expect(given.json?["transaction_count"] as? Int == 1 && given.json?["is_success"] as? Bool == true)
        let made = try await MadeNetwork.start(of: Self.chain)
        let proven = try await made.run("emulate", message, "--now", "1790000000", "--json")
        #expect(proven.output == given.output, "\(proven)")
        await made.stop()
    }
}
