public import TONBlocks
public import TONCrypto

extension LiteAPI {
    /// A whole block.
    ///
    /// `liteServer.blockData id:tonNode.blockIdExt data:bytes = liteServer.BlockData`
    public struct BlockData: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// The bag of cells.
        public var data: [UInt8]

        /// Makes one.
        public init(block: BlockIdentifier, data: [UInt8]) {
            self.block = block
            self.data = data
        }
    }
}

extension LiteAPI.BlockData: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.blockData", 0xa574_ed6c)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        data = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(data)
    }
}

extension LiteAPI {
    /// The whole state after a block; servers give those of first blocks alone.
    ///
    /// ```
    /// liteServer.blockState id:tonNode.blockIdExt root_hash:int256 file_hash:int256 data:bytes =
    ///   liteServer.BlockState
    /// ```
    public struct BlockState: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// The hash of the root cell.
        public var rootHash: Hash256
        /// The hash of the bag.
        public var fileHash: Hash256
        /// The bag of cells.
        public var data: [UInt8]

        /// Makes one.
        public init(block: BlockIdentifier, rootHash: Hash256, fileHash: Hash256, data: [UInt8]) {
            self.block = block
            self.rootHash = rootHash
            self.fileHash = fileHash
            self.data = data
        }
    }
}

extension LiteAPI.BlockState: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.blockState", 0xabad_dc0c)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        rootHash = try reader.read()
        fileHash = try reader.read()
        data = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(rootHash)
        writer.write(fileHash)
        writer.write(data)
    }
}

extension LiteAPI {
    /// A proof of a block's header.
    ///
    /// `liteServer.blockHeader id:tonNode.blockIdExt mode:# header_proof:bytes = liteServer.BlockHeader`
    public struct BlockHeader: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// Which parts were asked for, as bits.
        public var mode: UInt32
        /// A Merkle proof of the header.
        public var headerProof: [UInt8]

        /// Makes one.
        public init(block: BlockIdentifier, headerProof: [UInt8], mode: UInt32) {
            self.block = block
            self.mode = mode
            self.headerProof = headerProof
        }
    }
}

extension LiteAPI.BlockHeader: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.blockHeader", 0x752d_8219)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        mode = try reader.read()
        headerProof = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(mode)
        writer.write(headerProof)
    }
}

extension LiteAPI {
    /// Asks for a whole block.
    ///
    /// `liteServer.getBlock id:tonNode.blockIdExt = liteServer.BlockData`
    public struct GetBlock: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier

        /// Makes one.
        public init(block: BlockIdentifier) {
            self.block = block
        }
    }
}

extension LiteAPI.GetBlock: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.BlockData

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getBlock", 0x6377_cf0d)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
    }
}

extension LiteAPI {
    /// Asks for the whole state after a block.
    ///
    /// `liteServer.getState id:tonNode.blockIdExt = liteServer.BlockState`
    public struct GetState: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier

        /// Makes one.
        public init(block: BlockIdentifier) {
            self.block = block
        }
    }
}

extension LiteAPI.GetState: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.BlockState

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getState", 0xba6e_2eb6)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
    }
}

extension LiteAPI {
    /// Asks for a proof of a block's header.
    ///
    /// `liteServer.getBlockHeader id:tonNode.blockIdExt mode:# = liteServer.BlockHeader`
    public struct GetBlockHeader: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// Which parts were asked for, as bits.
        public var mode: UInt32

        /// Makes one.
        public init(block: BlockIdentifier, mode: UInt32 = 0) {
            self.block = block
            self.mode = mode
        }
    }
}

extension LiteAPI.GetBlockHeader: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.BlockHeader

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getBlockHeader", 0x21ec_069e)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        mode = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(mode)
    }
}

extension LiteAPI {
    /// Asks which block of a shard has a number (bit 0 of the mode), a logical time or a unix time. The answer's name
    /// is not proven.
    ///
    /// `liteServer.lookupBlock mode:# id:tonNode.blockId lt:mode.1?long utime:mode.2?int = liteServer.BlockHeader`
    public struct LookupBlock: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// The shard, by its number or that of any account in it, and the number of the block if that is looked for.
        public var block: BlockPosition
        /// A logical time that the block has; nil not to look for one.
        public var lt: UInt64?
        /// A unix time that the block has; nil not to look for one.
        public var time: UInt32?

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags | TLFlags.bit(1, if: lt != nil) | TLFlags.bit(2, if: time != nil)
        }

        /// Makes one.
        public init(block: BlockPosition, lt: UInt64? = nil, time: UInt32? = nil, otherFlags: UInt32 = 0) {
            self.otherFlags = otherFlags
            self.block = block
            self.lt = lt
            self.time = time
        }
    }
}

extension LiteAPI.LookupBlock: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.BlockHeader

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.lookupBlock", 0xfac8_f71e)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(1, 2, in: mode)
        block = try reader.read()
        lt = try reader.read(if: mode, has: 1)
        time = try reader.read(if: mode, has: 2)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.write(lt)
        writer.write(time)
    }
}
