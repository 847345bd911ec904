import TONCrypto
import Testing

@testable import BLS12381

@Suite("Fields")
struct FieldTests {
    // Computed with Python's integers.
    @Test(
        "integers modulo p",
        arguments: [
            // left, right, sum, difference, product, inverse of left
            (
                "08f545b7d9e2ec8d009f001680289e32a93f32a9a17251028e4edc90253d9e303ce1268c9c8052e3ffec3fee8ed2305d",
                "0c6f0726d5f00510ff6af8af81df638330f47f35d0380cfbcadd40e92c34bf1c7f453a0ef5097b4fd5de6e91074206e2",
                "15644cdeafd2f19e0009f8c6020801b5da33b1df71aa5dfe592c1d7951725d4cbc26609b9189ce33d5caae7f9614373f",
                "1687507b3d72ce164c4faf1d4194e786dcc1fef8c4bf56c62aa26e47efb9d537dc47ec7c58cad793e40cd15d878fd426",
                "111a2819b8b5b8a9e36c1cc45b254aac059dd15b635e7019fefc15dc33d11b2e9beda68c521afcfaf57dbccba59b8057",
                "102f197135b7acf94d98474fa67f7db9d0cf5b52039a59f2d96cfff9619f43d2273ef850e58611178e87d448f67abd53"
            ),
            (
                "07381a0634795347783bea5c88b224f042a68fecc75a23c48d0d866b165195371e07ea63524ca98f54dc77a72ed0d50a",
                "113d660cb44a724c9866f05870093d3ee6b1e07c8f62fcd6b27db193333bd939d86bb32f14b912571266ef64311275fc",
                "18758012e8c3c59410a2dab4f8bb622f2958706956bd209b3f8b37fe498d6e70f6739d926705bbe66743670b5fe34b06",
                "0ffbc5e3b9aec7952af0a1ba5bf49488c06bfaf52b7c39ad41c0a778d9c6b22164483732eee79737fc748842fdbe09b9",
                "12dca5303a38b2de14db04360efc7b10249377b36aef683a6564b09583586deff3c002e6f093739547facb8e8a22327c",
                "18ad786db401dc5e9aed5b11b32f31edee8328e91ae3d6f011f524f0f579ace69df46804771f9c823d20f92e54d48487"
            ),
            (
                "02cef9ffd988d7c654313a3bbe3e00fc36480de2bd5ce366b517da60fb69e070cd28d864d6e89c6a198f69a0138851b0",
                "08b399701b420c79f926a2d089b8a6a0c8c0817cc814db98eab7658c144f0b6ad3cdfaf77613b8c093af0473184cf29a",
                "0b82936ff4cae4404d57dd0c47f6a79cff088f5f8571beff9fcf3fed0fb8ebdba0f6d35c4cfc552aad3e6e132bd5444a",
                "141c7279f7c6b1e6a6263f2177d10732d1fed7eae8cd1a8d31914775ddcbcb2a1806dd6c1228e3a93fdf652cfb3b09c1",
                "065db0350f765f326484896ef258a2882d87e5ba77fc0838ebb042f28c1e474dd2686904215c3f7f5fbd20a67de86a67",
                "0d3c6c5706bf693c1c875d1bdd0377937fb2118b81c1bfd380e1fc005fa286a1fdef7951efd8d9b8c0ab4a4bc0357d80"
            ),
            (
                "1253421c381ad1203f702a7e87ed8c029b0814f4f2245518951fd49dc045596e67714350f959567cc592cfc6d7d5c4a9",
                "01abe39008fc1db7fc1de21ff27e776103465de3626351bbcdc98766c4bd1f80236a7113bcf75d506713ac5978e7ec8c",
                "13ff25ac4116eed83b8e0c9e7a6c03639e4e72d85487a6d462e95c04850278ee8adbb464b650b3cd2ca67c2050bdb135",
                "10a75e8c2f1eb3684352485e956f14a197c1b7118fc1035cc7564d36fb8839ee4406d23d3c61f92c5e7f236d5eedd81d",
                "05c0b1d754e624fe71d5acd2d7687f29974c833f7e3cb6c7a1abde25f4a49f90712ef4d2f445e3a51ee11e610159720a",
                "0cb32457e758e5921aee8e4db6ca09e4de3a2aa7e33d3fa89aef494d7c6c3a7f0256200f88900cd00569eacdb32c1d90"
            ),
            (
                "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaaa",
                "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
                "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaa9",
                "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaaa",
                "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaaa"
            ),
        ])
    func prime(left: String, right: String, sum: String, difference: String, product: String, inverse: String) throws {
        let a = try #require(Fp(canonical: Samples.bytes(left)))
        let b = try #require(Fp(canonical: Samples.bytes(right)))
        #expect(Hex.encode((a + b).bytes) == sum)
        #expect(Hex.encode((a - b).bytes) == difference)
        #expect(Hex.encode((a * b).bytes) == product)
        #expect(Hex.encode(a.inverted.bytes) == inverse)
        #expect(a.squared.squareRoot == a || a.squared.squareRoot == a.negated)
        #expect(a.squared.negated.squareRoot == nil)
    }

    // Computed with py_ecc.
    @Test(
        "the quadratic extension",
        arguments: [
            // left, right, product, inverse of left
            (
                "04b794ba185e791fa78e885cb123fc33d295ae6978b5559da6911f050e5323887d26e283b032b1e19014f0eee7b5d71c"
                    + "1020e2fcfc520fde418bccad1e2e8b1b6ecc5cb6fd42cbf8c299ac8f5ba9468bbeef28e40a19deaca1e99e647eed8e76",
                "166e96fd06d79727e7a51273c1877316d424b42cc2b88d9a257cc4657b3e8e58cb4b233b0fec3971002e970a93596ea4"
                    + "0d4b9909c031d23bd0b75feaec7530d85a5ae5a7ea4e76597c4b1c03d7efff9e04653cb91781d74c87fb1a354c592209",
                "0055feae02f6df437b23638058cd06e4ab970a43a97dcb01fa104fd177c023c8cf3b5323754a1743ec6d671ab143511e"
                    + "0daa17b475dfd0b3f1a90904103c386ec4807a197e60e9e902aa3424de695cf917168d3aaae5b451978e84b751beebf6",
                "04a445a2662fefc4a0cebb5a5a26fafb3f00b490c757076daf5834b724eb1007fe63a9771dfd19616a6f8eea9aaf9842"
                    + "14ae855a7a66e2b99d20636b1ea1d8352de72e642c4ddfa3ecc5b5c01fc62f1ba4627ee6ad5ba7d7ad5967b62433ebf5"
            ),
            (
                "04c5e5732a0c34af2959a18316016a07d66e556bc59d18f635be230842f37bcb3d47dad522b84e20daef4bd5e23df806"
                    + "034cb10679d4a8b4f9762bfc63e7fceddd32cfe41d0b6d6d775d22b2eca19961aaa37dba169216b33d6a78d80219ea46",
                "0f1630201a61dbd0e2a77a78d6d66e3a9927dcc3448ee77181a2ccfd7d5135426ad546e699e237bfbb7386b6b64902e5"
                    + "127328d1fb468597f788956e6110ee04c505bebd80631136aba08b3d3bbcaa3ade04285bf55027680ceeef49066c9789",
                "0e6a6dfc58ac20c5fee67d78b6a87a8bac533c83b8b3b8a74f5bf080b5f620f8ef647fb2421d7f2c59a10a759f4d2a00"
                    + "061ce8a0c6433078c13d016e6c8066305e406872861792c5bebac929d4554dc27e9c6bcbccccc8b4f18db1616d0ed44c",
                "0cdd0f20b52a8e00e8908e5c0ec87e0b2142dcbf1f0a4d46c90ad8556cbc57dc0eb0ed86e81d41596c283aec679c136a"
                    + "0badebc214bc3d9f3133694a16374a4a8dc89d4f7745148bc53673df26fc660ad4cc72baa96b523bab4a3033c92705e4"
            ),
            (
                "0687669882a93cd61bfa60e0e0d4a6aaa89c72dd17065ca6024226e3242dfb1fbc30d6cb04d0d89209207961121cae7a"
                    + "0f917f409782932e04af68ab3069de2cdfb7a1c3742826dc49a2628c46b8c6718a7bff5a4b87ec4c6a3e71769f2d58f7",
                "18911cb2bfce753ffc2a621c7a62f70cae5ff3c3fff2776cb9801004c13e2e1a5e404232f85c727c47f32e2ec69f64a3"
                    + "0633d53fe9f3f15f50a4b22052cf2b48860bb23fdba65a44160d4253df3b9ccfe6392948dd42f0054894991d4043cf4b",
                "110acd61a6bba0269611d5ec735e2b7e41b3907874a2a6bbdbac15881ef0d4820fe5e13d52dd59b77b90477e7b27c0e7"
                    + "18bfd1366cb4406dc96f84e73a460f8eb04f2af99dba35397b3ccb1b0eeee1c1dead8e549ff5ac5d9c774dac62aaf62d",
                "1167a74bb903ba4c9060b79e12581147412f110a5d5ad4a67cf775409b357890465241562f174736ac8ac67ec7dc4811"
                    + "16d2a2a7dfba17b41df8dec4a8925f05587aabb20842aeaf83be4a046854ee7f46fd98def0fb5ddbc731e6189f34cacb"
            ),
        ])
    func quadratic(left: String, right: String, product: String, inverse: String) throws {
        let a = try #require(Fp2(canonical: Samples.bytes(left)))
        let b = try #require(Fp2(canonical: Samples.bytes(right)))
        #expect(Hex.encode((a * b).bytes) == product)
        #expect(Hex.encode(a.inverted.bytes) == inverse)
        #expect(a.squared == a * a)
        #expect(a.squared.squareRoot == a || a.squared.squareRoot == a.negated)
        #expect((a.squared * Fp2(.one, .one)).squareRoot == nil)
        let (real, imaginary) = (Fp2(a.c0, .zero), Fp2(.zero, a.c1))
        #expect(real.squareRoot?.squared == real)
        #expect(imaginary.squared.squareRoot?.squared == imaginary.squared)
    }

    @Test("integers from p on are reduced, or refused where they have to be below")
    func edges() throws {
        let modulus = try #require(
            Hex.decode(
                "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab"))
        #expect(Fp(canonical: modulus) == nil)
        #expect(Fp(reducing: modulus) == .zero)
        // 2^384 - 1
        let largest = try #require(Fp(reducing: [UInt8](repeating: 0xff, count: 48)))
        #expect(
            Hex.encode(largest.bytes)
                == "15f65ec3fa80e4935c071a97a256ec6d77ce5853705257455f48985753c758baebf4000bc40c0002760900000002fffc")
        #expect(Fp(reducing: modulus.dropLast()) == nil)
        #expect(Fp.zero.inverted == .zero)
        #expect(Fp.zero.squareRoot == .zero)
        #expect(Fp.zero.negated == .zero)
        #expect(!Fp.zero.isLarger && !Fp.one.isLarger && Fp.one.negated.isLarger)
    }

    /// An element with no zero part, and its power (p⁶ - 1)(p² + 1), whose order divides p⁴ - p² + 1.
    private static func elements() -> (any: Fp12, cyclotomic: Fp12) {
        func part(_ value: UInt64) -> Fp2 { Fp2(Fp(value).inverted, Fp(value + 1)) }
        let any = Fp12(Fp6(part(2), part(3), part(5)), Fp6(part(7), part(11), part(13)))
        let sixth = any.conjugated * any.inverted
        return (any, sixth.frobenius.frobenius * sixth)
    }

    @Test("the extensions above: v³ = 1 + u, w² = v, inverses and squares")
    func tower() {
        let v = Fp6(.zero, .one, .zero)
        #expect(v * v * v == Fp6(Fp2(.one, .one), .zero, .zero))
        let w = Fp12(.zero, .one)
        #expect(w * w == Fp12(v, .zero))
        let (any, cyclotomic) = Self.elements()
        #expect(any * any.inverted == .one)
        #expect(any.squared == any * any)
        #expect(cyclotomic.squared == cyclotomic * cyclotomic)
        #expect(cyclotomic.cyclotomicSquared == cyclotomic.squared)
        #expect(cyclotomic * cyclotomic.conjugated == .one)
        let line = Line(l0: any.c0.c0, l1: any.c0.c1, l2: any.c0.c2)
        let whole = Fp12(Fp6(line.l0, line.l1, .zero), Fp6(.zero, line.l2, .zero))
        #expect(any.times(line) == any * whole)
    }

    @Test("the power p")
    func frobenius() {
        let (any, _) = Self.elements()
        // p, bit by bit.
        var power = Fp12.one
        for word: UInt64 in [
            0x1a01_11ea_397f_e69a, 0x4b1b_a7b6_434b_acd7, 0x6477_4b84_f385_12bf,
            0x6730_d2a0_f6b0_f624, 0x1eab_fffe_b153_ffff, 0xb9fe_ffff_ffff_aaab,
        ] {
            for bit in (0..<64).reversed() {
                power = power.squared
                if word >> UInt64(bit) & 1 != 0 { power = power * any }
            }
        }
        #expect(any.frobenius == power)
        #expect((0..<6).reduce(any) { value, _ in value.frobenius } == any.conjugated)
    }
}
