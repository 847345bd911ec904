public import TONBlocks
public import TONCrypto

extension LiteAPI {
    /// An account: workchain and address. Any workchain, unlike an `AccountAddress`.
    ///
    /// `liteServer.accountId workchain:int id:int256 = liteServer.AccountId`
    public struct AccountIdentifier: Hashable, Sendable {
        /// The workchain.
        public var workchain: Int32
        /// The address in the workchain.
        public var address: Hash256

        /// Makes one.
        public init(workchain: Int32, address: Hash256) {
            self.workchain = workchain
            self.address = address
        }
    }
}

extension LiteAPI.AccountIdentifier: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.accountId", 0x75a0_e2c5)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        workchain = try reader.read()
        address = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(workchain)
        writer.write(address)
    }
}

extension LiteAPI {
    /// The state of an account, with proofs from a masterchain block.
    ///
    /// ```
    /// liteServer.accountState id:tonNode.blockIdExt shardblk:tonNode.blockIdExt shard_proof:bytes proof:bytes
    ///   state:bytes = liteServer.AccountState
    /// ```
    public struct AccountState: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// The newest block of the account's shard; an invalid name where the workchain has no such shard.
        public var shardBlock: AnyBlockIdentifier
        /// A bag with the proof of the shard's block from the masterchain block.
        public var shardProof: [UInt8]
        /// A bag with the proofs of the account in the state after the shard's block.
        public var proof: [UInt8]
        /// The account's bag of cells; empty where there is no account.
        public var state: [UInt8]

        /// Makes one.
        public init(
            block: BlockIdentifier, shardBlock: AnyBlockIdentifier, shardProof: [UInt8], proof: [UInt8], state: [UInt8]
        ) {
            self.block = block
            self.shardBlock = shardBlock
            self.shardProof = shardProof
            self.proof = proof
            self.state = state
        }
    }
}

extension LiteAPI.AccountState: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.accountState", 0x7079_c751)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        shardBlock = try reader.read()
        shardProof = try reader.read()
        proof = try reader.read()
        state = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(shardBlock)
        writer.write(shardProof)
        writer.write(proof)
        writer.write(state)
    }
}

extension LiteAPI {
    /// Asks for the state of an account at a block; the block may be one of the masterchain or of the account's shard.
    ///
    /// `liteServer.getAccountState id:tonNode.blockIdExt account:liteServer.accountId = liteServer.AccountState`
    public struct GetAccountState: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// The account.
        public var account: AccountIdentifier

        /// Makes one.
        public init(block: BlockIdentifier, account: AccountIdentifier) {
            self.block = block
            self.account = account
        }
    }
}

extension LiteAPI.GetAccountState: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.AccountState

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getAccountState", 0x6b89_0e25)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        account = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(account)
    }
}

extension LiteAPI {
    /// Asks as `getAccountState` does; of the account's cell only the root comes, the code and the data are pruned.
    ///
    /// `liteServer.getAccountStatePrunned id:tonNode.blockIdExt account:liteServer.accountId = liteServer.AccountState`
    public struct GetAccountStatePruned: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// The account.
        public var account: AccountIdentifier

        /// Makes one.
        public init(block: BlockIdentifier, account: AccountIdentifier) {
            self.block = block
            self.account = account
        }
    }
}

extension LiteAPI.GetAccountStatePruned: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.AccountState

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getAccountStatePrunned", 0x5a69_8507)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        account = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(account)
    }
}

extension LiteAPI {
    /// That a message was taken. It says nothing of what will come of it.
    ///
    /// `liteServer.sendMsgStatus status:int = liteServer.SendMsgStatus`
    public struct SendMessageStatus: Hashable, Sendable {
        /// 1 where the message was taken.
        public var status: Int32

        /// Makes one.
        public init(status: Int32) {
            self.status = status
        }
    }
}

extension LiteAPI.SendMessageStatus: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.sendMsgStatus", 0x3950_e597)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        status = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(status)
    }
}

extension LiteAPI {
    /// Sends an external message.
    ///
    /// `liteServer.sendMessage body:bytes = liteServer.SendMsgStatus`
    public struct SendMessage: Hashable, Sendable {
        /// The bag of cells of the message.
        public var message: [UInt8]

        /// Makes one.
        public init(message: [UInt8]) {
            self.message = message
        }
    }
}

extension LiteAPI.SendMessage: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.SendMessageStatus

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.sendMessage", 0x690a_d482)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        message = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(message)
    }
}
