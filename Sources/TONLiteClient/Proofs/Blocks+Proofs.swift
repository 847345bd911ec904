public import TONBlocks
import TONCells
import TONCrypto

extension LiteAPI.GetBlock: ProvableFunction {
    /// Verifies that the bytes are the block: their hash and the root cell's.
    public func proven(by answer: LiteAPI.BlockData) throws(ProofError) -> ProvenBlock {
        try ProofPlace(.answer, of: block).require(answer.block, is: block)
        return try ProofPlace(.block, of: block).proof { () throws(BlockProofError) in
            try ProvenBlock(file: answer.data, of: block)
        }
    }
}

extension LiteAPI.GetState: ProvableFunction {
    /// Verifies that the bytes are the first state of a workchain; servers give no others.
    public func proven(by answer: LiteAPI.BlockState) throws(ProofError) -> ProvenState {
        let place = ProofPlace(.state, of: block)
        try ProofPlace(.answer, of: block).require(answer.block, is: block)
        try place.require(answer.rootHash, is: block.rootHash)
        try place.require(answer.fileHash, is: block.fileHash)
        try place.require(SHA256.hash(answer.data), is: block.fileHash)
        let root = try place.root(of: answer.data)
        return try place.proof { () throws(BlockProofError) in try ProvenState(firstState: root, of: block) }
    }
}

extension LiteAPI.GetBlockHeader: ProvableFunction {
    /// Verifies the header. Further parts that the mode asked for read like the header; others throw.
    public func proven(by answer: LiteAPI.BlockHeader) throws(ProofError) -> ProvenBlock {
        try ProofPlace(.answer, of: block).require(answer.block, is: block)
        return try ProofPlace(.header, of: block).proof { () throws(BlockProofError) in
            try ProvenBlock(proof: answer.headerProof, of: block)
        }
    }
}

/// A block that a server named, whose header fits its name. That it is one of the network is the server's word.
///
/// A masterchain block becomes certain by ``LiteAPI/GetBlockProof``, one of a shard by ``LiteAPI/GetShardBlockProof``.
public struct ClaimedBlock: Hashable, Sendable {
    /// The header, under the name that the server gave.
    public let header: ProvenBlock
}

extension LiteAPI.LookupBlock: ProvableFunction {
    /// Verifies that the header fits the block's name, and what was looked for; not that there is such a block. Nor is it
    /// certain, for a time, that the block is the first one: ``LiteAPI/LookupBlockWithProof`` proves both.
    public func proven(by answer: LiteAPI.BlockHeader) throws(ProofError) -> ClaimedBlock {
        let header = try ProofPlace(.header, of: answer.block).proof { () throws(BlockProofError) in
            try ProvenBlock(proof: answer.headerProof, of: answer.block)
        }
        try BlockSearch(position: block, bySeqno: mode & 1 != 0, lt: lt, time: time).check(header, after: nil)
        return ClaimedBlock(header: header)
    }
}

extension LiteAPI.LookupBlockWithProof: ProvableFunction {
    /// Verifies that the block is the one that was looked for, and that the masterchain block leads to it.
    public func proven(by answer: LiteAPI.LookupBlockResult) throws(ProofError) -> ProvenBlock {
        try requireEarlier(answer.masterchainBlock, answer)
        let found = answer.block
        if found.shardIdentifier.isMasterchain {
            try ProofPlace(.answer, of: masterchainBlock).require(found, is: answer.masterchainBlock)
        } else {
            _ = try ProofPlace(.shardBlock, of: found).proof { () throws(BlockProofError) in
                try ProvenShardBlock(
                    links: answer.shardLinks.map { ($0.block, $0.proof) }, of: found, from: answer.masterchainBlock)
            }
        }
        let header = try ProofPlace(.header, of: found).proof { () throws(BlockProofError) in
            try ProvenBlock(proof: answer.header, of: found)
        }
        let search = BlockSearch(position: block, bySeqno: mode & 1 != 0, lt: lt, time: time)
        let previous = search.isByTime ? try previous(of: header, answer.previousHeader) : nil
        try search.check(header, after: previous)
        return header
    }

    /// Verifies that the older masterchain block is one before the known one, or that itself.
    private func requireEarlier(
        _ earlier: BlockIdentifier, _ answer: LiteAPI.LookupBlockResult
    ) throws(ProofError) {
        guard earlier != masterchainBlock else { return }
        let place = ProofPlace(.state, of: masterchainBlock)
        let named = try place.proof { () throws(BlockProofError) in
            try ProvenState(
                headerProof: answer.clientMasterchainStateProof, stateProof: answer.masterchainBlockProof,
                of: masterchainBlock
            ).masterchainBlock(earlier.seqno)
        }
        guard let named else { throw place.error(.missing("block \(earlier.seqno)")) }
        try place.require(earlier, is: named.block)
    }

    /// The block before the found one, of those it follows the one that has the asked accounts.
    private func previous(of header: ProvenBlock, _ proof: [UInt8]) throws(ProofError) -> ProvenBlock {
        let place = ProofPlace(.header, of: header.identifier)
        let previous = try place.proof { () throws(BlockProofError) in try header.previousBlocks() }
            .first { $0.shardIdentifier.contains(addressPrefix: block.shard) }
        guard let previous else { throw place.error(.unasked("a block that follows none of the asked shard")) }
        return try ProofPlace(.header, of: previous).proof { () throws(BlockProofError) in
            try ProvenBlock(proof: proof, of: previous)
        }
    }
}

/// What a block is looked for by.
private struct BlockSearch {
    let position: LiteAPI.BlockPosition
    let bySeqno: Bool
    let lt: UInt64?
    let time: UInt32?

    var isByTime: Bool { lt != nil || time != nil }

    /// Throws unless the block is the one that is looked for: of that shard, with that number, or the first one that ends
    /// at the time or later. The block before it, if given, must have ended by then.
    func check(_ header: ProvenBlock, after previous: ProvenBlock?) throws(ProofError) {
        let place = ProofPlace(.answer, of: header.identifier)
        let info = header.info
        guard info.shard.workchain == position.workchain, info.shard.contains(addressPrefix: position.shard) else {
            throw place.error(.unasked("a block of another shard"))
        }
        if bySeqno { try place.require("the number", info.seqno, is: position.seqno) }
        if let lt {
            guard info.endLT >= lt, previous.map({ $0.info.endLT <= lt }) ?? true else {
                throw place.error(.unasked("a block that isn't the first to end at lt \(lt) or later"))
            }
        } else if let time {
            guard info.generatedAt >= time, previous.map({ $0.info.generatedAt <= time }) ?? true else {
                throw place.error(.unasked("a block that isn't the first at the time \(time) or later"))
            }
        }
    }
}

extension LiteAPI.MasterchainInfo {
    /// The newest masterchain block that the server names, which nothing proves before a ``LiteAPI/GetBlockProof`` leads
    /// to it. Throws where the server is one of another network, whose first state is another.
    public func claimedBlock(in network: BlockIdentifier) throws(ProofError) -> BlockIdentifier {
        try claimedMasterchainBlock(last, zeroState, in: network)
    }

    /// Verifies that the state's hash is that after the newest block, by a header that shows the state update.
    public func verifyState(by header: ProvenBlock) throws(ProofError) {
        try verifyStateRootHash(stateRootHash, of: last, by: header)
    }
}

extension LiteAPI.MasterchainInfoExt {
    /// The newest masterchain block that the server names, which nothing proves before a ``LiteAPI/GetBlockProof`` leads
    /// to it. Throws where the server is one of another network, whose first state is another.
    public func claimedBlock(in network: BlockIdentifier) throws(ProofError) -> BlockIdentifier {
        try claimedMasterchainBlock(last, zeroState, in: network)
    }

    /// Verifies that the state's hash and the time are those of the newest block, by a header that shows the state
    /// update. Version, capabilities and clock of the server are its word.
    public func verifyState(by header: ProvenBlock) throws(ProofError) {
        try verifyStateRootHash(stateRootHash, of: last, by: header)
        try ProofPlace(.header, of: last).require("the time", lastTime, is: header.info.generatedAt)
    }
}

private func claimedMasterchainBlock(
    _ block: BlockIdentifier, _ zeroState: LiteAPI.ZeroStateIdentifier, in network: BlockIdentifier
) throws(ProofError) -> BlockIdentifier {
    let place = ProofPlace(.answer, of: block)
    let found = BlockIdentifier(
        shardIdentifier: .masterchain, seqno: 0, rootHash: zeroState.rootHash, fileHash: zeroState.fileHash)
    guard zeroState.workchain == ShardIdentifier.masterchain.workchain else {
        throw place.error(.unasked("the first state of workchain \(zeroState.workchain)"))
    }
    try place.require(found, is: network)
    guard block.shardIdentifier == .masterchain else {
        throw place.error(.block(.notMasterchain(block.shardIdentifier)))
    }
    return block
}

private func verifyStateRootHash(
    _ hash: Hash256, of block: BlockIdentifier, by header: ProvenBlock
) throws(ProofError) {
    let place = ProofPlace(.header, of: block)
    try place.require(header.identifier, is: block)
    let update = try place.cells { () throws(CellError) in try header.block.readStateUpdate() }
    try place.require(hash, is: update.newHash)
}
