import BLS12381
import TONCrypto
import Testing

@Suite("Signatures")
struct SignatureTests {
    /// A message, a key and the signature, made with py_ecc's scheme with proofs of possession.
    private static let signed: [(message: String, publicKey: String, signature: String)] = [
        (
            "",
            "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb",
            "83b633b06dd88b63ee6180a849fb16f7d4a5823ec8a27294bfe57656c0f319a821478ccf453bacdc94ad1b79d95a00e4"
                + "102504549e1cbd3e95173eefe75a36aafcc6427d7f16ddc36daba4fc0ea32b7183d052de00a929950bd9f78c290b3686"
        ),
        (
            "message",
            "ab68fe4b9f97aae998d875b253b5f83510c3df5932048fb3bcdd22681f7341aaca5e1eacb9a9275997841efb79ad4e17",
            "8701827df1a3119972a82fa9472bfd92628a8c440896b38546c6e86093535154d39cb27f64eebc2b3a3a2f1baff82591"
                + "027cd73e2ade55090aada82d9438657c8c77d4f0085adbae44926b406e7f0f3fb7ce52e1a77916e4abc3841237f7f77d"
        ),
        (
            String(repeating: "\0", count: 100),
            "a9ece308f9d1f0131765212deca99697b112d61f9be9a5f1f3780a51335b3ff981747a0b2ca2179b96d2c0c9024e5224",
            "b2599f264d451243b09e9657484dafad2f49e18e024469ecd10c4835083581d2e043d4a20a18b194e72ae7c7631f7307"
                + "0496f80a67dce58a2b326c1e4231b668cab91c0b13e3a6b3ee76fba3b47eb88ad06f15915f9808192d7e40774445c450"
        ),
    ]

    /// The sum of those signatures, by py_ecc.
    private static let aggregate = Samples.bytes(
        "8887750c5a73d2574cd8f788ab52959e6441b4c77854f33f879ca6892eef55a681623d2698005764c9ae522957987dd9"
            + "1782f2c721cda8a1f83c6f2b25b9697c4a55ad0df30bd8205b758edcff0bdecee8905ebb0bbd6dba022450bbfdb51ab0"
    )

    /// The sum of all keys' signatures of "message", by py_ecc.
    private static let fastAggregate = Samples.bytes(
        "925d334901c19477780979b1e19ab968dd5fc29c1c5909461ae10564c110b682eef8b94e1641f3dd9c7e8e0887fda5f9"
            + "06b50c20580818847ecba3f123966414fa3498d32db444e3eb607b122586d194013b14603aeb4f02d8e0954bb4ba92e5"
    )

    private static let messages = signed.map { Array($0.message.utf8) }
    private static let keys = signed.map { Samples.bytes($0.publicKey) }
    private static let signatures = signed.map { Samples.bytes($0.signature) }

    private static var pairs: [(publicKey: [UInt8], message: [UInt8])] {
        zip(keys, messages).map { (publicKey: $0, message: $1) }
    }

    @Test("one key and one message", arguments: signed.indices)
    func verify(index: Int) throws {
        let (key, message, signature) = (Self.keys[index], Self.messages[index], Self.signatures[index])
        #expect(BLS.verify(publicKey: key, message: message, signature: signature))
        #expect(!BLS.verify(publicKey: key, message: message + [0], signature: signature))
        #expect(!BLS.verify(publicKey: try BLS.G1.negate(key), message: message, signature: signature))
        #expect(!BLS.verify(publicKey: key, message: message, signature: Self.signatures[(index + 1) % 3]))
    }

    @Test("infinity and points outside the groups")
    func refused() {
        let (key, message, signature) = (Self.keys[0], Self.messages[0], Self.signatures[0])
        #expect(!BLS.verify(publicKey: BLS.G1.zero, message: message, signature: BLS.G2.zero))
        #expect(!BLS.verify(publicKey: key, message: message, signature: BLS.G2.zero))
        #expect(!BLS.verify(publicKey: Samples.outsideG1, message: message, signature: signature))
        #expect(!BLS.verify(publicKey: key, message: message, signature: Samples.outsideG2))
    }

    @Test("sums of signatures")
    func sums() throws {
        #expect(try BLS.aggregate(Self.signatures) == Self.aggregate)
        #expect(try BLS.aggregate([Self.signatures[1]]) == Self.signatures[1])
        #expect(try BLS.aggregate([BLS.G2.zero, BLS.G2.zero]) == BLS.G2.zero)
        #expect(throws: BLSError.noSignatures) { try BLS.aggregate([]) }
        // Of the first nobody asks whether it is in the group.
        #expect(try BLS.aggregate([Samples.outsideG2]) == Samples.outsideG2)
        #expect(throws: BLSError.notInSubgroup) { try BLS.aggregate([Self.signatures[0], Samples.outsideG2]) }
    }

    @Test("one message by many keys")
    func fastAggregateVerify() throws {
        func verify(_ keys: [[UInt8]], _ signature: [UInt8] = Self.fastAggregate) -> Bool {
            BLS.fastAggregateVerify(publicKeys: keys, message: Self.messages[1], signature: signature)
        }
        #expect(verify(Self.keys))
        #expect(verify(Self.keys.reversed()))
        #expect(!verify(Array(Self.keys.dropLast())))
        #expect(!verify(Self.keys, Self.aggregate))
        #expect(!verify([]))
        #expect(!verify(Self.keys + [BLS.G1.zero]))
        #expect(!verify([BLS.G1.zero] + Self.keys))
        #expect(!verify(Self.keys + [Samples.outsideG1]))
        #expect(!verify([Samples.outsideG1] + Self.keys))
        // Keys whose sum is infinity.
        #expect(!verify([Self.keys[0], try BLS.G1.negate(Self.keys[0])], BLS.G2.zero))
    }

    @Test("many messages, each by its key")
    func aggregateVerify() throws {
        #expect(BLS.aggregateVerify(Self.pairs, signature: Self.aggregate))
        #expect(!BLS.aggregateVerify(Self.pairs, signature: Self.fastAggregate))
        #expect(!BLS.aggregateVerify(Array(Self.pairs.dropLast()), signature: Self.aggregate))
        #expect(!BLS.aggregateVerify([], signature: BLS.G2.zero))
        #expect(!BLS.aggregateVerify([(BLS.G1.zero, [])], signature: BLS.G2.zero))
        #expect(!BLS.aggregateVerify(Self.pairs, signature: Samples.outsideG2))
        #expect(!BLS.aggregateVerify(Self.pairs + [(Samples.outsideG1, [])], signature: Self.aggregate))
        // One message by all keys.
        let same = Self.keys.map { (publicKey: $0, message: Self.messages[1]) }
        #expect(BLS.aggregateVerify(same, signature: Self.fastAggregate))
        // Opposite keys need no signature.
        let opposite = [Self.keys[1], try BLS.G1.negate(Self.keys[1])].map { (publicKey: $0, message: [UInt8(7)]) }
        #expect(BLS.aggregateVerify(opposite, signature: BLS.G2.zero))
        #expect(!BLS.aggregateVerify(Array(opposite.dropLast()), signature: BLS.G2.zero))
    }

    @Test("more keys than blst pairs at once")
    func manyKeys() throws {
        // Nine of key times -1 and one of key times 9.
        let negative = try BLS.G1.negate(Self.keys[1])
        let ninefold = try BLS.G1.multiply(Self.keys[1], by: BLS.Scalar(9))
        let signed = [
            negative, negative, negative, negative, ninefold, negative, negative, negative, negative, negative,
        ]
        .map { (publicKey: $0, message: [UInt8(7)]) }
        #expect(BLS.aggregateVerify(signed, signature: BLS.G2.zero))
    }
}
