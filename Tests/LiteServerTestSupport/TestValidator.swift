import TONBlocks
public import TONCrypto
import TONLiteClient

/// A validator whose private key the test has.
public struct TestValidator: Sendable {
    /// What it signs with.
    public let privateKey: Ed25519.PrivateKey
    /// The public half.
    public let publicKey: Ed25519.PublicKey
    /// Its weight among the others.
    public let weight: UInt64
    /// The hash of its public key in TL form, which signatures name it by.
    public let shortIdentifier: Hash256

    /// The validator of a number in the endless row that follows from a seed.
    public init(seed: UInt64, number: Int) throws {
        let text = "validator \(seed) \(number)"
        let secret = SHA256.hash(Array(text.utf8))
        privateKey = Ed25519.PrivateKey(seed: secret)
        publicKey = try privateKey.publicKey()
        weight = 10 + secret.leadingWord % 50
        shortIdentifier = ADNLPublicKey.ed25519(publicKey).shortIdentifier.hash
    }

    /// As the configuration lists it.
    var description: ValidatorDescription {
        ValidatorDescription(publicKey: SignaturePublicKey(bytes: publicKey.bytes), weight: weight)
    }
}
