public import TONCells
public import TONCrypto

/// How many blocks were made: in all, and weighted by how recently.
///
/// `counters#_ last_updated:uint32 total:uint64 cnt2048:uint64 cnt65536:uint64 = Counters;`
public struct BlockCounters: Hashable, Sendable {
    /// The unix time of the last change.
    public var lastUpdated: UInt32
    /// How many in all.
    public var total: UInt64
    /// Weighted with a scale of 2048 seconds, times 2^32.
    public var count2048: UInt64
    /// Weighted with a scale of 65,536 seconds, times 2^32.
    public var count65536: UInt64

    /// Makes one.
    public init(lastUpdated: UInt32, total: UInt64, count2048: UInt64, count65536: UInt64) {
        self.lastUpdated = lastUpdated
        self.total = total
        self.count2048 = count2048
        self.count65536 = count65536
    }
}

extension BlockCounters: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        lastUpdated = try slice.load()
        total = try slice.load()
        count2048 = try slice.load()
        count65536 = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(lastUpdated)
        try builder.store(total)
        try builder.store(count2048)
        try builder.store(count65536)
    }
}

/// How many blocks one validator made.
///
/// `creator_info#4 mc_blocks:Counters shard_blocks:Counters = CreatorStats;`
public struct CreatorStats: Hashable, Sendable {
    /// In the masterchain.
    public var masterchainBlocks: BlockCounters
    /// In shards.
    public var shardBlocks: BlockCounters

    /// Makes one.
    public init(masterchainBlocks: BlockCounters, shardBlocks: BlockCounters) {
        self.masterchainBlocks = masterchainBlocks
        self.shardBlocks = shardBlocks
    }
}

extension CreatorStats: TLBCodable {
    private static let tag: UInt64 = 0x4

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 4, of: "CreatorStats")
        masterchainBlocks = try slice.load(field: "mc_blocks")
        shardBlocks = try slice.load(field: "shard_blocks")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 4)
        try builder.store(masterchainBlocks)
        try builder.store(shardBlocks)
    }
}

/// The extra of ``BlockCreateStats/augmented(_:)``: `uint32`.
public struct CreatorStatsExtra: Hashable, Sendable {
    /// The number.
    public var value: UInt32

    /// Makes one.
    public init(value: UInt32) {
        self.value = value
    }
}

extension CreatorStatsExtra: HashmapExtra {
    /// 0.
    public static var empty: CreatorStatsExtra { CreatorStatsExtra(value: 0) }

    /// The higher one.
    public static func combining(
        _ left: CreatorStatsExtra, _ right: CreatorStatsExtra
    ) throws(CellError) -> CreatorStatsExtra {
        CreatorStatsExtra(value: max(left.value, right.value))
    }

    /// Reads `uint32`.
    public init(from slice: inout CellSlice) throws(CellError) {
        value = try slice.load()
    }

    /// Appends `uint32`.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(value)
    }
}

/// How many blocks each validator made, by public keys; the key 0 stands for all of them.
public enum BlockCreateStats: Hashable, Sendable {
    /// `block_create_stats#17 counters:(HashmapE 256 CreatorStats)`.
    case plain(TypedHashmapE<Hash256, CreatorStats>)
    /// `block_create_stats_ext#34 counters:(HashmapAugE 256 CreatorStats uint32)`; not in use.
    case augmented(TypedHashmapAugE<Hash256, CreatorStats, CreatorStatsExtra>)

    /// The counters of a validator; nil where it has none.
    public func counters(of publicKey: Hash256) throws(CellError) -> CreatorStats? {
        switch self {
        case .plain(let counters): try counters.value(for: publicKey)
        case .augmented(let counters): try counters.value(for: publicKey)
        }
    }
}

extension BlockCreateStats: TLBCodable {
    private static let plainTag: UInt64 = 0x17
    private static let augmentedTag: UInt64 = 0x34

    /// Reads either constructor.
    public init(from slice: inout CellSlice) throws(CellError) {
        switch try slice.loadUInt(bits: 8) {
        case Self.plainTag: self = .plain(try slice.load(field: "counters"))
        case Self.augmentedTag: self = .augmented(try slice.load(field: "counters"))
        case let tag: throw .unknownTag(type: "BlockCreateStats", found: tag, bits: 8)
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .plain(let counters):
            try builder.store(Self.plainTag, bits: 8)
            try builder.store(counters)
        case .augmented(let counters):
            try builder.store(Self.augmentedTag, bits: 8)
            try builder.store(counters)
        }
    }
}
