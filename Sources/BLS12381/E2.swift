/// The curve y² = x³ + 4 (1 + u) over ``Fp2``, whose points of order r are G2.
enum E2: Curve {
    typealias Field = Fp2

    static let b = Fp2(Fp(4), Fp(4))

    /// The generator of G2.
    static let generator = AffinePoint(
        x: Fp2(
            Fp(
                0x024a_a2b2_f08f_0a91, 0x2608_0527_2dc5_1051, 0xc6e4_7ad4_fa40_3b02,
                0xb451_0b64_7ae3_d177, 0x0bac_0326_a805_bbef, 0xd480_56c8_c121_bdb8),
            Fp(
                0x13e0_2b60_5271_9f60, 0x7dac_d3a0_8827_4f65, 0x596b_d0d0_9920_b61a,
                0xb5da_61bb_dc7f_5049, 0x334c_f112_1394_5d57, 0xe5ac_7d05_5d04_2b7e)),
        y: Fp2(
            Fp(
                0x0ce5_d527_727d_6e11, 0x8cc9_cdc6_da2e_351a, 0xadfd_9baa_8cbd_d3a7,
                0x6d42_9a69_5160_d12c, 0x923a_c9cc_3bac_a289, 0xe193_5486_08b8_2801),
            Fp(
                0x0606_c4a0_2ea7_34cc, 0x32ac_d2b0_2bc2_8b99, 0xcb3e_287e_85a7_63af,
                0x2674_92ab_572e_99ab, 0x3f37_0d27_5cec_1da1, 0xaaa9_075f_f05f_79be)))

    /// (1 + u) to the power -(p - 1) / 3.
    private static let endomorphismX = Fp2(
        Fp(0),
        Fp(
            0x1a01_11ea_397f_e699, 0xec02_4086_63d4_de85, 0xaa0d_857d_8975_9ad4,
            0x897d_2965_0fb8_5f9b, 0x4094_27eb_4f49_fffd, 0x8bfd_0000_0000_aaad))

    /// (1 + u) to the power -(p - 1) / 2.
    private static let endomorphismY = Fp2(
        Fp(
            0x1352_03e6_0180_a68e, 0xe2e9_c448_d77a_2cd9, 0x1c3d_edd9_30b1_cf60,
            0xef39_6489_f61e_b45e, 0x3044_66cf_3e67_fa0a, 0xf1ee_7b04_121b_dea2),
        Fp(
            0x06af_0e04_37ff_400b, 0x6831_e36d_6bd1_7ffe, 0x4839_5dab_c2d3_435e,
            0x77f7_6e17_0092_41c5, 0xee67_992f_72ec_05f4, 0xc810_84fb_ede3_cc09))

    /// The endomorphism ψ: to the curve that this one is a twist of, the power p, and back.
    static func endomorphism(_ point: JacobianPoint<Fp2>) -> JacobianPoint<Fp2> {
        JacobianPoint<Fp2>(
            x: point.x.conjugated * endomorphismX, y: point.y.conjugated * endomorphismY, z: point.z.conjugated)
    }

    /// By Scott's test, ψ(P) = [z]P (https://eprint.iacr.org/2021/1130).
    static func isInSubgroup(_ point: JacobianPoint<Fp2>) -> Bool {
        endomorphism(point) == point.timesParameter.negated
    }

    /// With k = a + b |z| + c |z|² + d |z|³: [a]P - [b]ψ(P) + [c]ψ²(P) - [d]ψ³(P).
    static func multiply(_ point: JacobianPoint<Fp2>, by scalar: Words256) -> JacobianPoint<Fp2> {
        let parameter = UInt128(curveParameter)
        let (high, low) = (parameter &* parameter).dividingFullWidth((scalar.high, scalar.low))
        let (b, a) = low.quotientAndRemainder(dividingBy: parameter)
        let (d, c) = high.quotientAndRemainder(dividingBy: parameter)
        let first = endomorphism(point)
        let second = endomorphism(first)
        let third = endomorphism(second)
        return SplitMultiplication.sum(
            of: [point, first.negated, second, third.negated], times: [a, b, c, d], bitCount: 64)
    }
}
