public import TONCells
public import TONCrypto

/// A block, named in full: its place, and the hashes of its root cell and of its file.
///
/// ```
/// block_id_ext$_ shard_id:ShardIdent seq_no:uint32
///   root_hash:bits256 file_hash:bits256 = BlockIdExt;
/// ```
public struct BlockIdentifier: Hashable, Sendable {
    /// Which chain of blocks it is in.
    public var shardIdentifier: ShardIdentifier
    /// Its number in that chain.
    public var seqno: UInt32
    /// The hash of its root cell.
    public var rootHash: Hash256
    /// The SHA-256 of the bytes that validators signed: its bag of cells.
    public var fileHash: Hash256

    /// Makes one.
    public init(shardIdentifier: ShardIdentifier, seqno: UInt32, rootHash: Hash256, fileHash: Hash256) {
        self.shardIdentifier = shardIdentifier
        self.seqno = seqno
        self.rootHash = rootHash
        self.fileHash = fileHash
    }

    /// The workchain.
    public var workchain: Int32 { shardIdentifier.workchain }

    /// The number that names the shard.
    public var shard: UInt64 { shardIdentifier.shard }
}

extension BlockIdentifier: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        shardIdentifier = try slice.load(field: "shard_id")
        seqno = try slice.load()
        rootHash = try slice.loadHash()
        fileHash = try slice.loadHash()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(shardIdentifier)
        try builder.store(seqno)
        try builder.store(rootHash)
        try builder.store(fileHash)
    }
}

extension BlockIdentifier: CustomStringConvertible {
    /// Place, number and both hashes: `(0:8000000000000000, 17, root, file)`.
    public var description: String { "(\(shardIdentifier), \(seqno), \(rootHash), \(fileHash))" }
}

/// A block named by what is not known from the context: its shard is.
///
/// ```
/// ext_blk_ref$_ end_lt:uint64 seq_no:uint32 root_hash:bits256 file_hash:bits256 = ExtBlkRef;
/// master_info$_ master:ExtBlkRef = BlkMasterInfo;
/// ```
public struct ExternalBlockReference: Hashable, Sendable {
    /// The logical time at which it ended.
    public var endLT: UInt64
    /// Its number.
    public var seqno: UInt32
    /// The hash of its root cell.
    public var rootHash: Hash256
    /// The SHA-256 of its bag of cells.
    public var fileHash: Hash256

    /// Makes one.
    public init(endLT: UInt64, seqno: UInt32, rootHash: Hash256, fileHash: Hash256) {
        self.endLT = endLT
        self.seqno = seqno
        self.rootHash = rootHash
        self.fileHash = fileHash
    }

    /// The block's full name, as one of a shard.
    public func identifier(in shard: ShardIdentifier) -> BlockIdentifier {
        BlockIdentifier(shardIdentifier: shard, seqno: seqno, rootHash: rootHash, fileHash: fileHash)
    }
}

extension ExternalBlockReference: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        endLT = try slice.load()
        seqno = try slice.load()
        rootHash = try slice.loadHash()
        fileHash = try slice.loadHash()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(endLT)
        try builder.store(seqno)
        try builder.store(rootHash)
        try builder.store(fileHash)
    }
}
