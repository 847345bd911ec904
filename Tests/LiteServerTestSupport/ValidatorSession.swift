import SilkTestSupport
public import TONBlocks
public import TONCrypto
public import TONLiteClient

/// Validators that make masterchain blocks together, in their order, and how they sign.
public struct ValidatorSession: Sendable {
    /// Who they are.
    public let members: [TestValidator]
    /// The number of the session.
    public let catchainSeqno: UInt32
    /// A short hash of the members and the number.
    public let validatorListHashShort: UInt32
    /// Whether they sign votes of simplex consensus; else the blocks' names.
    public let isSimplex: Bool
    /// What simplex votes name the session by.
    public let sessionIdentifier: Hash256

    /// Makes one.
    public init(members: [TestValidator], catchainSeqno: UInt32, isSimplex: Bool) {
        self.members = members
        self.catchainSeqno = catchainSeqno
        self.isSimplex = isSimplex
        validatorListHashShort = Self.shortHash(of: members.map(\.description), catchainSeqno: catchainSeqno)
        sessionIdentifier = SHA256.hash(Array("session \(catchainSeqno) \(validatorListHashShort)".utf8))
    }

    /// CRC-32C over what the node software (`compute_validator_set_hash`) writes of a session: a magic number, the
    /// session's number, and of each member key, weight and address.
    public static func shortHash(of members: [ValidatorDescription], catchainSeqno: UInt32) -> UInt32 {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: value.littleEndian) { Array($0) }
        }
        var data = bytes(UInt32(0x9016_60ed)) + bytes(catchainSeqno) + bytes(UInt32(members.count))
        for member in members {
            data += member.publicKey.bytes.bytes + bytes(member.weight) + (member.adnlAddress ?? .zero).bytes
        }
        return CRC32C.checksum(data)
    }

    /// The weight of all.
    public var totalWeight: UInt64 { members.reduce(0) { $0 + $1.weight } }

    // MARK: - Signing

    /// What a signature is for.
    public enum Vote: Hashable, Sendable {
        /// That the block is final.
        case finalize
        /// That the block is valid, which makes nothing final.
        case notarize
    }

    /// The signatures of more than two thirds of the weight, and of some more: which ones follows from the block.
    public func signatures(of block: BlockIdentifier) throws -> LiteAPI.SignatureSet {
        try signatures(of: block, by: signers(of: block))
    }

    /// Enough members for a block, and some more, in their order.
    public func signers(of block: BlockIdentifier) -> [TestValidator] {
        var random = SeededGenerator(seed: block.rootHash.leadingWord)
        var (weight, chosen) = (UInt64(0), Set<Int>())
        for number in members.indices.shuffled(using: &random) {
            guard weight * 3 <= totalWeight * 2 || Bool.random(using: &random) else { continue }
            weight += members[number].weight
            chosen.insert(number)
        }
        return chosen.sorted().map { members[$0] }
    }

    /// The signatures of these members, whether or not they are enough.
    public func signatures(
        of block: BlockIdentifier, by signers: [TestValidator], vote: Vote = .finalize
    ) throws -> LiteAPI.SignatureSet {
        guard isSimplex else {
            let signed =
                switch vote {
                case .finalize: Consensus.BlockToSign(rootHash: block.rootHash, fileHash: block.fileHash).tlBytes
                case .notarize: Consensus.BlockToApprove(rootHash: block.rootHash, fileHash: block.fileHash).tlBytes
                }
            return .ordinary(
                LiteAPI.OrdinarySignatureSet(
                    validatorSetHash: validatorListHashShort, catchainSeqno: catchainSeqno,
                    signatures: try sign(signed, signers)))
        }
        // The slots of a session count on where blocks were skipped; a third more slots than blocks will do.
        let slot = block.seqno + block.seqno / 3
        let parent = Consensus.CandidateIdentifier(slot: slot - 1, hash: SHA256.hash(block.rootHash.bytes))
        let candidate = Consensus.CandidateHashData.ordinary(
            block: block, collatedFileHash: SHA256.hash(block.fileHash.bytes), parent: .candidate(parent)
        ).tlBytes
        let identifier = Consensus.CandidateIdentifier(slot: slot, hash: SHA256.hash(candidate))
        let unsigned: Consensus.UnsignedVote =
            switch vote {
            case .finalize: .finalize(identifier)
            case .notarize: .notarize(identifier)
            }
        let signed = Consensus.DataToSign(sessionIdentifier: sessionIdentifier, data: unsigned.tlBytes).tlBytes
        return .simplex(
            LiteAPI.SimplexSignatureSet(
                catchainSeqno: catchainSeqno, validatorSetHash: validatorListHashShort,
                signatures: try sign(signed, signers), sessionIdentifier: sessionIdentifier, slot: slot,
                candidate: candidate))
    }

    private func sign(_ bytes: [UInt8], _ signers: [TestValidator]) throws -> [LiteAPI.Signature] {
        try signers.map {
            LiteAPI.Signature(
                nodeIdentifierShort: $0.shortIdentifier, signature: try $0.privateKey.signature(for: bytes))
        }
    }
}
