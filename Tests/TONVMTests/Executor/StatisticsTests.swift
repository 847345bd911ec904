import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Counting an account's cells from the last count on, which must come to the same as counting them all.
@Suite("Account statistics")
struct StatisticsTests {
    /// A tree of distinct cells, some of them shared.
    private static func tree(_ count: Int, _ random: inout SeededGenerator) throws -> Cell {
        var cells: [Cell] = [.empty]
        for number in 0..<count {
            var builder = CellBuilder()
            try builder.store(UInt64(number), bits: 20)
            try builder.store(
                reference: cells[cells.count - 1 - Int.random(in: 0..<min(cells.count, 3), using: &random)])
            if let other = cells.randomElement(using: &random) { try builder.store(reference: other) }
            cells.append(try builder.build())
            // No deeper than data may be.
            if number % 40 == 39 {
                cells = [try TestNetwork.code([UInt8(number % 251)], references: Array(cells.suffix(3)))]
            }
        }
        return try TestNetwork.code([1], references: Array(cells.suffix(2)))
    }

    /// PUSHREF, POP c4: data that each code brings, and the code that comes next.
    private static func code(data: Cell, next: OutAction?) throws -> Cell {
        let list = try OutActions(next.map { [$0] } ?? []).cell()
        return try TestNetwork.code([0x88, 0xed, 0x54, 0x88, 0xed, 0x55], references: [data, list])
    }

    @Test("the same accounts, whether counted anew or on", arguments: 0..<8)
    func counting(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let network = try TestNetwork()
        let executor = TransactionExecutor(configuration: try ExecutionConfiguration(network.parameters))
        let shared = try Self.tree(300, &random)
        // Codes of which each installs the next: with the large tree and a small change, without it, and with it again.
        var code = try Self.code(data: shared, next: nil)
        for number in 0..<12 {
            let small = try Self.tree(Int.random(in: 1...20, using: &random), &random)
            let data = number % 4 == 3 ? small : try TestNetwork.code([UInt8(number)], references: [shared, small])
            code = try Self.code(data: data, next: .setCode(code))
        }
        var account = try network.account(code: code, coins: 100_000_000)
        var statistics: AccountStatistics?
        var hashes: Set<Hash256> = []
        for number in 0..<12 {
            let environment = ExecutionEnvironment(
                now: 1000 + UInt32(number), lt: 5_000_000 + UInt64(number) * 100, randomSeed: .zero)
            let message = try TestNetwork.message(100_000)
            let anew = try executor.execute(message, on: account, in: environment)
            let on = try executor.execute(message, on: account, statistics: statistics, in: environment)
            #expect(anew.transaction == on.transaction && anew.account == on.account)
            #expect(anew.exitCode == 0 && anew.actionResultCode == 0)
            guard case .info(let hash)? = try anew.account.account().existing?.storageInfo.extra else {
                Issue.record("expected the hash of a dictionary")
                return
            }
            hashes.insert(hash)
            // Those of another account's state are of no use, and do no harm.
            if number == 6 { continue }
            account = on.account
            statistics = on.statistics
            #expect(statistics != nil)
        }
        #expect(hashes.count >= 11)
    }
}
