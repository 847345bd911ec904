import Foundation
import GRDB
import Mirror
import MirrorTestSupport
import SilkTestSupport
import Synchronization
import Testing

/// Whoever reads during an import sees whole SQL transactions only.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct ConcurrentReaderTests {
    private final class Observations: Sendable {
        let isDone = Mutex(false)
        let counts = Mutex<Set<Int>>([])
    }

    @Test("readers of the same process and of others")
    func readers() async throws {
        let chain = try ChainHistories.recorded()
        let temporary = try TemporaryMirror()
        let (mirror, path) = (temporary.mirror, temporary.path)
        let observations = Observations()
        var committed: Set<Int> = [0]
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !observations.isDone.withLock({ $0 }) {
                    let status = try mirror.status()
                    observations.counts.withLock { _ = $0.insert(status.transactions) }
                    try await Task.sleep(for: .milliseconds(2))
                }
            }
            group.addTask {
                var configuration = Configuration()
                configuration.readonly = true
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                while !observations.isDone.withLock({ $0 }) {
                    let (rows, sum, orphans) = try await queue.read { database in
                        (
                            try Int.fetchOne(database, sql: "SELECT count(*) FROM transactions") ?? -1,
                            try Int.fetchOne(database, sql: "SELECT sum(transaction_count) FROM accounts") ?? 0,
                            try Int.fetchOne(
                                database,
                                sql: """
                                    SELECT count(*) FROM events WHERE NOT EXISTS (SELECT 1 FROM transactions
                                    WHERE account_id = anchor_id AND transactions.lt = events.lt)
                                    """)
                        )
                    }
                    #expect(rows == sum)
                    #expect(orphans == 0)
                    observations.counts.withLock { _ = $0.insert(rows) }
                    try await Task.sleep(for: .milliseconds(2))
                }
            }
            defer { observations.isDone.withLock { $0 = true } }
            var total = 0
            for history in chain.histories where history.role != "wallet" {
                let end = history.bags.count
                for part in [end / 2..<end, 0..<end / 2] where !part.isEmpty {
                    total += try mirror.ingest([.page(try history.page(part))]).reduce(0) { $0 + $1.accepted }
                    committed.insert(total)
                    await Task.yield()
                }
            }
            observations.isDone.withLock { $0 = true }
            try await group.waitForAll()
        }
        let seen = observations.counts.withLock { $0 }
        #expect(seen.isSubset(of: committed), "\(seen.subtracting(committed).sorted())")
        #expect(seen.count > 5)
    }
}
