import Cocoon
import Mirror
import Settlement
import TONCells
import TONCrypto

/// What roots hold, and which params they had.
struct RootDocument: Encodable {
    let schema = "silk.root/1"
    let roots: [Root]

    init(_ books: [RootBooks]) {
        roots = books.map { Root($0) }
    }

    /// One root contract.
    struct Root: Encodable {
        let root: String
        @Nullable var owner: String?
        let roleProof: String
        @Nullable var version: UInt32?
        @Nullable var registry: Registry?
        @Nullable var keyManager: Keys?
        @Nullable var params: ParamsRow?
        let paramsHistory: [Change]

        enum CodingKeys: String, CodingKey {
            case root
            case owner
            case roleProof = "role_proof"
            case version
            case registry
            case keyManager = "key_manager"
            case params
            case paramsHistory = "params_history"
        }

        init(_ books: RootBooks) {
            root = books.contract.address.contractText
            owner = books.owner?.walletText
            roleProof = books.contract.proof.rawValue
            version = books.data?.version
            registry = books.data?.registry.map { Registry($0) }
            keyManager = books.data?.keyManager?.value.map { Keys($0) }
            params = books.data.map { ParamsRow($0.params) }
            paramsHistory = books.history.map { Change($0) }
        }
    }

    /// What a root lists.
    struct Registry: Encodable {
        let proxies: [Proxy]
        let lastProxySeqno: UInt32
        let proxyHashes: [String]
        let workerHashes: [String]
        let modelHashes: [String]

        enum CodingKeys: String, CodingKey {
            case proxies
            case lastProxySeqno = "last_proxy_seqno"
            case proxyHashes = "proxy_hashes"
            case workerHashes = "worker_hashes"
            case modelHashes = "model_hashes"
        }

        struct Proxy: Encodable {
            let seqno: UInt32
            let address: String
        }

        init(_ registry: RootRegistry) {
            proxies = registry.registeredProxies.entries.map {
                Proxy(seqno: $0.key, address: $0.value.description)
            }
            lastProxySeqno = registry.lastProxySeqno
            proxyHashes = registry.proxyHashes.keys.map(\.hex)
            workerHashes = registry.workerHashes.keys.map(\.hex)
            modelHashes = registry.modelHashes.keys.map(\.hex)
        }
    }

    /// The keys that a root accepts.
    struct Keys: Encodable {
        let publicKey: String
        let imageHash: String
        let address: String
        let publicKeys: [Key]

        enum CodingKeys: String, CodingKey {
            case publicKey = "public_key"
            case imageHash = "image_hash"
            case address
            case publicKeys = "public_keys"
        }

        struct Key: Encodable {
            let key: String
            let type: UInt8
            let expires: TimeRow
        }

        init(_ keys: KeyManager) {
            publicKey = keys.publicKey.hex
            imageHash = keys.imageHash.hex
            address = keys.address.description
            publicKeys = keys.publicKeys.entries.map {
                Key(key: $0.key.hex, type: $0.value.type, expires: TimeRow($0.value.expireAt))
            }
        }
    }

    /// Params from a transaction on.
    struct Change: Encodable {
        let time: String
        let unix: UInt32
        let lt: String
        let hash: String
        @Nullable var version: UInt32?
        let params: ParamsRow

        init(_ record: ParamsRecord) {
            time = Moment(record.time).text
            unix = record.time
            lt = "\(record.lt)"
            hash = record.hash.hex
            version = record.version
            params = ParamsRow(record.params)
        }
    }
}

/// A root with what the mirror knows of it.
struct RootBooks {
    let contract: Contract
    /// As it must stand after its last mirrored transaction; nil where its history is incomplete.
    let data: RootData?
    /// Its params, newest first.
    let history: [ParamsRecord]

    /// The present owner, or else the first one.
    var owner: AccountAddress? { data?.owner ?? contract.owner }

    init(_ contract: Contract, in mirror: Mirror) throws {
        self.contract = contract
        data = try mirror.rootData(of: contract.address)
        history = try mirror.paramsHistory(of: contract.address)
    }
}
