/// Rows of version 3 that come in pages, by offset and number.
public struct TONCenterList<Item: Sendable>: Sendable {
    private let identity: @Sendable (Item) -> String
    private let request: @Sendable (_ offset: Int, _ limit: Int) -> TONCenterRequest<Unproved<[Item]>>

    init(
        identity: @escaping @Sendable (Item) -> String,
        request: @escaping @Sendable (_ offset: Int, _ limit: Int) -> TONCenterRequest<Unproved<[Item]>>
    ) {
        self.identity = identity
        self.request = request
    }

    /// The request for one page.
    ///
    /// - Parameters:
    ///   - offset: How many rows to leave out.
    ///   - limit: How many to give at most, up to ``TONCenterV3/maximumRowCount``.
    public func page(offset: Int = 0, limit: Int) -> TONCenterRequest<Unproved<[Item]>> {
        request(max(offset, 0), min(max(limit, 1), TONCenterV3.maximumRowCount))
    }

    /// What tells a row from all others.
    func identity(of item: Item) -> String { identity(item) }
}

/// The rows of a list, page by page, up to an empty one.
///
/// Rows that a page repeats from the one before, because new ones pushed them down, are left out. Nothing tells of rows
/// that the server leaves out itself. Throws ``TONCenterClientError``, also where a page repeats the one before in
/// full, as from a server that doesn't know of offsets: it would never end.
public struct TONCenterPages<Item: Sendable>: AsyncSequence, Sendable {
    /// A page.
    public typealias Element = Unproved<[Item]>
    /// What it throws.
    public typealias Failure = TONCenterClientError

    private let client: TONCenterClient
    private let list: TONCenterList<Item>
    private let pageSize: Int

    init(client: TONCenterClient, list: TONCenterList<Item>, pageSize: Int) {
        self.client = client
        self.list = list
        self.pageSize = pageSize
    }

    /// Starts from the first row.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(client: client, list: list, pageSize: pageSize) }

    /// Goes on page by page.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let client: TONCenterClient
        fileprivate let list: TONCenterList<Item>
        fileprivate let pageSize: Int
        private var offset = 0
        private var previous: Set<String> = []
        private var isAtEnd = false

        fileprivate init(client: TONCenterClient, list: TONCenterList<Item>, pageSize: Int) {
            self.client = client
            self.list = list
            self.pageSize = pageSize
        }

        /// The next page; nil behind the last.
        public mutating func next() async throws(TONCenterClientError) -> Unproved<[Item]>? {
            guard !isAtEnd else { return nil }
            let request = list.page(offset: offset, limit: pageSize)
            // A page may be shorter than asked for and not be the last, so that only an empty one ends it.
            let items = try await client.answer(to: request).hint
            guard !items.isEmpty else {
                isAtEnd = true
                return nil
            }
            let new = items.filter { !previous.contains(list.identity(of: $0)) }
            guard !new.isEmpty else {
                isAtEnd = true
                throw client.error(.repeatedPage(offset: offset), request.target)
            }
            offset += items.count
            previous = Set(items.map { list.identity(of: $0) })
            return Unproved(hint: new)
        }

        /// The next page; nil behind the last.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(TONCenterClientError) -> Unproved<[Item]>? {
            try await next()
        }
    }
}
