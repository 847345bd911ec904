public import TONCells
public import TONCrypto

/// A proposal to change a parameter of the configuration.
///
/// ```
/// cfg_proposal#f3 param_id:int32 param_value:(Maybe ^Cell)
///   if_hash_equal:(Maybe uint256) = ConfigProposal;
/// ```
public struct ConfigurationProposal: Hashable, Sendable {
    /// The parameter's number.
    public var parameterNumber: Int32
    /// Its new value; nil to remove it.
    public var parameterValue: Cell?
    /// The hash that the present value must have; zero for none there.
    public var ifHashEqual: Hash256?

    /// Makes one.
    public init(parameterNumber: Int32, parameterValue: Cell?, ifHashEqual: Hash256? = nil) {
        self.parameterNumber = parameterNumber
        self.parameterValue = parameterValue
        self.ifHashEqual = ifHashEqual
    }
}

extension ConfigurationProposal: TLBCodable {
    private static let tag: UInt64 = 0xf3

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "ConfigProposal")
        parameterNumber = try slice.loadInt32()
        parameterValue = try slice.loadMaybeReference()
        ifHashEqual = try slice.loadMaybe()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(int32: parameterNumber)
        try builder.store(maybeReference: parameterValue)
        try builder.store(maybe: ifHashEqual)
    }
}

/// A proposal and the votes on it, as the configuration's contract keeps them.
///
/// ```
/// cfg_proposal_status#ce expires:uint32 proposal:^ConfigProposal is_critical:Bool
///   voters:(HashmapE 16 True) remaining_weight:int64 validator_set_id:uint256
///   rounds_remaining:uint8 wins:uint8 losses:uint8 = ConfigProposalStatus;
/// ```
public struct ConfigurationProposalStatus: Hashable, Sendable {
    /// The unix time until which it is kept.
    public var expires: UInt32
    /// The proposal.
    public var proposal: Lazy<ConfigurationProposal>
    /// Whether it needs the longer vote.
    public var isCritical: Bool
    /// Those who voted for it in this round, by their numbers in the set.
    public var voters: TypedHashmapE<UInt16, EmptyValue>
    /// What is missing to more than three quarters of the weight in this round; negative where it was won.
    public var remainingWeight: Int64
    /// The hash of the set of validators that votes.
    public var validatorSetIdentifier: Hash256
    /// How many rounds are left.
    public var roundsRemaining: UInt8
    /// Rounds won.
    public var wins: UInt8
    /// Rounds lost.
    public var losses: UInt8

    /// Makes one.
    public init(
        expires: UInt32, proposal: Lazy<ConfigurationProposal>, isCritical: Bool,
        voters: TypedHashmapE<UInt16, EmptyValue>, remainingWeight: Int64, validatorSetIdentifier: Hash256,
        roundsRemaining: UInt8, wins: UInt8, losses: UInt8
    ) {
        self.expires = expires
        self.proposal = proposal
        self.isCritical = isCritical
        self.voters = voters
        self.remainingWeight = remainingWeight
        self.validatorSetIdentifier = validatorSetIdentifier
        self.roundsRemaining = roundsRemaining
        self.wins = wins
        self.losses = losses
    }
}

extension ConfigurationProposalStatus: TLBCodable {
    private static let tag: UInt64 = 0xce

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "ConfigProposalStatus")
        expires = try slice.load()
        proposal = try slice.load(field: "proposal")
        isCritical = try slice.loadBit()
        voters = try slice.load(field: "voters")
        remainingWeight = try slice.loadInt(bits: 64)
        validatorSetIdentifier = try slice.loadHash()
        roundsRemaining = try slice.load()
        wins = try slice.load()
        losses = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(expires)
        try builder.store(proposal)
        try builder.store(bit: isCritical)
        try builder.store(voters)
        try builder.store(signed: remainingWeight, bits: 64)
        try builder.store(validatorSetIdentifier)
        try builder.store(roundsRemaining)
        try builder.store(wins)
        try builder.store(losses)
    }
}
