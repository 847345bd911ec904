public import Cocoon
public import TONCells
public import TONCrypto

/// What a root is to be, as a maintainer writes it down in TOML.
///
/// ```toml
/// schema = "silk.root-manifest/1"
/// network = "devnet"
/// root = "EQ…"              # absent before it is deployed
/// owner = "UQ…"
///
/// [params]
/// price_per_token = "20 nanoTON"
/// worker_fee_per_token = "19 nanoTON"
///
/// [registry]
/// worker_hashes = ["64 hexadecimal digits"]
/// ```
/// What isn't said stays as it is, and isn't looked at: a manifest may speak of the price alone. A list that is there
/// says which entries there must be; others are left alone unless they are to be pruned.
public struct RootManifest: Hashable, Sendable {
    /// The document's name and version.
    public static let schema = "silk.root-manifest/1"

    /// Where a proxy listens, and which number it has, where that is said.
    public struct Proxy: Hashable, Sendable {
        /// The entry whose address is to become this one; nil: whichever has it.
        public var seqno: UInt32?
        /// Where it listens.
        public var address: NetworkAddress

        /// Makes one.
        public init(seqno: UInt32? = nil, address: NetworkAddress) {
            self.seqno = seqno
            self.address = address
        }
    }

    /// Prices, delays and stakes.
    public struct ParamsPart: Hashable, Sendable {
        /// The layout's version.
        public var structVersion: UInt8?
        /// The least number of changes: only a replacement of the whole state can raise it.
        public var paramsVersion: UInt32?
        /// Names the network.
        public var uniqueID: UInt32?
        /// Whether it is for tests.
        public var isTest: Bool?
        /// What a client pays for a token.
        public var pricePerToken: Coins?
        /// What a worker gets for a token.
        public var workerFeePerToken: Coins?
        /// The weight of prompt tokens, times 10000.
        public var promptMultiplier: UInt32?
        /// The weight of cached tokens, times 10000.
        public var cachedMultiplier: UInt32?
        /// The weight of completion tokens, times 10000.
        public var completionMultiplier: UInt32?
        /// The weight of reasoning tokens, times 10000.
        public var reasoningMultiplier: UInt32?
        /// Seconds from a proxy's close request to its completion.
        public var proxyDelay: UInt32?
        /// Seconds from a client's refund request to the forced refund.
        public var clientDelay: UInt32?
        /// The least stake of a proxy.
        public var minimumProxyStake: Coins?
        /// The stake that a client starts with.
        public var minimumClientStake: Coins?

        /// Says nothing.
        public init() {}
    }

    /// What the root lists.
    public struct RegistryPart: Hashable, Sendable {
        /// Images of proxies.
        public var proxyHashes: [Hash256]?
        /// Images of workers.
        public var workerHashes: [Hash256]?
        /// Models.
        public var modelHashes: [Hash256]?
        /// Where proxies listen.
        public var proxies: [Proxy]?
        /// The least number of the last proxy: only a replacement of the whole state can raise it.
        public var lastProxySeqno: UInt32?

        /// Says nothing.
        public init() {}
    }

    /// The keys, from version 4 on.
    public struct KeyManagerPart: Hashable, Sendable {
        /// The key manager's own key.
        public var publicKey: Hash256?
        /// The key manager's image.
        public var imageHash: Hash256?
        /// Where the key manager listens.
        public var address: NetworkAddress?
        /// Keys that must be accepted.
        public var keys: [Hash256: KeyManager.KeyRecord]?

        /// Says nothing.
        public init() {}
    }

    /// The network that it is for.
    public var network: NetworkIdentity
    /// The root; nil before it is deployed.
    public var root: AccountAddress?
    /// Who is to own it.
    public var owner: AccountAddress?
    /// The least number of changes: only a replacement of the whole state can raise it.
    public var version: UInt32?
    /// The most that a message may carry.
    public var valueCap = standardValueCap
    /// Prices, delays and stakes.
    public var params = ParamsPart()
    /// The codes: of the root itself, and those that its children get.
    public var codes: [ContractRole: Cell] = [:]
    /// What the root lists.
    public var registry = RegistryPart()
    /// The keys.
    public var keyManager = KeyManagerPart()
    /// The SHA-256 of the manifest's bytes; zero for one that was made otherwise.
    public var hash = Hash256.zero
    /// Addresses in it that are marked for test networks alone, as they stand there.
    public var testOnlyAddresses: [String] = []

    /// A message carries no more than 1 TON, unless a manifest says otherwise.
    public static let standardValueCap = Coins(nanoTON: 1_000_000_000)
    /// Most bytes that a manifest may have: 1 MiB.
    public static let maximumByteCount = 1 << 20

    /// Makes one that says nothing but its network.
    public init(network: NetworkIdentity) {
        self.network = network
    }
}

/// Why a manifest can't be read.
public enum ManifestError: Error, Hashable, Sendable {
    /// The file can't be read.
    case file(path: String, reason: String)
    /// The text is no TOML.
    case syntax(line: Int, column: Int, reason: String)
    /// Keys that a manifest doesn't have.
    case unknownKeys([String])
    /// The value of a key can't be understood.
    case field(String, String)
}

extension ManifestError: CustomStringConvertible {
    /// What was expected, what came and where.
    public var description: String {
        switch self {
        case .file(let path, let reason): "\(path): \(reason)"
        case .syntax(let line, let column, let reason): "line \(line), column \(column) of the manifest: \(reason)"
        case .unknownKeys(let keys): "a manifest has no \(keys.joined(separator: ", "))"
        case .field(let name, let reason): "\(name) of the manifest: \(reason)"
        }
    }
}
