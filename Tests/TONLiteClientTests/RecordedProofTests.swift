import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// Everything that the node software of July 2026 answered, verified from the network's first state.
@Suite("Recorded proofs", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedProofTests {
    /// The questions that were understood, and answered. One was asked last, and names a block behind all the others.
    private static func answered() throws -> [(exchange: RecordedExchange, function: any LiteServerFunction)] {
        RecordedExchange.all.compactMap { exchange in
            guard let function = try? LiteAPI.Request(exchange.query).function,
                (try? LiteAPI.ErrorAnswer(tl: exchange.answer)) == nil, exchange.label != "wait then info"
            else { return nil }
            return (exchange, function)
        }
    }

    @Test("every answer verifies, from the first state on")
    func all() throws {
        let network = try RecordedNetwork()
        #expect(network.newest.seqno == 104)
        #expect(network.known.count == 104 + 102 + 2)
        var counts: [String: Int] = [:]
        for (exchange, function) in try Self.answered() {
            do {
                _ = try network.proven(function, by: exchange.answer)
                counts[exchange.method ?? "", default: 0] += 1
            } catch {
                Issue.record("\(exchange.label): \(error)")
            }
        }
        // A block that nothing leads to stays a claim.
        let claim = try RecordedExchange.labelled("wait then info")
        #expect(throws: RecordedNetwork.Unproven.self) {
            try network.proven(LiteAPI.GetMasterchainInfo(), by: claim.answer)
        }
        print("recorded proofs: \(counts.values.reduce(0, +)) answers verified")
        #expect(counts["liteServer.getBlockProof"] == 4 && counts["liteServer.getAccountState"] == 6)
    }

    @Test("a flipped bit of an answer is refused, or changes nothing that is used")
    func faults() throws {
        let network = try RecordedNetwork()
        var faults = ProofFaults(seed: 3)
        var byMethod: [String: Int] = [:]
        for (exchange, function) in try Self.answered() {
            guard let expected = try network.proven(function, by: exchange.answer) else { continue }
            let method = exchange.method ?? ""
            let earlier = byMethod[method, default: 0]
            byMethod[method] = earlier + 1
            // Of what there are hundreds, a few bits each.
            faults.flip(exchange.answer, samples: earlier < 6 ? 60 : 5, expecting: expected, exchange.label) {
                try #require(try network.proven(function, by: $0))
            }
        }
        print(
            "recorded proofs: \(faults.count) flipped bits: \(faults.refused) refused, \(faults.harmless) change nothing, "
                + "\(faults.accepted) accepted")
        #expect(faults.accepted == 0 && faults.count > 4000)
    }
}
