import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// Blocks, states and headers.
extension SyntheticLiteServer {
    func block(_ query: LiteAPI.GetBlock) throws -> LiteAPI.BlockData {
        let block = try find(query.block)
        return LiteAPI.BlockData(block: block.identifier, data: block.file)
    }

    func state(_ query: LiteAPI.GetState) throws -> LiteAPI.BlockState {
        let block = try find(query.block)
        guard block.seqno <= 1000 else {
            throw LiteAPI.ErrorAnswer(code: -400, message: "cannot request total state: possibly too large")
        }
        let root = try state(after: block)
        guard root.level == 0 else {
            throw LiteAPI.ErrorAnswer(code: 651, message: "state of \(block.identifier) not in db as a whole")
        }
        let data = root.boc(.block)
        return LiteAPI.BlockState(
            block: block.identifier, rootHash: root.hash, fileHash: SHA256.hash(data), data: data)
    }

    func header(_ query: LiteAPI.GetBlockHeader) throws -> LiteAPI.BlockHeader {
        try header(of: try find(query.block), mode: query.mode, parts: query.mode)
    }

    private func header(of block: SyntheticBlock, mode: UInt32, parts: UInt32) throws -> LiteAPI.BlockHeader {
        guard block.info != nil else {
            throw LiteAPI.ErrorAnswer(code: 651, message: "no block \(block.identifier) in db")
        }
        let proof = try BlockProofs.header(of: block.root, BlockProofs.HeaderParts(rawValue: parts))
        return LiteAPI.BlockHeader(block: block.identifier, headerProof: proof.cell.boc(), mode: mode)
    }

    // MARK: - Looking blocks up

    func lookup(_ query: LiteAPI.LookupBlock) throws -> LiteAPI.BlockHeader {
        let block = try locate(query.block, lt: query.lt, time: query.time, mode: query.mode)
        return try header(of: block, mode: query.mode, parts: query.mode & ~15)
    }

    /// The block of a number; or the first one that ends behind a logical time, or was made at a time or later.
    private func locate(
        _ position: LiteAPI.BlockPosition, lt: UInt64?, time: UInt32?, mode: UInt32
    ) throws -> SyntheticBlock {
        let shard = try ShardIdentifier(workchain: position.workchain, shard: position.shard)
        let found: SyntheticBlock?
        if let lt {
            found = first(in: shard) { $0.endLT > lt }
        } else if let time {
            found = first(in: shard) { $0.generatedAt >= time }
        } else {
            found = at(position.seqno, in: shard)
        }
        guard let found, found.seqno > 0 else {
            let wanted =
                lt.map { "lt=\($0): lt not in db" } ?? time.map { "utime=\($0): utime not in db" }
                ?? "seqno=\(position.seqno): ltdb: block not found"
            throw LiteAPI.ErrorAnswer(
                code: 651,
                message: "cannot find block (\(shard.workchain),\(Self.hex(shard.shard))) \(wanted) "
                    + "(possibly out of sync: shard_client_seqno=\(last.seqno) ls_seqno=\(last.seqno))")
        }
        return found
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The block of a number in the shard, or in the part of it, that has the shard's first accounts.
    private func at(_ seqno: UInt32, in shard: ShardIdentifier) -> SyntheticBlock? {
        if shard.isMasterchain { return seqno <= last.seqno ? chain.masterchain[Int(seqno)] : nil }
        let candidates = chain.shardBlocks[seqno, default: []].compactMap { chain.blocks[$0] }
        return candidates.first {
            $0.identifier.workchain == shard.workchain && $0.masterchainSeqno <= last.seqno
                && $0.identifier.shardIdentifier.contains(addressPrefix: shard.prefix)
        }
    }

    /// The number of the newest block of a shard.
    private func newest(in shard: ShardIdentifier) -> UInt32? {
        shard.isMasterchain
            ? last.seqno
            : chain.frontiers[Int(last.seqno)].first {
                $0.workchain == shard.workchain && $0.shardIdentifier.contains(addressPrefix: shard.prefix)
            }?.seqno
    }

    /// The first block for which something holds that holds for all later ones too.
    private func first(in shard: ShardIdentifier, where holds: (SyntheticBlock) -> Bool) -> SyntheticBlock? {
        guard let newest = newest(in: shard), newest > 0 else { return nil }
        // A merge skips numbers of the half that had made fewer blocks.
        let blocks = (1...newest).compactMap { at($0, in: shard) }
        var (low, high) = (0, blocks.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(blocks[middle]) { high = middle } else { low = middle + 1 }
        }
        return low < blocks.count ? blocks[low] : nil
    }

    func lookup(_ query: LiteAPI.LookupBlockWithProof) throws -> LiteAPI.LookupBlockResult {
        let client = try findMasterchain(query.masterchainBlock)
        let block = try locate(query.block, lt: query.lt, time: query.time, mode: query.mode)
        guard block.masterchainSeqno <= client.seqno else {
            throw LiteAPI.ErrorAnswer(code: -400, message: "specified mc block is older than block's masterchain ref")
        }
        let anchor = chain.masterchain[Int(block.masterchainSeqno)]
        var (clientProof, anchorProof): ([UInt8], [UInt8]) = ([], [])
        if anchor.identifier != client.identifier {
            clientProof = try BlockProofs.header(of: client.root, .stateUpdate).cell.boc()
            anchorProof = try BlockProofs.state(try state(after: client), [.oldBlock(anchor.seqno)]).cell.boc()
        }
        var previousHeader: [UInt8] = []
        let before = block.previous.first { $0.shardIdentifier.contains(addressPrefix: query.block.shard) }
        if query.lt != nil || query.time != nil, let previous = before.flatMap({ chain.block($0) }),
            previous.info != nil
        {
            previousHeader = try BlockProofs.header(of: previous.root).cell.boc()
        }
        return LiteAPI.LookupBlockResult(
            block: block.identifier, masterchainBlock: anchor.identifier, clientMasterchainStateProof: clientProof,
            masterchainBlockProof: anchorProof,
            shardLinks: block.identifier.shardIdentifier.isMasterchain ? [] : try shardLinks(to: block),
            header: try BlockProofs.header(of: block.root).cell.boc(), previousHeader: previousHeader,
            mode: query.mode)
    }

    // MARK: - Shards

    func shardBlockProof(_ query: LiteAPI.GetShardBlockProof) throws -> LiteAPI.ShardBlockProof {
        let block = try find(query.block)
        guard !block.identifier.shardIdentifier.isMasterchain, block.info != nil else {
            throw LiteAPI.ErrorAnswer(code: -400, message: "block must belong to a shard")
        }
        return LiteAPI.ShardBlockProof(
            masterchainBlock: chain.masterchain[Int(block.masterchainSeqno)].identifier,
            links: try shardLinks(to: block))
    }

    /// From the masterchain block that makes a block final: the shard's last block, then each one before, down to it.
    private func shardLinks(to block: SyntheticBlock) throws -> [LiteAPI.ShardBlockLink] {
        let anchor = chain.masterchain[Int(block.masterchainSeqno)]
        var links: [LiteAPI.ShardBlockLink] = []
        var proof = try BlockProofs.shards(of: anchor.root)
        var next = chain.frontiers[Int(anchor.seqno)].filter {
            $0.shardIdentifier.contains(block.identifier.shardIdentifier)
                || block.identifier.shardIdentifier.contains($0.shardIdentifier)
        }
        while let name = next.first(where: { $0.seqno >= block.seqno }), let current = chain.block(name) {
            links.append(LiteAPI.ShardBlockLink(block: name, proof: proof.cell.boc()))
            if name == block.identifier { return links }
            proof = try BlockProofs.header(of: current.root)
            next = current.previous
        }
        throw LiteAPI.ErrorAnswer(code: 651, message: "no way from \(anchor.identifier) to \(block.identifier)")
    }

    func allShards(_ query: LiteAPI.GetAllShardsInfo) throws -> LiteAPI.AllShardsInfo {
        let block = try findMasterchain(query.block)
        guard block.info != nil, let extra = try Block(cell: block.root).extra.load().masterchainExtra?.load() else {
            throw LiteAPI.ErrorAnswer(code: 651, message: "no block \(block.identifier) in db")
        }
        return LiteAPI.AllShardsInfo(
            block: block.identifier, proof: try BlockProofs.shards(of: block.root).cell.boc(),
            data: try extra.shardHashes.cell().boc())
    }

    func shardInfo(_ query: LiteAPI.GetShardInfo) throws -> LiteAPI.ShardInfo {
        let block = try findMasterchain(query.block)
        let asked = try ShardIdentifier(workchain: query.workchain, shard: query.shard)
        let prefix = asked.prefix
        let found = try shards(after: block).shard(workchain: query.workchain, addressPrefix: prefix)
        let proof = try stateProof(
            after: block, [.shards(workchain: query.workchain, addressPrefix: prefix)])
        guard let (shard, description) = found, query.isExact ? shard == asked : shard.contains(asked) else {
            return LiteAPI.ShardInfo(
                block: block.identifier, shardBlock: .nothing, shardProof: proof, shardDescription: [])
        }
        var leaf = CellBuilder()
        try leaf.store(bit: false)
        try leaf.store(description)
        return LiteAPI.ShardInfo(
            block: block.identifier,
            shardBlock: LiteAPI.AnyBlockIdentifier(description.identifier(in: shard)), shardProof: proof,
            shardDescription: try leaf.build().boc())
    }

    /// The last blocks of all shards in the state after a masterchain block.
    func shards(after block: SyntheticBlock) throws -> ShardHashes {
        let state = try ShardStateUnsplit(cell: try state(after: block))
        guard let extra = state.masterchainExtra else {
            throw LiteAPI.ErrorAnswer(code: -400, message: "\(block.identifier) is no masterchain block")
        }
        return try extra.load().shardHashes
    }

    /// A bag of two proofs: of a block's header and state update, and of parts of the state after it. A first state
    /// has only the latter.
    func stateProof(after block: SyntheticBlock, _ parts: [BlockProofs.StatePart]) throws -> [UInt8] {
        let state = try BlockProofs.state(try state(after: block), parts)
        guard block.info != nil else { return state.cell.boc() }
        return BagOfCells(roots: [try BlockProofs.header(of: block.root, .stateUpdate).cell, state.cell]).serialized()
    }
}

extension LiteAPI.AnyBlockIdentifier {
    /// What stands for no block.
    static var nothing: LiteAPI.AnyBlockIdentifier {
        LiteAPI.AnyBlockIdentifier(workchain: 0, shard: 0, seqno: 0, rootHash: .zero, fileHash: .zero)
    }
}
