import TONBlocks
import TONCells
import TONCrypto

/// Blocks of the masterchain, and the states after them.
extension ChainAssembly {
    /// Makes the first state of the masterchain: its configuration, accounts and libraries, and no shards yet.
    mutating func makeFirstState() throws {
        var (state, accounts) = try Self.firstState(
            of: .masterchain, accounts: Array(histories.values), time, queue: emptyQueue, network)
        masterchainAccounts = accounts
        state.details = try Lazy(
            ShardStateDetails(
                totalBalance: accounts.extra.balance, totalValidatorFees: .zero, libraries: libraries))
        state.masterchainExtra = try Lazy(try stateExtra(shards: ShardHashes(), isKeyBlock: true))
        let block = try SyntheticBlock(firstState: try ShardStateUnsplit(cell: try state.cell()))
        masterchain = [block]
        blocks[block.identifier] = block
    }

    /// Makes the next block of the masterchain, which makes the tips of the shards final.
    mutating func makeMasterchainBlock(_ transactions: [Placed]) throws {
        guard let previous = masterchain.last else { throw SyntheticChainError.missing("a first state") }
        let seqno = previous.seqno + 1
        let previousEnd = max(previous.endLT, tips.map(\.block.endLT).max() ?? 0)
        let startLT = try Self.startLT(of: transactions, after: transactions.isEmpty ? previousEnd : previous.endLT)
        let before = masterchainAccounts.extra.balance.coins
        var accounts = masterchainAccounts
        let effects = try apply(transactions, to: &accounts)
        masterchainAccounts = accounts
        if previous.isKeyBlock { lastKeyBlock = previous.reference }
        let isKeyBlock = plan.keyBlockInterval.map { seqno % $0 == 0 } ?? false
        let info = BlockInfo(
            isKeyBlock: isKeyBlock, seqno: seqno, shard: .masterchain, generatedAt: time, startLT: startLT,
            endLT: max(startLT + 1, transactions.map(\.entry.endLT).max() ?? 0),
            validatorListHashShort: session.validatorListHashShort, catchainSeqno: session.catchainSeqno,
            minimumReferencedMasterchainSeqno: seqno, previousKeyBlockSeqno: lastKeyBlock?.seqno ?? 0,
            software: Self.software, previousReference: try Self.previousReference([previous]))
        // The block itself is signed by those of the configuration before.
        let signers = session
        if isKeyBlock { try changeValidators() }
        let shards = try ShardHashes(tips.map { (shard: $0.shard, leaf: $0.description) })
        if !plan.isLight {
            let entry = KeyExternalBlockReference(isKeyBlock: previous.isKeyBlock, block: previous.reference)
            let extra = KeyMaximumLT(hasKeyBlock: previous.isKeyBlock, maximumEndLT: previous.endLT)
            try oldBlocks.set(entry, extra: extra, for: previous.seqno)
        }
        let state = plan.isLight ? nil : try self.state(after: info, shards)
        let extra = MasterchainBlockExtra(
            shardHashes: shards, shardFees: ShardFees(), details: masterchainDetails,
            configuration: isKeyBlock ? try parameters() : nil)
        let block = Block(
            globalIdentifier: network, info: try Lazy(info),
            valueFlow: try Self.valueFlow(before, masterchainAccounts.extra.balance.coins, effects),
            stateUpdate: try stateUpdate(from: [previous], to: state, info).cell,
            extra: try Lazy(
                BlockExtra(
                    inMessages: emptyInMessages, outMessages: emptyOutMessages,
                    accountBlocks: try Lazy(effects.accountBlocks), randomSeed: Self.hash("seed", info),
                    createdBy: signers.members[Int(seqno) % signers.members.count].publicKey.bytes,
                    masterchainExtra: try Lazy(extra))))
        let made = try SyntheticBlock(
            block, info: info, state: state, session: signers, previous: [previous.identifier],
            masterchainSeqno: seqno)
        masterchain.append(made)
        add(made, transactions)
        frontiers.append(tips.map(\.block.identifier))
    }

    private func state(after info: BlockInfo, _ shards: ShardHashes) throws -> Cell {
        let details = ShardStateDetails(
            totalBalance: masterchainAccounts.extra.balance, totalValidatorFees: .zero, libraries: libraries)
        return try ShardStateUnsplit(
            globalIdentifier: network, shard: .masterchain, seqno: info.seqno, generatedAt: info.generatedAt,
            generatedLT: info.endLT, minimumReferencedMasterchainSeqno: info.seqno,
            outMessageQueueInfo: emptyQueue, accounts: try Lazy(masterchainAccounts), details: try Lazy(details),
            masterchainExtra: try Lazy(try stateExtra(shards: shards, isKeyBlock: info.isKeyBlock))
        ).cell()
    }

    private func stateExtra(shards: ShardHashes, isKeyBlock: Bool) throws -> MasterchainStateExtra {
        let details = MasterchainStateDetails(
            validatorInfo: ValidatorInfo(
                validatorListHashShort: session.validatorListHashShort, catchainSeqno: session.catchainSeqno,
                nextCatchainUpdated: isKeyBlock),
            previousBlocks: oldBlocks, isAfterKeyBlock: isKeyBlock, lastKeyBlock: lastKeyBlock)
        let shardBalance = try tips.reduce(masterchainAccounts.extra.balance) {
            try $0.adding($1.accounts.extra.balance)
        }
        return MasterchainStateExtra(
            shardHashes: shards, configuration: try parameters(), details: try Lazy(details),
            globalBalance: shardBalance)
    }

    private func parameters() throws -> ConfigurationParameters {
        guard let root = configuration.dictionary.root else { throw SyntheticChainError.missing("a configuration") }
        return ConfigurationParameters(address: Self.configurationAddress, root: root)
    }

    /// Goes on with the validators of the next generation, in a session of their own.
    private mutating func changeValidators() throws {
        validatorGeneration += 1
        session = try Self.session(
            plan, generation: validatorGeneration, catchainSeqno: session.catchainSeqno + 1)
        configuration = try Self.configuration(
            plan, generation: validatorGeneration, time: time, shardFirstState: shardFirstState)
    }
}
