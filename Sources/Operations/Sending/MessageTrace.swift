public import TONBlocks
public import TONCells
public import TONCrypto

/// What became of a message from outside: its transaction, and all that it caused.
public struct MessageTrace: Sendable {
    /// A transaction, and whose it is.
    public struct Entry: Sendable {
        /// The account.
        public let address: AccountAddress
        /// The transaction.
        public let transaction: Transaction
        /// Its hash.
        public let hash: Hash256
        /// Which entry sent its message; nil for the first.
        public let parent: Int?
    }

    /// The transactions, those of a message behind the one that sent it.
    public let entries: [Entry]
    /// What went wrong first; nil where nothing did.
    public let failure: Rehearsal.Failure?
    /// Whether every message that was sent has arrived.
    public let isComplete: Bool

    /// The most transactions that are followed.
    public static let maximumTransactions = RehearsalStage.maximumTransactions

    /// Follows a message. Nil where the account has no transaction of it after a logical time.
    ///
    /// - Parameters:
    ///   - normalizedHash: The message's hash, however it was packed (TEP-467).
    ///   - address: The account that it was sent to.
    ///   - lt: The account's last transaction before it was sent.
    ///   - receivers: Those to whom the account sends something that they must run for.
    public static func find(
        _ normalizedHash: Hash256, to address: AccountAddress, after lt: UInt64,
        receivers: Set<AccountAddress> = [], on network: some OperationNetwork
    ) async throws(OperationNetworkError) -> MessageTrace? {
        var histories = Histories(network: network, start: lt)
        let own = try await histories.of(address).first { transaction, _ in
            let found: Hash256??
            do throws(CellError) {
                found = try transaction.inMessage?.message.normalizedHash()
            } catch {
                return false
            }
            return found == normalizedHash
        }
        guard let own else { return nil }
        var entries = [Entry(address: address, transaction: own.0, hash: own.1, parent: nil)]
        var isComplete = true
        var next = 0
        while next < entries.count {
            for sent in entries[next].transaction.outMessages {
                guard let receiver = sent.message.info.internalInfo?.destination.account else { continue }
                guard entries.count < Self.maximumTransactions else {
                    isComplete = false
                    break
                }
                let found = try await histories.of(receiver).first { $0.0.inMessage?.hash == sent.hash }
                guard let found else {
                    isComplete = false
                    continue
                }
                entries.append(Entry(address: receiver, transaction: found.0, hash: found.1, parent: next))
            }
            next += 1
        }
        return MessageTrace(entries: entries, isComplete: isComplete, receivers: receivers)
    }

    private init(entries: [Entry], isComplete: Bool, receivers: Set<AccountAddress>) {
        self.entries = entries
        self.isComplete = isComplete
        failure =
            entries.enumerated().lazy.compactMap { index, entry in
                let mustRun = entry.parent == nil || entry.parent == 0 && receivers.contains(entry.address)
                return Rehearsal.Reason(
                    entry.transaction.description, isExternal: entry.parent == nil, mustRun: mustRun
                ).map { Rehearsal.Failure(index: index, address: entry.address, reason: $0) }
            }.first
    }

    /// The accounts' transactions, asked for once each.
    private struct Histories<Network: OperationNetwork> {
        let network: Network
        let start: UInt64
        var known: [AccountAddress: [(Transaction, Hash256)]] = [:]

        mutating func of(
            _ address: AccountAddress
        ) async throws(OperationNetworkError) -> [(Transaction, Hash256)] {
            if let history = known[address] { return history }
            let cells = try await network.transactions(of: address, after: start)
            do throws(CellError) {
                let history = try cells.map { cell throws(CellError) in (try Transaction(cell: cell), cell.hash) }
                known[address] = history
                return history
            } catch {
                throw .cell(error)
            }
        }
    }
}
