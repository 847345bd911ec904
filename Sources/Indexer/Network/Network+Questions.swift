import Settlement
public import TONBlocks
public import TONCells
public import TONCrypto
public import TONLiteClient

/// Single questions to a network, with proofs.
extension Network {
    /// Proves the newest masterchain block.
    public func tip() async throws(SyncError) -> ChainTip { try await source.tip() }

    /// A masterchain block by its number, or the tip itself. Throws where there is none yet.
    public func masterchainBlock(_ seqno: UInt32, upTo tip: ChainTip) async throws(ChainQuestionError)
        -> BlockIdentifier
    {
        guard seqno != tip.block.seqno else { return tip.block }
        return try await find(.masterchain, seqno, upTo: tip)
    }

    /// A block of any shard that the chain up to the tip has. Throws where that is another one than is named.
    public func block(_ name: BlockName, upTo tip: ChainTip) async throws(ChainQuestionError) -> BlockIdentifier {
        let found =
            name.seqno == tip.block.seqno && name.shard == .masterchain
            ? tip.block : try await find(name.shard, name.seqno, upTo: tip)
        if let named = name.identifier, named != found { throw .otherBlock(named: named, found: found) }
        return found
    }

    private func find(
        _ shard: ShardIdentifier, _ seqno: UInt32, upTo tip: ChainTip
    ) async throws(ChainQuestionError) -> BlockIdentifier {
        guard seqno > 0 else { throw .firstState(shard) }
        guard !shard.isMasterchain || seqno < tip.block.seqno else {
            throw .notYet(seqno: seqno, newest: tip.block.seqno)
        }
        let question = LiteAPI.LookupBlockWithProof(
            block: LiteAPI.BlockPosition(shard, seqno: seqno), masterchainBlock: tip.block,
            otherFlags: LiteAPI.LookupBlock.bySeqno)
        return try await ask { (pool) throws(LiteServerPoolError) in try await pool.proven(question).identifier }
    }

    /// A whole block: its root cell. Throws for a first state, which is none.
    public func content(of block: BlockIdentifier) async throws(ChainQuestionError) -> Cell {
        guard block.seqno > 0 else { throw .firstState(block.shardIdentifier) }
        let question = LiteAPI.GetBlock(block: block)
        return try await ask { (pool) throws(LiteServerPoolError) in
            try await pool.query(question) { answer throws(ContentError) in
                do throws(ProofError) {
                    _ = try question.proven(by: answer)
                } catch {
                    throw ContentError(description: "\(error)")
                }
                do throws(BagOfCellsError) {
                    return try Cell(boc: answer.data)
                } catch {
                    throw ContentError(description: "\(error)")
                }
            }
        }
    }

    private struct ContentError: Error, CustomStringConvertible {
        let description: String
    }

    /// An account after a masterchain block, or that there provably is none.
    public func account(
        _ address: AccountAddress, at block: BlockIdentifier
    ) async throws(ChainQuestionError) -> ProvenAccountState {
        let question = LiteAPI.GetAccountState(block: block, account: LiteAPI.AccountIdentifier(address))
        return try await ask { (pool) throws(LiteServerPoolError) in try await pool.proven(question) }
    }

    /// The configuration after a masterchain block: the whole, or one parameter.
    public func configuration(
        at block: BlockIdentifier, parameter: Int32?
    ) async throws(ChainQuestionError) -> ProvenConfiguration {
        try await ask { (pool) throws(LiteServerPoolError) in
            if let parameter {
                try await pool.proven(LiteAPI.GetConfigurationParameters(block: block, parameters: [parameter]))
            } else {
                try await pool.proven(LiteAPI.GetConfigurationAll(block: block))
            }
        }
    }

    /// Public libraries by their hashes, each with the hash that it is asked by. That one isn't among them proves nothing.
    public func libraries(_ hashes: [Hash256]) async throws(ChainQuestionError) -> [Hash256: Cell] {
        let question = LiteAPI.GetLibraries(hashes: hashes)
        return try await ask { (pool) throws(LiteServerPoolError) in try await pool.proven(question) }
    }

    /// Has a server run a get-method. What it ran on is proven, what came out isn't.
    ///
    /// - Parameters:
    ///   - method: The method's number.
    ///   - arguments: What is on the stack, the top last.
    public func run(
        _ method: UInt64, of address: AccountAddress, at block: BlockIdentifier, arguments: StackValues
    ) async throws(ChainQuestionError) -> ClaimedMethodResult {
        let parameters: Cell
        do throws(CellError) {
            parameters = try arguments.cell()
        } catch {
            throw .arguments(error)
        }
        let question = LiteAPI.RunSmartContractMethod(
            block: block, account: LiteAPI.AccountIdentifier(address), methodIdentifier: method,
            parameters: parameters.boc(), mode: ClaimedMethodResult.mode)
        return try await ask { (pool) throws(LiteServerPoolError) in
            try await pool.query(question) { answer, server throws(MalformedResult) in
                try ClaimedMethodResult(question, answer, server)
            }
        }
    }

    /// Sends an external message. Servers pass on what the account accepts; that it is in a block is not known then.
    public func send(_ message: ExternalMessage) async throws(ChainQuestionError) -> ExternalMessage.Reception {
        do throws(LiteServerPoolError) {
            _ = try await pool.query(LiteAPI.SendMessage(message: message.bytes), after: nil)
            return .taken
        } catch {
            for failure in error.failures {
                guard case .error(let reason) = failure.reason, reason.isRefusal else { continue }
                // An answer to a message sent before may have been lost.
                if "\(reason)".contains("duplicate message") { return .known }
                throw .refusedMessage(server: failure.server, reason: "\(reason)")
            }
            throw .network(SyncError(error))
        }
    }

    private func ask<R>(
        _ body: (LiteServerPool) async throws(LiteServerPoolError) -> R
    ) async throws(ChainQuestionError) -> R {
        do throws(LiteServerPoolError) {
            return try await body(pool)
        } catch {
            throw .network(SyncError(error))
        }
    }
}

/// Why a question to the chain has no answer.
public enum ChainQuestionError: Error, Hashable, Sendable {
    /// Servers can't be reached, or lie.
    case network(SyncError)
    /// The masterchain hasn't come so far.
    case notYet(seqno: UInt32, newest: UInt32)
    /// The chain has another block there.
    case otherBlock(named: BlockIdentifier, found: BlockIdentifier)
    /// What a chain starts with is a state, and no block.
    case firstState(ShardIdentifier)
    /// Arguments that can't be passed on.
    case arguments(CellError)
    /// The server, or the account, doesn't take the message.
    case refusedMessage(server: LiteServerEndpoint, reason: String)
}

extension ChainQuestionError: CustomStringConvertible {
    /// What is wrong, and where.
    public var description: String {
        switch self {
        case .network(let error): "\(error)"
        case .notYet(let seqno, let newest): "there is no masterchain block \(seqno) yet: the newest one is \(newest)"
        case .otherBlock(let named, let found): "the chain has the block \(found), not \(named)"
        case .firstState(let shard): "number 0 of \(shard) is a first state, and no block"
        case .arguments(let error): "the arguments: \(error)"
        case .refusedMessage(let server, let reason): "the message was refused by \(server): \(reason)"
        }
    }
}
