public import TONCells

/// Sessions of validators: configuration parameter 28.
///
/// ```
/// catchain_config#c1 mc_catchain_lifetime:(## 32) shard_catchain_lifetime:(## 32)
///   shard_validators_lifetime:(## 32) shard_validators_num:(## 32) = CatchainConfig;
/// catchain_config_new#c2 flags:(## 7) { flags = 0 } shuffle_mc_validators:Bool … = CatchainConfig;
/// ```
public struct CatchainConfiguration: Hashable, Sendable {
    /// Whether validators of the masterchain are put in random order; nil in the first constructor.
    public var shufflesMasterchainValidators: Bool?
    /// How many seconds a session of the masterchain lasts: 1 or more.
    public var masterchainLifetime: UInt32
    /// How many seconds a session of a shard lasts: 1 or more.
    public var shardLifetime: UInt32
    /// For how many seconds validators of a shard are chosen: 1 or more.
    public var shardValidatorsLifetime: UInt32
    /// How many validators a shard has: 1 or more.
    public var shardValidatorsCount: UInt32

    /// Makes one.
    public init(
        shufflesMasterchainValidators: Bool? = nil, masterchainLifetime: UInt32, shardLifetime: UInt32,
        shardValidatorsLifetime: UInt32, shardValidatorsCount: UInt32
    ) {
        self.shufflesMasterchainValidators = shufflesMasterchainValidators
        self.masterchainLifetime = masterchainLifetime
        self.shardLifetime = shardLifetime
        self.shardValidatorsLifetime = shardValidatorsLifetime
        self.shardValidatorsCount = shardValidatorsCount
    }
}

extension CatchainConfiguration: TLBCodable {
    private static let tag: UInt64 = 0xc1
    private static let extendedTag: UInt64 = 0xc2

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 8)
        guard tag == Self.tag || tag == Self.extendedTag else {
            throw .unknownTag(type: "CatchainConfig", found: tag, bits: 8)
        }
        if tag == Self.extendedTag { try slice.loadZeros(7, field: "flags") }
        shufflesMasterchainValidators = tag == Self.extendedTag ? try slice.loadBit() : nil
        masterchainLifetime = try slice.load()
        shardLifetime = try slice.load()
        shardValidatorsLifetime = try slice.load()
        shardValidatorsCount = try slice.load()
        guard masterchainLifetime >= 1, shardLifetime >= 1, shardValidatorsLifetime >= 1, shardValidatorsCount >= 1
        else { throw .outOfRange("lifetimes and numbers of validators are 1 or more") }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(shufflesMasterchainValidators == nil ? Self.tag : Self.extendedTag, bits: 8)
        if let shufflesMasterchainValidators {
            try builder.store(0, bits: 7)
            try builder.store(bit: shufflesMasterchainValidators)
        }
        try builder.store(masterchainLifetime)
        try builder.store(shardLifetime)
        try builder.store(shardValidatorsLifetime)
        try builder.store(shardValidatorsCount)
    }
}

/// How validators agreed before simplex consensus: configuration parameter 29.
///
/// ```
/// consensus_config#d6 round_candidates:# { round_candidates >= 1 }
///   next_candidate_delay_ms:uint32 consensus_timeout_ms:uint32 fast_attempts:uint32
///   attempt_duration:uint32 catchain_max_deps:uint32 max_block_bytes:uint32 max_collated_bytes:uint32;
/// consensus_config_new#d7 flags:(## 7) { flags = 0 } new_catchain_ids:Bool round_candidates:(## 8) …;
/// consensus_config_v3#d8 flags:(## 7) { flags = 0 } … proto_version:uint16;
/// consensus_config_v4#d9 flags:(## 6) { flags = 0 } use_quic:Bool new_catchain_ids:Bool …
///   proto_version:uint16 catchain_max_blocks_coeff:uint32 = ConsensusConfig;
/// ```
public struct ConsensusConfiguration: Hashable, Sendable {
    /// Which of the constructors it is.
    public var layout: Layout
    /// Whether validators connect by QUIC; from the fourth constructor on.
    public var usesQUIC: Bool
    /// Whether sessions have the newer identifiers; from the second constructor on.
    public var usesNewCatchainIdentifiers: Bool
    /// How many validators propose a block in a round: 1 or more, below 2^8 from the second constructor on.
    public var roundCandidates: UInt32
    /// After how many milliseconds the next one proposes.
    public var nextCandidateDelay: UInt32
    /// After how many milliseconds a round fails.
    public var consensusTimeout: UInt32
    /// How many attempts are fast.
    public var fastAttempts: UInt32
    /// How many seconds an attempt lasts.
    public var attemptDuration: UInt32
    /// How many messages a message may follow.
    public var catchainMaximumDependencies: UInt32
    /// Most bytes of a block.
    public var maximumBlockBytes: UInt32
    /// Most bytes of the data that proves a block.
    public var maximumCollatedBytes: UInt32
    /// The version of the protocol; from the third constructor on.
    public var protocolVersion: UInt16
    /// How many messages a validator may send; from the fourth constructor on.
    public var catchainMaximumBlocksCoefficient: UInt32

    /// Makes one.
    public init(
        layout: Layout, usesQUIC: Bool = false, usesNewCatchainIdentifiers: Bool = false, roundCandidates: UInt32,
        nextCandidateDelay: UInt32, consensusTimeout: UInt32, fastAttempts: UInt32, attemptDuration: UInt32,
        catchainMaximumDependencies: UInt32, maximumBlockBytes: UInt32, maximumCollatedBytes: UInt32,
        protocolVersion: UInt16 = 0, catchainMaximumBlocksCoefficient: UInt32 = 0
    ) {
        self.layout = layout
        self.usesQUIC = usesQUIC
        self.usesNewCatchainIdentifiers = usesNewCatchainIdentifiers
        self.roundCandidates = roundCandidates
        self.nextCandidateDelay = nextCandidateDelay
        self.consensusTimeout = consensusTimeout
        self.fastAttempts = fastAttempts
        self.attemptDuration = attemptDuration
        self.catchainMaximumDependencies = catchainMaximumDependencies
        self.maximumBlockBytes = maximumBlockBytes
        self.maximumCollatedBytes = maximumCollatedBytes
        self.protocolVersion = protocolVersion
        self.catchainMaximumBlocksCoefficient = catchainMaximumBlocksCoefficient
    }

    /// The constructors, by their tags.
    public enum Layout: UInt64, Hashable, Sendable, CaseIterable {
        /// `consensus_config#d6`.
        case first = 0xd6
        /// `consensus_config_new#d7`.
        case second = 0xd7
        /// `consensus_config_v3#d8`.
        case third = 0xd8
        /// `consensus_config_v4#d9`.
        case fourth = 0xd9
    }

    private func check() throws(CellError) {
        guard roundCandidates >= 1 else {
            throw .within("round_candidates", .outOfRange("expected 1 or more, found 0"))
        }
        guard layout == .fourth || !usesQUIC else { throw .outOfRange("this constructor has no use_quic") }
    }
}

extension ConsensusConfiguration: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 8)
        guard let layout = Layout(rawValue: tag) else {
            throw .unknownTag(type: "ConsensusConfig", found: tag, bits: 8)
        }
        self.layout = layout
        switch layout {
        case .first:
            usesQUIC = false
            usesNewCatchainIdentifiers = false
            roundCandidates = try slice.load()
        case .second, .third:
            try slice.loadZeros(7, field: "flags")
            usesQUIC = false
            usesNewCatchainIdentifiers = try slice.loadBit()
            roundCandidates = UInt32(truncatingIfNeeded: try slice.loadUInt(bits: 8))
        case .fourth:
            try slice.loadZeros(6, field: "flags")
            usesQUIC = try slice.loadBit()
            usesNewCatchainIdentifiers = try slice.loadBit()
            roundCandidates = UInt32(truncatingIfNeeded: try slice.loadUInt(bits: 8))
        }
        nextCandidateDelay = try slice.load()
        consensusTimeout = try slice.load()
        fastAttempts = try slice.load()
        attemptDuration = try slice.load()
        catchainMaximumDependencies = try slice.load()
        maximumBlockBytes = try slice.load()
        maximumCollatedBytes = try slice.load()
        protocolVersion = layout.rawValue >= Layout.third.rawValue ? try slice.load() : 0
        catchainMaximumBlocksCoefficient = layout == .fourth ? try slice.load() : 0
        try check()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try check()
        try builder.store(layout.rawValue, bits: 8)
        if layout == .first {
            try builder.store(roundCandidates)
        } else {
            try builder.store(0, bits: 6)
            try builder.store(bit: usesQUIC)
            try builder.store(bit: usesNewCatchainIdentifiers)
            try builder.store(UInt64(roundCandidates), bits: 8)
        }
        try builder.store(nextCandidateDelay)
        try builder.store(consensusTimeout)
        try builder.store(fastAttempts)
        try builder.store(attemptDuration)
        try builder.store(catchainMaximumDependencies)
        try builder.store(maximumBlockBytes)
        try builder.store(maximumCollatedBytes)
        if layout.rawValue >= Layout.third.rawValue { try builder.store(protocolVersion) }
        if layout == .fourth { try builder.store(catchainMaximumBlocksCoefficient) }
    }
}
