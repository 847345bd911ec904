import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// Masterchain blocks and states that a test makes, and what a server would show of them.
struct MadeMasterchain {
    struct Made {
        let identifier: BlockIdentifier
        let root: Cell
        let state: Cell
        let endLT: UInt64
        let isKeyBlock: Bool
    }

    private(set) var blocks: [Made] = []

    var newest: Made { blocks[blocks.count - 1] }

    /// A block of the masterchain by its number, which starts at 1.
    subscript(seqno: UInt32) -> Made { blocks[Int(seqno) - 1] }

    /// Makes a block and the state after it. The state names all earlier blocks.
    mutating func make(
        libraries: Libraries = Libraries(), statistics: BlockCreateStats? = nil,
        queues: OutMessageQueueInfo = OutMessageQueueInfo(queue: OutMessageQueue(), processedInfo: ProcessedInfo()),
        configuration: NetworkConfiguration, isKeyBlock: Bool = false, shards: ShardHashes = ShardHashes()
    ) throws {
        let seqno = UInt32(blocks.count + 1)
        let root = try #require(configuration.dictionary.root)
        let parameters = ConfigurationParameters(address: .zero, root: root)
        var previous = OldMasterchainBlocks()
        for block in blocks {
            let reference = Self.reference(to: block)
            try previous.set(
                KeyExternalBlockReference(isKeyBlock: block.isKeyBlock, block: reference),
                extra: KeyMaximumLT(hasKeyBlock: block.isKeyBlock, maximumEndLT: block.endLT),
                for: block.identifier.seqno)
        }
        let details = MasterchainStateDetails(
            validatorInfo: ValidatorInfo(validatorListHashShort: 0, catchainSeqno: 0, nextCatchainUpdated: false),
            previousBlocks: previous, isAfterKeyBlock: isKeyBlock, blockCreateStats: statistics)
        let extra = MasterchainStateExtra(
            shardHashes: shards, configuration: parameters, details: try Lazy(details), globalBalance: .zero)
        let endLT = UInt64(seqno) * 1_000_000 + 10
        let state = ShardStateUnsplit(
            globalIdentifier: -239, shard: .masterchain, seqno: seqno, generatedAt: 1000 + seqno, generatedLT: endLT,
            minimumReferencedMasterchainSeqno: 0, outMessageQueueInfo: try Lazy(queues),
            accounts: try Lazy(ShardAccounts()),
            details: try Lazy(ShardStateDetails(totalBalance: .zero, totalValidatorFees: .zero, libraries: libraries)),
            masterchainExtra: try Lazy(extra))
        let stateCell = try state.cell()

        let last =
            blocks.last.map(Self.reference)
            ?? ExternalBlockReference(endLT: 0, seqno: 0, rootHash: .zero, fileHash: .zero)
        let info = BlockInfo(
            isKeyBlock: isKeyBlock, seqno: seqno, shard: .masterchain, generatedAt: 1000 + seqno, startLT: endLT - 10,
            endLT: endLT, validatorListHashShort: 0, catchainSeqno: 0, minimumReferencedMasterchainSeqno: 0,
            previousKeyBlockSeqno: 0, previousReference: try PreviousBlocks.one(last).cell())
        let masterchain = MasterchainBlockExtra(
            shardHashes: shards, shardFees: ShardFees(),
            details: try Lazy(MasterchainBlockDetails(previousBlockSignatures: SignaturePairs())),
            configuration: isKeyBlock ? parameters : nil)
        let content = BlockExtra(
            inMessages: try Lazy(InMessages()), outMessages: try Lazy(OutMessages()),
            accountBlocks: try Lazy(ShardAccountBlocks()), randomSeed: .zero, createdBy: .zero,
            masterchainExtra: try Lazy(masterchain))
        // What isn't looked at is empty.
        let block = try Block(
            globalIdentifier: -239, info: Lazy(info), valueFlow: Lazy(cell: .empty),
            stateUpdate: MerkleUpdate(old: .empty, new: stateCell).cell, extra: Lazy(content)
        ).cell()
        let identifier = BlockIdentifier(
            shardIdentifier: .masterchain, seqno: seqno, rootHash: block.hash, fileHash: SHA256.hash(block.boc(.block)))
        blocks.append(
            Made(identifier: identifier, root: block, state: stateCell, endLT: endLT, isKeyBlock: isKeyBlock))
    }

    private static func reference(to block: Made) -> ExternalBlockReference {
        ExternalBlockReference(
            endLT: block.endLT, seqno: block.identifier.seqno, rootHash: block.identifier.rootHash,
            fileHash: block.identifier.fileHash)
    }
}

extension MadeMasterchain.Made {
    /// A proof of the header, and of the hash of the state.
    func headerProof() throws -> Cell {
        try MerkleProof.create(root: root) { tracker throws(CellError) in
            let block = try Block(cell: root)
            tracker.visit(block.info.cell)
            tracker.visit(try block.info.load().previousReference)
            tracker.visit(block.stateUpdate)
        }.cell
    }

    /// A proof of the state that shows its header and all masterchain details, and what `visit` reads besides.
    func stateProof(
        visiting visit: (ShardStateUnsplit, MerkleProof.Tracker) throws(CellError) -> Void = { _, _ throws(CellError) in
        }
    ) throws -> Cell {
        try MerkleProof.create(root: state) { tracker throws(CellError) in
            let read = try ShardStateUnsplit(cell: state)
            tracker.visit(read.details.cell)
            if let extra = read.masterchainExtra {
                tracker.visit(extra.cell)
                tracker.visit(try extra.load().details.cell)
            }
            try visit(read, tracker)
        }.cell
    }
}
