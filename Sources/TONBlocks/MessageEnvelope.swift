public import TONCells

/// Where a message on its way between shards is, or goes next.
public enum IntermediateAddress: Hashable, Sendable {
    /// `interm_addr_regular$0 use_dest_bits:(#<= 96)`: workchain and address of the destination as far as these bits
    /// say, and of the source from there on.
    case regular(destinationBits: UInt8)
    /// `interm_addr_simple$10 workchain_id:int8 addr_pfx:uint64`: an address of its own.
    case simple(workchain: Int8, addressPrefix: UInt64)
    /// `interm_addr_ext$11 workchain_id:int32 addr_pfx:uint64`: an address in a workchain with a large number.
    case extended(workchain: Int32, addressPrefix: UInt64)

    /// The message has arrived: all 96 bits are those of its destination.
    public static let destination = IntermediateAddress.regular(destinationBits: 96)
}

extension IntermediateAddress: TLBCodable {
    /// Reads any of the three constructors.
    public init(from slice: inout CellSlice) throws(CellError) {
        if try !slice.loadBit() {
            let bits = UInt8(truncatingIfNeeded: try slice.loadUInt(bits: 7))
            try Self.check(bits)
            self = .regular(destinationBits: bits)
        } else if try !slice.loadBit() {
            let workchain = Int8(truncatingIfNeeded: try slice.loadInt(bits: 8))
            self = .simple(workchain: workchain, addressPrefix: try slice.load())
        } else {
            let workchain = try slice.loadInt32()
            self = .extended(workchain: workchain, addressPrefix: try slice.load())
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .regular(let bits):
            try Self.check(bits)
            try builder.store(0b0, bits: 1)
            try builder.store(UInt64(bits), bits: 7)
        case .simple(let workchain, let prefix):
            try builder.store(0b10, bits: 2)
            try builder.store(signed: Int64(workchain), bits: 8)
            try builder.store(prefix)
        case .extended(let workchain, let prefix):
            try builder.store(0b11, bits: 2)
            try builder.store(int32: workchain)
            try builder.store(prefix)
        }
    }

    private static func check(_ bits: UInt8) throws(CellError) {
        guard bits <= 96 else { throw .within("use_dest_bits", .outOfRange("expected at most 96, found \(bits)")) }
    }
}

/// Which message from outside, or tick or tock, set off the chain of messages that this one is in.
///
/// `msg_metadata#0 depth:uint32 initiator_addr:MsgAddressInt initiator_lt:uint64 = MsgMetadata;`
public struct MessageMetadata: Hashable, Sendable {
    /// How many messages lie between.
    public var depth: UInt32
    /// The account where the chain began.
    public var initiatorAddress: MessageAddress
    /// The logical time of the transaction where it began.
    public var initiatorLT: UInt64

    /// Makes one.
    public init(depth: UInt32, initiatorAddress: MessageAddress, initiatorLT: UInt64) {
        self.depth = depth
        self.initiatorAddress = initiatorAddress
        self.initiatorLT = initiatorLT
    }
}

extension MessageMetadata: TLBCodable {
    private static let tag: UInt64 = 0x0

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 4, of: "MsgMetadata")
        depth = try slice.load()
        initiatorAddress = try slice.load(field: "initiator_addr")
        initiatorLT = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 4)
        try builder.store(depth)
        try builder.store(initiatorAddress)
        try builder.store(initiatorLT)
    }
}

/// A message on its way.
///
/// ```
/// msg_envelope#4 cur_addr:IntermediateAddress next_addr:IntermediateAddress
///   fwd_fee_remaining:Grams msg:^(Message Any) = MsgEnvelope;
/// msg_envelope_v2#5 cur_addr:IntermediateAddress next_addr:IntermediateAddress
///   fwd_fee_remaining:Grams msg:^(Message Any)
///   emitted_lt:(Maybe uint64) metadata:(Maybe MsgMetadata) = MsgEnvelope;
/// ```
public struct MessageEnvelope: Hashable, Sendable {
    /// Where it is.
    public var currentAddress: IntermediateAddress
    /// Where it goes next.
    public var nextAddress: IntermediateAddress
    /// What is left of the fee of forwarding it.
    public var forwardFeeRemaining: Coins
    /// The message.
    public var message: Lazy<Message>
    /// Whether it is written with the second constructor, which has the two fields below.
    public var isExtended: Bool
    /// When a message that was held back left the dispatch queue.
    public var emittedLT: UInt64?
    /// What set it off.
    public var metadata: MessageMetadata?

    /// Makes one.
    public init(
        currentAddress: IntermediateAddress, nextAddress: IntermediateAddress, forwardFeeRemaining: Coins,
        message: Lazy<Message>, isExtended: Bool = false, emittedLT: UInt64? = nil, metadata: MessageMetadata? = nil
    ) {
        self.currentAddress = currentAddress
        self.nextAddress = nextAddress
        self.forwardFeeRemaining = forwardFeeRemaining
        self.message = message
        self.isExtended = isExtended
        self.emittedLT = emittedLT
        self.metadata = metadata
    }
}

extension MessageEnvelope: TLBCodable {
    private static let tag: UInt64 = 4
    private static let extendedTag: UInt64 = 5

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 4)
        guard tag == Self.tag || tag == Self.extendedTag else {
            throw .unknownTag(type: "MsgEnvelope", found: tag, bits: 4)
        }
        currentAddress = try slice.load(field: "cur_addr")
        nextAddress = try slice.load(field: "next_addr")
        forwardFeeRemaining = try slice.load(field: "fwd_fee_remaining")
        message = try slice.load(field: "msg")
        isExtended = tag == Self.extendedTag
        if isExtended {
            emittedLT = try slice.loadBit() ? try slice.load() : nil
            metadata = try slice.loadMaybe(field: "metadata")
        } else {
            emittedLT = nil
            metadata = nil
        }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        guard isExtended || (emittedLT == nil && metadata == nil) else {
            throw .outOfRange("the older envelope holds no emitted_lt and no metadata")
        }
        try builder.store(isExtended ? Self.extendedTag : Self.tag, bits: 4)
        try builder.store(currentAddress)
        try builder.store(nextAddress)
        try builder.store(forwardFeeRemaining)
        try builder.store(message)
        if isExtended {
            try builder.store(bit: emittedLT != nil)
            if let emittedLT { try builder.store(emittedLT) }
            try builder.store(maybe: metadata)
        }
    }
}
