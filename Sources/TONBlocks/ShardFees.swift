public import TONCells

/// What the blocks of shards collected and made, by shards:
/// `_ (HashmapAugE 96 ShardFeeCreated ShardFeeCreated) = ShardFees`.
public typealias ShardFees = TypedHashmapAugE<ShardKey, ShardFeeCreated, ShardFeeCreated>

/// What the blocks of a shard collected and made.
///
/// `_ fees:CurrencyCollection create:CurrencyCollection = ShardFeeCreated;`
public struct ShardFeeCreated: Hashable, Sendable {
    /// The fees.
    public var fees: CurrencyCollection
    /// The rewards.
    public var created: CurrencyCollection

    /// Makes one.
    public init(fees: CurrencyCollection, created: CurrencyCollection) {
        self.fees = fees
        self.created = created
    }
}

extension ShardFeeCreated: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        fees = try slice.load(field: "fees")
        created = try slice.load(field: "create")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(fees)
        try builder.store(created)
    }
}

extension ShardFeeCreated: HashmapExtra {
    /// Nothing.
    public static var empty: ShardFeeCreated { ShardFeeCreated(fees: .zero, created: .zero) }

    /// The sums.
    public static func combining(
        _ left: ShardFeeCreated, _ right: ShardFeeCreated
    ) throws(CellError) -> ShardFeeCreated {
        ShardFeeCreated(fees: try left.fees.adding(right.fees), created: try left.created.adding(right.created))
    }
}
