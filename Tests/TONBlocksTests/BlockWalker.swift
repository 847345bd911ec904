import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Reads every part of blocks and states, and checks that each is written back to the same cell. Dictionaries are
/// made afresh of their entries, extras summed up anew.
struct BlockWalker {
    /// How many values of each kind there were.
    private(set) var counts: [String: Int] = [:]
    /// Whether extras in the dictionaries follow from those below.
    var recombinesExtras = true

    private mutating func count(_ name: String, _ number: Int = 1) { counts[name, default: 0] += number }

    @discardableResult
    mutating func check<T: TLBCodable>(_ lazy: Lazy<T>) throws -> T {
        count("\(T.self)")
        let value = try lazy.load()
        #expect(try value.cell() == lazy.cell, "\(T.self)")
        return value
    }

    @discardableResult
    mutating func check<Key, Value, Extra>(
        _ dictionary: TypedHashmapAugE<Key, Value, Extra>
    ) throws -> [(key: Key, extra: Extra, value: Value)] {
        let entries = try dictionary.entries()
        count("\(Value.self)", entries.count)
        if recombinesExtras {
            var fresh = TypedHashmapAugE<Key, Value, Extra>()
            for entry in entries { try fresh.set(entry.value, extra: entry.extra, for: entry.key) }
            #expect(fresh == dictionary, "augmented dictionary of \(Value.self)")
            #expect(try TypedHashmapAugE(entries) == dictionary, "augmented dictionary of \(Value.self) at once")
            try dictionary.checkExtras()
        }
        if let first = entries.first {
            #expect(try dictionary.value(for: first.key) != nil)
            #expect(try dictionary.extra(for: first.key) == first.extra)
        }
        return entries
    }

    @discardableResult
    mutating func check<Key, Value>(
        _ dictionary: TypedHashmapE<Key, Value>
    ) throws -> [(key: Key, value: Value)] {
        let entries = try dictionary.entries()
        count("\(Value.self)", entries.count)
        #expect(try TypedHashmapE(entries).root == dictionary.root, "dictionary of \(Value.self)")
        return entries
    }

    // MARK: - Blocks

    /// Every part of a block.
    @discardableResult
    mutating func block(_ cell: Cell) throws -> Block {
        let block = try check(Lazy<Block>(cell: cell))
        let info = try check(block.info)
        if let master = info.masterReference { try check(master) }
        if let previous = info.previousVerticalReference { try check(previous) }
        #expect(try info.previousBlocks().cell() == info.previousReference)
        #expect(try info.previousBlockIdentifiers().count == (info.isAfterMerge ? 2 : 1))
        #expect(info.isMasterchain == info.shard.isMasterchain)
        try check(block.valueFlow)
        try stateUpdate(block)

        let extra = try check(block.extra)
        for entry in try check(try check(extra.inMessages)) {
            #expect(try entry.value.message().hash == entry.key)
            try inMessage(entry.value)
        }
        for entry in try check(try check(extra.outMessages)) {
            try outMessage(entry.value)
            if let message = try entry.value.message() { #expect(message.hash == entry.key) }
        }
        for entry in try check(try check(extra.accountBlocks)) { try accountBlock(entry.value, entry.key, entry.extra) }
        if let masterchain = extra.masterchainExtra { try masterchainExtra(try check(masterchain)) }
        return block
    }

    private mutating func accountBlock(_ block: AccountBlock, _ key: Hash256, _ extra: CurrencyCollection) throws {
        #expect(block.accountHash == key)
        if recombinesExtras { #expect(try block.transactions.extra() == extra) }
        try check(block.stateUpdate)
        var fresh = AccountTransactions()
        let entries = try block.transactions.entries()
        for entry in entries {
            count("Transaction")
            let transaction = try entry.value.load()
            #expect(try transaction.cell() == entry.value.cell)
            #expect(transaction.lt == entry.key && transaction.accountHash == key)
            #expect(transaction.totalFees == entry.extra)
            try fresh.set(entry.value, extra: entry.extra, for: entry.key)
        }
        if recombinesExtras { #expect(fresh == block.transactions) }
    }

    private mutating func inMessage(_ message: InMessage) throws {
        count("InMessage.\(caseName(message))")
        try check(try message.message())
        if let envelope = message.envelope { try check(envelope) }
        if case .transit(_, let out, _) = message { try check(out) }
        if case .deferredTransit(_, let out) = message { try check(out) }
    }

    private mutating func outMessage(_ message: OutMessage) throws {
        count("OutMessage.\(caseName(message))")
        if let inner = try message.message() { try check(inner) }
        if let envelope = message.envelope { try check(envelope) }
        if let imported = message.imported { try inMessage(try check(imported)) }
    }

    private func caseName(_ value: some Any) -> String { Mirror(reflecting: value).children.first?.label ?? "" }

    private mutating func masterchainExtra(_ extra: MasterchainBlockExtra) throws {
        try shardHashes(extra.shardHashes)
        try check(extra.shardFees)
        let details = try check(extra.details)
        try check(details.previousBlockSignatures)
        for message in [details.recoverMessage, details.mintMessage].compactMap(\.self) {
            try inMessage(try check(message))
        }
        if let configuration = extra.configuration { try self.configuration(configuration.configuration) }
    }

    mutating func shardHashes(_ hashes: ShardHashes) throws {
        for (workchain, tree) in try check(hashes.workchains) {
            let leaves = try check(tree).leaves(workchain: workchain)
            #expect(try BinaryTree(leaves.reversed()) == tree.load())
            for (shard, leaf) in leaves {
                count("ShardDescription")
                #expect(try hashes.description(of: shard) == leaf)
            }
        }
        let shards = try hashes.shards()
        #expect(try ShardHashes(shards.map { (shard: $0.shard, leaf: $0.description) }) == hashes)
    }

    // MARK: - States

    /// What a block changed: states whose accounts have the hashes that the block's transactions led to.
    private mutating func stateUpdate(_ block: Block) throws {
        let update = try block.readStateUpdate()
        #expect(update.cell == block.stateUpdate)
        #expect(try MerkleUpdate(old: update.old, new: update.new) == update)
        let state = try prunedState(update.new)
        _ = try prunedState(update.old)
        guard let state else { return }
        let info = try block.info.load()
        #expect(state.seqno == info.seqno && state.shard == info.shard)
        #expect(state.generatedAt == info.generatedAt && state.generatedLT == info.endLT)
        let accountBlocks = try block.extra.load().accountBlocks.load().entries()
        guard !accountBlocks.isEmpty else { return }
        let accounts = try state.accounts.load()
        for entry in accountBlocks {
            let account = try accounts.value(for: entry.key)
            let stateHash = try entry.value.stateUpdate.load().newHash
            if let account {
                #expect(account.stateHash == stateHash)
                #expect(account.lastTransactionHash == (try entry.value.transactions.entries().last?.value.hash))
                count("changed account")
            } else {
                #expect(try Account.nonexistent.cell().hash == stateHash)
            }
        }
    }

    /// A state of which parts are pruned: what is there.
    private mutating func prunedState(_ cell: Cell) throws -> ShardStateUnsplit? {
        guard !cell.isExotic else { return nil }
        let any = try check(Lazy<ShardState>(cell: cell))
        if case .split(let left, let right) = any {
            for half in [left, right] { _ = try prunedState(half.cell) }
        }
        guard let state = any.unsplit else { return nil }
        try checkIfPresent(state.accounts)
        try checkIfPresent(state.details)
        if let queue = try checkIfPresent(state.outMessageQueueInfo), let extra = queue.extra {
            count("dispatch queue", extra.dispatchQueue.isEmpty ? 0 : 1)
        }
        if let lazy = state.masterchainExtra, let extra = try checkIfPresent(lazy) { try checkIfPresent(extra.details) }
        return state
    }

    @discardableResult
    private mutating func checkIfPresent<T: TLBCodable>(_ lazy: Lazy<T>) throws -> T? {
        lazy.cell.isExotic ? nil : try check(lazy)
    }

    /// Every part of a whole state.
    @discardableResult
    mutating func state(_ cell: Cell) throws -> ShardStateUnsplit {
        let state = try #require(try check(Lazy<ShardState>(cell: cell)).unsplit)
        let queue = try check(state.outMessageQueueInfo)
        try check(queue.queue)
        try check(queue.processedInfo)
        if let extra = queue.extra { try check(extra.dispatchQueue) }
        for entry in try check(try check(state.accounts)) {
            let account = try entry.value.account()
            #expect(try account.cell() == entry.value.accountCell)
            #expect(entry.extra.balance == account.balance)
        }
        let details = try check(state.details)
        for entry in try check(details.libraries) {
            #expect(entry.value.library.hash == entry.key)
            try check(entry.value.publishers)
        }
        if let extra = state.masterchainExtra {
            let extra = try check(extra)
            try shardHashes(extra.shardHashes)
            try configuration(extra.configuration.configuration)
            let details = try check(extra.details)
            try check(details.previousBlocks)
            if case .plain(let counters) = details.blockCreateStats { try check(counters) }
        }
        return state
    }

    // MARK: - Configurations

    /// Every parameter, and the numbers of those that stay raw.
    @discardableResult
    mutating func configuration(_ configuration: NetworkConfiguration) throws -> [Int32] {
        var raw: [Int32] = []
        for (number, parameter) in try configuration.parameters() {
            count("ConfigurationParameter")
            #expect(try parameter.cell() == configuration.cell(number), "parameter \(number)")
            switch parameter {
            case .raw(_, let reason):
                #expect(reason == nil, "parameter \(number)")
                raw.append(number)
            case .mintedCurrencies(let value): try check(value)
            case .parameterNumbers(let value): try check(value)
            case .workchains(let value): try check(value)
            case .storagePrices(let value): try check(value)
            case .newConsensus(let value):
                for part in [value.masterchain, value.shards] {
                    if case .simplexV2(let simplex) = part { try check(simplex.noncriticalParameters) }
                }
            case .fundamentalContracts(let value): try check(value)
            case .validatorSet(let value):
                let validators = try value.validators()
                count("ValidatorDescription", validators.count)
                #expect(value.totalWeight == nil || value.totalWeight == validators.reduce(0) { $0 + $1.weight })
                try check(value.list)
            case .temporaryKeys(let value): try check(value)
            case .suspendedAddresses(let value): try check(value.addresses)
            case .precompiledContracts(let value): try check(value.list)
            case .oracleBridge(let value): try check(value.oracles)
            case .jettonBridge(let value): try check(value.oracles)
            default: break
            }
        }
        return raw
    }
}
