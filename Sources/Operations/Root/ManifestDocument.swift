import Cocoon

/// A manifest as TOML has it.
///
/// Numbers are `Int`, whose range is that of TOML: the decoder stops the process at a number outside a smaller type.
struct ManifestDocument: ManifestTable {
    let schema: Written<String>
    let network: Written<String>
    let root: Written<String>?
    let owner: Written<String>?
    let version: Written<Int>?
    let limits: Strict<Limits>?
    let params: Strict<Params>?
    let code: Strict<Code>?
    let registry: Strict<Registry>?
    let keyManager: Strict<Keys>?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case schema
        case network
        case root
        case owner
        case version
        case limits
        case params
        case code
        case registry
        case keyManager = "key_manager"
    }

    struct Limits: ManifestTable {
        let valueCap: Written<String>?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case valueCap = "value_cap"
        }
    }

    struct Params: ManifestTable {
        let structVersion: Written<Int>?
        let paramsVersion: Written<Int>?
        let uniqueID: Written<Int>?
        let isTest: Written<Bool>?
        let pricePerToken: Written<String>?
        let workerFeePerToken: Written<String>?
        let promptMultiplier: Written<Int>?
        let cachedMultiplier: Written<Int>?
        let completionMultiplier: Written<Int>?
        let reasoningMultiplier: Written<Int>?
        let proxyDelay: Written<Int>?
        let clientDelay: Written<Int>?
        let minProxyStake: Written<String>?
        let minClientStake: Written<String>?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case structVersion = "struct_version"
            case paramsVersion = "params_version"
            case uniqueID = "unique_id"
            case isTest = "is_test"
            case pricePerToken = "price_per_token"
            case workerFeePerToken = "worker_fee_per_token"
            case promptMultiplier = "prompt_multiplier"
            case cachedMultiplier = "cached_multiplier"
            case completionMultiplier = "completion_multiplier"
            case reasoningMultiplier = "reasoning_multiplier"
            case proxyDelay = "proxy_delay"
            case clientDelay = "client_delay"
            case minProxyStake = "min_proxy_stake"
            case minClientStake = "min_client_stake"
        }
    }

    struct Code: ManifestTable {
        let root: Written<String>?
        let proxy: Written<String>?
        let worker: Written<String>?
        let client: Written<String>?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case root
            case proxy
            case worker
            case client
        }

        var texts: [(ContractRole, String)] {
            [(.root, root), (.proxy, proxy), (.worker, worker), (.client, client)].compactMap { role, text in
                text.map { (role, $0.value) }
            }
        }
    }

    struct Registry: ManifestTable {
        let proxyHashes: [Written<String>]?
        let workerHashes: [Written<String>]?
        let models: [Written<String>]?
        let proxies: [Proxy]?
        let lastProxySeqno: Written<Int>?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case proxyHashes = "proxy_hashes"
            case workerHashes = "worker_hashes"
            case models
            case proxies
            case lastProxySeqno = "last_proxy_seqno"
        }
    }

    /// `"address"`, or `{ seqno = 2, address = "address" }`.
    struct Proxy: Decodable {
        let seqno: Written<Int>?
        let address: Written<String>

        init(from decoder: any Decoder) throws {
            if let address = try? Written<String>(from: decoder) {
                (seqno, self.address) = (nil, address)
            } else {
                let table = try Strict<NumberedProxy>(from: decoder).table
                (seqno, address) = (table.seqno, table.address)
            }
        }
    }

    struct NumberedProxy: ManifestTable {
        let seqno: Written<Int>?
        let address: Written<String>

        enum CodingKeys: String, CodingKey, CaseIterable {
            case seqno
            case address
        }
    }

    struct Keys: ManifestTable {
        let publicKey: Written<String>?
        let imageHash: Written<String>?
        let address: Written<String>?
        let keys: [Strict<Key>]?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case publicKey = "public_key"
            case imageHash = "image_hash"
            case address
            case keys
        }
    }

    struct Key: ManifestTable {
        let publicKey: Written<String>
        let type: Written<Int>
        let expireAt: Written<Int>

        enum CodingKeys: String, CodingKey, CaseIterable {
            case publicKey = "public_key"
            case type
            case expireAt = "expire_at"
        }
    }

    /// A single value. The decoder tells one of another type from none only where it is asked for a value of its own.
    struct Written<Value: Decodable>: Decodable {
        let value: Value

        init(from decoder: any Decoder) throws {
            value = try decoder.singleValueContainer().decode(Value.self)
        }
    }

    /// A table in which there is nothing but what it may have. The decoder's own way to find that compares all keys with
    /// all others.
    struct Strict<Table: ManifestTable>: Decodable {
        let table: Table

        init(from decoder: any Decoder) throws {
            let known = Set(Table.CodingKeys.allCases.map(\.stringValue))
            let unknown = try decoder.container(keyedBy: AnyKey.self).allKeys.filter { !known.contains($0.stringValue) }
            guard unknown.isEmpty else { throw UnknownKeys(paths: unknown.map { decoder.codingPath + [$0] }) }
            table = try Table(from: decoder)
        }
    }

    /// Keys that a table may not have.
    struct UnknownKeys: Error {
        let paths: [[any CodingKey]]
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            nil
        }
    }
}

/// A table of a manifest, which says what it may have.
protocol ManifestTable: Decodable {
    associatedtype CodingKeys: CodingKey, CaseIterable
}
