import Cocoon
import TONCells
import TONCrypto

/// The root.
extension Projection {
    mutating func projectRoot(
        _ transaction: LedgerTransaction, _ intent: Intent, _ template: Event, _ reader: some LedgerReader
    ) throws {
        if let event = failure(transaction, template) {
            events.append(event)
            return
        }
        guard transaction.isSuccess else { return }
        guard let kind = EventKind(rawValue: intent.operation.rawValue), intent.operation.isRootOperation,
            let message = intent.message
        else {
            if [.transfer, .excesses].contains(intent.operation) { events.append(unsolicited(template)) }
            return
        }
        var event = template
        event.kind = kind
        event.details = message.rootDetails
        if let version = try reader.rootVersion(of: transaction.account, at: transaction.lt) {
            event.details["version"] = "\(version.version)"
            event.details["params_version"] = "\(version.paramsVersion)"
            // The contract gives the number itself.
            if kind == .rootRegisterProxy { event.details["seqno"] = "\(version.lastProxySeqno)" }
        }
        events.append(event)
    }
}

extension Operation {
    fileprivate var isRootOperation: Bool { rawValue.hasPrefix("root_") }
}

extension CocoonMessage {
    /// What an operation of the root sets, as text by name; money in nanoTON.
    fileprivate var rootDetails: [String: String] {
        switch self {
        case .rootAddWorkerType(let change), .rootDeleteWorkerType(let change),
            .rootAddModelType(let change), .rootDeleteModelType(let change),
            .rootAddProxyType(let change), .rootDeleteProxyType(let change):
            ["hash": change.hash.hex]
        case .rootRegisterProxy(let message): ["info": message.address.description]
        case .rootUnregisterProxy(let message): ["seqno": "\(message.seqno)"]
        case .rootUpdateProxy(let message): ["seqno": "\(message.seqno)", "info": message.address.description]
        case .rootChangeFees(let message):
            ["price": "\(message.pricePerToken.nanoTON)", "fee": "\(message.workerFeePerToken.nanoTON)"]
        case .rootChangeParams(let message):
            [
                "price": "\(message.pricePerToken.nanoTON)", "fee": "\(message.workerFeePerToken.nanoTON)",
                "proxy_delay": "\(message.proxyDelay)", "client_delay": "\(message.clientDelay)",
                "min_proxy_stake": "\(message.minimumProxyStake.nanoTON)",
                "min_client_stake": "\(message.minimumClientStake.nanoTON)",
            ]
        case .rootUpgradeContracts(let message):
            [
                "proxy_code": message.proxyCode.hash.hex, "worker_code": message.workerCode.hash.hex,
                "client_code": message.clientCode.hash.hex,
            ]
        case .rootUpgradeCode(let message): ["code": message.code.hash.hex]
        case .rootUpgradeFull(let message):
            [
                "code": message.code.hash.hex, "data": message.data.hash.hex,
                "struct_version": (try? RootData(cell: message.data)).map { "\($0.params.structVersion)" } ?? "unknown",
            ]
        case .rootChangeOwner(let message): ["new_owner": message.newOwner?.raw ?? "none"]
        case .rootAddPublicKey(let message):
            ["public_key": message.publicKey.hex, "type": "\(message.type)", "expire_at": "\(message.expireAt)"]
        case .rootAddPublicKeySigned(let message):
            [
                "public_key": message.payload.publicKey.hex, "type": "\(message.payload.type)",
                "expire_at": "\(message.payload.expireAt)",
            ]
        case .rootChangeKeyManager(let message):
            [
                "public_key": message.publicKey.hex, "image_hash": message.imageHash.hex,
                "address": message.address.description,
            ]
        default: [:]
        }
    }
}
