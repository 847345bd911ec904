public import TONCells

/// The prices, delays, minimum stakes and codes that contracts work with.
///
/// The root holds the present ones; every contract keeps those of its own deployment. `struct_version` selects the
/// layout, and from 4 on the root's own layout (``RootData``):
/// ```
/// 0: struct_version:8 params_version:32 unique_id:32 is_test:1 price:coins worker_fee:coins
///    proxy_delay:32 client_delay:32 proxy_code:maybe-ref worker_code:maybe-ref client_code:maybe-ref
/// 1: as 0, plus min_proxy_stake:coins min_client_stake:coins after the delays
/// 2: as 1, plus cached:32 reasoning:32 (multipliers) after worker_fee
/// 3, 4, 5: as 1, plus prompt:32 cached:32 completion:32 reasoning:32 after worker_fee
/// ```
/// A field that a version doesn't store is nil here; the `effective…` properties say what the contracts assume then.
public struct Params: Hashable, Sendable {
    /// The highest `struct_version` that is understood: 5.
    public static let latestStructVersion: UInt8 = 5
    /// The multiplier that means 1.0 and stands in for a missing one: 10 000.
    public static let unitMultiplier: UInt32 = 10_000
    /// What stands in for a missing minimum stake: 1 TON.
    public static let defaultMinimumStake = Coins(nanoTON: 1_000_000_000)

    /// Which layout this is, 0…5.
    public var structVersion: UInt8
    /// Counts the changes of params.
    public var paramsVersion: UInt32
    /// Names the network.
    public var uniqueID: UInt32
    /// Whether the network is for tests.
    public var isTest: Bool
    /// What a client pays for a weighted token.
    public var pricePerToken: Coins
    /// What a worker gets for a weighted token.
    public var workerFeePerToken: Coins
    /// The weight of prompt tokens, scaled by 10 000; stored from version 3 on.
    public var promptMultiplier: UInt32?
    /// The weight of cached tokens, scaled by 10 000; stored from version 2 on.
    public var cachedMultiplier: UInt32?
    /// The weight of completion tokens, scaled by 10 000; stored from version 3 on.
    public var completionMultiplier: UInt32?
    /// The weight of reasoning tokens, scaled by 10 000; stored from version 2 on.
    public var reasoningMultiplier: UInt32?
    /// Seconds between a proxy's close request and its completion.
    public var proxyDelay: UInt32
    /// Seconds between a client's refund request and the forced refund.
    public var clientDelay: UInt32
    /// The least stake of a proxy, which no contract enforces; stored from version 1 on.
    public var minimumProxyStake: Coins?
    /// The stake that a client starts with; stored from version 1 on.
    public var minimumClientStake: Coins?
    /// The code of proxies; the root alone keeps it.
    public var proxyCode: Cell?
    /// The code of workers; the root and proxies keep it.
    public var workerCode: Cell?
    /// The code of clients; the root and proxies keep it.
    public var clientCode: Cell?

    /// Makes params. Encoding them throws unless exactly the fields of the version are there.
    public init(
        structVersion: UInt8, paramsVersion: UInt32, uniqueID: UInt32, isTest: Bool, pricePerToken: Coins,
        workerFeePerToken: Coins, promptMultiplier: UInt32? = nil, cachedMultiplier: UInt32? = nil,
        completionMultiplier: UInt32? = nil, reasoningMultiplier: UInt32? = nil, proxyDelay: UInt32,
        clientDelay: UInt32, minimumProxyStake: Coins? = nil, minimumClientStake: Coins? = nil,
        proxyCode: Cell? = nil, workerCode: Cell? = nil, clientCode: Cell? = nil
    ) {
        self.structVersion = structVersion
        self.paramsVersion = paramsVersion
        self.uniqueID = uniqueID
        self.isTest = isTest
        self.pricePerToken = pricePerToken
        self.workerFeePerToken = workerFeePerToken
        self.promptMultiplier = promptMultiplier
        self.cachedMultiplier = cachedMultiplier
        self.completionMultiplier = completionMultiplier
        self.reasoningMultiplier = reasoningMultiplier
        self.proxyDelay = proxyDelay
        self.clientDelay = clientDelay
        self.minimumProxyStake = minimumProxyStake
        self.minimumClientStake = minimumClientStake
        self.proxyCode = proxyCode
        self.workerCode = workerCode
        self.clientCode = clientCode
    }
}

extension Params {
    /// The weight of prompt tokens, 10 000 where none is stored.
    public var effectivePromptMultiplier: UInt32 { promptMultiplier ?? Self.unitMultiplier }
    /// The weight of cached tokens, 10 000 where none is stored.
    public var effectiveCachedMultiplier: UInt32 { cachedMultiplier ?? Self.unitMultiplier }
    /// The weight of completion tokens, 10 000 where none is stored.
    public var effectiveCompletionMultiplier: UInt32 { completionMultiplier ?? Self.unitMultiplier }
    /// The weight of reasoning tokens, 10 000 where none is stored.
    public var effectiveReasoningMultiplier: UInt32 { reasoningMultiplier ?? Self.unitMultiplier }
    /// The least stake of a proxy, 1 TON where none is stored.
    public var effectiveMinimumProxyStake: Coins { minimumProxyStake ?? Self.defaultMinimumStake }
    /// The stake that a client starts with, 1 TON where none is stored.
    public var effectiveMinimumClientStake: Coins { minimumClientStake ?? Self.defaultMinimumStake }

    /// The same params without any code: what workers and clients keep.
    public var withoutCodes: Params {
        var copy = self
        copy.proxyCode = nil
        copy.workerCode = nil
        copy.clientCode = nil
        return copy
    }

    /// The same params without the proxy's code: what proxies keep.
    public var forProxy: Params {
        var copy = self
        copy.proxyCode = nil
        return copy
    }

    /// Whether a version stores the minimum stakes.
    static func storesStakes(_ version: UInt8) -> Bool { version >= 1 }
    /// Whether a version stores the multipliers of cached and reasoning tokens.
    static func storesCachedAndReasoning(_ version: UInt8) -> Bool { version >= 2 }
    /// Whether a version stores the multipliers of prompt and completion tokens.
    static func storesPromptAndCompletion(_ version: UInt8) -> Bool { version >= 3 }
}

extension Params: TLBCodable {
    /// Reads the layout of any version. Throws for a `struct_version` above 5.
    public init(from slice: inout CellSlice) throws(CellError) {
        let version: UInt8 = try slice.field("struct_version")
        guard version <= Self.latestStructVersion else {
            throw .unknownTag(type: "Params", found: UInt64(version), bits: 8)
        }
        structVersion = version
        paramsVersion = try slice.field("params_version")
        uniqueID = try slice.field("unique_id")
        isTest = try slice.field("is_test")
        pricePerToken = try slice.field("price_per_token")
        workerFeePerToken = try slice.field("worker_fee_per_token")
        let hasOuter = Self.storesPromptAndCompletion(version)
        let hasInner = Self.storesCachedAndReasoning(version)
        promptMultiplier = hasOuter ? try slice.field("prompt_tokens_price_multiplier") as UInt32 : nil
        cachedMultiplier = hasInner ? try slice.field("cached_tokens_price_multiplier") as UInt32 : nil
        completionMultiplier = hasOuter ? try slice.field("completion_tokens_price_multiplier") as UInt32 : nil
        reasoningMultiplier = hasInner ? try slice.field("reasoning_tokens_price_multiplier") as UInt32 : nil
        proxyDelay = try slice.field("proxy_delay_before_close")
        clientDelay = try slice.field("client_delay_before_close")
        let hasStakes = Self.storesStakes(version)
        minimumProxyStake = hasStakes ? try slice.field("min_proxy_stake") as Coins : nil
        minimumClientStake = hasStakes ? try slice.field("min_client_stake") as Coins : nil
        proxyCode = try slice.maybeReferenceField("proxy_sc_code")
        workerCode = try slice.maybeReferenceField("worker_sc_code")
        clientCode = try slice.maybeReferenceField("client_sc_code")
    }

    /// Appends the layout of the version. Throws where one of its fields is nil, or one that it can't store is not.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        guard structVersion <= Self.latestStructVersion else {
            throw .unknownTag(type: "Params", found: UInt64(structVersion), bits: 8)
        }
        try builder.store(structVersion)
        try builder.store(paramsVersion)
        try builder.store(uniqueID)
        try builder.store(bit: isTest)
        try builder.store(pricePerToken)
        try builder.store(workerFeePerToken)
        let hasOuter = Self.storesPromptAndCompletion(structVersion)
        let hasInner = Self.storesCachedAndReasoning(structVersion)
        if let value = try stored(promptMultiplier, hasOuter, "promptMultiplier") { try builder.store(value) }
        if let value = try stored(cachedMultiplier, hasInner, "cachedMultiplier") { try builder.store(value) }
        if let value = try stored(completionMultiplier, hasOuter, "completionMultiplier") { try builder.store(value) }
        if let value = try stored(reasoningMultiplier, hasInner, "reasoningMultiplier") { try builder.store(value) }
        try builder.store(proxyDelay)
        try builder.store(clientDelay)
        let hasStakes = Self.storesStakes(structVersion)
        if let value = try stored(minimumProxyStake, hasStakes, "minimumProxyStake") { try builder.store(value) }
        if let value = try stored(minimumClientStake, hasStakes, "minimumClientStake") { try builder.store(value) }
        try builder.store(maybeReference: proxyCode)
        try builder.store(maybeReference: workerCode)
        try builder.store(maybeReference: clientCode)
    }

    /// The value, once it is there exactly where the version stores it.
    private func stored<T>(_ value: T?, _ isStored: Bool, _ name: StaticString) throws(CellError) -> T? {
        guard (value != nil) == isStored else {
            throw .outOfRange(
                "params of struct_version \(structVersion) \(isStored ? "need" : "can't store") \(name)")
        }
        return value
    }
}
