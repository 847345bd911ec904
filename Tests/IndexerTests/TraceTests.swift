import Cocoon
import Foundation
import Indexer
import Mirror
import MirrorTestSupport
import Settlement
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// Version 3 traces: taken as what they are, somebody's word.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct TraceTests {
    private static func events(_ mirror: Mirror) throws -> [Event] {
        var query = EventQuery()
        query.limit = 10_000
        return try mirror.events(query).items
    }

    @Test("the recorded traces of COCOON are stored as claimed")
    func cocoonTraces() async throws {
        let temporary = try TemporaryMirror()
        let folder = try RecordedFixtures.url("cocoon/traces-v3").path
        let summary = try await FileImport(into: temporary.mirror).run([folder])
        #expect(summary.files == 8)
        #expect(summary.refusals.isEmpty, "\(summary.refusals)")
        #expect(summary.claims.accepted > 20)
        let status = try temporary.mirror.status()
        #expect(status.transactions == 0)
        #expect(status.claimedTransactions == summary.claims.accepted)

        let events = try Self.events(temporary.mirror)
        #expect(events.allSatisfy { $0.proof == .claimed })
        let kinds = Set(events.map(\.kind))
        for kind in [EventKind.payout, .charge, .clientTopUp, .clientStake, .refundRequest, .rootRegisterProxy] {
            #expect(kinds.contains(kind), "\(kind) is missing among \(kinds.map(\.rawValue).sorted())")
        }
        for contracts in status.contracts where contracts.proof != .claimed {
            // A deployment or a signature within a trace proves itself.
            #expect(contracts.proof != .derived, "\(contracts)")
        }
        let digest = try temporary.mirror.contentDigest()
        let again = try await FileImport(into: temporary.mirror).run([folder])
        #expect(again.claims == .init(accepted: 0, known: summary.claims.accepted))
        #expect(try temporary.mirror.contentDigest() == digest)
        try temporary.mirror.rebuild()
        #expect(try temporary.mirror.contentDigest() == digest)
    }

    @Test("counters are those of the signed payloads, which the served decoding gets wrong")
    func signedCounters() async throws {
        let temporary = try TemporaryMirror()
        _ = try await FileImport(into: temporary.mirror).run([try RecordedFixtures.url("cocoon/traces-v3").path])
        let events = try Self.events(temporary.mirror)
        let payout = try #require(events.first { $0.kind == .payout || $0.kind == .lastPayout })
        // 0x1102f341cc tokens stand in the payload's reference, behind operation and query id.
        #expect(payout.tokensAfter == 0x11_02f3_41cc)
        #expect(payout.receipt != nil)
        for event in events where event.tokensAfter != nil {
            #expect((event.tokensAfter ?? 0) < 1 << 40, "\(event.kind): address bits were taken for tokens")
        }
    }

    @Test("traces of other shapes and of other protocols", arguments: ["indexer/traces", "cocoon/traces", "indexer"])
    func otherShapes(folder: String) async throws {
        let temporary = try TemporaryMirror()
        let summary = try await FileImport(into: temporary.mirror).run([try RecordedFixtures.url(folder).path])
        #expect(summary.files > 0)
        // Each file is either taken or refused with a reason.
        let refused = Set(summary.refusals.map(\.file))
        #expect(summary.claims.accepted > 0 || refused.count == summary.files)
        #expect(summary.refusals.allSatisfy { !$0.reason.isEmpty && !$0.file.isEmpty })
        #expect(summary.transactions == .init())
        let events = try Self.events(temporary.mirror)
        #expect(events.isEmpty, "\(events.prefix(3))")
        #expect(try temporary.mirror.status().contracts.isEmpty)
    }
}
