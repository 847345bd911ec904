import Foundation
import Indexer
import LiteServerTestSupport
import Mirror
import MirrorTestSupport
import Settlement
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient
import Testing

/// The recorded chain, followed over the real protocol from made servers, honest and others.
@Suite(
    "Following accounts over lite-servers", .serialized,
    .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct LiteSyncTests {
    @Test("a mirror that starts with nothing ends with all, proven")
    func fromNothing() async throws {
        let synced = try SyncedChain.recorded()
        let servers = try await synced.servers([.none])
        let source = try synced.source(servers)
        let temporary = try TemporaryMirror()
        let report = try await synced.sync(temporary.mirror, from: source).run()
        #expect(report.problems == [] && report.discarded == 0)
        #expect(report.accounts == synced.followed.count)
        #expect(report.tip.block == synced.chain.masterchain.last?.identifier && report.tip.proof == .proven)
        #expect(try temporary.mirror.contentDigest() == SyncedChain.expectedDigest.get())

        // Nothing is new, and hardly anything is asked.
        let asked = servers[0].server.answeredCount
        let again = try await synced.sync(temporary.mirror, from: source).run()
        #expect(again.transactions == 0 && again.problems == [])
        #expect(again.accounts == synced.named.count)
        #expect(servers[0].server.answeredCount - asked <= synced.named.count + 2)
        await source.pool.close()
        await servers[0].stop()
    }

    @Test("what files gave is proven by it, and nothing fetched twice")
    func afterFiles() async throws {
        let synced = try SyncedChain.recorded()
        let servers = try await synced.servers([.none])
        let source = try synced.source(servers)
        let temporary = try TemporaryMirror()
        let folder = try RecordedFixtures.url("chain/transactions").path
        let states = try RecordedFixtures.url("chain/states").path
        let names = synced.followed.flatMap { account in
            [folder, states].map { "\($0)/\(account.hash.hex).json" }
        }
        _ = try await FileImport(into: temporary.mirror).run(names)
        let report = try await synced.sync(temporary.mirror, from: source, children: .all).run()
        #expect(report.transactions == 0 && report.problems == [])
        #expect(try temporary.mirror.contentDigest() == SyncedChain.expectedDigest.get())
        await source.pool.close()
        await servers[0].stop()
    }

    @Test("servers that fail, lag and mix up pages change nothing", arguments: 0..<4)
    func faults(seed: Int) async throws {
        let synced = try SyncedChain.recorded()
        let faults = Fault.allCases.filter { $0.kind != .lie && $0 != .silence && $0 != .truncatedHistory }
        let plans = (0..<3).map { number in
            FaultPlan(
                faults, oneIn: 3, limit: 60, seed: UInt64(10 * seed + number), delay: .milliseconds(20))
        }
        let servers = try await synced.servers(plans)
        let temporary = try TemporaryMirror()
        var passes = 0
        // A pass may fail where all servers do at once; what it took stays, and the next one goes on.
        while passes < 40 {
            passes += 1
            let source = try synced.source(servers)
            let report = try? await synced.sync(temporary.mirror, from: source).run()
            await source.pool.close()
            if let report, report.problems.isEmpty, report.tip.block == synced.chain.masterchain.last?.identifier {
                break
            }
        }
        #expect(try temporary.mirror.contentDigest() == SyncedChain.expectedDigest.get())
        let injected = servers.reduce(0) { $0 + $1.server.injected.values.reduce(0, +) }
        #expect(injected > 20)
        print("sync through \(injected) faults in \(passes) passes: \(servers.map(\.server.report))")
        for server in servers { await server.stop() }
    }

    @Test("a liar among honest servers is named and dropped", arguments: Fault.allCases.filter { $0.kind == .lie })
    func liars(fault: Fault) async throws {
        let synced = try SyncedChain.recorded()
        let servers = try await synced.servers([FaultPlan([fault]), .none])
        let source = try synced.source(servers)
        let temporary = try TemporaryMirror()
        var report = try await synced.sync(temporary.mirror, from: source).run()
        // An old state of an account is true of an older block: as long as nothing newer is named, it isn't a lie.
        if report.tip.block != synced.chain.masterchain.last?.identifier {
            report = try await synced.sync(temporary.mirror, from: source).run()
        }
        #expect(report.problems == [])
        #expect(try temporary.mirror.contentDigest() == SyncedChain.expectedDigest.get())
        let lie = await source.pool.statuses[0].lie
        let told = servers[0].server.injected.values.reduce(0, +)
        // Not every lie concerns what a synchronisation asks.
        #expect((lie != nil) == (told > 0), "\(fault): told \(told), found \(lie ?? "none")")
        #expect(await source.pool.statuses[1].lie == nil)
        await source.pool.close()
        for server in servers { await server.stop() }
    }

    @Test("where all lie, nothing is taken, and the liars are named")
    func onlyLiars() async throws {
        let synced = try SyncedChain.recorded()
        let servers = try await synced.servers([
            FaultPlan([.forgedSignatures]), FaultPlan([.tooFewSignatures]), FaultPlan([.notarizingVotes]),
        ])
        let source = try synced.source(servers)
        let temporary = try TemporaryMirror()
        let error = await #expect(throws: SyncError.self) {
            try await synced.sync(temporary.mirror, from: source).run()
        }
        guard case .liars(let text) = error else {
            Issue.record("expected liars, found \(String(describing: error))")
            return
        }
        for server in servers { #expect(text.contains("\(server.endpoint)")) }
        #expect(try temporary.mirror.isEmpty)
        await source.pool.close()
        for server in servers { await server.stop() }
    }

    @Test("histories that were forged before give way to what is proven", arguments: 0..<3)
    func forgedBefore(seed: Int) async throws {
        let synced = try SyncedChain.recorded()
        let servers = try await synced.servers([.none])
        let source = try synced.source(servers)
        let temporary = try TemporaryMirror()
        var random = SeededGenerator(seed: UInt64(40 + seed))
        let histories = synced.chain.plan.history.accounts.filter { synced.followed.contains($0.address) }
        // Of a proxy, from which the others are found, and of any other.
        let proxy = try #require(histories.filter { synced.named.contains($0.address) }.randomElement(using: &random))
        let child = try #require(histories.filter { !synced.named.contains($0.address) }.randomElement(using: &random))
        var forged = 0
        for account in [proxy, child] {
            let newest = try #require(account.transactions.last?.transaction)
            var header = newest.header
            header.now += 1
            let other = try Transaction(
                header: header, originalStatus: newest.originalStatus, endStatus: newest.endStatus,
                inMessage: newest.inMessage, outMessages: newest.outMessages, totalFees: newest.totalFees,
                stateUpdate: newest.stateUpdate, description: newest.description
            ).cell()
            let page = try TransactionPage(
                verifying: [other] + account.transactions.dropLast().reversed().map(\.cell),
                head: TransactionIdentifier(lt: newest.lt, hash: other.hash), account: account.address, proof: .linked)
            #expect(try temporary.mirror.ingest([.page(page)]).first?.accepted == account.transactions.count)
            forged += account.transactions.count
        }
        let report = try await synced.sync(temporary.mirror, from: source).run()
        #expect(report.problems == [] && report.discarded == forged)
        #expect(report.accounts == synced.followed.count)
        #expect(try temporary.mirror.contentDigest() == SyncedChain.expectedDigest.get())
        let followed = try temporary.mirror.followedAccounts()
        #expect(followed.allSatisfy { $0.masterchainSeqno == report.tip.block.seqno })
        await source.pool.close()
        await servers[0].stop()
    }

    @Test("interrupted at any moment and started again, it ends with the same", arguments: 0..<3)
    func interrupted(seed: Int) async throws {
        let synced = try SyncedChain.recorded()
        let servers = try await synced.servers([.none])
        let temporary = try TemporaryMirror()
        var random = SeededGenerator(seed: UInt64(900 + seed))
        var interruptions = 0
        while interruptions < 60 {
            let source = try synced.source(servers)
            let sync = synced.sync(temporary.mirror, from: source)
            let pass = Task { try await sync.run() }
            let time = Int.random(in: 5...400, using: &random)
            let patience = Task {
                try await Task.sleep(for: .milliseconds(time))
                pass.cancel()
            }
            let report = try? await pass.value
            patience.cancel()
            await source.pool.close()
            if let report, report.problems.isEmpty { break }
            interruptions += 1
        }
        #expect(try temporary.mirror.contentDigest() == SyncedChain.expectedDigest.get())
        await servers[0].stop()
    }

    @Test("the chain grows while it is followed", arguments: 0..<2)
    func growing(seed: Int) async throws {
        let synced = try SyncedChain.made(seed: UInt64(60 + seed))
        let last = synced.chain.lastSeqno
        let head = ChainHead(last / 3)
        let servers = try await synced.servers([.none], head: head)
        let source = try synced.source(servers)
        let temporary = try TemporaryMirror()
        var seen: [UInt32] = []
        var transactions = 0
        for seqno in [last / 3, last / 2, last - 1, last] {
            head.advance(to: seqno)
            let report = try await synced.sync(temporary.mirror, from: source).run()
            #expect(report.problems == [])
            seen.append(report.tip.block.seqno)
            transactions += report.transactions
        }
        #expect(seen == [last / 3, last / 2, last - 1, last])
        #expect(transactions == synced.chain.plan.history.transactionCount)
        let expected = try synced.expectedMirror()
        #expect(try temporary.mirror.contentDigest() == expected.mirror.contentDigest())
        #expect(await source.trusted.newest == synced.chain.masterchain.last?.identifier)
        await source.pool.close()
        await servers[0].stop()
    }

    @Test("a mirror of one network isn't filled from another, and its trust is kept")
    func otherNetwork() async throws {
        let synced = try SyncedChain.recorded()
        let servers = try await synced.servers([.none])
        let source = try synced.source(servers)
        let temporary = try TemporaryMirror()
        try temporary.mirror.setDocuments([.network: Data("elsewhere".utf8)])
        await #expect(throws: SyncError.otherNetwork(expected: "elsewhere", found: "made")) {
            try await synced.sync(temporary.mirror, from: source).run()
        }
        try temporary.mirror.setDocuments([.network: nil])
        _ = try await synced.sync(temporary.mirror, from: source, children: .none).run()
        let document = try #require(try temporary.mirror.document(.trustedBlock))
        #expect(try TrustedBlock(document: document).newest == synced.chain.masterchain.last?.identifier)
        await source.pool.close()
        await servers[0].stop()
    }
}
