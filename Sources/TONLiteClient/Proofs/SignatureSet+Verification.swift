public import TONBlocks
public import TONCells
import TONCrypto

extension LiteAPI.SignatureSet {
    /// The number of the session, wherever the constructor has it.
    public var catchainSeqno: UInt32 {
        switch self {
        case .ordinary(let set): set.catchainSeqno
        case .simplex(let set): set.catchainSeqno
        }
    }

    /// The short hash of the validators, wherever the constructor has it.
    public var validatorSetHash: UInt32 {
        switch self {
        case .ordinary(let set): set.validatorSetHash
        case .simplex(let set): set.validatorSetHash
        }
    }

    /// The signatures.
    public var signatures: [LiteAPI.Signature] {
        switch self {
        case .ordinary(let set): set.signatures
        case .simplex(let set): set.signatures
        }
    }

    /// The bytes that every signature must be over, for a block to be final.
    ///
    /// An ordinary set signs the block's hashes. A simplex set signs a vote, in its session and slot, to finalize the
    /// candidate, which must be for this very block; votes to notarize are other bytes. Throws where the candidate is
    /// none, or for another block.
    public func signedBytes(for block: BlockIdentifier) throws(SignatureSetError) -> [UInt8] {
        switch self {
        case .ordinary:
            return Consensus.BlockToSign(rootHash: block.rootHash, fileHash: block.fileHash).tlBytes
        case .simplex(let set):
            let candidate: Consensus.CandidateHashData
            do throws(TLError) {
                candidate = try Consensus.CandidateHashData(tl: set.candidate)
            } catch {
                throw .candidate(error)
            }
            guard candidate.block == block else { throw .otherCandidate(candidate.block) }
            let identifier = Consensus.CandidateIdentifier(slot: set.slot, hash: SHA256.hash(set.candidate))
            let vote = Consensus.UnsignedVote.finalize(identifier)
            return Consensus.DataToSign(sessionIdentifier: set.sessionIdentifier, data: vote.tlBytes).tlBytes
        }
    }

    /// Verifies that validators who weigh strictly more than two thirds of their session have made a block final.
    ///
    /// Every signature must be good: one that is wrong, of a stranger, or of a signer who occurs twice makes the whole
    /// set worthless, as in the reference. Returns the weight of the signers.
    @discardableResult
    public func verify(
        _ block: BlockIdentifier, by subset: ValidatorSubset
    ) throws(SignatureSetError) -> UInt64 {
        guard catchainSeqno == subset.catchainSeqno else {
            throw .session(expected: subset.catchainSeqno, found: catchainSeqno)
        }
        guard validatorSetHash == subset.listHashShort else {
            throw .validators(expected: subset.listHashShort, found: validatorSetHash)
        }
        // Signatures cost most: whatever can be refused without looking at one is.
        let signers = try signers(in: subset)
        // Different members, all of which weigh less than 2^64.
        let weight = signers.reduce(0) { $0 + $1.member.weight }
        guard subset.isMajority(weight) else { throw .tooLight(weight: weight, total: subset.totalWeight) }
        let message = try signedBytes(for: block)
        for (member, signature) in signers
        where !member.publicKey.isValidSignature(signature, for: message) {
            throw .wrongSignature(signer: member.shortIdentifier)
        }
        return weight
    }

    private typealias Signer = (member: ValidatorSubset.Member, signature: [UInt8])

    private func signers(in subset: ValidatorSubset) throws(SignatureSetError) -> [Signer] {
        var left = Dictionary(subset.members.map { ($0.shortIdentifier, $0) }, uniquingKeysWith: { first, _ in first })
        var signers: [Signer] = []
        for signature in signatures {
            let signer = signature.nodeIdentifierShort
            guard let member = left.removeValue(forKey: signer) else {
                throw subset.member(signer) == nil ? .unknownSigner(signer) : .duplicateSigner(signer)
            }
            signers.append((member, signature.signature))
        }
        return signers
    }
}

extension LiteAPI.SignatureSet {
    /// Takes a set as blocks' proofs hold it in cells.
    ///
    /// Throws where it is malformed, where positions aren't 0, 1, …, where there are fewer or more signatures than it says,
    /// where one is by a temporary key, which nobody uses, or where the same signatures could be written in fewer bits:
    /// nothing but the signatures guards these cells.
    public init(_ set: BlockSignatures) throws(CellError) {
        let entries = try set.signatures.entries(limit: Int(UInt16.max) + 1)
        guard entries.count == Int(set.count), entries.enumerated().allSatisfy({ $0.offset == Int($0.element.key) })
        else {
            throw .within(
                "signatures", .outOfRange("expected \(set.count) signatures from 0 on, found \(entries.count)"))
        }
        guard try SignaturePairs(entries) == set.signatures else {
            throw .within("signatures", .malformedDictionary("expected the shortest labels"))
        }
        var signatures: [LiteAPI.Signature] = []
        for (position, pair) in entries {
            guard case .simple(let signature) = pair.signature else {
                throw .within("signature \(position)", .outOfRange("expected a signature by the validator's own key"))
            }
            signatures.append(
                LiteAPI.Signature(nodeIdentifierShort: pair.nodeIdentifierShort, signature: signature.bytes))
        }
        guard let simplex = set.simplex else {
            self = .ordinary(
                LiteAPI.OrdinarySignatureSet(
                    validatorSetHash: set.validatorListHashShort, catchainSeqno: set.catchainSeqno,
                    signatures: signatures))
            return
        }
        self = .simplex(
            LiteAPI.SimplexSignatureSet(
                catchainSeqno: set.catchainSeqno, validatorSetHash: set.validatorListHashShort, signatures: signatures,
                sessionIdentifier: simplex.sessionIdentifier, slot: simplex.slot,
                candidate: try Self.bytes(of: simplex.candidateData)))
    }

    /// The bytes that a chain of cells holds one after another.
    private static func bytes(of cell: Cell) throws(CellError) -> [UInt8] {
        // No candidate is longer than 200 bytes: two cells. No chain is longer than cells are deep.
        var bytes: [UInt8] = []
        var next: Cell? = cell
        while let cell = next {
            var slice = try cell.slice()
            guard slice.remainingBits % 8 == 0 else {
                throw .within("candidate_data", .outOfRange("expected whole bytes, found \(slice.remainingBits) bits"))
            }
            bytes += try slice.loadBytes(slice.remainingBits / 8)
            next = slice.remainingReferences > 0 ? try slice.loadReference() : nil
            try slice.end()
        }
        return bytes
    }
}
