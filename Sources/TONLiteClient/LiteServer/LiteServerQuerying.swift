public import TONBlocks
public import TONCells
public import TONCrypto

/// What can be asked as a lite-server is: one server, or many.
///
/// Nothing in an answer is verified but its form.
public protocol LiteServerQuerying<Failure>: Sendable {
    /// Why a question stays without an answer.
    associatedtype Failure: Error

    /// Asks, and waits for the answer.
    ///
    /// - Parameters:
    ///   - function: The question.
    ///   - wait: The masterchain block that the server waits for first; nil not to wait.
    func query<F: LiteServerFunction>(
        _ function: F, after wait: LiteAPI.WaitMasterchainSeqno?
    ) async throws(Failure) -> F.Answer
}

extension LiteServerQuerying {
    /// Asks, and waits for the answer.
    public func query<F: LiteServerFunction>(_ function: F) async throws(Failure) -> F.Answer {
        try await query(function, after: nil)
    }

    // MARK: - The server and the masterchain

    /// The newest masterchain block; the server may not be able to serve from it yet.
    public func masterchainInfo() async throws(Failure) -> LiteAPI.MasterchainInfo {
        try await query(LiteAPI.GetMasterchainInfo())
    }

    /// The newest masterchain block, once there is one with this number or a higher one. Servers wait 10 seconds at
    /// most.
    public func masterchainInfo(
        waitingFor seqno: UInt32, timeout: Duration
    ) async throws(Failure) -> LiteAPI.MasterchainInfo {
        try await query(
            LiteAPI.GetMasterchainInfo(), after: LiteAPI.WaitMasterchainSeqno(seqno: seqno, timeout: timeout))
    }

    /// The newest masterchain block that the server can serve from, its version, capabilities and time.
    public func masterchainInfoExt(mode: UInt32 = 0) async throws(Failure) -> LiteAPI.MasterchainInfoExt {
        try await query(LiteAPI.GetMasterchainInfoExt(mode: mode))
    }

    /// The server's time, in unix seconds.
    public func time() async throws(Failure) -> UInt32 {
        try await query(LiteAPI.GetTime()).now
    }

    /// The server's version and capabilities.
    public func version() async throws(Failure) -> LiteAPI.Version {
        try await query(LiteAPI.GetVersion())
    }

    // MARK: - Blocks

    /// A whole block.
    public func block(_ block: BlockIdentifier) async throws(Failure) -> LiteAPI.BlockData {
        try await query(LiteAPI.GetBlock(block: block))
    }

    /// The whole state after a block; servers give those of first blocks alone.
    public func state(after block: BlockIdentifier) async throws(Failure) -> LiteAPI.BlockState {
        try await query(LiteAPI.GetState(block: block))
    }

    /// A proof of a block's header.
    public func blockHeader(_ block: BlockIdentifier, mode: UInt32 = 0) async throws(Failure) -> LiteAPI.BlockHeader {
        try await query(LiteAPI.GetBlockHeader(block: block, mode: mode))
    }

    /// The block of a shard with a number. Its name is not proven.
    public func lookUpBlock(_ position: LiteAPI.BlockPosition) async throws(Failure) -> LiteAPI.BlockHeader {
        try await query(LiteAPI.LookupBlock(block: position, otherFlags: LiteAPI.LookupBlock.bySeqno))
    }

    /// The block of a shard in which a logical time lies. Its name is not proven.
    public func lookUpBlock(
        in shard: ShardIdentifier, lt: UInt64
    ) async throws(Failure) -> LiteAPI.BlockHeader {
        try await query(LiteAPI.LookupBlock(block: LiteAPI.BlockPosition(shard, seqno: 0), lt: lt))
    }

    /// The first block of a shard made at a unix time or later. Its name is not proven.
    public func lookUpBlock(
        in shard: ShardIdentifier, time: UInt32
    ) async throws(Failure) -> LiteAPI.BlockHeader {
        try await query(LiteAPI.LookupBlock(block: LiteAPI.BlockPosition(shard, seqno: 0), time: time))
    }

    /// The block of a shard with a number, with proofs up to a masterchain block.
    public func lookUpBlockWithProof(
        _ position: LiteAPI.BlockPosition, from masterchainBlock: BlockIdentifier
    ) async throws(Failure) -> LiteAPI.LookupBlockResult {
        try await query(
            LiteAPI.LookupBlockWithProof(
                block: position, masterchainBlock: masterchainBlock, otherFlags: LiteAPI.LookupBlock.bySeqno))
    }

    /// Proofs that a block of a shard is in the masterchain.
    public func shardBlockProof(_ block: BlockIdentifier) async throws(Failure) -> LiteAPI.ShardBlockProof {
        try await query(LiteAPI.GetShardBlockProof(block: block))
    }

    /// Proofs from a known masterchain block to another, or to the newest.
    public func blockProof(
        from known: BlockIdentifier, to target: BlockIdentifier? = nil
    ) async throws(Failure) -> LiteAPI.PartialBlockProof {
        try await query(LiteAPI.GetBlockProof(knownBlock: known, targetBlock: target))
    }

    // MARK: - Shards

    /// The newest block of the shard that has an account, or of exactly this shard, as a masterchain block names it.
    public func shardInfo(
        at block: BlockIdentifier, workchain: Int32, shard: UInt64, isExact: Bool = false
    ) async throws(Failure) -> LiteAPI.ShardInfo {
        try await query(
            LiteAPI.GetShardInfo(block: block, workchain: workchain, shard: shard, isExact: isExact))
    }

    /// The newest blocks of all shards as a masterchain block names them.
    public func allShardsInfo(at block: BlockIdentifier) async throws(Failure) -> LiteAPI.AllShardsInfo {
        try await query(LiteAPI.GetAllShardsInfo(block: block))
    }

    // MARK: - Accounts

    /// The state of an account at a block.
    public func accountState(
        _ account: AccountAddress, at block: BlockIdentifier
    ) async throws(Failure) -> LiteAPI.AccountState {
        try await query(LiteAPI.GetAccountState(block: block, account: LiteAPI.AccountIdentifier(account)))
    }

    /// The state of an account at a block, without its code and data.
    public func prunedAccountState(
        _ account: AccountAddress, at block: BlockIdentifier
    ) async throws(Failure) -> LiteAPI.AccountState {
        try await query(LiteAPI.GetAccountStatePruned(block: block, account: LiteAPI.AccountIdentifier(account)))
    }

    /// Has the server run a get-method. The result is not proven.
    public func runMethod(
        _ method: UInt64, of account: AccountAddress, at block: BlockIdentifier, parameters: [UInt8], mode: UInt32
    ) async throws(Failure) -> LiteAPI.RunMethodResult {
        try await query(
            LiteAPI.RunSmartContractMethod(
                block: block, account: LiteAPI.AccountIdentifier(account), methodIdentifier: method,
                parameters: parameters, mode: mode))
    }

    /// Sends an external message.
    public func sendMessage(_ message: [UInt8]) async throws(Failure) -> LiteAPI.SendMessageStatus {
        try await query(LiteAPI.SendMessage(message: message))
    }

    // MARK: - Transactions

    /// A transaction in a known block.
    public func transaction(
        of account: AccountAddress, lt: UInt64, in block: BlockIdentifier
    ) async throws(Failure) -> LiteAPI.TransactionInfo {
        try await query(
            LiteAPI.GetOneTransaction(block: block, account: LiteAPI.AccountIdentifier(account), lt: lt))
    }

    /// Some of an account's transactions from one back, newest first; servers give 16 at most.
    public func transactions(
        of account: AccountAddress, from lt: UInt64, hash: Hash256, count: UInt32
    ) async throws(Failure) -> LiteAPI.TransactionList {
        try await query(
            LiteAPI.GetTransactions(count: count, account: LiteAPI.AccountIdentifier(account), lt: lt, hash: hash))
    }

    /// The names of transactions in a block; servers give 256 at most.
    public func blockTransactions(
        _ block: BlockIdentifier, after: LiteAPI.TransactionPosition? = nil, count: UInt32 = 256,
        isReversed: Bool = false, wantsProof: Bool = false
    ) async throws(Failure) -> LiteAPI.BlockTransactions {
        try await query(
            LiteAPI.ListBlockTransactions(
                block: block, count: count, after: after, isReversed: isReversed, wantsProof: wantsProof,
                otherFlags: LiteAPI.ListBlockTransactions.allFields))
    }

    /// Transactions in a block; servers give 256 at most.
    public func blockTransactionsExt(
        _ block: BlockIdentifier, after: LiteAPI.TransactionPosition? = nil, count: UInt32 = 256,
        isReversed: Bool = false, wantsProof: Bool = false
    ) async throws(Failure) -> LiteAPI.BlockTransactionsExt {
        try await query(
            LiteAPI.ListBlockTransactionsExt(
                block: block, count: count, after: after, isReversed: isReversed, wantsProof: wantsProof,
                otherFlags: LiteAPI.ListBlockTransactions.allFields))
    }

    // MARK: - Configuration, validators and libraries

    /// The whole configuration.
    public func configuration(
        at block: BlockIdentifier, mode: UInt32 = 0
    ) async throws(Failure) -> LiteAPI.ConfigurationInfo {
        try await query(LiteAPI.GetConfigurationAll(block: block, mode: mode))
    }

    /// Some parameters of the configuration.
    public func configuration(
        _ parameters: [Int32], at block: BlockIdentifier, mode: UInt32 = 0
    ) async throws(Failure) -> LiteAPI.ConfigurationInfo {
        try await query(LiteAPI.GetConfigurationParameters(block: block, parameters: parameters, mode: mode))
    }

    /// Counters of the blocks that validators made; servers give 1000 at most.
    public func validatorStatistics(
        at block: BlockIdentifier, after key: Hash256? = nil, limit: UInt32 = 1000, modifiedAfter time: UInt32? = nil
    ) async throws(Failure) -> LiteAPI.ValidatorStatistics {
        try await query(
            LiteAPI.GetValidatorStatistics(block: block, limit: limit, startAfter: key, modifiedAfter: time))
    }

    /// Libraries by their hashes; servers give 16 at most.
    public func libraries(_ hashes: [Hash256]) async throws(Failure) -> LiteAPI.LibraryResult {
        try await query(LiteAPI.GetLibraries(hashes: hashes))
    }

    /// Libraries by their hashes, as they are at a masterchain block.
    public func librariesWithProof(
        _ hashes: [Hash256], at block: BlockIdentifier, mode: UInt32 = 0
    ) async throws(Failure) -> LiteAPI.LibraryResultWithProof {
        try await query(LiteAPI.GetLibrariesWithProof(block: block, hashes: hashes, mode: mode))
    }

    // MARK: - Queues

    /// How many messages wait to leave all shards, or one.
    public func outMessageQueueSizes(
        _ shard: ShardIdentifier? = nil
    ) async throws(Failure) -> LiteAPI.OutMessageQueueSizes {
        let key = shard.map { ShardKey(workchain: $0.workchain, shard: $0.shard) }
        return try await query(LiteAPI.GetOutMessageQueueSizes(shard: key))
    }

    /// How many messages wait to leave a shard after a block.
    public func outMessageQueueSize(
        after block: BlockIdentifier, wantsProof: Bool = false
    ) async throws(Failure) -> LiteAPI.BlockOutMessageQueueSize {
        try await query(LiteAPI.GetBlockOutMessageQueueSize(block: block, wantsProof: wantsProof))
    }

    /// The queues of deferred messages after a block, by account.
    public func dispatchQueues(
        after block: BlockIdentifier, from account: Hash256? = nil, maximumAccounts: UInt32, wantsProof: Bool = false
    ) async throws(Failure) -> LiteAPI.DispatchQueueInfo {
        try await query(
            LiteAPI.GetDispatchQueueInfo(
                block: block, afterAccount: account, maximumAccounts: maximumAccounts, wantsProof: wantsProof))
    }

    /// Deferred messages after a block: of an account, behind a logical time, and of those after it.
    public func dispatchQueueMessages(
        after block: BlockIdentifier, account: Hash256, afterLT lt: UInt64, maximumMessages: UInt32,
        isOneAccount: Bool = false, wantsProof: Bool = false, wantsMessages: Bool = false
    ) async throws(Failure) -> LiteAPI.DispatchQueueMessages {
        try await query(
            LiteAPI.GetDispatchQueueMessages(
                block: block, account: account, afterLT: lt, maximumMessages: maximumMessages, wantsProof: wantsProof,
                isOneAccount: isOneAccount, wantsMessages: wantsMessages))
    }

    /// Blocks of all shards, or of one, that the masterchain does not name yet.
    public func pendingShardBlocks(
        _ shard: ShardIdentifier? = nil
    ) async throws(Failure) -> LiteAPI.NonfinalPendingShardBlocks {
        let key = shard.map { ShardKey(workchain: $0.workchain, shard: $0.shard) }
        return try await query(LiteAPI.NonfinalGetPendingShardBlocks(shard: key))
    }
}

extension LiteAPI.LookupBlock {
    /// The flag of a question for a number.
    public static let bySeqno: UInt32 = 1
}

extension LiteAPI.ListBlockTransactions {
    /// The flags of a question for account, logical time and hash of each transaction.
    public static let allFields: UInt32 = 0b111
}

extension LiteAPI.WaitMasterchainSeqno {
    /// Waits for a masterchain block; whole milliseconds, at most those of 32 bits.
    public init(seqno: UInt32, timeout: Duration) {
        let (seconds, attoseconds) = timeout.components
        let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
        let sum = milliseconds.partialValue.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        let isTooLong = milliseconds.overflow || sum.overflow
        self.init(seqno: seqno, timeoutMilliseconds: isTooLong ? .max : UInt32(clamping: sum.partialValue))
    }
}
