import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
public import TONLiteClient

/// Puts disorder and lies into answers.
struct Liar {
    let honest: SyntheticLiteServer
    var random: SeededGenerator
    /// The last page of each account.
    let pages: [LiteAPI.AccountIdentifier: LiteAPI.TransactionList]

    private var chain: SyntheticChain { honest.chain }

    /// The answer with a fault in it; nil where the fault isn't one of such an answer. Throws what the honest server
    /// refuses the question with.
    mutating func answer(
        to function: any LiteServerFunction, with fault: Fault
    ) throws(LiteAPI.ErrorAnswer) -> (any TLObject)? {
        do {
            return try lie(function, fault)
        } catch let error as LiteAPI.ErrorAnswer {
            throw error
        } catch {
            throw LiteAPI.ErrorAnswer(code: 0, message: "\(error)")
        }
    }

    private mutating func lie(_ function: any LiteServerFunction, _ fault: Fault) throws -> (any TLObject)? {
        switch fault {
        case .flippedProofBit: try flip(function)
        case .foreignProof: try foreignProof(function)
        case .wrongBlockIdentifier: try wrongIdentifier(function)
        case .forgedSignatures, .tooFewSignatures, .repeatedSignatures, .unknownSigners, .notarizingVotes:
            try (function as? LiteAPI.GetBlockProof).flatMap { try missign($0, fault) }
        case .missingShard: try hideShard(function)
        case .replacedAccount: try (function as? LiteAPI.GetAccountState).flatMap { try replaceAccount($0) }
        case .olderAccountState: try (function as? LiteAPI.GetAccountState).flatMap { try olderState($0) }
        case .repeatedPage, .shuffledPage, .foreignTransactions, .droppedTransaction:
            try (function as? LiteAPI.GetTransactions).flatMap { try disturb($0, fault) }
        case .shortenedTransactionList: try shorten(function)
        case .withheldTransaction: try (function as? LiteAPI.GetOneTransaction).flatMap { try withhold($0) }
        case .foreignLibrary: try (function as? LiteAPI.GetLibraries).flatMap { try replaceLibrary($0) }
        case .inventedHead, .foreignNetwork: try inventNetwork(function, fault)
        default: nil
        }
    }

    // MARK: - Proofs

    /// Flips a bit behind the header of a bag, and makes the checksum right again.
    private mutating func flipping(_ bag: [UInt8]) -> [UInt8] {
        guard bag.count > 24 else { return bag }
        var bytes = Array(bag.dropLast(4))
        let bit = Int.random(in: 16 * 8..<bytes.count * 8, using: &random)
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        let checksum = CRC32C.checksum(bytes)
        return bytes + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> UInt32(8 * $0)) }
    }

    private mutating func flip(_ function: any LiteServerFunction) throws -> (any TLObject)? {
        let answer = try honest.answer(to: function)
        switch answer {
        case var answer as LiteAPI.AccountState:
            if Bool.random(using: &random) || answer.shardProof.isEmpty {
                answer.proof = flipping(answer.proof)
            } else {
                answer.shardProof = flipping(answer.shardProof)
            }
            return answer
        case var answer as LiteAPI.BlockHeader:
            answer.headerProof = flipping(answer.headerProof)
            return answer
        case var answer as LiteAPI.BlockData:
            answer.data = flipping(answer.data)
            return answer
        case var answer as LiteAPI.ShardInfo:
            answer.shardProof = flipping(answer.shardProof)
            return answer
        case var answer as LiteAPI.AllShardsInfo:
            answer.proof = flipping(answer.proof)
            return answer
        case var answer as LiteAPI.ConfigurationInfo:
            answer.configurationProof = flipping(answer.configurationProof)
            return answer
        case var answer as LiteAPI.TransactionInfo:
            answer.proof = flipping(answer.proof)
            return answer
        case var answer as LiteAPI.BlockTransactions:
            answer.proof = flipping(answer.proof)
            return answer
        case var answer as LiteAPI.BlockTransactionsExt:
            answer.proof = flipping(answer.proof)
            return answer
        case var answer as LiteAPI.ShardBlockProof:
            guard let number = answer.links.indices.randomElement(using: &random) else { return nil }
            answer.links[number].proof = flipping(answer.links[number].proof)
            return answer
        case var answer as LiteAPI.PartialBlockProof:
            guard let number = answer.steps.indices.randomElement(using: &random) else { return nil }
            answer.steps[number] = flipping(answer.steps[number])
            return answer
        default: return nil
        }
    }

    private mutating func flipping(_ step: LiteAPI.BlockLink) -> LiteAPI.BlockLink {
        switch step {
        case .back(var link):
            if Bool.random(using: &random) {
                link.proof = flipping(link.proof)
            } else {
                link.stateProof = flipping(link.stateProof)
            }
            return .back(link)
        case .forward(var link):
            if Bool.random(using: &random) {
                link.destinationProof = flipping(link.destinationProof)
            } else {
                link.configurationProof = flipping(link.configurationProof)
            }
            return .forward(link)
        }
    }

    /// A masterchain block before this one, with a state.
    private mutating func earlier(than block: BlockIdentifier) -> SyntheticBlock? {
        guard block.shardIdentifier.isMasterchain, block.seqno > 2 else { return nil }
        return chain.masterchain[Int(UInt32.random(in: 1..<block.seqno, using: &random))]
    }

    /// The last honest answer's names over the proofs of an earlier block.
    private mutating func foreignProof(_ function: any LiteServerFunction) throws -> (any TLObject)? {
        switch function {
        case var query as LiteAPI.GetAccountState:
            var answer = try honest.answer(query)
            guard let other = earlier(than: query.block) else { return nil }
            query.block = other.identifier
            guard let foreign = try? honest.answer(query) else { return nil }
            (answer.shardProof, answer.proof) = (foreign.shardProof, foreign.proof)
            return answer
        case var query as LiteAPI.GetBlockHeader:
            var answer = try honest.answer(query)
            guard let other = earlier(than: query.block) else { return nil }
            query.block = other.identifier
            answer.headerProof = try honest.answer(query).headerProof
            return answer
        case var query as LiteAPI.GetBlock:
            var answer = try honest.answer(query)
            guard let other = earlier(than: query.block) else { return nil }
            query.block = other.identifier
            answer.data = try honest.answer(query).data
            return answer
        case var query as LiteAPI.GetAllShardsInfo:
            var answer = try honest.answer(query)
            guard let other = earlier(than: query.block) else { return nil }
            query.block = other.identifier
            let foreign = try honest.answer(query)
            (answer.proof, answer.data) = (foreign.proof, foreign.data)
            return answer
        case var query as LiteAPI.GetShardInfo:
            var answer = try honest.answer(query)
            guard let other = earlier(than: query.block) else { return nil }
            query.block = other.identifier
            answer.shardProof = try honest.answer(query).shardProof
            return answer
        case var query as LiteAPI.GetConfigurationAll:
            var answer = try honest.answer(query)
            guard let other = earlier(than: query.block) else { return nil }
            query.block = other.identifier
            answer.configurationProof = try honest.answer(query).configurationProof
            return answer
        case let query as LiteAPI.GetBlockProof:
            var answer = try honest.answer(query)
            guard case .forward(var link) = answer.steps.last, let other = earlier(than: link.destination) else {
                return nil
            }
            link.destinationProof = try BlockProofs.header(of: other.root).cell.boc()
            answer.steps[answer.steps.count - 1] = .forward(link)
            return answer
        default: return nil
        }
    }

    /// The same answer under the name of an earlier block, or of one that doesn't exist.
    private mutating func wrongIdentifier(_ function: any LiteServerFunction) throws -> (any TLObject)? {
        let answer = try honest.answer(to: function)
        switch answer {
        case var answer as LiteAPI.AccountState:
            answer.block = wrong(answer.block)
            return answer
        case var answer as LiteAPI.BlockHeader:
            answer.block = wrong(answer.block)
            return answer
        case var answer as LiteAPI.BlockData:
            answer.block = wrong(answer.block)
            return answer
        case var answer as LiteAPI.ShardInfo:
            answer.block = wrong(answer.block)
            return answer
        case var answer as LiteAPI.AllShardsInfo:
            answer.block = wrong(answer.block)
            return answer
        case var answer as LiteAPI.ConfigurationInfo:
            answer.block = wrong(answer.block)
            return answer
        case var answer as LiteAPI.TransactionInfo:
            answer.block = wrong(answer.block)
            return answer
        case var answer as LiteAPI.BlockTransactions:
            answer.block = wrong(answer.block)
            return answer
        case var answer as LiteAPI.BlockTransactionsExt:
            answer.block = wrong(answer.block)
            return answer
        case var answer as LiteAPI.PartialBlockProof:
            guard let number = answer.steps.indices.last, case .forward(var link) = answer.steps[number] else {
                return nil
            }
            link.destination = wrong(link.destination)
            answer.destination = link.destination
            answer.steps[number] = .forward(link)
            return answer
        default: return nil
        }
    }

    private mutating func wrong(_ block: BlockIdentifier) -> BlockIdentifier {
        if let other = earlier(than: block), Bool.random(using: &random) { return other.identifier }
        var changed = block
        if Bool.random(using: &random) {
            changed.fileHash = SHA256.hash(block.fileHash.bytes)
        } else {
            changed.rootHash = SHA256.hash(block.rootHash.bytes)
        }
        return changed
    }

    // MARK: - Signatures

    private mutating func missign(_ query: LiteAPI.GetBlockProof, _ fault: Fault) throws -> (any TLObject)? {
        var answer = try honest.answer(query)
        let numbers = answer.steps.indices.filter { if case .forward = answer.steps[$0] { true } else { false } }
        guard let number = numbers.randomElement(using: &random), case .forward(var link) = answer.steps[number],
            let session = chain.block(link.destination)?.session
        else { return nil }
        let block = link.destination
        let few = tooFew(session)
        switch fault {
        case .forgedSignatures:
            var other = block
            other.rootHash = SHA256.hash(block.rootHash.bytes)
            let forged = try session.signatures(of: other, by: session.signers(of: block))
            let signatures = forged.signatures
            link.signatures = link.signatures.replacingSignatures { _ in signatures }
        case .tooFewSignatures: link.signatures = try session.signatures(of: block, by: few)
        case .repeatedSignatures:
            guard let first = few.first else { return nil }
            // As often as the total weight asks for, were each counted.
            let times = Int(session.totalWeight / first.weight) + 1
            link.signatures = try session.signatures(of: block, by: few).replacingSignatures {
                [LiteAPI.Signature](repeating: $0[0], count: times) + $0
            }
        case .unknownSigners:
            let strangers = try (0..<session.members.count).map { try TestValidator(seed: .max, number: $0) }
            link.signatures = try session.signatures(of: block, by: few + strangers)
        default: link.signatures = try session.signatures(of: block, by: session.members, vote: .notarize)
        }
        answer.steps[number] = .forward(link)
        return answer
    }

    /// As many members as may be, whose weight is two thirds at most.
    private mutating func tooFew(_ session: ValidatorSession) -> [TestValidator] {
        var (chosen, weight): ([TestValidator], UInt64) = ([], 0)
        for member in session.members.shuffled(using: &random)
        where (weight + member.weight) * 3 <= session.totalWeight * 2 {
            weight += member.weight
            chosen.append(member)
        }
        return chosen
    }

    // MARK: - Shards and accounts

    private mutating func hideShard(_ function: any LiteServerFunction) throws -> (any TLObject)? {
        switch function {
        case let query as LiteAPI.GetAllShardsInfo:
            var answer = try honest.answer(query)
            guard let block = chain.block(query.block),
                let extra = try Block(cell: block.root).extra.load().masterchainExtra?.load()
            else { return nil }
            var shards = try extra.shardHashes.shards()
            // The last one is left out, and its sibling, where that is there, stands for both.
            guard let hidden = shards.popLast() else { return nil }
            if let last = shards.indices.last, shards[last].shard == hidden.shard.sibling,
                let parent = hidden.shard.parent
            {
                shards[last].shard = parent
            } else {
                shards = []
            }
            answer.data = try ShardHashes(shards.map { (shard: $0.shard, leaf: $0.description) }).cell().boc()
            answer.proof = try MerkleProof.create(root: block.root) { (tracker) throws(CellError) in
                tracker.visit(try Block(cell: block.root).extra.cell)
            }.cell.boc()
            return answer
        case let query as LiteAPI.GetShardInfo:
            var answer = try honest.answer(query)
            guard !answer.shardDescription.isEmpty else { return nil }
            (answer.shardBlock, answer.shardDescription) = (.nothing, [])
            return answer
        case let query as LiteAPI.GetAccountState:
            var answer = try honest.answer(query)
            guard !answer.shardProof.isEmpty, answer.shardBlock != .nothing else { return nil }
            (answer.shardBlock, answer.proof, answer.state) = (.nothing, [], [])
            return answer
        default: return nil
        }
    }

    private mutating func replaceAccount(_ query: LiteAPI.GetAccountState) throws -> (any TLObject)? {
        var answer = try honest.answer(query)
        guard !answer.state.isEmpty else { return nil }
        guard Bool.random(using: &random) else {
            answer.state = []
            return answer
        }
        let others = chain.plan.history.accounts.filter { $0.address.hash != query.account.address }
        let cells = others.compactMap { $0.states.values.min { $0.hash < $1.hash } }
        guard let other = cells.randomElement(using: &random) else { return nil }
        answer.state = other.boc()
        return answer
    }

    /// The state after the block before the account's last transaction, with proofs of that block.
    private mutating func olderState(_ query: LiteAPI.GetAccountState) throws -> (any TLObject)? {
        var answer = try honest.answer(query)
        guard let workchain = Int8(exactly: query.account.workchain), let shardBlock = answer.shardBlock.identifier,
            let current = chain.block(shardBlock)
        else { return nil }
        let address = AccountAddress(workchain: workchain, hash: query.account.address)
        let last = chain.account(address)?.transactions.last {
            (chain.block(of: address, lt: $0.transaction.lt)?.masterchainSeqno ?? .max) <= current.masterchainSeqno
        }
        guard let last, let block = chain.block(of: address, lt: last.transaction.lt), block.masterchainSeqno > 1
        else { return nil }
        var older = query
        older.block = chain.masterchain[Int(block.masterchainSeqno) - 1].identifier
        guard let found = try? honest.answer(older) else { return nil }
        (answer.shardBlock, answer.proof, answer.state) = (found.shardBlock, found.proof, found.state)
        if Bool.random(using: &random) { answer.shardProof = found.shardProof }
        return answer
    }

    // MARK: - Transactions

    private mutating func disturb(_ query: LiteAPI.GetTransactions, _ fault: Fault) throws -> (any TLObject)? {
        let answer = try honest.answer(query)
        guard !answer.blocks.isEmpty else { return nil }
        switch fault {
        case .repeatedPage:
            return try pages[query.account] ?? list(answer.blocks + answer.blocks, cells(answer) + cells(answer))
        case .foreignTransactions:
            let others = chain.plan.history.accounts.filter {
                $0.address.hash != query.account.address && $0.head.lt != 0
                    && Int32($0.address.workchain) == query.account.workchain
            }
            guard let other = others.randomElement(using: &random) else { return nil }
            return try? honest.answer(
                LiteAPI.GetTransactions(
                    count: query.count, account: LiteAPI.AccountIdentifier(other.address), lt: other.head.lt,
                    hash: other.head.hash))
        case .droppedTransaction:
            var (blocks, cells) = (answer.blocks, try cells(answer))
            guard cells.count > 1 else { return nil }
            let dropped = Int.random(in: 0..<cells.count - 1, using: &random)
            blocks.remove(at: dropped)
            cells.remove(at: dropped)
            return list(blocks, cells)
        default:
            let cells = try cells(answer)
            let order = cells.indices.shuffled(using: &random)
            return list(order.map { answer.blocks[$0] }, order.map { cells[$0] })
        }
    }

    private func cells(_ list: LiteAPI.TransactionList) throws -> [Cell] { try BagOfCells(list.transactions).roots }

    private func list(_ blocks: [BlockIdentifier], _ cells: [Cell]) -> LiteAPI.TransactionList {
        LiteAPI.TransactionList(blocks: blocks, transactions: BagOfCells(roots: cells).serialized())
    }

    private mutating func shorten(_ function: any LiteServerFunction) throws -> (any TLObject)? {
        switch function {
        case let query as LiteAPI.ListBlockTransactions:
            var answer = try honest.answer(query)
            guard !answer.transactions.isEmpty else { return nil }
            answer.transactions.remove(at: Int.random(in: 0..<answer.transactions.count, using: &random))
            answer.isIncomplete = false
            return answer
        case let query as LiteAPI.ListBlockTransactionsExt:
            var answer = try honest.answer(query)
            guard !answer.transactions.isEmpty else { return nil }
            var cells = try BagOfCells(answer.transactions).roots
            cells.remove(at: Int.random(in: 0..<cells.count, using: &random))
            answer.transactions = cells.isEmpty ? [] : BagOfCells(roots: cells).serialized()
            answer.isIncomplete = false
            return answer
        default: return nil
        }
    }
}

/// Transactions, libraries and networks.
extension Liar {
    private func withhold(_ query: LiteAPI.GetOneTransaction) throws -> (any TLObject)? {
        var answer = try honest.answer(query)
        guard !answer.transaction.isEmpty else { return nil }
        answer.transaction = []
        return answer
    }

    private func replaceLibrary(_ query: LiteAPI.GetLibraries) throws -> (any TLObject)? {
        var answer = try honest.answer(query)
        guard let number = answer.libraries.indices.first else { return nil }
        var other = CellBuilder()
        try other.store(answer.libraries[number].hash)
        answer.libraries[number].data = try other.build().boc()
        return answer
    }

    private func inventNetwork(_ function: any LiteServerFunction, _ fault: Fault) throws -> (any TLObject)? {
        func invented(_ block: BlockIdentifier) -> BlockIdentifier {
            BlockIdentifier(
                shardIdentifier: .masterchain, seqno: block.seqno + 1000,
                rootHash: SHA256.hash(block.rootHash.bytes), fileHash: SHA256.hash(block.fileHash.bytes))
        }
        switch try honest.answer(to: function) {
        case var answer as LiteAPI.MasterchainInfo:
            if fault == .inventedHead {
                answer.last = invented(answer.last)
            } else {
                answer.zeroState.rootHash = SHA256.hash(answer.zeroState.rootHash.bytes)
            }
            return answer
        case var answer as LiteAPI.MasterchainInfoExt:
            if fault == .inventedHead {
                answer.last = invented(answer.last)
            } else {
                answer.zeroState.rootHash = SHA256.hash(answer.zeroState.rootHash.bytes)
            }
            return answer
        default: return nil
        }
    }
}

extension LiteAPI.SignatureSet {
    /// The same set with other signatures.
    public func replacingSignatures(
        _ change: ([LiteAPI.Signature]) -> [LiteAPI.Signature]
    ) -> LiteAPI.SignatureSet {
        switch self {
        case .ordinary(var set):
            set.signatures = change(set.signatures)
            return .ordinary(set)
        case .simplex(var set):
            set.signatures = change(set.signatures)
            return .simplex(set)
        }
    }
}
