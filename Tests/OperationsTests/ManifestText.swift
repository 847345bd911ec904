import SilkTestSupport
import TONCrypto

/// A manifest's text, key by key: `params.price_per_token` stands in the table `params`.
struct ManifestText {
    private var values: [String: String] = [:]

    /// Sets a key to TOML as it stands; nil takes it out.
    subscript(_ key: String) -> String? {
        get { values[key] }
        set { values[key] = newValue }
    }

    /// A text in quotes.
    static func quoted(_ text: some StringProtocol) -> String { "\"\(text)\"" }

    /// A list of texts.
    static func list(_ texts: [String]) -> String { "[" + texts.map { quoted($0) }.joined(separator: ", ") + "]" }

    /// A list of hashes.
    static func hashes(_ bytes: UInt8...) -> String { list(bytes.map { LedgerFixture.hash($0).hex }) }

    /// A list of proxies, each with a number or none.
    static func proxies(_ proxies: (seqno: Int?, address: String)...) -> String {
        let entries = proxies.map { proxy in
            "{ " + (proxy.seqno.map { "seqno = \($0), " } ?? "") + "address = \(quoted(proxy.address)) }"
        }
        return "[" + entries.joined(separator: ", ") + "]"
    }

    /// A list of keys that expire in 2033.
    static func keys(_ keys: (byte: UInt8, type: Int)...) -> String {
        let entries = keys.map { key in
            "{ public_key = \(quoted(LedgerFixture.hash(key.byte).hex)), type = \(key.type), expire_at = 2000000000 }"
        }
        return "[" + entries.joined(separator: ", ") + "]"
    }

    /// TOML.
    var text: String {
        let keys = values.keys.sorted()
        let top = keys.filter { !$0.contains(".") }.map { "\($0) = \(values[$0] ?? "")\n" }
        let tables = Set(keys.compactMap { $0.contains(".") ? $0.prefix { $0 != "." } : nil }).sorted()
        return top.joined()
            + tables.map { table in
                "[\(table)]\n"
                    + keys.filter { $0.hasPrefix("\(table).") }
                    .map { "\($0.dropFirst(table.count + 1)) = \(values[$0] ?? "")\n" }.joined()
            }.joined()
    }

    /// The bytes.
    var bytes: [UInt8] { Array(text.utf8) }

    /// Says nothing but its network.
    static let empty: ManifestText = {
        var text = ManifestText()
        text["schema"] = quoted("silk.root-manifest/1")
        text["network"] = quoted("devnet")
        return text
    }()

    /// All that a new root of version 4 needs.
    static let full: ManifestText = {
        var text = empty
        text["params.struct_version"] = "4"
        text["params.unique_id"] = "239"
        text["params.is_test"] = "false"
        text["params.price_per_token"] = quoted("20 nanoTON")
        text["params.worker_fee_per_token"] = quoted("19 nanoTON")
        text["params.prompt_multiplier"] = "10000"
        text["params.cached_multiplier"] = "1000"
        text["params.completion_multiplier"] = "80000"
        text["params.reasoning_multiplier"] = "80000"
        text["params.proxy_delay"] = "86400"
        text["params.client_delay"] = "43200"
        text["params.min_proxy_stake"] = quoted("15 TON")
        text["params.min_client_stake"] = quoted("15 TON")
        for role in ["root", "proxy", "worker", "client"] { text["code.\(role)"] = quoted("artifact") }
        text["registry.proxy_hashes"] = hashes(0x10)
        text["registry.worker_hashes"] = hashes(0x20, 0x21)
        text["registry.models"] = list(["demo@1:2"])
        text["registry.proxies"] = proxies((nil, "10.0.0.1:80 10.0.0.2:81"))
        text["key_manager.public_key"] = quoted(LedgerFixture.hash(0x40).hex)
        text["key_manager.image_hash"] = quoted(LedgerFixture.hash(0x41).hex)
        text["key_manager.address"] = quoted("10.0.0.9:90")
        text["key_manager.keys"] = keys((0x42, 1))
        return text
    }()

    /// The same for version 3, which has no keys.
    static let withoutKeys: ManifestText = {
        var text = full
        text["params.struct_version"] = "3"
        for key in ["public_key", "image_hash", "address", "keys"] { text["key_manager.\(key)"] = nil }
        return text
    }()
}
