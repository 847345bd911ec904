public import TONCells

/// A message, or a payload inside one, that begins with an operation: `op:uint32`, then its fields.
public protocol OperationLayout: TLBCodable, Hashable {
    /// The operation that the layout begins with.
    static var opcode: Opcode { get }
    /// Reads what follows the operation.
    init(fields slice: inout CellSlice) throws(CellError)
    /// Appends what follows the operation.
    func storeFields(in builder: inout CellBuilder) throws(CellError)
}

/// A message that begins with an operation and a query id: `op:uint32 query_id:uint64`.
public protocol QueryLayout: OperationLayout {
    /// The number by which a sender recognises the answers.
    var queryID: UInt64 { get }
}

/// A message of a layout that several operations have; it says which of them it is: `op:uint32 query_id:uint64`.
public protocol SharedLayout: TLBCodable, Hashable {
    /// The operations that have the layout.
    static var opcodes: Set<Opcode> { get }
    /// The operation.
    var op: Opcode { get }
    /// The number by which a sender recognises the answers.
    var queryID: UInt64 { get }
    /// Reads what follows the operation.
    init(op: Opcode, fields slice: inout CellSlice) throws(CellError)
    /// Appends what follows the operation.
    func storeFields(in builder: inout CellBuilder) throws(CellError)
}

extension OperationLayout {
    /// Reads the operation, which must be the type's own, and the fields.
    public init(from slice: inout CellSlice) throws(CellError) {
        let found: UInt32 = try slice.field("op")
        guard found == Self.opcode.rawValue else {
            throw .unknownTag(type: "\(Self.self)", found: UInt64(found), bits: 32)
        }
        try self.init(fields: &slice)
    }

    /// Appends the operation and the fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.opcode.rawValue)
        try storeFields(in: &builder)
    }
}

extension SharedLayout {
    /// Reads the operation, which must have the layout, and the fields.
    public init(from slice: inout CellSlice) throws(CellError) {
        let op = Opcode(rawValue: try slice.field("op"))
        guard Self.opcodes.contains(op) else {
            throw .unknownTag(type: "\(Self.self)", found: UInt64(op.rawValue), bits: 32)
        }
        try self.init(op: op, fields: &slice)
    }

    /// Appends the operation, which must have the layout, and the fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        guard Self.opcodes.contains(op) else {
            throw .unknownTag(type: "\(Self.self)", found: UInt64(op.rawValue), bits: 32)
        }
        try builder.store(op.rawValue)
        try storeFields(in: &builder)
    }
}

/// The destination of a message, as an account where it is one.
///
/// Contracts copy `send_excesses_to` without looking at it, so that anything a `MsgAddress` can be occurs. The wrapped
/// value is the account, or nil; the projected value (`$sendExcessesTo`) has the address as it stands.
@propertyWrapper
public struct Destination: Hashable, Sendable, TLBCodable {
    /// The address as it stands.
    public var projectedValue: MessageAddress

    /// The account; nil for `addr_none`, and for anything that is no plain account.
    public var wrappedValue: AccountAddress? {
        get {
            if case .standard(let address, anycast: nil) = projectedValue { address } else { nil }
        }
        set { projectedValue = MessageAddress(newValue) }
    }

    /// Takes an account, or nil for `addr_none`.
    public init(wrappedValue: AccountAddress?) {
        projectedValue = MessageAddress(wrappedValue)
    }

    /// Takes any address.
    public init(projectedValue: MessageAddress) {
        self.projectedValue = projectedValue
    }

    /// Reads `MsgAddress`.
    public init(from slice: inout CellSlice) throws(CellError) {
        projectedValue = try slice.load()
    }

    /// Appends `MsgAddress`.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(projectedValue)
    }
}
