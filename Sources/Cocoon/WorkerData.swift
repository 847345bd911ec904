public import TONCells
public import TONCrypto

/// The data of a worker contract.
///
/// ```
/// worker = owner:addr proxy:addr proxy_key:uint256 state:uint2 tokens:uint64 ^params
/// ```
public struct WorkerData: Hashable, Sendable {
    /// Who is paid.
    public var owner: AccountAddress
    /// The proxy that pays.
    public var proxy: AccountAddress
    /// The proxy's Ed25519 key, which signs receipts.
    public var proxyKey: Hash256
    /// Normal or closed.
    public var state: ContractState
    /// The counter of the last receipt: tokens ever claimed.
    public var tokens: UInt64
    /// The params of the worker's deployment, without codes.
    public var params: Params

    /// Makes data.
    public init(
        owner: AccountAddress, proxy: AccountAddress, proxyKey: Hash256, state: ContractState, tokens: UInt64,
        params: Params
    ) {
        self.owner = owner
        self.proxy = proxy
        self.proxyKey = proxyKey
        self.state = state
        self.tokens = tokens
        self.params = params
    }

    /// The data that the contract was deployed with, which its address commits to.
    public var initial: WorkerData {
        var copy = self
        copy.state = .normal
        copy.tokens = 0
        return copy
    }
}

extension WorkerData: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        owner = try slice.field("owner")
        proxy = try slice.field("proxy")
        proxyKey = try slice.field("proxy_key")
        state = try slice.field("state")
        tokens = try slice.field("tokens")
        params = try slice.referencedField("params")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(owner)
        try builder.store(proxy)
        try builder.store(proxyKey)
        try builder.store(state)
        try builder.store(tokens)
        try builder.store(referenced: params)
    }
}
