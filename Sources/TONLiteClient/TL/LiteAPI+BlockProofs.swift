public import TONBlocks
public import TONCrypto

extension LiteAPI {
    /// A signature of a validator.
    ///
    /// `liteServer.signature node_id_short:int256 signature:bytes = liteServer.Signature`
    public struct Signature: Hashable, Sendable {
        /// The hash of the validator's public key in its TL form.
        public var nodeIdentifierShort: Hash256
        /// The signature: 64 bytes.
        public var signature: [UInt8]

        /// Makes one.
        public init(nodeIdentifierShort: Hash256, signature: [UInt8]) {
            self.nodeIdentifierShort = nodeIdentifierShort
            self.signature = signature
        }
    }
}

extension LiteAPI.Signature: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.signature", 0xa3de_f855)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        nodeIdentifierShort = try reader.read()
        signature = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(nodeIdentifierShort)
        writer.write(signature)
    }
}

extension LiteAPI {
    /// Signatures over the name of a block: `ton.blockId`.
    ///
    /// ```
    /// liteServer.signatureSet.ordinary#f644a6e6 validator_set_hash:int catchain_seqno:int signatures:(vector
    ///   liteServer.signature) = liteServer.SignatureSet
    /// ```
    public struct OrdinarySignatureSet: Hashable, Sendable {
        /// A short hash of the validators that could sign.
        public var validatorSetHash: UInt32
        /// The number of their session.
        public var catchainSeqno: UInt32
        /// The signatures.
        public var signatures: [Signature]

        /// Makes one.
        public init(validatorSetHash: UInt32, catchainSeqno: UInt32, signatures: [Signature]) {
            self.validatorSetHash = validatorSetHash
            self.catchainSeqno = catchainSeqno
            self.signatures = signatures
        }
    }
}

extension LiteAPI.OrdinarySignatureSet: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.signatureSet.ordinary", 0xf644_a6e6)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        validatorSetHash = try reader.read()
        catchainSeqno = try reader.read()
        signatures = try reader.readVector()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(validatorSetHash)
        writer.write(catchainSeqno)
        writer.writeVector(signatures)
    }
}

extension LiteAPI {
    /// Signatures over a vote to make a candidate final, as simplex consensus collects them.
    ///
    /// ```
    /// liteServer.signatureSet.simplex cc_seqno:int validator_set_hash:int signatures:(vector
    ///   liteServer.signature) session_id:int256 slot:int candidate:bytes = liteServer.SignatureSet
    /// ```
    public struct SimplexSignatureSet: Hashable, Sendable {
        /// The number of their session.
        public var catchainSeqno: UInt32
        /// A short hash of the validators that could sign.
        public var validatorSetHash: UInt32
        /// The signatures.
        public var signatures: [Signature]
        /// The session.
        public var sessionIdentifier: Hash256
        /// The slot of the session.
        public var slot: UInt32
        /// The candidate whose hash was voted for: `consensus.CandidateHashData`.
        public var candidate: [UInt8]

        /// Makes one.
        public init(
            catchainSeqno: UInt32, validatorSetHash: UInt32, signatures: [Signature], sessionIdentifier: Hash256,
            slot: UInt32, candidate: [UInt8]
        ) {
            self.catchainSeqno = catchainSeqno
            self.validatorSetHash = validatorSetHash
            self.signatures = signatures
            self.sessionIdentifier = sessionIdentifier
            self.slot = slot
            self.candidate = candidate
        }
    }
}

extension LiteAPI.SimplexSignatureSet: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.signatureSet.simplex", 0xac24_9800)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        catchainSeqno = try reader.read()
        validatorSetHash = try reader.read()
        signatures = try reader.readVector()
        sessionIdentifier = try reader.read()
        slot = try reader.read()
        candidate = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(catchainSeqno)
        writer.write(validatorSetHash)
        writer.writeVector(signatures)
        writer.write(sessionIdentifier)
        writer.write(slot)
        writer.write(candidate)
    }
}

extension LiteAPI {
    /// A proof that leads from a block to an older one that it names.
    ///
    /// ```
    /// liteServer.blockLinkBack to_key_block:Bool from:tonNode.blockIdExt to:tonNode.blockIdExt
    ///   dest_proof:bytes proof:bytes state_proof:bytes = liteServer.BlockLink
    /// ```
    public struct BlockLinkBack: Hashable, Sendable {
        /// Whether the step leads to a key block.
        public var isToKeyBlock: Bool
        /// Where it starts.
        public var source: BlockIdentifier
        /// Where it leads.
        public var destination: BlockIdentifier
        /// A Merkle proof of the header of the block that it leads to.
        public var destinationProof: [UInt8]
        /// A Merkle proof of the header of the block that it starts from.
        public var proof: [UInt8]
        /// A Merkle proof of the state after the block that it starts from, which names older blocks.
        public var stateProof: [UInt8]

        /// Makes one.
        public init(
            isToKeyBlock: Bool, source: BlockIdentifier, destination: BlockIdentifier, destinationProof: [UInt8],
            proof: [UInt8], stateProof: [UInt8]
        ) {
            self.isToKeyBlock = isToKeyBlock
            self.source = source
            self.destination = destination
            self.destinationProof = destinationProof
            self.proof = proof
            self.stateProof = stateProof
        }
    }
}

extension LiteAPI.BlockLinkBack: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.blockLinkBack", 0xef7e_1bef)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        isToKeyBlock = try reader.read()
        source = try reader.read()
        destination = try reader.read()
        destinationProof = try reader.read()
        proof = try reader.read()
        stateProof = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(isToKeyBlock)
        writer.write(source)
        writer.write(destination)
        writer.write(destinationProof)
        writer.write(proof)
        writer.write(stateProof)
    }
}

extension LiteAPI {
    /// A proof that leads from a key block to a newer block, which the validators that the key block names have signed.
    ///
    /// ```
    /// liteServer.blockLinkForward to_key_block:Bool from:tonNode.blockIdExt to:tonNode.blockIdExt
    ///   dest_proof:bytes config_proof:bytes signatures:liteServer.SignatureSet = liteServer.BlockLink
    /// ```
    public struct BlockLinkForward: Hashable, Sendable {
        /// Whether the step leads to a key block.
        public var isToKeyBlock: Bool
        /// Where it starts.
        public var source: BlockIdentifier
        /// Where it leads.
        public var destination: BlockIdentifier
        /// A Merkle proof of the header of the block that it leads to.
        public var destinationProof: [UInt8]
        /// A Merkle proof of the configuration in the key block that it starts from.
        public var configurationProof: [UInt8]
        /// Who signed the block that it leads to.
        public var signatures: SignatureSet

        /// Makes one.
        public init(
            isToKeyBlock: Bool, source: BlockIdentifier, destination: BlockIdentifier, destinationProof: [UInt8],
            configurationProof: [UInt8], signatures: SignatureSet
        ) {
            self.isToKeyBlock = isToKeyBlock
            self.source = source
            self.destination = destination
            self.destinationProof = destinationProof
            self.configurationProof = configurationProof
            self.signatures = signatures
        }
    }
}

extension LiteAPI.BlockLinkForward: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.blockLinkForward", 0x520f_ce1c)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        isToKeyBlock = try reader.read()
        source = try reader.read()
        destination = try reader.read()
        destinationProof = try reader.read()
        configurationProof = try reader.read()
        signatures = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(isToKeyBlock)
        writer.write(source)
        writer.write(destination)
        writer.write(destinationProof)
        writer.write(configurationProof)
        writer.write(signatures)
    }
}

extension LiteAPI {
    /// Steps from one masterchain block to another, or a part of the way.
    ///
    /// ```
    /// liteServer.partialBlockProof complete:Bool from:tonNode.blockIdExt to:tonNode.blockIdExt steps:(vector
    ///   liteServer.BlockLink) = liteServer.PartialBlockProof
    /// ```
    public struct PartialBlockProof: Hashable, Sendable {
        /// Whether the steps lead all the way.
        public var isComplete: Bool
        /// Where it starts.
        public var source: BlockIdentifier
        /// Where it leads.
        public var destination: BlockIdentifier
        /// The steps.
        public var steps: [BlockLink]

        /// Makes one.
        public init(isComplete: Bool, source: BlockIdentifier, destination: BlockIdentifier, steps: [BlockLink]) {
            self.isComplete = isComplete
            self.source = source
            self.destination = destination
            self.steps = steps
        }
    }
}

extension LiteAPI.PartialBlockProof: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.partialBlockProof", 0x8ed0_d2c1)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        isComplete = try reader.read()
        source = try reader.read()
        destination = try reader.read()
        steps = try reader.readVector()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(isComplete)
        writer.write(source)
        writer.write(destination)
        writer.writeVector(steps)
    }
}

extension LiteAPI {
    /// Asks for proofs from a known masterchain block to another, or to the newest.
    ///
    /// ```
    /// liteServer.getBlockProof mode:# known_block:tonNode.blockIdExt target_block:mode.0?tonNode.blockIdExt =
    ///   liteServer.PartialBlockProof
    /// ```
    public struct GetBlockProof: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// Where to start.
        public var knownBlock: BlockIdentifier
        /// Where to go; nil for the newest block.
        public var targetBlock: BlockIdentifier?

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags | TLFlags.bit(0, if: targetBlock != nil)
        }

        /// Makes one.
        public init(knownBlock: BlockIdentifier, targetBlock: BlockIdentifier? = nil, otherFlags: UInt32 = 0) {
            self.otherFlags = otherFlags
            self.knownBlock = knownBlock
            self.targetBlock = targetBlock
        }
    }
}

extension LiteAPI.GetBlockProof: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.PartialBlockProof

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getBlockProof", 0x8aea_9c44)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(0, in: mode)
        knownBlock = try reader.read()
        targetBlock = try reader.read(if: mode, has: 0)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(knownBlock)
        writer.write(targetBlock)
    }
}
