/// An element c0 + c1 v + c2 v² of the cubic extension of ``Fp2``, where v³ = 1 + u.
struct Fp6: Equatable, Sendable {
    var c0: Fp2
    var c1: Fp2
    var c2: Fp2

    @inline(__always)
    init(_ c0: Fp2, _ c1: Fp2, _ c2: Fp2) {
        self.c0 = c0
        self.c1 = c1
        self.c2 = c2
    }

    static var zero: Fp6 { Fp6(.zero, .zero, .zero) }
    static var one: Fp6 { Fp6(.one, .zero, .zero) }

    var isZero: Bool { c0.isZero && c1.isZero && c2.isZero }

    static func + (left: Fp6, right: Fp6) -> Fp6 {
        Fp6(left.c0 + right.c0, left.c1 + right.c1, left.c2 + right.c2)
    }

    static func - (left: Fp6, right: Fp6) -> Fp6 {
        Fp6(left.c0 - right.c0, left.c1 - right.c1, left.c2 - right.c2)
    }

    /// The product, by six multiplications below (Karatsuba's for each pair of parts).
    static func * (left: Fp6, right: Fp6) -> Fp6 {
        let p0 = left.c0 * right.c0
        let p1 = left.c1 * right.c1
        let p2 = left.c2 * right.c2
        let p12 = (left.c1 + left.c2) * (right.c1 + right.c2) - p1 - p2
        let p01 = (left.c0 + left.c1) * (right.c0 + right.c1) - p0 - p1
        let p02 = (left.c0 + left.c2) * (right.c0 + right.c2) - p0 - p2
        return Fp6(p0 + p12.timesNonResidue, p01 + p2.timesNonResidue, p02 + p1)
    }

    /// The product with b0 + b1 v.
    func times(_ b0: Fp2, _ b1: Fp2) -> Fp6 {
        let p0 = c0 * b0
        let p1 = c1 * b1
        let p01 = (c0 + c1) * (b0 + b1) - p0 - p1
        return Fp6(p0 + (c2 * b1).timesNonResidue, p01, c2 * b0 + p1)
    }

    /// The product with b1 v.
    func timesV(_ b1: Fp2) -> Fp6 { Fp6((c2 * b1).timesNonResidue, c0 * b1, c1 * b1) }

    var negated: Fp6 { Fp6(c0.negated, c1.negated, c2.negated) }

    /// The product with v, the non-residue that ``Fp12`` is built on.
    var timesNonResidue: Fp6 { Fp6(c2.timesNonResidue, c0, c1) }

    var squared: Fp6 { self * self }

    /// 1 over the element; zero for zero.
    var inverted: Fp6 {
        let a = c0.squared - (c1 * c2).timesNonResidue
        let b = c2.squared.timesNonResidue - c0 * c1
        let c = c1.squared - c0 * c2
        let norm = c0 * a + (c2 * b + c1 * c).timesNonResidue
        let inverse = norm.inverted
        return Fp6(a * inverse, b * inverse, c * inverse)
    }

    /// The power p.
    var frobenius: Fp6 {
        Fp6(c0.conjugated, c1.conjugated * Self.frobenius1, c2.conjugated * Self.frobenius2)
    }

    /// (1 + u) to the power (p - 1) / 3.
    private static let frobenius1 = Fp2(
        Fp(0),
        Fp(
            0x1a01_11ea_397f_e699, 0xec02_4086_63d4_de85, 0xaa0d_857d_8975_9ad4,
            0x897d_2965_0fb8_5f9b, 0x4094_27eb_4f49_fffd, 0x8bfd_0000_0000_aaac))

    /// (1 + u) to the power 2 (p - 1) / 3.
    private static let frobenius2 = Fp(
        0x1a01_11ea_397f_e699, 0xec02_4086_63d4_de85, 0xaa0d_857d_8975_9ad4,
        0x897d_2965_0fb8_5f9b, 0x4094_27eb_4f49_fffd, 0x8bfd_0000_0000_aaad)
}
