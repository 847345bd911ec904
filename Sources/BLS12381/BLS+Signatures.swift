/// Signatures of the scheme with proofs of possession of draft-irtf-cfrg-bls-signature-05, with public keys in G1.
extension BLS {
    /// Whether a signature of a message is a key's: BLS_VERIFY; CoreVerify of the draft's section 2.7.
    ///
    /// The answer is no where an encoding is refused, a point isn't in its subgroup, or the key is infinity.
    public static func verify(publicKey: [UInt8], message: [UInt8], signature: [UInt8]) -> Bool {
        guard let key = try? E1.decode(publicKey), let point = try? E2.decode(signature) else { return false }
        return verify(key, message, point)
    }

    /// The sum of signatures: BLS_AGGREGATE; Aggregate of the draft's section 2.8.
    ///
    /// All but the first must be in G2.
    ///
    /// - Throws: ``BLSError`` where an encoding is refused, a signature isn't in G2, or there is none.
    public static func aggregate(_ signatures: [[UInt8]]) throws(BLSError) -> [UInt8] {
        guard let first = signatures.first else { throw .noSignatures }
        var sum = JacobianPoint(try E2.decode(first))
        for signature in signatures.dropFirst() { sum = sum + (try E2.decodeInSubgroup(signature)) }
        return E2.encode(sum)
    }

    /// Whether a signature is the sum of the signatures of one message by all keys: BLS_FASTAGGREGATEVERIFY;
    /// FastAggregateVerify of the draft's section 3.3.4.
    ///
    /// The answer is no for no keys, and where an encoding is refused, a point isn't in its subgroup, or a key or
    /// the sum of the keys is infinity.
    public static func fastAggregateVerify(publicKeys: [[UInt8]], message: [UInt8], signature: [UInt8]) -> Bool {
        var sum = JacobianPoint<Fp>.infinity
        for (index, bytes) in publicKeys.enumerated() {
            // The first is only asked for as part of the sum.
            guard let key = index == 0 ? try? E1.decode(bytes) : try? E1.decodeInSubgroup(bytes), !key.isInfinity else {
                return false
            }
            sum = sum + key
        }
        guard let point = try? E2.decode(signature) else { return false }
        return verify(sum.affine, message, point)
    }

    /// Whether a signature is the sum of the signatures of each message by its key: BLS_AGGREGATEVERIFY;
    /// CoreAggregateVerify of the draft's section 2.9. Messages may repeat.
    ///
    /// The answer is no for no keys, and where an encoding is refused, a point isn't in its subgroup, or a key is
    /// infinity. The signature may be infinity.
    public static func aggregateVerify(_ signed: [(publicKey: [UInt8], message: [UInt8])], signature: [UInt8]) -> Bool {
        guard !signed.isEmpty, let point = try? E2.decodeInSubgroup(signature) else { return false }
        var pairs: [Pairing.Pair] = [(E1.generator.negated, point)]
        // All keys first: hashing costs more.
        for (bytes, _) in signed {
            guard let key = try? E1.decodeInSubgroup(bytes), !key.isInfinity else { return false }
            pairs.append((key, .infinity))
        }
        for index in signed.indices { pairs[index + 1].g2 = hashed(signed[index].message) }
        return isPairingProductOneInSubgroups(pairs)
    }

    private static func verify(_ key: AffinePoint<Fp>, _ message: [UInt8], _ signature: AffinePoint<Fp2>) -> Bool {
        guard !key.isInfinity, E1.isInSubgroup(JacobianPoint(key)), E2.isInSubgroup(JacobianPoint(signature)) else {
            return false
        }
        return isPairingProductOneInSubgroups([(E1.generator.negated, signature), (key, hashed(message))])
    }

    /// The product of pairings proper, where infinity pairs to one.
    private static func isPairingProductOneInSubgroups(_ pairs: [Pairing.Pair]) -> Bool {
        let finite = pairs.filter { !$0.g1.isInfinity && !$0.g2.isInfinity }
        return Pairing.isOneAfterFinalExponentiation(Pairing.millerLoop(finite[...]))
    }

    private static func hashed(_ message: [UInt8]) -> AffinePoint<Fp2> {
        HashToCurve.g2(message: message, tag: Array(domainSeparationTag.utf8)).affine
    }
}

extension Curve {
    /// Reads a compressed point that must be in the subgroup of order r.
    static func decodeInSubgroup(_ bytes: [UInt8]) throws(BLSError) -> Affine {
        let point = try decode(bytes)
        guard isInSubgroup(Jacobian(point)) else { throw .notInSubgroup }
        return point
    }
}
