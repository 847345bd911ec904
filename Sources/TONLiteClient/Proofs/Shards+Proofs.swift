public import TONBlocks
import TONCells

/// The newest block of a shard, and all that the masterchain says of it.
public struct ProvenShard: Hashable, Sendable {
    /// The block.
    public let block: BlockIdentifier
    /// What the masterchain says.
    public let description: ShardDescription

    /// Takes a leaf of a verified tree.
    init(_ shard: ShardIdentifier, _ description: ShardDescription) {
        block = description.identifier(in: shard)
        self.description = description
    }
}

extension LiteAPI.GetShardInfo: ProvableFunction {
    /// The question as it is. Throws where no shard can have the number.
    public func askingForProof() throws(ProofError) -> Self {
        _ = try asked()
        return self
    }

    private func asked() throws(ProofError) -> ShardIdentifier {
        try ProofPlace(.shards, of: block).cells { () throws(CellError) in
            try ShardIdentifier(workchain: workchain, shard: shard)
        }
    }

    /// Verifies the newest block of the shard that has all of the asked one, or is that very one where `isExact`; nil where
    /// there provably is none.
    public func proven(by answer: LiteAPI.ShardInfo) throws(ProofError) -> ProvenShard? {
        let place = ProofPlace(.shards, of: block)
        try ProofPlace(.answer, of: block).require(answer.block, is: block)
        let asked = try asked()
        let hashes = try place.proof { () throws(BlockProofError) in
            try ProvenState(proof: answer.shardProof, of: block).shards().hashes
        }
        let leaf = try place.cells { () throws(CellError) in try hashes.shard(containing: asked) }
        guard let (found, description) = leaf, !isExact || found == asked else {
            guard answer.shardBlock.identifier == nil, answer.shardDescription.isEmpty else {
                throw place.error(.unasked("a shard that there isn't"))
            }
            return nil
        }
        let proven = ProvenShard(found, description)
        guard let named = answer.shardBlock.identifier else { throw place.error(.missing("\(proven.block)")) }
        try place.require(named, is: proven.block)
        // The description comes as the leaf of the tree: behind a 0.
        let root = try place.root(of: answer.shardDescription)
        let given = try place.cells { () throws(CellError) in
            try BinaryTree<ShardDescription>(root: root).leaf(addressPrefix: shard, workchain: workchain).1
        }
        guard given == description else { throw place.error(.unasked("the description of another block")) }
        return proven
    }
}

extension LiteAPI.GetAllShardsInfo: ProvableFunction {
    /// Verifies the newest blocks of all shards, by workchain and from left to right.
    public func proven(by answer: LiteAPI.AllShardsInfo) throws(ProofError) -> [ProvenShard] {
        let place = ProofPlace(.shards, of: block)
        try ProofPlace(.answer, of: block).require(answer.block, is: block)
        let proven = try place.proof { () throws(BlockProofError) in
            try ProvenShards(blockProof: answer.proof, of: block).hashes
        }
        let root = try place.root(of: answer.data)
        return try place.cells { () throws(CellError) in
            let shards = try ShardHashes(cell: root)
            guard shards.workchains.root?.hash == proven.workchains.root?.hash(level: 0) else {
                throw .outOfRange("expected the shards of the block, found others")
            }
            return try shards.shards().map { ProvenShard($0.shard, $0.description) }
        }
    }
}

extension LiteAPI.GetShardBlockProof: ProvableFunction {
    /// The question as it is. Throws for a block of the masterchain, which needs no such proof.
    public func askingForProof() throws(ProofError) -> Self {
        guard !block.shardIdentifier.isMasterchain else {
            throw ProofPlace(.shardBlock, of: block).error(.unasked("a block of the masterchain"))
        }
        return self
    }

    /// Verifies that the masterchain block that the answer names leads to the shard's block.
    ///
    /// That this masterchain block is one of the network is for ``LiteAPI/GetBlockProof`` to prove: its root hash is bound
    /// to the block's, the rest of its name is the server's word until then.
    public func proven(by answer: LiteAPI.ShardBlockProof) throws(ProofError) -> ProvenShardBlock {
        _ = try askingForProof()
        return try ProofPlace(.shardBlock, of: block).proof { () throws(BlockProofError) in
            try ProvenShardBlock(
                links: answer.links.map { ($0.block, $0.proof) }, of: block, from: answer.masterchainBlock)
        }
    }
}
