/// The curve y² = x³ + 4 over ``Fp``, whose points of order r are G1.
enum E1: Curve {
    typealias Field = Fp

    static let b = Fp(4)

    /// The generator of G1.
    static let generator = AffinePoint(
        x: Fp(
            0x17f1_d3a7_3197_d794, 0x2695_638c_4fa9_ac0f, 0xc368_8c4f_9774_b905,
            0xa14e_3a3f_171b_ac58, 0x6c55_e83f_f97a_1aef, 0xfb3a_f00a_db22_c6bb),
        y: Fp(
            0x08b3_f481_e3aa_a0f1, 0xa09e_30ed_741d_8ae4, 0xfcf5_e095_d5d0_0af6,
            0x00db_18cb_2c04_b3ed, 0xd03c_c744_a288_8ae4, 0x0caa_2329_46c5_e7e1))

    /// A cube root of one.
    private static let beta = Fp(
        0x1a01_11ea_397f_e699, 0xec02_4086_63d4_de85, 0xaa0d_857d_8975_9ad4,
        0x897d_2965_0fb8_5f9b, 0x4094_27eb_4f49_fffd, 0x8bfd_0000_0000_aaac)

    /// The endomorphism φ, (x, y) to (β x, y).
    static func endomorphism(_ point: JacobianPoint<Fp>) -> JacobianPoint<Fp> {
        JacobianPoint<Fp>(x: point.x * beta, y: point.y, z: point.z)
    }

    /// By Scott's test, φ²(P) = [-z²]P (https://eprint.iacr.org/2021/1130).
    static func isInSubgroup(_ point: JacobianPoint<Fp>) -> Bool {
        endomorphism(endomorphism(point)) == point.timesParameter.timesParameter.negated
    }

    /// z² = 0xac45a4010001a4020000000100000000, which scalars are split by.
    private static var parameterSquared: UInt128 { UInt128(curveParameter) &* UInt128(curveParameter) }

    /// With k = a + b z²: [a]P - [b]φ²(P).
    static func multiply(_ point: JacobianPoint<Fp>, by scalar: Words256) -> JacobianPoint<Fp> {
        let (high, low) = parameterSquared.dividingFullWidth((scalar.high, scalar.low))
        // blst computes [b]P - [a]φ(P) and applies -φ² to it.
        let sum = SplitMultiplication.sum(
            of: [point, endomorphism(point).negated], times: [high, low], bitCount: 128)
        return endomorphism(endomorphism(sum)).negated
    }
}
