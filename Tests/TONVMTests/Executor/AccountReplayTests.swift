import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Transactions executed again. The recorded ones are made here, by the executor whose results the recorded chain tests.
@Suite("Replay of an account")
struct AccountReplayTests {
    /// Code that puts a random number into its data, or leaves it.
    private static func code(usesSeed: Bool) throws -> Cell {
        try Assembler().cell(of: usesSeed ? "RANDU256 NEWC 256 STU ENDC c4 POP" : "NOP")
    }

    /// Two messages to a contract, executed with a seed.
    private static func made(usesSeed: Bool, seed: Hash256) throws -> (first: ShardAccount, transactions: [Cell]) {
        let first = try TestNetwork().account(code: try code(usesSeed: usesSeed), coins: 1_000_000)
        var account = first
        var transactions: [Cell] = []
        for number in 0..<2 {
            let environment = ExecutionEnvironment(
                now: 1000 + UInt32(number), lt: 5_000_001 + 1_000_000 * UInt64(number), randomSeed: seed)
            let result = try executor().execute(
                try TestNetwork.message(100_000, bounce: false), on: account, in: environment)
            account = result.account
            transactions.append(result.transaction)
        }
        return (first, transactions)
    }

    private static func executor() throws -> TransactionExecutor {
        TransactionExecutor(configuration: try ExecutionConfiguration(try TestNetwork().parameters))
    }

    private static let seed = SHA256.hash(Array("seed".utf8))

    @Test("with the seed all come out the same; without it, only where no code uses it", arguments: [false, true])
    func seeds(usesSeed: Bool) throws {
        let made = try Self.made(usesSeed: usesSeed, seed: Self.seed)
        var known = AccountReplay(of: TestNetwork.address, from: made.first, executor: try Self.executor())
        for cell in made.transactions { #expect(try known.execute(cell, seed: Self.seed) == nil) }
        #expect(known.count == 2 && known.account.lastTransactionHash == made.transactions[1].hash)

        var unknown = AccountReplay(of: TestNetwork.address, from: made.first, executor: try Self.executor())
        let difference = try unknown.execute(made.transactions[0])
        if usesSeed {
            guard case .otherResult(_, dependsOnSeed: true)? = difference?.reason else {
                Issue.record("\(String(describing: difference))")
                return
            }
            #expect(difference?.description.contains("random seed") == true)
            #expect(unknown.count == 0 && unknown.account == made.first)
        } else {
            #expect(difference == nil)
            #expect(try unknown.execute(made.transactions[1]) == nil)
        }
    }

    @Test("a wrong seed and a left-out transaction are differences")
    func differences() throws {
        let made = try Self.made(usesSeed: true, seed: Self.seed)
        var replay = AccountReplay(of: TestNetwork.address, from: made.first, executor: try Self.executor())
        guard
            case .otherResult(_, dependsOnSeed: false)? = try replay.execute(made.transactions[0], seed: .zero)?.reason
        else {
            Issue.record("another seed gave the same")
            return
        }
        guard case .otherState(_, let found)? = try replay.execute(made.transactions[1], seed: Self.seed)?.reason else {
            Issue.record("a transaction was left out")
            return
        }
        #expect(found == made.first.stateHash)
    }

    @Test("a transaction of another account is refused")
    func otherAccount() throws {
        let made = try Self.made(usesSeed: false, seed: .zero)
        var replay = AccountReplay(of: TestNetwork.sender, from: made.first, executor: try Self.executor())
        #expect(throws: CellError.self) { try replay.execute(made.transactions[0]) }
    }
}
