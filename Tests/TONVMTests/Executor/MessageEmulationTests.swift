import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Trees of messages.
@Suite("Emulation of messages")
struct MessageEmulationTests {
    /// States and libraries in memory.
    private struct Source: EmulationSource {
        var accounts: [AccountAddress: ShardAccount] = [:]
        var libraries: [Hash256: Cell] = [:]

        func account(_ address: AccountAddress) async throws -> ShardAccount? { accounts[address] }
        func library(_ hash: Hash256) async throws -> Cell? { libraries[hash] }
    }

    private static let first = TestNetwork.address
    private static let second = TestNetwork.sender

    /// A contract that sends messages to others.
    private static func contract(
        at address: AccountAddress, sending destinations: [AccountAddress]
    ) throws -> ShardAccount {
        let actions = try destinations.map { destination in
            OutAction.sendMessage(
                mode: 0, try TestNetwork.outgoing(20_000, to: .standard(destination, anycast: nil)))
        }
        return try TestNetwork().account(
            code: try TestNetwork.code(actions), coins: 10_000_000, at: address)
    }

    private static func emulation(
        _ change: (inout MessageEmulation) -> Void = { _ in }
    ) throws -> MessageEmulation {
        var emulation = MessageEmulation(
            executor: TransactionExecutor(configuration: try ExecutionConfiguration(try TestNetwork().parameters)),
            environment: ExecutionEnvironment(now: 1000, lt: 5_000_000, randomSeed: .zero))
        change(&emulation)
        return emulation
    }

    @Test("two contracts that answer each other are stopped by either limit")
    func limits() async throws {
        var source = Source()
        source.accounts[Self.first] = try Self.contract(at: Self.first, sending: [Self.second])
        source.accounts[Self.second] = try Self.contract(at: Self.second, sending: [Self.first])
        let message = try TestNetwork.message(100_000)
        let short = try await Self.emulation { $0.maximumTransactions = 7 }.run(message, on: source)
        #expect(short.executedCount == 7 && short.transactions.count == 8 && !short.isComplete)
        let flat = try await Self.emulation { $0.maximumDepth = 3 }.run(message, on: source)
        #expect(flat.executedCount == 3 && flat.transactions.map(\.depth) == [0, 1, 2, 3])
        #expect(flat.transactions.map(\.parent) == [nil, 0, 1, 2])
        #expect(flat.transactions.compactMap(\.address) == [Self.first, Self.second, Self.first, Self.second])
        // Both accounts stand as their last transactions left them.
        #expect(flat.states[Self.first] == flat.transactions[2].result?.account)
        #expect(flat.states[Self.second] == flat.transactions[1].result?.account)
        let times = flat.transactions.compactMap { $0.result?.lt }
        #expect(times == times.sorted() && times[0] >= 5_000_000)
        #expect(
            flat.totalFees
                == times.indices.reduce(0) { sum, number in
                    sum + Int128(flat.transactions[number].result?.totalFees.coins.nanoTON ?? 0)
                })
    }

    @Test("messages are processed in the order of their logical times, and accounts of no known state are left out")
    func order() async throws {
        let third = TestNetwork.hash(0x11)
        var source = Source()
        source.accounts[Self.first] = try Self.contract(
            at: Self.first, sending: [Self.second, AccountAddress(hash: third), Self.second])
        source.accounts[Self.second] = try Self.contract(at: Self.second, sending: [])
        let tree = try await Self.emulation().run(try TestNetwork.message(100_000), on: source)
        #expect(
            tree.transactions.map(\.address) == [
                Self.first, Self.second, AccountAddress(hash: third), Self.second,
            ])
        guard case .unknownState = tree.transactions[2].outcome else {
            Issue.record("\(tree.transactions[2].outcome)")
            return
        }
        #expect(!tree.isComplete && tree.firstFailure == nil && tree.executedCount == 3)
    }

    @Test("code that fails, a message that nobody takes and a return are failures; a mere credit is none")
    func failures() async throws {
        var source = Source()
        let code = try Assembler().cell(of: "77 THROW")
        source.accounts[Self.first] = try TestNetwork().account(code: code, coins: 1_000_000)
        source.accounts[Self.second] = try .nonexistent()
        let thrown = try await Self.emulation().run(try TestNetwork.message(100_000), on: source)
        #expect(thrown.firstFailure == 0 && thrown.transactions.count == 2)
        #expect(thrown.transactions[0].result?.exitCode == 77)
        // The bounce goes to an account that doesn't exist, which keeps it.
        #expect(thrown.transactions[1].isSkipped && !thrown.transactions[1].isFailure)

        let external = try await Self.emulation().run(try TestNetwork.external(), on: source)
        guard case .refused(.externalNotAccepted(let end)) = external.transactions[0].outcome else {
            Issue.record("\(external.transactions[0].outcome)")
            return
        }
        #expect(end.exitCode == 77 && external.firstFailure == 0 && external.states.isEmpty)

        source.accounts[Self.first] = try .nonexistent()
        let credit = try await Self.emulation().run(try TestNetwork.message(100_000, bounce: false), on: source)
        #expect(credit.firstFailure == nil && credit.transactions[0].isSkipped)
        let returned = try await Self.emulation().run(try TestNetwork.message(100_000), on: source)
        #expect(returned.firstFailure == 0 && returned.transactions[0].isSkipped)
    }

    @Test("a library is asked for, and the code runs again with it")
    func libraries() async throws {
        let content = try Assembler().cell(of: "NOP")
        var builder = CellBuilder()
        try builder.store(2, bits: 8)
        try builder.store(content.hash)
        let code = try builder.buildExotic()
        var source = Source()
        source.accounts[Self.first] = try TestNetwork().account(code: code, coins: 1_000_000)
        let without = try await Self.emulation().run(try TestNetwork.message(100_000, bounce: false), on: source)
        #expect(without.transactions[0].result?.missingLibrary == content.hash && without.firstFailure == 0)
        source.libraries[content.hash] = content
        let with = try await Self.emulation().run(try TestNetwork.message(100_000, bounce: false), on: source)
        #expect(with.transactions[0].result?.missingLibrary == nil && with.firstFailure == nil)
        #expect(with.transactions[0].result?.exitCode == 0)
    }
}
