public import TONBlocks
import TONCells
public import TONCrypto

extension LiteAPI.GetTransactions: ProvableFunction {
    /// Verifies that the transactions are the account's, from the asked one back, without a gap.
    ///
    /// The names of their blocks are the server's word and aren't returned.
    public func proven(by answer: LiteAPI.TransactionList) throws(ProofError) -> AccountChain {
        let place = ProofPlace(.transactions, of: nil)
        let cells = try place.roots(of: answer.transactions, count: answer.blocks.count)
        guard cells.count <= Int(count) else {
            throw place.error(
                .number(what: "transactions at most", expected: UInt64(count), found: UInt64(cells.count)))
        }
        do throws(AccountChainError) {
            return try AccountChain(
                verifying: cells, head: TransactionIdentifier(lt: lt, hash: hash), accountHash: account.address)
        } catch {
            throw place.error(.transactions(error))
        }
    }
}

extension LiteAPI.GetOneTransaction: ProvableFunction {
    /// The question as it is. Throws where the account can't have an address.
    public func askingForProof() throws(ProofError) -> Self {
        _ = try account.provableAddress(at: block)
        return self
    }

    /// Verifies that the account has this transaction in the block, or none at the logical time: nil.
    public func proven(by answer: LiteAPI.TransactionInfo) throws(ProofError) -> Lazy<Transaction>? {
        let place = ProofPlace(.transactions, of: block)
        try ProofPlace(.answer, of: block).require(answer.block, is: block)
        let address = try account.provableAddress(at: block)
        let header = try ProofPlace(.header, of: block).proof { () throws(BlockProofError) in
            try ProvenBlock(proof: answer.proof, of: block)
        }
        guard block.shardIdentifier.contains(address) else {
            throw place.error(.block(.accountOutsideShard(address, block.shardIdentifier)))
        }
        let isInside = header.info.startLT < lt && lt < header.info.endLT
        guard isInside, !answer.transaction.isEmpty else {
            // Where the time isn't the block's, nothing further is shown.
            let found = isInside ? try transaction(of: address, in: header) : nil
            guard found == nil else { throw place.error(.missing("the transaction")) }
            guard answer.transaction.isEmpty else { throw place.error(.unasked("a transaction of another block")) }
            return nil
        }
        let cell = try place.root(of: answer.transaction)
        let found = try place.proof { () throws(BlockProofError) in
            try header.transaction(of: address, lt: lt, cell: cell)
        }
        guard let found else { throw place.error(.unasked("a transaction that the block doesn't have")) }
        return found
    }

    private func transaction(
        of address: AccountAddress, in header: ProvenBlock
    ) throws(ProofError) -> Lazy<Transaction>? {
        try ProofPlace(.transactions, of: block).proof { () throws(BlockProofError) in
            try header.transaction(of: address, lt: lt)
        }
    }
}

/// Transactions of a block in the order of accounts and logical times: all that there are behind a place, as many as were
/// asked for.
public struct ProvenBlockTransactions: Hashable, Sendable {
    /// A transaction.
    public struct Entry: Hashable, Sendable {
        /// Where it is.
        public let place: ProvenTransactions.Place
        /// The hash of its cell.
        public let hash: Hash256
        /// The transaction, where whole ones were asked for.
        public let transaction: Lazy<Transaction>?
    }

    /// The block.
    public let block: BlockIdentifier
    /// The transactions.
    public let entries: [Entry]
    /// Whether the block has no further ones behind them.
    public let isLast: Bool

    /// Most transactions of an answer.
    static let maximumCount: UInt32 = 256

    /// What was asked for.
    struct Question {
        let block: BlockIdentifier
        let count: UInt32
        let after: LiteAPI.TransactionPosition?
        let isReversed: Bool
    }

    /// Reads from the proof what an answer with so many transactions must have.
    init(
        _ question: Question, proof: [UInt8], count: Int, isIncomplete: Bool, cells: [Cell]? = nil
    ) throws(ProofError) {
        let place = ProofPlace(.transactions, of: question.block)
        let limit = Int(min(question.count, Self.maximumCount))
        guard count <= limit else {
            throw place.error(.number(what: "transactions at most", expected: UInt64(limit), found: UInt64(count)))
        }
        // A server may give fewer than asked for and say so, but must give some.
        guard !isIncomplete || count > 0 || limit == 0 else { throw place.error(.missing("transactions")) }
        let page = try place.proof { () throws(BlockProofError) in
            try ProvenTransactions(blockProof: proof, of: question.block).page(
                after: question.after.map { ProvenTransactions.Place(accountHash: $0.account, lt: $0.lt) },
                isReversed: question.isReversed, limit: isIncomplete ? count : limit)
        }
        guard page.entries.count == count else {
            throw place.error(
                .number(what: "transactions:", expected: UInt64(page.entries.count), found: UInt64(count)))
        }
        guard isIncomplete || page.isLast else { throw place.error(.missing("the further transactions")) }
        block = question.block
        isLast = page.isLast
        entries = page.entries.enumerated().map { number, entry in
            Entry(
                place: entry.place, hash: entry.transaction.hash,
                transaction: cells.map { Lazy(cell: $0[number]) })
        }
        for (entry, cell) in zip(entries, cells ?? []) { try place.require(cell.hash, is: entry.hash) }
    }
}

extension LiteAPI.ListBlockTransactions: ProvableFunction {
    /// The question for a proof too.
    public func askingForProof() throws(ProofError) -> Self {
        var question = self
        question.wantsProof = true
        return question
    }

    /// Verifies that the block has these transactions there and no others; a proof must have been asked for.
    ///
    /// What set a transaction off (`metadata`) isn't looked at.
    public func proven(by answer: LiteAPI.BlockTransactions) throws(ProofError) -> ProvenBlockTransactions {
        let place = ProofPlace(.answer, of: block)
        try place.require(answer.block, is: block)
        try place.require("answer to a question for", answer.requestedCount, is: count)
        let proven = try ProvenBlockTransactions(
            ProvenBlockTransactions.Question(block: block, count: count, after: after, isReversed: isReversed),
            proof: answer.proof, count: answer.transactions.count, isIncomplete: answer.isIncomplete)
        for (claimed, entry) in zip(answer.transactions, proven.entries) {
            if let account = claimed.account { try place.require(account, is: entry.place.accountHash) }
            if let hash = claimed.hash { try place.require(hash, is: entry.hash) }
            guard claimed.lt == nil || claimed.lt == entry.place.lt else {
                throw place.error(.number(what: "lt", expected: entry.place.lt, found: claimed.lt ?? 0))
            }
        }
        return proven
    }
}

extension LiteAPI.ListBlockTransactionsExt: ProvableFunction {
    /// The question for a proof too.
    public func askingForProof() throws(ProofError) -> Self {
        var question = self
        question.wantsProof = true
        return question
    }

    /// Verifies that the block has these transactions there and no others; a proof must have been asked for.
    public func proven(by answer: LiteAPI.BlockTransactionsExt) throws(ProofError) -> ProvenBlockTransactions {
        let place = ProofPlace(.answer, of: block)
        try place.require(answer.block, is: block)
        try place.require("answer to a question for", answer.requestedCount, is: count)
        var cells: [Cell] = []
        if !answer.transactions.isEmpty {
            do throws(BagOfCellsError) {
                cells = try BagOfCells(answer.transactions).roots
            } catch {
                throw ProofPlace(.transactions, of: block).error(.bag(error))
            }
        }
        return try ProvenBlockTransactions(
            ProvenBlockTransactions.Question(block: block, count: count, after: after, isReversed: isReversed),
            proof: answer.proof, count: cells.count, isIncomplete: answer.isIncomplete, cells: cells)
    }
}
