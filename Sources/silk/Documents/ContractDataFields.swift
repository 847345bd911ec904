import Cocoon
import Settlement
import TONCells
import TONCrypto

extension ContractData {
    /// What the data says, by the names of its layout.
    var fields: [MessageField] {
        switch self {
        case .root(let data): data.fields
        case .proxy(let data): data.fields
        case .worker(let data): data.fields
        case .client(let data): data.fields
        case .wallet(let data): data.fields
        }
    }
}

extension MessageField {
    fileprivate static func owner(_ address: AccountAddress) -> MessageField {
        MessageField("owner", .text(address.walletText))
    }

    fileprivate static func contract(_ name: String, _ address: AccountAddress) -> MessageField {
        MessageField(name, .text(address.contractText))
    }

    /// A time that is 0 where there is none.
    fileprivate static func unlock(_ unix: UInt32) -> MessageField { .moment("unlock", unix == 0 ? nil : unix) }

    fileprivate static func params(_ params: Params) -> MessageField {
        MessageField("params", .fields(params.fields))
    }
}

extension WorkerData {
    fileprivate var fields: [MessageField] {
        [
            .owner(owner), .contract("proxy", proxy), .hash("proxy_key", proxyKey),
            MessageField("state", .text(state.description)), MessageField("tokens", .number(tokens)), .params(params),
        ]
    }
}

extension ClientData {
    fileprivate var fields: [MessageField] {
        [
            .owner(owner), .contract("proxy", proxy), .hash("proxy_key", proxyKey),
            MessageField("state", .text(state.description)), .amount("balance", balance), .amount("stake", stake),
            MessageField("tokens_used", .number(tokensUsed)), .unlock(unlockTime), .hash("secret_hash", secretHash),
            .params(params),
        ]
    }
}

extension ProxyData {
    fileprivate var fields: [MessageField] {
        [
            .owner(owner), .contract("root", root), .hash("proxy_key", proxyKey),
            MessageField("state", .text(state.description)), .amount("balance", balance), .amount("stake", stake),
            .unlock(unlockTime), .params(params),
        ]
    }
}

extension WalletData {
    fileprivate var fields: [MessageField] {
        [
            .owner(owner), .small("seqno", seqno), .small("subwallet", subwallet), .hash("public_key", publicKey),
            .small("status", status), MessageField("is_blocked", .flag(isBlocked)),
        ]
    }
}

extension RootData {
    fileprivate var fields: [MessageField] {
        [
            .owner(owner), .small("version", version),
            MessageField("registry", registry.map { .fields($0.fields) } ?? .none),
            .params(params),
        ]
    }
}

extension RootRegistry {
    fileprivate var fields: [MessageField] {
        func hashes(_ set: HashSet256) -> MessageField.Value { .list(set.keys.map { .text($0.hex) }) }
        return [
            MessageField("proxy_hashes", hashes(proxyHashes)), MessageField("worker_hashes", hashes(workerHashes)),
            MessageField("model_hashes", hashes(modelHashes)), .small("last_proxy_seqno", lastProxySeqno),
            MessageField(
                "registered_proxies",
                .list(
                    registeredProxies.entries.map { entry in
                        .fields([.small("seqno", entry.key), MessageField("address", .text(entry.value.description))])
                    })),
        ]
    }
}

extension Params {
    /// As contracts understand them: what a version doesn't store stands in as its default.
    fileprivate var fields: [MessageField] {
        [
            .small("struct_version", structVersion), .small("params_version", paramsVersion),
            .small("unique_id", uniqueID), MessageField("is_test", .flag(isTest)),
            .amount("price_per_token", pricePerToken), .amount("worker_fee_per_token", workerFeePerToken),
            .small("prompt_multiplier", effectivePromptMultiplier),
            .small("cached_multiplier", effectiveCachedMultiplier),
            .small("completion_multiplier", effectiveCompletionMultiplier),
            .small("reasoning_multiplier", effectiveReasoningMultiplier), .small("proxy_delay", proxyDelay),
            .small("client_delay", clientDelay), .amount("min_proxy_stake", effectiveMinimumProxyStake),
            .amount("min_client_stake", effectiveMinimumClientStake), .hash("proxy_code", proxyCode?.hash),
            .hash("worker_code", workerCode?.hash), .hash("client_code", clientCode?.hash),
        ]
    }
}
