public import TONCells

/// What a message that came in brings: of the extras of ``InMessages``.
///
/// `import_fees$_ fees_collected:Grams value_imported:CurrencyCollection = ImportFees;`
public struct ImportFees: Hashable, Sendable {
    /// The fees that its import yields.
    public var feesCollected: Coins
    /// What it brings into the shard.
    public var valueImported: CurrencyCollection

    /// Makes one.
    public init(feesCollected: Coins, valueImported: CurrencyCollection) {
        self.feesCollected = feesCollected
        self.valueImported = valueImported
    }
}

extension ImportFees: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        feesCollected = try slice.load(field: "fees_collected")
        valueImported = try slice.load(field: "value_imported")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(feesCollected)
        try builder.store(valueImported)
    }
}

extension ImportFees: HashmapExtra {
    /// Nothing.
    public static var empty: ImportFees { ImportFees(feesCollected: .zero, valueImported: .zero) }

    /// The sums.
    public static func combining(_ left: ImportFees, _ right: ImportFees) throws(CellError) -> ImportFees {
        ImportFees(
            feesCollected: try left.feesCollected.adding(right.feesCollected),
            valueImported: try left.valueImported.adding(right.valueImported))
    }
}
