/// The optimal ate pairing, as products that are compared with one.
enum Pairing {
    typealias Pair = (g1: AffinePoint<Fp>, g2: AffinePoint<Fp2>)

    /// Pairs whose lines are multiplied together, as many as blst collects before it does.
    private static let batchCount = 8

    /// Whether the product of the pairings is one, as blst's pairing context finds it.
    ///
    /// No point is asked whether it is in its subgroup. Where two infinite points make a pair, the pair is left out.
    /// Of no pairs at all (or only such) the answer is no. An infinite point in a pair that makes up a batch alone
    /// pairs to one; in a batch with others, an infinite point of G2 makes the product zero, so the answer is no.
    static func isProductOne(_ pairs: [Pair]) -> Bool {
        let pairs = pairs.filter { !($0.g1.isInfinity && $0.g2.isInfinity) }
        guard !pairs.isEmpty else { return false }
        var product = Fp12.one
        for start in stride(from: 0, to: pairs.count, by: batchCount) {
            product = product * millerLoop(pairs[start..<min(start + batchCount, pairs.count)])
        }
        return isOneAfterFinalExponentiation(product)
    }

    /// The product of Miller's functions of the pairs, up to factors that the final exponentiation removes.
    static func millerLoop(_ pairs: ArraySlice<Pair>) -> Fp12 {
        if pairs.count == 1, let pair = pairs.first, pair.g1.isInfinity || pair.g2.isInfinity { return .one }
        // Not by JacobianPoint(_:): infinity goes in as (0, 0, 1) and makes its lines zero.
        var points = pairs.map { JacobianPoint(x: $0.g2.x, y: $0.g2.y, z: .one) }
        let pairs = Array(pairs)
        var result = Fp12.one
        for bit in stride(from: 62, through: 0, by: -1) {
            result = result.squared
            for index in pairs.indices { result = result.times(doubling(&points[index], at: pairs[index].g1)) }
            guard curveParameter >> UInt64(bit) & 1 != 0 else { continue }
            for index in pairs.indices {
                result = result.times(adding(pairs[index].g2, to: &points[index], at: pairs[index].g1))
            }
        }
        // The parameter is negative.
        return result.conjugated
    }

    /// Doubles a point; returns the tangent there, at `place`.
    private static func doubling(_ point: inout JacobianPoint<Fp2>, at place: AffinePoint<Fp>) -> Line {
        let (x, y, z) = (point.x, point.y, point.z)
        let xx = x.squared
        let yy = y.squared
        let zz = z.squared
        let tripled = xx.doubled + xx
        let s = (x * yy).doubled.doubled
        let x3 = tripled.squared - s.doubled
        let z3 = (y * z).doubled
        point = JacobianPoint(x: x3, y: tripled * (s - x3) - yy.squared.doubled.doubled.doubled, z: z3)
        return Line(
            l0: tripled * x - yy.doubled, l1: (tripled * zz * place.x).negated, l2: z3 * zz * place.y)
    }

    /// Adds a point; returns the line through both, at `place`.
    ///
    /// Where both are equal or opposite this isn't their sum. With points of order r that never happens.
    private static func adding(
        _ other: AffinePoint<Fp2>, to point: inout JacobianPoint<Fp2>, at place: AffinePoint<Fp>
    ) -> Line {
        let (x, y, z) = (point.x, point.y, point.z)
        let zz = z.squared
        let h = other.x * zz - x
        let r = other.y * zz * z - y
        let hh = h.squared
        let hhh = hh * h
        let v = x * hh
        let x3 = r.squared - hhh - v.doubled
        let z3 = z * h
        point = JacobianPoint(x: x3, y: r * (v - x3) - y * hhh, z: z3)
        return Line(l0: r * other.x - other.y * z3, l1: (r * place.x).negated, l2: z3 * place.y)
    }

    /// Whether the power (p¹² - 1) / r of a value is one.
    static func isOneAfterFinalExponentiation(_ value: Fp12) -> Bool {
        guard !value.isZero else { return false }
        return finalExponentiation(value) == .one
    }

    /// The power 3 (p¹² - 1) / r: one where the power (p¹² - 1) / r is, since r isn't divisible by 3.
    ///
    /// 3 (p⁴ - p² + 1) / r = (z - 1)² (z + p) (z² + p² - 1) + 3 (Hayashida, Hayasaka and Teruya,
    /// https://eprint.iacr.org/2020/875).
    static func finalExponentiation(_ value: Fp12) -> Fp12 {
        let sixth = value.conjugated * value.inverted
        let easy = sixth.frobenius.frobenius * sixth
        // From here on the inverse of an element is its conjugate.
        let first = raisedToParameter(easy) * easy.conjugated
        let second = raisedToParameter(first) * first.conjugated
        let third = raisedToParameter(second) * second.frobenius
        let fourth =
            raisedToParameter(raisedToParameter(third)) * third.frobenius.frobenius * third.conjugated
        return fourth * easy.cyclotomicSquared * easy
    }

    /// The power z of an element whose order divides p⁴ - p² + 1.
    private static func raisedToParameter(_ value: Fp12) -> Fp12 {
        var result = value
        for bit in stride(from: 62, through: 0, by: -1) {
            result = result.cyclotomicSquared
            if curveParameter >> UInt64(bit) & 1 != 0 { result = result * value }
        }
        return result.conjugated
    }
}
