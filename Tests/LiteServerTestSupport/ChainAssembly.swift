import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto

/// A chain while it is made, block by block.
struct ChainAssembly {
    /// The last block of a shard, and what follows from it.
    struct Tip {
        var block: SyntheticBlock
        var accounts: ShardAccounts
        var description: ShardDescription

        var shard: ShardIdentifier { block.identifier.shardIdentifier }
    }

    /// Transactions that happen in the same second.
    struct Moment {
        let now: UInt32
        var transactions: [Placed]
    }

    /// A transaction, and whose it is.
    struct Placed {
        let address: AccountAddress
        let entry: ChainHistory.Entry
    }

    let plan: SyntheticChain.Plan
    let histories: [AccountAddress: ChainHistory.Account]
    let network: Int32 = -239
    var random: SeededGenerator

    // What there is so far.
    var masterchain: [SyntheticBlock] = []
    let shardFirstState: SyntheticBlock
    var frontiers: [[BlockIdentifier]] = [[]]
    var blocks: [BlockIdentifier: SyntheticBlock] = [:]
    var shardBlocks: [UInt32: [BlockIdentifier]] = [:]
    var places: [SyntheticChain.TransactionPlace: BlockIdentifier] = [:]

    // Where it stands.
    var moments: ArraySlice<Moment>
    var tips: [Tip] = []
    var masterchainAccounts = ShardAccounts()
    var balances: [AccountAddress: Coins] = [:]
    var configuration: NetworkConfiguration
    var session: ValidatorSession
    var validatorGeneration = 0
    var oldBlocks = OldMasterchainBlocks()
    var lastKeyBlock: ExternalBlockReference?
    var time: UInt32

    // What is the same in every block.
    let emptyQueue: Lazy<OutMessageQueueInfo>
    let emptyInMessages: Lazy<InMessages>
    let emptyOutMessages: Lazy<OutMessages>
    let masterchainDetails: Lazy<MasterchainBlockDetails>
    let libraries: Libraries

    init(_ plan: SyntheticChain.Plan) throws {
        self.plan = plan
        random = SeededGenerator(seed: plan.seed)
        histories = Dictionary(uniqueKeysWithValues: plan.history.accounts.map { ($0.address, $0) })
        moments = Self.moments(of: plan.history)[...]
        time = min(plan.startTime, moments.first.map { $0.now - 10 } ?? .max)
        emptyQueue = try Lazy(OutMessageQueueInfo(queue: OutMessageQueue(), processedInfo: ProcessedInfo()))
        emptyInMessages = try Lazy(InMessages())
        emptyOutMessages = try Lazy(OutMessages())
        masterchainDetails = try Lazy(MasterchainBlockDetails(previousBlockSignatures: SignaturePairs()))
        libraries = try Self.libraries(plan.libraries)
        (configuration, session) = (NetworkConfiguration(), try Self.session(plan, generation: 0, catchainSeqno: 1))

        let (first, tipAccounts) = try Self.firstState(
            of: .init(workchain: 0, shard: ShardIdentifier.wholeWorkchain), accounts: Array(histories.values), time,
            queue: emptyQueue, network)
        shardFirstState = try SyntheticBlock(firstState: first)
        blocks[shardFirstState.identifier] = shardFirstState
        tips = [
            Tip(
                block: shardFirstState, accounts: tipAccounts,
                description: Self.description(of: shardFirstState, registeredAt: 1))
        ]
        configuration = try Self.configuration(plan, generation: 0, time: time, shardFirstState: shardFirstState)
        for account in histories.values {
            balances[account.address] = try account.firstState.map { try Account(cell: $0).balance.coins } ?? .zero
        }
        try makeFirstState()
    }

    // MARK: - Rounds

    /// Makes all blocks.
    mutating func run() throws {
        while !moments.isEmpty || masterchain.count <= Int(plan.masterchainBlockCount) { try makeRound() }
    }

    /// Makes a masterchain block, and the blocks of shards that it makes final.
    private mutating func makeRound() throws {
        let seqno = UInt32(masterchain.count)
        // The first masterchain block starts the workchain, whose blocks come after.
        guard seqno > 1 else { return try makeMasterchainBlock([]) }
        let moments = takeMoments()
        time = max(moments.last?.now ?? 0, time + UInt32.random(in: 1...3, using: &random))
        if !moments.isEmpty { time = moments.last?.now ?? time }
        let splitting = chooseSplit()
        var next: [Tip] = []
        for work in takeWork() {
            var work = work
            try makeBlocks(&work, moments, seqno, endsInSplit: work.shard == splitting)
            next.append(contentsOf: work.result)
        }
        tips = next.sorted { $0.shard.shard < $1.shard.shard }
        chooseMerge()
        try makeMasterchainBlock(moments.flatMap { $0.transactions.filter { $0.address.workchain == -1 } })
    }

    /// The next seconds in which something happens. One in which the masterchain takes part ends a round.
    private mutating func takeMoments() -> [Moment] {
        var taken: [Moment] = []
        let count = Int.random(in: 1...plan.maximumShardBlocks, using: &random)
        while taken.count < count, let moment = moments.popFirst() {
            taken.append(moment)
            if moment.transactions.contains(where: { $0.address.workchain == -1 }) { break }
        }
        return taken
    }

    private static func moments(of history: ChainHistory) -> [Moment] {
        var byTime: [UInt32: [Placed]] = [:]
        for account in history.accounts {
            for entry in account.transactions {
                byTime[entry.transaction.now, default: []].append(Placed(address: account.address, entry: entry))
            }
        }
        return byTime.keys.sorted().map { now in
            Moment(
                now: now,
                transactions: byTime[now, default: []].sorted { $0.entry.transaction.lt < $1.entry.transaction.lt })
        }
    }

    // MARK: - Shards

    /// A shard that is worked on in a round: what it goes on from, and its last block so far.
    struct Work {
        let shard: ShardIdentifier
        /// One; or both halves, left first, that are merged.
        let sources: [Tip]
        let isAfterSplit: Bool
        /// What to show in the end: the last block, or the sources where there is none.
        var result: [Tip]

        var mustMakeBlock: Bool { isAfterSplit || sources.count > 1 }
    }

    /// What the tips say that comes next: shards go on, are split or merged.
    private func takeWork() -> [Work] {
        var works: [Work] = []
        var position = 0
        while position < tips.count {
            let tip = tips[position]
            position += 1
            if tip.description.isBeforeSplit, let (left, right) = tip.shard.children {
                for child in [left, right] {
                    works.append(Work(shard: child, sources: [tip], isAfterSplit: true, result: []))
                }
            } else if tip.description.isBeforeMerge, let parent = tip.shard.parent, position < tips.count {
                // Siblings stand side by side, and both are flagged.
                works.append(Work(shard: parent, sources: [tip, tips[position]], isAfterSplit: false, result: []))
                position += 1
            } else {
                works.append(Work(shard: tip.shard, sources: [tip], isAfterSplit: false, result: [tip]))
            }
        }
        return works
    }

    /// A shard whose last block of this round comes before a split; nil for none.
    private mutating func chooseSplit() -> ShardIdentifier? {
        guard Int.random(in: 0..<plan.blocksPerSplitOrMerge, using: &random) == 0 else { return nil }
        let candidates = tips.filter {
            $0.shard.prefixLength < plan.maximumSplitDepth && !$0.description.isBeforeSplit
                && !$0.description.isBeforeMerge
        }
        return candidates.randomElement(using: &random)?.shard
    }

    /// Flags two siblings to be merged in the next round, now and then.
    private mutating func chooseMerge() {
        guard Int.random(in: 0..<plan.blocksPerSplitOrMerge, using: &random) == 0 else { return }
        let pairs = tips.indices.dropLast().filter { position in
            tips[position].shard.sibling == tips[position + 1].shard
                && !tips[position].description.isBeforeSplit && !tips[position + 1].description.isBeforeSplit
        }
        guard let position = pairs.randomElement(using: &random) else { return }
        tips[position].description.isBeforeMerge = true
        tips[position + 1].description.isBeforeMerge = true
    }

    /// Makes the blocks of a shard in a round: one for each second in which something happens, now and then an empty one.
    private mutating func makeBlocks(
        _ work: inout Work, _ moments: [Moment], _ seqno: UInt32, endsInSplit: Bool
    ) throws {
        var contents: [(now: UInt32, transactions: [Placed])] = moments.compactMap { moment in
            let transactions = moment.transactions.filter { work.shard.contains($0.address) }
            return transactions.isEmpty ? nil : (moment.now, transactions)
        }
        if contents.isEmpty {
            let most = moments.isEmpty ? plan.maximumShardBlocks : 1
            let least = work.mustMakeBlock || endsInSplit ? 1 : 0
            let count = max(least, Int.random(in: 0...most, using: &random))
            let now = masterchain[Int(seqno) - 1].generatedAt + 1
            contents = (0..<count).map { _ in (now, []) }
        }
        for (position, content) in contents.enumerated() {
            let isLast = position == contents.count - 1
            let tip = try makeShardBlock(
                work, content.transactions, now: content.now, isBeforeSplit: endsInSplit && isLast, seqno)
            work = Work(shard: work.shard, sources: [tip], isAfterSplit: false, result: [tip])
        }
    }
}
