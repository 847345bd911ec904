public import TONCells

/// What validators get with a block so that they can check it without the state: a root of its collated data.
public enum CollatedRoot: Hashable, Sendable {
    /// `top_block_descr_set#4ac789f3`: blocks of shards, for a block of the masterchain.
    case topBlocks(TopBlockDescriptions)
    /// `account_storage_dict_proof#37c1e3fc`: what an account's storage takes.
    case accountStorageDictionary(AccountStorageDictionaryProof)
    /// `consensus_extra_data#638eb292`: what consensus adds.
    case consensus(ConsensusExtraData)
    /// Any Merkle proof: of an earlier block, or of a state.
    case proof(MerkleProof)

    private static let topBlocksTag: UInt64 = 0x4ac789f3

    /// Reads a root. Throws for one that is of none of these.
    public init(cell: Cell) throws(CellError) {
        guard !cell.isExotic else {
            self = .proof(try MerkleProof(cell: cell))
            return
        }
        switch try cell.slice().peekUInt(bits: 32) {
        case Self.topBlocksTag: self = .topBlocks(try TopBlockDescriptions(cell: cell))
        case AccountStorageDictionaryProof.tag: self = .accountStorageDictionary(try .init(cell: cell))
        case ConsensusExtraData.tag: self = .consensus(try ConsensusExtraData(cell: cell))
        case let tag: throw .unknownTag(type: "CollatedRoot", found: tag, bits: 32)
        }
    }

    /// The root as it stands in the bag.
    public func cell() throws(CellError) -> Cell {
        switch self {
        case .topBlocks(let value): try value.cell()
        case .accountStorageDictionary(let value): try value.cell()
        case .consensus(let value): try value.cell()
        case .proof(let value): value.cell
        }
    }
}

/// The proof of a dictionary that counts an account's cells, which the account's `storage_extra` names by its hash.
///
/// `account_storage_dict_proof#37c1e3fc proof:^Cell = AccountStorageDictProof;`
public struct AccountStorageDictionaryProof: Hashable, Sendable {
    /// The cell of a Merkle proof.
    public var proof: Cell

    /// Makes one.
    public init(proof: Cell) {
        self.proof = proof
    }
}

extension AccountStorageDictionaryProof: TLBCodable {
    fileprivate static let tag: UInt64 = 0x37c1e3fc

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 32, of: "AccountStorageDictProof")
        proof = try slice.loadReference()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 32)
        try builder.store(reference: proof)
    }
}

/// What consensus adds to a block.
///
/// `consensus_extra_data#638eb292 flags:# gen_utime_ms:uint64 = ConsensusExtraData;`
public struct ConsensusExtraData: Hashable, Sendable {
    /// Reserved: 0 so far.
    public var flags: UInt32
    /// The unix time at which the block was made, in milliseconds.
    public var generatedAtMilliseconds: UInt64

    /// Makes one.
    public init(flags: UInt32 = 0, generatedAtMilliseconds: UInt64) {
        self.flags = flags
        self.generatedAtMilliseconds = generatedAtMilliseconds
    }
}

extension ConsensusExtraData: TLBCodable {
    fileprivate static let tag: UInt64 = 0x638eb292

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 32, of: "ConsensusExtraData")
        flags = try slice.load()
        generatedAtMilliseconds = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 32)
        try builder.store(flags)
        try builder.store(generatedAtMilliseconds)
    }
}
