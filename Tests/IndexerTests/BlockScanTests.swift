import Foundation
import Indexer
import LiteServerTestSupport
import Mirror
import MirrorTestSupport
import SilkTestSupport
import TONBlocks
import TONCells
import TONLiteClient
import Testing

/// All blocks of made chains, read over the real protocol.
@Suite("Scanning blocks", .serialized)
struct BlockScanTests {
    /// Blocks with a number of their own: the first states have none.
    private func blockCount(_ chain: SyntheticChain) -> Int {
        chain.allShardBlocks.count { $0.seqno > 0 } + Int(chain.lastSeqno)
    }

    @Test("every block is read once, across splits and merges", arguments: 0..<3)
    func all(seed: Int) async throws {
        let synced = try SyncedChain.made(seed: UInt64(500 + seed))
        let servers = try await synced.servers([.none])
        let source = try synced.source(servers)
        let temporary = try TemporaryMirror()
        let progress = try await BlockScan(source: source, mirror: temporary.mirror)
            .run(upTo: try await source.tip(), from: 1)
        #expect(progress.seqno == synced.chain.lastSeqno)
        // It starts behind the first block and those that came with it.
        let skipped =
            1
            + synced.chain.allShardBlocks.count { block in
                block.seqno > 0 && block.masterchainSeqno <= 1
            }
        #expect(progress.blocks == blockCount(synced.chain) - skipped)
        #expect(progress.found == [])
        await source.pool.close()
        await servers[0].stop()
    }

    @Test("a scan that is interrupted again and again reads every block", arguments: 0..<2)
    func interrupted(seed: Int) async throws {
        let synced = try SyncedChain.made(seed: UInt64(520 + seed))
        let head = ChainHead(3)
        let servers = try await synced.servers([.none], head: head)
        let temporary = try TemporaryMirror()
        var random = SeededGenerator(seed: UInt64(seed))
        var blocks = 0
        for seqno in Array(stride(from: UInt32(3), to: synced.chain.lastSeqno, by: 4)) + [synced.chain.lastSeqno] {
            head.advance(to: seqno)
            // As a process that starts anew would.
            let source = try synced.source(servers)
            let tip = try await source.tip()
            let scan = BlockScan(source: source, mirror: temporary.mirror)
            if Bool.random(using: &random) {
                let pass = Task { try await scan.run(upTo: tip, from: 1) }
                pass.cancel()
                blocks += (try? await pass.value)?.blocks ?? 0
            }
            let progress = try await scan.run(upTo: tip, from: 1)
            blocks += progress.blocks
            #expect(progress.seqno == tip.block.seqno)
            await source.pool.close()
        }
        // A cancelled pass may have stored blocks and told of none, but none is read twice.
        let skipped = 1 + synced.chain.allShardBlocks.count { $0.seqno > 0 && $0.masterchainSeqno <= 1 }
        let all = blockCount(synced.chain) - skipped
        #expect(blocks <= all && blocks > all / 2)
        for server in servers { await server.stop() }
    }

    @Test(
        "proxies are found by their code, and by what workers and clients name",
        .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func proxies() async throws {
        let synced = try SyncedChain.recorded()
        let servers = try await synced.servers([.none])
        let source = try synced.source(servers)
        let temporary = try TemporaryMirror()
        let progress = try await BlockScan(source: source, mirror: temporary.mirror)
            .run(upTo: try await source.tip(), from: 1)
        struct Role: Decodable {
            let address: String
            let role: String
        }
        let proxies = try RecordedFixtures.json([Role].self, "chain/accounts.json").filter { $0.role == "proxy" }
        #expect(progress.found == Set(try proxies.map { try AccountAddress($0.address) }))
        #expect(Set(try temporary.mirror.followedAccounts().map(\.address)) == progress.found)
        // What was found is followed; only the root, whose code nobody knows, must be named.
        let sync = ChainSync(
            source: source, mirror: temporary.mirror,
            plan: ChainSync.Plan(network: "made", accounts: [], children: .stale))
        let report = try await sync.run()
        #expect(report.problems == [] && report.accounts == synced.followed.count - 1)
        await source.pool.close()
        await servers[0].stop()
    }
}
