public import TONBlocks
public import TONCells
public import TONCrypto

/// What happened to accounts: the raw transactions that a ``SyntheticChain`` puts into blocks.
public struct ChainHistory: Sendable {
    /// One account's transactions, and what is known of its states.
    public struct Account: Sendable {
        /// The account.
        public let address: AccountAddress
        /// The account's cell before the first transaction; nil where there was none.
        public let firstState: Cell?
        /// Its transactions, oldest first, without a gap.
        public let transactions: [Entry]
        /// The account's cells after transactions, by their hashes, as far as they are known.
        ///
        /// Transactions tell only the hash of the state that they leave. Where the cell isn't here, a chain has a
        /// pruned branch of that hash in its place.
        public let states: [Hash256: Cell]

        /// Makes one. Throws unless each transaction is the account's and is named by the next one.
        public init(
            address: AccountAddress, firstState: Cell? = nil, transactions: [Cell], states: [Cell]
        ) throws {
            self.address = address
            self.firstState = firstState
            self.states = Dictionary(states.map { ($0.hash, $0) }, uniquingKeysWith: { first, _ in first })
            var entries: [Entry] = []
            for cell in transactions {
                let entry = Entry(cell: cell, transaction: try Transaction(cell: cell))
                let header = entry.transaction.header
                let previous = entries.last?.identifier ?? header.previous
                guard header.accountHash == address.hash, header.previous == previous else {
                    throw SyntheticChainError.unlinkedTransaction(account: address.hash, lt: header.lt)
                }
                entries.append(entry)
            }
            self.transactions = entries
        }

        /// The last transaction; ``TransactionIdentifier/none`` where there is none.
        public var head: TransactionIdentifier { transactions.last?.identifier ?? .none }
    }

    /// A transaction, as its cell and decoded.
    public struct Entry: Sendable {
        /// The cell.
        public let cell: Cell
        /// The content.
        public let transaction: Transaction

        /// Its logical time and hash.
        public var identifier: TransactionIdentifier { TransactionIdentifier(lt: transaction.lt, hash: cell.hash) }

        /// The first logical time after it and the messages that it sent.
        var endLT: UInt64 { transaction.lt + UInt64(transaction.outMessages.count) + 1 }
    }

    /// The accounts.
    public let accounts: [Account]

    /// Makes one.
    public init(accounts: [Account] = []) {
        self.accounts = accounts
    }

    /// How many transactions there are.
    public var transactionCount: Int { accounts.reduce(0) { $0 + $1.transactions.count } }
}
