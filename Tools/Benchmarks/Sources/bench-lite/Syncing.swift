import Foundation
import Indexer
import Mirror
import SilkTestSupport
import TONBlocks
import TONCells
import TONLiteClient

/// A mirror filled from the server, and one filled from the files of the same accounts.
struct Syncing {
    struct Report: Codable {
        let sync: Measured
        let files: Measured
        let accounts: Int
    }

    private let server: ServerDescription
    private let folder: URL

    init(_ server: ServerDescription, folder: String) {
        self.server = server
        self.folder = URL(fileURLWithPath: folder, isDirectory: true)
    }

    func measure(runs: Int) async throws -> Report {
        var (sync, files) = (Measured.Samples(), Measured.Samples())
        var followed: [AccountAddress] = []
        _ = try await filling { mirror in
            let count = try await Self.fill(mirror, from: server)
            followed = try mirror.followedAccounts().map(\.address)
            return count
        }
        let paths = followed.flatMap { account in
            ["transactions", "states"].map { folder.appendingPathComponent("\($0)/\(account.hash.hex).json").path }
        }
        for _ in 0..<runs {
            try await sync.add { try await filling { try await Self.fill($0, from: server) } }
            try await files.add { try await filling { try await Self.fill($0, from: paths) } }
        }
        let report = Report(sync: sync.median, files: files.median, accounts: followed.count)
        guard report.sync.count == report.files.count else {
            throw BenchmarkError(
                description: "expected as many transactions from the server as from files, found "
                    + "\(report.sync.count) and \(report.files.count)")
        }
        return report
    }

    /// Fills a fresh mirror.
    private func filling(_ fill: (Mirror) async throws -> Int) async throws -> Int {
        let temporary = try TemporaryFolder()
        return try await fill(try Mirror(path: temporary.path("mirror.sqlite")))
    }

    /// One pass of a synchronisation, from connecting on. Returns how many transactions it brought.
    static func fill(_ mirror: Mirror, from server: ServerDescription) async throws -> Int {
        let source = LiteServerSource(
            pool: LiteServerPool([try server.endpoint()]),
            trusted: try TrustedBlock(try server.firstState.identifier(), origin: .zeroState))
        let plan = ChainSync.Plan(network: "made", accounts: try server.named.map { try AccountAddress($0) })
        let report = try await ChainSync(source: source, mirror: mirror, plan: plan).run()
        await source.pool.close()
        guard report.problems.isEmpty else {
            throw BenchmarkError(description: "expected no problems, found \(report.problems)")
        }
        return report.transactions
    }

    private static func fill(_ mirror: Mirror, from paths: [String]) async throws -> Int {
        let summary = try await FileImport(into: mirror).run(paths)
        guard summary.refusals.isEmpty else {
            throw BenchmarkError(description: "expected no refusals, found \(summary.refusals)")
        }
        return summary.transactions.accepted
    }
}
