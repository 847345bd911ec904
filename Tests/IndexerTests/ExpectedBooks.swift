import Foundation
import SilkTestSupport

/// `expected.json` of the recorded chain, as plain JSON: whatever stands in it is compared, nothing is left out by
/// a missing field in a Swift type.
struct ExpectedBooks {
    let events: [[String: Any]]
    let workers: [String: [String: Any]]
    let clients: [String: [String: Any]]
    let proxies: [String: [String: Any]]
    let root: [String: Any]
    let totals: [String: Any]
    let balances: [String: Any]

    init() throws {
        let json = try JSONSerialization.jsonObject(with: Data(try RecordedFixtures.bytes("chain/expected.json")))
        struct Shape: Error {}
        guard let top = json as? [String: Any], let events = top["events"] as? [[String: Any]],
            let workers = top["workers"] as? [String: [String: Any]],
            let clients = top["clients"] as? [String: [String: Any]],
            let proxies = top["proxies"] as? [String: [String: Any]], let root = top["root"] as? [String: Any],
            let totals = top["totals"] as? [String: Any], let balances = top["balances"] as? [String: Any]
        else { throw Shape() }
        self.events = events
        self.workers = workers
        self.clients = clients
        self.proxies = proxies
        self.root = root
        self.totals = totals
        self.balances = balances
    }

    /// One line of text for a JSON value, in which numbers and decimal strings are alike.
    static func text(_ value: Any?) -> String {
        switch value {
        case nil, is NSNull: "none"
        case let text as String: text
        case let number as NSNumber where String(cString: number.objCType) == "c":
            number.boolValue ? "true" : "false"
        case let number as NSNumber: number.stringValue
        case let list as [Any]: "[" + list.map { text($0) }.joined(separator: ",") + "]"
        case let object as [String: Any]:
            "{" + object.sorted { $0.key < $1.key }.map { "\($0.key):\(text($0.value))" }.joined(separator: ",") + "}"
        case let value?: "\(value)"
        }
    }
}
