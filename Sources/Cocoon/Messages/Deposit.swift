public import TONCells

/// Anyone adds coins to a contract.
///
/// ```
/// ext_client_top_up#f172e6c2 query_id:uint64 amount:coins send_excesses_to:addr           to a client's balance
/// ext_proxy_increase_stake#9713f187 query_id:uint64 amount:coins send_excesses_to:addr    to a proxy's stake
/// ```
public struct Deposit: SharedLayout {
    /// The operations that have the layout.
    public static let opcodes: Set<Opcode> = [.clientTopUp, .proxyIncreaseStake]

    /// The operation.
    public var op: Opcode
    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// What is added.
    public var amount: Coins
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one. Encoding it throws for an operation that has another layout.
    public init(op: Opcode, queryID: UInt64, amount: Coins, sendExcessesTo: AccountAddress?) {
        self.op = op
        self.queryID = queryID
        self.amount = amount
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(op: Opcode, fields slice: inout CellSlice) throws(CellError) {
        self.op = op
        queryID = try slice.field("query_id")
        amount = try slice.field("amount")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(amount)
        try builder.store(_sendExcessesTo)
    }
}
