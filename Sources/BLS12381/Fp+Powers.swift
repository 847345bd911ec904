extension Fp {
    /// The element to a power of 384 bits, given most significant word first.
    private func power(_ words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)) -> Fp {
        // Four bits at a time, with the first sixteen powers at hand.
        withUnsafeTemporaryAllocation(of: Fp.self, capacity: 16) { powers in
            powers.initialize(repeating: .one)
            for index in 1..<16 { powers[index] = powers[index - 1] * self }
            var result = Fp.one
            func raise(by word: UInt64) {
                for shift in stride(from: 60, through: 0, by: -4) {
                    result = result.squared.squared.squared.squared
                    let digit = Int(word >> UInt64(shift) & 15)
                    if digit != 0 { result = result * powers[digit] }
                }
            }
            raise(by: words.0)
            raise(by: words.1)
            raise(by: words.2)
            raise(by: words.3)
            raise(by: words.4)
            raise(by: words.5)
            return result
        }
    }

    /// 1 over the element; zero for zero. By Fermat: the power p - 2.
    var inverted: Fp {
        power(
            (
                0x1a01_11ea_397f_e69a, 0x4b1b_a7b6_434b_acd7, 0x6477_4b84_f385_12bf,
                0x6730_d2a0_f6b0_f624, 0x1eab_fffe_b153_ffff, 0xb9fe_ffff_ffff_aaa9
            ))
    }

    /// A square root, if the element is a square. p is 3 modulo 4, so it is the power (p + 1) / 4.
    var squareRoot: Fp? {
        let root = power(
            (
                0x0680_447a_8e5f_f9a6, 0x92c6_e9ed_90d2_eb35, 0xd91d_d2e1_3ce1_44af,
                0xd9cc_34a8_3dac_3d89, 0x07aa_ffff_ac54_ffff, 0xee7f_bfff_ffff_eaab
            ))
        return root.squared == self ? root : nil
    }

    /// sgn0 of RFC 9380, section 4.1: whether the integer is odd.
    var isOdd: Bool { canonicalWords.0 & 1 != 0 }

    /// Whether the integer is above (p - 1) / 2: the larger of an element and its negative.
    var isLarger: Bool {
        // Twice a value above (p - 1) / 2 is reduced by p, which is odd.
        doubled.isOdd
    }
}
