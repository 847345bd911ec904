public import Cocoon
public import TONCells
public import TONCrypto

/// One change of a root, as one message makes it.
public enum RootChange: Hashable, Sendable {
    /// Accepts a hash.
    case addHash(HashList, Hash256)
    /// Accepts a public key, or changes what is kept about it.
    case addPublicKey(Hash256, KeyManager.KeyRecord)
    /// Changes the key manager; the keys stay.
    case changeKeyManager(publicKey: Hash256, imageHash: Hash256, address: NetworkAddress)
    /// Lists a proxy under the next number.
    case registerProxy(NetworkAddress)
    /// Changes where a proxy listens.
    case updateProxy(seqno: UInt32, NetworkAddress)
    /// Changes price and worker fee alone.
    case changeFees(price: Coins, workerFee: Coins)
    /// Changes prices, delays and stakes.
    case changeParams(RootChangeParams)
    /// Replaces the codes of proxies, workers and clients.
    case upgradeContracts(proxy: Cell, worker: Cell, client: Cell)
    /// Replaces the root's code.
    case upgradeCode(Cell)
    /// Replaces data and code as a whole: for what no other message changes.
    case upgradeFull(RootState)
    /// Refuses a hash from now on.
    case deleteHash(HashList, Hash256)
    /// Takes a proxy off the list.
    case unregisterProxy(seqno: UInt32)
    /// Hands the root over.
    case changeOwner(AccountAddress)

    /// Which of the root's sets of hashes.
    public enum HashList: String, CaseIterable, Hashable, Sendable {
        /// Images of proxies.
        case proxy
        /// Images of workers.
        case worker
        /// Models.
        case model
    }

    /// Whether it gives the params another number, and so all later contracts other addresses.
    public var bumpsParams: Bool {
        switch self {
        case .changeFees, .changeParams, .upgradeContracts, .upgradeFull: true
        default: false
        }
    }

    /// Whether it needs a message of its own, after all others.
    public var isAlone: Bool {
        if case .changeOwner = self { true } else { false }
    }

    /// The message that makes it.
    public func message(queryID: UInt64) throws(CellError) -> CocoonMessage {
        switch self {
        case .addHash(let list, let hash): hashChange(list, hash, isAdded: true, queryID)
        case .deleteHash(let list, let hash): hashChange(list, hash, isAdded: false, queryID)
        case .addPublicKey(let key, let record):
            .rootAddPublicKey(
                RootAddPublicKey(
                    queryID: queryID, publicKey: key, type: record.type, expireAt: record.expireAt))
        case .changeKeyManager(let key, let imageHash, let address):
            .rootChangeKeyManager(
                RootChangeKeyManager(queryID: queryID, publicKey: key, imageHash: imageHash, address: address))
        case .registerProxy(let address):
            .rootRegisterProxy(RootRegisterProxy(queryID: queryID, address: address))
        case .updateProxy(let seqno, let address):
            .rootUpdateProxy(RootUpdateProxy(queryID: queryID, seqno: seqno, address: address))
        case .unregisterProxy(let seqno):
            .rootUnregisterProxy(RootUnregisterProxy(queryID: queryID, seqno: seqno))
        case .changeFees(let price, let fee):
            .rootChangeFees(RootChangeFees(queryID: queryID, pricePerToken: price, workerFeePerToken: fee))
        case .changeParams(let params): .rootChangeParams(params.numbered(queryID))
        case .upgradeContracts(let proxy, let worker, let client):
            .rootUpgradeContracts(
                RootUpgradeContracts(queryID: queryID, proxyCode: proxy, workerCode: worker, clientCode: client))
        case .upgradeCode(let code): .rootUpgradeCode(RootUpgradeCode(queryID: queryID, code: code))
        case .upgradeFull(let state):
            .rootUpgradeFull(
                RootUpgradeFull(queryID: queryID, data: try state.data.cell(), code: state.code))
        case .changeOwner(let owner): .rootChangeOwner(RootChangeOwner(queryID: queryID, newOwner: owner))
        }
    }

    private func hashChange(
        _ list: HashList, _ hash: Hash256, isAdded: Bool, _ queryID: UInt64
    ) -> CocoonMessage {
        func change(_ op: Opcode) -> RootHashChange { RootHashChange(op: op, queryID: queryID, hash: hash) }
        return switch (list, isAdded) {
        case (.proxy, true): .rootAddProxyType(change(.rootAddProxyType))
        case (.proxy, false): .rootDeleteProxyType(change(.rootDeleteProxyType))
        case (.worker, true): .rootAddWorkerType(change(.rootAddWorkerType))
        case (.worker, false): .rootDeleteWorkerType(change(.rootDeleteWorkerType))
        case (.model, true): .rootAddModelType(change(.rootAddModelType))
        case (.model, false): .rootDeleteModelType(change(.rootDeleteModelType))
        }
    }
}

extension RootChange {
    /// The change that a message makes; nil for one that no plan has, such as a whole state that isn't a root's.
    public init?(_ message: CocoonMessage) {
        switch message {
        case .rootAddProxyType(let change): self = .addHash(.proxy, change.hash)
        case .rootDeleteProxyType(let change): self = .deleteHash(.proxy, change.hash)
        case .rootAddWorkerType(let change): self = .addHash(.worker, change.hash)
        case .rootDeleteWorkerType(let change): self = .deleteHash(.worker, change.hash)
        case .rootAddModelType(let change): self = .addHash(.model, change.hash)
        case .rootDeleteModelType(let change): self = .deleteHash(.model, change.hash)
        case .rootAddPublicKey(let key):
            self = .addPublicKey(key.publicKey, KeyManager.KeyRecord(type: key.type, expireAt: key.expireAt))
        case .rootChangeKeyManager(let manager):
            self = .changeKeyManager(
                publicKey: manager.publicKey, imageHash: manager.imageHash, address: manager.address)
        case .rootRegisterProxy(let proxy): self = .registerProxy(proxy.address)
        case .rootUpdateProxy(let proxy): self = .updateProxy(seqno: proxy.seqno, proxy.address)
        case .rootUnregisterProxy(let proxy): self = .unregisterProxy(seqno: proxy.seqno)
        case .rootChangeFees(let fees):
            self = .changeFees(price: fees.pricePerToken, workerFee: fees.workerFeePerToken)
        case .rootChangeParams(let params): self = .changeParams(params.numbered(0))
        case .rootUpgradeContracts(let codes):
            self = .upgradeContracts(proxy: codes.proxyCode, worker: codes.workerCode, client: codes.clientCode)
        case .rootUpgradeCode(let upgrade): self = .upgradeCode(upgrade.code)
        case .rootUpgradeFull(let upgrade):
            guard let data = try? RootData(cell: upgrade.data), (try? data.cell()) == upgrade.data else { return nil }
            self = .upgradeFull(RootState(code: upgrade.code, data: data))
        case .rootChangeOwner(let change):
            guard let owner = change.newOwner else { return nil }
            self = .changeOwner(owner)
        default: return nil
        }
    }
}

extension RootChangeParams {
    /// The same under another query id.
    fileprivate func numbered(_ queryID: UInt64) -> RootChangeParams {
        var copy = self
        copy.queryID = queryID
        return copy
    }
}

extension RootRegistry {
    /// One of the sets of hashes.
    func hashes(_ list: RootChange.HashList) -> HashSet256 {
        switch list {
        case .proxy: proxyHashes
        case .worker: workerHashes
        case .model: modelHashes
        }
    }
}

extension RootChange: CustomStringConvertible {
    /// What is changed, and to what.
    public var description: String {
        switch self {
        case .addHash(let list, let hash): "add \(list) hash \(hash.hex)"
        case .deleteHash(let list, let hash): "delete \(list) hash \(hash.hex)"
        case .addPublicKey(let key, let record):
            "add public key \(key.hex) of type \(record.type) until \(record.expireAt)"
        case .changeKeyManager(let key, let imageHash, let address):
            "change the key manager to \(key.hex), image \(imageHash.hex), at \(address)"
        case .registerProxy(let address): "register proxy \(address)"
        case .updateProxy(let seqno, let address): "update proxy \(seqno) to \(address)"
        case .unregisterProxy(let seqno): "unregister proxy \(seqno)"
        case .changeFees(let price, let fee):
            "change price to \(price.nanoTON) and worker fee to \(fee.nanoTON) nanoTON"
        case .changeParams(let params):
            "change price to \(params.pricePerToken.nanoTON) and worker fee to \(params.workerFeePerToken.nanoTON) "
                + "nanoTON, delays to \(params.proxyDelay) s for proxies and \(params.clientDelay) s for clients, least "
                + "stakes to \(params.minimumProxyStake) and \(params.minimumClientStake) TON"
        case .upgradeContracts(let proxy, let worker, let client):
            "upgrade codes of proxies to \(proxy.hash.hex), of workers to \(worker.hash.hex), of clients to "
                + client.hash.hex
        case .upgradeCode(let code): "upgrade the root's code to \(code.hash.hex)"
        case .upgradeFull(let state):
            "replace the whole state: code \(state.code.hash.hex), version \(state.data.version), params version "
                + "\(state.data.params.paramsVersion)"
        case .changeOwner(let owner): "change the owner to \(owner.friendly(isBounceable: false))"
        }
    }
}

extension RootChange {
    /// What a deletion would delete, as it is listed.
    func entry(in data: RootData) -> String {
        switch self {
        case .deleteHash(let list, let hash): "\(list) hash \(hash.hex)"
        case .unregisterProxy(let seqno):
            "proxy \(seqno), \(data.registry?.registeredProxies[seqno].map { "\($0)" } ?? "unknown")"
        default: description
        }
    }
}
