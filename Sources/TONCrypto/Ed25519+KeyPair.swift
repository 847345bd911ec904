extension Ed25519 {
    /// A private key and its public key.
    public struct KeyPair: Sendable, CustomStringConvertible {
        /// The public key.
        public let publicKey: PublicKey
        /// The private key.
        public let privateKey: PrivateKey

        /// Makes the pair of a private key. Throws where libcrypto fails.
        public init(_ privateKey: PrivateKey) throws(SigningError) {
            publicKey = try privateKey.publicKey()
            self.privateKey = privateKey
        }

        /// Makes a pair from the system's secure randomness.
        public static func random() throws(SigningError) -> KeyPair { try KeyPair(.random()) }

        /// The public key alone.
        public var description: String { "<Ed25519 key pair \(publicKey.bytes.hex)>" }
    }
}
