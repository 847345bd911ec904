import Cocoon
import TONCells
import TONCrypto

/// Params that contracts work with.
struct ParamsRow: Encodable {
    let structVersion: UInt8
    let paramsVersion: UInt32
    let uniqueID: UInt32
    let isTest: Bool
    let pricePerToken: String
    let workerFeePerToken: String
    let promptMultiplier: UInt32
    let cachedMultiplier: UInt32
    let completionMultiplier: UInt32
    let reasoningMultiplier: UInt32
    let proxyDelay: UInt32
    let clientDelay: UInt32
    let minimumProxyStake: String
    let minimumClientStake: String
    @Nullable var proxyCode: String?
    @Nullable var workerCode: String?
    @Nullable var clientCode: String?

    enum CodingKeys: String, CodingKey {
        case structVersion = "struct_version"
        case paramsVersion = "params_version"
        case uniqueID = "unique_id"
        case isTest = "is_test"
        case pricePerToken = "price_per_token"
        case workerFeePerToken = "worker_fee_per_token"
        case promptMultiplier = "prompt_multiplier"
        case cachedMultiplier = "cached_multiplier"
        case completionMultiplier = "completion_multiplier"
        case reasoningMultiplier = "reasoning_multiplier"
        case proxyDelay = "proxy_delay"
        case clientDelay = "client_delay"
        case minimumProxyStake = "min_proxy_stake"
        case minimumClientStake = "min_client_stake"
        case proxyCode = "proxy_code"
        case workerCode = "worker_code"
        case clientCode = "client_code"
    }

    /// Takes params as contracts understand them: what a version doesn't store stands in as its default.
    init(_ params: Params) {
        structVersion = params.structVersion
        paramsVersion = params.paramsVersion
        uniqueID = params.uniqueID
        isTest = params.isTest
        pricePerToken = params.pricePerToken.nanoText
        workerFeePerToken = params.workerFeePerToken.nanoText
        promptMultiplier = params.effectivePromptMultiplier
        cachedMultiplier = params.effectiveCachedMultiplier
        completionMultiplier = params.effectiveCompletionMultiplier
        reasoningMultiplier = params.effectiveReasoningMultiplier
        proxyDelay = params.proxyDelay
        clientDelay = params.clientDelay
        minimumProxyStake = params.effectiveMinimumProxyStake.nanoText
        minimumClientStake = params.effectiveMinimumClientStake.nanoText
        proxyCode = params.proxyCode?.hash.hex
        workerCode = params.workerCode?.hash.hex
        clientCode = params.clientCode?.hash.hex
    }
}

extension Card {
    /// Adds the lines of params.
    mutating func add(_ params: Params) {
        add("params version", "\(params.paramsVersion), struct version \(params.structVersion)")
        add("network", "\(params.uniqueID)\(params.isTest ? ", for tests" : "")")
        add("price per token", "\(params.pricePerToken.nanoTON) nanoTON")
        add("worker fee per token", "\(params.workerFeePerToken.nanoTON) nanoTON")
        add(
            "multipliers / 10000",
            "prompt \(params.effectivePromptMultiplier), cached \(params.effectiveCachedMultiplier), "
                + "completion \(params.effectiveCompletionMultiplier), "
                + "reasoning \(params.effectiveReasoningMultiplier)")
        add("delays", "proxy \(params.proxyDelay) s, client \(params.clientDelay) s")
        add(
            "minimum stakes",
            "proxy \(params.effectiveMinimumProxyStake), client \(params.effectiveMinimumClientStake)")
        for (name, code) in [
            ("proxy code", params.proxyCode), ("worker code", params.workerCode), ("client code", params.clientCode),
        ] {
            if let code { add(name, code.hash.hex) }
        }
    }
}
