import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto

/// The accounts of `fixtures/chain`, served as version 2 `getTransactions` does.
struct RecordedHistory: Sendable {
    let account: AccountAddress
    /// The transactions' own JSON, newest first, and what it states, read without the module under test.
    let entries: [(json: String, identifier: TransactionIdentifier)]

    static let names = RecordedFixtures.names(in: "chain/transactions", suffix: ".json")

    init(_ name: String) throws {
        struct Unusable: Error {}
        let bytes = Data(try RecordedFixtures.bytes("chain/transactions/" + name))
        guard let object = try JSONSerialization.jsonObject(with: bytes) as? [String: Any],
            let result = object["result"] as? [[String: Any]],
            let hash = Hash256(hex: name.dropLast(".json".count))
        else { throw Unusable() }
        account = AccountAddress(hash: hash)
        entries = try result.map { entry in
            guard let identifier = entry["transaction_id"] as? [String: Any],
                let lt = (identifier["lt"] as? String).flatMap(UInt64.init),
                let hash = (identifier["hash"] as? String).flatMap({ Data(base64Encoded: $0) }).flatMap({ Hash256($0) })
            else { throw Unusable() }
            let json = try JSONSerialization.data(withJSONObject: entry, options: [.sortedKeys])
            return (String(decoding: json, as: UTF8.self), TransactionIdentifier(lt: lt, hash: hash))
        }
    }

    /// The account with most transactions.
    static func longest() throws -> RecordedHistory {
        try RecordedHistory("665c229c68ac67218f202ab3c7e40fb2927efe298b71d9eadad8750dd5becbb1.json")
    }

    /// The answer to a request, by the rules of the server's sources: from the transaction that is named, or the last;
    /// later than `to_lt`; not more than `limit`.
    func answer(to request: LoopbackServer.Request) -> LoopbackServer.Reply {
        let parameters = request.parameters
        guard request.path == "/api/v2/getTransactions", parameters["address"] == account.raw else {
            return .answer(422, #"{"ok":false,"error":"unexpected","code":422}"#)
        }
        var rest = entries[...]
        if let lt = parameters["lt"].flatMap(UInt64.init), let hash = parameters["hash"].flatMap({ Hash256(hex: $0) }) {
            guard let start = rest.firstIndex(where: { $0.identifier == TransactionIdentifier(lt: lt, hash: hash) })
            else { return .answer(500, #"{"ok":false,"error":"cannot find transaction","code":500}"#) }
            rest = rest[start...]
        }
        let lowest = parameters["to_lt"].flatMap(UInt64.init) ?? 0
        let page = rest.prefix { $0.identifier.lt > lowest }.prefix(parameters["limit"].flatMap(Int.init) ?? 10)
        return Self.answer(page.map(\.json))
    }

    /// Transactions as an answer.
    static func answer(_ transactions: [String]) -> LoopbackServer.Reply {
        .ok(#"{"ok":true,"@extra":"0","result":["# + transactions.joined(separator: ",") + "]}")
    }
}
