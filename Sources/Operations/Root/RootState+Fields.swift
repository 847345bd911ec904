import Cocoon
import TONCells
import TONCrypto

extension RootState {
    /// All that the root holds, by name, for people to read: amounts in nanoTON, codes by their hashes.
    public var fields: [OperationPreview.Field] {
        let params = data.params
        var fields: [(String, String)] = [
            ("owner", data.owner.friendly(isBounceable: false)), ("version", "\(data.version)"),
            ("code", code.hash.hex), ("params.struct_version", "\(params.structVersion)"),
            ("params.params_version", "\(params.paramsVersion)"), ("params.unique_id", "\(params.uniqueID)"),
            ("params.is_test", "\(params.isTest)"), ("params.price_per_token", "\(params.pricePerToken.nanoTON)"),
            ("params.worker_fee_per_token", "\(params.workerFeePerToken.nanoTON)"),
            ("params.prompt_multiplier", "\(params.effectivePromptMultiplier)"),
            ("params.cached_multiplier", "\(params.effectiveCachedMultiplier)"),
            ("params.completion_multiplier", "\(params.effectiveCompletionMultiplier)"),
            ("params.reasoning_multiplier", "\(params.effectiveReasoningMultiplier)"),
            ("params.proxy_delay", "\(params.proxyDelay)"), ("params.client_delay", "\(params.clientDelay)"),
            ("params.min_proxy_stake", "\(params.effectiveMinimumProxyStake.nanoTON)"),
            ("params.min_client_stake", "\(params.effectiveMinimumClientStake.nanoTON)"),
            ("params.proxy_code", params.proxyCode?.hash.hex ?? "none"),
            ("params.worker_code", params.workerCode?.hash.hex ?? "none"),
            ("params.client_code", params.clientCode?.hash.hex ?? "none"),
        ]
        if let registry = data.registry {
            fields.append(("registry.last_proxy_seqno", "\(registry.lastProxySeqno)"))
            for list in RootChange.HashList.allCases {
                fields += registry.hashes(list).keys.map { ("registry.\(list)_hash", $0.hex) }
            }
            fields += registry.registeredProxies.entries.map { ("registry.proxy \($0.key)", $0.value.description) }
        }
        if let keys = data.keyManager?.value {
            fields += [
                ("key_manager.public_key", keys.publicKey.hex), ("key_manager.image_hash", keys.imageHash.hex),
                ("key_manager.address", keys.address.description),
            ]
            fields += keys.publicKeys.entries.map {
                ("key_manager.key \($0.key.hex)", "type \($0.value.type) until \($0.value.expireAt)")
            }
        }
        return fields.map { OperationPreview.Field(name: $0.0, value: $0.1) }
    }
}
