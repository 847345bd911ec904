public import TONCells
public import TONCrypto

/// The data of a client contract.
///
/// ```
/// client = state:uint2 balance:coins stake:coins tokens_used:uint64 unlock_ts:uint32 secret_hash:uint256
///          ^[owner:addr proxy:addr proxy_key:uint256] ^params
/// ```
public struct ClientData: Hashable, Sendable {
    /// Normal, closing or closed.
    public var state: ContractState
    /// What is left of the top-ups; the coins themselves lie at the proxy.
    public var balance: Coins
    /// The part of the balance that can't be withdrawn while the client works.
    public var stake: Coins
    /// The counter of the last receipt: tokens ever charged for.
    public var tokensUsed: UInt64
    /// When the refund may be forced, in seconds since 1970; 0 unless closing.
    public var unlockTime: UInt32
    /// The hash of the secret that the client authenticates with.
    public var secretHash: Hash256
    /// Who tops up and is refunded.
    public var owner: AccountAddress
    /// The proxy that holds the coins.
    public var proxy: AccountAddress
    /// The proxy's Ed25519 key, which signs receipts.
    public var proxyKey: Hash256
    /// The params of the client's deployment, without codes.
    public var params: Params

    /// Makes data.
    public init(
        state: ContractState, balance: Coins, stake: Coins, tokensUsed: UInt64, unlockTime: UInt32,
        secretHash: Hash256, owner: AccountAddress, proxy: AccountAddress, proxyKey: Hash256, params: Params
    ) {
        self.state = state
        self.balance = balance
        self.stake = stake
        self.tokensUsed = tokensUsed
        self.unlockTime = unlockTime
        self.secretHash = secretHash
        self.owner = owner
        self.proxy = proxy
        self.proxyKey = proxyKey
        self.params = params
    }

    /// The data that the contract was deployed with, which its address commits to: the stake is the params' minimum.
    public var initial: ClientData {
        ClientData(
            state: .normal, balance: .zero, stake: params.effectiveMinimumClientStake, tokensUsed: 0, unlockTime: 0,
            secretHash: .zero, owner: owner, proxy: proxy, proxyKey: proxyKey, params: params)
    }
}

extension ClientData: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        state = try slice.field("state")
        balance = try slice.field("balance")
        stake = try slice.field("stake")
        tokensUsed = try slice.field("tokens_used")
        unlockTime = try slice.field("unlock_ts")
        secretHash = try slice.field("secret_hash")
        let constants: Constants = try slice.referencedField("constants")
        owner = constants.owner
        proxy = constants.proxy
        proxyKey = constants.proxyKey
        params = try slice.referencedField("params")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(state)
        try builder.store(balance)
        try builder.store(stake)
        try builder.store(tokensUsed)
        try builder.store(unlockTime)
        try builder.store(secretHash)
        try builder.store(referenced: Constants(owner: owner, proxy: proxy, proxyKey: proxyKey))
        try builder.store(referenced: params)
    }

    /// The cell of what never changes: `owner:addr proxy:addr proxy_key:uint256`.
    private struct Constants: TLBCodable {
        let owner: AccountAddress
        let proxy: AccountAddress
        let proxyKey: Hash256

        init(owner: AccountAddress, proxy: AccountAddress, proxyKey: Hash256) {
            self.owner = owner
            self.proxy = proxy
            self.proxyKey = proxyKey
        }

        init(from slice: inout CellSlice) throws(CellError) {
            owner = try slice.field("owner")
            proxy = try slice.field("proxy")
            proxyKey = try slice.field("proxy_key")
        }

        func store(in builder: inout CellBuilder) throws(CellError) {
            try builder.store(owner)
            try builder.store(proxy)
            try builder.store(proxyKey)
        }
    }
}
