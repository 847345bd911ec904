import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Single transactions that other projects recorded, each with the account before and after.
@Suite("Replay of single transactions", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct SingleReplayTests {
    private struct Case: Decodable {
        let name: String
        let now: UInt32
        let lt: String
        let config: String?
        let configBoc: String?
        let shardAccountBefore: String
        let inMsg: String?
        let tickTock: String?
        let expectedTxBoc: String?
        let expectedTxHash: String
        let expectedShardAccountAfter: String?
    }

    private struct Cases: Decodable { let cases: [Case] }

    private static func run(
        _ entry: Case, _ configuration: ExecutionConfiguration
    ) throws -> ExecutionResult {
        let executor = TransactionExecutor(configuration: configuration)
        let account = try ShardAccount(cell: try Replaying.cell(entry.shardAccountBefore))
        let environment = ExecutionEnvironment(
            now: entry.now, lt: try #require(UInt64(entry.lt)), randomSeed: .zero)
        if let message = entry.inMsg {
            return try executor.execute(try Replaying.cell(message), on: account, in: environment)
        }
        return try executor.execute(tock: entry.tickTock == "tock", on: account, in: environment)
    }

    @Test("transactions of 2023: internal, external, tick and tock", arguments: 0..<4)
    func early(number: Int) throws {
        let cases = try Replaying.json(Cases.self, "tvm/replay/tonpy_raw_emulator.json").cases
        try #require(cases.count == 4)
        let entry = cases[number]
        let root = try Replaying.cell(try #require(entry.configBoc))
        let result = try Self.run(entry, try Replaying.configuration(root))
        #expect(result.transaction.hash.hex == entry.expectedTxHash, "\(entry.name): \(result.description)")
    }

    // MARK: - Cases of another executor

    private struct BlockConfiguration: Decodable {
        struct Configuration: Decodable { let configRootBocBase64: String }
        let config: Configuration
    }

    private struct EmulatorConfiguration: Decodable {
        struct Arguments: Decodable { let bcConfig: String }
        let emulArgs: Arguments
    }

    /// The configurations that the cases name aren't recorded: those of the same versions in other files have the same
    /// prices and limits.
    private static func configuration(named name: String) throws -> ExecutionConfiguration {
        let file = "tvm/replay/tonrs_txemulord_EQAQAUqxkIId2T0l1v0CBjczoPW7pS.json"
        let bag =
            try name.contains("13")
            ? Replaying.json(BlockConfiguration.self, "tvm/replay/fat_block_71398501.json").config.configRootBocBase64
            : Replaying.json(EmulatorConfiguration.self, file).emulArgs.bcConfig
        let configuration = try Replaying.configuration(try Replaying.cell(bag))
        #expect(configuration.globalVersion == (name.contains("13") ? 13 : 12))
        return configuration
    }

    @Test("frozen and unfrozen accounts, failed actions, machines within machines", arguments: 0..<17)
    func cases(number: Int) throws {
        let cases = try Replaying.json(Cases.self, "tvm/replay/rsquad_real_boc.json").cases
        try #require(cases.count == 17)
        let entry = cases[number]
        let result = try Self.run(entry, try Self.configuration(named: try #require(entry.config)))
        let expected = try Replaying.cell(try #require(entry.expectedTxBoc))
        let difference = result.transaction == expected ? "" : try Replaying.difference(result, expected)
        #expect(result.transaction.hash.hex == entry.expectedTxHash, "\(entry.name): \(difference)")
        let after = try Replaying.cell(try #require(entry.expectedShardAccountAfter))
        #expect(try result.account.cell() == after, "\(entry.name)")
    }

    @Test("a transaction of December 2025, with the blocks before it")
    func recent() throws {
        struct Recorded: Decodable {
            struct Arguments: Decodable {
                let shardAccountBoc: String
                let bcConfig: String
                let randSeed: String
                let utime: UInt32
                let lt: UInt64
                let c7PrevBlocksInfoBoc: String
            }

            struct Reference: Decodable {
                let txHash: String
                let transaction: String
                let shardAccountAfter: String
            }

            let inMsgBoc: String
            let emulArgs: Arguments
            let reference: Reference
        }

        let file = "tvm/replay/tonrs_txemulord_EQAQAUqxkIId2T0l1v0CBjczoPW7pS.json"
        let recorded = try Replaying.json(Recorded.self, file)
        let arguments = recorded.emulArgs
        let executor = TransactionExecutor(
            configuration: try Replaying.configuration(try Replaying.cell(arguments.bcConfig)))
        let environment = ExecutionEnvironment(
            now: arguments.utime, lt: arguments.lt, randomSeed: try #require(Hash256(hex: arguments.randSeed)),
            previousBlocks: try Replaying.entry(boc: arguments.c7PrevBlocksInfoBoc))
        let result = try executor.execute(
            try Replaying.cell(recorded.inMsgBoc),
            on: try ShardAccount(cell: try Replaying.cell(arguments.shardAccountBoc)), in: environment)
        let expected = try Replaying.cell(recorded.reference.transaction)
        #expect(result.transaction.hash.hex == recorded.reference.txHash)
        let difference = try Replaying.difference(result, expected)
        #expect(result.transaction == expected, "\(difference)")
        #expect(try result.account.cell() == (try Replaying.cell(recorded.reference.shardAccountAfter)))
    }
}
