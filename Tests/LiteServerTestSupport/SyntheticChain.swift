public import TONBlocks
public import TONCells
import TONCrypto

/// A network's whole chain in memory, made by a test: first states, masterchain and shard blocks that name one another,
/// states and their updates, validators and what they sign.
///
/// ```swift
/// let chain = try SyntheticChain(SyntheticChain.Plan(seed: 1, history: .recorded(), keyBlockInterval: 40))
/// let server = SyntheticLiteServer(chain)
/// ```
/// What proofs are made of is real: every hash is that of the bytes it names, every state update leads from the state
/// before to the state after, every transaction is in the block and the account is in the state. Three things aren't, for
/// the history doesn't tell them:
/// - An account's cell between two transactions, where only its hash is known, is a pruned branch with a made-up depth.
///   Such a state can't be served, nor the update to it applied; everything beside that account can be proved.
/// - Blocks list no messages, and queues are empty.
/// - Transactions weren't executed: fees and balances are what they say.
public final class SyntheticChain: Sendable {
    /// What it was made from.
    public let plan: Plan
    /// The blocks of the masterchain by their numbers; the first is the first state.
    public let masterchain: [SyntheticBlock]
    /// The first state of the base workchain.
    public let shardFirstState: SyntheticBlock
    /// The last blocks of all shards as each masterchain block names them, from left to right.
    public let frontiers: [[BlockIdentifier]]

    /// All blocks and first states, by their names.
    let blocks: [BlockIdentifier: SyntheticBlock]
    /// Blocks of the base workchain, by their numbers.
    let shardBlocks: [UInt32: [BlockIdentifier]]
    /// The blocks of transactions.
    let places: [TransactionPlace: BlockIdentifier]
    /// The history by accounts.
    let accounts: [AccountAddress: ChainHistory.Account]

    /// Where a transaction is.
    struct TransactionPlace: Hashable, Sendable {
        let address: AccountAddress
        let lt: UInt64
    }

    /// Makes the chain of a plan. Throws where the history's accounts overlap or their times run back.
    public init(_ plan: Plan) throws {
        var assembly = try ChainAssembly(plan)
        try assembly.run()
        self.plan = plan
        masterchain = assembly.masterchain
        shardFirstState = assembly.shardFirstState
        frontiers = assembly.frontiers
        blocks = assembly.blocks
        shardBlocks = assembly.shardBlocks
        places = assembly.places
        accounts = assembly.histories
    }

    /// The first state of the masterchain.
    public var firstState: SyntheticBlock { masterchain[0] }

    /// The number of the last masterchain block.
    public var lastSeqno: UInt32 { UInt32(masterchain.count - 1) }

    /// A block by its name; nil where there is none.
    public func block(_ identifier: BlockIdentifier) -> SyntheticBlock? { blocks[identifier] }

    /// All blocks of the base workchain, by their numbers.
    public var allShardBlocks: [SyntheticBlock] {
        shardBlocks.keys.sorted().flatMap { shardBlocks[$0, default: []].compactMap { blocks[$0] } }
    }

    /// The block that a transaction is in; nil where there is no such transaction.
    public func block(of address: AccountAddress, lt: UInt64) -> SyntheticBlock? {
        places[TransactionPlace(address: address, lt: lt)].flatMap { blocks[$0] }
    }

    /// An account's history; nil where it never existed.
    public func account(_ address: AccountAddress) -> ChainHistory.Account? { accounts[address] }

    /// The last key block before a masterchain block, or the first state.
    func keyBlock(before seqno: UInt32) -> SyntheticBlock {
        masterchain[..<Int(min(seqno, UInt32(masterchain.count)))].last { $0.isKeyBlock } ?? firstState
    }

    /// The next key block after a masterchain block, up to another; nil where there is none.
    func keyBlock(after seqno: UInt32, upTo last: UInt32) -> SyntheticBlock? {
        guard seqno < last else { return nil }
        return masterchain[Int(seqno) + 1...Int(last)].first { $0.isKeyBlock }
    }
}
