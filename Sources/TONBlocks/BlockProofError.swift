public import TONCells
public import TONCrypto

/// Why something isn't proven to be in a block or its state.
public enum BlockProofError: Error, Hashable, Sendable {
    /// Bytes that are no bag of cells.
    case bag(BagOfCellsError)
    /// A bag with another number of roots than the proof has.
    case rootCount(expected: Int, found: Int)
    /// A cell that is malformed, or pruned on the way to what was asked for.
    case cell(CellError)
    /// A block with another root cell.
    case rootHash(expected: Hash256, found: Hash256)
    /// A file with other bytes.
    case fileHash(expected: Hash256, found: Hash256)
    /// A block or state of another shard.
    case shard(expected: ShardIdentifier, found: ShardIdentifier)
    /// A block or state with another number.
    case seqno(expected: UInt32, found: UInt32)
    /// A block or state of another network.
    case network(expected: Int32, found: Int32)
    /// A state other than that after the block.
    case stateHash(expected: Hash256, found: Hash256)
    /// An account that can't be in the shard, so that its absence would prove nothing.
    case accountOutsideShard(AccountAddress, ShardIdentifier)
    /// An account's entry that holds the account of another address.
    case accountAddress(expected: AccountAddress, found: MessageAddress)
    /// The cell of an account other than that in the state.
    case accountHash(expected: Hash256, found: Hash256)
    /// The cell of an account that the state doesn't have.
    case absentAccount(found: Hash256)
    /// A transaction other than that in the block.
    case transactionHash(expected: Hash256, found: Hash256)
    /// A transaction of another account or logical time than its place in the block says.
    case transactionPlace(expectedAccount: Hash256, expectedLT: UInt64, foundAccount: Hash256, foundLT: UInt64)
    /// A block or state of a shard, where one of the masterchain is wanted.
    case notMasterchain(ShardIdentifier)
    /// A masterchain block without a configuration, where a key block is wanted.
    case notKeyBlock(seqno: UInt32)
    /// A block that the proof before it doesn't name.
    case unlinked(BlockIdentifier, from: BlockIdentifier)
    /// A chain of no blocks, or of more than there can be.
    case linkCount(Int)
    /// The cell of a library other than that in the state.
    case libraryHash(expected: Hash256, found: Hash256)
    /// The cell of a library that the state doesn't have.
    case absentLibrary(found: Hash256)
}

extension BlockProofError: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .bag(let error): "\(error)"
        case .rootCount(let expected, let found): "expected a proof of \(expected) roots, found \(found)"
        case .cell(let error): "\(error)"
        case .rootHash(let expected, let found): "expected the root hash \(expected), found \(found)"
        case .fileHash(let expected, let found): "expected the file hash \(expected), found \(found)"
        case .shard(let expected, let found): "expected the shard \(expected), found \(found)"
        case .seqno(let expected, let found): "expected the number \(expected), found \(found)"
        case .network(let expected, let found): "expected the network \(expected), found \(found)"
        case .stateHash(let expected, let found): "expected the state \(expected), found \(found)"
        case .accountOutsideShard(let account, let shard): "expected an account of the shard \(shard), found \(account)"
        case .accountAddress(let expected, let found): "expected the account \(expected), found \(found)"
        case .accountHash(let expected, let found): "expected an account's cell with hash \(expected), found \(found)"
        case .absentAccount(let found): "expected no account's cell, since there is no account, found \(found)"
        case .transactionHash(let expected, let found): "expected the transaction \(expected), found \(found)"
        case .transactionPlace(let account, let lt, let foundAccount, let foundLT):
            "expected a transaction of \(account) at \(lt), found one of \(foundAccount) at \(foundLT)"
        case .notMasterchain(let shard): "expected a block of the masterchain, found one of \(shard)"
        case .notKeyBlock(let seqno): "expected a key block, block \(seqno) is none"
        case .unlinked(let block, let later): "expected a block that \(later) names, found \(block)"
        case .linkCount(let count): "expected a chain of 1 to 8 blocks, found \(count)"
        case .libraryHash(let expected, let found): "expected the library \(expected), found \(found)"
        case .absentLibrary(let found): "expected no library's cell, since there is no library, found \(found)"
        }
    }
}

/// Runs `body` and takes its error over.
func proving<R>(_ body: () throws(CellError) -> R) throws(BlockProofError) -> R {
    do throws(CellError) {
        return try body()
    } catch {
        throw .cell(error)
    }
}

/// The Merkle proofs that a bag holds: so many, each whole in itself.
func merkleProofs(in bytes: some Collection<UInt8>, count: Int) throws(BlockProofError) -> [MerkleProof] {
    let roots: [Cell]
    do throws(BagOfCellsError) {
        roots = try BagOfCells(bytes).roots
    } catch {
        throw .bag(error)
    }
    guard roots.count == count else { throw .rootCount(expected: count, found: roots.count) }
    return try proving { () throws(CellError) in
        try roots.map { root throws(CellError) in
            guard root.level == 0 else { throw .malformedExotic("expected a proof of level 0, found \(root.level)") }
            return try MerkleProof(cell: root)
        }
    }
}

/// The root of a bag that has one, of level 0.
func provenRoot(in bytes: some Collection<UInt8>) throws(BlockProofError) -> Cell {
    do throws(BagOfCellsError) {
        return try Cell(boc: bytes)
    } catch {
        throw .bag(error)
    }
}
