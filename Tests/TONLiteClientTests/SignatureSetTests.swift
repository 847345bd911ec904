import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// Sets that the tests sign themselves, over bytes that are put together by hand.
@Suite("Sets of signatures")
struct SignatureSetTests {
    /// Validators with keys of their own.
    struct Validators {
        let keys: [Ed25519.PrivateKey]
        let subset: ValidatorSubset

        init(weights: [UInt64], catchainSeqno: UInt32 = 7) throws {
            keys = weights.indices.map { Ed25519.PrivateKey(seed: SHA256.hash([UInt8(truncatingIfNeeded: $0), 9])) }
            var list = TypedHashmapE<UInt16, ValidatorDescription>()
            for (position, weight) in weights.enumerated() {
                let key = SignaturePublicKey(bytes: try keys[position].publicKey().bytes)
                try list.set(ValidatorDescription(publicKey: key, weight: weight), for: UInt16(position))
            }
            let set = ValidatorSet(
                validSince: 0, validUntil: .max, total: UInt16(weights.count), main: UInt16(weights.count), list: list)
            subset = try ValidatorSubset(of: .masterchain, catchainSeqno: catchainSeqno, from: set, sessions: nil)
        }

        /// Signatures by some of them; the same one may come twice.
        func sign(_ message: [UInt8], by signers: [Int]) throws -> [LiteAPI.Signature] {
            try signers.map { signer in
                LiteAPI.Signature(
                    nodeIdentifierShort: try Self.name(of: keys[signer]),
                    signature: try keys[signer].signature(for: message))
            }
        }

        static func name(of key: Ed25519.PrivateKey) throws -> Hash256 {
            SHA256.hash([0xc6, 0xb4, 0x13, 0x48] + (try key.publicKey().bytes.bytes))
        }
    }

    static let block = BlockIdentifier(
        shardIdentifier: .masterchain, seqno: 0x0102_0304, rootHash: SHA256.hash([1]), fileHash: SHA256.hash([2]))
    static let session = SHA256.hash([3])
    static let slot: UInt32 = 0x0a0b_0c0d

    /// `tonNode.blockIdExt`, bare.
    static func name(_ block: BlockIdentifier) -> [UInt8] {
        [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0x80]
            + withUnsafeBytes(of: block.seqno.littleEndian) { Array($0) } + block.rootHash.bytes + block.fileHash.bytes
    }

    /// `consensus.candidateHashDataOrdinary` without parents.
    static func candidate(_ block: BlockIdentifier = block, collated: UInt8 = 4) -> [UInt8] {
        [0xdc, 0xbc, 0xf9, 0xe8] + name(block) + SHA256.hash([collated]).bytes + [0xa9, 0xcc, 0xcb, 0x22]
    }

    /// `consensus.dataToSign` over a vote for the candidate.
    static func vote(
        _ constructor: [UInt8] = [0x05, 0xe1, 0xa7, 0x40], candidate: [UInt8] = candidate(), session: Hash256 = session
    ) -> [UInt8] {
        [0xf8, 0x3d, 0xe3, 0xa8] + session.bytes + [44] + constructor + [0x3f, 0xcd, 0x91, 0xb6]
            + [0x0d, 0x0c, 0x0b, 0x0a] + SHA256.hash(candidate).bytes + [0, 0, 0]
    }

    /// `ton.blockId`.
    static let ordinary: [UInt8] = [0x70, 0x6e, 0x0b, 0xc5] + block.rootHash.bytes + block.fileHash.bytes

    static func simplex(
        _ validators: Validators, _ signatures: [LiteAPI.Signature], candidate: [UInt8] = candidate()
    ) -> LiteAPI.SimplexSignatureSet {
        LiteAPI.SimplexSignatureSet(
            catchainSeqno: validators.subset.catchainSeqno, validatorSetHash: validators.subset.listHashShort,
            signatures: signatures, sessionIdentifier: session, slot: slot, candidate: candidate)
    }

    static func ordinary(_ validators: Validators, _ signatures: [LiteAPI.Signature]) -> LiteAPI.OrdinarySignatureSet {
        LiteAPI.OrdinarySignatureSet(
            validatorSetHash: validators.subset.listHashShort, catchainSeqno: validators.subset.catchainSeqno,
            signatures: signatures)
    }

    @Test("votes to finalize the candidate of the block make it final")
    func simplex() throws {
        let validators = try Validators(weights: [1, 2, 3, 4])
        let set = Self.simplex(validators, try validators.sign(Self.vote(), by: [3, 1, 2]))
        #expect(try LiteAPI.SignatureSet.simplex(set).verify(Self.block, by: validators.subset) == 9)
        let read = try LiteAPI.SignatureSet(tl: LiteAPI.SignatureSet.simplex(set).tlBytes)
        #expect(try read.verify(Self.block, by: validators.subset) == 9)
        // A candidate that repeats its parent's block.
        let empty: [UInt8] =
            [0x33, 0xd9, 0xb4, 0x72] + Self.name(Self.block) + [1, 0, 0, 0] + SHA256.hash([5]).bytes
        let repeated = Self.simplex(
            validators, try validators.sign(Self.vote(candidate: empty), by: [3, 1, 2]), candidate: empty)
        #expect(try LiteAPI.SignatureSet.simplex(repeated).verify(Self.block, by: validators.subset) == 9)
    }

    @Test("signatures of the block's name make it final")
    func ordinary() throws {
        let validators = try Validators(weights: [1, 2, 3, 4])
        let set = Self.ordinary(validators, try validators.sign(Self.ordinary, by: [3, 1, 2]))
        #expect(try LiteAPI.SignatureSet.ordinary(set).verify(Self.block, by: validators.subset) == 9)
    }

    @Test("two thirds are too little, whatever the weights", arguments: [1, 1 << 62 as UInt64])
    func threshold(weight: UInt64) throws {
        let validators = try Validators(weights: [weight, weight, weight])
        for isSimplex in [true, false] {
            func set(_ signers: [Int]) throws -> LiteAPI.SignatureSet {
                isSimplex
                    ? .simplex(Self.simplex(validators, try validators.sign(Self.vote(), by: signers)))
                    : .ordinary(Self.ordinary(validators, try validators.sign(Self.ordinary, by: signers)))
            }
            #expect(throws: SignatureSetError.tooLight(weight: 2 * weight, total: 3 * weight)) {
                try set([0, 2]).verify(Self.block, by: validators.subset)
            }
            #expect(throws: SignatureSetError.tooLight(weight: 0, total: 3 * weight)) {
                try set([]).verify(Self.block, by: validators.subset)
            }
            #expect(try set([0, 1, 2]).verify(Self.block, by: validators.subset) == 3 * weight)
        }
        // One more than two thirds is enough.
        let uneven = try Validators(weights: [2 * weight + 1, weight])
        let set = Self.simplex(uneven, try uneven.sign(Self.vote(), by: [0]))
        #expect(try LiteAPI.SignatureSet.simplex(set).verify(Self.block, by: uneven.subset) == 2 * weight + 1)
    }

    @Test("weights of 2^64 together are no weights")
    func overflow() throws {
        #expect(throws: CellError.self) { try Validators(weights: [1 << 63, 1 << 63]) }
        #expect(throws: CellError.self) { try Validators(weights: [1, 0]) }
    }

    @Test("a signer counts once, and only if it is a validator")
    func signers() throws {
        let validators = try Validators(weights: [1, 1, 1])
        let name = try Validators.name(of: validators.keys[0])
        let twice = Self.simplex(validators, try validators.sign(Self.vote(), by: [0, 1, 2, 0]))
        #expect(throws: SignatureSetError.duplicateSigner(name)) {
            try LiteAPI.SignatureSet.simplex(twice).verify(Self.block, by: validators.subset)
        }
        let others = try Validators(weights: [1, 1, 1, 1])
        let stranger = try Validators.name(of: others.keys[3])
        let strange = Self.simplex(validators, try others.sign(Self.vote(), by: [0, 1, 2, 3]))
        #expect(throws: SignatureSetError.unknownSigner(stranger)) {
            try LiteAPI.SignatureSet.simplex(strange).verify(Self.block, by: validators.subset)
        }
    }

    @Test("other votes, and votes for something else, make nothing final")
    func otherVotes() throws {
        let validators = try Validators(weights: [1, 1, 1])
        let wrong = SignatureSetError.wrongSignature(signer: try Validators.name(of: validators.keys[0]))
        func verify(_ message: [UInt8], _ change: (inout LiteAPI.SimplexSignatureSet) -> Void = { _ in }) throws {
            var set = Self.simplex(validators, try validators.sign(message, by: [0, 1, 2]))
            change(&set)
            try LiteAPI.SignatureSet.simplex(set).verify(Self.block, by: validators.subset)
        }
        try verify(Self.vote())
        // To notarize, and to skip.
        #expect(throws: wrong) { try verify(Self.vote([0xa8, 0x05, 0xf6, 0xcd])) }
        #expect(throws: wrong) { try verify(Self.vote([0x26, 0x1f, 0x6b, 0x2f])) }
        // What ordinary sets sign, what validators signed to approve, and the vote without its session.
        #expect(throws: wrong) { try verify(Self.ordinary) }
        #expect(throws: wrong) { try verify([0x49, 0x4a, 0xd4, 0x2d] + Self.ordinary.dropFirst(4)) }
        #expect(throws: wrong) { try verify(Array(Self.vote().dropFirst(37).dropLast(3))) }
        // In another session or slot, or for another candidate of the same block.
        #expect(throws: wrong) { try verify(Self.vote(session: .zero)) }
        #expect(throws: wrong) { try verify(Self.vote()) { $0.slot += 1 } }
        #expect(throws: wrong) { try verify(Self.vote()) { $0.candidate = Self.candidate(collated: 5) } }
        // For a candidate of another block.
        for change in 0..<3 {
            var other = Self.block
            if change == 0 {
                other.seqno += 1
            } else if change == 1 {
                other.fileHash = .zero
            } else {
                other.rootHash = .zero
            }
            let foreign = Self.candidate(other)
            #expect(throws: SignatureSetError.otherCandidate(other)) {
                try verify(Self.vote(candidate: foreign)) { $0.candidate = foreign }
            }
        }
        // For what is no candidate.
        #expect(throws: SignatureSetError.candidate(.truncated(offset: 0, wanted: 4, left: 0))) {
            try verify(Self.vote(candidate: [])) { $0.candidate = [] }
        }
        let longer = Self.candidate() + [0, 0, 0, 0]
        #expect(throws: SignatureSetError.candidate(.trailingBytes(offset: 120, count: 4))) {
            try verify(Self.vote(candidate: longer)) { $0.candidate = longer }
        }
        // Votes in a set that is declared ordinary.
        let ordinary = Self.ordinary(validators, try validators.sign(Self.vote(), by: [0, 1, 2]))
        #expect(throws: wrong) {
            try LiteAPI.SignatureSet.ordinary(ordinary).verify(Self.block, by: validators.subset)
        }
    }

    @Test("the number of the session and the hash of the validators stand in different orders")
    func swapped() throws {
        let validators = try Validators(weights: [1, 1, 1])
        let (seqno, hash) = (validators.subset.catchainSeqno, validators.subset.listHashShort)
        var simplex = Self.simplex(validators, try validators.sign(Self.vote(), by: [0, 1, 2]))
        (simplex.catchainSeqno, simplex.validatorSetHash) = (hash, seqno)
        var ordinary = Self.ordinary(validators, try validators.sign(Self.ordinary, by: [0, 1, 2]))
        (ordinary.catchainSeqno, ordinary.validatorSetHash) = (hash, seqno)
        for set in [LiteAPI.SignatureSet.simplex(simplex), .ordinary(ordinary)] {
            #expect(throws: SignatureSetError.session(expected: seqno, found: hash)) {
                try set.verify(Self.block, by: validators.subset)
            }
        }
        // The bytes of either: constructor, then the session first in the one and the validators first in the other.
        let words = [seqno, hash].map { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
        simplex = Self.simplex(validators, [])
        ordinary = Self.ordinary(validators, [])
        #expect(
            Array(LiteAPI.SignatureSet.simplex(simplex).tlBytes.prefix(12)) == [0x00, 0x98, 0x24, 0xac] + words[0]
                + words[1])
        #expect(
            Array(LiteAPI.SignatureSet.ordinary(ordinary).tlBytes.prefix(12)) == [0xe6, 0xa6, 0x44, 0xf6] + words[1]
                + words[0]
        )
    }

    @Test("the same set in cells")
    func cells() throws {
        let validators = try Validators(weights: [1, 1, 1])
        let signatures = try validators.sign(Self.vote(), by: [0, 1, 2])
        func pair(_ signature: LiteAPI.Signature) throws -> SignaturePair {
            let bytes = signature.signature
            return SignaturePair(
                nodeIdentifierShort: signature.nodeIdentifierShort,
                signature: .simple(
                    Ed25519SignatureValue(
                        r: try #require(Hash256(bytes.prefix(32))), s: try #require(Hash256(bytes.suffix(32))))))
        }
        var pairs = SignaturePairs()
        for (position, signature) in signatures.enumerated() {
            try pairs.set(try pair(signature), for: UInt16(position))
        }
        // A candidate of 120 bytes, of which a cell of its own holds the last.
        var rest = CellBuilder()
        try rest.store(bytes: Self.candidate().suffix(20))
        var first = CellBuilder()
        try first.store(bytes: Self.candidate().prefix(100))
        try first.store(reference: try rest.build())
        var set = BlockSignatures(
            validatorListHashShort: validators.subset.listHashShort, catchainSeqno: validators.subset.catchainSeqno,
            count: 3, weight: 3, signatures: pairs,
            simplex: SimplexSignatureInfo(
                sessionIdentifier: Self.session, slot: Self.slot, candidateData: try first.build()))
        let read = try LiteAPI.SignatureSet(try BlockSignatures(cell: try set.cell()))
        #expect(try read.verify(Self.block, by: validators.subset) == 3)
        #expect(read == .simplex(Self.simplex(validators, signatures)))
        set.count = 2
        #expect(throws: CellError.self) { try LiteAPI.SignatureSet(set) }
        set.count = 3
        try set.signatures.set(try pair(signatures[2]), for: 4)
        try set.signatures.remove(2)
        #expect(throws: CellError.self) { try LiteAPI.SignatureSet(set) }
    }
}
