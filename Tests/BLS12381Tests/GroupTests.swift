import BLS12381
import TONCrypto
import Testing

@Suite("Operations in the groups")
struct GroupTests {
    // G1's points have the digits of one field element, G2's of two.
    private static func isFirst(_ point: String) -> Bool { point.count == 96 }

    /// A multiple of a generator, or infinity.
    private static func point(_ factor: Int?, first: Bool) throws -> [UInt8] {
        guard let factor else { return first ? BLS.G1.zero : BLS.G2.zero }
        return first
            ? try BLS.G1.multiply(Samples.g1, by: BLS.Scalar(factor))
            : try BLS.G2.multiply(Samples.g2, by: BLS.Scalar(factor))
    }

    // Computed with py_ecc.
    @Test(
        "multiples of the generators by integers of any sign and size",
        arguments: [
            // magnitude, negative, in G1, in G2
            (
                "000000000000000000000000000000000000000000000000000000000000000001", false,
                "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb",
                "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
                    + "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
            ),
            (
                "000000000000000000000000000000000000000000000000000000000000000002", false,
                "a572cbea904d67468808c8eb50a9450c9721db309128012543902d0ac358a62ae28f75bb8f1c7c42c39a8c5529bf0f4e",
                "aa4edef9c1ed7f729f520e47730a124fd70662a904ba1074728114d1031e1572c6c886f6b57ec72a6178288c47c33577"
                    + "1638533957d540a9d2370f17cc7ed5863bc0b995b8825e0ee1ea1e1e4d00dbae81f14b0bf3611b78c952aacab827a053"
            ),
            (
                "000000000000000000000000000000000000000000000000000000000000000003", false,
                "89ece308f9d1f0131765212deca99697b112d61f9be9a5f1f3780a51335b3ff981747a0b2ca2179b96d2c0c9024e5224",
                "89380275bbc8e5dcea7dc4dd7e0550ff2ac480905396eda55062650f8d251c96eb480673937cc6d9d6a44aaa56ca66dc"
                    + "122915c824a0857e2ee414a3dccb23ae691ae54329781315a0c75df1c04d6d7a50a030fc866f09d516020ef82324afae"
            ),
            (
                "000000000000000000000000000000000000000000000000000000000000000001", true,
                "b7f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb",
                "b3e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
                    + "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
            ),
            (
                "000000000000000000000000000000000000000000000000000000000000000005", true,
                "90e7791fb972fe014159aa33a98622da3cdc98ff707965e536d8636b5fcc5ac7a91a8c46e59a00dca575af0f18fb13dc",
                "a0fb837804dba8213329db46608b6c121d973363c1234a86dd183baff112709cf97096c5e9a1a770ee9d7dc641a894d6"
                    + "0411a5de6730ffece671a9f21d65028cc0f1102378de124562cb1ff49db6f004fcd14d683024b0548eff3d1468df2688"
            ),
            (
                "008000000000000000000000000000000000000000000000000000000000000000", false,
                "a1b89c058519bb1cbb500cd1d4c8dc20706a7475f1b89e838cd5e27c4d1160a377d60fd310b8944aa3880504dfb2c9ed",
                "a4dad2c3b2e0c3e6b12e826ac092b698a94e7513110ee8cf72cddb70d9df88326eba469230762aafc5fec8ba29b1bdaf"
                    + "00c1a73830b1cf48c6ba10aaae87f3f0130a07f3eafde92bc433a4881bba978a209ebcd5e5f43b08a94b87b9f4140196"
            ),
            (
                "0073eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000008", false,
                "b928f3beb93519eecf0145da903b40a4c97dca00b21f12ac0df3be9116ef2ef27b2ae6bcd4c5bc2d54ef5a70627efcb7",
                "8d0273f6bf31ed37c3b8d68083ec3d8e20b5f2cc170fa24b9b5be35b34ed013f9a921f1cad1644d4bdb14674247234c8"
                    + "049cd1dbb2d2c3581e54c088135fef36505a6823d61b859437bfc79b617030dc8b40e32bad1fa85b9c0f368af6d38d3c"
            ),
            (
                "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false,
                "96ea601ca88f7d3489479129b258960b4c1df37194d30803627c30c34252679a0ada1a51bc7a4006a4f0564050d31746",
                "b03fce7f3245b093eb614cb59dadb177f3462b162204f785dda90bdc1b5a34bf93ad1b41289bea4a9a944887974cfda2"
                    + "1894914549a2c52cf2780a07ca06db9147bf7b6a8ca3bc54915a6b3173986be41448500d2f103b6b51c59d71cb8ffcff"
            ),
            (
                "010000000000000000000000000000000000000000000000000000000000000000", true,
                "a587d03d614ec37130f856db786cf02bc9656742fa909cb0f10b7889fcd77658ed8dc7670ba2268ae42a726916f4b1ed",
                "99361677123a2d5fc003598cc38a0c389b12fab50f42f410e253b9b632256fc66711ba934961bbfa3ca9f9d2d28b6a38"
                    + "0c7ad402a6dc95aa0d7120df6a167761d52082601aeb4378aa7b8b431874c5a5872bb5d8f6a0af8201192a0941df2bfc"
            ),
            (
                "00000000000000000000000000000000000000000000000000ab54a98ceb1f0ad2", false,
                "b9553070b412a376743b00acd69beb514826cdfa2b95350081853a8a3d7123a3828a487610078175eb7c3e75ca04e96c",
                "8bcc2b5c37cc55dbb58dfbd7795deb97c464ab86ae0c6abe01a2e56b4e86c028e8d5f49b28dabf776fc410c9b378f6fe"
                    + "032faeb8ad014190fbe26cf39ad740ccc5194873d48d9b97738cd7eebe6f1006ea521fe0dc8188be0af1a39ad6282afe"
            ),
            (
                "000000000000000000000000000000000000000000000000000000000000000000", false,
                "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            ),
            (
                "0073eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", false,
                "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            ),
            (
                "0073eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", true,
                "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            ),
        ])
    func multiples(magnitude: String, isNegative: Bool, first: String, second: String) throws {
        let scalar = BLS.Scalar(magnitude: try #require(Hex.decode(magnitude)), isNegative: isNegative)
        #expect(Hex.encode(try BLS.G1.multiply(Samples.g1, by: scalar)) == first)
        #expect(Hex.encode(try BLS.G2.multiply(Samples.g2, by: scalar)) == second)
    }

    @Test("integers are reduced to the residue from zero to r - 1")
    func reduction() {
        let order = BLS.order
        #expect(BLS.Scalar(magnitude: order).bytes == [UInt8](repeating: 0, count: 32))
        #expect(!BLS.Scalar(magnitude: order).isZero)
        #expect(!BLS.Scalar(magnitude: order, isNegative: true).isZero)
        #expect(BLS.Scalar(magnitude: [0, 0]).isZero)
        #expect(BLS.Scalar(0).isZero)
        var beforeOrder = order
        beforeOrder[31] = 0
        #expect(BLS.Scalar(-1).bytes == beforeOrder)
        #expect(BLS.Scalar(magnitude: beforeOrder).bytes == beforeOrder)
        #expect(BLS.Scalar(Int.min) == BLS.Scalar(magnitude: [0x80, 0, 0, 0, 0, 0, 0, 0], isNegative: true))
    }

    @Test("sums, differences and opposites")
    func additions() throws {
        for first in [true, false] {
            let add = first ? BLS.G1.add : BLS.G2.add
            let subtract = first ? BLS.G1.subtract : BLS.G2.subtract
            let negate = first ? BLS.G1.negate : BLS.G2.negate
            let zero = first ? BLS.G1.zero : BLS.G2.zero
            let three = try Self.point(3, first: first)
            let five = try Self.point(5, first: first)
            #expect(try add(three, five) == Self.point(8, first: first))
            #expect(try add(three, three) == Self.point(6, first: first))
            #expect(try subtract(three, five) == Self.point(-2, first: first))
            #expect(try subtract(three, three) == zero)
            #expect(try negate(three) == Self.point(-3, first: first))
            #expect(try add(three, negate(three)) == zero)
            #expect(try add(zero, three) == three)
            #expect(try add(three, zero) == three)
            #expect(try add(zero, zero) == zero)
            #expect(try subtract(zero, three) == negate(three))
            #expect(try negate(zero) == zero)
        }
    }

    // Computed with blst 0.3.15: the scalar is split as if the point were in the group.
    @Test(
        "multiples of points outside the group",
        arguments: [
            // scalar, point, product
            (
                "1234567890abcdef1234567890abcdef1234567890abcdef1234567890abcdef",
                "9142f54f9d7ba71eea9e2de890d90e5a53777fec1ba0895d61c12c05003e181aa962740fe4ba40d5d23c694059e2be57",
                "94e1520f6634cb1875c1e47cb11d98e626214b2840639f48a1b3f072e57e20410a6268e40afd0a4a87bd17daa7bb6df3"
            ),
            (
                "1234567890abcdef1234567890abcdef1234567890abcdef1234567890abcdef",
                "82cde73b7bb47f944fccb8852382ed241d9da6d28df16b7139565467ffeb2cbed38ffb08e439ed8772f469d5b0486fb3"
                    + "07d5ceb978bb6b3d14fcf76f89691141213b759c21f686995018a43b6710a26dd1c6aafa43737b58c5bc54e0c7a7e44f",
                "a916b483423162d8ece4d7e452f774cc45f43cc571c3bdb0de2a6a4decc700e74f40f046b9fc654e885d6d37775d448a"
                    + "0433c765f3d2d7e18db4eab2d292106b14f443f8e50bf6fa31c5995fb71e384501a1fbd97afafebfa962ed8d79451f69"
            ),
            (
                "73eda753299d7d483339d80809a1d80553bda402fffe5bfefffffffeffffffff",
                "88317e89d8edfd1789ce7ee2eb49203da2f2479a2a43e11d29edb00a7b609da1189e39f68b823a9be2f7ff4b12d7323b",
                "96adfca530dd8c3a2e27643fca595df7ed5764677de4b36e71dd5829386a90cfd951ed2622b6888ca9073342071bd763"
            ),
            (
                "73eda753299d7d483339d80809a1d80553bda402fffe5bfefffffffeffffffff",
                "8f21f9ccb75445a9b9edac9ae089c22a872c36aec7bd29c28bd5c74354047e319cd0a6a972239706623ec8bace11e8c7"
                    + "166514f2c5e208f1facafc08fbc23f6d73899ad2852f52e795727fd31d4dc50f9e476e305a35ce566a49ec74f175c4d8",
                "87863b33f669c5e7fd61ac2a04ac9f4ce91a5b012dd1479d89b2661cd45c78e3969075b6838be0ffef7ef92ecfa0b089"
                    + "06eb8f401bfc4e62e9ec4ed5ff8b4c850a2b0ed1c1175273de21feadf1dd53610fd4ccf9454deb582c951f9c07cbae9c"
            ),
            (
                "0000000000000000000000000000000000000000000000000000000000000007",
                "9142f54f9d7ba71eea9e2de890d90e5a53777fec1ba0895d61c12c05003e181aa962740fe4ba40d5d23c694059e2be57",
                "b6701d0e1360dd28d67c60aba5fcacb717322c4da52f39784a133595bed4bd74974ddb820e9a6c79fe2c6b7d1c7e44b2"
            ),
            (
                "0000000000000000000000000000000000000000000000000000000000000007",
                "82cde73b7bb47f944fccb8852382ed241d9da6d28df16b7139565467ffeb2cbed38ffb08e439ed8772f469d5b0486fb3"
                    + "07d5ceb978bb6b3d14fcf76f89691141213b759c21f686995018a43b6710a26dd1c6aafa43737b58c5bc54e0c7a7e44f",
                "ae361c20ddf4d2fb21febc52e548b0df6346c0bb7c08927d757736bb9eb972ab69da457b6310fabe5e230bf0fad7cb0d"
                    + "0b5560bef203b9fbc98fb2499c8e7126540f86dfcbe8c995d69369ce1b80bfa7d9c1532df91925fe66e87f23de2fa2c3"
            ),
        ])
    func multiplesOutside(scalar: String, point: String, product: String) throws {
        let bytes = try #require(Hex.decode(point))
        let scalar = BLS.Scalar(magnitude: try #require(Hex.decode(scalar)))
        let result = try Self.isFirst(point) ? BLS.G1.multiply(bytes, by: scalar) : BLS.G2.multiply(bytes, by: scalar)
        #expect(Hex.encode(result) == product)
    }

    // The sums were computed with blst 0.3.15.
    @Test("one side of a sum may be outside the group, the other may not")
    func outside() throws {
        let three1 = try Self.point(3, first: true)
        let three2 = try Self.point(3, first: false)
        let (outside1, outside2) = (Samples.outsideG1, Samples.outsideG2)
        #expect(
            Hex.encode(try BLS.G1.add(outside1, three1))
                == "b19885ddc9dfb0fb8a5f1f69b44d76232c4f43b13848f37e114ee055527dc1fa2844a27744159ba8e6a5f15eb61129e0")
        #expect(
            Hex.encode(try BLS.G2.add(outside2, three2))
                == "b0ff8d3919437792e02e04d8810af3a9f635fb87bb0ba98ed0e186e42345472341bb9e62f58872917771ca19478e64c3"
                + "09acd83d3f9bfed65f7ccf88800f3559e8e25af96b51aced44eaa5bca63432811d4556f66a2fc1807ac2462c6d2c5278")
        #expect(
            Hex.encode(try BLS.G1.subtract(three1, outside1))
                == "8227eca592c033973131ed18a0b3ad6d420f77da986e46693c038891acf1bb8997d4ad3febdf5179af55746c1221109d")
        #expect(
            Hex.encode(try BLS.G2.subtract(three2, outside2))
                == "aa5e212777bc58213383f74628add0b97951fcb69180db8e0a1b2b8123f00f049350b1f6644f3ff992dfdf4904169773"
                + "182e8e84d8a906c18e268de48e99ecf823cb7f21caa05ede5e35974756458f6a00a808a1b63014fd906abe9d0ef91fe1")
        #expect(throws: BLSError.notInSubgroup) { try BLS.G1.add(three1, outside1) }
        #expect(throws: BLSError.notInSubgroup) { try BLS.G2.add(three2, outside2) }
        #expect(throws: BLSError.notInSubgroup) { try BLS.G1.subtract(outside1, three1) }
        #expect(throws: BLSError.notInSubgroup) { try BLS.G2.subtract(outside2, three2) }
        // Nothing asks where only one point comes in.
        #expect(try BLS.G1.negate(BLS.G1.negate(outside1)) == outside1)
        #expect(try BLS.G2.negate(BLS.G2.negate(outside2)) == outside2)
    }

    @Test("times zero the bytes aren't looked at, times r they are")
    func timesZero() throws {
        let order = BLS.Scalar(magnitude: BLS.order)
        #expect(try BLS.G1.multiply([1], by: BLS.Scalar(0)) == BLS.G1.zero)
        #expect(try BLS.G2.multiply([1], by: BLS.Scalar(0)) == BLS.G2.zero)
        #expect(try BLS.G1.multiExponentiate([([1], BLS.Scalar(0))]) == BLS.G1.zero)
        #expect(throws: BLSError.byteCount(expected: 48, found: 1)) { try BLS.G1.multiply([1], by: order) }
        #expect(throws: BLSError.byteCount(expected: 96, found: 1)) { try BLS.G2.multiply([1], by: order) }
        #expect(throws: BLSError.self) {
            try BLS.G1.multiExponentiate([([1], BLS.Scalar(0)), (Samples.g1, BLS.Scalar(1))])
        }
    }

    /// Terms by the factors of the generator, nil for infinity; sums in G1 and G2 by blst 0.3.15. Where no point is infinite, and
    /// from 32 terms on, they are also those of py_ecc.
    fileprivate static let recordedSums: [(name: String, terms: [(Int?, Int)], first: String, second: String)] = [
        (
            "none",
            [],
            "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
            "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        ),
        (
            "one",
            [(3, 5)],
            "8d9e19b3f4c7c233a6112e5397309f9812a4f61f754f11dd3dcb8b07d55a7b1dfea65f19a1488a14fef9a41495083582",
            "8cc64109c67b342b6dbcf86cb60fca7ad378ed6398d89076ed108685c57a07d26e40ed3d5c4b3560b21e519db5875d49"
                + "090721a089bbbb130c21a529be0ede9271a91a2dde9cb2a8e091a19fd2c0a40c390ac2bda8304085c2d6e38e520eae44"
        ),
        (
            "two",
            [(3, 5), (7, -2)],
            "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb",
            "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
                + "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
        ),
        (
            "opposite",
            [(3, 5), (3, -5)],
            "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
            "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        ),
        (
            "equal points",
            [(3, 2), (3, 2), (3, 2), (3, 2), (3, 2)],
            "ad84464b3966ec5bede84aa487facfca7823af383715078da03b387cc2f5d5597cdd7d025aa07db00a38b953bdeb6e3f",
            "83fb04ae49db4b841c04b202e4c6d3cb3bd1f4b6ae60d05978a45fded850d9daf0f924d2ae32f69c886db23595ced29d"
                + "18bbe3cfaa72611c8769a1b7789b5c9323c9bfef2c27a2634b0a9a055e9d7e61e506133433acfc3bb212e2583a74e9f0"
        ),
        (
            "infinity and a digit above one",
            [(3, 5), (nil, 3)],
            "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
            "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        ),
        (
            "infinity and digits of one",
            [(3, 4097), (nil, 3), (2, -1)],
            "959e25550453c1fb8936a93c6123bc3fa5c533f3c2b3462b9ce21791c9b53c1d3ec5e74a9fc37c469f667a3c31544214",
            "8c569d104ccd17bbc9c4bcebcb0dfbfa9de8ddb9d94c3a5f0ac01b767ce08fdab9762a6d4a8aad5ff80a9c1eb3c0907b"
                + "158e5eee85ecc6704024bc3e2194c1c14eff84e4b0d367d1a8a9578f5f6dcb9844feb6c7cd8014d0146d4c9c02a6cb48"
        ),
        (
            "infinity and mixed digits",
            [(3, 7957), (1, 33), (nil, 0)],
            "a245e81a0651fb98d056c6387fd6c9d6625168f8a5fc5b5a689e67f0f4061e6680d0906ac3c44ca7fb7fff758c4440a8",
            "b8510376dfcd77429b29dc48045d18b8de5a634ac2ab3c9458958c3da8af560fb71af6158820b232977df46c2520de96"
                + "063aec8f8eadd3586040d209506ef668397ead0f5a2a695e4042c5049cca8033f9fb0e7efb53afcf549ddbb9adf71ad5"
        ),
        (
            "infinity alone",
            [(nil, 4)],
            "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
            "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        ),
        (
            "31 with infinity",
            (1...30).map { ($0, $0 + 16) } + [(nil, 1)],
            "8cd90432ceb83c79891568ba4bd6788e293f0228fcc391f12ac33ea9a8500261700073cb66d307b9ad92092c51242aa5",
            "a291cad83e5e88146501dc40c6f089a9db00b97f52d4a7496326025039e0abf043efab0f3cdcfa9c72695e3c3a3f8e4c"
                + "186a3f86e980bbfd09ed0590e5b9a223b564a80a7ece8c79812311db51ca9b3adf003589c7ca339e8a4265f7918c05f4"
        ),
        (
            "32 with infinity",
            (1...31).map { ($0, $0 + 16) } + [(nil, 1)],
            "a3b6be1617a4dc1ab610e4871e58beb93c927b88618bc06214f84ace4688d7c78d22154bc11e7cec798e4820b7e0fb4b",
            "a8a89c8f6d07e8b6cb5d932d2dbf405f1ae4e6c6458e6abee5b732d56282b37ec3ba60ba2903adcbd98cccddbb59ec7a"
                + "0965af378ddc40701c709bc40787c2583e08fe1dc8bf6f981c5a0c15173c1673e1e4e5e961bc0680c843d53554a8a6e0"
        ),
        (
            "40",
            (0..<40).map { ($0 + 1, -17 - $0 * $0) },
            "97718d14dd0334c5c6a7def811e47a770dfe10013b5e2ddacee7bd0b2daba2242528e5e2e801677ba9bced8419dcf9ab",
            "a0ef6af9a0280214b8a5df9330b319dd032b52c64b9a1f93ab0ce1e6915bf6d54ff25b237b1926a48fff4c965adec76a"
                + "1171f7bbd1fc71485012d91a59f880c61ea1d19e33f400e2f2ffb291eedd941543cfdf7ed50d70609fa79ccd3be85c30"
        ),
    ]

    @Test("sums of multiples", arguments: recordedSums.indices)
    func multiExponentiation(index: Int) throws {
        let sum = Self.recordedSums[index]
        let first = try sum.terms.map { (point: try Self.point($0.0, first: true), scalar: BLS.Scalar($0.1)) }
        let second = try sum.terms.map { (point: try Self.point($0.0, first: false), scalar: BLS.Scalar($0.1)) }
        #expect(Hex.encode(try BLS.G1.multiExponentiate(first)) == sum.first, "\(sum.name)")
        #expect(Hex.encode(try BLS.G2.multiExponentiate(second)) == sum.second, "\(sum.name)")
    }
}
