public import TONBlocks
public import TONCrypto

extension LiteAPI {
    /// A candidate to become a block.
    ///
    /// ```
    /// liteServer.nonfinal.candidateId block_id:tonNode.blockIdExt creator:int256 collated_data_hash:int256 =
    ///   liteServer.nonfinal.CandidateId
    /// ```
    public struct NonfinalCandidateIdentifier: Hashable, Sendable {
        /// The block that it would be.
        public var block: BlockIdentifier
        /// The key of the validator that made it.
        public var creator: Hash256
        /// The hash of the data that it was made from.
        public var collatedDataHash: Hash256

        /// Makes one.
        public init(block: BlockIdentifier, creator: Hash256, collatedDataHash: Hash256) {
            self.block = block
            self.creator = creator
            self.collatedDataHash = collatedDataHash
        }
    }
}

extension LiteAPI.NonfinalCandidateIdentifier: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.nonfinal.candidateId", 0x5504_7fee)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        creator = try reader.read()
        collatedDataHash = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(creator)
        writer.write(collatedDataHash)
    }
}

extension LiteAPI {
    /// A candidate to become a block, whole.
    ///
    /// ```
    /// liteServer.nonfinal.candidate id:liteServer.nonfinal.candidateId data:bytes collated_data:bytes =
    ///   liteServer.nonfinal.Candidate
    /// ```
    public struct NonfinalCandidate: Hashable, Sendable {
        /// Which candidate.
        public var identifier: NonfinalCandidateIdentifier
        /// The bag of cells of the block.
        public var data: [UInt8]
        /// The data that it was made from.
        public var collatedData: [UInt8]

        /// Makes one.
        public init(identifier: NonfinalCandidateIdentifier, data: [UInt8], collatedData: [UInt8]) {
            self.identifier = identifier
            self.data = data
            self.collatedData = collatedData
        }
    }
}

extension LiteAPI.NonfinalCandidate: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.nonfinal.candidate", 0x80c3_468c)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        identifier = try reader.read()
        data = try reader.read()
        collatedData = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(identifier)
        writer.write(data)
        writer.write(collatedData)
    }
}

extension LiteAPI {
    /// How far a candidate has come.
    ///
    /// ```
    /// liteServer.nonfinal.candidateInfo id:liteServer.nonfinal.candidateId available:Bool approved_weight:long
    ///   signed_weight:long total_weight:long = liteServer.nonfinal.CandidateInfo
    /// ```
    public struct NonfinalCandidateInfo: Hashable, Sendable {
        /// Which candidate.
        public var identifier: NonfinalCandidateIdentifier
        /// Whether the server has it whole.
        public var isAvailable: Bool
        /// The weight of those who approved it.
        public var approvedWeight: UInt64
        /// The weight of those who signed it.
        public var signedWeight: UInt64
        /// The weight of all.
        public var totalWeight: UInt64

        /// Makes one.
        public init(
            identifier: NonfinalCandidateIdentifier, isAvailable: Bool, approvedWeight: UInt64, signedWeight: UInt64,
            totalWeight: UInt64
        ) {
            self.identifier = identifier
            self.isAvailable = isAvailable
            self.approvedWeight = approvedWeight
            self.signedWeight = signedWeight
            self.totalWeight = totalWeight
        }
    }
}

extension LiteAPI.NonfinalCandidateInfo: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.nonfinal.candidateInfo", 0x4dec_01d5)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        identifier = try reader.read()
        isAvailable = try reader.read()
        approvedWeight = try reader.read()
        signedWeight = try reader.read()
        totalWeight = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(identifier)
        writer.write(isAvailable)
        writer.write(approvedWeight)
        writer.write(signedWeight)
        writer.write(totalWeight)
    }
}

extension LiteAPI {
    /// The validators of a shard, and the candidates that they have.
    ///
    /// ```
    /// liteServer.nonfinal.validatorGroupInfo next_block_id:tonNode.blockId cc_seqno:int prev:(vector
    ///   tonNode.blockIdExt) candidates:(vector liteServer.nonfinal.candidateInfo) =
    ///   liteServer.nonfinal.ValidatorGroupInfo
    /// ```
    public struct NonfinalValidatorGroupInfo: Hashable, Sendable {
        /// The block that they make next.
        public var nextBlock: BlockPosition
        /// The number of their session.
        public var catchainSeqno: UInt32
        /// The blocks before.
        public var previous: [BlockIdentifier]
        /// The candidates.
        public var candidates: [NonfinalCandidateInfo]

        /// Makes one.
        public init(
            nextBlock: BlockPosition, catchainSeqno: UInt32, previous: [BlockIdentifier],
            candidates: [NonfinalCandidateInfo]
        ) {
            self.nextBlock = nextBlock
            self.catchainSeqno = catchainSeqno
            self.previous = previous
            self.candidates = candidates
        }
    }
}

extension LiteAPI.NonfinalValidatorGroupInfo: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.nonfinal.validatorGroupInfo", 0xf9d6_8aa7)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        nextBlock = try reader.read()
        catchainSeqno = try reader.read()
        previous = try reader.readVector()
        candidates = try reader.readVector()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(nextBlock)
        writer.write(catchainSeqno)
        writer.writeVector(previous)
        writer.writeVector(candidates)
    }
}

extension LiteAPI {
    /// The groups of validators.
    ///
    /// ```
    /// liteServer.nonfinal.validatorGroups groups:(vector liteServer.nonfinal.validatorGroupInfo) =
    ///   liteServer.nonfinal.ValidatorGroups
    /// ```
    public struct NonfinalValidatorGroups: Hashable, Sendable {
        /// The groups.
        public var groups: [NonfinalValidatorGroupInfo]

        /// Makes one.
        public init(groups: [NonfinalValidatorGroupInfo]) {
            self.groups = groups
        }
    }
}

extension LiteAPI.NonfinalValidatorGroups: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.nonfinal.validatorGroups", 0x8d0b_9dfe)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        groups = try reader.readVector()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.writeVector(groups)
    }
}

extension LiteAPI {
    /// Blocks of shards that the masterchain does not name yet.
    ///
    /// ```
    /// liteServer.nonfinal.pendingShardBlocks signed_blocks:(vector tonNode.blockIdExt) candidates:(vector
    ///   tonNode.blockIdExt) = liteServer.nonfinal.PendingShardBlocks
    /// ```
    public struct NonfinalPendingShardBlocks: Hashable, Sendable {
        /// Blocks that are signed.
        public var signedBlocks: [BlockIdentifier]
        /// Candidates that the server has.
        public var candidates: [BlockIdentifier]

        /// Makes one.
        public init(signedBlocks: [BlockIdentifier], candidates: [BlockIdentifier]) {
            self.signedBlocks = signedBlocks
            self.candidates = candidates
        }
    }
}

extension LiteAPI.NonfinalPendingShardBlocks: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.nonfinal.pendingShardBlocks", 0x1fd0_6e4d)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        signedBlocks = try reader.readVector()
        candidates = try reader.readVector()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.writeVector(signedBlocks)
        writer.writeVector(candidates)
    }
}

extension LiteAPI {
    /// Asks for the blocks of all shards, or of one, that the masterchain does not name yet.
    ///
    /// ```
    /// liteServer.nonfinal.getPendingShardBlocks mode:# wc:mode.0?int shard:mode.0?long =
    ///   liteServer.nonfinal.PendingShardBlocks
    /// ```
    public struct NonfinalGetPendingShardBlocks: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// The shard; nil for all.
        public var shard: ShardKey?

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags | TLFlags.bit(0, if: shard != nil)
        }

        /// Makes one.
        public init(shard: ShardKey? = nil, otherFlags: UInt32 = 0) {
            self.otherFlags = otherFlags
            self.shard = shard
        }
    }
}

extension LiteAPI.NonfinalGetPendingShardBlocks: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.NonfinalPendingShardBlocks

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.nonfinal.getPendingShardBlocks", 0x5a8e_e82c)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(0, in: mode)
        shard = try reader.read(if: mode, has: 0)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(shard)
    }
}
