public import TONBlocks

extension LiteAPI {
    /// How many messages wait to leave a shard.
    ///
    /// `liteServer.outMsgQueueSize id:tonNode.blockIdExt size:int = liteServer.OutMsgQueueSize`
    public struct OutMessageQueueSize: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// How many messages.
        public var size: UInt32

        /// Makes one.
        public init(block: BlockIdentifier, size: UInt32) {
            self.block = block
            self.size = size
        }
    }
}

extension LiteAPI.OutMessageQueueSize: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.outMsgQueueSize", 0xa7c6_4c85)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        size = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(size)
    }
}

extension LiteAPI {
    /// How many messages wait to leave shards.
    ///
    /// ```
    /// liteServer.outMsgQueueSizes shards:(vector liteServer.outMsgQueueSize) ext_msg_queue_size_limit:int =
    ///   liteServer.OutMsgQueueSizes
    /// ```
    public struct OutMessageQueueSizes: Hashable, Sendable {
        /// The shards.
        public var shards: [OutMessageQueueSize]
        /// How many external messages a shard may have waiting.
        public var externalMessageQueueSizeLimit: UInt32

        /// Makes one.
        public init(shards: [OutMessageQueueSize], externalMessageQueueSizeLimit: UInt32) {
            self.shards = shards
            self.externalMessageQueueSizeLimit = externalMessageQueueSizeLimit
        }
    }
}

extension LiteAPI.OutMessageQueueSizes: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.outMsgQueueSizes", 0xf850_4a03)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        shards = try reader.readVector()
        externalMessageQueueSizeLimit = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.writeVector(shards)
        writer.write(externalMessageQueueSizeLimit)
    }
}

extension LiteAPI {
    /// How many messages wait to leave a shard after a block.
    ///
    /// ```
    /// liteServer.blockOutMsgQueueSize mode:# id:tonNode.blockIdExt size:long proof:mode.0?bytes =
    ///   liteServer.BlockOutMsgQueueSize
    /// ```
    public struct BlockOutMessageQueueSize: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// The block.
        public var block: BlockIdentifier
        /// How many messages.
        public var size: UInt64
        /// The proofs, if asked for.
        public var proof: [UInt8]?

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags | TLFlags.bit(0, if: proof != nil)
        }

        /// Makes one.
        public init(block: BlockIdentifier, size: UInt64, proof: [UInt8]? = nil, otherFlags: UInt32 = 0) {
            self.otherFlags = otherFlags
            self.block = block
            self.size = size
            self.proof = proof
        }
    }
}

extension LiteAPI.BlockOutMessageQueueSize: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.blockOutMsgQueueSize", 0x8acd_be1b)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(0, in: mode)
        block = try reader.read()
        size = try reader.read()
        proof = try reader.read(if: mode, has: 0)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.write(size)
        writer.write(proof)
    }
}

extension LiteAPI {
    /// Asks how many messages wait to leave all shards, or one.
    ///
    /// `liteServer.getOutMsgQueueSizes mode:# wc:mode.0?int shard:mode.0?long = liteServer.OutMsgQueueSizes`
    public struct GetOutMessageQueueSizes: Hashable, Sendable {
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

extension LiteAPI.GetOutMessageQueueSizes: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.OutMessageQueueSizes

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getOutMsgQueueSizes", 0x7bc1_9c36)

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

extension LiteAPI {
    /// Asks how many messages wait to leave a shard after a block.
    ///
    /// ```
    /// liteServer.getBlockOutMsgQueueSize mode:# id:tonNode.blockIdExt want_proof:mode.0?true =
    ///   liteServer.BlockOutMsgQueueSize
    /// ```
    public struct GetBlockOutMessageQueueSize: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// The block.
        public var block: BlockIdentifier
        /// Whether a proof is wanted.
        public var wantsProof: Bool

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags | TLFlags.bit(0, if: wantsProof)
        }

        /// Makes one.
        public init(block: BlockIdentifier, wantsProof: Bool = false, otherFlags: UInt32 = 0) {
            self.otherFlags = otherFlags
            self.block = block
            self.wantsProof = wantsProof
        }
    }
}

extension LiteAPI.GetBlockOutMessageQueueSize: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.BlockOutMessageQueueSize

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getBlockOutMsgQueueSize", 0x8f6c_7779)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(0, in: mode)
        block = try reader.read()
        wantsProof = TLFlags.has(0, in: mode)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
    }
}
