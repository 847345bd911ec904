public import TONBlocks
public import TONCrypto

extension LiteAPI {
    /// One transaction, with proof from its block.
    ///
    /// `liteServer.transactionInfo id:tonNode.blockIdExt proof:bytes transaction:bytes = liteServer.TransactionInfo`
    public struct TransactionInfo: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// A bag with the Merkle proofs.
        public var proof: [UInt8]
        /// The bag of cells of the transaction; empty where there is none.
        public var transaction: [UInt8]

        /// Makes one.
        public init(block: BlockIdentifier, proof: [UInt8], transaction: [UInt8]) {
            self.block = block
            self.proof = proof
            self.transaction = transaction
        }
    }
}

extension LiteAPI.TransactionInfo: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.transactionInfo", 0x0ede_ed47)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        proof = try reader.read()
        transaction = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(proof)
        writer.write(transaction)
    }
}

extension LiteAPI {
    /// Some of an account's transactions, newest first. The names of their blocks are not proven.
    ///
    /// `liteServer.transactionList ids:(vector tonNode.blockIdExt) transactions:bytes = liteServer.TransactionList`
    public struct TransactionList: Hashable, Sendable {
        /// The block of each transaction.
        public var blocks: [BlockIdentifier]
        /// A bag with a root for each transaction.
        public var transactions: [UInt8]

        /// Makes one.
        public init(blocks: [BlockIdentifier], transactions: [UInt8]) {
            self.blocks = blocks
            self.transactions = transactions
        }
    }
}

extension LiteAPI.TransactionList: TLObject {
    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.transactionList", 0x6f26_c60b)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        blocks = try reader.readVector()
        transactions = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.writeVector(blocks)
        writer.write(transactions)
    }
}

extension LiteAPI {
    /// Asks for a transaction in a known block.
    ///
    /// ```
    /// liteServer.getOneTransaction id:tonNode.blockIdExt account:liteServer.accountId lt:long =
    ///   liteServer.TransactionInfo
    /// ```
    public struct GetOneTransaction: Hashable, Sendable {
        /// The block.
        public var block: BlockIdentifier
        /// The account.
        public var account: AccountIdentifier
        /// The logical time.
        public var lt: UInt64

        /// Makes one.
        public init(block: BlockIdentifier, account: AccountIdentifier, lt: UInt64) {
            self.block = block
            self.account = account
            self.lt = lt
        }
    }
}

extension LiteAPI.GetOneTransaction: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.TransactionInfo

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getOneTransaction", 0xd40f_24ea)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        block = try reader.read()
        account = try reader.read()
        lt = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(block)
        writer.write(account)
        writer.write(lt)
    }
}

extension LiteAPI {
    /// Asks for an account's transactions from one back; servers give 16 at most.
    ///
    /// ```
    /// liteServer.getTransactions count:# account:liteServer.accountId lt:long hash:int256 =
    ///   liteServer.TransactionList
    /// ```
    public struct GetTransactions: Hashable, Sendable {
        /// How many at most.
        public var count: UInt32
        /// The account.
        public var account: AccountIdentifier
        /// The logical time.
        public var lt: UInt64
        /// The hash of the transaction's cell.
        public var hash: Hash256

        /// Makes one.
        public init(count: UInt32, account: AccountIdentifier, lt: UInt64, hash: Hash256) {
            self.count = count
            self.account = account
            self.lt = lt
            self.hash = hash
        }
    }
}

extension LiteAPI.GetTransactions: LiteServerFunction {
    /// What the server answers.
    public typealias Answer = LiteAPI.TransactionList

    /// The constructor in `lite_api.tl`.
    public static let constructor = TLConstructor("liteServer.getTransactions", 0x1c40_e7a1)

    /// Reads the fields.
    public init(from reader: inout TLReader) throws(TLError) {
        count = try reader.read()
        account = try reader.read()
        lt = try reader.read()
        hash = try reader.read()
    }

    /// Appends the fields.
    public func write(to writer: inout TLWriter) {
        writer.write(count)
        writer.write(account)
        writer.write(lt)
        writer.write(hash)
    }
}
