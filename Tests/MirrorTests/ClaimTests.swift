import Cocoon
import Foundation
import Mirror
import MirrorTestSupport
import Settlement
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Claimed transactions give way to raw ones, and leave nothing behind.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct ClaimTests {
    private static func contracts() throws -> [ChainHistories.History] {
        let chain = try ChainHistories.recorded()
        return chain.histories.filter { $0.role != "wallet" && $0.bags.count > 3 }
    }

    private static func rawOnly(_ histories: [ChainHistories.History]) throws -> TemporaryMirror {
        let temporary = try TemporaryMirror()
        _ = try temporary.mirror.ingest(try histories.map { .page(try $0.page()) })
        return temporary
    }

    @Test("honest claims of everything, then the raw transactions")
    func honestClaims() throws {
        var random = SeededGenerator(seed: 5)
        let histories = try Self.contracts()
        let temporary = try TemporaryMirror()
        var claims = try histories.flatMap { history in try history.bags.indices.map { try history.claim($0) } }
        claims.shuffle(using: &random)
        for receipt in try temporary.mirror.ingest(claims.map(Delivery.claim)) {
            #expect(receipt == DeliveryReceipt(accepted: 1))
        }
        try OrderIndependenceTests.expectConfluent(temporary, "claims only")
        var query = EventQuery()
        query.limit = 10_000
        let claimed = try temporary.mirror.events(query).items
        #expect(claimed.count > 500)
        #expect(claimed.allSatisfy { $0.proof == .claimed })

        let pages = try histories.flatMap { try $0.pages(&random) }.shuffled(using: &random).map(Delivery.page)
        for receipt in try temporary.mirror.ingest(Array(pages.prefix(pages.count / 2))) {
            #expect(receipt.refusal == nil)
        }
        try OrderIndependenceTests.expectConfluent(temporary, "claims, and half of the raw transactions")
        _ = try temporary.mirror.ingest(Array(pages.dropFirst(pages.count / 2)))
        try OrderIndependenceTests.expectEqual(temporary, try Self.rawOnly(histories), "claims first")
        #expect(try temporary.mirror.status().claimedTransactions == 0)
        // And what comes late is known.
        let late = try temporary.mirror.ingest(claims.prefix(50).map(Delivery.claim))
        #expect(late.allSatisfy { $0 == DeliveryReceipt(known: 1) })
    }

    @Test("a claimed request in the middle of a mirrored history is none")
    func intrudingRequest() throws {
        let chain = try ChainHistories.recorded()
        let worker = try chain.longest("worker")
        let pages = try chain.histories.filter { $0.role == "root" || $0.account == worker.account }
            .map { Delivery.page(try $0.page()) }
        let temporary = try TemporaryMirror()
        _ = try temporary.mirror.ingest(pages)
        let contract = try #require(try temporary.mirror.contract(at: worker.account))
        let (owner, proxy) = (try #require(contract.owner), try #require(contract.proxy))
        let lt = worker.identifiers[worker.bags.count / 2].lt + 5
        let request = WorkerProxyRequest(queryID: 1, owner: owner, state: .normal, tokens: 1, payload: nil)
        let message = LedgerMessage(
            hash: SHA256.hash([9]), source: worker.account, destination: proxy, value: .zero, createdLT: lt,
            isBounced: false, stateInit: nil, body: try request.cell().slice())
        let claim = LedgerTransaction(
            account: proxy, lt: lt + 1, hash: SHA256.hash([8]), time: 1, originalStatus: .active, endStatus: .active,
            inMessage: message, outMessages: [], compute: .executed(isSuccess: true, exitCode: 0), actionCode: 0,
            hasActionFailure: false, proof: .claimed)
        var query = EventQuery()
        query.worker = worker.account
        query.limit = 1000
        let before = try temporary.mirror.events(query).items.filter { $0.proof == .linked }
        _ = try temporary.mirror.ingest([.claim(claim)])
        #expect(try temporary.mirror.events(query).items.filter { $0.proof == .linked } == before)
        try OrderIndependenceTests.expectConfluent(temporary, "with an intruding claim")
        #expect(try temporary.mirror.events(query).items.filter { $0.proof == .linked } == before)
    }

    /// Ways to lie in a claim.
    enum Lie: CaseIterable {
        case body, source, place, hash, success, state, stolenMessage, deployment
    }

    @Test("forged claims vanish when the raw transactions come, or are refused after them", arguments: Lie.allCases)
    func forgedClaims(lie: Lie) throws {
        var random = SeededGenerator(seed: 11)
        let histories = Array(try Self.contracts().prefix(14))
        var forged: [LedgerTransaction] = []
        for history in histories {
            for number in history.bags.indices where Int.random(in: 0..<4, using: &random) == 0 {
                var claim = try history.claim(number)
                let other = try #require(histories.randomElement(using: &random))
                let donor = try other.claim(Int.random(in: 0..<other.bags.count, using: &random))
                try Self.apply(lie, to: &claim, donor: donor)
                // Beyond the newest mirrored transaction nothing speaks against a claim.
                let head = histories.first { $0.account == claim.account }?.identifiers[0].lt
                if claim.lt <= head ?? 0 { forged.append(claim) }
            }
        }
        #expect(forged.count > 20)
        let expected = try Self.rawOnly(histories)
        let temporary = try TemporaryMirror()
        for part in stride(from: 0, to: forged.count, by: 40) {
            _ = try temporary.mirror.ingest(forged[part...].prefix(40).map(Delivery.claim))
        }
        var pages = try histories.flatMap { try $0.pages(&random) }.shuffled(using: &random).map(Delivery.page)
        let half = pages.count / 2
        _ = try temporary.mirror.ingest(Array(pages.prefix(half)))
        pages.removeFirst(half)
        while !pages.isEmpty {
            for receipt in try temporary.mirror.ingest(Array(pages.prefix(5))) { #expect(receipt.refusal == nil) }
            pages.removeFirst(min(5, pages.count))
        }
        try OrderIndependenceTests.expectEqual(temporary, expected, "\(lie)")
        try OrderIndependenceTests.expectConfluent(temporary, "\(lie), at the end")
        // Afterwards, none of them changes anything.
        let before = try FileDigests(expected)
        let receipts = try expected.mirror.ingest(forged.map(Delivery.claim))
        #expect(receipts.allSatisfy { $0.accepted == 0 })
        #expect(try FileDigests(expected) == before)
    }

    private static func apply(_ lie: Lie, to claim: inout LedgerTransaction, donor: LedgerTransaction) throws {
        let nowhere = AccountAddress(hash: SHA256.hash(Array("nowhere".utf8)))
        switch lie {
        case .body:
            let body = donor.inMessage?.body ?? donor.outMessages.first?.body
            claim.inMessage?.body = body
            for index in claim.outMessages.indices {
                claim.outMessages[index].body = donor.outMessages.first?.body ?? body
            }
        case .source:
            claim.inMessage?.source = nowhere
            for index in claim.outMessages.indices { claim.outMessages[index].source = nowhere }
        case .place: claim.lt -= 1
        case .hash: claim.hash = donor.hash
        case .success: claim.compute = .executed(isSuccess: true, exitCode: 0)
        case .state:
            claim.originalStatus = .nonexistent
            claim.endStatus = .active
        case .stolenMessage:
            claim.lt += 1
            claim.inMessage = donor.inMessage
            claim.outMessages = donor.outMessages
        case .deployment:
            // Right for an account, but not what its message brought.
            if let stateInit = donor.inMessage?.stateInit { claim.inMessage?.stateInit = stateInit }
            claim.account = donor.account
            claim.hash = donor.hash
        }
    }
}
