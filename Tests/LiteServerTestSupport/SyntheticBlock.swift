public import TONBlocks
public import TONCells
import TONCrypto

/// A block that a test made, or a first state, which stands where block 0 would.
public struct SyntheticBlock: Sendable {
    /// The full name.
    public let identifier: BlockIdentifier
    /// The root of the block; of a first state, of the state.
    public let root: Cell
    /// The file: a bag of cells, whose SHA-256 is the file hash.
    public let file: [UInt8]
    /// The header; nil for a first state.
    public let info: BlockInfo?
    /// The state after it; nil in a light chain. Accounts whose cells aren't known are pruned branches in it.
    public let state: Cell?
    /// Who signs it; nil for blocks of shards and first states.
    public let session: ValidatorSession?
    /// The blocks before it.
    public let previous: [BlockIdentifier]
    /// The number of the masterchain block that makes it final: its own in the masterchain.
    public let masterchainSeqno: UInt32
    /// The unix time at which it was made.
    public let generatedAt: UInt32
    /// The logical time at which it starts.
    public let startLT: UInt64
    /// The logical time at which it ends.
    public let endLT: UInt64
    /// Whether it has a whole configuration: a key block, or the first state of the masterchain.
    public let isKeyBlock: Bool

    /// Its number.
    public var seqno: UInt32 { identifier.seqno }

    /// As later blocks name it.
    var reference: ExternalBlockReference {
        ExternalBlockReference(
            endLT: endLT, seqno: seqno, rootHash: identifier.rootHash, fileHash: identifier.fileHash)
    }

    /// Writes a block to its file, and names it.
    init(
        _ block: Block, info: BlockInfo, state: Cell?, session: ValidatorSession? = nil, previous: [BlockIdentifier],
        masterchainSeqno: UInt32
    ) throws(CellError) {
        root = try block.cell()
        file = root.boc(.block)
        identifier = BlockIdentifier(
            shardIdentifier: info.shard, seqno: info.seqno, rootHash: root.hash, fileHash: SHA256.hash(file))
        self.info = info
        self.state = state
        self.session = session
        self.previous = previous
        self.masterchainSeqno = masterchainSeqno
        generatedAt = info.generatedAt
        (startLT, endLT) = (info.startLT, info.endLT)
        isKeyBlock = info.isKeyBlock
    }

    /// Writes a first state to its file, and names it.
    init(firstState: ShardStateUnsplit) throws(CellError) {
        root = try firstState.cell()
        file = root.boc(.block)
        identifier = BlockIdentifier(
            shardIdentifier: firstState.shard, seqno: 0, rootHash: root.hash, fileHash: SHA256.hash(file))
        info = nil
        state = root
        session = nil
        previous = []
        masterchainSeqno = 0
        generatedAt = firstState.generatedAt
        (startLT, endLT) = (0, firstState.generatedLT)
        isKeyBlock = firstState.shard.isMasterchain
    }
}
