import Foundation
import Mirror
import MirrorTestSupport
import Settlement
import SilkTestSupport
import TONCrypto
import Testing

/// The same content in whatever order it came in: pages that overlap, gaps that close, states and claims in between.
@Suite(.serialized, .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct OrderIndependenceTests {
    /// Everything at once.
    static func whole() throws -> TemporaryMirror {
        let chain = try ChainHistories.recorded()
        let temporary = try TemporaryMirror()
        let deliveries = try chain.histories.map { Delivery.page(try $0.page()) } + chain.states.map(Delivery.state)
        for receipt in try temporary.mirror.ingest(deliveries) { try #require(receipt.refusal == nil) }
        return temporary
    }

    /// Deriving everything again must change nothing.
    static func expectConfluent(_ temporary: TemporaryMirror, _ when: String) throws {
        let before = try temporary.mirror.contentDigest()
        let contents = try MirrorContents(path: temporary.path)
        try temporary.mirror.rebuild()
        let same = try temporary.mirror.contentDigest() == before
        let differences = try same ? "" : contents.differences(from: MirrorContents(path: temporary.path))
        #expect(same, "\(when), as it came in against derived again:\n\(differences)")
    }

    /// Two mirrors of the same content: the digest says so, and where `isThorough` every row as read past it.
    static func expectEqual(
        _ found: TemporaryMirror, _ expected: TemporaryMirror, isThorough: Bool = false, _ when: String
    ) throws {
        let same = try found.mirror.contentDigest() == expected.mirror.contentDigest()
        guard !same || isThorough else { return }
        let contents = try MirrorContents(path: found.path)
        let differences = contents.differences(from: try MirrorContents(path: expected.path))
        #expect(same && differences.isEmpty, "\(when), as it came in against all at once:\n\(differences)")
    }

    @Test("random pages in random order, with states and claims in between", arguments: [1, 2, 3, 4] as [UInt64])
    func randomPages(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let chain = try ChainHistories.recorded()
        var deliveries: [Delivery] = []
        for history in chain.histories {
            deliveries += try history.pages(&random).map(Delivery.page)
            guard history.role != "wallet" else { continue }
            for number in history.bags.indices where Int.random(in: 0..<8, using: &random) == 0 {
                deliveries.append(.claim(try history.claim(number)))
            }
        }
        deliveries += chain.states.map(Delivery.state)
        deliveries.shuffle(using: &random)

        let temporary = try TemporaryMirror()
        // A state that doesn't name its account needs a transaction to be recognised by: it comes again at the end.
        var refused: [Delivery] = []
        let checks = Set((0..<3).map { _ in Int.random(in: 0..<deliveries.count, using: &random) })
        var position = 0
        var nextCheck = checks.sorted()[...]
        while position < deliveries.count {
            let batch = Array(deliveries[position...].prefix(Int.random(in: 1...120, using: &random)))
            for (delivery, receipt) in zip(batch, try temporary.mirror.ingest(batch)) where receipt.refusal != nil {
                guard case .state = delivery else {
                    Issue.record("seed \(seed): \(receipt)")
                    continue
                }
                refused.append(delivery)
            }
            position += batch.count
            if let check = nextCheck.first, check < position {
                nextCheck.removeFirst()
                try Self.expectConfluent(temporary, "seed \(seed), after \(position) of \(deliveries.count) deliveries")
            }
        }
        for receipt in try temporary.mirror.ingest(refused) { #expect(receipt.refusal == nil) }
        try Self.expectEqual(temporary, try Self.whole(), "seed \(seed)")
        try Self.expectConfluent(temporary, "seed \(seed), at the end")
    }

    @Test("without whole accounts, and with them afterwards", arguments: ["proxy", "client", "worker", "wallet"])
    func missingAccounts(first: String) throws {
        var random = SeededGenerator(seed: 7)
        let chain = try ChainHistories.recorded()
        let early = chain.histories.filter { $0.role == first || $0.role == "root" }
        let late = chain.histories.filter { $0.role != first && $0.role != "root" }
        let temporary = try TemporaryMirror()
        _ = try temporary.mirror.ingest(try early.map { .page(try $0.page()) })
        try Self.expectConfluent(temporary, "only root and \(first)")
        var rest = try late.flatMap { try $0.pages(&random).map(Delivery.page) }
        rest.shuffle(using: &random)
        let half = rest.count / 2
        _ = try temporary.mirror.ingest(Array(rest[..<half]))
        try Self.expectConfluent(temporary, "root and \(first), and half of the rest")
        _ = try temporary.mirror.ingest(Array(rest[half...]))
        for receipt in try temporary.mirror.ingest(chain.states.map(Delivery.state)) {
            #expect(receipt.refusal == nil)
        }
        try Self.expectEqual(temporary, try Self.whole(), isThorough: first == "proxy", "root and \(first) first")
    }
}
