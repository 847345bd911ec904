import TONBlocks
import TONCells
import TONCrypto

/// Blocks of shards, and the states after them.
extension ChainAssembly {
    /// What transactions did to accounts, and to the sums over them.
    struct Effects {
        var accountBlocks = ShardAccountBlocks()
        var imported = Coins.zero
        var exported = Coins.zero
        var fees = Coins.zero
    }

    /// The first state of a shard, with the accounts that existed before the history.
    static func firstState(
        of shard: ShardIdentifier, accounts histories: [ChainHistory.Account], _ time: UInt32,
        queue: Lazy<OutMessageQueueInfo>, _ network: Int32
    ) throws -> (ShardStateUnsplit, ShardAccounts) {
        var accounts = ShardAccounts()
        for history in histories.sorted(by: { $0.address < $1.address }) where shard.contains(history.address) {
            guard let cell = history.firstState else { continue }
            let balance = try Account(cell: cell).balance
            try accounts.set(
                ShardAccount(accountCell: cell, lastTransactionHash: .zero, lastTransactionLT: 0),
                extra: DepthBalanceInfo(splitDepth: 0, balance: balance), for: history.address.hash)
        }
        let details = ShardStateDetails(totalBalance: accounts.extra.balance, totalValidatorFees: .zero)
        let state = ShardStateUnsplit(
            globalIdentifier: network, shard: shard, seqno: 0, generatedAt: time, generatedLT: 0,
            minimumReferencedMasterchainSeqno: .max, outMessageQueueInfo: queue, accounts: try Lazy(accounts),
            details: try Lazy(details))
        return (state, accounts)
    }

    /// How the masterchain describes a block of a shard.
    static func description(of block: SyntheticBlock, registeredAt seqno: UInt32) -> ShardDescription {
        ShardDescription(
            seqno: block.seqno, registeredMasterchainSeqno: seqno, startLT: block.startLT, endLT: block.endLT,
            rootHash: block.identifier.rootHash, fileHash: block.identifier.fileHash,
            isBeforeSplit: block.info?.isBeforeSplit ?? false, nextCatchainSeqno: 1,
            nextValidatorShard: block.identifier.shard, minimumReferencedMasterchainSeqno: seqno,
            generatedAt: block.generatedAt, splitMergeAt: .none, feesCollected: .zero, fundsCreated: .zero)
    }

    /// Makes the next block of a shard.
    mutating func makeShardBlock(
        _ work: Work, _ transactions: [Placed], now: UInt32, isBeforeSplit: Bool, _ masterchainSeqno: UInt32
    ) throws -> Tip {
        let masterchainBlock = masterchain[Int(masterchainSeqno) - 1]
        let previousEnd = max(work.sources.map(\.block.endLT).max() ?? 0, masterchainBlock.endLT)
        let startLT = try Self.startLT(of: transactions, after: previousEnd)
        var accounts = try takeAccounts(of: work)
        let before = accounts.extra.balance.coins
        let effects = try apply(transactions, to: &accounts)
        let info = BlockInfo(
            isAfterMerge: work.sources.count > 1, isBeforeSplit: isBeforeSplit, isAfterSplit: work.isAfterSplit,
            seqno: (work.sources.map(\.block.seqno).max() ?? 0) + 1, shard: work.shard, generatedAt: now,
            startLT: startLT, endLT: max(startLT + 1, transactions.map(\.entry.endLT).max() ?? 0),
            validatorListHashShort: session.validatorListHashShort, catchainSeqno: session.catchainSeqno,
            minimumReferencedMasterchainSeqno: masterchainBlock.seqno,
            previousKeyBlockSeqno: lastKeyBlock?.seqno ?? 0, software: Self.software,
            masterReference: try Lazy(masterchainBlock.reference),
            previousReference: try Self.previousReference(work.sources.map(\.block)))
        var state: Cell?
        if !plan.isLight {
            let details = ShardStateDetails(
                totalBalance: accounts.extra.balance, totalValidatorFees: .zero,
                masterReference: masterchainBlock.reference)
            state = try ShardStateUnsplit(
                globalIdentifier: network, shard: work.shard, seqno: info.seqno, generatedAt: now,
                generatedLT: info.endLT, minimumReferencedMasterchainSeqno: masterchainBlock.seqno,
                outMessageQueueInfo: emptyQueue, isBeforeSplit: isBeforeSplit, accounts: try Lazy(accounts),
                details: try Lazy(details)
            ).cell()
        }
        let update = try stateUpdate(from: work.sources.map(\.block), to: state, info)
        let block = Block(
            globalIdentifier: network, info: try Lazy(info),
            valueFlow: try Self.valueFlow(before, accounts.extra.balance.coins, effects), stateUpdate: update.cell,
            extra: try Lazy(
                BlockExtra(
                    inMessages: emptyInMessages, outMessages: emptyOutMessages,
                    accountBlocks: try Lazy(effects.accountBlocks), randomSeed: Self.hash("seed", info),
                    createdBy: session.members[Int(info.seqno) % session.members.count].publicKey.bytes)))
        let made = try SyntheticBlock(
            block, info: info, state: state, previous: work.sources.map(\.block.identifier),
            masterchainSeqno: masterchainSeqno)
        add(made, transactions)
        return Tip(
            block: made, accounts: accounts,
            description: Self.description(of: made, registeredAt: masterchainSeqno))
    }

    /// Keeps a block, and where its transactions are.
    mutating func add(_ block: SyntheticBlock, _ transactions: [Placed]) {
        blocks[block.identifier] = block
        if !block.identifier.shardIdentifier.isMasterchain {
            shardBlocks[block.seqno, default: []].append(block.identifier)
        }
        for placed in transactions {
            let place = SyntheticChain.TransactionPlace(
                address: placed.address, lt: placed.entry.transaction.lt)
            places[place] = block.identifier
        }
    }

    static let software = GlobalVersion(version: 11, capabilities: 494)

    /// Any hash, the same for the same place.
    static func hash(_ what: String, _ info: BlockInfo) -> Hash256 {
        SHA256.hash(Array("\(what) \(info.shard) \(info.seqno)".utf8))
    }

    static func startLT(of transactions: [Placed], after previousEnd: UInt64) throws -> UInt64 {
        guard let first = transactions.map(\.entry.transaction.lt).min() else { return previousEnd + 1 }
        guard first > previousEnd else {
            throw SyntheticChainError.overlappingLogicalTimes(lt: first, previousEnd: previousEnd)
        }
        return first - 1
    }

    static func previousReference(_ blocks: [SyntheticBlock]) throws -> Cell {
        let references = blocks.map(\.reference)
        if references.count == 2 { return try PreviousBlocks.two(references[0], references[1]).cell() }
        guard let reference = references.first else { throw SyntheticChainError.missing("a block before") }
        return try PreviousBlocks.one(reference).cell()
    }

    /// The update from the state or the two states before to a state; a made-up one where there are no states.
    func stateUpdate(from sources: [SyntheticBlock], to state: Cell?, _ info: BlockInfo) throws -> MerkleUpdate {
        guard let state else {
            return try StateDifference.opaqueUpdate(
                from: SHA256.hash(sources.flatMap(\.identifier.rootHash.bytes)), to: Self.hash("state", info))
        }
        let old = sources.compactMap(\.state)
        guard old.count == sources.count, let first = old.first else {
            throw SyntheticChainError.missing("a state before")
        }
        // Where shards change, much is elsewhere than it was.
        if info.isAfterSplit { return try MerkleUpdate.create(from: first, to: state) }
        guard old.count == 2 else { return try StateDifference.update(from: first, to: state) }
        let pair = try ShardState.split(left: Lazy(cell: first), right: Lazy(cell: old[1])).cell()
        return try MerkleUpdate.create(from: pair, to: state)
    }

    static func valueFlow(_ before: Coins, _ after: Coins, _ effects: Effects) throws -> Lazy<ValueFlow> {
        func amount(_ coins: Coins) -> CurrencyCollection { CurrencyCollection(coins: coins) }
        return try Lazy(
            ValueFlow(
                fromPreviousBlock: amount(before), toNextBlock: amount(after), imported: amount(effects.imported),
                exported: amount(effects.exported), feesCollected: amount(effects.fees), feesImported: .zero,
                recovered: .zero, created: .zero, minted: .zero))
    }

    // MARK: - Accounts

    /// The accounts that a block starts from: those of the shard before, of its part, or of both halves.
    private func takeAccounts(of work: Work) throws -> ShardAccounts {
        guard let first = work.sources.first else { return ShardAccounts() }
        guard work.isAfterSplit || work.sources.count > 1 else { return first.accounts }
        var accounts = work.isAfterSplit ? ShardAccounts() : first.accounts
        for (key, extra, account) in try (work.sources.last ?? first).accounts.entries()
        where work.shard.contains(AccountAddress(hash: key)) {
            try accounts.set(account, extra: extra, for: key)
        }
        return accounts
    }

    /// Puts transactions into accounts' blocks, and the states that they leave into the accounts.
    mutating func apply(_ transactions: [Placed], to accounts: inout ShardAccounts) throws -> Effects {
        var effects = Effects()
        for (address, placed) in Dictionary(grouping: transactions, by: \.address).sorted(by: { $0.key < $1.key }) {
            var list = AccountTransactions()
            for placed in placed {
                let transaction = placed.entry.transaction
                try list.set(
                    Lazy(cell: placed.entry.cell), extra: transaction.totalFees, for: transaction.lt)
                try add(placed, to: &effects)
            }
            guard let first = placed.first, let last = placed.last else { continue }
            let update = HashUpdate(
                oldHash: first.entry.transaction.stateUpdate.oldHash,
                newHash: last.entry.transaction.stateUpdate.newHash)
            try effects.accountBlocks.set(
                AccountBlock(accountHash: address.hash, transactions: list, stateUpdate: try Lazy(update)),
                extra: try list.extra(), for: address.hash)
            try set(address, after: last.entry, in: &accounts)
        }
        return effects
    }

    private mutating func set(
        _ address: AccountAddress, after entry: ChainHistory.Entry, in accounts: inout ShardAccounts
    ) throws {
        let transaction = entry.transaction
        guard transaction.endStatus != .nonexistent else {
            try accounts.remove(address.hash)
            balances[address] = .zero
            return
        }
        let hash = transaction.stateUpdate.newHash
        let history = histories[address]
        let cell: Cell
        if let known = history?.states[hash] {
            cell = known
            balances[address] = try Account(cell: known).balance.coins
        } else {
            let lastHash = history?.transactions.last?.transaction.stateUpdate.newHash
            let depth = lastHash.flatMap { history?.states[$0]?.depth(level: 0) } ?? 2
            cell = try StateDifference.prunedBranch(hash, depth: depth)
        }
        try accounts.set(
            ShardAccount(accountCell: cell, lastTransactionHash: entry.cell.hash, lastTransactionLT: transaction.lt),
            extra: DepthBalanceInfo(
                splitDepth: 0, balance: CurrencyCollection(coins: balances[address, default: .zero])),
            for: address.hash)
    }

    /// Counts what a transaction brought and took: what its messages and fees leave of the balance.
    private mutating func add(_ placed: Placed, to effects: inout Effects) throws {
        let transaction = placed.entry.transaction
        var balance = balances[placed.address, default: .zero]
        if case .internal(let info) = transaction.inMessage?.message.info {
            let value = try info.value.coins.adding(info.ihrFee)
            balance = try balance.adding(value)
            effects.imported = try effects.imported.adding(value)
        }
        for message in transaction.outMessages {
            guard case .internal(let info) = message.message.info else { continue }
            let value = try info.value.coins.adding(info.ihrFee).adding(info.forwardFee)
            balance = balance.subtractingOrZero(value)
            effects.exported = try effects.exported.adding(value)
        }
        effects.fees = try effects.fees.adding(transaction.totalFees.coins)
        balances[placed.address] = balance.subtractingOrZero(transaction.totalFees.coins)
    }
}
