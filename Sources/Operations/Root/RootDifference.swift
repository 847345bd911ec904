import Cocoon
import TONCells
import TONCrypto

/// What lies between a root as it stands and a manifest.
public struct RootDifference: Hashable, Sendable {
    /// The changes, in the order in which they are to be made: additions, registrations, params and codes, removals, the
    /// owner.
    public private(set) var changes: [RootChange] = []
    /// Entries that the manifest doesn't have, and that stay: deleted only where they are to be pruned.
    public private(set) var unmanaged: [RootChange] = []
    /// What only a replacement of the whole state changes, by name; empty where nothing does.
    public private(set) var wholeStateReasons: [String] = []

    /// Compares.
    ///
    /// - Parameter prunes: Whether what the manifest doesn't have is deleted. A list that isn't in the manifest at all
    ///   is left alone in any case.
    /// - Throws: ``PlanError/incomplete(_:)`` where the manifest doesn't say what a change needs.
    public init(from state: RootState, to manifest: RootManifest, prunes: Bool) throws(PlanError) {
        guard let registry = state.data.registry else {
            throw .incomplete("the root's registry can't be read")
        }
        var removals: [RootChange] = []
        let lists: [(RootChange.HashList, [Hash256]?)] = [
            (.proxy, manifest.registry.proxyHashes), (.worker, manifest.registry.workerHashes),
            (.model, manifest.registry.modelHashes),
        ]
        for (list, wanted) in lists {
            guard let wanted else { continue }
            let present = registry.hashes(list)
            changes += wanted.filter { !present.contains($0) }.map { .addHash(list, $0) }
            removals += present.keys.filter { !wanted.contains($0) }.map { .deleteHash(list, $0) }
        }
        wholeStateReasons = Self.wholeStateReasons(from: state, to: manifest)
        let addsKeyManager = state.data.keyManager == nil && (manifest.params.structVersion ?? 0) >= 4
        if !addsKeyManager { changes += try Self.keyChanges(from: state, to: manifest) }
        if let proxies = manifest.registry.proxies {
            let matched = try Self.match(proxies, with: registry)
            changes += matched.changes
            removals += matched.extra.map { .unregisterProxy(seqno: $0.key) }
        }
        let params = Self.wantedParams(from: state.data.params, to: manifest)
        let code = manifest.codes[.root] ?? state.code
        if wholeStateReasons.isEmpty {
            changes += Self.paramsChanges(from: state.data.params, to: params)
            changes += try Self.codeChanges(from: state.data.params, to: params)
            if code.hash != state.code.hash { changes.append(.upgradeCode(code)) }
        } else {
            changes.append(
                .upgradeFull(
                    try Self.wholeState(from: state, to: manifest, params: params, code: code, after: changes)))
        }
        if prunes { changes += removals } else { unmanaged = removals }
        if let owner = manifest.owner, owner != state.data.owner { changes.append(.changeOwner(owner)) }
    }

    // MARK: - Keys and proxies

    private static func keyChanges(
        from state: RootState, to manifest: RootManifest
    ) throws(PlanError) -> [RootChange] {
        let wanted = manifest.keyManager
        guard wanted != RootManifest.KeyManagerPart() else { return [] }
        guard let present = state.data.keyManager?.value else {
            throw .incomplete("keys need struct_version 4, the root has \(state.data.params.structVersion)")
        }
        var changes: [RootChange] = (wanted.keys ?? [:]).sorted { $0.key < $1.key }
            .filter { present.publicKeys[$0.key] != $0.value }.map { .addPublicKey($0.key, $0.value) }
        let next = (
            wanted.publicKey ?? present.publicKey, wanted.imageHash ?? present.imageHash,
            wanted.address ?? present.address
        )
        if next != (present.publicKey, present.imageHash, present.address) {
            changes.append(.changeKeyManager(publicKey: next.0, imageHash: next.1, address: next.2))
        }
        return changes
    }

    /// Proxies are known by their text. The root gives the numbers, and takes the same text twice.
    private static func match(
        _ wanted: [RootManifest.Proxy], with registry: RootRegistry
    ) throws(PlanError) -> (changes: [RootChange], extra: [SortedDictionary<UInt32, NetworkAddress>.Entry]) {
        var left = registry.registeredProxies.entries
        var updates: [RootChange] = []
        var registrations: [RootChange] = []
        for proxy in wanted {
            guard let seqno = proxy.seqno else { continue }
            guard let place = left.firstIndex(where: { $0.key == seqno }) else {
                throw .incomplete(
                    "there is no proxy \(seqno), and its number can't be chosen: leave it out to register the address")
            }
            if left[place].value != proxy.address { updates.append(.updateProxy(seqno: seqno, proxy.address)) }
            left.remove(at: place)
        }
        for proxy in wanted where proxy.seqno == nil {
            if let place = left.firstIndex(where: { $0.value == proxy.address }) {
                left.remove(at: place)
            } else {
                registrations.append(.registerProxy(proxy.address))
            }
        }
        return (registrations + updates, left)
    }

    // MARK: - Params and codes

    private static func wantedParams(from present: Params, to manifest: RootManifest) -> Params {
        let part = manifest.params
        var params = present
        params.structVersion = part.structVersion ?? params.structVersion
        params.uniqueID = part.uniqueID ?? params.uniqueID
        params.isTest = part.isTest ?? params.isTest
        params.pricePerToken = part.pricePerToken ?? params.pricePerToken
        params.workerFeePerToken = part.workerFeePerToken ?? params.workerFeePerToken
        params.promptMultiplier = part.promptMultiplier ?? params.promptMultiplier
        params.cachedMultiplier = part.cachedMultiplier ?? params.cachedMultiplier
        params.completionMultiplier = part.completionMultiplier ?? params.completionMultiplier
        params.reasoningMultiplier = part.reasoningMultiplier ?? params.reasoningMultiplier
        params.proxyDelay = part.proxyDelay ?? params.proxyDelay
        params.clientDelay = part.clientDelay ?? params.clientDelay
        params.minimumProxyStake = part.minimumProxyStake ?? params.minimumProxyStake
        params.minimumClientStake = part.minimumClientStake ?? params.minimumClientStake
        params.proxyCode = manifest.codes[.proxy] ?? params.proxyCode
        params.workerCode = manifest.codes[.worker] ?? params.workerCode
        params.clientCode = manifest.codes[.client] ?? params.clientCode
        return params
    }

    private static func paramsChanges(from present: Params, to wanted: Params) -> [RootChange] {
        let others =
            present.proxyDelay == wanted.proxyDelay && present.clientDelay == wanted.clientDelay
            && present.effectiveMinimumProxyStake == wanted.effectiveMinimumProxyStake
            && present.effectiveMinimumClientStake == wanted.effectiveMinimumClientStake
        guard others else {
            return [
                .changeParams(
                    RootChangeParams(
                        queryID: 0, pricePerToken: wanted.pricePerToken, workerFeePerToken: wanted.workerFeePerToken,
                        proxyDelay: wanted.proxyDelay, clientDelay: wanted.clientDelay,
                        minimumProxyStake: wanted.effectiveMinimumProxyStake,
                        minimumClientStake: wanted.effectiveMinimumClientStake))
            ]
        }
        let prices =
            present.pricePerToken == wanted.pricePerToken && present.workerFeePerToken == wanted.workerFeePerToken
        return prices ? [] : [.changeFees(price: wanted.pricePerToken, workerFee: wanted.workerFeePerToken)]
    }

    private static func codeChanges(from present: Params, to wanted: Params) throws(PlanError) -> [RootChange] {
        let before = [present.proxyCode, present.workerCode, present.clientCode]
        let after = [wanted.proxyCode, wanted.workerCode, wanted.clientCode]
        // No key path: for one through an optional the standard library copies memory onto itself.
        guard before.map({ $0?.hash }) != after.map({ $0?.hash }) else { return [] }
        guard let proxy = wanted.proxyCode, let worker = wanted.workerCode, let client = wanted.clientCode else {
            throw .incomplete("one message replaces the codes of proxies, workers and clients: name all three")
        }
        return [.upgradeContracts(proxy: proxy, worker: worker, client: client)]
    }

    // MARK: - The whole state

    private static func wholeStateReasons(from state: RootState, to manifest: RootManifest) -> [String] {
        let (part, present) = (manifest.params, state.data.params)
        let lastProxySeqno = state.data.registry?.lastProxySeqno ?? 0
        let differences: [(String, Bool)] = [
            ("struct_version", part.structVersion.map { $0 != present.structVersion } ?? false),
            ("unique_id", part.uniqueID.map { $0 != present.uniqueID } ?? false),
            ("is_test", part.isTest.map { $0 != present.isTest } ?? false),
            ("prompt_multiplier", part.promptMultiplier.map { $0 != present.effectivePromptMultiplier } ?? false),
            ("cached_multiplier", part.cachedMultiplier.map { $0 != present.effectiveCachedMultiplier } ?? false),
            (
                "completion_multiplier",
                part.completionMultiplier.map { $0 != present.effectiveCompletionMultiplier } ?? false
            ),
            (
                "reasoning_multiplier",
                part.reasoningMultiplier.map { $0 != present.effectiveReasoningMultiplier } ?? false
            ),
            ("version", (manifest.version ?? 0) > state.data.version),
            ("params_version", (part.paramsVersion ?? 0) > present.paramsVersion),
            ("last_proxy_seqno", (manifest.registry.lastProxySeqno ?? 0) > lastProxySeqno),
        ]
        return differences.filter(\.1).map(\.0)
    }

    /// The state to write, once the changes before it are made: it holds what they made.
    private static func wholeState(
        from state: RootState, to manifest: RootManifest, params: Params, code: Cell, after changes: [RootChange]
    ) throws(PlanError) -> RootState {
        var next = state
        for change in changes { try next.apply(change) }
        next.code = code
        next.data.params = params
        next.data.params.paramsVersion = max(
            try increased(state.data.params.paramsVersion), manifest.params.paramsVersion ?? 0)
        next.data.version = max(try increased(next.data.version), manifest.version ?? 0)
        if let seqno = manifest.registry.lastProxySeqno, var registry = next.data.registry {
            registry.lastProxySeqno = max(registry.lastProxySeqno, seqno)
            next.data.data = .known(registry)
        }
        guard params.structVersion >= 4 else {
            next.data.keyManager = nil
            return next
        }
        guard next.data.keyManager == nil else { return next }
        let keys = manifest.keyManager
        guard let publicKey = keys.publicKey, let imageHash = keys.imageHash, let address = keys.address else {
            throw .incomplete("struct_version 4 needs key_manager: public_key, image_hash and address")
        }
        next.data.keyManager = .known(
            KeyManager(
                publicKeys: SortedDictionary((keys.keys ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
                publicKey: publicKey, imageHash: imageHash, address: address))
        return next
    }

    fileprivate static func increased(_ counter: UInt32) throws(PlanError) -> UInt32 {
        guard counter < .max else { throw .incomplete("a counter of the root is at its end") }
        return counter + 1
    }
}

extension RootState {
    /// What an addition or registration makes of the registry and the keys; each counts as a change.
    fileprivate mutating func apply(_ change: RootChange) throws(PlanError) {
        guard var registry = data.registry else { throw .incomplete("the root's registry can't be read") }
        switch change {
        case .addHash(.proxy, let hash): registry.proxyHashes.insert(hash)
        case .addHash(.worker, let hash): registry.workerHashes.insert(hash)
        case .addHash(.model, let hash): registry.modelHashes.insert(hash)
        case .registerProxy(let address):
            registry.lastProxySeqno = try RootDifference.increased(registry.lastProxySeqno)
            registry.registeredProxies[registry.lastProxySeqno] = address
        case .updateProxy(let seqno, let address): registry.registeredProxies[seqno] = address
        case .addPublicKey(let key, let record):
            guard var keys = data.keyManager?.value else { break }
            keys.publicKeys[key] = record
            data.keyManager = .known(keys)
        case .changeKeyManager(let key, let imageHash, let address):
            guard var keys = data.keyManager?.value else { break }
            (keys.publicKey, keys.imageHash, keys.address) = (key, imageHash, address)
            data.keyManager = .known(keys)
        default: return
        }
        data.data = .known(registry)
        data.version = try RootDifference.increased(data.version)
    }
}
