public import TONCells

/// How validators agree by simplex consensus: its first layout.
///
/// ```
/// simplex_config#21 flags:(## 7) use_quic:Bool target_rate_ms:uint32
///   slots_per_leader_window:(## 32) { slots_per_leader_window >= 1 }
///   first_block_timeout_ms:uint32 max_leader_window_desync:uint32 = NewConsensusConfig;
/// ```
public struct SimplexConfiguration: Hashable, Sendable {
    /// Seven bits without a meaning so far.
    public var flags: UInt8
    /// Whether validators connect by QUIC.
    public var usesQUIC: Bool
    /// How many milliseconds there are between blocks.
    public var targetRate: UInt32
    /// How many blocks in a row one validator makes: 1 or more.
    public var slotsPerLeaderWindow: UInt32
    /// After how many milliseconds the first of them is given up.
    public var firstBlockTimeout: UInt32
    /// How many validators further votes may be for.
    public var maximumLeaderWindowDesync: UInt32

    /// Makes one.
    public init(
        flags: UInt8 = 0, usesQUIC: Bool, targetRate: UInt32, slotsPerLeaderWindow: UInt32, firstBlockTimeout: UInt32,
        maximumLeaderWindowDesync: UInt32
    ) {
        self.flags = flags
        self.usesQUIC = usesQUIC
        self.targetRate = targetRate
        self.slotsPerLeaderWindow = slotsPerLeaderWindow
        self.firstBlockTimeout = firstBlockTimeout
        self.maximumLeaderWindowDesync = maximumLeaderWindowDesync
    }
}

extension SimplexConfiguration: TLBCodable {
    private static let tag: UInt64 = 0x21

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "NewConsensusConfig")
        flags = UInt8(truncatingIfNeeded: try slice.loadUInt(bits: 7))
        usesQUIC = try slice.loadBit()
        targetRate = try slice.load()
        slotsPerLeaderWindow = try slice.load()
        firstBlockTimeout = try slice.load()
        maximumLeaderWindowDesync = try slice.load()
        guard slotsPerLeaderWindow >= 1 else { throw .outOfRange("a leader makes one block at least") }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(UInt64(flags), bits: 7)
        try builder.store(bit: usesQUIC)
        try builder.store(targetRate)
        try builder.store(slotsPerLeaderWindow)
        try builder.store(firstBlockTimeout)
        try builder.store(maximumLeaderWindowDesync)
    }
}

/// How validators agree by simplex consensus: its second layout.
///
/// ```
/// simplex_config_v2#22 flags:(## 5) protocol_version:(## 2) use_quic:Bool
///   slots_per_leader_window:(## 32) { slots_per_leader_window >= 1 }
///   noncritical_params:(HashmapE 8 uint32) = NewConsensusConfig;
/// ```
public struct SimplexConfigurationV2: Hashable, Sendable {
    /// Five bits without a meaning so far.
    public var flags: UInt8
    /// The version of the protocol: 0…3.
    public var protocolVersion: UInt8
    /// Whether validators connect by QUIC.
    public var usesQUIC: Bool
    /// How many blocks in a row one validator makes: 1 or more.
    public var slotsPerLeaderWindow: UInt32
    /// Further numbers, such as timeouts, by theirs.
    public var noncriticalParameters: TypedHashmapE<UInt8, UInt32Value>

    /// Makes one.
    public init(
        flags: UInt8 = 0, protocolVersion: UInt8 = 0, usesQUIC: Bool, slotsPerLeaderWindow: UInt32,
        noncriticalParameters: TypedHashmapE<UInt8, UInt32Value>
    ) {
        self.flags = flags
        self.protocolVersion = protocolVersion
        self.usesQUIC = usesQUIC
        self.slotsPerLeaderWindow = slotsPerLeaderWindow
        self.noncriticalParameters = noncriticalParameters
    }
}

extension SimplexConfigurationV2: TLBCodable {
    private static let tag: UInt64 = 0x22

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "NewConsensusConfig")
        flags = UInt8(truncatingIfNeeded: try slice.loadUInt(bits: 5))
        protocolVersion = UInt8(truncatingIfNeeded: try slice.loadUInt(bits: 2))
        usesQUIC = try slice.loadBit()
        slotsPerLeaderWindow = try slice.load()
        noncriticalParameters = try slice.load(field: "noncritical_params")
        guard slotsPerLeaderWindow >= 1 else { throw .outOfRange("a leader makes one block at least") }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(UInt64(flags), bits: 5)
        try builder.store(UInt64(protocolVersion), bits: 2)
        try builder.store(bit: usesQUIC)
        try builder.store(slotsPerLeaderWindow)
        try builder.store(noncriticalParameters)
    }
}

/// How validators agree, in one of the layouts there have been since catchain consensus.
public enum NewConsensusConfiguration: Hashable, Sendable {
    /// `simplex_config#21`.
    case simplex(SimplexConfiguration)
    /// `simplex_config_v2#22`.
    case simplexV2(SimplexConfigurationV2)
    /// A later layout, as it stands.
    case unknown(Cell)
}

extension NewConsensusConfiguration: TLBCodable {
    /// Reads the known constructors; of any other takes all that is left of the slice.
    public init(from slice: inout CellSlice) throws(CellError) {
        switch try? slice.peekUInt(bits: 8) {
        case 0x21: self = .simplex(try slice.load())
        case 0x22: self = .simplexV2(try slice.load())
        default: self = .unknown(try slice.loadRest().cell())
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .simplex(let configuration): try builder.store(configuration)
        case .simplexV2(let configuration): try builder.store(configuration)
        case .unknown(let cell): try builder.store(try cell.slice())
        }
    }
}

/// How validators agree since catchain consensus: configuration parameter 30.
///
/// ```
/// new_consensus_config_all#10 mc:(Maybe ^NewConsensusConfig) shard:(Maybe ^NewConsensusConfig)
///   = NewConsensusConfigAll;
/// ```
public struct NewConsensusConfigurations: Hashable, Sendable {
    /// In the masterchain; nil where they do as before.
    public var masterchain: NewConsensusConfiguration?
    /// In shards; nil where they do as before.
    public var shards: NewConsensusConfiguration?

    /// Makes one.
    public init(masterchain: NewConsensusConfiguration? = nil, shards: NewConsensusConfiguration? = nil) {
        self.masterchain = masterchain
        self.shards = shards
    }
}

extension NewConsensusConfigurations: TLBCodable {
    private static let tag: UInt64 = 0x10

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "NewConsensusConfigAll")
        masterchain = try slice.loadMaybeReferenced(field: "mc")
        shards = try slice.loadMaybeReferenced(field: "shard")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(maybeReferenced: masterchain)
        try builder.store(maybeReferenced: shards)
    }
}

/// A `uint32` as the value of a dictionary.
public struct UInt32Value: Hashable, Sendable {
    /// The number.
    public var value: UInt32

    /// Makes one.
    public init(_ value: UInt32) {
        self.value = value
    }
}

extension UInt32Value: TLBCodable {
    /// Reads the number.
    public init(from slice: inout CellSlice) throws(CellError) {
        value = try slice.load()
    }

    /// Appends the number.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(value)
    }
}
