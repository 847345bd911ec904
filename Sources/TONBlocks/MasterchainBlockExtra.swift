public import TONCells

/// What only a masterchain block has.
///
/// ```
/// masterchain_block_extra#cca5 key_block:(## 1) shard_hashes:ShardHashes shard_fees:ShardFees
///   ^[ prev_blk_signatures:(HashmapE 16 CryptoSignaturePair)
///      recover_create_msg:(Maybe ^InMsg) mint_msg:(Maybe ^InMsg) ]
///   config:key_block?ConfigParams = McBlockExtra;
/// ```
public struct MasterchainBlockExtra: Hashable, Sendable {
    /// The last blocks of all shards.
    public var shardHashes: ShardHashes
    /// What those blocks collected and made.
    public var shardFees: ShardFees
    /// Signatures and messages.
    public var details: Lazy<MasterchainBlockDetails>
    /// The whole configuration, in a key block.
    public var configuration: ConfigurationParameters?

    /// Makes one.
    public init(
        shardHashes: ShardHashes, shardFees: ShardFees, details: Lazy<MasterchainBlockDetails>,
        configuration: ConfigurationParameters? = nil
    ) {
        self.shardHashes = shardHashes
        self.shardFees = shardFees
        self.details = details
        self.configuration = configuration
    }

    /// Whether the block is a key block: it has a configuration.
    public var isKeyBlock: Bool { configuration != nil }
}

extension MasterchainBlockExtra: TLBCodable {
    private static let tag: UInt64 = 0xcca5

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 16, of: "McBlockExtra")
        let isKeyBlock = try slice.loadBit()
        shardHashes = try slice.load(field: "shard_hashes")
        shardFees = try slice.load(field: "shard_fees")
        details = try slice.load(field: "")
        configuration = isKeyBlock ? try slice.load(ConfigurationParameters.self, field: "config") : nil
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 16)
        try builder.store(bit: configuration != nil)
        try builder.store(shardHashes)
        try builder.store(shardFees)
        try builder.store(details)
        if let configuration { try builder.store(configuration) }
    }
}

/// Signatures and messages of a masterchain block.
///
/// ```
/// ^[ prev_blk_signatures:(HashmapE 16 CryptoSignaturePair)
///    recover_create_msg:(Maybe ^InMsg) mint_msg:(Maybe ^InMsg) ]
/// ```
public struct MasterchainBlockDetails: Hashable, Sendable {
    /// Signatures of the block before.
    public var previousBlockSignatures: SignaturePairs
    /// The message that gives fees and rewards to the collector.
    public var recoverMessage: Lazy<InMessage>?
    /// The message that gives other currencies, newly made, to the minter.
    public var mintMessage: Lazy<InMessage>?

    /// Makes one.
    public init(
        previousBlockSignatures: SignaturePairs, recoverMessage: Lazy<InMessage>? = nil,
        mintMessage: Lazy<InMessage>? = nil
    ) {
        self.previousBlockSignatures = previousBlockSignatures
        self.recoverMessage = recoverMessage
        self.mintMessage = mintMessage
    }
}

extension MasterchainBlockDetails: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        previousBlockSignatures = try slice.load(field: "prev_blk_signatures")
        recoverMessage = try slice.loadMaybe(field: "recover_create_msg")
        mintMessage = try slice.loadMaybe(field: "mint_msg")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(previousBlockSignatures)
        try builder.store(maybe: recoverMessage)
        try builder.store(maybe: mintMessage)
    }
}
