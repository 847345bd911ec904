public import TONCells
public import TONCrypto

/// What is burned: configuration parameter 5.
///
/// ```
/// burning_config#01 blackhole_addr:(Maybe bits256) fee_burn_num:# fee_burn_denom:#
///   { fee_burn_num <= fee_burn_denom } { fee_burn_denom >= 1 } = BurningConfig;
/// ```
public struct BurningConfiguration: Hashable, Sendable {
    /// The masterchain account whose coins are burned.
    public var blackholeAddress: Hash256?
    /// How many parts of the fees are burned …
    public var feeBurnNumerator: UInt32
    /// … of so many parts: 1 or more.
    public var feeBurnDenominator: UInt32

    /// Makes one.
    public init(blackholeAddress: Hash256? = nil, feeBurnNumerator: UInt32, feeBurnDenominator: UInt32) {
        self.blackholeAddress = blackholeAddress
        self.feeBurnNumerator = feeBurnNumerator
        self.feeBurnDenominator = feeBurnDenominator
    }
}

extension BurningConfiguration: TLBCodable {
    private static let tag: UInt64 = 0x1

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "BurningConfig")
        blackholeAddress = try slice.loadBit() ? try slice.loadHash() : nil
        feeBurnNumerator = try slice.load()
        feeBurnDenominator = try slice.load()
        guard feeBurnDenominator >= 1, feeBurnNumerator <= feeBurnDenominator else {
            throw .outOfRange("\(feeBurnNumerator)/\(feeBurnDenominator) of the fees can't be burned")
        }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(bit: blackholeAddress != nil)
        if let blackholeAddress { try builder.store(blackholeAddress) }
        try builder.store(feeBurnNumerator)
        try builder.store(feeBurnDenominator)
    }
}

/// What a new currency costs: configuration parameter 6.
///
/// `_ mint_new_price:Grams mint_add_price:Grams = ConfigParam 6;`
public struct MintPrices: Hashable, Sendable {
    /// The price of the first amount of a currency.
    public var newCurrency: Coins
    /// The price of a further amount.
    public var moreOfCurrency: Coins

    /// Makes one.
    public init(newCurrency: Coins, moreOfCurrency: Coins) {
        self.newCurrency = newCurrency
        self.moreOfCurrency = moreOfCurrency
    }
}

extension MintPrices: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        newCurrency = try slice.load(field: "mint_new_price")
        moreOfCurrency = try slice.load(field: "mint_add_price")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(newCurrency)
        try builder.store(moreOfCurrency)
    }
}

/// What a complaint about a validator costs: configuration parameter 13.
///
/// `complaint_prices#1a deposit:Grams bit_price:Grams cell_price:Grams = ComplaintPricing;`
public struct ComplaintPricing: Hashable, Sendable {
    /// For each.
    public var deposit: Coins
    /// For each bit of its description.
    public var bitPrice: Coins
    /// For each cell of its description.
    public var cellPrice: Coins

    /// Makes one.
    public init(deposit: Coins, bitPrice: Coins, cellPrice: Coins) {
        self.deposit = deposit
        self.bitPrice = bitPrice
        self.cellPrice = cellPrice
    }
}

extension ComplaintPricing: TLBCodable {
    private static let tag: UInt64 = 0x1a

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "ComplaintPricing")
        deposit = try slice.load(field: "deposit")
        bitPrice = try slice.load(field: "bit_price")
        cellPrice = try slice.load(field: "cell_price")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(deposit)
        try builder.store(bitPrice)
        try builder.store(cellPrice)
    }
}

/// The rewards of blocks: configuration parameter 14.
///
/// `block_grams_created#6b masterchain_block_fee:Grams basechain_block_fee:Grams = BlockCreateFees;`
public struct BlockCreateFees: Hashable, Sendable {
    /// For a block of the masterchain.
    public var masterchainBlock: Coins
    /// For a block of the base chain, of the whole workchain.
    public var basechainBlock: Coins

    /// Makes one.
    public init(masterchainBlock: Coins, basechainBlock: Coins) {
        self.masterchainBlock = masterchainBlock
        self.basechainBlock = basechainBlock
    }
}

extension BlockCreateFees: TLBCodable {
    private static let tag: UInt64 = 0x6b

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "BlockCreateFees")
        masterchainBlock = try slice.load(field: "masterchain_block_fee")
        basechainBlock = try slice.load(field: "basechain_block_fee")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(masterchainBlock)
        try builder.store(basechainBlock)
    }
}

/// Stakes of validators: configuration parameter 17.
///
/// `_ min_stake:Grams max_stake:Grams min_total_stake:Grams max_stake_factor:uint32 = ConfigParam 17;`
public struct StakeLimits: Hashable, Sendable {
    /// The lowest of one validator.
    public var minimumStake: Coins
    /// The highest of one validator.
    public var maximumStake: Coins
    /// The lowest of all together.
    public var minimumTotalStake: Coins
    /// How often the lowest elected stake counts at most, times 2^16.
    public var maximumStakeFactor: UInt32

    /// Makes one.
    public init(minimumStake: Coins, maximumStake: Coins, minimumTotalStake: Coins, maximumStakeFactor: UInt32) {
        self.minimumStake = minimumStake
        self.maximumStake = maximumStake
        self.minimumTotalStake = minimumTotalStake
        self.maximumStakeFactor = maximumStakeFactor
    }
}

extension StakeLimits: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        minimumStake = try slice.load(field: "min_stake")
        maximumStake = try slice.load(field: "max_stake")
        minimumTotalStake = try slice.load(field: "min_total_stake")
        maximumStakeFactor = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(minimumStake)
        try builder.store(maximumStake)
        try builder.store(minimumTotalStake)
        try builder.store(maximumStakeFactor)
    }
}

/// Fines for validators: configuration parameter 40.
///
/// ```
/// misbehaviour_punishment_config_v1#01 default_flat_fine:Grams default_proportional_fine:uint32
///   severity_flat_mult:uint16 severity_proportional_mult:uint16
///   unpunishable_interval:uint16 long_interval:uint16 long_flat_mult:uint16 long_proportional_mult:uint16
///   medium_interval:uint16 medium_flat_mult:uint16 medium_proportional_mult:uint16
///   = MisbehaviourPunishmentConfig;
/// ```
public struct MisbehaviourPunishment: Hashable, Sendable {
    /// The fixed fine.
    public var defaultFlatFine: Coins
    /// The fine by stake, times 2^32.
    public var defaultProportionalFine: UInt32
    /// The factor of the fixed fine in a severe case, times 2^8.
    public var severityFlatMultiplier: UInt16
    /// The factor of the fine by stake in a severe case, times 2^8.
    public var severityProportionalMultiplier: UInt16
    /// How many seconds go unpunished.
    public var unpunishableInterval: UInt16
    /// From how many seconds on an interval is long.
    public var longInterval: UInt16
    /// The factor of the fixed fine for a long interval, times 2^8.
    public var longFlatMultiplier: UInt16
    /// The factor of the fine by stake for a long interval, times 2^8.
    public var longProportionalMultiplier: UInt16
    /// From how many seconds on an interval is medium.
    public var mediumInterval: UInt16
    /// The factor of the fixed fine for a medium interval, times 2^8.
    public var mediumFlatMultiplier: UInt16
    /// The factor of the fine by stake for a medium interval, times 2^8.
    public var mediumProportionalMultiplier: UInt16

    /// Makes one.
    public init(
        defaultFlatFine: Coins, defaultProportionalFine: UInt32, severityFlatMultiplier: UInt16,
        severityProportionalMultiplier: UInt16, unpunishableInterval: UInt16, longInterval: UInt16,
        longFlatMultiplier: UInt16, longProportionalMultiplier: UInt16, mediumInterval: UInt16,
        mediumFlatMultiplier: UInt16, mediumProportionalMultiplier: UInt16
    ) {
        self.defaultFlatFine = defaultFlatFine
        self.defaultProportionalFine = defaultProportionalFine
        self.severityFlatMultiplier = severityFlatMultiplier
        self.severityProportionalMultiplier = severityProportionalMultiplier
        self.unpunishableInterval = unpunishableInterval
        self.longInterval = longInterval
        self.longFlatMultiplier = longFlatMultiplier
        self.longProportionalMultiplier = longProportionalMultiplier
        self.mediumInterval = mediumInterval
        self.mediumFlatMultiplier = mediumFlatMultiplier
        self.mediumProportionalMultiplier = mediumProportionalMultiplier
    }
}

extension MisbehaviourPunishment: TLBCodable {
    private static let tag: UInt64 = 0x1

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "MisbehaviourPunishmentConfig")
        defaultFlatFine = try slice.load(field: "default_flat_fine")
        defaultProportionalFine = try slice.load()
        severityFlatMultiplier = try slice.load()
        severityProportionalMultiplier = try slice.load()
        unpunishableInterval = try slice.load()
        longInterval = try slice.load()
        longFlatMultiplier = try slice.load()
        longProportionalMultiplier = try slice.load()
        mediumInterval = try slice.load()
        mediumFlatMultiplier = try slice.load()
        mediumProportionalMultiplier = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(defaultFlatFine)
        try builder.store(defaultProportionalFine)
        try builder.store(severityFlatMultiplier)
        try builder.store(severityProportionalMultiplier)
        try builder.store(unpunishableInterval)
        try builder.store(longInterval)
        try builder.store(longFlatMultiplier)
        try builder.store(longProportionalMultiplier)
        try builder.store(mediumInterval)
        try builder.store(mediumFlatMultiplier)
        try builder.store(mediumProportionalMultiplier)
    }
}
