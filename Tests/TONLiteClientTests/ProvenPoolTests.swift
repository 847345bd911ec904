import SilkTestSupport
import TONBlocks
import TONCrypto
import Testing

@testable import TONLiteClient

/// A pool that takes nothing for true that isn't proven.
@Suite(
    "Proofs from a pool", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"),
    .timeLimit(.minutes(3)))
struct ProvenPoolTests {
    @Test("from the first state to an account, past servers that lie")
    func account() async throws {
        let network = try RecordedNetwork()
        var servers: [FaultyLiteServer] = []
        for (index, behaviour) in [FaultyLiteServer.Behaviour.lie, .honest, .lie].enumerated() {
            servers.append(try await FaultyLiteServer(behaviour, seed: UInt8(200 + index)))
        }
        let pool = LiteServerPool(servers.map(\.endpoint))
        var trusted = try TrustedBlock(network.zeroState, origin: .zeroState)
        #expect(try await pool.prove(network.newest, from: &trusted) == network.newest)
        #expect(trusted.newest == network.newest && trusted.start == network.zeroState)
        // Back to an older block; what is trusted stays.
        let older = try #require(
            network.known.first { $0.shardIdentifier.isMasterchain && $0.seqno == 1 })
        let before = trusted
        #expect(try await pool.prove(older, from: &trusted) == older)
        #expect(trusted == before)

        var accounts = 0
        for exchange in RecordedExchange.all {
            guard let question = try? LiteAPI.GetAccountState(tl: exchange.query) else { continue }
            let state = try await pool.proven(question)
            #expect(state.block == trusted.newest)
            accounts += state.entry == nil ? 0 : 1
        }
        #expect(accounts == 5)
        let statuses = await pool.statuses
        let lies = statuses.map(\.lie)
        #expect(lies[1] == nil)
        for lie in [lies[0], lies[2]].compactMap({ $0 }) {
            // What was asked, of which block, and at which step the proof failed.
            #expect(
                lie.contains("liteServer.get") && lie.contains("block (") && lie.contains("answer: expected"), "\(lie)")
        }
        #expect(lies.compactMap { $0 }.count >= 1, "\(statuses)")
        await pool.close()
        for server in servers { await server.stop() }
    }

    @Test("a question whose answer can't be proven is asked of nobody")
    func unprovable() async throws {
        let network = try RecordedNetwork()
        let server = try await FaultyLiteServer(.honest, seed: 210)
        let pool = LiteServerPool([server.endpoint])
        let block = network.newest
        let account = LiteAPI.AccountIdentifier(workchain: 1000, address: .zero)
        let hashes = (0..<17).map { SHA256.hash([$0]) }
        func refuses(_ function: some ProvableFunction) async {
            await #expect(throws: LiteServerPoolError.self) { try await pool.proven(function) }
        }
        await refuses(LiteAPI.GetAccountState(block: block, account: account))
        await refuses(LiteAPI.GetAccountStatePruned(block: block, account: account))
        await refuses(LiteAPI.GetOneTransaction(block: block, account: account, lt: 1))
        await refuses(LiteAPI.GetLibrariesWithProof(block: block, hashes: hashes, mode: 0))
        await refuses(LiteAPI.GetShardInfo(block: block, workchain: 0, shard: 0, isExact: true))
        await refuses(LiteAPI.GetShardBlockProof(block: block))
        let statuses = await pool.statuses
        #expect(server.count == 0 && statuses.map(\.lie) == [nil])
        // One that only lacks the wish for a proof is asked with it.
        let listing = LiteAPI.ListBlockTransactions(block: block, count: 100, otherFlags: 7)
        #expect(try listing.askingForProof().mode == 7 | 32)
        let run = LiteAPI.RunSmartContractMethod(
            block: block, account: LiteAPI.AccountIdentifier(workchain: 0, address: .zero), methodIdentifier: 1,
            parameters: [], mode: 4)
        #expect(try run.askingForProof().mode == 5)
        await pool.close()
        await server.stop()
    }
}
