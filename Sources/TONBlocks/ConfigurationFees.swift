public import TONCells

/// Prices of storage from a time on: the values of configuration parameter 18.
///
/// ```
/// _#cc utime_since:uint32 bit_price_ps:uint64 cell_price_ps:uint64
///   mc_bit_price_ps:uint64 mc_cell_price_ps:uint64 = StoragePrices;
/// ```
public struct StoragePrices: Hashable, Sendable {
    /// The unix time from which on they hold.
    public var validSince: UInt32
    /// A bit, a second, times 2^-16 nanoTON.
    public var bitPrice: UInt64
    /// A cell, a second, times 2^-16 nanoTON.
    public var cellPrice: UInt64
    /// The same for a bit in the masterchain.
    public var masterchainBitPrice: UInt64
    /// The same for a cell in the masterchain.
    public var masterchainCellPrice: UInt64

    /// Makes one.
    public init(
        validSince: UInt32, bitPrice: UInt64, cellPrice: UInt64, masterchainBitPrice: UInt64,
        masterchainCellPrice: UInt64
    ) {
        self.validSince = validSince
        self.bitPrice = bitPrice
        self.cellPrice = cellPrice
        self.masterchainBitPrice = masterchainBitPrice
        self.masterchainCellPrice = masterchainCellPrice
    }
}

extension StoragePrices: TLBCodable {
    private static let tag: UInt64 = 0xcc

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "StoragePrices")
        validSince = try slice.load()
        bitPrice = try slice.load()
        cellPrice = try slice.load()
        masterchainBitPrice = try slice.load()
        masterchainCellPrice = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(validSince)
        try builder.store(bitPrice)
        try builder.store(cellPrice)
        try builder.store(masterchainBitPrice)
        try builder.store(masterchainCellPrice)
    }
}

/// Prices and limits of gas: configuration parameters 20 (masterchain) and 21.
///
/// ```
/// gas_prices#dd gas_price:uint64 gas_limit:uint64 gas_credit:uint64
///   block_gas_limit:uint64 freeze_due_limit:uint64 delete_due_limit:uint64 = GasLimitsPrices;
/// gas_prices_ext#de gas_price:uint64 gas_limit:uint64 special_gas_limit:uint64 gas_credit:uint64
///   block_gas_limit:uint64 freeze_due_limit:uint64 delete_due_limit:uint64 = GasLimitsPrices;
/// gas_flat_pfx#d1 flat_gas_limit:uint64 flat_gas_price:uint64 other:GasLimitsPrices = GasLimitsPrices;
/// ```
public struct GasLimitsPrices: Hashable, Sendable {
    /// What the first gas costs as a whole; nil where all is paid by the unit.
    public var flat: FlatGas?
    /// The price of a unit, times 2^-16 nanoTON.
    public var gasPrice: UInt64
    /// The most gas of a transaction.
    public var gasLimit: UInt64
    /// The most gas of a transaction of a special account; nil in the oldest constructor, where it is ``gasLimit``.
    public var specialGasLimit: UInt64?
    /// The gas lent to a message from outside.
    public var gasCredit: UInt64
    /// The most gas of a block.
    public var blockGasLimit: UInt64
    /// The debt in nanoTON from which on an account is frozen.
    public var freezeDueLimit: UInt64
    /// The debt in nanoTON from which on a frozen account is deleted.
    public var deleteDueLimit: UInt64

    /// The first gas of a transaction, which has a fixed price.
    public struct FlatGas: Hashable, Sendable {
        /// How much gas.
        public var limit: UInt64
        /// The price in nanoTON.
        public var price: UInt64

        /// Makes one.
        public init(limit: UInt64, price: UInt64) {
            self.limit = limit
            self.price = price
        }
    }

    /// Makes one.
    public init(
        flat: FlatGas?, gasPrice: UInt64, gasLimit: UInt64, specialGasLimit: UInt64?, gasCredit: UInt64,
        blockGasLimit: UInt64, freezeDueLimit: UInt64, deleteDueLimit: UInt64
    ) {
        self.flat = flat
        self.gasPrice = gasPrice
        self.gasLimit = gasLimit
        self.specialGasLimit = specialGasLimit
        self.gasCredit = gasCredit
        self.blockGasLimit = blockGasLimit
        self.freezeDueLimit = freezeDueLimit
        self.deleteDueLimit = deleteDueLimit
    }
}

extension GasLimitsPrices: TLBCodable {
    private static let flatTag: UInt64 = 0xd1
    private static let tag: UInt64 = 0xdd
    private static let extendedTag: UInt64 = 0xde

    /// Reads either constructor, with or without the flat prefix before it.
    public init(from slice: inout CellSlice) throws(CellError) {
        var tag = try slice.loadUInt(bits: 8)
        if tag == Self.flatTag {
            flat = FlatGas(limit: try slice.load(), price: try slice.load())
            tag = try slice.loadUInt(bits: 8)
        } else {
            flat = nil
        }
        guard tag == Self.tag || tag == Self.extendedTag else {
            throw .unknownTag(type: "GasLimitsPrices", found: tag, bits: 8)
        }
        gasPrice = try slice.load()
        gasLimit = try slice.load()
        specialGasLimit = tag == Self.extendedTag ? try slice.load() : nil
        gasCredit = try slice.load()
        blockGasLimit = try slice.load()
        freezeDueLimit = try slice.load()
        deleteDueLimit = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        if let flat {
            try builder.store(Self.flatTag, bits: 8)
            try builder.store(flat.limit)
            try builder.store(flat.price)
        }
        try builder.store(specialGasLimit == nil ? Self.tag : Self.extendedTag, bits: 8)
        try builder.store(gasPrice)
        try builder.store(gasLimit)
        if let specialGasLimit { try builder.store(specialGasLimit) }
        try builder.store(gasCredit)
        try builder.store(blockGasLimit)
        try builder.store(freezeDueLimit)
        try builder.store(deleteDueLimit)
    }
}

/// Prices of messages: configuration parameters 24 (from or to the masterchain) and 25.
///
/// A message costs `lumpPrice` + (`bitPrice` · bits + `cellPrice` · cells) / 2^16, rounded up; its root cell doesn't
/// count.
///
/// ```
/// msg_forward_prices#ea lump_price:uint64 bit_price:uint64 cell_price:uint64
///   ihr_price_factor:uint32 first_frac:uint16 next_frac:uint16 = MsgForwardPrices;
/// ```
public struct MessageForwardPrices: Hashable, Sendable {
    /// The price of any message, in nanoTON.
    public var lumpPrice: UInt64
    /// The price of a bit, times 2^-16 nanoTON.
    public var bitPrice: UInt64
    /// The price of a cell, times 2^-16 nanoTON.
    public var cellPrice: UInt64
    /// The factor for the hypercube's short cut, times 2^16.
    public var ihrPriceFactor: UInt32
    /// The part that the validators of the first shard get, times 2^16.
    public var firstFraction: UInt16
    /// The part that those of a shard on the way get, times 2^16.
    public var nextFraction: UInt16

    /// Makes one.
    public init(
        lumpPrice: UInt64, bitPrice: UInt64, cellPrice: UInt64, ihrPriceFactor: UInt32, firstFraction: UInt16,
        nextFraction: UInt16
    ) {
        self.lumpPrice = lumpPrice
        self.bitPrice = bitPrice
        self.cellPrice = cellPrice
        self.ihrPriceFactor = ihrPriceFactor
        self.firstFraction = firstFraction
        self.nextFraction = nextFraction
    }
}

extension MessageForwardPrices: TLBCodable {
    private static let tag: UInt64 = 0xea

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "MsgForwardPrices")
        lumpPrice = try slice.load()
        bitPrice = try slice.load()
        cellPrice = try slice.load()
        ihrPriceFactor = try slice.load()
        firstFraction = try slice.load()
        nextFraction = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(lumpPrice)
        try builder.store(bitPrice)
        try builder.store(cellPrice)
        try builder.store(ihrPriceFactor)
        try builder.store(firstFraction)
        try builder.store(nextFraction)
    }
}
