public import TONBlocks
import TONCells
import TONCrypto

/// Transactions of an account that follow one another without a gap, and what they hang on.
public struct TransactionHistoryPage: Sendable {
    /// As the server gave them, newest first.
    public let records: [RawTransactionRecord]
    /// The same, verified to be a chain from its head down.
    public let chain: AccountChain
}

/// An account's history, page by page, newest first.
///
/// Each page hangs on the one before, the first one on the head. So if the head is proved, everything is. If it isn't
/// given, the first page's own first transaction is the head, and only the server's word says that it is the account's
/// last.
///
/// Ends below the account's first transaction, or right above the known one. An account that was deleted and made anew
/// starts over, so that its history ends without reaching a transaction known from before: the last page's chain is
/// complete then. Throws ``TONCenterClientError`` where a page doesn't hang on the one before, or passes the known one
/// by: pages that came before stay good.
public struct TransactionHistory: AsyncSequence, Sendable {
    /// A page.
    public typealias Element = TransactionHistoryPage
    /// What it throws.
    public typealias Failure = TONCenterClientError

    private let client: TONCenterClient
    private let cursor: TransactionHistoryCursor

    init(client: TONCenterClient, cursor: TransactionHistoryCursor) {
        self.client = client
        self.cursor = cursor
    }

    /// Starts from the head.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(client: client, cursor: cursor) }

    /// Goes down page by page.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let client: TONCenterClient
        fileprivate var cursor: TransactionHistoryCursor

        /// The next page; nil below the last.
        public mutating func next() async throws(TONCenterClientError) -> TransactionHistoryPage? {
            guard let request = cursor.request else { return nil }
            let transactions = try await client.answer(to: request)
            do throws(TransactionHistoryError) {
                return try cursor.take(transactions)
            } catch {
                cursor.stop()
                throw client.error(.history(error), request.target)
            }
        }

        /// The next page; nil below the last.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(TONCenterClientError) -> TransactionHistoryPage? {
            try await next()
        }
    }
}

/// Where a walk down an account's history stands. Pure: asks for pages and takes them.
struct TransactionHistoryCursor: Hashable, Sendable {
    let account: AccountAddress
    /// The transaction right below the walk's end; nil where it goes to the account's first.
    let known: TransactionIdentifier?
    let pageSize: Int
    let isArchival: Bool

    private enum Position: Hashable {
        /// Whatever the account's last transaction is.
        case last
        /// A transaction that must be there.
        case at(TransactionIdentifier)
        case end
    }

    private var position: Position

    init(
        account: AccountAddress, head: TransactionIdentifier?, known: TransactionIdentifier?, pageSize: Int,
        isArchival: Bool
    ) {
        self.account = account
        self.known = known == TransactionIdentifier.none ? nil : known
        self.pageSize = min(max(pageSize, 1), TONCenterV2.maximumTransactionCount)
        self.isArchival = isArchival
        position = head.map(Position.at) ?? .last
        if head == TransactionIdentifier.none || head != nil && head == known { position = .end }
    }

    /// The request for the next page; nil at the end.
    var request: TONCenterRequest<[HashedTransaction]>? {
        let head: TransactionIdentifier?
        switch position {
        case .end: return nil
        case .last: head = nil
        case .at(let identifier): head = identifier
        }
        return TONCenterV2.transactions(
            of: account, from: head, laterThan: known?.lt ?? 0, limit: pageSize, isArchival: isArchival)
    }

    /// Goes no further.
    mutating func stop() { position = .end }

    /// Takes the answer to ``request``; nil where there is nothing new. Throws where it isn't what must come next, and
    /// stays where it was.
    mutating func take(
        _ transactions: [HashedTransaction]
    ) throws(TransactionHistoryError) -> TransactionHistoryPage? {
        // Servers leave out what isn't later than the known one; whoever doesn't is cut off there.
        let known = known
        let new = transactions.prefix { $0.header.lt > known?.lt ?? 0 }
        let head: TransactionIdentifier
        switch position {
        case .end: return nil
        case .at(let expected):
            guard !new.isEmpty else { throw .missing(expected) }
            head = expected
        case .last:
            guard let first = new.first else {
                if let known, let first = transactions.first, first.identifier != known {
                    throw .missesKnown(known, found: first.identifier)
                }
                position = .end
                return nil
            }
            head = first.identifier
        }
        let chain: AccountChain
        do throws(AccountChainError) {
            chain = try AccountChain(verifying: new.map(\.cell), head: head, accountHash: account.hash)
        } catch {
            throw .notLinked(error)
        }
        if let known, chain.below != known, !chain.isComplete, chain.below.lt <= known.lt {
            throw .missesKnown(known, found: chain.below)
        }
        position = chain.isComplete || chain.below == known ? .end : .at(chain.below)
        return TransactionHistoryPage(records: new.map(\.record), chain: chain)
    }
}
