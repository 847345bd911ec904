/// What the instructions for G1 and for G2 have in common.
extension Curve {
    static func add(_ left: [UInt8], _ right: [UInt8]) throws(BLSError) -> [UInt8] {
        let point = Jacobian(try decode(left))
        return encode(point + (try decodeInSubgroup(right)))
    }

    static func subtract(_ left: [UInt8], _ right: [UInt8]) throws(BLSError) -> [UInt8] {
        let point = Jacobian(try decode(right)).negated
        return encode(point + (try decodeInSubgroup(left)))
    }

    static func negate(_ bytes: [UInt8]) throws(BLSError) -> [UInt8] {
        encode(Jacobian(try decode(bytes).negated))
    }

    static func multiply(_ bytes: [UInt8], by scalar: BLS.Scalar) throws(BLSError) -> [UInt8] {
        guard !scalar.isZero else { return encodedInfinity }
        return encode(multiply(Jacobian(try decode(bytes)), by: scalar.reduced))
    }

    static func multiExponentiate(_ terms: [(point: [UInt8], scalar: BLS.Scalar)]) throws(BLSError) -> [UInt8] {
        if terms.count == 1, let term = terms.first { return try multiply(term.point, by: term.scalar) }
        var decoded: [(point: Affine, scalar: Words256)] = []
        decoded.reserveCapacity(terms.count)
        for term in terms { decoded.append((try decode(term.point), term.scalar.reduced)) }
        return encode(MultiExponentiation.sum(decoded))
    }

    static func isInGroup(_ bytes: [UInt8]) -> Bool {
        (try? decodeInSubgroup(bytes)) != nil
    }
}
