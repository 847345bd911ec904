public import TONCells
public import TONCrypto

/// Accounts of a shard, by their addresses: `_ (HashmapAugE 256 ShardAccount DepthBalanceInfo) = ShardAccounts`.
public typealias ShardAccounts = TypedHashmapAugE<Hash256, ShardAccount, DepthBalanceInfo>

/// What accounts have, and the longest fixed prefix among them.
///
/// `depth_balance$_ split_depth:(#<= 30) balance:CurrencyCollection = DepthBalanceInfo;`
public struct DepthBalanceInfo: Hashable, Sendable {
    /// The longest fixed prefix: 0…30.
    public var splitDepth: UInt8
    /// What they have together.
    public var balance: CurrencyCollection

    /// Makes one.
    public init(splitDepth: UInt8, balance: CurrencyCollection) {
        self.splitDepth = splitDepth
        self.balance = balance
    }
}

extension DepthBalanceInfo: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        splitDepth = UInt8(truncatingIfNeeded: try slice.loadUInt(bits: 5))
        balance = try slice.load(field: "balance")
        try Self.check(splitDepth)
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try Self.check(splitDepth)
        try builder.store(UInt64(splitDepth), bits: 5)
        try builder.store(balance)
    }

    private static func check(_ depth: UInt8) throws(CellError) {
        guard depth <= 30 else { throw .within("split_depth", .outOfRange("expected at most 30, found \(depth)")) }
    }
}

extension DepthBalanceInfo: HashmapExtra {
    /// No prefix and nothing.
    public static var empty: DepthBalanceInfo { DepthBalanceInfo(splitDepth: 0, balance: .zero) }

    /// The longer prefix and the sum.
    public static func combining(
        _ left: DepthBalanceInfo, _ right: DepthBalanceInfo
    ) throws(CellError) -> DepthBalanceInfo {
        DepthBalanceInfo(
            splitDepth: max(left.splitDepth, right.splitDepth), balance: try left.balance.adding(right.balance))
    }
}

/// The state of a shard. Its parts are read when asked for, so that a proof with others pruned reads like the whole.
///
/// ```
/// shard_state#9023afe2 global_id:int32 shard_id:ShardIdent seq_no:uint32 vert_seq_no:#
///   gen_utime:uint32 gen_lt:uint64 min_ref_mc_seqno:uint32
///   out_msg_queue_info:^OutMsgQueueInfo before_split:(## 1) accounts:^ShardAccounts
///   ^[ overload_history:uint64 underload_history:uint64
///      total_balance:CurrencyCollection total_validator_fees:CurrencyCollection
///      libraries:(HashmapE 256 LibDescr) master_ref:(Maybe BlkMasterInfo) ]
///   custom:(Maybe ^McStateExtra) = ShardStateUnsplit;
/// ```
public struct ShardStateUnsplit: Hashable, Sendable {
    /// Which network it belongs to: −239 for the main one, −3 for the test one.
    public var globalIdentifier: Int32
    /// The shard.
    public var shard: ShardIdentifier
    /// The number of the block after which it is; 0 for the first state.
    public var seqno: UInt32
    /// How often the history was replaced by another.
    public var verticalSeqno: UInt32
    /// The unix time of the block.
    public var generatedAt: UInt32
    /// The logical time at which the block ends.
    public var generatedLT: UInt64
    /// The lowest masterchain block that anything in it refers to.
    public var minimumReferencedMasterchainSeqno: UInt32
    /// The queues of messages.
    public var outMessageQueueInfo: Lazy<OutMessageQueueInfo>
    /// Whether the shard is split after it.
    public var isBeforeSplit: Bool
    /// The accounts.
    public var accounts: Lazy<ShardAccounts>
    /// Load, sums, libraries and the masterchain block that it refers to.
    public var details: Lazy<ShardStateDetails>
    /// What only the state of the masterchain has.
    public var masterchainExtra: Lazy<MasterchainStateExtra>?
    /// Whether the shard's prefix is written with the 1 that ends it, as in some first states; blocks don't have it.
    public var hasTerminatedPrefix: Bool

    /// Makes one.
    public init(
        globalIdentifier: Int32, shard: ShardIdentifier, seqno: UInt32, verticalSeqno: UInt32 = 0, generatedAt: UInt32,
        generatedLT: UInt64, minimumReferencedMasterchainSeqno: UInt32, outMessageQueueInfo: Lazy<OutMessageQueueInfo>,
        isBeforeSplit: Bool = false, accounts: Lazy<ShardAccounts>, details: Lazy<ShardStateDetails>,
        masterchainExtra: Lazy<MasterchainStateExtra>? = nil, hasTerminatedPrefix: Bool = false
    ) {
        self.globalIdentifier = globalIdentifier
        self.shard = shard
        self.seqno = seqno
        self.verticalSeqno = verticalSeqno
        self.generatedAt = generatedAt
        self.generatedLT = generatedLT
        self.minimumReferencedMasterchainSeqno = minimumReferencedMasterchainSeqno
        self.outMessageQueueInfo = outMessageQueueInfo
        self.isBeforeSplit = isBeforeSplit
        self.accounts = accounts
        self.details = details
        self.masterchainExtra = masterchainExtra
        self.hasTerminatedPrefix = hasTerminatedPrefix
    }
}

extension ShardStateUnsplit: TLBCodable {
    private static let tag: UInt64 = 0x9023afe2

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 32, of: "ShardStateUnsplit")
        globalIdentifier = try slice.loadInt32()
        (shard, hasTerminatedPrefix) = try within("shard_id") { () throws(CellError) in
            try ShardIdentifier.load(from: &slice)
        }
        seqno = try slice.load()
        verticalSeqno = try slice.load()
        generatedAt = try slice.load()
        generatedLT = try slice.load()
        minimumReferencedMasterchainSeqno = try slice.load()
        outMessageQueueInfo = try slice.load(field: "out_msg_queue_info")
        isBeforeSplit = try slice.loadBit()
        accounts = try slice.load(field: "accounts")
        details = try slice.load(field: "")
        masterchainExtra = try slice.loadMaybe(field: "custom")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 32)
        try builder.store(int32: globalIdentifier)
        try shard.store(in: &builder, isTerminated: hasTerminatedPrefix)
        try builder.store(seqno)
        try builder.store(verticalSeqno)
        try builder.store(generatedAt)
        try builder.store(generatedLT)
        try builder.store(minimumReferencedMasterchainSeqno)
        try builder.store(outMessageQueueInfo)
        try builder.store(bit: isBeforeSplit)
        try builder.store(accounts)
        try builder.store(details)
        try builder.store(maybe: masterchainExtra)
    }
}

/// The part of a shard's state that lies in a cell without a name.
///
/// ```
/// ^[ overload_history:uint64 underload_history:uint64
///    total_balance:CurrencyCollection total_validator_fees:CurrencyCollection
///    libraries:(HashmapE 256 LibDescr) master_ref:(Maybe BlkMasterInfo) ]
/// ```
public struct ShardStateDetails: Hashable, Sendable {
    /// A bit for each of the last blocks: whether it was too full.
    public var overloadHistory: UInt64
    /// A bit for each of the last blocks: whether it was too empty.
    public var underloadHistory: UInt64
    /// What the accounts have together.
    public var totalBalance: CurrencyCollection
    /// Fees not yet given to the collector.
    public var totalValidatorFees: CurrencyCollection
    /// Public libraries, in the masterchain.
    public var libraries: Libraries
    /// The masterchain block that the last block refers to; nil in the masterchain.
    public var masterReference: ExternalBlockReference?

    /// Makes one.
    public init(
        overloadHistory: UInt64 = 0, underloadHistory: UInt64 = 0, totalBalance: CurrencyCollection,
        totalValidatorFees: CurrencyCollection, libraries: Libraries = Libraries(),
        masterReference: ExternalBlockReference? = nil
    ) {
        self.overloadHistory = overloadHistory
        self.underloadHistory = underloadHistory
        self.totalBalance = totalBalance
        self.totalValidatorFees = totalValidatorFees
        self.libraries = libraries
        self.masterReference = masterReference
    }
}

extension ShardStateDetails: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        overloadHistory = try slice.load()
        underloadHistory = try slice.load()
        totalBalance = try slice.load(field: "total_balance")
        totalValidatorFees = try slice.load(field: "total_validator_fees")
        libraries = try slice.load(field: "libraries")
        masterReference = try slice.loadMaybe(field: "master_ref")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(overloadHistory)
        try builder.store(underloadHistory)
        try builder.store(totalBalance)
        try builder.store(totalValidatorFees)
        try builder.store(libraries)
        try builder.store(maybe: masterReference)
    }
}

/// The state of a shard, or of two halves that have just been merged into one block's work.
///
/// ```
/// _ ShardStateUnsplit = ShardState;
/// split_state#5f327da5 left:^ShardStateUnsplit right:^ShardStateUnsplit = ShardState;
/// ```
public enum ShardState: Hashable, Sendable {
    /// The state of one shard.
    case unsplit(ShardStateUnsplit)
    /// The states of both halves, left first.
    case split(left: Lazy<ShardStateUnsplit>, right: Lazy<ShardStateUnsplit>)

    /// The state of one shard; nil where there are two halves.
    public var unsplit: ShardStateUnsplit? {
        if case .unsplit(let state) = self { state } else { nil }
    }
}

extension ShardState: TLBCodable {
    private static let splitTag: UInt64 = 0x5f32_7da5

    /// Reads either constructor.
    public init(from slice: inout CellSlice) throws(CellError) {
        guard try slice.peekUInt(bits: 32) == Self.splitTag else {
            self = .unsplit(try slice.load())
            return
        }
        try slice.skip(bits: 32)
        self = .split(left: try slice.load(field: "left"), right: try slice.load(field: "right"))
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .unsplit(let state): try builder.store(state)
        case .split(let left, let right):
            try builder.store(Self.splitTag, bits: 32)
            try builder.store(left)
            try builder.store(right)
        }
    }
}
