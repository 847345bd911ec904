public import TONCells

/// The last blocks of shards that a masterchain block takes up, by their shards:
/// `top_block_descr_set#4ac789f3 collection:(HashmapE 96 ^TopBlockDescr) = TopBlockDescrSet`.
public struct TopBlockDescriptions: Hashable, Sendable {
    /// The blocks.
    public var collection: TypedHashmapE<ShardKey, Lazy<TopBlockDescription>>

    /// Makes one.
    public init(collection: TypedHashmapE<ShardKey, Lazy<TopBlockDescription>>) {
        self.collection = collection
    }
}

extension TopBlockDescriptions: TLBCodable {
    private static let tag: UInt64 = 0x4ac789f3

    /// Reads the layout; the blocks are read when asked for.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 32, of: "TopBlockDescrSet")
        collection = try slice.load(field: "collection")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 32)
        try builder.store(collection)
    }
}

/// A block that ends a shard's chain since the last masterchain block, with proofs of all blocks of that chain.
///
/// ```
/// top_block_descr#d5 proof_for:BlockIdExt signatures:(Maybe ^BlockSignatures)
///   len:(## 8) { len >= 1 } { len <= 8 } chain:(ProofChain len) = TopBlockDescr;
/// chain_empty$_ = ProofChain 0;
/// chain_link$_ {n:#} root:^Cell prev:n?^(ProofChain n) = ProofChain (n + 1);
/// ```
public struct TopBlockDescription: Hashable, Sendable {
    /// The block.
    public var block: BlockIdentifier
    /// Who signed it.
    public var signatures: Lazy<BlockSignatures>?
    /// The cells of Merkle proofs of 1 to 8 blocks: of ``block`` first, then of each one before.
    public var chain: [Cell]

    /// Most blocks of a shard between two of the masterchain: 8.
    public static let maximumChainLength = 8

    /// Makes one; a chain of another length than 1 to 8 can't be stored.
    public init(block: BlockIdentifier, signatures: Lazy<BlockSignatures>? = nil, chain: [Cell]) {
        self.block = block
        self.signatures = signatures
        self.chain = chain
    }

    private static func check(length: Int) throws(CellError) {
        guard (1...maximumChainLength).contains(length) else {
            throw .within("len", .outOfRange("expected a chain of 1 to \(maximumChainLength) blocks, found \(length)"))
        }
    }
}

extension TopBlockDescription: TLBCodable {
    private static let tag: UInt64 = 0xd5

    /// Reads the layout; proofs aren't looked into.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "TopBlockDescr")
        block = try slice.load(field: "proof_for")
        signatures = try slice.loadMaybe(field: "signatures")
        let length = Int(try slice.loadUInt(bits: 8))
        try Self.check(length: length)
        // The first link lies in this cell, each further one in a cell of its own.
        chain = [try slice.loadReference()]
        guard length > 1 else { return }
        var next = try slice.loadReference()
        for number in 2...length {
            var link = try next.slice()
            chain.append(try link.loadReference())
            if number < length { next = try link.loadReference() }
            try link.end()
        }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try Self.check(length: chain.count)
        try builder.store(Self.tag, bits: 8)
        try builder.store(block)
        try builder.store(maybe: signatures)
        try builder.store(UInt64(chain.count), bits: 8)
        var previous: Cell?
        for root in chain.dropFirst().reversed() {
            var link = CellBuilder()
            try link.store(reference: root)
            if let previous { try link.store(reference: previous) }
            previous = try link.build()
        }
        try builder.store(reference: chain[0])
        if let previous { try builder.store(reference: previous) }
    }
}
