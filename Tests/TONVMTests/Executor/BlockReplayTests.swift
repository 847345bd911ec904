import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// A block of the main network, executed again: May 2026, global version 13.
@Suite("Replay of a block", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct BlockReplayTests {
    private struct Recorded: Decodable {
        struct Account: Decodable {
            let account: String
            let shardAccountBocBase64: String
        }

        struct Configuration: Decodable {
            let globalVersion: Int
            let configRootBocBase64: String
            let prevBlocksStackBocBase64: String
            let librariesBocBase64: [String]
        }

        struct Run: Decodable {
            let account: String
            let lt: UInt64
            let now: UInt32
            let blockLt: UInt64
        }

        let blockBocBase64: String
        let previousAccounts: [Account]
        let config: Configuration
        let transactionConfigs: [Run]
    }

    @Test("all 269 transactions have the chain's hashes, and all 234 accounts")
    func fatBlock() throws {
        let recorded = try Replaying.json(Recorded.self, "tvm/replay/fat_block_71398501.json")
        let block = try Block(cell: try Replaying.cell(recorded.blockBocBase64))
        let extra = try block.extra.load()
        let accountBlocks = try extra.accountBlocks.load()
        let configuration = try Replaying.configuration(try Replaying.cell(recorded.config.configRootBocBase64))
        #expect(configuration.globalVersion == recorded.config.globalVersion)
        let executor = TransactionExecutor(configuration: configuration)
        let libraries = try recorded.config.librariesBocBase64.map { try Replaying.cell($0) }
        let previousBlocks = try Replaying.entry(boc: recorded.config.prevBlocksStackBocBase64)
        var accounts: [AccountAddress: ShardAccount] = [:]
        for account in recorded.previousAccounts {
            let address = try AccountAddress(account.account)
            accounts[address] = try ShardAccount(cell: try Replaying.cell(account.shardAccountBocBase64))
        }
        #expect(recorded.transactionConfigs.count == 269 && accounts.count == 234)

        var equal = 0
        for run in recorded.transactionConfigs {
            let address = try AccountAddress(run.account)
            let found = try accountBlocks.value(for: address.hash)?.transactions.value(for: run.lt)
            let lazy = try #require(found)
            let expected = try lazy.load()
            let message = try #require(expected.inMessage?.cell)
            let environment = ExecutionEnvironment(
                now: run.now, lt: run.lt, blockLT: run.blockLt, randomSeed: extra.randomSeed, libraries: libraries,
                previousBlocks: previousBlocks)
            let result = try executor.execute(message, on: try #require(accounts[address]), in: environment)
            accounts[address] = result.account
            let difference =
                result.transaction == lazy.cell ? "" : try Replaying.difference(result, lazy.cell)
            #expect(result.transaction.hash == lazy.cell.hash, "\(run.account) \(run.lt): \(difference)")
            #expect(result.account.stateHash == expected.stateUpdate.newHash)
            if result.transaction.hash == lazy.cell.hash { equal += 1 }
        }
        #expect(equal == 269)
        for (address, account) in accounts {
            let accountBlock = try accountBlocks.value(for: address.hash)
            let update = try #require(accountBlock).stateUpdate.load()
            #expect(account.stateHash == update.newHash)
        }
    }

    // MARK: - Previous blocks

    private static func tuple(_ entry: StackEntry?) throws -> [StackEntry] {
        guard case .tuple(let tuple)? = entry else { throw CellError.outOfRange("expected a tuple") }
        return tuple.entries
    }

    private static func text(_ entry: StackEntry) throws -> String {
        switch entry {
        case .integer(let integer): "\(integer)"
        case .tuple(let tuple): try "[" + tuple.entries.map { try text($0) }.joined(separator: " ") + "]"
        case .null, .cell, .slice, .builder, .continuation: throw CellError.outOfRange("expected numbers")
        }
    }

    private static func block(_ entry: StackEntry) throws -> BlockIdentifier {
        let fields = try tuple(entry).map { field in
            guard case .integer(let integer) = field else { throw CellError.outOfRange("expected a number") }
            return integer
        }
        try #require(fields.count == 5)
        func hash(_ integer: Int257) throws -> Hash256 {
            var builder = CellBuilder()
            try builder.store(integer, unsignedBits: 256)
            var slice = try builder.build().slice()
            return try slice.loadHash()
        }
        #expect(fields[0] == Int257(-1) && fields[1] == Int257(ShardIdentifier.wholeWorkchain))
        let seqno = try #require(UInt32("\(fields[2])".dropFirst(2), radix: 16))
        return BlockIdentifier(
            shardIdentifier: .masterchain, seqno: seqno, rootHash: try hash(fields[3]), fileHash: try hash(fields[4]))
    }

    @Test("what contracts learn of blocks before")
    func previousBlocks() throws {
        let recorded = try Replaying.json(Recorded.self, "tvm/replay/fat_block_71398501.json")
        let expected = try Replaying.entry(boc: recorded.config.prevBlocksStackBocBase64)
        let parts = try Self.tuple(expected)
        try #require(parts.count == 3)
        let info = PreviousBlocksInfo(
            last: try Self.tuple(parts[0]).map { try Self.block($0) }, keyBlock: try Self.block(parts[1]),
            everyHundredth: try Self.tuple(parts[2]).map { try Self.block($0) })
        #expect(info.last.count == 16 && info.everyHundredth?.allSatisfy { $0.seqno % 100 == 0 } == true)
        #expect(try Self.text(info.entry) == Self.text(expected))
    }
}
