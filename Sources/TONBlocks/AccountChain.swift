public import TONCells
public import TONCrypto

/// Transactions of one account that were verified to follow one another without a gap.
///
/// Each transaction names the hash and logical time of the one before it. So whoever knows a single
/// ``TransactionIdentifier`` of an account, say from a proved ``ShardAccount``, can check everything before it, whoever
/// served it: a page that links to that head holds what happened, all of it, in order.
///
/// ```swift
/// let page = try AccountChain(verifying: cells, head: account.lastTransaction, accountHash: address.hash)
/// // Continue with the next page at `page.below`, until `page.isComplete`.
/// ```
///
/// Only root cells are read. That the rest of a transaction is well-formed is for ``Transaction`` to say; that it is
/// the account's is certain already, since the hash covers it.
public struct AccountChain: Hashable, Sendable {
    /// One verified transaction.
    public struct Link: Hashable, Sendable {
        /// The transaction's cell.
        public let cell: Cell
        /// The start of it.
        public let header: TransactionHeader

        /// Its logical time and hash.
        public var identifier: TransactionIdentifier { TransactionIdentifier(lt: header.lt, hash: cell.hash) }
    }

    /// The account, within its workchain.
    public let accountHash: Hash256
    /// The transactions, newest first; at least one.
    public let transactions: [Link]
    /// The newest transaction.
    public let head: TransactionIdentifier
    /// What the oldest transaction names as the one before it: the head of the next page, or
    /// ``TransactionIdentifier/none``.
    public let below: TransactionIdentifier

    /// Whether the oldest transaction is the account's first. An account that was deleted and made anew starts over:
    /// nothing leads from the new one to the old one.
    public var isComplete: Bool { below == .none }

    /// Verifies transactions, newest first.
    ///
    /// - Parameters:
    ///   - cells: The transactions' cells, at least one.
    ///   - head: What the first of them must be.
    ///   - accountHash: Whose they must be; that of the first, if not given.
    /// - Throws: ``AccountChainError`` at the first transaction that isn't the one that its successor names, is another
    ///   account's, or can't be read.
    /// - Complexity: O(n); hashes were computed when the cells were made.
    public init(
        verifying cells: [Cell], head: TransactionIdentifier, accountHash: Hash256? = nil
    ) throws(AccountChainError) {
        var accountHash = accountHash
        var expected = head
        var links: [Link] = []
        links.reserveCapacity(cells.count)
        for (position, cell) in cells.enumerated() {
            let link = try Self.link(cell, expected: expected, accountHash: accountHash, position: position)
            accountHash = link.header.accountHash
            expected = link.header.previous
            links.append(link)
        }
        guard let accountHash, !links.isEmpty else {
            throw AccountChainError(
                reason: .empty, accountHash: accountHash, position: 0, lt: head.lt, expectedHash: head.hash,
                foundHash: nil)
        }
        self.accountHash = accountHash
        self.head = head
        transactions = links
        below = expected
    }

    /// One cell as the transaction that it must be.
    private static func link(
        _ cell: Cell, expected: TransactionIdentifier, accountHash: Hash256?, position: Int
    ) throws(AccountChainError) -> Link {
        let hash = cell.hash
        let reading = Result { () throws(CellError) in try TransactionHeader(cell: cell) }
        let found = try? reading.get()
        func failed(_ reason: AccountChainError.Reason) -> AccountChainError {
            AccountChainError(
                reason: reason, accountHash: accountHash ?? found?.accountHash, position: position, lt: expected.lt,
                expectedHash: expected.hash, foundHash: hash)
        }
        guard hash == expected.hash else { throw failed(.wrongHash(foundLT: found?.lt)) }
        let header: TransactionHeader
        switch reading {
        case .success(let value): header = value
        case .failure(let error): throw failed(.unreadable(error))
        }
        guard header.lt == expected.lt else { throw failed(.wrongLT(found: header.lt)) }
        if let accountHash, header.accountHash != accountHash {
            throw failed(.wrongAccount(found: header.accountHash))
        }
        guard header.previousLT < header.lt else { throw failed(.notDescending(previousLT: header.previousLT)) }
        return Link(cell: cell, header: header)
    }
}

/// Why transactions are no chain: which one, of which account, and both hashes.
public struct AccountChainError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        /// There are no transactions.
        case empty
        /// It is another cell than the one that its successor, or the head, names: altered, left out or out of order.
        /// `foundLT` is nil where it isn't a transaction at all.
        case wrongHash(foundLT: UInt64?)
        /// It is the cell that was named, with another logical time.
        case wrongLT(found: UInt64)
        /// It is the cell that was named, of another account.
        case wrongAccount(found: Hash256)
        /// It names a previous transaction that isn't earlier.
        case notDescending(previousLT: UInt64)
        /// It is the cell that was named, and no transaction.
        case unreadable(CellError)
    }

    /// What is wrong.
    public let reason: Reason
    /// The account; nil where it wasn't given and can't be read.
    public let accountHash: Hash256?
    /// Which of the transactions, the newest being 0.
    public let position: Int
    /// The logical time that is expected there.
    public let lt: UInt64
    /// The hash that is expected there.
    public let expectedHash: Hash256
    /// The hash of what is there; nil where nothing is.
    public let foundHash: Hash256?

    /// Makes one.
    public init(
        reason: Reason, accountHash: Hash256?, position: Int, lt: UInt64, expectedHash: Hash256, foundHash: Hash256?
    ) {
        self.reason = reason
        self.accountHash = accountHash
        self.position = position
        self.lt = lt
        self.expectedHash = expectedHash
        self.foundHash = foundHash
    }
}

extension AccountChainError: CustomStringConvertible {
    /// What is wrong, where, what was expected and what came.
    public var description: String {
        let what =
            switch reason {
            case .empty: "there are no transactions"
            case .wrongHash(let foundLT?): "it is not the transaction that was named, but one of lt \(foundLT)"
            case .wrongHash(nil): "it is not the transaction that was named, nor any transaction"
            case .wrongLT(let found): "its lt is \(found)"
            case .wrongAccount(let found): "it is a transaction of account \(found)"
            case .notDescending(let previousLT): "it names lt \(previousLT) as the one before it"
            case .unreadable(let error): "it is no transaction: \(error)"
            }
        return
            "account \(accountHash?.hex ?? "unknown"), transaction \(position) from the newest, expected at lt \(lt) "
            + "with hash \(expectedHash), found hash \(foundHash?.hex ?? "none"): \(what)"
    }
}
