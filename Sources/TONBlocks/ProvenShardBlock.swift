import TONCells

/// A block of a shard, proven by a masterchain block: through the blocks from the one that the masterchain names back
/// to it.
///
/// ```swift
/// let proven = try ProvenShardBlock(links: answer.links.map { ($0.id, $0.proof) }, of: block, from: masterchainBlock)
/// ```
public struct ProvenShardBlock: Hashable, Sendable {
    /// The masterchain block.
    public let masterchainBlock: BlockIdentifier
    /// The blocks, from the one that the masterchain block names back to ``block``: 1 to 8.
    public let chain: [BlockIdentifier]

    /// The block.
    public var block: BlockIdentifier { chain[chain.count - 1] }

    /// One step back: a block, and a Merkle proof of the block before it in the list, which names it. The first one is
    /// of the masterchain block.
    public typealias Link = (block: BlockIdentifier, proof: [UInt8])

    /// Follows links from a masterchain block to a block.
    ///
    /// Throws unless each proof is of the block before, that names the next one, and the last one is `block`; and where
    /// there are more links than 8, as many blocks as a shard has between two of the masterchain.
    public init(
        links: [Link], of block: BlockIdentifier, from masterchainBlock: BlockIdentifier
    ) throws(BlockProofError) {
        guard let first = links.first, links.count <= TopBlockDescription.maximumChainLength else {
            throw .linkCount(links.count)
        }
        let shards = try ProvenShards(blockProof: first.proof, of: masterchainBlock)
        let named = try shards.shard(first.block.shardIdentifier)?.block
        guard named == first.block else { throw .unlinked(first.block, from: masterchainBlock) }
        var chain = [first.block]
        for (next, proof) in links.dropFirst() {
            let later = try ProvenBlock(proof: proof, of: chain[chain.count - 1])
            try later.requirePrevious(next)
            chain.append(next)
        }
        guard chain.last == block else { throw .unlinked(block, from: chain[chain.count - 1]) }
        self.masterchainBlock = masterchainBlock
        self.chain = chain
    }
}

extension ProvenBlock {
    /// The full names of the blocks before it: one, or two after a merge.
    public func previousBlocks() throws(BlockProofError) -> [BlockIdentifier] {
        try proving { () throws(CellError) in try info.previousBlockIdentifiers() }
    }

    /// Throws unless a block is among those before this one.
    fileprivate func requirePrevious(_ block: BlockIdentifier) throws(BlockProofError) {
        guard try previousBlocks().contains(block) else { throw .unlinked(block, from: identifier) }
    }
}

extension TopBlockDescription {
    /// The blocks of the chain, newest first, each verified against the one that follows it; the first is ``block``.
    ///
    /// Signatures aren't looked at: that ``block`` is a block of its shard is for them to say.
    public func provenChain() throws(BlockProofError) -> [ProvenBlock] {
        var blocks: [ProvenBlock] = []
        for root in chain {
            let proof = try proving { () throws(CellError) in try MerkleProof(cell: root) }
            guard let later = blocks.last else {
                blocks.append(try ProvenBlock(proof: proof, of: block))
                continue
            }
            let previous = try later.previousBlocks()
            // After a merge either half will do; where it is neither, the first is what was expected.
            let expected = previous.first { $0.rootHash == proof.rootHash } ?? previous[0]
            blocks.append(try ProvenBlock(proof: proof, of: expected))
        }
        return blocks
    }
}
