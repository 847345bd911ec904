public import TONCells
public import TONCrypto

/// Signatures by their position: `HashmapE 16 CryptoSignaturePair`.
public typealias SignaturePairs = TypedHashmapE<UInt16, SignaturePair>

/// Who signed a block.
///
/// ```
/// block_signatures_ordinary#11 validator_list_hash_short:uint32 catchain_seqno:uint32
///   sig_count:uint32 sig_weight:uint64
///   signatures:(HashmapE 16 CryptoSignaturePair) = BlockSignatures;
/// block_signatures_simplex#12 validator_list_hash_short:uint32 catchain_seqno:uint32
///   sig_count:uint32 sig_weight:uint64
///   signatures:(HashmapE 16 CryptoSignaturePair)
///   session_id:bits256 slot:uint32 candidate_data:^Cell = BlockSignatures;
/// ```
public struct BlockSignatures: Hashable, Sendable {
    /// A short hash of the validators that could sign.
    public var validatorListHashShort: UInt32
    /// The number of their session.
    public var catchainSeqno: UInt32
    /// How many signatures there are, as stated.
    public var count: UInt32
    /// The weight of those who signed, as stated.
    public var weight: UInt64
    /// The signatures.
    public var signatures: SignaturePairs
    /// What simplex consensus signs instead of the block itself; nil for an ordinary set.
    public var simplex: SimplexSignatureInfo?

    /// Makes one.
    public init(
        validatorListHashShort: UInt32, catchainSeqno: UInt32, count: UInt32, weight: UInt64,
        signatures: SignaturePairs, simplex: SimplexSignatureInfo? = nil
    ) {
        self.validatorListHashShort = validatorListHashShort
        self.catchainSeqno = catchainSeqno
        self.count = count
        self.weight = weight
        self.signatures = signatures
        self.simplex = simplex
    }
}

extension BlockSignatures: TLBCodable {
    private static let tag: UInt64 = 0x11
    private static let simplexTag: UInt64 = 0x12

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 8)
        guard tag == Self.tag || tag == Self.simplexTag else {
            throw .unknownTag(type: "BlockSignatures", found: tag, bits: 8)
        }
        validatorListHashShort = try slice.load()
        catchainSeqno = try slice.load()
        count = try slice.load()
        weight = try slice.load()
        signatures = try slice.load(field: "signatures")
        simplex = tag == Self.simplexTag ? try slice.load(SimplexSignatureInfo.self) : nil
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(simplex == nil ? Self.tag : Self.simplexTag, bits: 8)
        try builder.store(validatorListHashShort)
        try builder.store(catchainSeqno)
        try builder.store(count)
        try builder.store(weight)
        try builder.store(signatures)
        if let simplex { try builder.store(simplex) }
    }
}

/// What validators under simplex consensus signed: a vote for a candidate in a slot of a session.
///
/// `session_id:bits256 slot:uint32 candidate_data:^Cell`
public struct SimplexSignatureInfo: Hashable, Sendable {
    /// The session.
    public var sessionIdentifier: Hash256
    /// The slot.
    public var slot: UInt32
    /// The candidate, as the bytes that its hash is of.
    public var candidateData: Cell

    /// Makes one.
    public init(sessionIdentifier: Hash256, slot: UInt32, candidateData: Cell) {
        self.sessionIdentifier = sessionIdentifier
        self.slot = slot
        self.candidateData = candidateData
    }
}

extension SimplexSignatureInfo: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        sessionIdentifier = try slice.loadHash()
        slot = try slice.load()
        candidateData = try slice.loadReference()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(sessionIdentifier)
        try builder.store(slot)
        try builder.store(reference: candidateData)
    }
}

/// A proof that a block was signed: its header in a Merkle proof, and the signatures.
///
/// `block_proof#c3 proof_for:BlockIdExt root:^Cell signatures:(Maybe ^BlockSignatures) = BlockProof;`
public struct BlockProof: Hashable, Sendable {
    /// The block.
    public var block: BlockIdentifier
    /// The cell of a Merkle proof of it.
    public var root: Cell
    /// The signatures, of a masterchain block.
    public var signatures: Lazy<BlockSignatures>?

    /// Makes one.
    public init(block: BlockIdentifier, root: Cell, signatures: Lazy<BlockSignatures>? = nil) {
        self.block = block
        self.root = root
        self.signatures = signatures
    }

    /// The block's pruned root cell inside ``root``. Throws where that is no Merkle proof.
    public func virtualRoot() throws(CellError) -> Cell {
        guard root.type == .merkleProof, let virtualRoot = root.reference(at: 0) else {
            throw .within("root", .malformedExotic("expected a Merkle proof, found a \(root.type) cell"))
        }
        return virtualRoot
    }
}

extension BlockProof: TLBCodable {
    private static let tag: UInt64 = 0xc3

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "BlockProof")
        block = try slice.load(field: "proof_for")
        root = try slice.loadReference()
        signatures = try slice.loadMaybe(field: "signatures")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(block)
        try builder.store(reference: root)
        try builder.store(maybe: signatures)
    }
}
