public import TONBlocks
import TONCells

/// A masterchain block that a chain of proofs leads to.
public struct ProvenMasterchainBlock: Hashable, Sendable {
    /// The block.
    public let block: BlockIdentifier
    /// Whether it is a key block; so is the network's first state.
    public let isKeyBlock: Bool
    /// The unix time at which it was made; nil for the first state, whose proof doesn't show it.
    public let generatedAt: UInt32?

    /// Takes a header that was verified.
    init(_ header: ProvenBlock) {
        block = header.identifier
        isKeyBlock = header.info.isKeyBlock
        generatedAt = header.info.generatedAt
    }

    /// Takes the first state.
    init(firstState: BlockIdentifier) {
        block = firstState
        isKeyBlock = true
        generatedAt = nil
    }
}

extension LiteAPI.BlockLink {
    /// Where it starts.
    public var source: BlockIdentifier {
        switch self {
        case .back(let link): link.source
        case .forward(let link): link.source
        }
    }

    /// Verifies that the block that the step leads to is one of the network, if the one is that it starts from.
    public func proven() throws(ProofError) -> ProvenMasterchainBlock {
        switch self {
        case .back(let link): try link.proven()
        case .forward(let link): try link.proven()
        }
    }
}

extension LiteAPI.BlockLinkForward {
    /// Verifies the step: the source is the last key block before the destination (or the first state), and more than two
    /// thirds of the validators that its configuration chooses for the destination's session have signed the destination.
    public func proven() throws(ProofError) -> ProvenMasterchainBlock {
        let answer = ProofPlace(.answer, of: destination)
        guard source.shardIdentifier == .masterchain, destination.shardIdentifier == .masterchain else {
            throw answer.error(.unasked("a step between shards"))
        }
        guard source.seqno < destination.seqno else { throw answer.error(.unasked("a step back, declared forward")) }
        let header = try ProofPlace(.header, of: destination).proof { () throws(BlockProofError) in
            try ProvenBlock(proof: destinationProof, of: destination)
        }
        guard header.info.isKeyBlock == isToKeyBlock else {
            throw answer.error(.unasked("a step that is wrong about whether it leads to a key block"))
        }
        try ProofPlace(.header, of: destination).require(
            "the last key block", header.info.previousKeyBlockSeqno, is: source.seqno)
        let configuration = try sourceConfiguration()
        try header.requireSigned(signatures, under: configuration.configuration)
        return ProvenMasterchainBlock(header)
    }

    private func sourceConfiguration() throws(ProofError) -> ConfigurationParameters {
        let place = ProofPlace(.configuration, of: source)
        if source.seqno > 0 {
            return try place.proof { () throws(BlockProofError) in
                try ProvenBlock(proof: configurationProof, of: source).configuration()
            }
        }
        let root = try place.merkleProof(in: configurationProof).root
        return try place.proof { () throws(BlockProofError) in
            try ProvenState(firstState: root, of: source).configuration()
        }
    }
}

extension ProvenBlock {
    /// Verifies that more than two thirds of the masterchain block's validators have signed it.
    ///
    /// - Parameters:
    ///   - signatures: The signatures.
    ///   - configuration: That of the last key block before, which chooses the validators.
    /// - Returns: The weight of the signers.
    @discardableResult
    public func requireSigned(
        _ signatures: LiteAPI.SignatureSet, under configuration: NetworkConfiguration
    ) throws(ProofError) -> UInt64 {
        guard info.shard.isMasterchain else {
            throw ProofPlace(.validators, of: identifier).error(.block(.notMasterchain(info.shard)))
        }
        let place = ProofPlace(.validators, of: identifier)
        let subset = try place.cells { () throws(CellError) in
            try ValidatorSubset(of: .masterchain, catchainSeqno: info.catchainSeqno, in: configuration)
        }
        try place.require("validators with hash", subset.listHashShort, is: info.validatorListHashShort)
        do throws(SignatureSetError) {
            return try signatures.verify(identifier, by: subset)
        } catch {
            throw ProofPlace(.signatures, of: identifier).error(.signatures(error))
        }
    }

    /// Verifies the proof that a masterchain block was signed, as nodes keep it.
    ///
    /// - Parameters:
    ///   - proof: The header and the signatures.
    ///   - identifier: The block that it must be of.
    ///   - keyBlock: The last key block before, which shows its configuration.
    public init(
        _ proof: BlockProof, of identifier: BlockIdentifier, after keyBlock: ProvenBlock
    ) throws(ProofError) {
        let place = ProofPlace(.header, of: identifier)
        try place.require(proof.block, is: identifier)
        let root = try place.cells { () throws(CellError) in try MerkleProof(cell: proof.root) }
        let header = try place.proof { () throws(BlockProofError) in try ProvenBlock(proof: root, of: identifier) }
        try place.require("the last key block", header.info.previousKeyBlockSeqno, is: keyBlock.info.seqno)
        let configuration = try ProofPlace(.configuration, of: keyBlock.identifier)
            .proof { () throws(BlockProofError) in try keyBlock.configuration() }

        let signing = ProofPlace(.signatures, of: identifier)
        guard let cell = proof.signatures else { throw signing.error(.missing("signatures")) }
        let signatures = try signing.cells { () throws(CellError) in try cell.load() }
        let set = try signing.cells { () throws(CellError) in try LiteAPI.SignatureSet(signatures) }
        let weight = try header.requireSigned(set, under: configuration.configuration)
        // What the set says of itself has to be true too.
        guard weight == signatures.weight else {
            throw signing.error(.number(what: "signatures of weight", expected: weight, found: signatures.weight))
        }
        self = header
    }
}

extension LiteAPI.BlockLinkBack {
    /// Verifies the step: the state after the source names the destination among the blocks before.
    ///
    /// `isToKeyBlock` is taken from the destination's header; what the step says of the first state means nothing.
    public func proven() throws(ProofError) -> ProvenMasterchainBlock {
        let answer = ProofPlace(.answer, of: destination)
        guard source.shardIdentifier == .masterchain, destination.shardIdentifier == .masterchain else {
            throw answer.error(.unasked("a step between shards"))
        }
        guard source.seqno > destination.seqno else { throw answer.error(.unasked("a step forward, declared back")) }
        let named = try ProofPlace(.state, of: source).proof { () throws(BlockProofError) in
            let state = try ProvenState(headerProof: proof, stateProof: stateProof, of: source)
            return try state.masterchainBlock(destination.seqno)
        }
        guard let named else { throw ProofPlace(.state, of: source).error(.missing("block \(destination.seqno)")) }
        try ProofPlace(.state, of: source).require(destination, is: named.block)
        guard destination.seqno > 0 else { return ProvenMasterchainBlock(firstState: destination) }
        let header = try ProofPlace(.header, of: destination).proof { () throws(BlockProofError) in
            try ProvenBlock(proof: destinationProof, of: destination)
        }
        guard header.info.isKeyBlock == isToKeyBlock else {
            throw answer.error(.unasked("a step that is wrong about whether it leads to a key block"))
        }
        return ProvenMasterchainBlock(header)
    }
}
