import TONCrypto
import Testing

@testable import BLS12381

@Suite("Hashing and mapping to the groups")
struct HashToCurveTests {
    // RFC 9380, appendix K.1.
    @Test(
        "expanded messages",
        arguments: [
            (
                "", 32,
                "68a985b87eb6b46952128911f2a4412bbc302a9d759667f87f7a21d803f07235"
            ),
            (
                "abc", 32,
                "d8ccab23b5985ccea865c6c97b6e5b8350e794e603b4b97902f53a8a0d605615"
            ),
            (
                "abcdef0123456789", 32,
                "eff31487c770a893cfb36f912fbfcbff40d5661771ca4b2cb4eafe524333f5c1"
            ),
            (
                "abc", 128,
                "abba86a6129e366fc877aab32fc4ffc70120d8996c88aee2fe4b32d6c7b6437a647e6c3163d40b76a73cf6a5674ef1d8"
                    + "90f95b664ee0afa5359a5c4e07985635bbecbac65d747d3d2da7ec2b8221b17b0ca9dc8a1ac1c07ea6a1e60583e2cb00"
                    + "058e77b7b72a298425cd1b941ad4ec65e8afc50303a22c0f99b0509b4c895f40"
            ),
        ])
    func expanded(message: String, count: Int, expected: String) {
        let tag = Array("QUUX-V01-CS02-with-expander-SHA256-128".utf8)
        #expect(Hex.encode(HashToCurve.expanded(Array(message.utf8), tag: tag, byteCount: count)) == expected)
    }

    // RFC 9380, appendix J.10.1, its points compressed.
    @Test(
        "messages hashed to G2",
        arguments: [
            (
                "",
                "a5cb8437535e20ecffaef7752baddf98034139c38452458baeefab379ba13dff5bf5dd71b72418717047f5b0f37da03d"
                    + "0141ebfbdca40eb85b87142e130ab689c673cf60f1a3e98d69335266f30d9b8d4ac44c1038e9dcdd5393faf5c41fb78a"
            ),
            (
                "abc",
                "939cddbccdc5e91b9623efd38c49f81a6f83f175e80b06fc374de9eb4b41dfe4ca3a230ed250fbe3a2acf73a41177fd8"
                    + "02c2d18e033b960562aae3cab37a27ce00d80ccd5ba4b7fe0e7a210245129dbec7780ccc7954725f4168aff2787776e6"
            ),
            (
                "abcdef0123456789",
                "990d119345b94fbd15497bcba94ecf7db2cbfd1e1fe7da034d26cbba169fb3968288b3fafb265f9ebd380512a71c3f2c"
                    + "121982811d2491fde9ba7ed31ef9ca474f0e1501297f68c298e9f4c0028add35aea8bb83d53c08cfc007c1e005723cd0"
            ),
            (
                "q128_" + String(repeating: "q", count: 128),
                "8934aba516a52d8ae479939a91998299c76d39cc0c035cd18813bec433f587e2d7a4fef038260eef0cef4d02aae3eb91"
                    + "19a84dd7248a1066f737cc34502ee5555bd3c19f2ecdb3c7d9e24dc65d4e25e50d83f0f77105e955d78f4762d33c17da"
            ),
            (
                "a512_" + String(repeating: "a", count: 512),
                "91fca2ff525572795a801eed17eb12785887c7b63fb77a42be46ce4a34131d71f7a73e95fee3f812aea3de78b4d01569"
                    + "01a6ba2f9a11fa5598b2d8ace0fbe0a0eacb65deceb476fbbcb64fd24557c2f4b18ecfc5663e54ae16a84f5ab7f62534"
            ),
        ])
    func hashed(message: String, point: String) {
        let tag = Array("QUUX-V01-CS02-with-BLS12381G2_XMD:SHA-256_SSWU_RO_".utf8)
        #expect(Hex.encode(E2.encode(HashToCurve.g2(message: Array(message.utf8), tag: tag))) == point)
    }

    // Computed with py_ecc from the integers modulo p.
    @Test(
        "field elements mapped to G1",
        arguments: [
            (
                "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "91a9a0372b8f332d5c30de9ad14e50372a73fa4c45d5f2fa5097f2d6fb93bcac592f2e1711ac43db0519870c7d0ea415"
            ),
            (
                "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
                "9073311196f8ef19477219ccee3a48035ff432295aa9419eed45d186027d88b90832e14c4f0e2aa4d15f54d1c3ed0f93"
            ),
            (
                "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000002",
                "963d8bde8d53a02f733c7c48a57d31e7d3419f7c0ca8eee26bea104da6eed8641b2769feda6ba1f8984bcc84d3c9ffdc"
            ),
            (
                "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaaa",
                "b073311196f8ef19477219ccee3a48035ff432295aa9419eed45d186027d88b90832e14c4f0e2aa4d15f54d1c3ed0f93"
            ),
            (
                "034cb5a6acd5de1a4636ff2614321c1cecc6592d4f26a37aa8a24532b4f88561d7ec5d618fd5efc1e018d089bf1d11a0",
                "80a02114e45ba9f892fa1017fef76701083f77340301012cce3ac19646958982b0d13658e1e11a3a1aaa909e7cd976dd"
            ),
            (
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "8093f00cfcfef4489aa9a3afaac7bd940e2d20868e367b3f21fdf40b4dfa996b2ea7d83a1de2cd68f20537ceafbc4c1d"
            ),
            (
                "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
                "91a9a0372b8f332d5c30de9ad14e50372a73fa4c45d5f2fa5097f2d6fb93bcac592f2e1711ac43db0519870c7d0ea415"
            ),
        ])
    func mappedToG1(element: String, point: String) throws {
        let result = try BLS.G1.mapToGroup(try #require(Hex.decode(element)))
        #expect(Hex.encode(result) == point)
        #expect(BLS.G1.isInGroup(result))
    }

    // Computed with py_ecc from the integers modulo p.
    @Test(
        "field elements mapped to G2",
        arguments: [
            (
                "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "8a67d12118b5a35bb02d2e86b3ebfa7e23410db93de39fb06d7025fa95e96ffa428a7a27c3ae4dd4b40bd251ac658892"
                    + "018320896ec9eef9d5e619848dc29ce266f413d02dd31d9b9d44ec0c79cd61f18b075ddba6d7bd20b7ff27a4b324bfce"
            ),
            (
                "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
                "a5d991fb690fdad1923ac1834188ed45d160a15ee5547a4476b836a158a9884236846408b8abd5d99217876d12f8f5d6"
                    + "0f5ab9ab512bac0e5aa9d4be326afefbfa5db2dba6c88000f1cfeaa0cd62b2b2604935e2794933d76f9887bae7ed2851"
            ),
            (
                "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001"
                    + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "a0e12b55d801607d9760f8637ac80a4fececd3eb74045b342ee3c7dddd2037e72dedccc27e9a89491d4e57bde555fead"
                    + "1770d4f641225e1a1c0f7d05857299763e98e47ec6355b81dd6cdaf6db6825052f71d35ede3af8b70f046474c48d712e"
            ),
            (
                "13f0f23496bfd8d6d3017a99e938d813364d2b660c8b001fb22f4004c813ff1fedf3ccd35c0c2a3d23377b1c2521218d"
                    + "03d62ec59626349ef6123a4fb8774523db24513605a949198717ef6d0e950644946afa80ad566e1e9ae9234b8f9fa5ec",
                "a74010692d50cc90823693ca8d5862f701169b1632b7ebb4cc9bb30adfb9defb314b739f1569c33a792478475c9134a1"
                    + "06a051492d99a6407c5f1f57e678c8d52f6e4ad58b620f7b21db357486a729bfdd34cbc4e63e05be6e4d3ebda36ef0a8"
            ),
            (
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                    + "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaad",
                "85315fe81130db660d3335eda788106e692723e7d98ccf33a5bc2acff46fad3838d009c1883aec04403a877c93991d30"
                    + "0d13cc7ea0f0bfb40be9ac4c327c6613119e9815b0ab666a7711053476ccafaf90a5b699f68ab86e4b66e5ad71064200"
            ),
        ])
    func mappedToG2(element: String, point: String) throws {
        let result = try BLS.G2.mapToGroup(try #require(Hex.decode(element)))
        #expect(Hex.encode(result) == point)
        #expect(BLS.G2.isInGroup(result))
    }

    @Test("elements of another length")
    func lengths() {
        for count in [0, 47, 49] {
            #expect(throws: BLSError.byteCount(expected: 48, found: count)) {
                try BLS.G1.mapToGroup([UInt8](repeating: 0, count: count))
            }
        }
        for count in [0, 48, 95, 97] {
            #expect(throws: BLSError.byteCount(expected: 96, found: count)) {
                try BLS.G2.mapToGroup([UInt8](repeating: 0, count: count))
            }
        }
    }
}
