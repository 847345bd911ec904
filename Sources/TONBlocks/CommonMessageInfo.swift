public import TONCells

/// The envelope of a message: TL-B `CommonMsgInfo`.
///
/// Reads `CommonMsgInfoRelaxed` too, the form in which contracts send messages: it has the same bits, with
/// `addr_none` as the source. Which kind of address stands in which field is left to whoever asks.
///
/// Indirect, since what it holds inline is copied more slowly than allocated.
public indirect enum CommonMessageInfo: Hashable, Sendable {
    /// `int_msg_info$0`: from an account to an account.
    case `internal`(InternalMessageInfo)
    /// `ext_in_msg_info$10`: from outside to an account.
    case externalIn(ExternalInMessageInfo)
    /// `ext_out_msg_info$11`: from an account to the outside, also called an event.
    case externalOut(ExternalOutMessageInfo)

    /// Who sent it.
    public var source: MessageAddress {
        switch self {
        case .internal(let info): info.source
        case .externalIn(let info): info.source
        case .externalOut(let info): info.source
        }
    }

    /// Whom it is for.
    public var destination: MessageAddress {
        switch self {
        case .internal(let info): info.destination
        case .externalIn(let info): info.destination
        case .externalOut(let info): info.destination
        }
    }

    /// The fields of an internal message; nil for the others.
    public var internalInfo: InternalMessageInfo? {
        if case .internal(let info) = self { info } else { nil }
    }

    /// The logical time at which the sender made it; nil for a message from outside.
    public var createdLT: UInt64? {
        switch self {
        case .internal(let info): info.createdLT
        case .externalIn: nil
        case .externalOut(let info): info.createdLT
        }
    }

    /// The unix time at which the sender made it; nil for a message from outside.
    public var createdAt: UInt32? {
        switch self {
        case .internal(let info): info.createdAt
        case .externalIn: nil
        case .externalOut(let info): info.createdAt
        }
    }
}

/// The envelope of a message from an account to an account.
///
/// ```
/// int_msg_info$0 ihr_disabled:Bool bounce:Bool bounced:Bool
///   src:MsgAddressInt dest:MsgAddressInt
///   value:CurrencyCollection extra_flags:(VarUInteger 16) fwd_fee:Grams
///   created_lt:uint64 created_at:uint32 = CommonMsgInfo;
/// ```
public struct InternalMessageInfo: Hashable, Sendable {
    /// Whether hypercube routing is not to be used; always so today.
    public var ihrDisabled: Bool
    /// Whether the message returns to its sender if the destination can't process it.
    public var bounce: Bool
    /// Whether it is such a return.
    public var bounced: Bool
    /// Who sent it; `addr_none` until the sender's action phase fills it in.
    public var source: MessageAddress
    /// Whom it is for.
    public var destination: MessageAddress
    /// What it carries.
    public var value: CurrencyCollection
    /// The fee of hypercube routing, in older messages. Newer ones keep ``extraFlags`` in the same field: `Grams`
    /// and `VarUInteger 16` have the same bits, and nothing in the message tells which is meant.
    public var ihrFee: Coins
    /// The fee still to be paid for forwarding.
    public var forwardFee: Coins
    /// The logical time at which it was made.
    public var createdLT: UInt64
    /// The unix time at which it was made.
    public var createdAt: UInt32

    /// ``ihrFee`` as the flags that newer messages keep there: bit 0 asks for the newer bounce format, bit 1 for the
    /// whole body in the bounce.
    public var extraFlags: UInt128 { ihrFee.nanoTON }

    /// Makes one; the executor fills in what has a default here.
    public init(
        ihrDisabled: Bool = true, bounce: Bool, bounced: Bool = false, source: MessageAddress = .none,
        destination: MessageAddress, value: CurrencyCollection, ihrFee: Coins = .zero, forwardFee: Coins = .zero,
        createdLT: UInt64 = 0, createdAt: UInt32 = 0
    ) {
        self.ihrDisabled = ihrDisabled
        self.bounce = bounce
        self.bounced = bounced
        self.source = source
        self.destination = destination
        self.value = value
        self.ihrFee = ihrFee
        self.forwardFee = forwardFee
        self.createdLT = createdLT
        self.createdAt = createdAt
    }
}

/// The envelope of a message from outside.
///
/// `ext_in_msg_info$10 src:MsgAddressExt dest:MsgAddressInt import_fee:Grams = CommonMsgInfo;`
public struct ExternalInMessageInfo: Hashable, Sendable {
    /// Whatever the sender calls itself; nothing vouches for it.
    public var source: MessageAddress
    /// Whom it is for.
    public var destination: MessageAddress
    /// The fee of importing it, set by the sender and used by nobody.
    public var importFee: Coins

    /// Makes one.
    public init(source: MessageAddress = .none, destination: MessageAddress, importFee: Coins = .zero) {
        self.source = source
        self.destination = destination
        self.importFee = importFee
    }
}

/// The envelope of a message to the outside.
///
/// ```
/// ext_out_msg_info$11 src:MsgAddressInt dest:MsgAddressExt
///   created_lt:uint64 created_at:uint32 = CommonMsgInfo;
/// ```
public struct ExternalOutMessageInfo: Hashable, Sendable {
    /// Who sent it; `addr_none` until the sender's action phase fills it in.
    public var source: MessageAddress
    /// Any bits that a listener may look for.
    public var destination: MessageAddress
    /// The logical time at which it was made.
    public var createdLT: UInt64
    /// The unix time at which it was made.
    public var createdAt: UInt32

    /// Makes one; the executor fills in what has a default here.
    public init(
        source: MessageAddress = .none, destination: MessageAddress = .none, createdLT: UInt64 = 0,
        createdAt: UInt32 = 0
    ) {
        self.source = source
        self.destination = destination
        self.createdLT = createdLT
        self.createdAt = createdAt
    }
}

extension CommonMessageInfo: TLBCodable {
    /// Reads any of the three constructors.
    public init(from slice: inout CellSlice) throws(CellError) {
        if try !slice.loadBit() {
            self = .internal(try InternalMessageInfo(afterTag: &slice))
        } else if try !slice.loadBit() {
            self = .externalIn(try ExternalInMessageInfo(afterTag: &slice))
        } else {
            self = .externalOut(try ExternalOutMessageInfo(afterTag: &slice))
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .internal(let info):
            try builder.store(0b0, bits: 1)
            try info.store(afterTag: &builder)
        case .externalIn(let info):
            try builder.store(0b10, bits: 2)
            try info.store(afterTag: &builder)
        case .externalOut(let info):
            try builder.store(0b11, bits: 2)
            try info.store(afterTag: &builder)
        }
    }
}

extension InternalMessageInfo {
    fileprivate init(afterTag slice: inout CellSlice) throws(CellError) {
        ihrDisabled = try slice.loadBit()
        bounce = try slice.loadBit()
        bounced = try slice.loadBit()
        source = try slice.load(field: "src")
        destination = try slice.load(field: "dest")
        value = try slice.load(field: "value")
        ihrFee = try slice.load(field: "extra_flags")
        forwardFee = try slice.load(field: "fwd_fee")
        createdLT = try slice.load()
        createdAt = try slice.load()
    }

    fileprivate func store(afterTag builder: inout CellBuilder) throws(CellError) {
        try builder.store(bit: ihrDisabled)
        try builder.store(bit: bounce)
        try builder.store(bit: bounced)
        try builder.store(source)
        try builder.store(destination)
        try builder.store(value)
        try builder.store(ihrFee)
        try builder.store(forwardFee)
        try builder.store(createdLT)
        try builder.store(createdAt)
    }
}

extension ExternalInMessageInfo {
    fileprivate init(afterTag slice: inout CellSlice) throws(CellError) {
        source = try slice.load(field: "src")
        destination = try slice.load(field: "dest")
        importFee = try slice.load(field: "import_fee")
    }

    fileprivate func store(afterTag builder: inout CellBuilder) throws(CellError) {
        try builder.store(source)
        try builder.store(destination)
        try builder.store(importFee)
    }
}

extension ExternalOutMessageInfo {
    fileprivate init(afterTag slice: inout CellSlice) throws(CellError) {
        source = try slice.load(field: "src")
        destination = try slice.load(field: "dest")
        createdLT = try slice.load()
        createdAt = try slice.load()
    }

    fileprivate func store(afterTag builder: inout CellBuilder) throws(CellError) {
        try builder.store(source)
        try builder.store(destination)
        try builder.store(createdLT)
        try builder.store(createdAt)
    }
}
