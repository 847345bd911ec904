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

    @Test("the state that a server names is that after the newest block")
    func masterchainInfo() throws {
        let network = try RecordedNetwork()
        let info = try LiteAPI.MasterchainInfo(tl: try RecordedExchange.labelled("masterchain info").answer)
        let newest = try info.claimedBlock(in: network.zeroState)
        #expect(newest == network.newest)
        func header(_ label: String) throws -> ProvenBlock {
            let exchange = try RecordedExchange.labelled(label)
            let question = try LiteAPI.GetBlockHeader(tl: exchange.query)
            return try question.proven(by: try LiteAPI.BlockHeader(tl: exchange.answer))
        }
        try info.verifyState(by: try header("header 104 mode 1"))
        let ext = try LiteAPI.MasterchainInfoExt(tl: try RecordedExchange.labelled("masterchain info ext").answer)
        #expect(try ext.claimedBlock(in: network.zeroState) == newest)
        try ext.verifyState(by: try header("header 104 mode 1"))
        // Another state, another time, a header that doesn't show it, and that of another block.
        var lie = info
        lie.stateRootHash = .zero
        #expect(throws: ProofError.self) { try lie.verifyState(by: try header("header 104 mode 1")) }
        var late = ext
        late.lastTime += 1
        #expect(throws: ProofError.self) { try late.verifyState(by: try header("header 104 mode 1")) }
        #expect(throws: ProofError.self) { try info.verifyState(by: try header("header 104 mode 0")) }
        #expect(throws: ProofError.self) { try info.verifyState(by: try header("header 4 mode 1")) }
        // A server of another network.
        var other = network.zeroState
        other.rootHash = .zero
        #expect(throws: ProofError.self) { try info.claimedBlock(in: other) }
        lie = info
        lie.zeroState.workchain = 0
        #expect(throws: ProofError.self) { try lie.claimedBlock(in: network.zeroState) }
    }

    @Test("no bit of a recorded vote can be another")
    func simplex() throws {
        let exchange = try RecordedExchange.labelled("block proof: zerostate to last known")
        let proof = try LiteAPI.PartialBlockProof(tl: exchange.answer)
        guard case .forward(let link)? = proof.steps.first else {
            Issue.record("no step forward")
            return
        }
        #expect(try link.proven().block == proof.destination)
        let header = try ProvenBlock(proof: link.destinationProof, of: link.destination)
        let root = try MerkleProof(cell: try Cell(boc: link.configurationProof)).root
        let configuration = try ProvenState(firstState: root, of: link.source).configuration().configuration
        var faults = ProofFaults(seed: 9)
        faults.flipAll(link.signatures.tlBytes, expecting: false, "set") {
            try header.requireSigned(try LiteAPI.SignatureSet(tl: $0), under: configuration)
            return true
        }
        print("recorded vote: \(faults.refused) of \(faults.count) flipped bits refused")
        #expect(faults.refused == faults.count && faults.count > 2000)
        // The step itself: its proofs, and where it starts and leads.
        let chain = try ProvenBlockChain(from: link.source, steps: [.forward(link)])
        var writer = TLWriter()
        writer.writeBoxed(link)
        faults.flip(writer.bytes, samples: 2000, expecting: chain, "step") {
            try ProvenBlockChain(from: link.source, steps: [.forward(try LiteAPI.BlockLinkForward(tl: $0))])
        }
        #expect(faults.accepted == 0)
    }
}
