import Foundation
import SilkTestSupport
import Testing

/// Listings: fields, pages, filters, times.
@Suite struct ListingTests {
    static let names = ["payouts", "jobs", "stakes", "events"]

    private static let common: Set<String> = ["kind", "time", "unix", "lt", "hash", "proof"]
    private static let fields: [String: Set<String>] = [
        "payouts": [
            "worker", "owner", "proxy", "tokens", "tokens_before", "tokens_after", "amount", "paid", "lost",
            "proxy_part", "exit_code", "action_code", "settlement", "payment", "receipt", "is_open",
        ],
        "jobs": [
            "account", "role", "worker", "client", "owner", "proxy", "tokens", "tokens_before", "tokens_after",
            "price", "amount", "paid", "lost", "proxy_part", "cost", "charged", "debt_vanished", "exit_code",
            "action_code", "settlement", "receipt", "is_open",
        ],
        "stakes": ["account", "role", "anchor", "before", "after"],
        "events": [
            "operation", "account", "role", "anchor", "sender", "value", "opcode", "query_id", "worker", "client",
            "proxy", "root", "owner", "child", "child_hash", "exit_code", "action_code", "skip_reason", "settlement",
            "payment", "tokens", "tokens_before", "tokens_after", "tokens_claimed", "amount", "paid", "lost",
            "charged", "cost", "debt_vanished", "proxy_part", "before", "after", "stake_returned", "unlock", "price",
            "receipt", "details", "is_open",
        ],
    ]

    @Test("every row has every field, and the newest comes first", arguments: names)
    func everyField(_ name: String) async throws {
        let rows = try await SampleMirror.largest.rows(name, [])
        #expect(!rows.isEmpty)
        for row in rows {
            #expect(Set(row.keys) == Self.common.union(try #require(Self.fields[name])))
            #expect((row["hash"] as? String)?.wholeMatch(of: /[0-9a-f]{64}/) != nil)
            #expect((row["time"] as? String)?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
            for (field, value) in row {
                guard ["amount", "paid", "lost", "charged", "tokens", "lt", "before", "after"].contains(field) else {
                    continue
                }
                #expect(value is NSNull || (value as? String).flatMap { UInt64($0) } != nil, "\(field): \(value)")
            }
        }
        let times = try rows.map { try #require(($0["lt"] as? String).flatMap { UInt64($0) }) }
        #expect(times == times.sorted(by: >))
    }

    @Test("the mirror's status counts what the listings list")
    func counts() async throws {
        let mirror = try await SampleMirror.largest
        let status = try await mirror.document(["status"])
        #expect(try await mirror.rows("events", []).count == status["events"] as? Int)
        #expect(try await mirror.rows("jobs", []).count == status["jobs"] as? Int)
    }

    @Test("cursors page through everything exactly once", arguments: names)
    func pages(_ name: String) async throws {
        let mirror = try await SampleMirror.largest
        let all = try await mirror.rows(name, []).map { Self.text($0) }
        let limit = max(all.count / 7, 1)
        var paged: [String] = []
        var cursor: String?
        repeat {
            let document = try await mirror.document(
                [name, "list", "--limit", "\(limit)"] + (cursor.map { ["--after", $0] } ?? []))
            let rows = try #require(document[name] as? [[String: Any]])
            #expect(!rows.isEmpty)
            paged += rows.map { Self.text($0) }
            cursor = document["next"] as? String
        } while cursor != nil && paged.count <= all.count
        #expect(paged == all)
    }

    @Test("a moment cuts a listing in two without loss", arguments: names)
    func times(_ name: String) async throws {
        let mirror = try await SampleMirror.demo
        let all = try await mirror.rows(name, [])
        // The boundary is a row's own second: it belongs to the later part.
        let row = all[all.count / 2]
        for moment in [try #require(row["time"] as? String), "\(try #require(row["unix"] as? Int))"] {
            let later = try await mirror.rows(name, ["--since", moment])
            let earlier = try await mirror.rows(name, ["--until", moment])
            #expect((later + earlier).map { Self.text($0) } == all.map { Self.text($0) })
            #expect(later.contains { Self.text($0) == Self.text(row) })
        }
        #expect(try await mirror.rows(name, ["--since", "2026-05-01", "--until", "2026-05-01"]).isEmpty)
    }

    @Test(
        "a filter leaves exactly the rows that it names",
        arguments: [
            ("payouts", "worker"), ("payouts", "owner"), ("payouts", "proxy"), ("jobs", "worker"), ("jobs", "client"),
            ("jobs", "owner"), ("jobs", "proxy"), ("events", "account"), ("events", "worker"), ("events", "client"),
            ("events", "owner"), ("events", "proxy"), ("events", "kind"), ("stakes", "account"),
        ])
    func filters(_ name: String, _ field: String) async throws {
        let mirror = try await SampleMirror.largest
        let all = try await mirror.rows(name, [])
        let value = try #require(all.compactMap { $0[field] as? String }.last)
        let expected = all.filter { $0[field] as? String == value }.map { Self.text($0) }
        let found = try await mirror.rows(name, ["--\(field)", value]).map { Self.text($0) }
        #expect(found == expected)
    }

    @Test("stakes of a client are its own; stakes of a proxy are its and its clients'")
    func stakesFilters() async throws {
        let mirror = try await SampleMirror.demo
        let all = try await mirror.rows("stakes", [])
        let client = try #require(all.first { $0["role"] as? String == "client" }?["account"] as? String)
        let own = try await mirror.rows("stakes", ["--client", client])
        #expect(!own.isEmpty)
        #expect(own.allSatisfy { $0["account"] as? String == client })
        #expect(try await mirror.rows("stakes", ["--proxy", Demo.proxy]).count == all.count)
    }

    @Test("several kinds add up")
    func severalKinds() async throws {
        let mirror = try await SampleMirror.demo
        let both = try await mirror.rows("events", ["--kind", "payout", "--kind", "lost_payout"])
        let one = try await mirror.rows("events", ["--kind", "payout"])
        let other = try await mirror.rows("events", ["--kind", "lost_payout"])
        #expect(both.count == one.count + other.count)
        #expect(!one.isEmpty && !other.isEmpty)
    }

    @Test("comma-separated payouts have the rows of the document, all with as many fields as the heading")
    func csv() async throws {
        let mirror = try await SampleMirror.largest
        let rows = try await mirror.rows("payouts", [])
        let result = try await mirror.run(["payouts", "list", "--limit", "100000", "--csv"])
        #expect(result.error == "")
        var lines = result.output.components(separatedBy: "\r\n")
        #expect(lines.removeLast() == "")
        let heading = lines.removeFirst().components(separatedBy: ",")
        #expect(lines.count == rows.count)
        for (line, row) in zip(lines, rows) {
            let values = line.components(separatedBy: ",")
            #expect(values.count == heading.count)
            for (field, value) in zip(heading, values) where field != "settlement_exit_code" {
                let expected = row[field] is NSNull ? "" : "\(try #require(row[field]))"
                #expect(value == expected, "\(field)")
            }
        }
    }

    /// A row as text that is the same for the same row.
    private static func text(_ row: [String: Any]) -> String {
        let data = (try? JSONSerialization.data(withJSONObject: row, options: [.sortedKeys])) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }
}
