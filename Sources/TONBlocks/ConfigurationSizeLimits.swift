public import TONCells

/// Limits of messages and accounts: configuration parameter 43.
///
/// ```
/// size_limits_config#01 max_msg_bits:uint32 max_msg_cells:uint32 max_library_cells:uint32
///   max_vm_data_depth:uint16 max_ext_msg_size:uint32 max_ext_msg_depth:uint16 = SizeLimitsConfig;
/// size_limits_config_v2#02 … max_acc_state_cells:uint32 max_mc_acc_state_cells:uint32
///   max_acc_public_libraries:uint32 defer_out_queue_size_limit:uint32 max_msg_extra_currencies:uint32
///   max_acc_fixed_prefix_length:uint8 acc_state_cells_for_storage_dict:uint32
///   max_transaction_library_loads:(Maybe uint32) = SizeLimitsConfig;
/// size_limits_config_v3#03 … max_total_msg_bits:uint32 max_total_msg_cells:uint32 = SizeLimitsConfig;
/// ```
public struct SizeLimits: Hashable, Sendable {
    /// Most bits of a message.
    public var maximumMessageBits: UInt32
    /// Most cells of a message.
    public var maximumMessageCells: UInt32
    /// Most cells of a library.
    public var maximumLibraryCells: UInt32
    /// The deepest tree of cells that a contract may make.
    public var maximumVMDataDepth: UInt16
    /// Most bytes of a message from outside.
    public var maximumExternalMessageSize: UInt32
    /// The deepest message from outside.
    public var maximumExternalMessageDepth: UInt16
    /// Limits of accounts, from the second constructor on.
    public var accounts: AccountSizeLimits?
    /// Limits of all messages of a transaction, from the third constructor on.
    public var totals: TotalMessageLimits?

    /// Makes one.
    public init(
        maximumMessageBits: UInt32, maximumMessageCells: UInt32, maximumLibraryCells: UInt32,
        maximumVMDataDepth: UInt16, maximumExternalMessageSize: UInt32, maximumExternalMessageDepth: UInt16,
        accounts: AccountSizeLimits? = nil, totals: TotalMessageLimits? = nil
    ) {
        self.maximumMessageBits = maximumMessageBits
        self.maximumMessageCells = maximumMessageCells
        self.maximumLibraryCells = maximumLibraryCells
        self.maximumVMDataDepth = maximumVMDataDepth
        self.maximumExternalMessageSize = maximumExternalMessageSize
        self.maximumExternalMessageDepth = maximumExternalMessageDepth
        self.accounts = accounts
        self.totals = totals
    }
}

extension SizeLimits: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 8)
        guard (1...3).contains(tag) else { throw .unknownTag(type: "SizeLimitsConfig", found: tag, bits: 8) }
        maximumMessageBits = try slice.load()
        maximumMessageCells = try slice.load()
        maximumLibraryCells = try slice.load()
        maximumVMDataDepth = try slice.load()
        maximumExternalMessageSize = try slice.load()
        maximumExternalMessageDepth = try slice.load()
        accounts = tag >= 2 ? try slice.load(AccountSizeLimits.self) : nil
        totals = tag == 3 ? try slice.load(TotalMessageLimits.self) : nil
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        guard accounts != nil || totals == nil else {
            throw .outOfRange("limits of all messages come with limits of accounts")
        }
        try builder.store(accounts == nil ? 1 : totals == nil ? 2 : 3, bits: 8)
        try builder.store(maximumMessageBits)
        try builder.store(maximumMessageCells)
        try builder.store(maximumLibraryCells)
        try builder.store(maximumVMDataDepth)
        try builder.store(maximumExternalMessageSize)
        try builder.store(maximumExternalMessageDepth)
        if let accounts { try builder.store(accounts) }
        if let totals { try builder.store(totals) }
    }
}

/// What the second constructor of ``SizeLimits`` adds.
public struct AccountSizeLimits: Hashable, Sendable {
    /// Most cells of an account.
    public var maximumStateCells: UInt32
    /// Most cells of an account of the masterchain.
    public var maximumMasterchainStateCells: UInt32
    /// Most public libraries of an account.
    public var maximumPublicLibraries: UInt32
    /// From how many messages in the queue on new ones are held back.
    public var deferOutQueueSizeLimit: UInt32
    /// Most other currencies of a message.
    public var maximumMessageExtraCurrencies: UInt32
    /// The longest fixed prefix of an account.
    public var maximumFixedPrefixLength: UInt8
    /// From how many cells on an account's cells are counted in a dictionary.
    public var stateCellsForStorageDictionary: UInt32
    /// Most libraries that a transaction loads; nil where there is no limit.
    public var maximumTransactionLibraryLoads: UInt32?

    /// Makes one.
    public init(
        maximumStateCells: UInt32, maximumMasterchainStateCells: UInt32, maximumPublicLibraries: UInt32,
        deferOutQueueSizeLimit: UInt32, maximumMessageExtraCurrencies: UInt32, maximumFixedPrefixLength: UInt8,
        stateCellsForStorageDictionary: UInt32, maximumTransactionLibraryLoads: UInt32? = nil
    ) {
        self.maximumStateCells = maximumStateCells
        self.maximumMasterchainStateCells = maximumMasterchainStateCells
        self.maximumPublicLibraries = maximumPublicLibraries
        self.deferOutQueueSizeLimit = deferOutQueueSizeLimit
        self.maximumMessageExtraCurrencies = maximumMessageExtraCurrencies
        self.maximumFixedPrefixLength = maximumFixedPrefixLength
        self.stateCellsForStorageDictionary = stateCellsForStorageDictionary
        self.maximumTransactionLibraryLoads = maximumTransactionLibraryLoads
    }
}

extension AccountSizeLimits: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        maximumStateCells = try slice.load()
        maximumMasterchainStateCells = try slice.load()
        maximumPublicLibraries = try slice.load()
        deferOutQueueSizeLimit = try slice.load()
        maximumMessageExtraCurrencies = try slice.load()
        maximumFixedPrefixLength = try slice.load()
        stateCellsForStorageDictionary = try slice.load()
        maximumTransactionLibraryLoads = try slice.loadBit() ? try slice.load() : nil
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(maximumStateCells)
        try builder.store(maximumMasterchainStateCells)
        try builder.store(maximumPublicLibraries)
        try builder.store(deferOutQueueSizeLimit)
        try builder.store(maximumMessageExtraCurrencies)
        try builder.store(maximumFixedPrefixLength)
        try builder.store(stateCellsForStorageDictionary)
        try builder.store(bit: maximumTransactionLibraryLoads != nil)
        if let maximumTransactionLibraryLoads { try builder.store(maximumTransactionLibraryLoads) }
    }
}

/// What the third constructor of ``SizeLimits`` adds.
public struct TotalMessageLimits: Hashable, Sendable {
    /// Most bits of all messages that a transaction sends.
    public var maximumTotalMessageBits: UInt32
    /// Most cells of all messages that a transaction sends.
    public var maximumTotalMessageCells: UInt32

    /// Makes one.
    public init(maximumTotalMessageBits: UInt32, maximumTotalMessageCells: UInt32) {
        self.maximumTotalMessageBits = maximumTotalMessageBits
        self.maximumTotalMessageCells = maximumTotalMessageCells
    }
}

extension TotalMessageLimits: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        maximumTotalMessageBits = try slice.load()
        maximumTotalMessageCells = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(maximumTotalMessageBits)
        try builder.store(maximumTotalMessageCells)
    }
}
