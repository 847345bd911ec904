public import TONCells
import TONCrypto

/// A block, or the part of it that a proof shows, which has the root hash that its full name says.
///
/// Everything read from it is as certain as the name is. Parts that the proof doesn't show throw
/// ``BlockProofError/cell(_:)`` over ``CellError/unexpectedExotic(_:)`` when they are read, so that what a server left
/// out is never taken for absent.
public struct ProvenBlock: Hashable, Sendable {
    /// The full name. Its file hash is checked where the file was given, and not by any proof.
    public let identifier: BlockIdentifier
    /// The block.
    public let block: Block
    /// The header, whose shard and number are those of ``identifier``.
    public let info: BlockInfo

    /// Takes the root of a block, whole or with pruned branches.
    ///
    /// Throws unless its hash at level 0 is the root hash, and the header's workchain, shard and number are those of
    /// `identifier`.
    public init(root: Cell, of identifier: BlockIdentifier) throws(BlockProofError) {
        let found = root.hash(level: 0)
        guard found == identifier.rootHash else { throw .rootHash(expected: identifier.rootHash, found: found) }
        let (block, info) = try proving { () throws(CellError) in
            let block = try within("block") { () throws(CellError) in try Block(cell: root) }
            return (block, try within("info") { () throws(CellError) in try block.info.load() })
        }
        guard info.shard == identifier.shardIdentifier else {
            throw .shard(expected: identifier.shardIdentifier, found: info.shard)
        }
        guard info.seqno == identifier.seqno else { throw .seqno(expected: identifier.seqno, found: info.seqno) }
        guard info.isMasterchain == info.shard.isMasterchain else { throw .notMasterchain(info.shard) }
        self.identifier = identifier
        self.block = block
        self.info = info
    }

    /// Takes a Merkle proof of the block's root.
    public init(proof: MerkleProof, of identifier: BlockIdentifier) throws(BlockProofError) {
        try self.init(root: proof.root, of: identifier)
    }

    /// Reads a bag of one Merkle proof.
    public init(proof bytes: some Collection<UInt8>, of identifier: BlockIdentifier) throws(BlockProofError) {
        guard let proof = try merkleProofs(in: bytes, count: 1).first else {
            throw .rootCount(expected: 1, found: 0)
        }
        try self.init(proof: proof, of: identifier)
    }

    /// Reads the whole block's file, whose SHA-256 must be the file hash.
    public init(file bytes: some Collection<UInt8>, of identifier: BlockIdentifier) throws(BlockProofError) {
        let bytes = Array(bytes)
        let found = SHA256.hash(bytes)
        guard found == identifier.fileHash else { throw .fileHash(expected: identifier.fileHash, found: found) }
        try self.init(root: try provenRoot(in: bytes), of: identifier)
    }

    // MARK: - What it leads to

    /// The state after the block, from its root, whole or with pruned branches.
    ///
    /// Throws unless its hash at level 0 is what the block's state update says, and its shard, number and network are
    /// the block's.
    public func state(root: Cell) throws(BlockProofError) -> ProvenState {
        let update = try proving { () throws(CellError) in try block.readStateUpdate() }
        let found = root.hash(level: 0)
        guard found == update.newHash else { throw .stateHash(expected: update.newHash, found: found) }
        let state = try ProvenState(verified: root, of: identifier)
        guard state.state.globalIdentifier == block.globalIdentifier else {
            throw .network(expected: block.globalIdentifier, found: state.state.globalIdentifier)
        }
        return state
    }

    /// The state after the block, from a Merkle proof of its root.
    public func state(_ proof: MerkleProof) throws(BlockProofError) -> ProvenState {
        try state(root: proof.root)
    }

    /// The transaction of an account at a logical time; nil where the block provably has none.
    ///
    /// The transaction itself may be pruned: ``Lazy/hash`` is its hash in any case.
    public func transaction(
        of address: AccountAddress, lt: UInt64
    ) throws(BlockProofError) -> Lazy<Transaction>? {
        guard info.shard.contains(address) else { throw .accountOutsideShard(address, info.shard) }
        let found = try proving { () throws(CellError) in
            try within("account_blocks") { () throws(CellError) in
                let accounts = try block.extra.load().accountBlocks.load()
                guard let account = try accounts.value(for: address.hash) else { return nil as PlacedTransaction? }
                return try account.transactions.value(for: lt).map { ($0, account.accountHash) }
            }
        }
        guard let (transaction, accountHash) = found else { return nil }
        try Self.check(transaction, in: accountHash, of: address, lt: lt)
        return transaction
    }

    private typealias PlacedTransaction = (transaction: Lazy<Transaction>, accountHash: Hash256)

    /// The transaction of an account at a logical time, whose cell was given apart; nil where the block provably has
    /// none. Throws unless the cell is the one in the block.
    public func transaction(
        of address: AccountAddress, lt: UInt64, cell: Cell
    ) throws(BlockProofError) -> Lazy<Transaction>? {
        guard let proven = try transaction(of: address, lt: lt) else { return nil }
        let found = cell.hash(level: 0)
        guard found == proven.hash else { throw .transactionHash(expected: proven.hash, found: found) }
        let transaction = Lazy<Transaction>(cell: cell)
        try Self.check(transaction, in: address.hash, of: address, lt: lt)
        return transaction
    }

    private static func check(
        _ transaction: Lazy<Transaction>, in accountHash: Hash256, of address: AccountAddress, lt: UInt64
    ) throws(BlockProofError) {
        var (foundAccount, foundLT) = (accountHash, lt)
        if accountHash == address.hash, !transaction.cell.isExotic {
            let header = try proving { () throws(CellError) in try TransactionHeader(cell: transaction.cell) }
            (foundAccount, foundLT) = (header.accountHash, header.lt)
        }
        guard foundAccount == address.hash, foundLT == lt else {
            throw .transactionPlace(
                expectedAccount: address.hash, expectedLT: lt, foundAccount: foundAccount, foundLT: foundLT)
        }
    }

    // MARK: - What a masterchain block says

    /// The last blocks of all shards as the masterchain block names them.
    public func shards() throws(BlockProofError) -> ProvenShards {
        ProvenShards(masterchainBlock: identifier, hashes: try masterchainExtra().shardHashes)
    }

    /// The configuration, with the address of the account that keeps it. Throws where it is no key block.
    public func configuration() throws(BlockProofError) -> ConfigurationParameters {
        guard let configuration = try masterchainExtra().configuration else {
            throw .notKeyBlock(seqno: identifier.seqno)
        }
        return configuration
    }

    private func masterchainExtra() throws(BlockProofError) -> MasterchainBlockExtra {
        let extra = try proving { () throws(CellError) in
            try within("extra") { () throws(CellError) in try block.extra.load().masterchainExtra?.load() }
        }
        guard info.shard.isMasterchain, let extra else { throw .notMasterchain(info.shard) }
        return extra
    }
}
