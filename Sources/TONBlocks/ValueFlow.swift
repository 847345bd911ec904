public import TONCells

/// Where the coins of a block came from, and where they went.
///
/// ```
/// value_flow#b8e48dfb ^[ from_prev_blk:CurrencyCollection to_next_blk:CurrencyCollection
///     imported:CurrencyCollection exported:CurrencyCollection ]
///   fees_collected:CurrencyCollection
///   ^[ fees_imported:CurrencyCollection recovered:CurrencyCollection
///      created:CurrencyCollection minted:CurrencyCollection ] = ValueFlow;
/// value_flow_v2#3ebf98b7 … fees_collected:CurrencyCollection burned:CurrencyCollection … = ValueFlow;
/// ```
public struct ValueFlow: Hashable, Sendable {
    /// What the accounts had before.
    public var fromPreviousBlock: CurrencyCollection
    /// What the accounts have after.
    public var toNextBlock: CurrencyCollection
    /// What messages brought into the shard.
    public var imported: CurrencyCollection
    /// What messages took out of the shard.
    public var exported: CurrencyCollection
    /// All fees that the block collected.
    public var feesCollected: CurrencyCollection
    /// What was destroyed; nil in the older constructor, which has no such field.
    public var burned: CurrencyCollection?
    /// In the masterchain: fees of the shards' blocks.
    public var feesImported: CurrencyCollection
    /// In the masterchain: fees given to the collector.
    public var recovered: CurrencyCollection
    /// What was made as the reward of the block.
    public var created: CurrencyCollection
    /// In the masterchain: other currencies made.
    public var minted: CurrencyCollection

    /// Makes one.
    public init(
        fromPreviousBlock: CurrencyCollection, toNextBlock: CurrencyCollection, imported: CurrencyCollection,
        exported: CurrencyCollection, feesCollected: CurrencyCollection, burned: CurrencyCollection? = nil,
        feesImported: CurrencyCollection, recovered: CurrencyCollection, created: CurrencyCollection,
        minted: CurrencyCollection
    ) {
        self.fromPreviousBlock = fromPreviousBlock
        self.toNextBlock = toNextBlock
        self.imported = imported
        self.exported = exported
        self.feesCollected = feesCollected
        self.burned = burned
        self.feesImported = feesImported
        self.recovered = recovered
        self.created = created
        self.minted = minted
    }
}

extension ValueFlow: TLBCodable {
    private static let tag: UInt64 = 0xb8e4_8dfb
    private static let tagWithBurned: UInt64 = 0x3ebf_98b7

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 32)
        guard tag == Self.tag || tag == Self.tagWithBurned else {
            throw .unknownTag(type: "ValueFlow", found: tag, bits: 32)
        }
        var firstPart = try slice.loadReference().slice()
        fromPreviousBlock = try firstPart.load(field: "from_prev_blk")
        toNextBlock = try firstPart.load(field: "to_next_blk")
        imported = try firstPart.load(field: "imported")
        exported = try firstPart.load(field: "exported")
        try firstPart.end()
        feesCollected = try slice.load(field: "fees_collected")
        burned = tag == Self.tagWithBurned ? try slice.load(CurrencyCollection.self, field: "burned") : nil
        var secondPart = try slice.loadReference().slice()
        feesImported = try secondPart.load(field: "fees_imported")
        recovered = try secondPart.load(field: "recovered")
        created = try secondPart.load(field: "created")
        minted = try secondPart.load(field: "minted")
        try secondPart.end()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(burned == nil ? Self.tag : Self.tagWithBurned, bits: 32)
        var firstPart = CellBuilder()
        try firstPart.store(fromPreviousBlock)
        try firstPart.store(toNextBlock)
        try firstPart.store(imported)
        try firstPart.store(exported)
        try builder.store(reference: try firstPart.build())
        try builder.store(feesCollected)
        if let burned { try builder.store(burned) }
        var secondPart = CellBuilder()
        try secondPart.store(feesImported)
        try secondPart.store(recovered)
        try secondPart.store(created)
        try secondPart.store(minted)
        try builder.store(reference: try secondPart.build())
    }
}
