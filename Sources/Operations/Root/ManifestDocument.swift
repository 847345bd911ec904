import Cocoon

/// A manifest as TOML has it.
///
/// Numbers are `Int`, whose range is that of TOML: the decoder stops the process at a number outside a smaller type.
struct ManifestDocument: Decodable {
    let schema: String
    let network: String
    let root: String?
    let owner: String?
    let version: Int?
    let limits: Limits?
    let params: Params?
    let code: Code?
    let registry: Registry?
    let keyManager: Keys?

    enum CodingKeys: String, CodingKey {
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

    struct Limits: Decodable {
        let valueCap: String?

        enum CodingKeys: String, CodingKey {
            case valueCap = "value_cap"
        }
    }

    struct Params: Decodable {
        let structVersion: Int?
        let paramsVersion: Int?
        let uniqueID: Int?
        let isTest: Bool?
        let pricePerToken: String?
        let workerFeePerToken: String?
        let promptMultiplier: Int?
        let cachedMultiplier: Int?
        let completionMultiplier: Int?
        let reasoningMultiplier: Int?
        let proxyDelay: Int?
        let clientDelay: Int?
        let minProxyStake: String?
        let minClientStake: String?

        enum CodingKeys: String, CodingKey {
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

    struct Code: Decodable {
        let root: String?
        let proxy: String?
        let worker: String?
        let client: String?

        var texts: [(ContractRole, String)] {
            [(.root, root), (.proxy, proxy), (.worker, worker), (.client, client)].compactMap { role, text in
                text.map { (role, $0) }
            }
        }
    }

    struct Registry: Decodable {
        let proxyHashes: [String]?
        let workerHashes: [String]?
        let models: [String]?
        let proxies: [Proxy]?
        let lastProxySeqno: Int?

        enum CodingKeys: String, CodingKey {
            case proxyHashes = "proxy_hashes"
            case workerHashes = "worker_hashes"
            case models
            case proxies
            case lastProxySeqno = "last_proxy_seqno"
        }
    }

    /// `"address"`, or `{ seqno = 2, address = "address" }`.
    struct Proxy: Decodable {
        let seqno: Int?
        let address: String

        enum CodingKeys: String, CodingKey {
            case seqno
            case address
        }

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                seqno = nil
                address = text
            } else {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                seqno = try container.decodeIfPresent(Int.self, forKey: .seqno)
                address = try container.decode(String.self, forKey: .address)
            }
        }
    }

    struct Keys: Decodable {
        let publicKey: String?
        let imageHash: String?
        let address: String?
        let keys: [Key]?

        enum CodingKeys: String, CodingKey {
            case publicKey = "public_key"
            case imageHash = "image_hash"
            case address
            case keys
        }
    }

    struct Key: Decodable {
        let publicKey: String
        let type: Int
        let expireAt: Int

        enum CodingKeys: String, CodingKey {
            case publicKey = "public_key"
            case type
            case expireAt = "expire_at"
        }
    }
}
