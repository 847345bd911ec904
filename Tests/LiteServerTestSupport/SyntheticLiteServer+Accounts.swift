import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// Accounts and their transactions.
extension SyntheticLiteServer {
    static let maximumTransactions = 16
    static let maximumBlockTransactions = 256

    func accountState(
        _ identifier: BlockIdentifier, _ account: LiteAPI.AccountIdentifier, isPruned: Bool
    ) throws -> LiteAPI.AccountState {
        let reference = try find(identifier)
        guard let workchain = Int8(exactly: account.workchain) else {
            throw LiteAPI.ErrorAnswer(code: -400, message: "invalid account id")
        }
        let address = AccountAddress(workchain: workchain, hash: account.address)
        if reference.identifier.shardIdentifier.contains(address) {
            return try accountState(address, in: reference, reference: reference, shardProof: [], isPruned)
        }
        guard reference.identifier.shardIdentifier.isMasterchain else {
            throw LiteAPI.ErrorAnswer(
                code: -400, message: "requested account id is not contained in the shard of the reference block")
        }
        let shardProof = try stateProof(
            after: reference,
            [.shards(workchain: account.workchain, addressPrefix: account.address.leadingBits)])
        guard let (shard, description) = try shards(after: reference).shard(containing: address) else {
            return LiteAPI.AccountState(
                block: reference.identifier, shardBlock: .nothing, shardProof: shardProof, proof: [], state: [])
        }
        let block = try find(description.identifier(in: shard))
        return try accountState(address, in: block, reference: reference, shardProof: shardProof, isPruned)
    }

    private func accountState(
        _ address: AccountAddress, in block: SyntheticBlock, reference: SyntheticBlock, shardProof: [UInt8],
        _ isPruned: Bool
    ) throws -> LiteAPI.AccountState {
        let root = try state(after: block)
        let entry = try ShardStateUnsplit(cell: root).accounts.load().value(for: address.hash)
        var state: [UInt8] = []
        if let cell = entry?.accountCell {
            if isPruned {
                state = try (cell.isExotic ? MerkleProof(root: cell) : MerkleProof.create(root: cell) { _ in })
                    .cell.boc()
            } else {
                guard !cell.isExotic else {
                    throw LiteAPI.ErrorAnswer(
                        code: 651, message: "state of account \(address) after \(block.identifier) not in db")
                }
                state = cell.boc()
            }
        }
        return LiteAPI.AccountState(
            block: reference.identifier, shardBlock: LiteAPI.AnyBlockIdentifier(block.identifier),
            shardProof: shardProof,
            proof: try stateProof(after: block, [.account(address.hash, isWhole: false)]), state: state)
    }

    // MARK: - Transactions of an account

    /// At most 16, newest first. Where the first isn't there, an error; where it isn't the one that was named, another.
    func transactions(_ query: LiteAPI.GetTransactions) throws -> LiteAPI.TransactionList {
        guard query.lt != 0, query.count > 0 else { return LiteAPI.TransactionList(blocks: [], transactions: []) }
        guard let workchain = Int8(exactly: query.account.workchain) else {
            throw LiteAPI.ErrorAnswer(code: -400, message: "invalid account id")
        }
        let address = AccountAddress(workchain: workchain, hash: query.account.address)
        var next = TransactionIdentifier(lt: query.lt, hash: query.hash)
        var (blocks, cells): ([BlockIdentifier], [Cell]) = ([], [])
        while next != .none, cells.count < min(Int(query.count), Self.maximumTransactions) {
            guard let entry = entry(of: address, lt: next.lt),
                let block = chain.block(of: address, lt: next.lt), block.masterchainSeqno <= head.seqno
            else {
                throw LiteAPI.ErrorAnswer(
                    code: -400, message: "cannot locate transaction in block with specified logical time")
            }
            guard entry.identifier == next else {
                throw LiteAPI.ErrorAnswer(code: -400, message: "transaction hash mismatch")
            }
            cells.append(entry.cell)
            blocks.append(block.identifier)
            next = entry.transaction.header.previous
        }
        return LiteAPI.TransactionList(
            blocks: blocks, transactions: BagOfCells(roots: cells).serialized())
    }

    private func entry(of address: AccountAddress, lt: UInt64) -> ChainHistory.Entry? {
        guard let entries = chain.account(address)?.transactions else { return nil }
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].transaction.lt < lt { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].transaction.lt == lt ? entries[low] : nil
    }

    func transaction(_ query: LiteAPI.GetOneTransaction) throws -> LiteAPI.TransactionInfo {
        let block = try find(query.block)
        guard block.info != nil, let workchain = Int8(exactly: query.account.workchain),
            block.identifier.shardIdentifier.contains(
                AccountAddress(workchain: workchain, hash: query.account.address))
        else {
            throw LiteAPI.ErrorAnswer(
                code: -400, message: "requested account id is not contained in the shard of the block")
        }
        let address = AccountAddress(workchain: workchain, hash: query.account.address)
        let found = entry(of: address, lt: query.lt).flatMap {
            chain.block(of: address, lt: query.lt)?.identifier == block.identifier ? $0.cell : nil
        }
        let proof = try BlockProofs.transactions(
            of: block.root, whole: [found?.hash].compactMap { $0 }.reduce(into: []) { $0.insert($1) },
            withHeader: true)
        return LiteAPI.TransactionInfo(
            block: block.identifier, proof: proof.cell.boc(), transaction: found?.boc() ?? [])
    }

    // MARK: - Transactions of a block

    private typealias Listed = (account: Hash256, lt: UInt64, cell: Cell)

    private func list(
        _ block: SyntheticBlock, count: UInt32, after: LiteAPI.TransactionPosition?, isReversed: Bool
    ) throws -> (listed: [Listed], isIncomplete: Bool) {
        guard block.info != nil else {
            throw LiteAPI.ErrorAnswer(code: 651, message: "no block \(block.identifier) in db")
        }
        var all: [Listed] = []
        for (account, _, accountBlock) in try Block(cell: block.root).extra.load().accountBlocks.load().entries() {
            for (lt, _, transaction) in try accountBlock.transactions.entries() {
                all.append((account, lt, transaction.cell))
            }
        }
        if isReversed { all.reverse() }
        if let after {
            let start = (after.account, after.lt)
            all.removeAll { isReversed ? ($0.account, $0.lt) >= start : ($0.account, $0.lt) <= start }
        }
        let limit = min(Int(count), Self.maximumBlockTransactions)
        return (Array(all.prefix(limit)), all.count > limit)
    }

    func list(_ query: LiteAPI.ListBlockTransactions) throws -> LiteAPI.BlockTransactions {
        let block = try find(query.block)
        let (listed, isIncomplete) = try list(
            block, count: query.count, after: query.after, isReversed: query.isReversed)
        return LiteAPI.BlockTransactions(
            block: block.identifier, requestedCount: query.count, isIncomplete: isIncomplete,
            transactions: listed.map {
                LiteAPI.TransactionIdentifier(
                    account: query.mode & 1 != 0 ? $0.account : nil, lt: query.mode & 2 != 0 ? $0.lt : nil,
                    hash: query.mode & 4 != 0 ? $0.cell.hash : nil)
            }, proof: query.wantsProof ? try transactionsProof(of: block) : [])
    }

    func list(_ query: LiteAPI.ListBlockTransactionsExt) throws -> LiteAPI.BlockTransactionsExt {
        let block = try find(query.block)
        let (listed, isIncomplete) = try list(
            block, count: query.count, after: query.after, isReversed: query.isReversed)
        return LiteAPI.BlockTransactionsExt(
            block: block.identifier, requestedCount: query.count, isIncomplete: isIncomplete,
            transactions: listed.isEmpty ? [] : BagOfCells(roots: listed.map(\.cell)).serialized(),
            proof: query.wantsProof ? try transactionsProof(of: block) : [])
    }

    private func transactionsProof(of block: SyntheticBlock) throws -> [UInt8] {
        try BlockProofs.transactions(of: block.root, whole: [], withHeader: false).cell.boc()
    }
}

extension Hash256 {
    /// The first 64 bits.
    var leadingBits: UInt64 { bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
