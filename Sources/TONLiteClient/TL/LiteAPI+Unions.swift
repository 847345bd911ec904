extension LiteAPI {
    /// Who signed a block.
    ///
    /// `liteServer.SignatureSet`
    public enum SignatureSet: Hashable, Sendable {
        /// Signatures over the block's name.
        case ordinary(OrdinarySignatureSet)
        /// Signatures over a vote of simplex consensus.
        case simplex(SimplexSignatureSet)
    }

    /// A step of a proof from one masterchain block to another.
    ///
    /// `liteServer.BlockLink`
    public enum BlockLink: Hashable, Sendable {
        /// A step to an older block.
        case back(BlockLinkBack)
        /// A step to a newer block.
        case forward(BlockLinkForward)
    }

    /// The proofs of where a get-method was run, from the masterchain block down to the account.
    ///
    /// `shard_proof:mode.0?bytes proof:mode.0?bytes`
    public struct RunMethodProofs: Hashable, Sendable {
        /// A bag with the proof of the shard's block from the masterchain block.
        public var shardProof: [UInt8]
        /// A bag with the proofs of the account in the state after the shard's block.
        public var proof: [UInt8]

        /// Makes them.
        public init(shardProof: [UInt8], proof: [UInt8]) {
            self.shardProof = shardProof
            self.proof = proof
        }
    }
}

extension LiteAPI.SignatureSet: TLUnion {
    /// Reads either set.
    public init(from reader: inout TLReader) throws(TLError) {
        let offset = reader.offset
        let found: UInt32 = try reader.read()
        switch found {
        case LiteAPI.OrdinarySignatureSet.constructor.identifier: self = .ordinary(try reader.read())
        case LiteAPI.SimplexSignatureSet.constructor.identifier: self = .simplex(try reader.read())
        default: throw .unknownConstructor(offset: offset, type: "liteServer.SignatureSet", found: found)
        }
    }

    /// Appends the set.
    public func write(to writer: inout TLWriter) {
        switch self {
        case .ordinary(let set): writer.writeBoxed(set)
        case .simplex(let set): writer.writeBoxed(set)
        }
    }
}

extension LiteAPI.BlockLink: TLUnion {
    /// Reads either step.
    public init(from reader: inout TLReader) throws(TLError) {
        let offset = reader.offset
        let found: UInt32 = try reader.read()
        switch found {
        case LiteAPI.BlockLinkBack.constructor.identifier: self = .back(try reader.read())
        case LiteAPI.BlockLinkForward.constructor.identifier: self = .forward(try reader.read())
        default: throw .unknownConstructor(offset: offset, type: "liteServer.BlockLink", found: found)
        }
    }

    /// Appends the step.
    public func write(to writer: inout TLWriter) {
        switch self {
        case .back(let link): writer.writeBoxed(link)
        case .forward(let link): writer.writeBoxed(link)
        }
    }
}

extension LiteAPI.RunMethodProofs: TLValue {
    /// Reads both.
    public init(from reader: inout TLReader) throws(TLError) {
        shardProof = try reader.read()
        proof = try reader.read()
    }

    /// Appends both.
    public func write(to writer: inout TLWriter) {
        writer.write(shardProof)
        writer.write(proof)
    }
}
