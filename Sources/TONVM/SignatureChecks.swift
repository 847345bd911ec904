public import TONCrypto

/// Which signatures count as right.
public enum SignatureChecks: Hashable, Sendable {
    /// Those that are.
    case strict
    /// All: for trials.
    case ignored
    /// Those that are, and Ed25519 signatures of these contents by these keys, whatever the signature: a message is
    /// rehearsed to the last unit of gas before its owner signs it, and every other signature must be right.
    case presuming(Set<SignedContent>)

    /// What a key signs: a hash, or other bytes.
    public struct SignedContent: Hashable, Sendable {
        /// The bytes that are signed.
        public let bytes: [UInt8]
        /// The Ed25519 key.
        public let key: Hash256

        /// Makes one.
        public init(bytes: [UInt8], key: Hash256) {
            self.bytes = bytes
            self.key = key
        }
    }

    /// Whether an Ed25519 signature is to be taken for right without a look.
    func presumes(_ bytes: [UInt8], by key: Hash256) -> Bool {
        switch self {
        case .strict: false
        case .ignored: true
        case .presuming(let contents): contents.contains(SignedContent(bytes: bytes, key: key))
        }
    }
}
