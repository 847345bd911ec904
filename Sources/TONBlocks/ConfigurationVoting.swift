public import TONCells

/// How votes on proposals to change the configuration run.
///
/// ```
/// cfg_vote_cfg#36 min_tot_rounds:(## 8) max_tot_rounds:(## 8) { min_tot_rounds <= max_tot_rounds }
///   min_wins:uint8 max_losses:uint8 min_store_sec:(## 32) max_store_sec:(## 32)
///   { min_store_sec <= max_store_sec } bit_price:uint32 cell_price:uint32 = ConfigProposalSetup;
/// ```
public struct ProposalSetup: Hashable, Sendable {
    /// The fewest sets of validators that vote.
    public var minimumTotalRounds: UInt8
    /// The most sets of validators that vote.
    public var maximumTotalRounds: UInt8
    /// How many of them must accept.
    public var minimumWins: UInt8
    /// How many of them may not.
    public var maximumLosses: UInt8
    /// The shortest time for which a proposal is kept.
    public var minimumStoreSeconds: UInt32
    /// The longest time for which a proposal is kept.
    public var maximumStoreSeconds: UInt32
    /// The price of a bit of a proposal a second, times 2^-16 nanoTON.
    public var bitPrice: UInt32
    /// The price of a cell of a proposal a second, times 2^-16 nanoTON.
    public var cellPrice: UInt32

    /// Makes one.
    public init(
        minimumTotalRounds: UInt8, maximumTotalRounds: UInt8, minimumWins: UInt8, maximumLosses: UInt8,
        minimumStoreSeconds: UInt32, maximumStoreSeconds: UInt32, bitPrice: UInt32, cellPrice: UInt32
    ) {
        self.minimumTotalRounds = minimumTotalRounds
        self.maximumTotalRounds = maximumTotalRounds
        self.minimumWins = minimumWins
        self.maximumLosses = maximumLosses
        self.minimumStoreSeconds = minimumStoreSeconds
        self.maximumStoreSeconds = maximumStoreSeconds
        self.bitPrice = bitPrice
        self.cellPrice = cellPrice
    }
}

extension ProposalSetup: TLBCodable {
    private static let tag: UInt64 = 0x36

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "ConfigProposalSetup")
        minimumTotalRounds = try slice.load()
        maximumTotalRounds = try slice.load()
        minimumWins = try slice.load()
        maximumLosses = try slice.load()
        minimumStoreSeconds = try slice.load()
        maximumStoreSeconds = try slice.load()
        bitPrice = try slice.load()
        cellPrice = try slice.load()
        guard minimumTotalRounds <= maximumTotalRounds, minimumStoreSeconds <= maximumStoreSeconds else {
            throw .outOfRange("a minimum of rounds or seconds is more than its maximum")
        }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(minimumTotalRounds)
        try builder.store(maximumTotalRounds)
        try builder.store(minimumWins)
        try builder.store(maximumLosses)
        try builder.store(minimumStoreSeconds)
        try builder.store(maximumStoreSeconds)
        try builder.store(bitPrice)
        try builder.store(cellPrice)
    }
}

/// How votes on the configuration run: configuration parameter 11.
///
/// ```
/// cfg_vote_setup#91 normal_params:^ConfigProposalSetup critical_params:^ConfigProposalSetup = ConfigVotingSetup;
/// ```
public struct VotingSetup: Hashable, Sendable {
    /// For ordinary parameters.
    public var normal: ProposalSetup
    /// For those of parameter 10.
    public var critical: ProposalSetup

    /// Makes one.
    public init(normal: ProposalSetup, critical: ProposalSetup) {
        self.normal = normal
        self.critical = critical
    }
}

extension VotingSetup: TLBCodable {
    private static let tag: UInt64 = 0x91

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "ConfigVotingSetup")
        normal = try slice.loadReferenced(field: "normal_params")
        critical = try slice.loadReferenced(field: "critical_params")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(referenced: normal)
        try builder.store(referenced: critical)
    }
}
