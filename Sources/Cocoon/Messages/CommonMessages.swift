public import TONCells

/// What is left of a message's value, sent to `send_excesses_to`.
///
/// ```
/// excesses#2565934c query_id:uint64
/// ```
public struct Excesses: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.excesses

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64

    /// Makes one.
    public init(queryID: UInt64) {
        self.queryID = queryID
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
    }
}

/// Coins that a proxy pays: to a worker's owner, a client's owner or its own.
///
/// ```
/// payout#c59a7cd3 query_id:uint64
/// ```
public struct Payout: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.payout

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64

    /// Makes one.
    public init(queryID: UInt64) {
        self.queryID = queryID
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
    }
}
