extension E2 {
    /// The curve with a map of degree 3 to this one, and that map: RFC 9380, section 8.8.2 and appendix E.3.
    static let isogeny = Isogeny<Fp2>(
        a: Fp2(
            Fp(0),
            Fp(240)),
        b:
            Fp2(
                Fp(1012),
                Fp(1012)),
        z:
            Fp2(
                Fp(2).negated,
                Fp(1).negated),
        xNumerator: [
            Fp2(
                Fp(
                    0x05c7_5950_7e8e_333e, 0xbb5b_7a9a_47d7_ed85, 0x32c5_2d39_fd3a_042a,
                    0x88b5_8423_c50a_e15d, 0x5c26_38e3_43d9_c71c, 0x6238_aaaa_aaaa_97d6),
                Fp(
                    0x05c7_5950_7e8e_333e, 0xbb5b_7a9a_47d7_ed85, 0x32c5_2d39_fd3a_042a,
                    0x88b5_8423_c50a_e15d, 0x5c26_38e3_43d9_c71c, 0x6238_aaaa_aaaa_97d6)),
            Fp2(
                Fp(0),
                Fp(
                    0x1156_0bf1_7baa_99bc, 0x3212_6fce_d787_c88f, 0x984f_87ad_f7ae_0c7f,
                    0x9a20_8c6b_4f20_a418, 0x1472_aaa9_cb8d_5555, 0x26a9_ffff_ffff_c71a)),
            Fp2(
                Fp(
                    0x1156_0bf1_7baa_99bc, 0x3212_6fce_d787_c88f, 0x984f_87ad_f7ae_0c7f,
                    0x9a20_8c6b_4f20_a418, 0x1472_aaa9_cb8d_5555, 0x26a9_ffff_ffff_c71e),
                Fp(
                    0x08ab_05f8_bdd5_4cde, 0x1909_37e7_6bc3_e447, 0xcc27_c3d6_fbd7_063f,
                    0xcd10_4635_a790_520c, 0x0a39_5554_e5c6_aaaa, 0x9354_ffff_ffff_e38d)),
            Fp2(
                Fp(
                    0x171d_6541_fa38_ccfa, 0xed6d_ea69_1f5f_b614, 0xcb14_b4e7_f4e8_10aa,
                    0x22d6_108f_142b_8575, 0x7098_e38d_0f67_1c71, 0x88e2_aaaa_aaaa_5ed1),
                Fp(0)),
        ],
        xDenominator: [
            Fp2(
                Fp(0),
                Fp(72).negated),
            Fp2(
                Fp(12),
                Fp(12).negated),
            Fp2(
                Fp(1),
                Fp(0)),
        ],
        yNumerator: [
            Fp2(
                Fp(
                    0x1530_477c_7ab4_113b, 0x59a4_c18b_076d_1193, 0x0f7d_a5d4_a07f_649b,
                    0xf544_39d8_7d27_e500, 0xfc8c_25eb_f8c9_2f68, 0x12cf_c71c_71c6_d706),
                Fp(
                    0x1530_477c_7ab4_113b, 0x59a4_c18b_076d_1193, 0x0f7d_a5d4_a07f_649b,
                    0xf544_39d8_7d27_e500, 0xfc8c_25eb_f8c9_2f68, 0x12cf_c71c_71c6_d706)),
            Fp2(
                Fp(0),
                Fp(
                    0x05c7_5950_7e8e_333e, 0xbb5b_7a9a_47d7_ed85, 0x32c5_2d39_fd3a_042a,
                    0x88b5_8423_c50a_e15d, 0x5c26_38e3_43d9_c71c, 0x6238_aaaa_aaaa_97be)),
            Fp2(
                Fp(
                    0x1156_0bf1_7baa_99bc, 0x3212_6fce_d787_c88f, 0x984f_87ad_f7ae_0c7f,
                    0x9a20_8c6b_4f20_a418, 0x1472_aaa9_cb8d_5555, 0x26a9_ffff_ffff_c71c),
                Fp(
                    0x08ab_05f8_bdd5_4cde, 0x1909_37e7_6bc3_e447, 0xcc27_c3d6_fbd7_063f,
                    0xcd10_4635_a790_520c, 0x0a39_5554_e5c6_aaaa, 0x9354_ffff_ffff_e38f)),
            Fp2(
                Fp(
                    0x124c_9ad4_3b6c_f79b, 0xfbf7_043d_e381_1ad0, 0x761b_0f37_a1e2_6286,
                    0xb0e9_77c6_9aa2_7452, 0x4e79_097a_56dc_4bd9, 0xe1b3_71c7_1c71_8b10),
                Fp(0)),
        ],
        yDenominator: [
            Fp2(
                Fp(432).negated,
                Fp(432).negated),
            Fp2(
                Fp(0),
                Fp(216).negated),
            Fp2(
                Fp(18),
                Fp(18).negated),
            Fp2(
                Fp(1),
                Fp(0)),
        ]
    )
}
