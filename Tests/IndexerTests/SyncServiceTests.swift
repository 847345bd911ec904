import Foundation
import Indexer
import LiteServerTestSupport
import Logging
import Mirror
import MirrorTestSupport
import ServiceLifecycle
import Synchronization
import TONBlocks
import TONLiteClient
import Testing

/// Following a chain that grows, as a service that is told to stop.
@Suite("The service that follows the chain", .serialized)
struct SyncServiceTests {
    private final class Reports: Sendable {
        private let reports = Mutex<[ChainSync.Report]>([])

        var all: [ChainSync.Report] { reports.withLock { $0 } }

        func append(_ report: ChainSync.Report) { reports.withLock { $0.append(report) } }
    }

    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test("it takes each block as it comes, through failures, and stops when told to")
    func following() async throws {
        let synced = try SyncedChain.made(seed: 640)
        let last = synced.chain.lastSeqno
        let head = ChainHead(2)
        let servers = try await synced.servers(
            [FaultPlan([.cutConnection, .notReady], oneIn: 5, limit: 12, seed: 4)], head: head)
        let source = try synced.source(servers)
        let temporary = try TemporaryMirror()
        let reports = Reports()
        let service = SyncService(
            sync: synced.sync(temporary.mirror, from: source),
            scan: BlockScan(source: source, mirror: temporary.mirror), source: source,
            configuration: .init(firstPause: .milliseconds(10), longestPause: .milliseconds(50)),
            logger: Self.silent
        ) { reports.append($0) }
        let group = ServiceGroup(services: [service], logger: Self.silent)
        let running = Task { try await group.run() }
        for seqno in stride(from: UInt32(5), through: last, by: 7) {
            head.advance(to: seqno)
            try await Task.sleep(for: .milliseconds(50))
        }
        head.advance(to: last)
        let deadline = ContinuousClock.now + .seconds(120)
        // A round that met a failure is complete but for its problems, which the next round mends.
        while reports.all.last?.tip.block.seqno != last || reports.all.last?.problems.isEmpty == false,
            ContinuousClock.now < deadline
        {
            try await Task.sleep(for: .milliseconds(20))
        }
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(reports.all.last?.tip.block.seqno == last && reports.all.last?.problems == [])
        let seen = reports.all.map(\.tip.block.seqno)
        #expect(seen == seen.sorted())
        let expected = try synced.expectedMirror()
        #expect(try temporary.mirror.contentDigest() == expected.mirror.contentDigest())
        await source.pool.close()
        for server in servers { await server.stop() }
    }

    @Test("it ends where the mirror is another network's")
    func otherNetwork() async throws {
        let synced = try SyncedChain.made(seed: 641)
        let servers = try await synced.servers([.none])
        let source = try synced.source(servers)
        let temporary = try TemporaryMirror()
        try temporary.mirror.setDocuments([.network: Data("elsewhere".utf8)])
        let service = SyncService(
            sync: synced.sync(temporary.mirror, from: source), source: source, logger: Self.silent)
        await #expect(throws: SyncError.otherNetwork(expected: "elsewhere", found: "made")) { try await service.run() }
        await source.pool.close()
        await servers[0].stop()
    }
}
