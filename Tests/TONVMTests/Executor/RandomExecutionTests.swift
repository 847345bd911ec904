import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Accounts, messages and actions with bits that nobody promised: each makes a transaction that can be read, or an
/// error.
@Suite("Random executions")
struct RandomExecutionTests {
    /// A cell like another, but for some bits, and at times a reference more or less.
    private static func damaged(_ cell: Cell, _ random: inout SeededGenerator) throws -> Cell {
        guard !cell.isExotic else { return cell }
        var slice = try cell.slice()
        var bytes = slice.bitString().bytes
        var count = slice.remainingBits
        switch Int.random(in: 0..<4, using: &random) {
        case 0: count = Int.random(in: 0...count, using: &random)
        case 1: bytes = bytes.map { _ in UInt8.random(in: .min ... .max, using: &random) }
        default:
            for _ in 0..<Int.random(in: 1...4, using: &random) where count > 0 {
                let bit = Int.random(in: 0..<count, using: &random)
                bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
            }
        }
        var builder = CellBuilder()
        try builder.store(BitString(bytes: bytes, count: count))
        while slice.remainingReferences > 0 {
            let child = try slice.loadReference()
            if Int.random(in: 0..<8, using: &random) == 0 { continue }
            let isDamaged = Int.random(in: 0..<3, using: &random) == 0
            try builder.store(reference: isDamaged ? try damaged(child, &random) : child)
        }
        return try builder.build()
    }

    private static func actions(_ random: inout SeededGenerator) throws -> [OutAction] {
        try (0..<Int.random(in: 0...5, using: &random)).map { _ in
            let mode =
                UInt8.random(in: .min ... .max, using: &random)
                & ([0xff, 0xe3, 0x93].randomElement(using: &random) ?? 0)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: return .setCode(try TestNetwork.data([1]))
            case 1:
                let coins = Coins(nanoTON: UInt64.random(in: 0...2_000_000, using: &random))
                return .reserveCurrency(mode: mode & 31, CurrencyCollection(coins: coins))
            case 2: return .changeLibrary(mode: mode & 0x13, .cell(try TestNetwork.data([mode])))
            default:
                let coins = UInt64.random(in: 0...600_000, using: &random)
                let body = try TestNetwork.code([mode], references: [try TestNetwork.data([9, 9])])
                return .sendMessage(mode: mode, try TestNetwork.outgoing(coins, body: body))
            }
        }
    }

    private static func check(_ result: ExecutionResult) throws {
        let transaction = try Transaction(cell: result.transaction)
        #expect(transaction.description == result.description)
        #expect(transaction.outMessages.map(\.cell) == result.outMessages)
        #expect(transaction.stateUpdate.newHash == result.account.accountCell.hash)
        #expect(try result.account.account().status == transaction.endStatus || transaction.endStatus == .frozen)
    }

    /// What there was is what there is: balance and value before; balance, messages, fees and what was burned after.
    private static func checkSum(_ result: ExecutionResult, before: UInt128, value: UInt128) throws {
        var after = try result.coins + result.totalFees.coins.nanoTON + result.burned.nanoTON
        for message in result.outMessages {
            guard let info = try Message(cell: message).info.internalInfo else { continue }
            after += info.value.coins.nanoTON + info.forwardFee.nanoTON
        }
        #expect(after == before + value)
    }

    @Test("no coin is made or lost by any actions", arguments: [0, 4, 8, 9, 10, 11, 12, 13, 14, 15] as [UInt32])
    func conservation(version: UInt32) throws {
        var random = SeededGenerator(seed: UInt64(version) + 1)
        let network = try TestNetwork(version: version)
        var failures = 0
        for _ in 0..<300 {
            let result = try network.run(try Self.actions(&random))
            try Self.check(result)
            try Self.checkSum(result, before: 1_000_000, value: 100_000)
            if result.description.isAborted { failures += 1 }
        }
        #expect((30..<290).contains(failures))
    }

    @Test("damaged accounts, messages and lists", arguments: 0..<4)
    func damage(part: Int) throws {
        var random = SeededGenerator(seed: UInt64(part) + 100)
        var done = 0
        for number in 0..<1000 {
            let network = try TestNetwork(version: number % 2 == 0 ? 15 : 9)
            let list = try OutActions(try Self.actions(&random)).cell()
            let code = try TestNetwork.code(part == 0 ? try Self.damaged(list, &random) : list)
            var account = try network.account(code: code, coins: 1_000_000)
            if part == 1 { account.accountCell = try Self.damaged(account.accountCell, &random) }
            if part == 2 { account.lastTransactionLT = .random(in: 0...4_000_003, using: &random) }
            var message = try TestNetwork.message(100_000, body: try TestNetwork.data([1, 2]))
            if part >= 2 { message = try Self.damaged(message, &random) }
            do throws(ExecutionError) {
                try run(network, message, account)
                done += 1
            } catch {
                #expect(!"\(error)".isEmpty)
            }
        }
        #expect(done > 10)
    }

    private func run(_ network: TestNetwork, _ message: Cell, _ account: ShardAccount) throws(ExecutionError) {
        do {
            try Self.check(try network.execute(message, on: account, address: TestNetwork.address))
        } catch let error as ExecutionError {
            throw error
        } catch {
            Issue.record("\(error)")
        }
    }
}
