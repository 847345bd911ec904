public import Cocoon
public import TONCells
import TONCrypto

/// The data of a root or proxy, carried forward over its own transactions.
///
/// Workers and clients say their state in each message to their proxy; roots and proxies don't, so theirs follows
/// only from their whole history: the data that they were deployed with, and every successful operation since. What
/// comes out must equal the data that the chain holds, which is how a mirror checks itself.
public enum RunningState: Hashable, Sendable {
    /// A proxy's data.
    case proxy(ProxyData)
    /// A root's data.
    case root(RootData)

    /// The state at deployment; nil for contracts that don't need one, or whose deployment isn't known.
    public init?(_ origin: ContractOrigin) {
        switch origin.data {
        case .proxy(let data): self = .proxy(data)
        case .root(let data): self = .root(data)
        case .worker, .client, .wallet: return nil
        }
    }

    /// Reads the state back from the cell of the contract's data.
    public init(data: Cell, role: ContractRole) throws(CellError) {
        switch role {
        case .root: self = .root(try RootData(cell: data))
        default: self = .proxy(try ProxyData(cell: data))
        }
    }

    /// The contract's data as the chain must hold it.
    public func data() throws(CellError) -> Cell {
        switch self {
        case .proxy(let data): try data.cell()
        case .root(let data): try data.cell()
        }
    }

    /// What one transaction changed.
    public enum Change: Hashable, Sendable {
        /// Nothing that is kept.
        case none
        /// A proxy's stake.
        case stake(before: Coins, after: Coins, kind: EventKind)
        /// A root, which now has these counters; `areParamsChanged` where its params are others than before.
        case root(RootVersion, areParamsChanged: Bool)
    }

    /// Applies one transaction of the contract, in order. Throws where a sum leaves the range of coins.
    public mutating func apply(_ transaction: LedgerTransaction) throws(CellError) -> Change {
        guard transaction.isSuccess, let incoming = transaction.inMessage, !incoming.isBounced,
            incoming.source != nil, let body = incoming.body
        else { return .none }
        switch self {
        case .proxy(var data):
            guard let message = try? CocoonMessage.decode(body, receiver: .proxy) else { return .none }
            let before = data.stake
            let kind = try data.apply(message, transaction)
            self = .proxy(data)
            return before == data.stake ? .none : .stake(before: before, after: data.stake, kind: kind)
        case .root(var data):
            guard let message = try? CocoonMessage.decode(body, receiver: .root) else { return .none }
            let params = data.params
            guard try data.apply(message) else { return .none }
            self = .root(data)
            return .root(
                RootVersion(
                    version: data.version, paramsVersion: data.params.paramsVersion,
                    lastProxySeqno: data.registry?.lastProxySeqno ?? 0),
                areParamsChanged: params != data.params)
        }
    }
}

extension ProxyData {
    /// What a successful operation leaves; the kind under which a change of stake is reported.
    fileprivate mutating func apply(
        _ message: CocoonMessage, _ transaction: LedgerTransaction
    ) throws(CellError) -> EventKind {
        let paid = transaction.outMessages.first { message in
            (try? message.body?.peekUInt(bits: 32)) == UInt64(Opcode.payout.rawValue)
        }?.value
        switch message {
        case .workerProxyRequest(let request):
            if let payload = request.payload { balance = try balance.adding(payload.proxyPart) }
            return .payout
        case .clientProxyRequest(let request):
            if case .refundForce = request.payload, let paid {
                // A closed proxy has no stake left: it pays from what clients brought.
                stake = stake.subtractingOrZero(paid)
            }
            return .refundForced
        case .proxyIncreaseStake(let request):
            stake = try stake.adding(request.amount)
            return .proxyStake
        case .proxyPayoutRequest, .textCommand(.withdraw):
            balance = .zero
            return .proxyPayout
        case .ownerProxyClose, .proxyCloseRequestSigned, .textCommand(.close):
            state = .closing
            // Code of version 4 closes without a delay.
            unlockTime = params.structVersion >= 4 ? 0 : transaction.time &+ params.proxyDelay
            return .proxyClose
        case .proxyCloseCompleteSigned:
            state = .closed
            balance = .zero
            stake = .zero
            return .proxyCloseComplete
        default:
            return .proxyStake
        }
    }
}

extension RootData {
    /// What a successful operation leaves; false where it is none that changes the data.
    fileprivate mutating func apply(_ message: CocoonMessage) throws(CellError) -> Bool {
        guard var registry else { return false }
        switch message {
        case .rootAddWorkerType(let message): registry.workerHashes.insert(message.hash)
        case .rootDeleteWorkerType(let message): registry.workerHashes.remove(message.hash)
        case .rootAddModelType(let message): registry.modelHashes.insert(message.hash)
        case .rootDeleteModelType(let message): registry.modelHashes.remove(message.hash)
        case .rootAddProxyType(let message): registry.proxyHashes.insert(message.hash)
        case .rootDeleteProxyType(let message): registry.proxyHashes.remove(message.hash)
        case .rootRegisterProxy(let message):
            registry.lastProxySeqno &+= 1
            registry.registeredProxies[registry.lastProxySeqno] = message.address
        case .rootUnregisterProxy(let message): registry.registeredProxies[message.seqno] = nil
        case .rootUpdateProxy(let message): registry.registeredProxies[message.seqno] = message.address
        case .rootChangeFees(let message):
            params.pricePerToken = message.pricePerToken
            params.workerFeePerToken = message.workerFeePerToken
            params.paramsVersion &+= 1
        case .rootChangeParams(let message):
            params.pricePerToken = message.pricePerToken
            params.workerFeePerToken = message.workerFeePerToken
            params.proxyDelay = message.proxyDelay
            params.clientDelay = message.clientDelay
            params.minimumProxyStake = message.minimumProxyStake
            params.minimumClientStake = message.minimumClientStake
            params.paramsVersion &+= 1
        case .rootUpgradeContracts(let message):
            params.proxyCode = message.proxyCode
            params.workerCode = message.workerCode
            params.clientCode = message.clientCode
            params.paramsVersion &+= 1
        case .rootUpgradeCode:
            // The new code starts on the same data, and the version stays.
            return true
        case .rootUpgradeFull(let message):
            self = try RootData(cell: message.data)
            return true
        case .rootReset:
            registry = RootRegistry()
        case .rootChangeOwner(let message):
            guard let newOwner = message.newOwner else { return false }
            owner = newOwner
        case .rootAddPublicKey(let message):
            addKey(message.publicKey, type: message.type, expireAt: message.expireAt)
        case .rootAddPublicKeySigned(let message):
            addKey(message.payload.publicKey, type: message.payload.type, expireAt: message.payload.expireAt)
        case .rootChangeKeyManager(let message):
            guard case .known(var manager, let rest) = keyManager else { return false }
            manager.publicKey = message.publicKey
            manager.imageHash = message.imageHash
            manager.address = message.address
            keyManager = .known(manager, rest: rest)
        default:
            return false
        }
        if case .known(_, let rest) = data { data = .known(registry, rest: rest) }
        version &+= 1
        return true
    }

    private mutating func addKey(_ key: Hash256, type: UInt8, expireAt: UInt32) {
        guard case .known(var manager, let rest) = keyManager else { return }
        manager.publicKeys[key] = KeyManager.KeyRecord(type: type, expireAt: expireAt)
        keyManager = .known(manager, rest: rest)
    }
}
