public import TONCells

/// What a worker tells its proxy: its state, and perhaps that a payout is due.
///
/// ```
/// worker_proxy_request#4d725d2c query_id:uint64 owner:addr state:uint2 tokens:uint64 payload:maybe-ref
/// ```
public struct WorkerProxyRequest: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.workerProxyRequest

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The worker's owner, from which the proxy derives the worker's address.
    public var owner: AccountAddress
    /// The worker's state after the operation.
    public var state: ContractState
    /// The worker's counter after the operation.
    public var tokens: UInt64
    /// What is to be paid; nil where nothing is.
    public var payload: WorkerProxyPayout?

    /// Makes one.
    public init(
        queryID: UInt64, owner: AccountAddress, state: ContractState, tokens: UInt64, payload: WorkerProxyPayout?
    ) {
        self.queryID = queryID
        self.owner = owner
        self.state = state
        self.tokens = tokens
        self.payload = payload
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        owner = try slice.field("owner")
        state = try slice.field("state")
        tokens = try slice.field("tokens")
        if let cell = try slice.maybeReferenceField("payload") {
            payload = try within("payload") { () throws(CellError) in try WorkerProxyPayout(cell: cell) }
        }
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(owner)
        try builder.store(state)
        try builder.store(tokens)
        try builder.store(maybeReference: try payload?.cell())
    }
}
