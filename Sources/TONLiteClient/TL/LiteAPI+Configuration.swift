public import TONBlocks
public import TONCrypto

extension LiteAPI {
    /// Parameters of the configuration, with proof.
    ///
    /// ```
    /// liteServer.configInfo mode:# id:tonNode.blockIdExt state_proof:bytes config_proof:bytes =
    ///   liteServer.ConfigInfo
    /// ```
    public struct ConfigurationInfo: Hashable, Sendable {
        /// Which parts were asked for, as bits.
        public var mode: UInt32
        /// The block.
        public var block: BlockIdentifier
        /// A Merkle proof of the block, which names the state after it.
        public var stateProof: [UInt8]
        /// A Merkle proof of the parameters, in the state or in the key block.
        public var configurationProof: [UInt8]

        /// Makes one.
        public init(block: BlockIdentifier, stateProof: [UInt8], configurationProof: [UInt8], mode: UInt32) {
            self.mode = mode
            self.block = block
            self.stateProof = stateProof
            self.configurationProof = configurationProof
        }
    }
}

extension LiteAPI.ConfigurationInfo: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.configInfo", 0xae7b_272f)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        mode = try reader.read()
        block = try reader.read()
        stateProof = try reader.read()
        configurationProof = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.write(stateProof)
        writer.write(configurationProof)
    }
}

extension LiteAPI {
    /// Counters of the blocks that validators made, with proof.
    ///
    /// ```
    /// liteServer.validatorStats mode:# id:tonNode.blockIdExt count:int complete:Bool state_proof:bytes
    ///   data_proof:bytes = liteServer.ValidatorStats
    /// ```
    public struct ValidatorStatistics: Hashable, Sendable {
        /// Which parts were asked for, as bits.
        public var mode: UInt32
        /// The block.
        public var block: BlockIdentifier
        /// How many there are.
        public var count: UInt32
        /// Whether that is all.
        public var isComplete: Bool
        /// A Merkle proof of the state.
        public var stateProof: [UInt8]
        /// A Merkle proof of the entries.
        public var dataProof: [UInt8]

        /// Makes one.
        public init(
            block: BlockIdentifier, count: UInt32, isComplete: Bool, stateProof: [UInt8], dataProof: [UInt8],
            mode: UInt32
        ) {
            self.mode = mode
            self.block = block
            self.count = count
            self.isComplete = isComplete
            self.stateProof = stateProof
            self.dataProof = dataProof
        }
    }
}

extension LiteAPI.ValidatorStatistics: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.validatorStats", 0xb9f7_96d8)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        mode = try reader.read()
        block = try reader.read()
        count = try reader.read()
        isComplete = try reader.read()
        stateProof = try reader.read()
        dataProof = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.write(count)
        writer.write(isComplete)
        writer.write(stateProof)
        writer.write(dataProof)
    }
}

extension LiteAPI {
    /// Asks for the whole configuration.
    ///
    /// `liteServer.getConfigAll mode:# id:tonNode.blockIdExt = liteServer.ConfigInfo`
    public struct GetConfigurationAll: Hashable, Sendable {
        /// What the proof is to have, as bits.
        public var mode: UInt32
        /// The block.
        public var block: BlockIdentifier

        /// Makes one.
        public init(block: BlockIdentifier, mode: UInt32 = 0) {
            self.mode = mode
            self.block = block
        }
    }
}

extension LiteAPI.GetConfigurationAll: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.ConfigurationInfo

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getConfigAll", 0x911b_26b7)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        mode = try reader.read()
        block = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
    }
}

extension LiteAPI {
    /// Asks for some parameters of the configuration.
    ///
    /// `liteServer.getConfigParams mode:# id:tonNode.blockIdExt param_list:(vector int) = liteServer.ConfigInfo`
    public struct GetConfigurationParameters: Hashable, Sendable {
        /// What the proof is to have, as bits.
        public var mode: UInt32
        /// The block.
        public var block: BlockIdentifier
        /// The numbers of the parameters.
        public var parameters: [Int32]

        /// Makes one.
        public init(block: BlockIdentifier, parameters: [Int32], mode: UInt32 = 0) {
            self.mode = mode
            self.block = block
            self.parameters = parameters
        }
    }
}

extension LiteAPI.GetConfigurationParameters: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.ConfigurationInfo

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getConfigParams", 0x2a11_1c19)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        mode = try reader.read()
        block = try reader.read()
        parameters = try reader.readVector()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.writeVector(parameters)
    }
}

extension LiteAPI {
    /// Asks for counters of validators.
    ///
    /// ```
    /// liteServer.getValidatorStats#091a58bc mode:# id:tonNode.blockIdExt limit:int start_after:mode.0?int256
    ///   modified_after:mode.2?int = liteServer.ValidatorStats
    /// ```
    public struct GetValidatorStatistics: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// The block.
        public var block: BlockIdentifier
        /// How many at most; servers give 1000 at most.
        public var limit: UInt32
        /// The key of the validator to go on behind; nil to start.
        public var startAfter: Hash256?
        /// Only those changed later than this, in unix seconds; nil for all.
        public var modifiedAfter: UInt32?

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags | TLFlags.bit(0, if: startAfter != nil) | TLFlags.bit(2, if: modifiedAfter != nil)
        }

        /// Makes one.
        public init(
            block: BlockIdentifier, limit: UInt32, startAfter: Hash256? = nil, modifiedAfter: UInt32? = nil,
            otherFlags: UInt32 = 0
        ) {
            self.otherFlags = otherFlags
            self.block = block
            self.limit = limit
            self.startAfter = startAfter
            self.modifiedAfter = modifiedAfter
        }
    }
}

extension LiteAPI.GetValidatorStatistics: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.ValidatorStatistics

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getValidatorStats", 0x091a_58bc)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(0, 2, in: mode)
        block = try reader.read()
        limit = try reader.read()
        startAfter = try reader.read(if: mode, has: 0)
        modifiedAfter = try reader.read(if: mode, has: 2)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.write(limit)
        writer.write(startAfter)
        writer.write(modifiedAfter)
    }
}
