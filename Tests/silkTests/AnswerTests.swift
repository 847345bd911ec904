import Foundation
import SilkTestSupport
import Testing

/// Whole answers over the small made network, as a table and as a document.
@Suite struct AnswerTests {
    static let commands: [(name: String, arguments: [String])] = [
        ("status", ["status"]),
        ("rewards", ["worker", "rewards", Demo.worker]),
        ("payouts", ["payouts", "list", "--limit", "6"]),
        ("payouts-worker", ["payouts", "list", "--worker", Demo.worker, "--since", "2026-06-01"]),
        ("jobs", ["jobs", "list", "--limit", "6"]),
        ("stakes", ["stakes", "list", "--limit", "6"]),
        ("events", ["events", "list", "--kind", "failed", "--kind", "charge", "--limit", "4"]),
        ("client", ["client", "show", "EQD7jzcGl-c0dGlj19u0pDqbdSHZ6eOPr87SXpkfh-zkT0zF"]),
        ("proxy", ["proxy", "show"]),
        ("root", ["root", "show"]),
        ("derive", ["address", "derive", "worker", "--owner", Self.owner, "--proxy", Demo.proxy]),
    ]

    /// The owner of ``Demo/worker``.
    static let owner = "UQBTfwk0RF17idzmiv4345wlLXD5NZrK8YriGL6yQ5ugTQ4J"

    @Test("the answer is the approved one", arguments: commands.indices)
    func whole(_ index: Int) async throws {
        let (name, arguments) = Self.commands[index]
        let mirror = try await SampleMirror.demo
        let table = try await mirror.run(arguments)
        #expect(table.exitCode == 0)
        #expect(table.error == "")
        try ExpectedOutput.compare(
            table.output.replacingOccurrences(of: mirror.path, with: "MIRROR"), with: "Demo/\(name).txt")

        let document = try await mirror.run(arguments + ["--json"])
        #expect(document.exitCode == 0)
        #expect(document.error == "")
        try ExpectedOutput.compare(document.output, with: "Demo/\(name).json")
        let schema = try #require(document.json?["schema"] as? String)
        #expect(schema.wholeMatch(of: /silk\.[a-z-]+\/1/) != nil)
    }

    @Test("the digest is 64 hexadecimal digits in either form")
    func digest() async throws {
        let mirror = try await SampleMirror.demo
        let line = try await mirror.run(["mirror", "digest"])
        #expect(line.output.wholeMatch(of: /[0-9a-f]{64}\n/) != nil)
        let document = try await mirror.document(["mirror", "digest"])
        #expect(document["schema"] as? String == "silk.digest/1")
        #expect((document["digest"] as? String).map { $0 + "\n" } == line.output)
    }

    @Test("comma-separated payouts are the approved ones")
    func csv() async throws {
        let result = try await SampleMirror.demo.run(["payouts", "list", "--limit", "5", "--csv"])
        #expect(result.exitCode == 0)
        #expect(result.error.wholeMatch(of: /silk: there are more: --after \d+:[0-9a-f]{64}:\d+\n/) != nil)
        try ExpectedOutput.compare(result.output, with: "Demo/payouts.csv")
    }

    /// From Fixtures/demo/README.md: books that were kept beside the execution, without looking at contracts.
    @Test(
        "workers' rewards are those of books kept beside the execution",
        arguments: [
            ("EQDjmeXAawiOp2QQwZaQs4tLjbqhMlmmeTj_3sFtF72jsj0L", "2431808309", "38992341920", 8, "9643824260", 4),
            ("EQBQk2he-Y9SMkEargOMLjl6jFhjklg6VVCRgt_1k6wSC6dF", "1179094169", "16344180740", 8, "7237702640", 4),
            ("EQDBm7zN32T64066BwPArIjAIGsaMAmZAWaPep6Dlouf70Qt", "1876645214", "28103338440", 10, "9429565840", 2),
            ("EQAeXGLDqdcVQuRY0pFDjQwt-GGOiZ4pnqpkGF7u4TGAtCB3", "1860539255", "31680400840", 10, "5530384260", 2),
            ("EQBEa_NWT4fIbgBJmqHg7JnVhwSoG73FkyIDF6TTanLtEeBl", "2087674236", "27373869860", 7, "14379614860", 5),
        ])
    func rewards(
        _ worker: String, _ tokens: String, _ paid: String, _ payouts: Int, _ lost: String, _ lostPayouts: Int
    ) async throws {
        let document = try await SampleMirror.demo.document(["worker", "rewards", worker])
        let books = try #require((document["workers"] as? [[String: Any]])?.first)
        #expect(books["worker"] as? String == worker)
        #expect(books["tokens"] as? String == tokens)
        #expect(books["paid"] as? String == paid)
        #expect(books["payouts"] as? Int == payouts)
        #expect(books["lost"] as? String == lost)
        #expect(books["lost_payouts"] as? Int == lostPayouts)

        // The same sums by adding the listed payouts up.
        let rows = try await SampleMirror.demo.rows("payouts", ["--worker", worker])
        #expect(rows.count == payouts + lostPayouts)
        #expect("\(try Self.sum("paid", rows))" == paid)
        #expect("\(try Self.sum("lost", rows))" == lost)
        #expect("\(try Self.sum("tokens", rows))" == tokens)

        // And by the owner's address, in another form.
        let owner = try #require(books["owner"] as? String)
        let all = try await SampleMirror.demo.document(["worker", "rewards", owner])
        let total = try #require(all["total"] as? [String: Any])
        let ofOwner = try await SampleMirror.demo.rows("payouts", ["--owner", owner])
        #expect(total["paid"] as? String == "\(try Self.sum("paid", ofOwner))")
        #expect(total["lost"] as? String == "\(try Self.sum("lost", ofOwner))")
    }

    private static func sum(_ field: String, _ rows: [[String: Any]]) throws -> UInt64 {
        try rows.reduce(0) { sum, row in
            if row[field] is NSNull { return sum }
            return sum + (try #require((row[field] as? String).flatMap { UInt64($0) }))
        }
    }
}
