import Cocoon
public import TONCells
import TONCrypto

extension RootManifest {
    /// The code and data that a new root starts with: all that the manifest says. Proxies get the numbers from 1 on.
    ///
    /// Its address follows from that, so that a manifest that is changed afterwards would give another one: from then on
    /// it must name the root.
    ///
    /// - Parameter owner: Who owns it where the manifest doesn't say.
    /// - Throws: ``PlanError/incomplete(_:)`` where something is missing that every root has.
    public func initialState(owner: AccountAddress) throws(PlanError) -> RootState {
        guard let code = codes[.root], let proxy = codes[.proxy], let worker = codes[.worker],
            let client = codes[.client]
        else { throw .incomplete("a new root needs code: root, proxy, worker and client") }
        var data = RootData(
            owner: self.owner ?? owner, version: version ?? 0, registry: try initialRegistry(),
            params: try initialParams())
        data.params.proxyCode = proxy
        data.params.workerCode = worker
        data.params.clientCode = client
        if data.params.structVersion < 4, keyManager != KeyManagerPart() {
            throw .incomplete("keys need struct_version 4, the new root has \(data.params.structVersion)")
        }
        if data.params.structVersion >= 4 {
            data.keyManager = .known(
                KeyManager(
                    publicKeys: SortedDictionary(
                        (keyManager.keys ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
                    publicKey: try require(keyManager.publicKey, "key_manager.public_key"),
                    imageHash: try require(keyManager.imageHash, "key_manager.image_hash"),
                    address: try require(keyManager.address, "key_manager.address")))
        }
        return RootState(code: code, data: data)
    }

    private func require<T>(_ value: T?, _ name: String) throws(PlanError) -> T {
        guard let value else { throw .incomplete("a new root needs \(name)") }
        return value
    }

    private func initialRegistry() throws(PlanError) -> RootRegistry {
        var proxies = SortedDictionary<UInt32, NetworkAddress>()
        for (number, proxy) in (registry.proxies ?? []).enumerated() {
            let seqno = UInt32(clamping: number + 1)
            guard proxy.seqno == nil || proxy.seqno == seqno else {
                throw .incomplete("a new root numbers its proxies from 1 on: leave seqno out")
            }
            proxies[seqno] = proxy.address
        }
        let last = UInt32(clamping: proxies.count)
        if let wanted = registry.lastProxySeqno, wanted < last {
            throw .refused([.smaller("last_proxy_seqno", present: last, wanted: wanted)])
        }
        return RootRegistry(
            proxyHashes: HashSet256(keys: registry.proxyHashes ?? []), registeredProxies: proxies,
            lastProxySeqno: registry.lastProxySeqno ?? last,
            workerHashes: HashSet256(keys: registry.workerHashes ?? []),
            modelHashes: HashSet256(keys: registry.modelHashes ?? []))
    }

    private func initialParams() throws(PlanError) -> Params {
        Params(
            structVersion: params.structVersion ?? 4, paramsVersion: params.paramsVersion ?? 0,
            uniqueID: try require(params.uniqueID, "params.unique_id"), isTest: params.isTest ?? false,
            pricePerToken: try require(params.pricePerToken, "params.price_per_token"),
            workerFeePerToken: try require(params.workerFeePerToken, "params.worker_fee_per_token"),
            promptMultiplier: params.promptMultiplier ?? Params.unitMultiplier,
            cachedMultiplier: params.cachedMultiplier ?? Params.unitMultiplier,
            completionMultiplier: params.completionMultiplier ?? Params.unitMultiplier,
            reasoningMultiplier: params.reasoningMultiplier ?? Params.unitMultiplier,
            proxyDelay: try require(params.proxyDelay, "params.proxy_delay"),
            clientDelay: try require(params.clientDelay, "params.client_delay"),
            minimumProxyStake: try require(params.minimumProxyStake, "params.min_proxy_stake"),
            minimumClientStake: try require(params.minimumClientStake, "params.min_client_stake"))
    }
}

extension RootRules {
    /// All rules that a new root breaks.
    public func refusals(
        ofNew state: RootState, manifest: RootManifest, on network: NetworkIdentity
    ) -> [PlanRefusal] {
        var refusals = self.refusals(of: manifest, on: network)
        let params = state.data.params
        if params.workerFeePerToken > params.pricePerToken {
            refusals.append(.feeAbovePrice(fee: params.workerFeePerToken, price: params.pricePerToken))
        }
        refusals += codeRefusals(of: state)
        for proxy in state.data.registry?.registeredProxies.entries ?? [] {
            do throws(CellError) {
                _ = try proxy.value.endpoints()
            } catch {
                refusals.append(.proxyText("\(error)"))
            }
        }
        return refusals
    }
}
