public import TONCells
public import TONCrypto

/// A message that every contract ignores. A proxy sends itself one as a heartbeat, with 1 nanoTON.
///
/// ```
/// do_not_process#9a1247c0 query_id:uint64 content
/// content = proxy_save_state, or anything else
/// ```
public struct DoNotProcess: QueryLayout {
    /// What follows the query id.
    public enum Content: Hashable, Sendable {
        /// A heartbeat.
        case saveState(ProxySaveState)
        /// Anything else, which no contract reads; nil for nothing.
        case other(Cell?)
    }

    /// The operation.
    public static let opcode = Opcode.doNotProcess

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// What follows it.
    public var content: Content

    /// Makes one.
    public init(queryID: UInt64, content: Content) {
        self.queryID = queryID
        self.content = content
    }

    /// The heartbeat, if it is one.
    public var saveState: ProxySaveState? {
        if case .saveState(let state) = content { state } else { nil }
    }

    /// Reads what follows the operation, to the end.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        if let state = try? ProxySaveState(cell: try slice.cell()) {
            content = .saveState(state)
        } else {
            content = .other(slice.isEmpty ? nil : try slice.cell())
        }
        slice = try slice.loadSlice(bits: 0)
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        switch content {
        case .saveState(let state): try builder.store(state)
        case .other(let cell?): try builder.store(try cell.slice())
        case .other(nil): break
        }
    }
}

/// Inside ``DoNotProcess``: the proxy's heartbeat, every 30 to 60 seconds.
///
/// ```
/// proxy_save_state#53109c0f seqno:int32 hash:uint256
/// ```
public struct ProxySaveState: OperationLayout {
    /// The operation.
    public static let opcode = Opcode.proxySaveState

    /// The number of the saved state.
    public var seqno: Int32
    /// The hash of the saved state.
    public var hash: Hash256

    /// Makes one.
    public init(seqno: Int32, hash: Hash256) {
        self.seqno = seqno
        self.hash = hash
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        let bits: UInt32 = try slice.field("seqno")
        seqno = Int32(bitPattern: bits)
        hash = try slice.field("hash")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(UInt32(bitPattern: seqno))
        try builder.store(hash)
    }
}
