/// An element c0 + c1 w of the quadratic extension of ``Fp6``, where w² = v: what pairings take values in.
struct Fp12: Equatable, Sendable {
    var c0: Fp6
    var c1: Fp6

    @inline(__always)
    init(_ c0: Fp6, _ c1: Fp6) {
        self.c0 = c0
        self.c1 = c1
    }

    static var one: Fp12 { Fp12(.one, .zero) }

    var isZero: Bool { c0.isZero && c1.isZero }

    static func * (left: Fp12, right: Fp12) -> Fp12 {
        let low = left.c0 * right.c0
        let high = left.c1 * right.c1
        let cross = (left.c0 + left.c1) * (right.c0 + right.c1)
        return Fp12(low + high.timesNonResidue, cross - low - high)
    }

    /// The product with l0 + l1 v + l2 v w, which is the shape that lines have.
    func times(_ line: Line) -> Fp12 {
        let low = c0.times(line.l0, line.l1)
        let high = c1.timesV(line.l2)
        let cross = (c0 + c1).times(line.l0, line.l1 + line.l2)
        return Fp12(low + high.timesNonResidue, cross - low - high)
    }

    var squared: Fp12 {
        let product = c0 * c1
        let sum = (c0 + c1) * (c0 + c1.timesNonResidue)
        return Fp12(sum - product - product.timesNonResidue, product + product)
    }

    /// The power p⁶.
    var conjugated: Fp12 { Fp12(c0, c1.negated) }

    /// 1 over the element; zero for zero.
    var inverted: Fp12 {
        let inverse = (c0.squared - c1.squared.timesNonResidue).inverted
        return Fp12(c0 * inverse, (c1 * inverse).negated)
    }

    /// The power p.
    var frobenius: Fp12 {
        let high = c1.frobenius
        let factor = Self.frobeniusFactor
        return Fp12(c0.frobenius, Fp6(high.c0 * factor, high.c1 * factor, high.c2 * factor))
    }

    /// (1 + u) to the power (p - 1) / 6.
    private static let frobeniusFactor = Fp2(
        Fp(
            0x1904_d3bf_02bb_0667, 0xc231_beb4_202c_0d1f, 0x0fd6_03fd_3cbd_5f4f,
            0x7b24_43d7_84ba_b9c4, 0xf67e_a53d_63e7_813d, 0x8d07_75ed_9223_5fb8),
        Fp(
            0x00fc_3e2b_36c4_e032, 0x88e9_e902_231f_9fb8, 0x54a1_4787_b6c7_b36f,
            0xec0c_8ec9_71f6_3c5f, 0x282d_5ac1_4d6c_7ec2, 0x2cf7_8a12_6ddc_4af3))

    /// The square of an element whose order divides p⁴ - p² + 1, at half the cost (Granger and Scott,
    /// https://eprint.iacr.org/2009/565).
    var cyclotomicSquared: Fp12 {
        let (a0, a1) = Self.squareOfPair(c0.c0, c1.c1)
        let (b0, b1) = Self.squareOfPair(c1.c0, c0.c2)
        let (d0, d1) = Self.squareOfPair(c0.c1, c1.c2)
        let d2 = d1.timesNonResidue
        return Fp12(
            Fp6((a0 - c0.c0).doubled + a0, (b0 - c0.c1).doubled + b0, (d0 - c0.c2).doubled + d0),
            Fp6((d2 + c1.c0).doubled + d2, (a1 + c1.c1).doubled + a1, (b1 + c1.c2).doubled + b1))
    }

    /// (a + b s)² where s² = 1 + u.
    private static func squareOfPair(_ a: Fp2, _ b: Fp2) -> (Fp2, Fp2) {
        let aa = a.squared
        let bb = b.squared
        return (bb.timesNonResidue + aa, (a + b).squared - aa - bb)
    }
}
