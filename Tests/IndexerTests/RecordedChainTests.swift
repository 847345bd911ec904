import Foundation
import Indexer
import Mirror
import MirrorTestSupport
import Settlement
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// The whole recorded chain against `expected.json`, which was computed without any of this code.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedChainTests {
    @Test("every transaction and state is accepted, and importing again changes nothing")
    func acceptsEverything() async throws {
        let (temporary, summary) = try await TemporaryMirror.ofRecordedChain()
        #expect(summary.refusals.isEmpty)
        #expect(summary.transactions == .init(accepted: 2734, known: 0))
        #expect(summary.states == .init(accepted: 118, known: 0))
        let digest = try temporary.mirror.contentDigest()

        let again = try await FileImport(into: temporary.mirror).run([
            try RecordedFixtures.url("chain/transactions").path, try RecordedFixtures.url("chain/states").path,
        ])
        #expect(again.transactions == .init(accepted: 0, known: 2734))
        #expect(again.states == .init(accepted: 0, known: 118))
        #expect(try temporary.mirror.contentDigest() == digest)

        try temporary.mirror.rebuild()
        #expect(try temporary.mirror.contentDigest() == digest)
        #expect(try temporary.mirror.status().findings.isEmpty)
    }

    @Test("every event is the expected one, field by field")
    func events() async throws {
        let (temporary, _) = try await TemporaryMirror.ofRecordedChain()
        var query = EventQuery()
        query.limit = 10_000
        let events = try temporary.mirror.events(query).items
        let expected = try ExpectedBooks().events
        #expect(events.count == expected.count)

        var byKey: [String: Event] = [:]
        for event in events { byKey["\(event.hash) \(event.kind.rawValue)"] = event }
        #expect(byKey.count == events.count)
        var differences: [String] = []
        for fields in expected {
            let key = "\(ExpectedBooks.text(fields["tx"])) \(ExpectedBooks.text(fields["kind"]))"
            guard let event = byKey.removeValue(forKey: key) else {
                differences.append("missing: \(key)")
                continue
            }
            differences += Self.differences(event.expectedForm, fields).map { "\(key): \($0)" }
            if event.proof != .linked { differences.append("\(key): proof \(event.proof)") }
            if event.isOpen { differences.append("\(key): open") }
        }
        differences += byKey.keys.map { "unexpected: \($0)" }
        #expect(differences.count == 0, "\(differences.prefix(40).joined(separator: "\n"))")
    }

    /// Fields of `expected.json` that the chain doesn't tell, or that are told under another name; each with the
    /// reason.
    private static func isUntold(_ name: String, _ fields: [String: Any], _ form: [String: String]) -> Bool {
        switch name {
        // The scenario's own words.
        case "note": true
        // Plain transfers and texts carry no query id: the book's is the scenario's own number.
        case "query_id": ["transfer", "deploy_only", "text_w"].contains(ExpectedBooks.text(fields["op_kind"]))
        // A worker that was never deployed told nobody its owner; only the book knows.
        case "owner":
            ExpectedBooks.text(fields["skip_reason"]) == "no_state" && form["kind"] == "skipped"
        default: false
        }
    }

    /// Details of root operations that the book calls otherwise.
    private static let detailNames = [
        "pdelay": "proxy_delay", "cdelay": "client_delay", "minp": "min_proxy_stake", "minc": "min_client_stake",
        "new_code": "code",
    ]

    static func differences(_ form: [String: String], _ fields: [String: Any]) -> [String] {
        var expected: [String: String] = [:]
        for (name, value) in fields where !isUntold(name, fields, form) {
            if name == "amounts", let amounts = value as? [String: Any] {
                for (amount, value) in amounts { expected["amounts." + amount] = ExpectedBooks.text(value) }
            } else if name == "details", let details = value as? [String: Any] {
                for (detail, value) in details {
                    expected["details." + (detailNames[detail] ?? detail)] = ExpectedBooks.text(value)
                }
            } else {
                expected[name] = ExpectedBooks.text(value)
            }
        }
        var differences: [String] = []
        for (name, value) in expected where form[name] != value {
            differences.append("\(name) is \(form[name] ?? "absent"), expected \(value)")
        }
        // Root events tell more than the book, such as the codes of children.
        for (name, value) in form
        where expected[name] == nil && !name.hasPrefix("details.") && !isUntold(name, fields, form) {
            differences.append("\(name) is \(value), expected absent")
        }
        return differences
    }
}
