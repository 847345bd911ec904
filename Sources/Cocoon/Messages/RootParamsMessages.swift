public import TONCells

/// The root's owner changes the price and the worker's fee.
///
/// ```
/// root_change_price#c52ed8d4 query_id:uint64 price_per_token:coins worker_fee_per_token:coins
/// ```
public struct RootChangeFees: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootChangeFees

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// What clients pay for a weighted token.
    public var pricePerToken: Coins
    /// What workers get for a weighted token.
    public var workerFeePerToken: Coins

    /// Makes one.
    public init(queryID: UInt64, pricePerToken: Coins, workerFeePerToken: Coins) {
        self.queryID = queryID
        self.pricePerToken = pricePerToken
        self.workerFeePerToken = workerFeePerToken
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        pricePerToken = try slice.field("price_per_token")
        workerFeePerToken = try slice.field("worker_fee_per_token")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(pricePerToken)
        try builder.store(workerFeePerToken)
    }
}

/// The root's owner changes prices, delays and minimum stakes.
///
/// ```
/// root_change_params#022fa189 query_id:uint64 price_per_token:coins worker_fee_per_token:coins
///     proxy_delay:uint32 client_delay:uint32 min_proxy_stake:coins min_client_stake:coins
/// ```
public struct RootChangeParams: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootChangeParams

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// What clients pay for a weighted token.
    public var pricePerToken: Coins
    /// What workers get for a weighted token.
    public var workerFeePerToken: Coins
    /// Seconds between a proxy's close request and its completion.
    public var proxyDelay: UInt32
    /// Seconds between a refund request and the forced refund.
    public var clientDelay: UInt32
    /// The least stake of a proxy.
    public var minimumProxyStake: Coins
    /// The stake that a client starts with.
    public var minimumClientStake: Coins

    /// Makes one.
    public init(
        queryID: UInt64, pricePerToken: Coins, workerFeePerToken: Coins, proxyDelay: UInt32, clientDelay: UInt32,
        minimumProxyStake: Coins, minimumClientStake: Coins
    ) {
        self.queryID = queryID
        self.pricePerToken = pricePerToken
        self.workerFeePerToken = workerFeePerToken
        self.proxyDelay = proxyDelay
        self.clientDelay = clientDelay
        self.minimumProxyStake = minimumProxyStake
        self.minimumClientStake = minimumClientStake
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        pricePerToken = try slice.field("price_per_token")
        workerFeePerToken = try slice.field("worker_fee_per_token")
        proxyDelay = try slice.field("proxy_delay_before_close")
        clientDelay = try slice.field("client_delay_before_close")
        minimumProxyStake = try slice.field("min_proxy_stake")
        minimumClientStake = try slice.field("min_client_stake")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(pricePerToken)
        try builder.store(workerFeePerToken)
        try builder.store(proxyDelay)
        try builder.store(clientDelay)
        try builder.store(minimumProxyStake)
        try builder.store(minimumClientStake)
    }
}

/// The root's owner replaces the codes of all kinds of children made from then on.
///
/// ```
/// root_upgrade_contracts#a2370f61 query_id:uint64 proxy_code:^Cell worker_code:^Cell client_code:^Cell
/// ```
public struct RootUpgradeContracts: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootUpgradeContracts

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The code of proxies.
    public var proxyCode: Cell
    /// The code of workers.
    public var workerCode: Cell
    /// The code of clients.
    public var clientCode: Cell

    /// Makes one.
    public init(queryID: UInt64, proxyCode: Cell, workerCode: Cell, clientCode: Cell) {
        self.queryID = queryID
        self.proxyCode = proxyCode
        self.workerCode = workerCode
        self.clientCode = clientCode
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        proxyCode = try slice.referenceField("proxy_sc_code")
        workerCode = try slice.referenceField("worker_sc_code")
        clientCode = try slice.referenceField("client_sc_code")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(reference: proxyCode)
        try builder.store(reference: workerCode)
        try builder.store(reference: clientCode)
    }
}
