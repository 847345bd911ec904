public import TONCells

/// What the root lists: accepted images of proxies and workers, models, and where the proxies listen.
///
/// ```
/// data = proxy_hashes:dict256 registered_proxies:dict32 last_proxy_seqno:uint32 worker_hashes:dict256
///        model_hashes:dict256
/// ```
/// A model's hash is the SHA-256 of its whole name, `name@commit:verity`.
public struct RootRegistry: Hashable, Sendable {
    /// Image hashes of accepted proxies.
    public var proxyHashes: HashSet256
    /// Where each proxy listens, by the number that the root gave it.
    public var registeredProxies: SortedDictionary<UInt32, NetworkAddress>
    /// The number given last.
    public var lastProxySeqno: UInt32
    /// Image hashes of accepted workers.
    public var workerHashes: HashSet256
    /// Hashes of accepted models.
    public var modelHashes: HashSet256

    /// Makes a registry; by default, an empty one.
    public init(
        proxyHashes: HashSet256 = HashSet256(),
        registeredProxies: SortedDictionary<UInt32, NetworkAddress> = SortedDictionary(), lastProxySeqno: UInt32 = 0,
        workerHashes: HashSet256 = HashSet256(), modelHashes: HashSet256 = HashSet256()
    ) {
        self.proxyHashes = proxyHashes
        self.registeredProxies = registeredProxies
        self.lastProxySeqno = lastProxySeqno
        self.workerHashes = workerHashes
        self.modelHashes = modelHashes
    }
}

extension RootRegistry: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        proxyHashes = try slice.field("proxy_hashes")
        registeredProxies = try slice.field("registered_proxies")
        lastProxySeqno = try slice.field("last_proxy_seqno")
        workerHashes = try slice.field("worker_hashes")
        modelHashes = try slice.field("model_hashes")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(proxyHashes)
        try builder.store(registeredProxies)
        try builder.store(lastProxySeqno)
        try builder.store(workerHashes)
        try builder.store(modelHashes)
    }
}
