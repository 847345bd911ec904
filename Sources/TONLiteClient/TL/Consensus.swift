public import TONBlocks
public import TONCrypto

/// What validators sign: the types of `ton_api.tl` whose bytes are under signatures.
public enum Consensus {
    /// A block, as signatures of an ordinary set are over: the boxed bytes.
    ///
    /// `ton.blockId root_cell_hash:int256 file_hash:int256 = ton.BlockId`
    public struct BlockToSign: Hashable, Sendable {
        /// The hash of its root cell.
        public var rootHash: Hash256
        /// The SHA-256 of its bag of cells.
        public var fileHash: Hash256

        /// Makes one.
        public init(rootHash: Hash256, fileHash: Hash256) {
            self.rootHash = rootHash
            self.fileHash = fileHash
        }
    }

    /// A block that a validator found valid, which doesn't make it final.
    ///
    /// `ton.blockIdApprove root_cell_hash:int256 file_hash:int256 = ton.BlockId`
    public struct BlockToApprove: Hashable, Sendable {
        /// The hash of its root cell.
        public var rootHash: Hash256
        /// The SHA-256 of its bag of cells.
        public var fileHash: Hash256

        /// Makes one.
        public init(rootHash: Hash256, fileHash: Hash256) {
            self.rootHash = rootHash
            self.fileHash = fileHash
        }
    }

    /// What simplex consensus signs: the boxed bytes, with those of the vote inside.
    ///
    /// `consensus.dataToSign session_id:int256 data:bytes = consensus.DataToSign`
    public struct DataToSign: Hashable, Sendable {
        /// The session.
        public var sessionIdentifier: Hash256
        /// The vote: the boxed bytes of an ``UnsignedVote``.
        public var data: [UInt8]

        /// Makes one.
        public init(sessionIdentifier: Hash256, data: [UInt8]) {
            self.sessionIdentifier = sessionIdentifier
            self.data = data
        }
    }

    /// A candidate to become a block, or an empty one.
    ///
    /// `consensus.candidateId slot:int hash:int256 = consensus.CandidateId`
    public struct CandidateIdentifier: Hashable, Sendable {
        /// The slot of the session.
        public var slot: UInt32
        /// SHA-256 of the boxed bytes of its ``CandidateHashData``.
        public var hash: Hash256

        /// Makes one.
        public init(slot: UInt32, hash: Hash256) {
            self.slot = slot
            self.hash = hash
        }
    }

    /// What a candidate follows.
    ///
    /// ```
    /// consensus.candidateParent id:consensus.CandidateId = consensus.CandidateParent
    /// consensus.candidateWithoutParents = consensus.CandidateParent
    /// ```
    public enum CandidateParent: Hashable, Sendable {
        /// Another candidate of the session.
        case candidate(CandidateIdentifier)
        /// The block before the session.
        case none
    }

    /// What the hash of a candidate is of.
    ///
    /// ```
    /// consensus.candidateHashDataOrdinary block:tonNode.blockIdExt collated_file_hash:int256
    ///   parent:consensus.CandidateParent = consensus.CandidateHashData
    /// consensus.candidateHashDataEmpty block:tonNode.blockIdExt parent:consensus.candidateId
    ///   = consensus.CandidateHashData
    /// ```
    public enum CandidateHashData: Hashable, Sendable {
        /// A new block.
        case ordinary(block: BlockIdentifier, collatedFileHash: Hash256, parent: CandidateParent)
        /// The block of the parent once more.
        case empty(block: BlockIdentifier, parent: CandidateIdentifier)

        /// The block that is final with the candidate.
        public var block: BlockIdentifier {
            switch self {
            case .ordinary(let block, _, _), .empty(let block, _): block
            }
        }
    }

    /// A vote in simplex consensus. Only votes to finalize make a block final.
    ///
    /// ```
    /// consensus.simplex.notarizeVote id:consensus.CandidateId = consensus.simplex.UnsignedVote
    /// consensus.simplex.finalizeVote id:consensus.CandidateId = consensus.simplex.UnsignedVote
    /// consensus.simplex.skipVote slot:int = consensus.simplex.UnsignedVote
    /// ```
    public enum UnsignedVote: Hashable, Sendable {
        /// That a candidate is valid.
        case notarize(CandidateIdentifier)
        /// That a candidate is final.
        case finalize(CandidateIdentifier)
        /// That a slot stays empty.
        case skip(slot: UInt32)
    }
}

extension Consensus.BlockToSign: TLObject {
    /// The constructor in `ton_api.tl`.
    public static let constructor = TLConstructor("ton.blockId", 0xc50b_6e70)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        rootHash = try reader.read()
        fileHash = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(rootHash)
        writer.write(fileHash)
    }
}

extension Consensus.BlockToApprove: TLObject {
    /// The constructor in `ton_api.tl`.
    public static let constructor = TLConstructor("ton.blockIdApprove", 0x2dd4_4a49)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        rootHash = try reader.read()
        fileHash = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(rootHash)
        writer.write(fileHash)
    }
}

extension Consensus.DataToSign: TLObject {
    /// The constructor in `ton_api.tl`.
    public static let constructor = TLConstructor("consensus.dataToSign", 0xa8e3_3df8)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        sessionIdentifier = try reader.read()
        data = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(sessionIdentifier)
        writer.write(data)
    }
}

extension Consensus.CandidateIdentifier: TLObject {
    /// The constructor in `ton_api.tl`.
    public static let constructor = TLConstructor("consensus.candidateId", 0xb691_cd3f)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        slot = try reader.read()
        hash = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(slot)
        writer.write(hash)
    }
}

extension Consensus.CandidateParent: TLUnion {
    private static let candidateConstructor = TLConstructor("consensus.candidateParent", 0x1a4b_9af1)
    private static let noneConstructor = TLConstructor("consensus.candidateWithoutParents", 0x22cb_cca9)

    /// Reads either.
    public init(from reader: inout TLReader) throws(TLError) {
        let offset = reader.offset
        let found: UInt32 = try reader.read()
        switch found {
        case Self.candidateConstructor.identifier: self = .candidate(try reader.readBoxed())
        case Self.noneConstructor.identifier: self = .none
        default: throw .unknownConstructor(offset: offset, type: "consensus.CandidateParent", found: found)
        }
    }

    /// Appends it.
    public func write(to writer: inout TLWriter) {
        switch self {
        case .candidate(let identifier):
            writer.write(Self.candidateConstructor.identifier)
            writer.writeBoxed(identifier)
        case .none: writer.write(Self.noneConstructor.identifier)
        }
    }
}

extension Consensus.CandidateHashData: TLUnion {
    private static let ordinaryConstructor = TLConstructor("consensus.candidateHashDataOrdinary", 0xe8f9_bcdc)
    private static let emptyConstructor = TLConstructor("consensus.candidateHashDataEmpty", 0x72b4_d933)

    /// Reads either.
    public init(from reader: inout TLReader) throws(TLError) {
        let offset = reader.offset
        let found: UInt32 = try reader.read()
        switch found {
        case Self.ordinaryConstructor.identifier:
            self = .ordinary(
                block: try reader.read(), collatedFileHash: try reader.read(), parent: try reader.read())
        case Self.emptyConstructor.identifier: self = .empty(block: try reader.read(), parent: try reader.read())
        default: throw .unknownConstructor(offset: offset, type: "consensus.CandidateHashData", found: found)
        }
    }

    /// Appends it.
    public func write(to writer: inout TLWriter) {
        switch self {
        case .ordinary(let block, let collatedFileHash, let parent):
            writer.write(Self.ordinaryConstructor.identifier)
            writer.write(block)
            writer.write(collatedFileHash)
            writer.write(parent)
        case .empty(let block, let parent):
            writer.write(Self.emptyConstructor.identifier)
            writer.write(block)
            writer.write(parent)
        }
    }
}

extension Consensus.UnsignedVote: TLUnion {
    private static let notarizeConstructor = TLConstructor("consensus.simplex.notarizeVote", 0xcdf6_05a8)
    private static let finalizeConstructor = TLConstructor("consensus.simplex.finalizeVote", 0x40a7_e105)
    private static let skipConstructor = TLConstructor("consensus.simplex.skipVote", 0x2f6b_1f26)

    /// Reads a vote of any kind.
    public init(from reader: inout TLReader) throws(TLError) {
        let offset = reader.offset
        let found: UInt32 = try reader.read()
        switch found {
        case Self.notarizeConstructor.identifier: self = .notarize(try reader.readBoxed())
        case Self.finalizeConstructor.identifier: self = .finalize(try reader.readBoxed())
        case Self.skipConstructor.identifier: self = .skip(slot: try reader.read())
        default: throw .unknownConstructor(offset: offset, type: "consensus.simplex.UnsignedVote", found: found)
        }
    }

    /// Appends the vote.
    public func write(to writer: inout TLWriter) {
        switch self {
        case .notarize(let identifier):
            writer.write(Self.notarizeConstructor.identifier)
            writer.writeBoxed(identifier)
        case .finalize(let identifier):
            writer.write(Self.finalizeConstructor.identifier)
            writer.writeBoxed(identifier)
        case .skip(let slot):
            writer.write(Self.skipConstructor.identifier)
            writer.write(slot)
        }
    }
}
