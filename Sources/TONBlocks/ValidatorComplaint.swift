public import TONCells
public import TONCrypto

/// How many blocks a validator made until a masterchain block, with proofs of it.
///
/// ```
/// prod_info#34 utime:uint32 mc_blk_ref:ExtBlkRef state_proof:^(MERKLE_PROOF Block)
///   prod_proof:^(MERKLE_PROOF ShardState) = ProducerInfo;
/// ```
public struct ProducerInfo: Hashable, Sendable {
    /// The unix time of the block.
    public var time: UInt32
    /// The masterchain block.
    public var masterchainBlock: ExternalBlockReference
    /// The cell of a Merkle proof of the block's state update.
    public var stateProof: Cell
    /// The cell of a Merkle proof of the validator's counters in the state.
    public var producerProof: Cell

    /// Makes one.
    public init(time: UInt32, masterchainBlock: ExternalBlockReference, stateProof: Cell, producerProof: Cell) {
        self.time = time
        self.masterchainBlock = masterchainBlock
        self.stateProof = stateProof
        self.producerProof = producerProof
    }
}

extension ProducerInfo: TLBCodable {
    private static let tag: UInt64 = 0x34

    /// Reads the layout; proofs aren't looked into.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "ProducerInfo")
        time = try slice.load()
        masterchainBlock = try slice.load(field: "mc_blk_ref")
        stateProof = try slice.loadReference()
        producerProof = try slice.loadReference()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(time)
        try builder.store(masterchainBlock)
        try builder.store(reference: stateProof)
        try builder.store(reference: producerProof)
    }
}

/// What a validator is accused of. The tags aren't in block.tlb: they are the CRC-32 of the constructors' lines.
public enum ComplaintDescription: Hashable, Sendable {
    /// `no_blk_gen#450e8bd9 from_utime:uint32 prod_info:^ProducerInfo`: it made no blocks since a unix time.
    case noBlocks(since: UInt32, info: Lazy<ProducerInfo>)
    /// `no_blk_gen_diff#c737b0ca prod_info_old:^ProducerInfo prod_info_new:^ProducerInfo`: it made none, or too few,
    /// between two blocks.
    case noBlocksBetween(old: Lazy<ProducerInfo>, new: Lazy<ProducerInfo>)
}

extension ComplaintDescription: TLBCodable {
    private static let noBlocksTag: UInt64 = 0x450e8bd9
    private static let noBlocksBetweenTag: UInt64 = 0xc737b0ca

    /// Reads either constructor.
    public init(from slice: inout CellSlice) throws(CellError) {
        switch try slice.loadUInt(bits: 32) {
        case Self.noBlocksTag:
            self = .noBlocks(since: try slice.load(), info: try slice.load(field: "prod_info"))
        case Self.noBlocksBetweenTag:
            self = .noBlocksBetween(
                old: try slice.load(field: "prod_info_old"), new: try slice.load(field: "prod_info_new"))
        case let tag: throw .unknownTag(type: "ComplaintDescr", found: tag, bits: 32)
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .noBlocks(let time, let info):
            try builder.store(Self.noBlocksTag, bits: 32)
            try builder.store(time)
            try builder.store(info)
        case .noBlocksBetween(let old, let new):
            try builder.store(Self.noBlocksBetweenTag, bits: 32)
            try builder.store(old)
            try builder.store(new)
        }
    }
}

/// A complaint about a validator, as the elector keeps it.
///
/// ```
/// validator_complaint#bc validator_pubkey:bits256 description:^ComplaintDescr created_at:uint32
///   severity:uint8 reward_addr:uint256 paid:Grams suggested_fine:Grams
///   suggested_fine_part:uint32 = ValidatorComplaint;
/// ```
public struct ValidatorComplaint: Hashable, Sendable {
    /// The public key of the accused.
    public var validatorPublicKey: Hash256
    /// What it is accused of.
    public var description: Lazy<ComplaintDescription>
    /// The unix time of the complaint.
    public var createdAt: UInt32
    /// How severe it is.
    public var severity: UInt8
    /// The masterchain account that gets the reward.
    public var rewardAddress: Hash256
    /// What was paid for the complaint.
    public var paid: Coins
    /// The fixed part of the suggested fine.
    public var suggestedFine: Coins
    /// The part of the stake that is suggested as a fine, in 2^-32.
    public var suggestedFinePart: UInt32

    /// Makes one.
    public init(
        validatorPublicKey: Hash256, description: Lazy<ComplaintDescription>, createdAt: UInt32, severity: UInt8,
        rewardAddress: Hash256, paid: Coins, suggestedFine: Coins, suggestedFinePart: UInt32
    ) {
        self.validatorPublicKey = validatorPublicKey
        self.description = description
        self.createdAt = createdAt
        self.severity = severity
        self.rewardAddress = rewardAddress
        self.paid = paid
        self.suggestedFine = suggestedFine
        self.suggestedFinePart = suggestedFinePart
    }
}

extension ValidatorComplaint: TLBCodable {
    private static let tag: UInt64 = 0xbc

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "ValidatorComplaint")
        validatorPublicKey = try slice.loadHash()
        description = try slice.load(field: "description")
        createdAt = try slice.load()
        severity = try slice.load()
        rewardAddress = try slice.loadHash()
        paid = try slice.load(field: "paid")
        suggestedFine = try slice.load(field: "suggested_fine")
        suggestedFinePart = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(validatorPublicKey)
        try builder.store(description)
        try builder.store(createdAt)
        try builder.store(severity)
        try builder.store(rewardAddress)
        try builder.store(paid)
        try builder.store(suggestedFine)
        try builder.store(suggestedFinePart)
    }
}

/// A complaint and the votes on it.
///
/// ```
/// complaint_status#2d complaint:^ValidatorComplaint voters:(HashmapE 16 True) vset_id:uint256
///   weight_remaining:int64 = ValidatorComplaintStatus;
/// ```
public struct ValidatorComplaintStatus: Hashable, Sendable {
    /// The complaint.
    public var complaint: Lazy<ValidatorComplaint>
    /// Those who voted for it, by their numbers in the set.
    public var voters: TypedHashmapE<UInt16, EmptyValue>
    /// The hash of the set of validators that votes.
    public var validatorSetIdentifier: Hash256
    /// What is missing to two thirds of the weight; negative where it was accepted.
    public var weightRemaining: Int64

    /// Makes one.
    public init(
        complaint: Lazy<ValidatorComplaint>, voters: TypedHashmapE<UInt16, EmptyValue>,
        validatorSetIdentifier: Hash256, weightRemaining: Int64
    ) {
        self.complaint = complaint
        self.voters = voters
        self.validatorSetIdentifier = validatorSetIdentifier
        self.weightRemaining = weightRemaining
    }
}

extension ValidatorComplaintStatus: TLBCodable {
    private static let tag: UInt64 = 0x2d

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "ValidatorComplaintStatus")
        complaint = try slice.load(field: "complaint")
        voters = try slice.load(field: "voters")
        validatorSetIdentifier = try slice.loadHash()
        weightRemaining = try slice.loadInt(bits: 64)
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(complaint)
        try builder.store(voters)
        try builder.store(validatorSetIdentifier)
        try builder.store(signed: weightRemaining, bits: 64)
    }
}
