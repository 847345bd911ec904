import Indexer
import Settlement
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// Accounts and transactions, asked for and verified as a synchronisation does, but put nowhere.
struct Asking {
    struct Report: Codable {
        var states: [String: Measured] = [:]
        var transactions: [String: Measured] = [:]
    }

    /// How many questions wait for their answers at a time, where it isn't one.
    static let inFlight = 16
    /// How often a run asks for every account, so that it takes long enough.
    private static let rounds = 5

    private let source: LiteServerSource
    private let accounts: [Account]

    private struct Account {
        let address: AccountAddress
        let exists: Bool
        let head: TransactionIdentifier
    }

    init(_ server: ServerDescription) throws {
        source = LiteServerSource(
            pool: LiteServerPool(
                [try server.endpoint()], configuration: .init(maximumInFlight: Self.inFlight)),
            trusted: try TrustedBlock(try server.firstState.identifier(), origin: .zeroState))
        accounts = try server.accounts.map { account in
            guard let hash = Hash256(hex: account.hash) else {
                throw BenchmarkError(description: "expected a hash, found \(account.hash)")
            }
            return Account(
                address: try AccountAddress(account.address), exists: account.exists,
                head: TransactionIdentifier(lt: account.lt, hash: hash))
        }
    }

    func measure(runs: Int) async throws -> Report {
        let tip = try await source.tip()
        var report = Report()
        for (name, workers) in [("one at a time", 1), ("\(Self.inFlight) at a time", Self.inFlight)] {
            report.states[name] = try await Measured.run(runs) { try await states(at: tip, workers) }
            report.transactions[name] = try await Measured.run(runs) { try await transactions(workers) }
        }
        await source.pool.close()
        return report
    }

    private func states(at tip: ChainTip, _ workers: Int) async throws -> Int {
        try await each(accounts.filter(\.exists), workers) { account in
            let head = try await source.account(account.address, at: tip)
            guard head.last == account.head, head.state != nil else {
                throw BenchmarkError(description: "\(account.address): expected \(account.head), found \(head)")
            }
            return 1
        }
    }

    private func transactions(_ workers: Int) async throws -> Int {
        try await each(accounts, workers) { account in
            var (place, count) = (account.head, 0)
            while place.lt > 0 {
                let page = try await source.page(of: account.address, from: place, proof: .proven)
                count += page.entries.count
                place = page.below
            }
            return count
        }
    }

    private func each(
        _ accounts: [Account], _ workers: Int, _ body: @Sendable @escaping (Account) async throws -> Int
    ) async throws -> Int {
        let all = (0..<Self.rounds).flatMap { _ in accounts }
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var count = 0
                    for index in stride(from: worker, to: all.count, by: workers) {
                        count += try await body(all[index])
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
    }
}
