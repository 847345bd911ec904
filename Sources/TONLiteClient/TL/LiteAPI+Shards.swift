public import TONBlocks

extension LiteAPI {
    /// The newest block of a shard as a masterchain block names it, with proof.
    ///
    /// ```
    /// liteServer.shardInfo id:tonNode.blockIdExt shardblk:tonNode.blockIdExt shard_proof:bytes
    ///   shard_descr:bytes = liteServer.ShardInfo
    /// ```
    public struct ShardInfo: Hashable, Sendable {
        /// The masterchain block.
        public var block: BlockIdentifier
        /// The newest block of the shard; an invalid name where there is none.
        public var shardBlock: AnyBlockIdentifier
        /// A bag with the proof of the shard's block from the masterchain block.
        public var shardProof: [UInt8]
        /// The description of the shard, as a bag; empty where there is none.
        public var shardDescription: [UInt8]

        /// Makes one.
        public init(
            block: BlockIdentifier, shardBlock: AnyBlockIdentifier, shardProof: [UInt8], shardDescription: [UInt8]
        ) {
            self.block = block
            self.shardBlock = shardBlock
            self.shardProof = shardProof
            self.shardDescription = shardDescription
        }
    }
}

extension LiteAPI.ShardInfo: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.shardInfo", 0x9fe6_cd84)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        shardBlock = try reader.read()
        shardProof = try reader.read()
        shardDescription = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(shardBlock)
        writer.write(shardProof)
        writer.write(shardDescription)
    }
}

extension LiteAPI {
    /// The newest blocks of all shards as a masterchain block names them, with proof.
    ///
    /// `liteServer.allShardsInfo id:tonNode.blockIdExt proof:bytes data:bytes = liteServer.AllShardsInfo`
    public struct AllShardsInfo: Hashable, Sendable {
        /// The masterchain block.
        public var block: BlockIdentifier
        /// A bag with the Merkle proof of the masterchain state.
        public var proof: [UInt8]
        /// The shards, as a bag.
        public var data: [UInt8]

        /// Makes one.
        public init(block: BlockIdentifier, proof: [UInt8], data: [UInt8]) {
            self.block = block
            self.proof = proof
            self.data = data
        }
    }
}

extension LiteAPI.AllShardsInfo: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.allShardsInfo", 0x098f_e72d)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        proof = try reader.read()
        data = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(proof)
        writer.write(data)
    }
}

extension LiteAPI {
    /// Asks for the newest block of a shard at a masterchain block.
    ///
    /// `liteServer.getShardInfo id:tonNode.blockIdExt workchain:int shard:long exact:Bool = liteServer.ShardInfo`
    public struct GetShardInfo: Hashable, Sendable {
        /// The masterchain block.
        public var block: BlockIdentifier
        /// The workchain.
        public var workchain: Int32
        /// The number that names the shard, or any account in it.
        public var shard: UInt64
        /// Whether another shard that has the account will not do.
        public var isExact: Bool

        /// Makes one.
        public init(block: BlockIdentifier, workchain: Int32, shard: UInt64, isExact: Bool) {
            self.block = block
            self.workchain = workchain
            self.shard = shard
            self.isExact = isExact
        }
    }
}

extension LiteAPI.GetShardInfo: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.ShardInfo

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getShardInfo", 0x46a2_f425)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        workchain = try reader.read()
        shard = try reader.read()
        isExact = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(workchain)
        writer.write(shard)
        writer.write(isExact)
    }
}

extension LiteAPI {
    /// Asks for the newest blocks of all shards at a masterchain block.
    ///
    /// `liteServer.getAllShardsInfo id:tonNode.blockIdExt = liteServer.AllShardsInfo`
    public struct GetAllShardsInfo: Hashable, Sendable {
        /// The masterchain block.
        public var block: BlockIdentifier

        /// Makes one.
        public init(block: BlockIdentifier) {
            self.block = block
        }
    }
}

extension LiteAPI.GetAllShardsInfo: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.AllShardsInfo

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getAllShardsInfo", 0x74d3_fd6b)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
    }
}
