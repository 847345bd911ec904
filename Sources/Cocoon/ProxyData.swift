public import TONCells
public import TONCrypto

/// The data of a proxy contract.
///
/// ```
/// proxy = owner:addr proxy_key:uint256 root:addr state:uint2 balance:coins stake:coins unlock_ts:uint32 ^params
/// ```
public struct ProxyData: Hashable, Sendable {
    /// Who gets the revenue.
    public var owner: AccountAddress
    /// The Ed25519 key that signs receipts.
    public var proxyKey: Hash256
    /// The root that the proxy was made under.
    public var root: AccountAddress
    /// Normal, closing or closed.
    public var state: ContractState
    /// Revenue that was not yet paid to the owner.
    public var balance: Coins
    /// The proxy's own stake, which forced refunds are paid from.
    public var stake: Coins
    /// When the close may be completed, in seconds since 1970; code of version 4 leaves 0.
    public var unlockTime: UInt32
    /// The params of the proxy's deployment, with the codes of workers and clients.
    public var params: Params

    /// Makes data.
    public init(
        owner: AccountAddress, proxyKey: Hash256, root: AccountAddress, state: ContractState, balance: Coins,
        stake: Coins, unlockTime: UInt32, params: Params
    ) {
        self.owner = owner
        self.proxyKey = proxyKey
        self.root = root
        self.state = state
        self.balance = balance
        self.stake = stake
        self.unlockTime = unlockTime
        self.params = params
    }

    /// The data that the contract was deployed with, which its address commits to.
    public var initial: ProxyData {
        ProxyData(
            owner: owner, proxyKey: proxyKey, root: root, state: .normal, balance: .zero, stake: .zero, unlockTime: 0,
            params: params)
    }
}

extension ProxyData: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        owner = try slice.field("owner")
        proxyKey = try slice.field("proxy_key")
        root = try slice.field("root")
        state = try slice.field("state")
        balance = try slice.field("balance")
        stake = try slice.field("stake")
        unlockTime = try slice.field("unlock_ts")
        params = try slice.referencedField("params")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(owner)
        try builder.store(proxyKey)
        try builder.store(root)
        try builder.store(state)
        try builder.store(balance)
        try builder.store(stake)
        try builder.store(unlockTime)
        try builder.store(referenced: params)
    }
}
