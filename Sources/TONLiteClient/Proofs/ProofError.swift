public import TONBlocks
public import TONCells
public import TONCrypto

/// Why an answer of a server doesn't prove what was asked for: of which block, at which step, and what came.
public struct ProofError: Error, Hashable, Sendable {
    /// What was being checked.
    public enum Step: String, Hashable, Sendable, CaseIterable {
        /// That the answer is one to the question.
        case answer
        /// Where a proof starts.
        case source
        /// The header of a block.
        case header
        /// A whole block.
        case block
        /// The configuration.
        case configuration
        /// Which validators a block has.
        case validators
        /// What they signed.
        case signatures
        /// The state after a block.
        case state
        /// The newest blocks of shards.
        case shards
        /// The way from a masterchain block to one of a shard.
        case shardBlock = "shard block"
        /// An account.
        case account
        /// Transactions.
        case transactions
        /// Libraries.
        case libraries
        /// Counters of validators.
        case statistics
        /// Queues of messages.
        case queues
        /// The block that is trusted already.
        case trustedBlock = "trusted block"
    }

    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        /// Something is not in the block or its state, or not shown.
        case block(BlockProofError)
        /// A cell that is malformed, or pruned on the way to what was asked for.
        case cell(CellError)
        /// Bytes that are no bag of cells.
        case bag(BagOfCellsError)
        /// Bytes that are no TL value.
        case tl(TLError)
        /// Transactions that don't follow one another.
        case transactions(AccountChainError)
        /// A wrong set of signatures.
        case signatures(SignatureSetError)
        /// Another block than the one that has to stand there.
        case otherBlock(expected: BlockIdentifier, found: BlockIdentifier)
        /// Another hash than the one that has to stand there.
        case hash(expected: Hash256, found: Hash256)
        /// Another number than the one that has to stand there.
        case number(what: String, expected: UInt64, found: UInt64)
        /// Something that can't be part of the answer to the question.
        case unasked(String)
        /// Something that has to be part of the answer.
        case missing(String)
    }

    /// The block; nil where the question names none.
    public let block: BlockIdentifier?
    /// What was being checked.
    public let step: Step
    /// What is wrong.
    public let reason: Reason

    /// Makes one.
    public init(block: BlockIdentifier?, step: Step, reason: Reason) {
        self.block = block
        self.step = step
        self.reason = reason
    }
}

extension ProofError: CustomStringConvertible {
    /// The block, the step and the reason.
    public var description: String {
        let place = block.map { "block \($0), \(step.rawValue)" } ?? step.rawValue
        return "\(place): \(reason)"
    }
}

extension ProofError.Reason: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .block(let error): "\(error)"
        case .cell(let error): "\(error)"
        case .bag(let error): "\(error)"
        case .tl(let error): "\(error)"
        case .transactions(let error): "\(error)"
        case .signatures(let error): "\(error)"
        case .otherBlock(let expected, let found): "expected the block \(expected), found \(found)"
        case .hash(let expected, let found): "expected the hash \(expected), found \(found)"
        case .number(let what, let expected, let found): "expected \(what) \(expected), found \(found)"
        case .unasked(let what): "expected what was asked for, found \(what)"
        case .missing(let what): "expected \(what), found nothing"
        }
    }
}

/// A block and a step, which name every error that happens there.
struct ProofPlace {
    let block: BlockIdentifier?
    let step: ProofError.Step

    init(_ step: ProofError.Step, of block: BlockIdentifier?) {
        self.block = block
        self.step = step
    }

    func error(_ reason: ProofError.Reason) -> ProofError { ProofError(block: block, step: step, reason: reason) }

    func proof<R>(_ body: () throws(BlockProofError) -> R) throws(ProofError) -> R {
        do throws(BlockProofError) {
            return try body()
        } catch {
            throw self.error(.block(error))
        }
    }

    func cells<R>(_ body: () throws(CellError) -> R) throws(ProofError) -> R {
        do throws(CellError) {
            return try body()
        } catch {
            throw self.error(.cell(error))
        }
    }

    /// The root of a bag that has one, of level 0.
    func root(of bytes: [UInt8]) throws(ProofError) -> Cell {
        do throws(BagOfCellsError) {
            return try Cell(boc: bytes)
        } catch {
            throw self.error(.bag(error))
        }
    }

    /// The roots of a bag, which must be so many.
    func roots(of bytes: [UInt8], count: Int) throws(ProofError) -> [Cell] {
        let roots: [Cell]
        do throws(BagOfCellsError) {
            roots = try BagOfCells(bytes).roots
        } catch {
            throw self.error(.bag(error))
        }
        guard roots.count == count else {
            throw error(.block(.rootCount(expected: count, found: roots.count)))
        }
        return roots
    }

    /// The Merkle proof in a bag of one root.
    func merkleProof(in bytes: [UInt8]) throws(ProofError) -> MerkleProof {
        let root = try root(of: bytes)
        return try cells { () throws(CellError) in try MerkleProof(cell: root) }
    }

    /// Throws unless both are the same block.
    func require(_ found: BlockIdentifier, is expected: BlockIdentifier) throws(ProofError) {
        guard found == expected else { throw error(.otherBlock(expected: expected, found: found)) }
    }

    /// Throws unless both are the same hash.
    func require(_ found: Hash256, is expected: Hash256) throws(ProofError) {
        guard found == expected else { throw error(.hash(expected: expected, found: found)) }
    }

    /// Throws unless both are the same number.
    func require(_ what: String, _ found: UInt32, is expected: UInt32) throws(ProofError) {
        guard found == expected else {
            throw error(.number(what: what, expected: UInt64(expected), found: UInt64(found)))
        }
    }
}
