public import TONCells

/// From where on a block is too empty, too full, or refused.
///
/// ```
/// param_limits#c3 underload:# soft_limit:# { underload <= soft_limit } hard_limit:# { soft_limit <= hard_limit } = ParamLimits;
/// ```
public struct ParameterLimits: Hashable, Sendable {
    /// Below it a block is too empty.
    public var underload: UInt32
    /// Above it a block takes no more messages.
    public var softLimit: UInt32
    /// Above it a block is refused.
    public var hardLimit: UInt32

    /// Makes one.
    public init(underload: UInt32, softLimit: UInt32, hardLimit: UInt32) {
        self.underload = underload
        self.softLimit = softLimit
        self.hardLimit = hardLimit
    }
}

extension ParameterLimits: TLBCodable {
    private static let tag: UInt64 = 0xc3

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "ParamLimits")
        underload = try slice.load()
        softLimit = try slice.load()
        hardLimit = try slice.load()
        guard underload <= softLimit, softLimit <= hardLimit else {
            throw .outOfRange("limits must ascend, found \(underload), \(softLimit), \(hardLimit)")
        }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(underload)
        try builder.store(softLimit)
        try builder.store(hardLimit)
    }
}

/// How much of other shards' queues a block may take.
///
/// `imported_msg_queue_limits#d3 max_bytes:# max_msgs:# = ImportedMsgQueueLimits;`
public struct ImportedMessageQueueLimits: Hashable, Sendable {
    /// In bytes.
    public var maximumBytes: UInt32
    /// In messages.
    public var maximumMessages: UInt32

    /// Makes one.
    public init(maximumBytes: UInt32, maximumMessages: UInt32) {
        self.maximumBytes = maximumBytes
        self.maximumMessages = maximumMessages
    }
}

extension ImportedMessageQueueLimits: TLBCodable {
    private static let tag: UInt64 = 0xd3

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "ImportedMsgQueueLimits")
        maximumBytes = try slice.load()
        maximumMessages = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(maximumBytes)
        try builder.store(maximumMessages)
    }
}

/// Limits of blocks: configuration parameters 22 (masterchain) and 23.
///
/// ```
/// block_limits#5d bytes:ParamLimits gas:ParamLimits lt_delta:ParamLimits = BlockLimits;
/// block_limits_v2#5e bytes:ParamLimits gas:ParamLimits lt_delta:ParamLimits
///   collated_data:ParamLimits imported_msg_queue:ImportedMsgQueueLimits = BlockLimits;
/// ```
public struct BlockLimits: Hashable, Sendable {
    /// Of the size.
    public var bytes: ParameterLimits
    /// Of the gas.
    public var gas: ParameterLimits
    /// Of the logical time between start and end.
    public var ltDelta: ParameterLimits
    /// The limits that the second constructor adds; nil in the first.
    public var extended: Extension?

    /// Makes one.
    public init(bytes: ParameterLimits, gas: ParameterLimits, ltDelta: ParameterLimits, extended: Extension? = nil) {
        self.bytes = bytes
        self.gas = gas
        self.ltDelta = ltDelta
        self.extended = extended
    }

    /// Limits that the second constructor adds.
    public struct Extension: Hashable, Sendable {
        /// Of the data that proves the block to validators.
        public var collatedData: ParameterLimits
        /// Of messages from other shards.
        public var importedMessageQueue: ImportedMessageQueueLimits

        /// Makes one.
        public init(collatedData: ParameterLimits, importedMessageQueue: ImportedMessageQueueLimits) {
            self.collatedData = collatedData
            self.importedMessageQueue = importedMessageQueue
        }
    }
}

extension BlockLimits: TLBCodable {
    private static let tag: UInt64 = 0x5d
    private static let extendedTag: UInt64 = 0x5e

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 8)
        guard tag == Self.tag || tag == Self.extendedTag else {
            throw .unknownTag(type: "BlockLimits", found: tag, bits: 8)
        }
        bytes = try slice.load(field: "bytes")
        gas = try slice.load(field: "gas")
        ltDelta = try slice.load(field: "lt_delta")
        extended = tag == Self.extendedTag ? try slice.load(Extension.self) : nil
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(extended == nil ? Self.tag : Self.extendedTag, bits: 8)
        try builder.store(bytes)
        try builder.store(gas)
        try builder.store(ltDelta)
        if let extended { try builder.store(extended) }
    }
}

extension BlockLimits.Extension: TLBCodable {
    /// Reads the fields.
    public init(from slice: inout CellSlice) throws(CellError) {
        collatedData = try slice.load(field: "collated_data")
        importedMessageQueue = try slice.load(field: "imported_msg_queue")
    }

    /// Appends the fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(collatedData)
        try builder.store(importedMessageQueue)
    }
}
