public import TONBlocks
import TONCells
public import TONCrypto

extension LiteAPI.GetBlockOutMessageQueueSize: ProvableFunction {
    /// The question for a proof too.
    public func askingForProof() throws(ProofError) -> Self {
        var question = self
        question.wantsProof = true
        return question
    }

    /// Verifies how many messages wait to leave the shard; a proof must have been asked for.
    public func proven(by answer: LiteAPI.BlockOutMessageQueueSize) throws(ProofError) -> UInt64 {
        let place = ProofPlace(.queues, of: block)
        let state = try queueState(after: block, answering: answer.block, answer.proof)
        let size = try place.cells { () throws(CellError) in
            try state.state.outMessageQueueInfo.load().extra?.queueSize
        }
        guard let size else { throw place.error(.missing("the size of the queue")) }
        guard answer.size == size else {
            throw place.error(.number(what: "messages:", expected: size, found: answer.size))
        }
        return size
    }
}

/// Queues of messages that were held back, in the order of accounts: all that there are behind a place, as many as were
/// asked for.
public struct ProvenDispatchQueueAccounts: Hashable, Sendable {
    /// The queues.
    public let accounts: [ProvenDispatchQueues.Account]
    /// Whether no further ones follow.
    public let isLast: Bool
}

extension LiteAPI.GetDispatchQueueInfo: ProvableFunction {
    private static let maximumCount: UInt32 = 64

    /// The question for a proof too.
    public func askingForProof() throws(ProofError) -> Self {
        var question = self
        question.wantsProof = true
        return question
    }

    /// Verifies the queues; a proof must have been asked for.
    public func proven(by answer: LiteAPI.DispatchQueueInfo) throws(ProofError) -> ProvenDispatchQueueAccounts {
        let place = ProofPlace(.queues, of: block)
        let state = try queueState(after: block, answering: answer.block, answer.proof)
        let limit = Int(min(maximumAccounts, Self.maximumCount))
        let page = try place.proof { () throws(BlockProofError) in
            try ProvenDispatchQueues(state).accounts(
                after: afterAccount, limit: answer.isComplete ? limit : min(limit, answer.accounts.count))
        }
        guard answer.accounts.count <= limit, page.entries.count == answer.accounts.count else {
            throw place.error(
                .number(
                    what: "queues:", expected: UInt64(page.entries.count), found: UInt64(answer.accounts.count)))
        }
        guard page.isLast || !answer.isComplete else { throw place.error(.missing("the further queues")) }
        guard answer.isComplete || !page.entries.isEmpty else { throw place.error(.missing("queues")) }
        for (claimed, entry) in zip(answer.accounts, page.entries) {
            guard claimed.account == entry.accountHash, claimed.size == entry.count,
                claimed.minimumLT == entry.minimumLT, claimed.maximumLT == entry.maximumLT
            else { throw place.error(.unasked("another queue than that of \(entry.accountHash)")) }
        }
        return ProvenDispatchQueueAccounts(accounts: page.entries, isLast: page.isLast)
    }
}

/// Messages that were held back, in the order of accounts and logical times: all that there are behind a place, as many as
/// were asked for.
public struct ProvenDispatchQueueMessages: Hashable, Sendable {
    /// A message.
    public struct Entry: Hashable, Sendable {
        /// The account that sent it, within the workchain of the block.
        public let accountHash: Hash256
        /// Its logical time.
        public let lt: UInt64
        /// The hash of the message's cell.
        public let hash: Hash256
        /// What set it off; nil where that isn't known.
        public let metadata: MessageMetadata?
        /// The message, where whole ones were asked for.
        public let message: Lazy<Message>?
    }

    /// The messages.
    public let messages: [Entry]
    /// Whether no further ones follow.
    public let isLast: Bool
}

extension LiteAPI.GetDispatchQueueMessages: ProvableFunction {
    private static let maximumCount: UInt32 = 64
    private static let maximumCountOfWhole: UInt32 = 16

    /// The question for a proof too.
    public func askingForProof() throws(ProofError) -> Self {
        var question = self
        question.wantsProof = true
        return question
    }

    /// Verifies the messages, and what set them off; a proof must have been asked for.
    public func proven(by answer: LiteAPI.DispatchQueueMessages) throws(ProofError) -> ProvenDispatchQueueMessages {
        let place = ProofPlace(.queues, of: block)
        let state = try queueState(after: block, answering: answer.block, answer.proof)
        let limit = Int(min(maximumMessages, wantsMessages ? Self.maximumCountOfWhole : Self.maximumCount))
        let count = answer.messages.count
        let page = try place.proof { () throws(BlockProofError) in
            try ProvenDispatchQueues(state).messages(
                from: account, after: afterLT, isOneAccount: isOneAccount,
                limit: answer.isComplete ? limit : min(limit, count))
        }
        guard count <= limit, page.entries.count == count else {
            throw place.error(.number(what: "messages:", expected: UInt64(page.entries.count), found: UInt64(count)))
        }
        guard page.isLast || !answer.isComplete else { throw place.error(.missing("the further messages")) }
        guard answer.isComplete || count > 0 else { throw place.error(.missing("messages")) }
        var cells: [Cell] = []
        if wantsMessages, count > 0 { cells = try place.roots(of: answer.messagesBag ?? [], count: count) }
        var entries: [ProvenDispatchQueueMessages.Entry] = []
        for (number, (claimed, message)) in zip(answer.messages, page.entries).enumerated() {
            let hash = message.envelope.message.hash
            guard claimed.account == message.accountHash, claimed.lt == message.lt,
                claimed.metadata.isThat(of: message.envelope.metadata)
            else { throw place.error(.unasked("another message than that of \(message.accountHash) at \(message.lt)")) }
            try place.require(claimed.hash, is: hash)
            let cell = cells.isEmpty ? nil : cells[number]
            if let cell { try place.require(cell.hash, is: hash) }
            entries.append(
                ProvenDispatchQueueMessages.Entry(
                    accountHash: message.accountHash, lt: message.lt, hash: hash, metadata: message.envelope.metadata,
                    message: cell.map { Lazy(cell: $0) }))
        }
        return ProvenDispatchQueueMessages(messages: entries, isLast: page.isLast)
    }
}

extension LiteAPI.TransactionMetadata {
    /// Whether a server would say this of a message.
    fileprivate func isThat(of metadata: MessageMetadata?) -> Bool {
        // What stands for none: a depth that no chain of messages has.
        guard let metadata else { return depth == .max }
        guard let address = metadata.initiatorAddress.account else { return false }
        return depth == metadata.depth && initiator == LiteAPI.AccountIdentifier(address)
            && initiatorLT == metadata.initiatorLT
    }
}

/// The state after a block, as far as an answer about its queues shows it.
private func queueState(
    after block: BlockIdentifier, answering found: BlockIdentifier, _ proof: [UInt8]?
) throws(ProofError) -> ProvenState {
    try ProofPlace(.answer, of: block).require(found, is: block)
    let place = ProofPlace(.state, of: block)
    guard let proof else { throw place.error(.missing("proofs")) }
    return try place.proof { () throws(BlockProofError) in try ProvenState(proof: proof, of: block) }
}
