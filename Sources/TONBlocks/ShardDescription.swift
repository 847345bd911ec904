public import TONCells
public import TONCrypto

/// Whether, and when, a shard is to be split or merged.
public enum FutureSplitMerge: Hashable, Sendable {
    /// `fsm_none$0`: neither.
    case none
    /// `fsm_split$10 split_utime:uint32 interval:uint32`: split from a unix time on, within so many seconds.
    case split(at: UInt32, interval: UInt32)
    /// `fsm_merge$11 merge_utime:uint32 interval:uint32`: merged from a unix time on, within so many seconds.
    case merge(at: UInt32, interval: UInt32)
}

extension FutureSplitMerge: TLBCodable {
    /// Reads any of the three constructors.
    public init(from slice: inout CellSlice) throws(CellError) {
        if try !slice.loadBit() {
            self = .none
        } else if try !slice.loadBit() {
            self = .split(at: try slice.load(), interval: try slice.load())
        } else {
            self = .merge(at: try slice.load(), interval: try slice.load())
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .none: try builder.store(0b0, bits: 1)
        case .split(let time, let interval):
            try builder.store(0b10, bits: 2)
            try builder.store(time)
            try builder.store(interval)
        case .merge(let time, let interval):
            try builder.store(0b11, bits: 2)
            try builder.store(time)
            try builder.store(interval)
        }
    }
}

/// The last block of a shard that the masterchain knows.
///
/// ```
/// shard_descr#b seq_no:uint32 reg_mc_seqno:uint32 start_lt:uint64 end_lt:uint64
///   root_hash:bits256 file_hash:bits256
///   before_split:Bool before_merge:Bool want_split:Bool want_merge:Bool
///   nx_cc_updated:Bool flags:(## 3) { flags = 0 }
///   next_catchain_seqno:uint32 next_validator_shard:uint64
///   min_ref_mc_seqno:uint32 gen_utime:uint32 split_merge_at:FutureSplitMerge
///   fees_collected:CurrencyCollection funds_created:CurrencyCollection = ShardDescr;
/// shard_descr_new#a … split_merge_at:FutureSplitMerge
///   ^[ fees_collected:CurrencyCollection funds_created:CurrencyCollection ] = ShardDescr;
/// ```
public struct ShardDescription: Hashable, Sendable {
    /// Its number.
    public var seqno: UInt32
    /// The masterchain block that took it up.
    public var registeredMasterchainSeqno: UInt32
    /// The logical time at which it starts.
    public var startLT: UInt64
    /// The logical time at which it ends.
    public var endLT: UInt64
    /// The hash of its root cell.
    public var rootHash: Hash256
    /// The SHA-256 of its bag of cells.
    public var fileHash: Hash256
    /// Whether the shard is split after it.
    public var isBeforeSplit: Bool
    /// Whether the shard is merged after it.
    public var isBeforeMerge: Bool
    /// Whether the shard should be split.
    public var wantsSplit: Bool
    /// Whether the shard should be merged.
    public var wantsMerge: Bool
    /// Whether the next session of validators starts.
    public var nextCatchainUpdated: Bool
    /// The number of the next session of validators.
    public var nextCatchainSeqno: UInt32
    /// The number of the shard that the next session is chosen for.
    public var nextValidatorShard: UInt64
    /// The lowest masterchain block that its state refers to.
    public var minimumReferencedMasterchainSeqno: UInt32
    /// The unix time at which it was made.
    public var generatedAt: UInt32
    /// When the shard is to be split or merged.
    public var splitMergeAt: FutureSplitMerge
    /// The fees of the shard's blocks since the last masterchain block.
    public var feesCollected: CurrencyCollection
    /// What was made as the reward of those blocks.
    public var fundsCreated: CurrencyCollection
    /// Whether the two amounts lie in a cell of their own, as they do today.
    public var hasReferencedFees: Bool

    /// Makes one.
    public init(
        seqno: UInt32, registeredMasterchainSeqno: UInt32, startLT: UInt64, endLT: UInt64, rootHash: Hash256,
        fileHash: Hash256, isBeforeSplit: Bool = false, isBeforeMerge: Bool = false, wantsSplit: Bool = false,
        wantsMerge: Bool = false, nextCatchainUpdated: Bool = false, nextCatchainSeqno: UInt32,
        nextValidatorShard: UInt64, minimumReferencedMasterchainSeqno: UInt32, generatedAt: UInt32,
        splitMergeAt: FutureSplitMerge, feesCollected: CurrencyCollection, fundsCreated: CurrencyCollection,
        hasReferencedFees: Bool = true
    ) {
        self.seqno = seqno
        self.registeredMasterchainSeqno = registeredMasterchainSeqno
        self.startLT = startLT
        self.endLT = endLT
        self.rootHash = rootHash
        self.fileHash = fileHash
        self.isBeforeSplit = isBeforeSplit
        self.isBeforeMerge = isBeforeMerge
        self.wantsSplit = wantsSplit
        self.wantsMerge = wantsMerge
        self.nextCatchainUpdated = nextCatchainUpdated
        self.nextCatchainSeqno = nextCatchainSeqno
        self.nextValidatorShard = nextValidatorShard
        self.minimumReferencedMasterchainSeqno = minimumReferencedMasterchainSeqno
        self.generatedAt = generatedAt
        self.splitMergeAt = splitMergeAt
        self.feesCollected = feesCollected
        self.fundsCreated = fundsCreated
        self.hasReferencedFees = hasReferencedFees
    }

    /// The block's full name.
    public func identifier(in shard: ShardIdentifier) -> BlockIdentifier {
        BlockIdentifier(shardIdentifier: shard, seqno: seqno, rootHash: rootHash, fileHash: fileHash)
    }
}

extension ShardDescription: TLBCodable {
    private static let inlineTag: UInt64 = 0xb
    private static let referencedTag: UInt64 = 0xa

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 4)
        guard tag == Self.inlineTag || tag == Self.referencedTag else {
            throw .unknownTag(type: "ShardDescr", found: tag, bits: 4)
        }
        seqno = try slice.load()
        registeredMasterchainSeqno = try slice.load()
        startLT = try slice.load()
        endLT = try slice.load()
        rootHash = try slice.loadHash()
        fileHash = try slice.loadHash()
        isBeforeSplit = try slice.loadBit()
        isBeforeMerge = try slice.loadBit()
        wantsSplit = try slice.loadBit()
        wantsMerge = try slice.loadBit()
        nextCatchainUpdated = try slice.loadBit()
        try slice.loadZeros(3, field: "flags")
        nextCatchainSeqno = try slice.load()
        nextValidatorShard = try slice.load()
        minimumReferencedMasterchainSeqno = try slice.load()
        generatedAt = try slice.load()
        splitMergeAt = try slice.load(field: "split_merge_at")
        if tag == Self.referencedTag {
            var fees = try slice.loadReference().slice()
            feesCollected = try fees.load(field: "fees_collected")
            fundsCreated = try fees.load(field: "funds_created")
            try fees.end()
        } else {
            feesCollected = try slice.load(field: "fees_collected")
            fundsCreated = try slice.load(field: "funds_created")
        }
        hasReferencedFees = tag == Self.referencedTag
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(hasReferencedFees ? Self.referencedTag : Self.inlineTag, bits: 4)
        try builder.store(seqno)
        try builder.store(registeredMasterchainSeqno)
        try builder.store(startLT)
        try builder.store(endLT)
        try builder.store(rootHash)
        try builder.store(fileHash)
        try builder.store(bit: isBeforeSplit)
        try builder.store(bit: isBeforeMerge)
        try builder.store(bit: wantsSplit)
        try builder.store(bit: wantsMerge)
        try builder.store(bit: nextCatchainUpdated)
        try builder.store(0, bits: 3)
        try builder.store(nextCatchainSeqno)
        try builder.store(nextValidatorShard)
        try builder.store(minimumReferencedMasterchainSeqno)
        try builder.store(generatedAt)
        try builder.store(splitMergeAt)
        var fees = CellBuilder()
        try fees.store(feesCollected)
        try fees.store(fundsCreated)
        if hasReferencedFees { try builder.store(reference: try fees.build()) } else { try builder.store(fees) }
    }
}
