public import TONCells
public import TONCrypto

/// A block. Its four parts are read when asked for, so that a proof with others pruned reads like the whole.
///
/// ```
/// block#11ef55aa global_id:int32 info:^BlockInfo value_flow:^ValueFlow
///   state_update:^(MERKLE_UPDATE ShardState) extra:^BlockExtra = Block;
/// ```
public struct Block: Hashable, Sendable {
    /// Which network it belongs to: −239 for the main one, −3 for the test one.
    public var globalIdentifier: Int32
    /// The header.
    public var info: Lazy<BlockInfo>
    /// Where coins came from and went.
    public var valueFlow: Lazy<ValueFlow>
    /// The cell of a ``MerkleUpdate`` of the shard's state.
    public var stateUpdate: Cell
    /// Messages and transactions.
    public var extra: Lazy<BlockExtra>

    /// Makes one.
    public init(
        globalIdentifier: Int32, info: Lazy<BlockInfo>, valueFlow: Lazy<ValueFlow>, stateUpdate: Cell,
        extra: Lazy<BlockExtra>
    ) {
        self.globalIdentifier = globalIdentifier
        self.info = info
        self.valueFlow = valueFlow
        self.stateUpdate = stateUpdate
        self.extra = extra
    }

    /// The shard's state before and after, where they differ; the rest is pruned. Throws where it is malformed.
    public func readStateUpdate() throws(CellError) -> MerkleUpdate {
        try within("state_update") { () throws(CellError) in try MerkleUpdate(cell: stateUpdate) }
    }
}

extension Block: TLBCodable {
    private static let tag: UInt64 = 0x11ef55aa

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 32, of: "Block")
        globalIdentifier = try slice.loadInt32()
        info = try slice.load(field: "info")
        valueFlow = try slice.load(field: "value_flow")
        stateUpdate = try slice.loadReference()
        extra = try slice.load(field: "extra")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 32)
        try builder.store(int32: globalIdentifier)
        try builder.store(info)
        try builder.store(valueFlow)
        try builder.store(reference: stateUpdate)
        try builder.store(extra)
    }
}

/// What happened in a block.
///
/// ```
/// block_extra#4a33f6fd in_msg_descr:^InMsgDescr out_msg_descr:^OutMsgDescr
///   account_blocks:^ShardAccountBlocks rand_seed:bits256 created_by:bits256
///   custom:(Maybe ^McBlockExtra) = BlockExtra;
/// ```
public struct BlockExtra: Hashable, Sendable {
    /// Messages that came in, by their hashes.
    public var inMessages: Lazy<InMessages>
    /// Messages that went out, by their hashes.
    public var outMessages: Lazy<OutMessages>
    /// Transactions, by accounts.
    public var accountBlocks: Lazy<ShardAccountBlocks>
    /// What randomness in contracts starts from.
    public var randomSeed: Hash256
    /// The public key of the validator that made it.
    public var createdBy: Hash256
    /// What only a masterchain block has.
    public var masterchainExtra: Lazy<MasterchainBlockExtra>?

    /// Makes one.
    public init(
        inMessages: Lazy<InMessages>, outMessages: Lazy<OutMessages>, accountBlocks: Lazy<ShardAccountBlocks>,
        randomSeed: Hash256, createdBy: Hash256, masterchainExtra: Lazy<MasterchainBlockExtra>? = nil
    ) {
        self.inMessages = inMessages
        self.outMessages = outMessages
        self.accountBlocks = accountBlocks
        self.randomSeed = randomSeed
        self.createdBy = createdBy
        self.masterchainExtra = masterchainExtra
    }
}

extension BlockExtra: TLBCodable {
    private static let tag: UInt64 = 0x4a33f6fd

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 32, of: "BlockExtra")
        inMessages = try slice.load(field: "in_msg_descr")
        outMessages = try slice.load(field: "out_msg_descr")
        accountBlocks = try slice.load(field: "account_blocks")
        randomSeed = try slice.loadHash()
        createdBy = try slice.loadHash()
        masterchainExtra = try slice.loadMaybe(field: "custom")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 32)
        try builder.store(inMessages)
        try builder.store(outMessages)
        try builder.store(accountBlocks)
        try builder.store(randomSeed)
        try builder.store(createdBy)
        try builder.store(maybe: masterchainExtra)
    }
}
