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
        #expect(lies.compactMap { $0 }.count >= 1)
        await pool.close()
        for server in servers { await server.stop() }
    }
}
