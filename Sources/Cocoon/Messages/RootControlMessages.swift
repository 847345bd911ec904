public import TONCells

/// The root's owner replaces its code. The deployed code doesn't count this as a change of `version`.
///
/// ```
/// root_upgrade#11aefd51 query_id:uint64 code:^Cell
/// ```
public struct RootUpgradeCode: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootUpgradeCode

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The new code.
    public var code: Cell

    /// Makes one.
    public init(queryID: UInt64, code: Cell) {
        self.queryID = queryID
        self.code = code
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        code = try slice.referenceField("code")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(reference: code)
    }
}

/// The root's owner replaces its data and code.
///
/// ```
/// root_upgrade_full#4f7c5789 query_id:uint64 data:^Cell code:^Cell
/// ```
public struct RootUpgradeFull: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootUpgradeFull

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The new data.
    public var data: Cell
    /// The new code.
    public var code: Cell

    /// Makes one.
    public init(queryID: UInt64, data: Cell, code: Cell) {
        self.queryID = queryID
        self.data = data
        self.code = code
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        data = try slice.referenceField("data")
        code = try slice.referenceField("code")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(reference: data)
        try builder.store(reference: code)
    }
}

/// The root's owner empties the registry; the last number given to a proxy stays.
///
/// ```
/// root_reset#563c1d96 query_id:uint64
/// ```
public struct RootReset: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootReset

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

/// The root's owner hands it over.
///
/// ```
/// root_change_owner#c4a1ae54 query_id:uint64 owner:addr
/// ```
public struct RootChangeOwner: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.rootChangeOwner

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The new owner; nil leaves the root without one.
    @Destination public var newOwner: AccountAddress?

    /// Makes one.
    public init(queryID: UInt64, newOwner: AccountAddress?) {
        self.queryID = queryID
        self.newOwner = newOwner
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        _newOwner = try slice.field("owner")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(_newOwner)
    }
}
