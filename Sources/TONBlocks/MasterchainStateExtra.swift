public import TONCells

/// What only the state of the masterchain has.
///
/// ```
/// masterchain_state_extra#cc26 shard_hashes:ShardHashes config:ConfigParams
///   ^[ flags:(## 16) { flags <= 1 } validator_info:ValidatorInfo prev_blocks:OldMcBlocksInfo
///      after_key_block:Bool last_key_block:(Maybe ExtBlkRef)
///      block_create_stats:(flags . 0)?BlockCreateStats ]
///   global_balance:CurrencyCollection = McStateExtra;
/// ```
public struct MasterchainStateExtra: Hashable, Sendable {
    /// The last blocks of all shards.
    public var shardHashes: ShardHashes
    /// The configuration.
    public var configuration: ConfigurationParameters
    /// Validators, and all blocks so far.
    public var details: Lazy<MasterchainStateDetails>
    /// What there is in the whole network.
    public var globalBalance: CurrencyCollection

    /// Makes one.
    public init(
        shardHashes: ShardHashes, configuration: ConfigurationParameters, details: Lazy<MasterchainStateDetails>,
        globalBalance: CurrencyCollection
    ) {
        self.shardHashes = shardHashes
        self.configuration = configuration
        self.details = details
        self.globalBalance = globalBalance
    }
}

extension MasterchainStateExtra: TLBCodable {
    private static let tag: UInt64 = 0xcc26

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 16, of: "McStateExtra")
        shardHashes = try slice.load(field: "shard_hashes")
        configuration = try slice.load(field: "config")
        details = try slice.load(field: "")
        globalBalance = try slice.load(field: "global_balance")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 16)
        try builder.store(shardHashes)
        try builder.store(configuration)
        try builder.store(details)
        try builder.store(globalBalance)
    }
}

/// Validators, and all blocks so far.
///
/// ```
/// ^[ flags:(## 16) { flags <= 1 } validator_info:ValidatorInfo prev_blocks:OldMcBlocksInfo
///    after_key_block:Bool last_key_block:(Maybe ExtBlkRef)
///    block_create_stats:(flags . 0)?BlockCreateStats ]
/// ```
public struct MasterchainStateDetails: Hashable, Sendable {
    /// The current session of validators.
    public var validatorInfo: ValidatorInfo
    /// All masterchain blocks before.
    public var previousBlocks: OldMasterchainBlocks
    /// Whether the last block was a key block.
    public var isAfterKeyBlock: Bool
    /// The last key block; nil before the first.
    public var lastKeyBlock: ExternalBlockReference?
    /// Who made how many blocks; nil where that isn't counted.
    public var blockCreateStats: BlockCreateStats?

    /// Makes one.
    public init(
        validatorInfo: ValidatorInfo, previousBlocks: OldMasterchainBlocks, isAfterKeyBlock: Bool,
        lastKeyBlock: ExternalBlockReference? = nil, blockCreateStats: BlockCreateStats? = nil
    ) {
        self.validatorInfo = validatorInfo
        self.previousBlocks = previousBlocks
        self.isAfterKeyBlock = isAfterKeyBlock
        self.lastKeyBlock = lastKeyBlock
        self.blockCreateStats = blockCreateStats
    }
}

extension MasterchainStateDetails: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let flags = try slice.loadUInt(bits: 16)
        guard flags <= 1 else { throw .within("flags", .outOfRange("expected 0 or 1, found \(flags)")) }
        validatorInfo = try slice.load(field: "validator_info")
        previousBlocks = try slice.load(field: "prev_blocks")
        isAfterKeyBlock = try slice.loadBit()
        lastKeyBlock = try slice.loadMaybe(field: "last_key_block")
        blockCreateStats = flags == 1 ? try slice.load(BlockCreateStats.self, field: "block_create_stats") : nil
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(blockCreateStats == nil ? 0 : 1, bits: 16)
        try builder.store(validatorInfo)
        try builder.store(previousBlocks)
        try builder.store(bit: isAfterKeyBlock)
        try builder.store(maybe: lastKeyBlock)
        if let blockCreateStats { try builder.store(blockCreateStats) }
    }
}

/// A session of validators.
///
/// `validator_info$_ validator_list_hash_short:uint32 catchain_seqno:uint32 nx_cc_updated:Bool = ValidatorInfo;`
public struct ValidatorInfo: Hashable, Sendable {
    /// A short hash of the validators.
    public var validatorListHashShort: UInt32
    /// The number of the session.
    public var catchainSeqno: UInt32
    /// Whether the next session starts.
    public var nextCatchainUpdated: Bool

    /// Makes one.
    public init(validatorListHashShort: UInt32, catchainSeqno: UInt32, nextCatchainUpdated: Bool) {
        self.validatorListHashShort = validatorListHashShort
        self.catchainSeqno = catchainSeqno
        self.nextCatchainUpdated = nextCatchainUpdated
    }
}

extension ValidatorInfo: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        validatorListHashShort = try slice.load()
        catchainSeqno = try slice.load()
        nextCatchainUpdated = try slice.loadBit()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(validatorListHashShort)
        try builder.store(catchainSeqno)
        try builder.store(bit: nextCatchainUpdated)
    }
}
