import Foundation
import GRDB
import MirrorTestSupport
import Settlement
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import Mirror

/// What hangs below a head that signatures prove is proven, whoever served it and whenever.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct ProvenRunTests {
    /// The mirror in which everything was proven from the start.
    private func proven(_ histories: [ChainHistories.History]) throws -> TemporaryMirror {
        let temporary = try TemporaryMirror()
        _ = try temporary.mirror.ingest(try histories.map { .page(try $0.page(proof: .proven)) })
        return temporary
    }

    @Test("pages that came linked are proven by one head, in any order", arguments: 0..<6)
    func heads(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(8800 + seed))
        let histories = try ChainHistories.recorded().histories
        let temporary = try TemporaryMirror()
        var deliveries: [Delivery] = []
        for history in histories {
            deliveries += try history.pages(&random).map { .page($0) }
            // The head alone, or with some below it.
            let count = Int.random(in: 1...min(5, history.bags.count), using: &random)
            deliveries.append(.page(try history.page(0..<count, proof: .proven)))
        }
        deliveries.shuffle(using: &random)
        var start = 0
        while start < deliveries.count {
            let end = min(deliveries.count, start + Int.random(in: 1...200, using: &random))
            let receipts = try temporary.mirror.ingest(Array(deliveries[start..<end]))
            #expect(receipts.allSatisfy { $0.refusal == nil })
            start = end
        }
        let expected = try proven(histories)
        #expect(try temporary.mirror.contentDigest() == expected.mirror.contentDigest())
        let rows = try MirrorContents(path: temporary.path).rows
        #expect(rows["transactions"]?.count == 2734)
        try temporary.mirror.rebuild()
        #expect(try temporary.mirror.contentDigest() == expected.mirror.contentDigest())
    }

    @Test("above a proven head nothing is")
    func above() throws {
        let history = try ChainHistories.recorded().longest("proxy")
        let temporary = try TemporaryMirror()
        _ = try temporary.mirror.ingest([.page(try history.page()), .page(try history.page(7..<9, proof: .proven))])
        let newest = try #require(try temporary.mirror.newestTransaction(of: history.account))
        #expect(newest.identifier == history.identifiers[0] && !newest.isProven)
        let proofs = try temporary.mirror.read { database in
            try String.fetchAll(database, sql: "SELECT proof FROM transactions ORDER BY lt DESC")
        }
        let expected = Array(repeating: "linked", count: 7) + Array(repeating: "proven", count: history.bags.count - 7)
        #expect(proofs == expected)
    }

    @Test("a proven chain takes the place of a forged one", arguments: ["worker", "client", "proxy"])
    func forged(role: String) throws {
        let chain = try ChainHistories.recorded()
        let history = try chain.longest(role)
        let others = chain.histories.filter { $0.account != history.account }
        let fork = try Fork(of: history, at: 2)
        let temporary = try TemporaryMirror()
        _ = try temporary.mirror.ingest(try others.map { .page(try $0.page(proof: .proven)) })
        _ = try temporary.mirror.ingest([.page(try fork.page())])
        let refusal = try temporary.mirror.ingest([.page(try history.page(proof: .proven))]).first?.refusal
        guard case .conflict = refusal else {
            Issue.record("expected a conflict, found \(String(describing: refusal))")
            return
        }
        #expect(try temporary.mirror.discardUnproven(of: history.account) == fork.bags.count)
        #expect(try temporary.mirror.newestTransaction(of: history.account) == nil)
        #expect(try temporary.mirror.ingest([.page(try history.page(proof: .proven))]).first?.refusal == nil)
        let expected = try proven(chain.histories)
        #expect(try temporary.mirror.contentDigest() == expected.mirror.contentDigest())
    }

    @Test("discarding keeps what is proven below")
    func discarding() throws {
        let history = try ChainHistories.recorded().longest("worker")
        let temporary = try TemporaryMirror()
        let fork = try Fork(of: history, at: 3)
        _ = try temporary.mirror.ingest([
            .page(try history.page(4..<history.bags.count, proof: .proven)), .page(try fork.page(0..<4)),
        ])
        #expect(try temporary.mirror.discardUnproven(of: history.account) == 4)
        _ = try temporary.mirror.ingest([.page(try history.page(0..<4, proof: .proven))])
        let expected = try proven([history])
        #expect(try temporary.mirror.contentDigest() == expected.mirror.contentDigest())
    }

    @Test("gaps are what isn't there")
    func gaps() throws {
        let history = try ChainHistories.recorded().longest("proxy")
        let names = history.identifiers
        let temporary = try TemporaryMirror()
        func gaps(_ head: TransactionIdentifier) throws -> [Mirror.Gap] {
            try temporary.mirror.gaps(of: history.account, upTo: head)
        }
        #expect(try gaps(names[0]) == [Mirror.Gap(from: names[0], downToLT: 0)])
        _ = try temporary.mirror.ingest([.page(try history.page(3..<6)), .page(try history.page(9..<11))])
        #expect(
            try gaps(names[0]) == [
                Mirror.Gap(from: names[0], downToLT: names[3].lt), Mirror.Gap(from: names[6], downToLT: names[9].lt),
                Mirror.Gap(from: names[11], downToLT: 0),
            ])
        // A server that lags, and names an older head.
        #expect(try gaps(names[4]).first == Mirror.Gap(from: names[6], downToLT: names[9].lt))
        #expect(try gaps(names[7]).first == Mirror.Gap(from: names[7], downToLT: names[9].lt))
        _ = try temporary.mirror.ingest([.page(try history.page())])
        #expect(try gaps(names[0]) == [])
        #expect(try temporary.mirror.gaps(of: AccountAddress(hash: .zero), upTo: names[0]).count == 1)
    }

    @Test("documents and followed accounts change with what was ingested")
    func syncState() throws {
        let history = try ChainHistories.recorded().longest("client")
        let temporary = try TemporaryMirror()
        let mirror = temporary.mirror
        #expect(try mirror.document(.checkpoint) == nil)
        _ = try mirror.ingest(
            [.page(try history.page())], documents: [.checkpoint: Data("7".utf8)],
            followed: [.init(address: history.account, reason: .child, masterchainSeqno: 7, time: 70)])
        #expect(try mirror.document(.checkpoint) == Data("7".utf8))
        // What was complete later isn't complete earlier, and the first reason stays.
        try mirror.follow([.init(address: history.account, reason: .named, masterchainSeqno: 6, time: 60)])
        #expect(
            try mirror.followedAccounts() == [
                .init(address: history.account, reason: .child, masterchainSeqno: 7, time: 70)
            ])
        try mirror.follow([.init(address: history.account, reason: .named, masterchainSeqno: 8, time: 80)])
        #expect(try mirror.followedAccounts().first?.masterchainSeqno == 8)
        try mirror.setDocuments([.checkpoint: nil, .network: Data("x".utf8)])
        #expect(try mirror.document(.checkpoint) == nil && mirror.document(.network) == Data("x".utf8))
    }

    @Test("an account isn't complete of which something is refused")
    func refusedAccounts() throws {
        let (worker, client) = (
            try ChainHistories.recorded().longest("worker"), try ChainHistories.recorded().longest("client")
        )
        let temporary = try TemporaryMirror()
        let mirror = temporary.mirror
        _ = try mirror.ingest([.page(try Fork(of: worker, at: 1).page())])
        let receipts = try mirror.ingest(
            [.page(try worker.page(proof: .proven)), .page(try client.page(proof: .proven))], documents: [:],
            followed: [worker, client].map { .init(address: $0.account, reason: .named, masterchainSeqno: 7, time: 70) }
        )
        #expect(receipts[0].refusal != nil && receipts[1].accepted == client.bags.count)
        #expect(
            try mirror.followedAccounts() == [
                .init(address: client.account, reason: .named, masterchainSeqno: 7, time: 70)
            ])
    }

    @Test("children are known before what tells of them is written, and nothing is written then")
    func childrenAhead() throws {
        let histories = try ChainHistories.recorded().histories
        let deliveries = try histories.filter { $0.role == "proxy" || $0.role == "root" }.map {
            Delivery.page(try $0.page(proof: .proven))
        }
        let temporary = try TemporaryMirror()
        let mirror = temporary.mirror
        let before = try FileDigests(temporary)
        for onlyStale in [true, false] {
            let ahead = try #require(try mirror.children(onlyStale: onlyStale, after: deliveries))
            #expect(!ahead.isEmpty)
            #expect(try FileDigests(temporary) == before && mirror.isEmpty)
            let written = try TemporaryMirror()
            _ = try written.mirror.ingest(deliveries)
            #expect(try written.mirror.children(onlyStale: onlyStale) == ahead)
            #expect(try written.mirror.children(onlyStale: onlyStale, after: []) == ahead)
        }
        let proxy = try ChainHistories.recorded().longest("proxy")
        _ = try mirror.ingest([.page(try Fork(of: proxy, at: 0).page())])
        #expect(try mirror.children(onlyStale: true, after: deliveries) == nil)
    }
}
