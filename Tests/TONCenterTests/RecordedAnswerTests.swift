import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCenter
import TONCrypto
import Testing

/// Recorded answers, read through the requests that would have brought them.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedAnswerTests {
    private static let tracePaths =
        RecordedFixtures.names(in: "cocoon/traces-v3", suffix: ".json").map { "cocoon/traces-v3/" + $0 }
        + RecordedFixtures.names(in: "indexer", suffix: ".json").map { "indexer/" + $0 }

    /// Traces as Foundation reads them: identifiers, and per transaction hash, logical time and number of messages.
    private func expected(_ data: Data) throws -> [String: [[String]]] {
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let traces = try #require(object["traces"] as? [[String: Any]])
        return try Dictionary(
            uniqueKeysWithValues: traces.map { trace in
                let transactions = try #require(trace["transactions"] as? [String: [String: Any]])
                let rows = try transactions.values.map { transaction in
                    [
                        try #require(transaction["hash"] as? String), try #require(transaction["lt"] as? String),
                        String(try #require(transaction["out_msgs"] as? [Any]).count),
                    ]
                }
                return (try #require(trace["trace_id"] as? String), rows.sorted { $0[0] < $1[0] })
            })
    }

    @Test("traces of version 3", arguments: tracePaths)
    func traceAnswers(path: String) throws {
        let data = Data(try RecordedFixtures.bytes(path))
        let traces = try TONCenterV3.traces(.trace(.zero)).page(limit: 10).answer(from: data).hint
        let found = Dictionary(
            uniqueKeysWithValues: traces.map { trace in
                (
                    trace.identifier,
                    trace.transactions.map {
                        [Base64.encode($0.hash.bytes), String($0.lt), String($0.outMessages.count)]
                    }
                    .sorted { $0[0] < $1[0] }
                )
            })
        #expect(try expected(data) == found)
        #expect(traces.allSatisfy { !$0.isIncomplete })
    }

    @Test("the same transactions as a list, and their messages", arguments: tracePaths)
    func lists(path: String) throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(try RecordedFixtures.bytes(path))) as? [String: Any])
        let traces = try #require(object["traces"] as? [[String: Any]])
        let transactions = traces.flatMap { ($0["transactions"] as? [String: [String: Any]] ?? [:]).values }
        let list = try JSONSerialization.data(withJSONObject: ["transactions": transactions, "address_book": [:]])
        let found = try TONCenterV3.transactions(of: []).page(limit: 10).answer(from: list).hint
        #expect(found.map { Base64.encode($0.hash.bytes) } == transactions.compactMap { $0["hash"] as? String })
        let messages = transactions.compactMap { $0["in_msg"] as? [String: Any] }
        let page = try JSONSerialization.data(withJSONObject: ["messages": messages, "metadata": [:]])
        let read = try TONCenterV3.messages(opcode: 0).page(limit: 10).answer(from: page).hint
        #expect(read.map { Base64.encode($0.hash.bytes) } == messages.compactMap { $0["hash"] as? String })
        #expect(read.compactMap(\.body).count == messages.count)
    }

    @Test("every account of the chain: transactions and state of version 2")
    func chain() throws {
        var count = 0
        for name in RecordedHistory.names {
            let history = try RecordedHistory(name)
            let data = Data(try RecordedFixtures.bytes("chain/transactions/" + name))
            let transactions = try TONCenterV2.transactions(of: history.account).answer(from: data)
            #expect(transactions.map(\.identifier) == history.entries.map(\.identifier))
            count += transactions.count
            let state = Data(try RecordedFixtures.bytes("chain/states/" + name))
            let information = try TONCenterV2.addressInformation(of: history.account).answer(from: state).hint
            #expect(information.lastHash == history.entries[0].identifier.hash)
            // Asked for another account's, none of it is taken.
            #expect(throws: TONCenterError.self) {
                try TONCenterV2.transactions(of: AccountAddress(hash: .zero)).answer(from: data)
            }
        }
        #expect(count == 2734)
    }

    @Test("an answer that is cut short anywhere is no answer")
    func truncations() throws {
        let traces = Data(try RecordedFixtures.bytes(try #require(Self.tracePaths.first)))
        let history = try RecordedHistory(RecordedHistory.names[0])
        let page = Data(try RecordedFixtures.bytes("chain/transactions/" + RecordedHistory.names[0]))
        // Behind the last brace there is nothing but white space.
        func lengths(_ data: Data, by step: Int) throws -> StrideTo<Int> {
            stride(from: 0, to: try #require(data.lastIndex(of: UInt8(ascii: "}"))), by: step)
        }
        for length in try lengths(traces, by: 41) {
            #expect(throws: TONCenterError.self) {
                try TONCenterV3.traces(.trace(.zero)).page(limit: 1).answer(from: traces.prefix(length))
            }
        }
        for length in try lengths(page, by: 97) {
            #expect(throws: TONCenterError.self) {
                try TONCenterV2.transactions(of: history.account).answer(from: page.prefix(length))
            }
        }
    }

    @Test("one bit changed in a transaction's bytes is always noticed")
    func mutations() throws {
        let history = try RecordedHistory(RecordedHistory.names[0])
        var generator = SeededGenerator(seed: 11)
        var refused = 0
        for (json, _) in history.entries {
            var object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            let data = try #require((object["data"] as? String).flatMap { Data(base64Encoded: $0) })
            for _ in 0..<60 {
                var changed = data
                changed[Int.random(in: 0..<data.count, using: &generator)] ^=
                    1 << Int.random(in: 0..<8, using: &generator)
                object["data"] = changed.base64EncodedString()
                let answer = try JSONSerialization.data(withJSONObject: ["ok": true, "result": [object]])
                #expect(throws: TONCenterError.self) {
                    try TONCenterV2.transactions(of: history.account).answer(from: answer)
                }
                refused += 1
            }
        }
        #expect(refused == history.entries.count * 60)
    }
}
