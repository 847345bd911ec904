public import TONBlocks

extension LiteAPI {
    /// A step from a block to an older or lower one that its proof names.
    ///
    /// `liteServer.shardBlockLink id:tonNode.blockIdExt proof:bytes = liteServer.ShardBlockLink`
    public struct ShardBlockLink: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// A bag with the Merkle proofs.
        public var proof: [UInt8]

        /// Makes one.
        public init(block: BlockIdentifier, proof: [UInt8]) {
            self.block = block
            self.proof = proof
        }
    }
}

extension LiteAPI.ShardBlockLink: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.shardBlockLink", 0xd30d_cf72)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        proof = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(proof)
    }
}

extension LiteAPI {
    /// A block that was looked for, with proofs that it is the right one.
    ///
    /// ```
    /// liteServer.lookupBlockResult id:tonNode.blockIdExt mode:# mc_block_id:tonNode.blockIdExt
    ///   client_mc_state_proof:bytes mc_block_proof:bytes shard_links:(vector liteServer.shardBlockLink)
    ///   header:bytes prev_header:bytes = liteServer.LookupBlockResult
    /// ```
    public struct LookupBlockResult: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// Which parts were asked for, as bits.
        public var mode: UInt32
        /// The masterchain block that the proofs start from.
        public var masterchainBlock: BlockIdentifier
        /// A proof of the state after the client's masterchain block, which names the older one.
        public var clientMasterchainStateProof: [UInt8]
        /// A proof of the masterchain block that names the block or a newer one of its shard.
        public var masterchainBlockProof: [UInt8]
        /// Steps from there to the block.
        public var shardLinks: [ShardBlockLink]
        /// A Merkle proof of the block's header.
        public var header: [UInt8]
        /// A Merkle proof of the header of the block before; empty where it isn't needed.
        public var previousHeader: [UInt8]

        /// Makes one.
        public init(
            block: BlockIdentifier, masterchainBlock: BlockIdentifier, clientMasterchainStateProof: [UInt8],
            masterchainBlockProof: [UInt8], shardLinks: [ShardBlockLink], header: [UInt8], previousHeader: [UInt8],
            mode: UInt32
        ) {
            self.block = block
            self.mode = mode
            self.masterchainBlock = masterchainBlock
            self.clientMasterchainStateProof = clientMasterchainStateProof
            self.masterchainBlockProof = masterchainBlockProof
            self.shardLinks = shardLinks
            self.header = header
            self.previousHeader = previousHeader
        }
    }
}

extension LiteAPI.LookupBlockResult: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.lookupBlockResult", 0x9978_6be7)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        mode = try reader.read()
        masterchainBlock = try reader.read()
        clientMasterchainStateProof = try reader.read()
        masterchainBlockProof = try reader.read()
        shardLinks = try reader.readVector()
        header = try reader.read()
        previousHeader = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(mode)
        writer.write(masterchainBlock)
        writer.write(clientMasterchainStateProof)
        writer.write(masterchainBlockProof)
        writer.writeVector(shardLinks)
        writer.write(header)
        writer.write(previousHeader)
    }
}

extension LiteAPI {
    /// Asks as `lookupBlock` does, with proofs up to a known masterchain block.
    ///
    /// ```
    /// liteServer.lookupBlockWithProof mode:# id:tonNode.blockId mc_block_id:tonNode.blockIdExt lt:mode.1?long
    ///   utime:mode.2?int = liteServer.LookupBlockResult
    /// ```
    public struct LookupBlockWithProof: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// The shard, by its number or that of any account in it, and the number of the block if that is looked for.
        public var block: BlockPosition
        /// The masterchain block that the proofs are to start from.
        public var masterchainBlock: BlockIdentifier
        /// A logical time that the block has; nil not to look for one.
        public var lt: UInt64?
        /// A unix time that the block has; nil not to look for one.
        public var time: UInt32?

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags | TLFlags.bit(1, if: lt != nil) | TLFlags.bit(2, if: time != nil)
        }

        /// Makes one.
        public init(
            block: BlockPosition, masterchainBlock: BlockIdentifier, lt: UInt64? = nil, time: UInt32? = nil,
            otherFlags: UInt32 = 0
        ) {
            self.otherFlags = otherFlags
            self.block = block
            self.masterchainBlock = masterchainBlock
            self.lt = lt
            self.time = time
        }
    }
}

extension LiteAPI.LookupBlockWithProof: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.LookupBlockResult

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.lookupBlockWithProof", 0x9c04_5ff8)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(1, 2, in: mode)
        block = try reader.read()
        masterchainBlock = try reader.read()
        lt = try reader.read(if: mode, has: 1)
        time = try reader.read(if: mode, has: 2)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.write(masterchainBlock)
        writer.write(lt)
        writer.write(time)
    }
}

extension LiteAPI {
    /// Proofs from a masterchain block down to a block of a shard.
    ///
    /// ```
    /// liteServer.shardBlockProof masterchain_id:tonNode.blockIdExt links:(vector liteServer.shardBlockLink) =
    ///   liteServer.ShardBlockProof
    /// ```
    public struct ShardBlockProof: Hashable, Sendable {
        /// The masterchain block that the steps start from.
        public var masterchainBlock: BlockIdentifier
        /// The steps.
        public var links: [ShardBlockLink]

        /// Makes one.
        public init(masterchainBlock: BlockIdentifier, links: [ShardBlockLink]) {
            self.masterchainBlock = masterchainBlock
            self.links = links
        }
    }
}

extension LiteAPI.ShardBlockProof: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.shardBlockProof", 0x1d62_a07a)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        masterchainBlock = try reader.read()
        links = try reader.readVector()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(masterchainBlock)
        writer.writeVector(links)
    }
}

extension LiteAPI {
    /// Asks for proofs that a block of a shard is in the masterchain.
    ///
    /// `liteServer.getShardBlockProof id:tonNode.blockIdExt = liteServer.ShardBlockProof`
    public struct GetShardBlockProof: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier

        /// Makes one.
        public init(block: BlockIdentifier) {
            self.block = block
        }
    }
}

extension LiteAPI.GetShardBlockProof: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.ShardBlockProof

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getShardBlockProof", 0x4ca6_0350)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
    }
}
