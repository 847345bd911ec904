public import TONBlocks
public import TONCrypto

extension LiteAPI {
    /// An account's queue of deferred messages.
    ///
    /// ```
    /// liteServer.accountDispatchQueueInfo addr:int256 size:long min_lt:long max_lt:long =
    ///   liteServer.AccountDispatchQueueInfo
    /// ```
    public struct AccountDispatchQueueInfo: Hashable, Sendable {
        /// The address of the account.
        public var account: Hash256
        /// How many messages.
        public var size: UInt64
        /// The first message's logical time.
        public var minimumLT: UInt64
        /// The last message's logical time.
        public var maximumLT: UInt64

        /// Makes one.
        public init(account: Hash256, size: UInt64, minimumLT: UInt64, maximumLT: UInt64) {
            self.account = account
            self.size = size
            self.minimumLT = minimumLT
            self.maximumLT = maximumLT
        }
    }
}

extension LiteAPI.AccountDispatchQueueInfo: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.accountDispatchQueueInfo", 0x9b52_aabb)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        account = try reader.read()
        size = try reader.read()
        minimumLT = try reader.read()
        maximumLT = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(account)
        writer.write(size)
        writer.write(minimumLT)
        writer.write(maximumLT)
    }
}

extension LiteAPI {
    /// A shard's queues of deferred messages, by account.
    ///
    /// ```
    /// liteServer.dispatchQueueInfo mode:# id:tonNode.blockIdExt account_dispatch_queues:(vector
    ///   liteServer.accountDispatchQueueInfo) complete:Bool proof:mode.0?bytes = liteServer.DispatchQueueInfo
    /// ```
    public struct DispatchQueueInfo: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// The block.
        public var block: BlockIdentifier
        /// The queues.
        public var accounts: [AccountDispatchQueueInfo]
        /// Whether that is all.
        public var isComplete: Bool
        /// The proofs, if asked for.
        public var proof: [UInt8]?

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags | TLFlags.bit(0, if: proof != nil)
        }

        /// Makes one.
        public init(
            block: BlockIdentifier, accounts: [AccountDispatchQueueInfo], isComplete: Bool, proof: [UInt8]? = nil,
            otherFlags: UInt32 = 0
        ) {
            self.otherFlags = otherFlags
            self.block = block
            self.accounts = accounts
            self.isComplete = isComplete
            self.proof = proof
        }
    }
}

extension LiteAPI.DispatchQueueInfo: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.dispatchQueueInfo", 0x5d11_32d0)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(0, in: mode)
        block = try reader.read()
        accounts = try reader.readVector()
        isComplete = try reader.read()
        proof = try reader.read(if: mode, has: 0)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.writeVector(accounts)
        writer.write(isComplete)
        writer.write(proof)
    }
}

extension LiteAPI {
    /// A deferred message.
    ///
    /// ```
    /// liteServer.dispatchQueueMessage addr:int256 lt:long hash:int256 metadata:liteServer.transactionMetadata
    ///   = liteServer.DispatchQueueMessage
    /// ```
    public struct DispatchQueueMessage: Hashable, Sendable {
        /// The address of the account.
        public var account: Hash256
        /// The logical time.
        public var lt: UInt64
        /// The hash of the message's envelope.
        public var hash: Hash256
        /// What set it off.
        public var metadata: TransactionMetadata

        /// Makes one.
        public init(account: Hash256, lt: UInt64, hash: Hash256, metadata: TransactionMetadata) {
            self.account = account
            self.lt = lt
            self.hash = hash
            self.metadata = metadata
        }
    }
}

extension LiteAPI.DispatchQueueMessage: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.dispatchQueueMessage", 0x84c4_23ea)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        account = try reader.read()
        lt = try reader.read()
        hash = try reader.read()
        metadata = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(account)
        writer.write(lt)
        writer.write(hash)
        writer.write(metadata)
    }
}

extension LiteAPI {
    /// Deferred messages.
    ///
    /// ```
    /// liteServer.dispatchQueueMessages mode:# id:tonNode.blockIdExt messages:(vector
    ///   liteServer.dispatchQueueMessage) complete:Bool proof:mode.0?bytes messages_boc:mode.2?bytes =
    ///   liteServer.DispatchQueueMessages
    /// ```
    public struct DispatchQueueMessages: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// The block.
        public var block: BlockIdentifier
        /// The messages.
        public var messages: [DispatchQueueMessage]
        /// Whether that is all.
        public var isComplete: Bool
        /// The proofs, if asked for.
        public var proof: [UInt8]?
        /// A bag with a root for each message, if asked for.
        public var messagesBag: [UInt8]?

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags | TLFlags.bit(0, if: proof != nil) | TLFlags.bit(2, if: messagesBag != nil)
        }

        /// Makes one.
        public init(
            block: BlockIdentifier, messages: [DispatchQueueMessage], isComplete: Bool, proof: [UInt8]? = nil,
            messagesBag: [UInt8]? = nil, otherFlags: UInt32 = 0
        ) {
            self.otherFlags = otherFlags
            self.block = block
            self.messages = messages
            self.isComplete = isComplete
            self.proof = proof
            self.messagesBag = messagesBag
        }
    }
}

extension LiteAPI.DispatchQueueMessages: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.dispatchQueueMessages", 0x4b40_7931)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(0, 2, in: mode)
        block = try reader.read()
        messages = try reader.readVector()
        isComplete = try reader.read()
        proof = try reader.read(if: mode, has: 0)
        messagesBag = try reader.read(if: mode, has: 2)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.writeVector(messages)
        writer.write(isComplete)
        writer.write(proof)
        writer.write(messagesBag)
    }
}

extension LiteAPI {
    /// Asks for the queues of deferred messages after a block.
    ///
    /// ```
    /// liteServer.getDispatchQueueInfo mode:# id:tonNode.blockIdExt after_addr:mode.1?int256 max_accounts:int
    ///   want_proof:mode.0?true = liteServer.DispatchQueueInfo
    /// ```
    public struct GetDispatchQueueInfo: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// The block.
        public var block: BlockIdentifier
        /// The address to go on behind; nil to start.
        public var afterAccount: Hash256?
        /// How many accounts at most.
        public var maximumAccounts: UInt32
        /// Whether a proof is wanted.
        public var wantsProof: Bool

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags | TLFlags.bit(1, if: afterAccount != nil) | TLFlags.bit(0, if: wantsProof)
        }

        /// Makes one.
        public init(
            block: BlockIdentifier, afterAccount: Hash256? = nil, maximumAccounts: UInt32, wantsProof: Bool = false,
            otherFlags: UInt32 = 0
        ) {
            self.otherFlags = otherFlags
            self.block = block
            self.afterAccount = afterAccount
            self.maximumAccounts = maximumAccounts
            self.wantsProof = wantsProof
        }
    }
}

extension LiteAPI.GetDispatchQueueInfo: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.DispatchQueueInfo

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getDispatchQueueInfo", 0x01e6_6bf3)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(0, 1, in: mode)
        block = try reader.read()
        afterAccount = try reader.read(if: mode, has: 1)
        maximumAccounts = try reader.read()
        wantsProof = TLFlags.has(0, in: mode)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.write(afterAccount)
        writer.write(maximumAccounts)
    }
}

extension LiteAPI {
    /// Asks for deferred messages after a block.
    ///
    /// ```
    /// liteServer.getDispatchQueueMessages mode:# id:tonNode.blockIdExt addr:int256 after_lt:long
    ///   max_messages:int want_proof:mode.0?true one_account:mode.1?true messages_boc:mode.2?true =
    ///   liteServer.DispatchQueueMessages
    /// ```
    public struct GetDispatchQueueMessages: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// The block.
        public var block: BlockIdentifier
        /// The address of the account.
        public var account: Hash256
        /// The logical time to go on behind.
        public var afterLT: UInt64
        /// How many messages at most.
        public var maximumMessages: UInt32
        /// Whether a proof is wanted.
        public var wantsProof: Bool
        /// Whether to stop at the end of the account's queue.
        public var isOneAccount: Bool
        /// Whether the messages are wanted and not only their names.
        public var wantsMessages: Bool

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags
                | TLFlags.bit(0, if: wantsProof)
                | TLFlags.bit(1, if: isOneAccount)
                | TLFlags.bit(2, if: wantsMessages)
        }

        /// Makes one.
        public init(
            block: BlockIdentifier, account: Hash256, afterLT: UInt64, maximumMessages: UInt32,
            wantsProof: Bool = false, isOneAccount: Bool = false, wantsMessages: Bool = false, otherFlags: UInt32 = 0
        ) {
            self.otherFlags = otherFlags
            self.block = block
            self.account = account
            self.afterLT = afterLT
            self.maximumMessages = maximumMessages
            self.wantsProof = wantsProof
            self.isOneAccount = isOneAccount
            self.wantsMessages = wantsMessages
        }
    }
}

extension LiteAPI.GetDispatchQueueMessages: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.DispatchQueueMessages

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getDispatchQueueMessages", 0xbbfd_6439)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(0, 1, 2, in: mode)
        block = try reader.read()
        account = try reader.read()
        afterLT = try reader.read()
        maximumMessages = try reader.read()
        wantsProof = TLFlags.has(0, in: mode)
        isOneAccount = TLFlags.has(1, in: mode)
        wantsMessages = TLFlags.has(2, in: mode)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(block)
        writer.write(account)
        writer.write(afterLT)
        writer.write(maximumMessages)
    }
}
