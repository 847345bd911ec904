import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// A whole COCOON network, executed again from its first transaction.
@Suite("Replay of a chain", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct ChainReplayTests {
    private struct Recorded: Decodable {
        struct Run: Decodable {
            let account: String
            let ltParam: UInt64
            let now: UInt32
            let blockLt: UInt64
            let randSeed: String
            let inMsg: String
            let hash: String
        }

        struct Rejected: Decodable {
            let now: UInt32
            let lt: UInt64
            let randSeed: String
            let inMsg: String
            let shardAccountBoc: String
            let why: String
        }

        let config: String
        let configHash: String
        let genesis: [String: String]
        let transactions: [Run]
        let rejectedExternals: [Rejected]
    }

    private static func configuration(
        _ recorded: Recorded, version: UInt32
    ) throws -> ExecutionConfiguration {
        let bytes = try RecordedFixtures.bytes("chain/\(recorded.config)")
        let root = try Cell(boc: bytes, reading: .reference)
        #expect(root.hash.hex == recorded.configHash)
        var parameters = NetworkConfiguration(root: root)
        var global = try #require(try parameters.globalVersion())
        if global.version != version {
            global.version = version
            try parameters.set(.globalVersion(global), for: 8)
        }
        return try ExecutionConfiguration(parameters)
    }

    /// Another executor had the same hashes under all three.
    @Test("all 2734 transactions have the recorded hashes", arguments: [11, 13, 15] as [UInt32])
    func transactions(version: UInt32) throws {
        let recorded = try Replaying.json(Recorded.self, "chain/replay.json")
        let executor = TransactionExecutor(configuration: try Self.configuration(recorded, version: version))
        var accounts: [Hash256: ShardAccount] = [:]
        // Counted anew each time in one of the runs, and only what changed in the others.
        var statistics: [Hash256: AccountStatistics] = [:]
        for (hash, bag) in recorded.genesis {
            accounts[try #require(Hash256(hex: hash))] = try ShardAccount(cell: try Replaying.cell(bag))
        }
        #expect(recorded.transactions.count == 2734)
        var equal = 0
        for run in recorded.transactions {
            let hash = try #require(Hash256(hex: run.account))
            let account = try accounts[hash] ?? Replaying.nonexistent()
            let environment = ExecutionEnvironment(
                now: run.now, lt: run.ltParam, blockLT: run.blockLt,
                randomSeed: try #require(Hash256(hex: run.randSeed)))
            let result = try executor.execute(
                try Replaying.cell(run.inMsg), on: account, address: AccountAddress(hash: hash),
                statistics: statistics[hash], in: environment)
            accounts[hash] = result.account
            if version != 13 { statistics[hash] = result.statistics }
            #expect(result.transaction.hash.hex == run.hash, "\(run.account) \(run.ltParam)")
            if result.transaction.hash.hex != run.hash { break }
            equal += 1
        }
        #expect(equal == 2734)
        for (hash, account) in accounts { try Self.check(hash, account) }
    }

    /// The last state of each account is the one that stands beside the transactions.
    private static func check(_ hash: Hash256, _ account: ShardAccount) throws {
        struct State: Decodable {
            struct Result: Decodable { let shardAccountBoc: String? }
            let shardAccountBoc: String?
            let result: Result?
        }
        let state = try Replaying.json(State.self, "chain/states/\(hash.hex).json")
        let bag = try #require(state.shardAccountBoc ?? state.result?.shardAccountBoc)
        #expect(try account.cell() == (try Replaying.cell(bag)))
    }

    @Test("messages from outside that a wallet refuses make no transaction", arguments: 0..<4)
    func rejected(number: Int) throws {
        let recorded = try Replaying.json(Recorded.self, "chain/replay.json")
        try #require(recorded.rejectedExternals.count == 4)
        let rejected = recorded.rejectedExternals[number]
        let executor = TransactionExecutor(configuration: try Self.configuration(recorded, version: 11))
        let environment = ExecutionEnvironment(
            now: rejected.now, lt: rejected.lt, randomSeed: try #require(Hash256(hex: rejected.randSeed)))
        let expected = try #require(rejected.why.split(separator: " ").last.flatMap { Int32($0) })
        do {
            _ = try executor.execute(
                try Replaying.cell(rejected.inMsg),
                on: try ShardAccount(cell: try Replaying.cell(rejected.shardAccountBoc)), in: environment)
            Issue.record("the message was accepted")
        } catch ExecutionError.externalNotAccepted(let end) {
            #expect(end.exitCode == expected && end.skipReason == nil)
        }
    }
}
