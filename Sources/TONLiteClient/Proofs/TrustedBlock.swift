public import TONBlocks

/// How far the masterchain was proven: what a client keeps between runs, and starts its next proofs from.
///
/// Two blocks are kept. Proofs start from the last key block, since any server has those for ever; the newest block is
/// there so that nobody can lead the client back to an older one, or onto another branch. Both only move forward.
///
/// A network's global config names the first block to trust; so can a person, who pins a block that they know to be good:
/// best a key block, since servers forget the states that lead back to it from others.
public struct TrustedBlock: Hashable, Sendable {
    /// Where the trust comes from.
    public enum Origin: String, Hashable, Sendable, CaseIterable {
        /// The `init_block` of a network's configuration file.
        case initBlock = "init_block"
        /// The network's first state.
        case zeroState = "zero_state"
        /// A person.
        case pinned
    }

    /// Where the trust comes from.
    public let origin: Origin
    /// The block that was trusted first.
    public let anchor: BlockIdentifier
    /// Where proofs start: the newest key block that was proven, or the anchor.
    public private(set) var start: BlockIdentifier
    /// The newest block that was proven, or the anchor.
    public private(set) var newest: BlockIdentifier
    /// The unix time at which the newest block was made; nil where no proof showed it.
    public private(set) var generatedAt: UInt32?

    /// Starts to trust a block of the masterchain, or the first state. Throws where it is another's.
    public init(_ anchor: BlockIdentifier, origin: Origin) throws(ProofError) {
        guard anchor.shardIdentifier == .masterchain else {
            throw ProofPlace(.trustedBlock, of: anchor).error(.block(.notMasterchain(anchor.shardIdentifier)))
        }
        self.origin = origin
        self.anchor = anchor
        start = anchor
        newest = anchor
    }

    /// Starts to trust what a global config names: its initial block, or else the first state.
    ///
    /// Proofs don't lead over a hard fork: where there was one, the initial block has to lie behind it.
    public init(_ configuration: GlobalConfiguration) throws(ProofError) {
        if let initialBlock = configuration.initialBlock, initialBlock.seqno > 0 {
            try self.init(initialBlock, origin: .initBlock)
        } else {
            try self.init(configuration.zeroState, origin: .zeroState)
        }
    }

    /// Takes what was kept. Throws where blocks are of another shard, or the newest is older than the others.
    init(
        origin: Origin, anchor: BlockIdentifier, start: BlockIdentifier, newest: BlockIdentifier, generatedAt: UInt32?
    ) throws(ProofError) {
        try self.init(anchor, origin: origin)
        for (older, newer) in [(anchor, start), (start, newest)] {
            let place = ProofPlace(.trustedBlock, of: newer)
            guard newer.shardIdentifier == .masterchain else {
                throw place.error(.block(.notMasterchain(newer.shardIdentifier)))
            }
            guard older == newer || older.seqno < newer.seqno else {
                throw place.error(.otherBlock(expected: older, found: newer))
            }
        }
        self.start = start
        self.newest = newest
        self.generatedAt = generatedAt
    }

    /// Moves forward along a chain of proofs, if that leads further than where this is; returns whether it does.
    ///
    /// Throws where the chain starts from another block, or leads to a block that contradicts one of these; then nothing
    /// is changed.
    @discardableResult
    public mutating func advance(along chain: ProvenBlockChain) throws(ProofError) -> Bool {
        let place = ProofPlace(.trustedBlock, of: newest)
        guard [start, newest, anchor].contains(chain.source) else {
            throw place.error(.otherBlock(expected: start, found: chain.source))
        }
        // More than two thirds of the validators have signed both: a fork.
        for proven in chain.blocks {
            for known in [anchor, start, newest] where known.seqno == proven.block.seqno {
                try place.require(proven.block, is: known)
            }
        }
        var hasMoved = false
        for proven in chain.blocks {
            if proven.isKeyBlock, proven.block.seqno > start.seqno {
                start = proven.block
                hasMoved = true
            }
            if proven.block.seqno > newest.seqno {
                newest = proven.block
                generatedAt = proven.generatedAt
                hasMoved = true
            } else if proven.block == newest, generatedAt == nil {
                generatedAt = proven.generatedAt
            }
        }
        return hasMoved
    }

    /// Trusts what was trusted first, and nothing since.
    public mutating func reset() {
        start = anchor
        newest = anchor
        generatedAt = nil
    }

    /// Whether a block is one of those that were proven.
    public func contains(_ block: BlockIdentifier) -> Bool { [anchor, start, newest].contains(block) }
}
