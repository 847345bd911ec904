public import TONCells
public import TONCrypto

/// The configuration of the network: parameters by their numbers, read as they are asked for.
///
/// The accessors throw where a parameter's value is malformed, or pruned on the way to it, and return nil where it is
/// absent. ``parameters(limit:)`` reads all, whatever they are.
public struct NetworkConfiguration: Hashable, Sendable {
    /// Numbers → cells: `Hashmap 32 ^Cell`.
    public private(set) var dictionary: HashmapE

    /// Makes the empty configuration.
    public init() {
        dictionary = HashmapE(keyBits: 32)
    }

    /// Takes the root of the tree; nothing is checked before it is read.
    public init(root: Cell) {
        dictionary = HashmapE(keyBits: 32, root: root)
    }

    /// The cell of a parameter; nil where it is absent.
    public func cell(_ number: Int32) throws(CellError) -> Cell? {
        guard var value = try dictionary.value(for: number.hashmapKey) else { return nil }
        return try within("parameter \(number)") { () throws(CellError) in
            let cell = try value.loadReference()
            try value.end()
            return cell
        }
    }

    /// A parameter by the type that its number asks for; nil where it is absent.
    public func parameter(_ number: Int32) throws(CellError) -> ConfigurationParameter? {
        try cell(number).map { ConfigurationParameter(number: number, cell: $0) }
    }

    /// All parameters in ascending order of their numbers, negative ones last.
    ///
    /// Throws where the tree is malformed or pruned, or has more than `limit` entries; a value that can't be read is
    /// ``ConfigurationParameter/raw(_:reason:)``.
    public func parameters(
        limit: Int = HashmapE.defaultEntryLimit
    ) throws(CellError) -> [(number: Int32, parameter: ConfigurationParameter)] {
        try dictionary.entries(limit: limit).map { entry throws(CellError) in
            let number = try Int32(hashmapKey: entry.key)
            var value = entry.value
            let cell = try value.loadReference()
            try value.end()
            return (number, ConfigurationParameter(number: number, cell: cell))
        }
    }

    /// Puts a parameter, in place of any that is there.
    public mutating func set(_ parameter: ConfigurationParameter, for number: Int32) throws(CellError) {
        var value = CellBuilder()
        try value.store(reference: try parameter.cell())
        try dictionary.set(value, for: number.hashmapKey)
    }

    /// Removes a parameter; false where it is absent.
    @discardableResult
    public mutating func remove(_ number: Int32) throws(CellError) -> Bool {
        try dictionary.remove(number.hashmapKey)
    }

    /// Reads a parameter as a type; nil where it is absent.
    public func value<T: TLBDecodable>(_ number: Int32, as type: T.Type = T.self) throws(CellError) -> T? {
        guard let cell = try cell(number) else { return nil }
        return try within("parameter \(number)") { () throws(CellError) in try T(cell: cell) }
    }
}

// MARK: - Parameters by name

extension NetworkConfiguration {
    /// The masterchain account that keeps the configuration. Parameter 0.
    public func configurationAddress() throws(CellError) -> Hash256? { try value(0) }

    /// The masterchain account that elects validators. Parameter 1.
    public func electorAddress() throws(CellError) -> Hash256? { try value(1) }

    /// The masterchain account that gets new currencies; where it is nil, ``configurationAddress()`` does. Parameter
    /// 2.
    public func minterAddress() throws(CellError) -> Hash256? { try value(2) }

    /// The masterchain account that gets fees; where it is nil, ``electorAddress()`` does. Parameter 3.
    public func feeCollectorAddress() throws(CellError) -> Hash256? { try value(3) }

    /// The masterchain account that resolves names. Parameter 4.
    public func dnsRootAddress() throws(CellError) -> Hash256? { try value(4) }

    /// The version of the protocol. Parameter 8.
    public func globalVersion() throws(CellError) -> GlobalVersion? { try value(8) }

    /// The workchains. Parameter 12.
    public func workchains() throws(CellError) -> TypedHashmapE<Int32, WorkchainDescription>? { try value(12) }

    /// The rewards of blocks. Parameter 14.
    public func blockCreateFees() throws(CellError) -> BlockCreateFees? { try value(14) }

    /// When validators are elected. Parameter 15.
    public func electionTimings() throws(CellError) -> ElectionTimings? { try value(15) }

    /// How many validators there may be. Parameter 16.
    public func validatorCounts() throws(CellError) -> ValidatorCounts? { try value(16) }

    /// The stakes of validators. Parameter 17.
    public func stakeLimits() throws(CellError) -> StakeLimits? { try value(17) }

    /// Sessions of validators. Parameter 28.
    public func catchainConfiguration() throws(CellError) -> CatchainConfiguration? { try value(28) }

    /// How validators agreed before simplex consensus. Parameter 29.
    public func consensusConfiguration() throws(CellError) -> ConsensusConfiguration? { try value(29) }

    /// How validators agree since. Parameter 30.
    public func newConsensusConfigurations() throws(CellError) -> NewConsensusConfigurations? { try value(30) }

    /// The validators before. Parameter 32.
    public func previousValidators() throws(CellError) -> ValidatorSet? { try value(32) }

    /// The validators now. Parameter 34.
    public func currentValidators() throws(CellError) -> ValidatorSet? { try value(34) }

    /// The validators that come next. Parameter 36.
    public func nextValidators() throws(CellError) -> ValidatorSet? { try value(36) }

    /// Limits of messages and accounts. Parameter 43.
    public func sizeLimits() throws(CellError) -> SizeLimits? { try value(43) }

    /// Accounts that can't be activated. Parameter 44.
    public func suspendedAddresses() throws(CellError) -> SuspendedAddresses? { try value(44) }

    /// Contracts whose run costs a fixed amount of gas. Parameter 45.
    public func precompiledContracts() throws(CellError) -> PrecompiledContracts? { try value(45) }

    /// Prices of storage in ascending order of the times from which on they hold. Parameter 18.
    public func storagePrices() throws(CellError) -> [StoragePrices] {
        guard let root = try cell(18) else { return [] }
        return try within("parameter 18") { () throws(CellError) in
            try TypedHashmapE<UInt32, StoragePrices>(root: root).entries().map(\.value)
        }
    }

    /// The number of the network. Parameter 19.
    public func globalIdentifier() throws(CellError) -> Int32? {
        guard let cell = try cell(19) else { return nil }
        return try within("parameter 19") { () throws(CellError) in
            var slice = try cell.slice()
            let value = try slice.loadInt32()
            try slice.end()
            return value
        }
    }

    /// Prices and limits of gas. Parameters 20 and 21.
    public func gasPrices(isMasterchain: Bool) throws(CellError) -> GasLimitsPrices? {
        try value(isMasterchain ? 20 : 21)
    }

    /// Limits of blocks. Parameters 22 and 23.
    public func blockLimits(isMasterchain: Bool) throws(CellError) -> BlockLimits? {
        try value(isMasterchain ? 22 : 23)
    }

    /// Prices of messages: from or to the masterchain, or others. Parameters 24 and 25.
    public func messageForwardPrices(isMasterchain: Bool) throws(CellError) -> MessageForwardPrices? {
        try value(isMasterchain ? 24 : 25)
    }

    /// Whether an account of the masterchain pays for no gas and storage. Parameter 31.
    public func isFundamental(_ address: AccountAddress) throws(CellError) -> Bool {
        guard address.workchain == -1, let accounts: TypedHashmapE<Hash256, EmptyValue> = try value(31) else {
            return false
        }
        return try accounts.value(for: address.hash) != nil
    }
}

/// The configuration, as blocks and states hold it.
///
/// `_ config_addr:bits256 config:^(Hashmap 32 ^Cell) = ConfigParams;`
public struct ConfigurationParameters: Hashable, Sendable {
    /// The masterchain account that keeps the configuration.
    public var address: Hash256
    /// The root of the parameters; in a proof it may be pruned.
    public var root: Cell

    /// Makes one.
    public init(address: Hash256, root: Cell) {
        self.address = address
        self.root = root
    }

    /// The parameters.
    public var configuration: NetworkConfiguration { NetworkConfiguration(root: root) }
}

extension ConfigurationParameters: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        address = try slice.loadHash()
        root = try slice.loadReference()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(address)
        try builder.store(reference: root)
    }
}
