public import TONCells

/// The header of a block.
///
/// ```
/// block_info#9bc7a987 version:uint32 not_master:(## 1) after_merge:(## 1) before_split:(## 1)
///   after_split:(## 1) want_split:Bool want_merge:Bool key_block:Bool vert_seqno_incr:(## 1)
///   flags:(## 8) { flags <= 1 } seq_no:# vert_seq_no:# { vert_seq_no >= vert_seqno_incr }
///   { prev_seq_no:# } { ~prev_seq_no + 1 = seq_no } shard:ShardIdent gen_utime:uint32
///   start_lt:uint64 end_lt:uint64 gen_validator_list_hash_short:uint32 gen_catchain_seqno:uint32
///   min_ref_mc_seqno:uint32 prev_key_block_seqno:uint32
///   gen_software:flags . 0?GlobalVersion master_ref:not_master?^BlkMasterInfo
///   prev_ref:^(BlkPrevInfo after_merge) prev_vert_ref:vert_seqno_incr?^(BlkPrevInfo 0) = BlockInfo;
/// ```
public struct BlockInfo: Hashable, Sendable {
    /// The version of the block's layout: 0 so far.
    public var version: UInt32
    /// Whether its shard was merged from two before it.
    public var isAfterMerge: Bool
    /// Whether its shard is split after it.
    public var isBeforeSplit: Bool
    /// Whether its shard was split off before it.
    public var isAfterSplit: Bool
    /// Whether its shard should be split.
    public var wantsSplit: Bool
    /// Whether its shard should be merged.
    public var wantsMerge: Bool
    /// Whether it is a masterchain block with a whole configuration.
    public var isKeyBlock: Bool
    /// Its number, 1 or more.
    public var seqno: UInt32
    /// How often the history was replaced by another.
    public var verticalSeqno: UInt32
    /// The shard.
    public var shard: ShardIdentifier
    /// The unix time at which it was made.
    public var generatedAt: UInt32
    /// The logical time at which it starts.
    public var startLT: UInt64
    /// The logical time at which it ends.
    public var endLT: UInt64
    /// A short hash of the validators that made it.
    public var validatorListHashShort: UInt32
    /// The number of the validators' session.
    public var catchainSeqno: UInt32
    /// The lowest masterchain block that anything in the state refers to.
    public var minimumReferencedMasterchainSeqno: UInt32
    /// The last key block before it.
    public var previousKeyBlockSeqno: UInt32
    /// The software that made it; nil where it doesn't say.
    public var software: GlobalVersion?
    /// The masterchain block that a block of a shard refers to; nil in the masterchain.
    public var masterReference: Lazy<ExternalBlockReference>?
    /// What ``previousBlocks()`` reads; in a proof it may be pruned.
    public var previousReference: Cell
    /// The block that this one replaces, where it increments the vertical number.
    public var previousVerticalReference: Lazy<ExternalBlockReference>?

    /// Makes one.
    public init(
        version: UInt32 = 0, isAfterMerge: Bool = false, isBeforeSplit: Bool = false, isAfterSplit: Bool = false,
        wantsSplit: Bool = false, wantsMerge: Bool = false, isKeyBlock: Bool = false, seqno: UInt32,
        verticalSeqno: UInt32 = 0, shard: ShardIdentifier, generatedAt: UInt32, startLT: UInt64, endLT: UInt64,
        validatorListHashShort: UInt32, catchainSeqno: UInt32, minimumReferencedMasterchainSeqno: UInt32,
        previousKeyBlockSeqno: UInt32, software: GlobalVersion? = nil,
        masterReference: Lazy<ExternalBlockReference>? = nil, previousReference: Cell,
        previousVerticalReference: Lazy<ExternalBlockReference>? = nil
    ) {
        self.version = version
        self.isAfterMerge = isAfterMerge
        self.isBeforeSplit = isBeforeSplit
        self.isAfterSplit = isAfterSplit
        self.wantsSplit = wantsSplit
        self.wantsMerge = wantsMerge
        self.isKeyBlock = isKeyBlock
        self.seqno = seqno
        self.verticalSeqno = verticalSeqno
        self.shard = shard
        self.generatedAt = generatedAt
        self.startLT = startLT
        self.endLT = endLT
        self.validatorListHashShort = validatorListHashShort
        self.catchainSeqno = catchainSeqno
        self.minimumReferencedMasterchainSeqno = minimumReferencedMasterchainSeqno
        self.previousKeyBlockSeqno = previousKeyBlockSeqno
        self.software = software
        self.masterReference = masterReference
        self.previousReference = previousReference
        self.previousVerticalReference = previousVerticalReference
    }

    /// Whether it is a block of the masterchain: it refers to no masterchain block.
    public var isMasterchain: Bool { masterReference == nil }

    /// 1 where it replaces a block of another history, and so names that; else 0.
    public var verticalSeqnoIncrement: UInt32 { previousVerticalReference == nil ? 0 : 1 }
}

extension BlockInfo: TLBCodable {
    private static let tag: UInt64 = 0x9bc7_a987

    /// Reads the layout; what lies in references is read when asked for.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 32, of: "BlockInfo")
        version = try slice.load()
        let isNotMaster = try slice.loadBit()
        isAfterMerge = try slice.loadBit()
        isBeforeSplit = try slice.loadBit()
        isAfterSplit = try slice.loadBit()
        wantsSplit = try slice.loadBit()
        wantsMerge = try slice.loadBit()
        isKeyBlock = try slice.loadBit()
        let incrementsVerticalSeqno = try slice.loadBit()
        let flags = try slice.loadUInt(bits: 8)
        guard flags <= 1 else { throw .within("flags", .outOfRange("expected 0 or 1, found \(flags)")) }
        seqno = try slice.load()
        verticalSeqno = try slice.load()
        try Self.check(seqno, verticalSeqno, incrementsVerticalSeqno)
        shard = try slice.load(field: "shard")
        generatedAt = try slice.load()
        startLT = try slice.load()
        endLT = try slice.load()
        validatorListHashShort = try slice.load()
        catchainSeqno = try slice.load()
        minimumReferencedMasterchainSeqno = try slice.load()
        previousKeyBlockSeqno = try slice.load()
        software = flags == 1 ? try slice.load(GlobalVersion.self, field: "gen_software") : nil
        masterReference = isNotMaster ? try slice.load(Lazy.self, field: "master_ref") : nil
        previousReference = try slice.loadReference()
        previousVerticalReference = incrementsVerticalSeqno ? try slice.load(Lazy.self, field: "prev_vert_ref") : nil
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try Self.check(seqno, verticalSeqno, previousVerticalReference != nil)
        try builder.store(Self.tag, bits: 32)
        try builder.store(version)
        try builder.store(bit: masterReference != nil)
        try builder.store(bit: isAfterMerge)
        try builder.store(bit: isBeforeSplit)
        try builder.store(bit: isAfterSplit)
        try builder.store(bit: wantsSplit)
        try builder.store(bit: wantsMerge)
        try builder.store(bit: isKeyBlock)
        try builder.store(bit: previousVerticalReference != nil)
        try builder.store(software == nil ? 0 : 1, bits: 8)
        try builder.store(seqno)
        try builder.store(verticalSeqno)
        try builder.store(shard)
        try builder.store(generatedAt)
        try builder.store(startLT)
        try builder.store(endLT)
        try builder.store(validatorListHashShort)
        try builder.store(catchainSeqno)
        try builder.store(minimumReferencedMasterchainSeqno)
        try builder.store(previousKeyBlockSeqno)
        if let software { try builder.store(software) }
        if let masterReference { try builder.store(masterReference) }
        try builder.store(reference: previousReference)
        if let previousVerticalReference { try builder.store(previousVerticalReference) }
    }

    private static func check(_ seqno: UInt32, _ vertical: UInt32, _ increments: Bool) throws(CellError) {
        guard seqno > 0 else { throw .within("seq_no", .outOfRange("a block's number is 1 or more, not 0")) }
        guard vertical > 0 || !increments else {
            throw .within("vert_seq_no", .outOfRange("expected 1 or more where it was incremented, found 0"))
        }
    }
}
