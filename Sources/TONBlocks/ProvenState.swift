public import TONCells

/// The state after a block, or the part of it that a proof shows, bound to the block's full name.
public struct ProvenState: Hashable, Sendable {
    /// The block after which it is; for a network's first state, the name of that.
    public let block: BlockIdentifier
    /// The state, whose shard and number are the block's.
    public let state: ShardStateUnsplit

    /// Takes a state whose hash was checked.
    init(verified root: Cell, of block: BlockIdentifier) throws(BlockProofError) {
        state = try proving { () throws(CellError) in
            try within("state") { () throws(CellError) in try ShardStateUnsplit(cell: root) }
        }
        guard state.shard == block.shardIdentifier else {
            throw .shard(expected: block.shardIdentifier, found: state.shard)
        }
        guard state.seqno == block.seqno else { throw .seqno(expected: block.seqno, found: state.seqno) }
        self.block = block
    }

    /// Takes a first state, which no block makes: its own root hash stands in its name, with number 0.
    public init(firstState root: Cell, of identifier: BlockIdentifier) throws(BlockProofError) {
        let found = root.hash(level: 0)
        guard found == identifier.rootHash else { throw .rootHash(expected: identifier.rootHash, found: found) }
        guard identifier.seqno == 0 else { throw .seqno(expected: 0, found: identifier.seqno) }
        try self.init(verified: root, of: identifier)
    }

    /// Takes a Merkle proof of the block's header and state update, and one of the state.
    public init(
        headerProof: MerkleProof, stateProof: MerkleProof, of block: BlockIdentifier
    ) throws(BlockProofError) {
        self = try ProvenBlock(proof: headerProof, of: block).state(stateProof)
    }

    /// Reads a bag of two Merkle proofs, first that of the block's header and state update, then that of the state.
    public init(proof bytes: some Collection<UInt8>, of block: BlockIdentifier) throws(BlockProofError) {
        let proofs = try merkleProofs(in: bytes, count: 2)
        try self.init(headerProof: proofs[0], stateProof: proofs[1], of: block)
    }

    /// Reads both Merkle proofs, each a bag of its own.
    public init(
        headerProof: some Collection<UInt8>, stateProof: some Collection<UInt8>, of block: BlockIdentifier
    ) throws(BlockProofError) {
        let block = try ProvenBlock(proof: headerProof, of: block)
        guard let proof = try merkleProofs(in: stateProof, count: 1).first else {
            throw .rootCount(expected: 1, found: 0)
        }
        self = try block.state(proof)
    }

    // MARK: - What the masterchain's state says

    /// The last blocks of all shards as the state names them. Throws where it is no state of the masterchain.
    public func shards() throws(BlockProofError) -> ProvenShards {
        ProvenShards(masterchainBlock: block, hashes: try masterchainExtra().shardHashes)
    }

    /// The configuration, with the address of the account that keeps it. Throws where it is no state of the
    /// masterchain. Parameters that the proof doesn't show throw when they are read.
    public func configuration() throws(BlockProofError) -> ConfigurationParameters {
        try masterchainExtra().configuration
    }

    /// What only a state of the masterchain has. Throws where it is none.
    func masterchainExtra() throws(BlockProofError) -> MasterchainStateExtra {
        let extra = try proving { () throws(CellError) in
            try within("custom") { () throws(CellError) in try state.masterchainExtra?.load() }
        }
        guard state.shard.isMasterchain, let extra else { throw .notMasterchain(state.shard) }
        return extra
    }
}

/// The last blocks of all shards, as a masterchain block or the state after it proves them.
public struct ProvenShards: Hashable, Sendable {
    /// The masterchain block.
    public let masterchainBlock: BlockIdentifier
    /// The shards.
    public let hashes: ShardHashes

    /// One shard: its last block's full name, and all that the masterchain says of it.
    public typealias Shard = (block: BlockIdentifier, description: ShardDescription)

    /// Takes shards that were verified.
    init(masterchainBlock: BlockIdentifier, hashes: ShardHashes) {
        self.masterchainBlock = masterchainBlock
        self.hashes = hashes
    }

    /// Reads a bag of one Merkle proof of a masterchain block that shows its shards, though not its header.
    ///
    /// The root hash alone binds the proof to the block; where it doesn't belong to the rest of `identifier`, nothing
    /// here can tell.
    public init(
        blockProof bytes: some Collection<UInt8>, of identifier: BlockIdentifier
    ) throws(BlockProofError) {
        guard let proof = try merkleProofs(in: bytes, count: 1).first else { throw .rootCount(expected: 1, found: 0) }
        guard proof.rootHash == identifier.rootHash else {
            throw .rootHash(expected: identifier.rootHash, found: proof.rootHash)
        }
        let extra = try proving { () throws(CellError) in
            try within("extra") { () throws(CellError) in
                try Block(cell: proof.root).extra.load().masterchainExtra?.load()
            }
        }
        guard identifier.shardIdentifier.isMasterchain, let extra else {
            throw .notMasterchain(identifier.shardIdentifier)
        }
        self.init(masterchainBlock: identifier, hashes: extra.shardHashes)
    }

    /// The shard that an account is in; nil where there is provably no such workchain.
    public func shard(containing address: AccountAddress) throws(BlockProofError) -> Shard? {
        try proving { () throws(CellError) in
            try hashes.shard(containing: address).map { Self.named($0, $1) }
        }
    }

    /// Exactly this shard; nil where there is provably none.
    public func shard(_ shard: ShardIdentifier) throws(BlockProofError) -> Shard? {
        try proving { () throws(CellError) in
            try hashes.description(of: shard).map { Self.named(shard, $0) }
        }
    }

    /// All shards, by workchain and from left to right. Throws where any is pruned.
    public func all() throws(BlockProofError) -> [Shard] {
        try proving { () throws(CellError) in
            try hashes.shards().map { Self.named($0.shard, $0.description) }
        }
    }

    private static func named(_ shard: ShardIdentifier, _ description: ShardDescription) -> Shard {
        (description.identifier(in: shard), description)
    }
}
