import TONCells
public import TONCrypto

/// Messages that accounts sent and that were held back, as the state after a block has them, or as far as a proof shows
/// them.
///
/// What a page has is everything that the state has there: a server can neither add anything nor leave it out.
public struct ProvenDispatchQueues: Hashable, Sendable {
    /// The block.
    public let block: BlockIdentifier
    private let root: Cell?

    /// An account's queue.
    public struct Account: Hashable, Sendable {
        /// The account, within the workchain of the block.
        public let accountHash: Hash256
        /// How many messages there are.
        public let count: UInt64
        /// The first message's logical time.
        public let minimumLT: UInt64
        /// The last message's logical time.
        public let maximumLT: UInt64
    }

    /// A message that is held back.
    public struct Message: Hashable, Sendable {
        /// The account that sent it, within the workchain of the block.
        public let accountHash: Hash256
        /// Its logical time.
        public let lt: UInt64
        /// The message with what belongs to it. The message itself may be pruned.
        public let envelope: MessageEnvelope
    }

    /// Some entries in a row, and whether no further one follows.
    public typealias Page<Entry> = (entries: [Entry], isLast: Bool)

    /// Reads the queues of a state. Throws where they are malformed or pruned.
    public init(_ state: ProvenState) throws(BlockProofError) {
        block = state.block
        root = try proving { () throws(CellError) in
            try within("out_msg_queue_info") { () throws(CellError) in
                try state.state.outMessageQueueInfo.load().extra?.dispatchQueue.root
            }
        }
    }

    /// The queues of at most `limit` accounts behind one, or from the first on, in the order of their addresses.
    ///
    /// Throws where they are malformed, or pruned on the way to any of them.
    public func accounts(after accountHash: Hash256? = nil, limit: Int) throws(BlockProofError) -> Page<Account> {
        try reading { () throws(CellError) in
            var leaves = OrderedLeaves(root: root, keyBits: 256, isReversed: false)
            if let accountHash { try leaves.seek(accountHash.hashmapKey, isInclusive: false) }
            var accounts: [Account] = []
            while accounts.count < limit, let (accountHash, queue) = try Self.next(&leaves) {
                let messages = queue.messages.dictionary
                guard let first = try messages.minimum(), let last = try messages.maximum() else {
                    throw .within("key \(accountHash)", .malformedDictionary("a queue has one message at least"))
                }
                accounts.append(
                    Account(
                        accountHash: accountHash, count: queue.count, minimumLT: try UInt64(hashmapKey: first.key),
                        maximumLT: try UInt64(hashmapKey: last.key)))
            }
            return (accounts, leaves.isAtEnd)
        }
    }

    /// At most `limit` messages, from those of an account on, in the order of accounts and logical times.
    ///
    /// As servers do it, `lt` counts for the first account that has messages, which may be a later one.
    ///
    /// - Parameters:
    ///   - accountHash: The account.
    ///   - lt: The logical time behind which to start.
    ///   - isOneAccount: Whether to end with the account.
    ///   - limit: How many at most.
    public func messages(
        from accountHash: Hash256, after lt: UInt64, isOneAccount: Bool, limit: Int
    ) throws(BlockProofError) -> Page<Message> {
        try reading { () throws(CellError) in
            var leaves = OrderedLeaves(root: root, keyBits: 256, isReversed: false)
            try leaves.seek(accountHash.hashmapKey, isInclusive: true)
            var messages: [Message] = []
            var lt = lt
            while let (found, queue) = try Self.next(&leaves) {
                guard !isOneAccount || found == accountHash else { return (messages, true) }
                var next = try queue.messages.dictionary.nearest(to: lt.hashmapKey, .ascending)
                while let entry = next {
                    guard messages.count < limit else { return (messages, false) }
                    messages.append(try Self.message(entry, of: found))
                    next = try queue.messages.dictionary.nearest(to: entry.key, .ascending)
                }
                lt = 0
                // What comes behind isn't shown once there are enough.
                guard messages.count < limit || leaves.isAtEnd else { return (messages, false) }
            }
            return (messages, true)
        }
    }

    private func reading<R>(_ body: () throws(CellError) -> R) throws(BlockProofError) -> R {
        try proving { () throws(CellError) in try within("dispatch_queue", body) }
    }

    private static func next(
        _ leaves: inout OrderedLeaves
    ) throws(CellError) -> (accountHash: Hash256, queue: AccountDispatchQueue)? {
        guard let (key, leaf) = try leaves.next() else { return nil }
        let accountHash = try Hash256(hashmapKey: key)
        return try within("key \(accountHash)") { () throws(CellError) in
            var leaf = leaf
            _ = try leaf.load(MinimumLT.self)
            let queue = try leaf.load(AccountDispatchQueue.self)
            try leaf.end()
            return (accountHash, queue)
        }
    }

    private static func message(_ entry: HashmapE.Entry, of accountHash: Hash256) throws(CellError) -> Message {
        let lt = try UInt64(hashmapKey: entry.key)
        return try within("message \(lt)") { () throws(CellError) in
            var value = entry.value
            let message = try value.load(EnqueuedMessage.self)
            try value.end()
            return Message(accountHash: accountHash, lt: lt, envelope: try message.envelope.load())
        }
    }
}
