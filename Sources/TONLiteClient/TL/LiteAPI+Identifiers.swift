public import TONBlocks
public import TONCells
public import TONCrypto

extension BlockIdentifier: TLObject {
    /// The constructor in `lite_api.tl`.
    ///
    /// ```
    /// tonNode.blockIdExt workchain:int shard:long seqno:int root_hash:int256 file_hash:int256 = tonNode.BlockIdExt
    /// ```
    public static var constructor: TLConstructor { TLConstructor("tonNode.blockIdExt", 0x6752_eb78) }

    /// Reads the fields. Throws where no shard has the number.
    public init(from reader: inout TLReader) throws(TLError) {
        let offset = reader.offset
        let any: LiteAPI.AnyBlockIdentifier = try reader.read()
        guard let identifier = any.identifier else {
            throw .shard(offset: offset, workchain: any.workchain, shard: any.shard)
        }
        self = identifier
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(LiteAPI.AnyBlockIdentifier(self))
    }
}

extension LiteAPI {
    /// A block, named in full, or a name that is no block's: what servers say of a shard that there isn't.
    ///
    /// ```
    /// tonNode.blockIdExt workchain:int shard:long seqno:int root_hash:int256 file_hash:int256 = tonNode.BlockIdExt
    /// ```
    public struct AnyBlockIdentifier: Hashable, Sendable {
        /// The workchain.
        public var workchain: Int32
        /// The number of the shard.
        public var shard: UInt64
        /// The number of the block.
        public var seqno: UInt32
        /// The hash of its root cell.
        public var rootHash: Hash256
        /// The SHA-256 of its bag of cells.
        public var fileHash: Hash256

        /// Makes one.
        public init(workchain: Int32, shard: UInt64, seqno: UInt32, rootHash: Hash256, fileHash: Hash256) {
            self.workchain = workchain
            self.shard = shard
            self.seqno = seqno
            self.rootHash = rootHash
            self.fileHash = fileHash
        }

        /// The same name.
        public init(_ identifier: BlockIdentifier) {
            self.init(
                workchain: identifier.workchain, shard: identifier.shard, seqno: identifier.seqno,
                rootHash: identifier.rootHash, fileHash: identifier.fileHash)
        }

        /// The name, if it can be a block's: nil where no shard has the number.
        public var identifier: BlockIdentifier? {
            guard let shard = try? ShardIdentifier(workchain: workchain, shard: shard) else { return nil }
            return BlockIdentifier(shardIdentifier: shard, seqno: seqno, rootHash: rootHash, fileHash: fileHash)
        }
    }

    /// A block, named by its place, or the place alone: the shard may be named by any account in it.
    ///
    /// `tonNode.blockId workchain:int shard:long seqno:int = tonNode.BlockId`
    public struct BlockPosition: Hashable, Sendable {
        /// The workchain.
        public var workchain: Int32
        /// The number of the shard.
        public var shard: UInt64
        /// The number of the block.
        public var seqno: UInt32

        /// Makes one.
        public init(workchain: Int32, shard: UInt64, seqno: UInt32) {
            self.workchain = workchain
            self.shard = shard
            self.seqno = seqno
        }

        /// The place of a block in a shard.
        public init(_ shard: ShardIdentifier, seqno: UInt32) {
            self.init(workchain: shard.workchain, shard: shard.shard, seqno: seqno)
        }
    }

    /// The first state of a workchain. There is no block of that number.
    ///
    /// `tonNode.zeroStateIdExt workchain:int root_hash:int256 file_hash:int256 = tonNode.ZeroStateIdExt`
    public struct ZeroStateIdentifier: Hashable, Sendable {
        /// The workchain.
        public var workchain: Int32
        /// The hash of its root cell.
        public var rootHash: Hash256
        /// The SHA-256 of its bag of cells.
        public var fileHash: Hash256

        /// Makes one.
        public init(workchain: Int32, rootHash: Hash256, fileHash: Hash256) {
            self.workchain = workchain
            self.rootHash = rootHash
            self.fileHash = fileHash
        }
    }
}

extension LiteAPI.AnyBlockIdentifier: TLObject {
    /// The constructor in `lite_api.tl`.
    public static var constructor: TLConstructor { BlockIdentifier.constructor }

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        workchain = try reader.read()
        shard = try reader.read()
        seqno = try reader.read()
        rootHash = try reader.read()
        fileHash = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(workchain)
        writer.write(shard)
        writer.write(seqno)
        writer.write(rootHash)
        writer.write(fileHash)
    }
}

extension LiteAPI.BlockPosition: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("tonNode.blockId", 0xb7cd_b167)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        workchain = try reader.read()
        shard = try reader.read()
        seqno = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(workchain)
        writer.write(shard)
        writer.write(seqno)
    }
}

extension LiteAPI.ZeroStateIdentifier: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("tonNode.zeroStateIdExt", 0x1d72_35ae)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        workchain = try reader.read()
        rootHash = try reader.read()
        fileHash = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(workchain)
        writer.write(rootHash)
        writer.write(fileHash)
    }
}

extension LiteAPI.AccountIdentifier {
    /// The account of an address.
    public init(_ address: AccountAddress) {
        self.init(workchain: Int32(address.workchain), address: address.hash)
    }
}
