public import TONBlocks

extension LiteAPI {
    /// What a get-method answered when the server ran it, and what it ran on. Only the latter is proven.
    ///
    /// ```
    /// liteServer.runMethodResult mode:# id:tonNode.blockIdExt shardblk:tonNode.blockIdExt
    ///   shard_proof:mode.0?bytes proof:mode.0?bytes state_proof:mode.1?bytes init_c7:mode.3?bytes
    ///   lib_extras:mode.4?bytes exit_code:int result:mode.2?bytes = liteServer.RunMethodResult
    /// ```
    public struct RunMethodResult: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// The block.
        public var block: BlockIdentifier
        /// The newest block of the account's shard; an invalid name where the workchain has no such shard.
        public var shardBlock: AnyBlockIdentifier
        /// Proofs of the shard and of the block, if asked for.
        public var proofs: RunMethodProofs?
        /// A proof of the account's state, if asked for.
        public var stateProof: [UInt8]?
        /// The context that the method was given, as a bag, if asked for.
        public var initialC7: [UInt8]?
        /// Libraries that were used, if asked for.
        public var libraryExtras: [UInt8]?
        /// The exit code of the virtual machine.
        public var exitCode: Int32
        /// The stack that the method left, as a bag, if asked for.
        public var result: [UInt8]?

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags
                | TLFlags.bit(0, if: proofs != nil)
                | TLFlags.bit(1, if: stateProof != nil)
                | TLFlags.bit(3, if: initialC7 != nil)
                | TLFlags.bit(4, if: libraryExtras != nil)
                | TLFlags.bit(2, if: result != nil)
        }

        /// Makes one.
        public init(
            block: BlockIdentifier, shardBlock: AnyBlockIdentifier, proofs: RunMethodProofs? = nil,
            stateProof: [UInt8]? = nil, initialC7: [UInt8]? = nil, libraryExtras: [UInt8]? = nil, exitCode: Int32,
            result: [UInt8]? = nil, otherFlags: UInt32 = 0
        ) {
            self.otherFlags = otherFlags
            self.block = block
            self.shardBlock = shardBlock
            self.proofs = proofs
            self.stateProof = stateProof
            self.initialC7 = initialC7
            self.libraryExtras = libraryExtras
            self.exitCode = exitCode
            self.result = result
        }
    }
}

extension LiteAPI.RunMethodResult: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.runMethodResult", 0xa39a_616b)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(0, 1, 2, 3, 4, in: mode)
        block = try reader.read()
        shardBlock = try reader.read()
        proofs = try reader.read(if: mode, has: 0)
        stateProof = try reader.read(if: mode, has: 1)
        initialC7 = try reader.read(if: mode, has: 3)
        libraryExtras = try reader.read(if: mode, has: 4)
        exitCode = try reader.read()
        result = try reader.read(if: mode, has: 2)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.write(shardBlock)
        writer.write(proofs)
        writer.write(stateProof)
        writer.write(initialC7)
        writer.write(libraryExtras)
        writer.write(exitCode)
        writer.write(result)
    }
}

extension LiteAPI {
    /// Asks the server to run a get-method.
    ///
    /// ```
    /// liteServer.runSmcMethod mode:# id:tonNode.blockIdExt account:liteServer.accountId method_id:long
    ///   params:bytes = liteServer.RunMethodResult
    /// ```
    public struct RunSmartContractMethod: Hashable, Sendable {
        /// Which parts are asked for: bit 0 the proofs, 1 the state's proof, 2 the result, 3 the context, 4 libraries.
        public var mode: UInt32
        /// The block.
        public var block: BlockIdentifier
        /// The account.
        public var account: AccountIdentifier
        /// The number of the method.
        public var methodIdentifier: UInt64
        /// The stack that the method is given, as a bag; at most 65535 bytes.
        public var parameters: [UInt8]

        /// Makes one.
        public init(
            block: BlockIdentifier, account: AccountIdentifier, methodIdentifier: UInt64, parameters: [UInt8],
            mode: UInt32 = 0
        ) {
            self.mode = mode
            self.block = block
            self.account = account
            self.methodIdentifier = methodIdentifier
            self.parameters = parameters
        }
    }
}

extension LiteAPI.RunSmartContractMethod: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.RunMethodResult

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.runSmcMethod", 0x5cc6_5dd2)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        mode = try reader.read()
        block = try reader.read()
        account = try reader.read()
        methodIdentifier = try reader.read()
        parameters = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.write(account)
        writer.write(methodIdentifier)
        writer.write(parameters)
    }
}
