/// The pairing-friendly curve BLS12-381 and signatures on it, as the TVM's instructions have them: bytes in, bytes out.
///
/// ```swift
/// let sum = try BLS.G1.add(BLS.G1.mapToGroup(element), key)
/// let valid = BLS.verify(publicKey: key, message: message, signature: signature)
/// ```
///
/// Points are compressed, 48 bytes in G1 and 96 in G2, by the rules of ZCash
/// (https://github.com/zkcrypto/pairing/blob/master/src/bls12_381/README.md) as the library blst follows them. Public
/// keys lie in G1, signatures and hashed messages in G2. What is refused, what infinity does and which arguments need
/// to be in their subgroup are the reference's choices (crypto/vm/bls.cpp with blst 0.3.15), also where they are odd:
/// a chain's result depends on them.
///
/// All inputs are public data: nothing here runs in constant time, so don't sign with it.
public enum BLS {
    /// The order r of G1 and G2, 32 bytes, the most significant first: what BLS_PUSHR pushes.
    public static let order: [UInt8] = [
        0x73, 0xed, 0xa7, 0x53, 0x29, 0x9d, 0x7d, 0x48, 0x33, 0x39, 0xd8, 0x08, 0x09, 0xa1, 0xd8, 0x05,
        0x53, 0xbd, 0xa4, 0x02, 0xff, 0xfe, 0x5b, 0xfe, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01,
    ]

    /// The tag that messages are hashed with: the ciphersuite with proofs of possession of
    /// draft-irtf-cfrg-bls-signature-05, section 4.2.3, minimal-pubkey-size.
    public static let domainSeparationTag = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"

    /// Whether the product of the pairings of all pairs is one: BLS_PAIRING.
    ///
    /// Points need only lie on their curves. The answer for no pairs is no, and pairs of two infinite points count as
    /// none. A pair with one infinite point pairs to one if it is the only one among eight that are taken together;
    /// with others there, an infinite point of G2 makes the answer no.
    ///
    /// - Throws: ``BLSError`` where an encoding is refused.
    public static func isPairingProductOne(_ pairs: [(g1: [UInt8], g2: [UInt8])]) throws(BLSError) -> Bool {
        var points: [Pairing.Pair] = []
        for pair in pairs { points.append((try E1.decode(pair.g1), try E2.decode(pair.g2))) }
        return Pairing.isProductOne(points)
    }
}
