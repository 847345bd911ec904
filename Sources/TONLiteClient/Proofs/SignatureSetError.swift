public import TONBlocks
public import TONCrypto

/// Why signatures don't make a block final.
public enum SignatureSetError: Error, Hashable, Sendable {
    /// Signatures of another session.
    case session(expected: UInt32, found: UInt32)
    /// Signatures of other validators.
    case validators(expected: UInt32, found: UInt32)
    /// A signer who is none of the validators.
    case unknownSigner(Hash256)
    /// A signer who occurs twice.
    case duplicateSigner(Hash256)
    /// Signers who weigh two thirds of all or less.
    case tooLight(weight: UInt64, total: UInt64)
    /// A signature that isn't the signer's, or not over this block.
    case wrongSignature(signer: Hash256)
    /// A candidate that is none.
    case candidate(TLError)
    /// A candidate for another block.
    case otherCandidate(BlockIdentifier)
}

extension SignatureSetError: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .session(let expected, let found):
            "expected signatures of the validators' session \(expected), found those of \(found)"
        case .validators(let expected, let found):
            "expected signatures of the validators with hash \(expected), found those of \(found)"
        case .unknownSigner(let signer): "expected signatures of validators, found one of \(signer)"
        case .duplicateSigner(let signer): "expected each validator once, found \(signer) twice"
        case .tooLight(let weight, let total): "expected more than two thirds of the weight \(total), found \(weight)"
        case .wrongSignature(let signer): "expected a signature of the block by \(signer), found another"
        case .candidate(let error): "expected a candidate: \(error)"
        case .otherCandidate(let block): "expected votes for the block, found votes for \(block)"
        }
    }
}
