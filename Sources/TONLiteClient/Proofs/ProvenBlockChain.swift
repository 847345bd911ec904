public import TONBlocks

/// A way along masterchain blocks that was verified, from one that is known to another.
///
/// ```swift
/// let question = LiteAPI.GetBlockProof(knownBlock: trusted.start, targetBlock: target)
/// let chain = try question.proven(by: answer)
/// try trusted.advance(along: chain)  // Ask again from there, until the target is reached.
/// ```
public struct ProvenBlockChain: Hashable, Sendable {
    /// The block that was known.
    public let source: BlockIdentifier
    /// The blocks that it leads to, one after another; none where the target is the source.
    public let blocks: [ProvenMasterchainBlock]

    /// Most steps of an answer.
    public static let maximumStepCount = 16

    /// The last block, with which the next question goes on if it isn't the target yet.
    public var destination: BlockIdentifier { blocks.last?.block ?? source }

    /// The key block with the highest number on the way; nil where there is none behind the source.
    public var lastKeyBlock: ProvenMasterchainBlock? {
        blocks.filter(\.isKeyBlock).max { $0.block.seqno < $1.block.seqno }
    }

    /// Verifies steps, each from where the one before it led.
    public init(from source: BlockIdentifier, steps: [LiteAPI.BlockLink]) throws(ProofError) {
        guard source.shardIdentifier == .masterchain else {
            throw ProofPlace(.source, of: source).error(.block(.notMasterchain(source.shardIdentifier)))
        }
        guard steps.count <= Self.maximumStepCount else {
            throw ProofPlace(.answer, of: source).error(
                .number(what: "steps at most", expected: UInt64(Self.maximumStepCount), found: UInt64(steps.count)))
        }
        self.source = source
        var blocks: [ProvenMasterchainBlock] = []
        for step in steps {
            try ProofPlace(.answer, of: source).require(step.source, is: blocks.last?.block ?? source)
            blocks.append(try step.proven())
        }
        self.blocks = blocks
    }
}

extension LiteAPI.GetBlockProof: ProvableFunction {
    /// Verifies the steps.
    ///
    /// Where a target was named, the last one leads to it, or nearer to it than the known block is. Where none was, which
    /// block the steps lead to, and whether there are newer ones, is the server's choice.
    public func proven(by answer: LiteAPI.PartialBlockProof) throws(ProofError) -> ProvenBlockChain {
        let place = ProofPlace(.answer, of: knownBlock)
        try place.require(answer.source, is: knownBlock)
        let chain = try ProvenBlockChain(from: knownBlock, steps: answer.steps)
        try place.require(answer.destination, is: chain.destination)
        guard let targetBlock, chain.destination != targetBlock else { return chain }
        guard !answer.isComplete else {
            throw place.error(.otherBlock(expected: targetBlock, found: chain.destination))
        }
        guard knownBlock.seqno < chain.destination.seqno, chain.destination.seqno < targetBlock.seqno else {
            throw place.error(.unasked("steps that lead no nearer to block \(targetBlock.seqno)"))
        }
        return chain
    }
}
