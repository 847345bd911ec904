public import TONBlocks
public import TONCrypto

extension LiteAPI {
    /// Which transaction set off the chain of messages that led to this one.
    ///
    /// ```
    /// liteServer.transactionMetadata mode:# depth:int initiator:liteServer.accountId initiator_lt:long =
    ///   liteServer.TransactionMetadata
    /// ```
    public struct TransactionMetadata: Hashable, Sendable {
        /// Which parts were asked for, as bits.
        public var mode: UInt32
        /// How many messages lie between.
        public var depth: UInt32
        /// The account of that transaction.
        public var initiator: AccountIdentifier
        /// The logical time of that transaction.
        public var initiatorLT: UInt64

        /// Makes one.
        public init(depth: UInt32, initiator: AccountIdentifier, initiatorLT: UInt64, mode: UInt32) {
            self.mode = mode
            self.depth = depth
            self.initiator = initiator
            self.initiatorLT = initiatorLT
        }
    }
}

extension LiteAPI.TransactionMetadata: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.transactionMetadata", 0xff70_6385)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        mode = try reader.read()
        depth = try reader.read()
        initiator = try reader.read()
        initiatorLT = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(depth)
        writer.write(initiator)
        writer.write(initiatorLT)
    }
}

extension LiteAPI {
    /// A transaction in the list of a block. The mode that was asked for decides which fields there are.
    ///
    /// ```
    /// liteServer.transactionId#b12f65af mode:# account:mode.0?int256 lt:mode.1?long hash:mode.2?int256
    ///   metadata:mode.8?liteServer.transactionMetadata = liteServer.TransactionId
    /// ```
    public struct TransactionIdentifier: Hashable, Sendable {
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// The address of the account.
        public var account: Hash256?
        /// The logical time.
        public var lt: UInt64?
        /// The hash of the transaction's cell.
        public var hash: Hash256?
        /// What set it off, if asked for and known.
        public var metadata: TransactionMetadata?

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags
                | TLFlags.bit(0, if: account != nil)
                | TLFlags.bit(1, if: lt != nil)
                | TLFlags.bit(2, if: hash != nil)
                | TLFlags.bit(8, if: metadata != nil)
        }

        /// Makes one.
        public init(
            account: Hash256? = nil, lt: UInt64? = nil, hash: Hash256? = nil, metadata: TransactionMetadata? = nil,
            otherFlags: UInt32 = 0
        ) {
            self.otherFlags = otherFlags
            self.account = account
            self.lt = lt
            self.hash = hash
            self.metadata = metadata
        }
    }
}

extension LiteAPI.TransactionIdentifier: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.transactionId", 0xb12f_65af)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(0, 1, 2, 8, in: mode)
        account = try reader.read(if: mode, has: 0)
        lt = try reader.read(if: mode, has: 1)
        hash = try reader.read(if: mode, has: 2)
        metadata = try reader.read(if: mode, has: 8)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(mode)
        writer.write(account)
        writer.write(lt)
        writer.write(hash)
        writer.write(metadata)
    }
}

extension LiteAPI {
    /// Where a list of transactions goes on: behind this one.
    ///
    /// `liteServer.transactionId3 account:int256 lt:long = liteServer.TransactionId3`
    public struct TransactionPosition: Hashable, Sendable {
        /// The address of the account.
        public var account: Hash256
        /// The logical time.
        public var lt: UInt64

        /// Makes one.
        public init(account: Hash256, lt: UInt64) {
            self.account = account
            self.lt = lt
        }
    }
}

extension LiteAPI.TransactionPosition: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.transactionId3", 0x2c81_da77)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        account = try reader.read()
        lt = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(account)
        writer.write(lt)
    }
}

extension LiteAPI {
    /// Names of transactions in a block, by account and logical time.
    ///
    /// ```
    /// liteServer.blockTransactions id:tonNode.blockIdExt req_count:# incomplete:Bool ids:(vector
    ///   liteServer.transactionId) proof:bytes = liteServer.BlockTransactions
    /// ```
    public struct BlockTransactions: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// How many were asked for.
        public var requestedCount: UInt32
        /// Whether there are more behind them.
        public var isIncomplete: Bool
        /// The transactions.
        public var transactions: [TransactionIdentifier]
        /// A Merkle proof of the block, if asked for; else empty.
        public var proof: [UInt8]

        /// Makes one.
        public init(
            block: BlockIdentifier, requestedCount: UInt32, isIncomplete: Bool, transactions: [TransactionIdentifier],
            proof: [UInt8]
        ) {
            self.block = block
            self.requestedCount = requestedCount
            self.isIncomplete = isIncomplete
            self.transactions = transactions
            self.proof = proof
        }
    }
}

extension LiteAPI.BlockTransactions: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.blockTransactions", 0xbd8c_ad2b)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        requestedCount = try reader.read()
        isIncomplete = try reader.read()
        transactions = try reader.readVector()
        proof = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(requestedCount)
        writer.write(isIncomplete)
        writer.writeVector(transactions)
        writer.write(proof)
    }
}

extension LiteAPI {
    /// Transactions in a block, by account and logical time.
    ///
    /// ```
    /// liteServer.blockTransactionsExt id:tonNode.blockIdExt req_count:# incomplete:Bool transactions:bytes
    ///   proof:bytes = liteServer.BlockTransactionsExt
    /// ```
    public struct BlockTransactionsExt: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// How many were asked for.
        public var requestedCount: UInt32
        /// Whether there are more behind them.
        public var isIncomplete: Bool
        /// A bag with a root for each transaction.
        public var transactions: [UInt8]
        /// A Merkle proof of the block, if asked for; else empty.
        public var proof: [UInt8]

        /// Makes one.
        public init(
            block: BlockIdentifier, requestedCount: UInt32, isIncomplete: Bool, transactions: [UInt8], proof: [UInt8]
        ) {
            self.block = block
            self.requestedCount = requestedCount
            self.isIncomplete = isIncomplete
            self.transactions = transactions
            self.proof = proof
        }
    }
}

extension LiteAPI.BlockTransactionsExt: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.blockTransactionsExt", 0xfb8f_fce4)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        requestedCount = try reader.read()
        isIncomplete = try reader.read()
        transactions = try reader.read()
        proof = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(requestedCount)
        writer.write(isIncomplete)
        writer.write(transactions)
        writer.write(proof)
    }
}

extension LiteAPI {
    /// Asks for the names of transactions in a block; servers give 256 at most.
    ///
    /// ```
    /// liteServer.listBlockTransactions id:tonNode.blockIdExt mode:# count:#
    ///   after:mode.7?liteServer.transactionId3 reverse_order:mode.6?true want_proof:mode.5?true =
    ///   liteServer.BlockTransactions
    /// ```
    public struct ListBlockTransactions: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// How many at most.
        public var count: UInt32
        /// The transaction to go on behind; nil to start.
        public var after: TransactionPosition?
        /// Whether the last come first.
        public var isReversed: Bool
        /// Whether a proof is wanted.
        public var wantsProof: Bool

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags
                | TLFlags.bit(7, if: after != nil)
                | TLFlags.bit(6, if: isReversed)
                | TLFlags.bit(5, if: wantsProof)
        }

        /// Makes one.
        public init(
            block: BlockIdentifier, count: UInt32, after: TransactionPosition? = nil, isReversed: Bool = false,
            wantsProof: Bool = false, otherFlags: UInt32 = 0
        ) {
            self.block = block
            self.otherFlags = otherFlags
            self.count = count
            self.after = after
            self.isReversed = isReversed
            self.wantsProof = wantsProof
        }
    }
}

extension LiteAPI.ListBlockTransactions: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.BlockTransactions

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.listBlockTransactions", 0xadfc_c7da)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(5, 6, 7, in: mode)
        count = try reader.read()
        after = try reader.read(if: mode, has: 7)
        isReversed = TLFlags.has(6, in: mode)
        wantsProof = TLFlags.has(5, in: mode)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(mode)
        writer.write(count)
        writer.write(after)
    }
}

extension LiteAPI {
    /// Asks for transactions in a block; servers give 256 at most.
    ///
    /// ```
    /// liteServer.listBlockTransactionsExt id:tonNode.blockIdExt mode:# count:#
    ///   after:mode.7?liteServer.transactionId3 reverse_order:mode.6?true want_proof:mode.5?true =
    ///   liteServer.BlockTransactionsExt
    /// ```
    public struct ListBlockTransactionsExt: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// Bits of the mode that no field below stands for.
        public var otherFlags: UInt32
        /// How many at most.
        public var count: UInt32
        /// The transaction to go on behind; nil to start.
        public var after: TransactionPosition?
        /// Whether the last come first.
        public var isReversed: Bool
        /// Whether a proof is wanted.
        public var wantsProof: Bool

        /// The mode as it is written: which optional fields there are, and the other flags.
        public var mode: UInt32 {
            otherFlags
                | TLFlags.bit(7, if: after != nil)
                | TLFlags.bit(6, if: isReversed)
                | TLFlags.bit(5, if: wantsProof)
        }

        /// Makes one.
        public init(
            block: BlockIdentifier, count: UInt32, after: TransactionPosition? = nil, isReversed: Bool = false,
            wantsProof: Bool = false, otherFlags: UInt32 = 0
        ) {
            self.block = block
            self.otherFlags = otherFlags
            self.count = count
            self.after = after
            self.isReversed = isReversed
            self.wantsProof = wantsProof
        }
    }
}

extension LiteAPI.ListBlockTransactionsExt: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.BlockTransactionsExt

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.listBlockTransactionsExt", 0x0079_dd5c)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        let mode: UInt32 = try reader.read()
        otherFlags = TLFlags.clearing(5, 6, 7, in: mode)
        count = try reader.read()
        after = try reader.read(if: mode, has: 7)
        isReversed = TLFlags.has(6, in: mode)
        wantsProof = TLFlags.has(5, in: mode)
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(mode)
        writer.write(count)
        writer.write(after)
    }
}
