public import TONBlocks
public import TONCells
import TONCrypto

/// Executes a message, and then the messages that it causes, on states from a source. Nothing else changes.
///
/// ```swift
/// let emulation = MessageEmulation(executor: executor, environment: environment)
/// let tree = try await emulation.run(message, on: source)
/// ```
/// All transactions happen at the environment's time, as in one block: messages go in the order of their logical times,
/// and those of the same time in the order of their hashes.
public struct MessageEmulation: Sendable {
    /// What executes.
    public let executor: TransactionExecutor
    /// When it happens; logical times go up from there. A logical time of zero stands for the start of the block behind
    /// the last transaction of the account that gets the message.
    public var environment: ExecutionEnvironment
    /// The most transactions of a tree.
    public var maximumTransactions = 256
    /// The most transactions one below the other.
    public var maximumDepth = 64

    /// How many libraries may be asked for, for one transaction.
    private static let maximumLibraries = 64

    /// Makes one.
    public init(executor: TransactionExecutor, environment: ExecutionEnvironment) {
        self.executor = executor
        self.environment = environment
    }

    /// The whole tree of a message. Throws where it is none, and what the source throws.
    public func run<Source: EmulationSource>(
        _ message: Cell, on source: Source
    ) async throws -> EmulatedTree {
        var tree = EmulatedTree()
        var libraries: [Hash256: Cell] = [:]
        var statistics: [AccountAddress: AccountStatistics] = [:]
        let first = try MessageCell(cell: message)
        var emulation = self
        var given: [AccountAddress: ShardAccount] = [:]
        if environment.lt == 0, let address = first.message.info.destination.account,
            let account = try await source.account(address)
        {
            given[address] = account
            emulation.environment.startBlock(behind: account.lastTransactionLT)
        }
        var waiting = [Waiting(message: first, parent: nil, depth: 0)]
        while let position = waiting.indices.min(by: { waiting[$0].precedes(waiting[$1]) }) {
            let next = waiting.remove(at: position)
            let address = next.message.message.info.destination.account
            var outcome = EmulatedTransaction.Outcome.beyondLimits
            if tree.executedCount < maximumTransactions, next.depth < maximumDepth {
                outcome = try await emulation.execute(
                    next.message, address, source, given, &tree, &libraries, &statistics)
            }
            let entry = EmulatedTransaction(
                message: next.message, address: address, parent: next.parent, depth: next.depth, outcome: outcome)
            tree.append(entry)
            guard let result = entry.result else { continue }
            for cell in result.outMessages {
                let message = try MessageCell(cell: cell)
                // What goes out of the chain ends there.
                if case .externalOut = message.message.info { continue }
                waiting.append(
                    Waiting(message: message, parent: tree.transactions.count - 1, depth: next.depth + 1))
            }
        }
        return tree
    }

    private struct Waiting {
        let message: MessageCell
        let parent: Int?
        let depth: Int

        func precedes(_ other: Waiting) -> Bool {
            let times = (createdLT, other.createdLT)
            return times.0 == times.1
                ? message.hash.bytes.lexicographicallyPrecedes(other.message.hash.bytes) : times.0 < times.1
        }

        private var createdLT: UInt64 { message.message.info.internalInfo?.createdLT ?? 0 }
    }

    private func execute<Source: EmulationSource>(
        _ message: MessageCell, _ address: AccountAddress?, _ source: Source,
        _ given: [AccountAddress: ShardAccount], _ tree: inout EmulatedTree,
        _ libraries: inout [Hash256: Cell], _ statistics: inout [AccountAddress: AccountStatistics]
    ) async throws -> EmulatedTransaction.Outcome {
        guard let address else {
            return .refused(.malformedMessage(.outOfRange("\(message.message.info.destination) is no account")))
        }
        var known = tree.states[address] ?? given[address]
        if known == nil { known = try await source.account(address) }
        guard let before = known else { return .unknownState }
        var asked: Set<Hash256> = []
        while true {
            var environment = environment
            if !libraries.isEmpty {
                environment.libraries += try LibraryCollection(contents: libraries.values).roots
            }
            let result: ExecutionResult
            do throws(ExecutionError) {
                result = try executor.execute(
                    message.cell, on: before, statistics: statistics[address], in: environment)
            } catch {
                return .refused(error)
            }
            if let hash = result.missingLibrary, asked.count < Self.maximumLibraries, asked.insert(hash).inserted,
                let library = try await source.library(hash)
            {
                libraries[hash] = library
                continue
            }
            tree.states[address] = result.account
            statistics[address] = result.statistics
            return .executed(result, before: before)
        }
    }
}

extension ExecutionEnvironment {
    /// Moves to the start of the next block behind a logical time, if there can be one.
    fileprivate mutating func startBlock(behind last: UInt64) {
        guard last <= .max - 2 * Self.blockLTAlignment else { return }
        lt = (last / Self.blockLTAlignment + 1) * Self.blockLTAlignment
        blockLT = lt
    }
}

/// What an emulation came to.
public struct EmulatedTree: Sendable {
    /// The messages in the order in which they were processed, the first one first.
    public private(set) var transactions: [EmulatedTransaction] = []
    /// The accounts that had transactions, as they stand at the end.
    public internal(set) var states: [AccountAddress: ShardAccount] = [:]
    /// How many transactions there are.
    public private(set) var executedCount = 0

    mutating func append(_ transaction: EmulatedTransaction) {
        transactions.append(transaction)
        if transaction.result != nil { executedCount += 1 }
    }

    /// What validators got for all of it.
    public var totalFees: Int128 {
        transactions.reduce(0) { $0 + Int128(clamping: $1.result?.totalFees.coins.nanoTON ?? 0) }
    }

    /// The first that went wrong.
    public var firstFailure: Int? { transactions.firstIndex(where: \.isFailure) }

    /// Whether every message was processed.
    public var isComplete: Bool {
        transactions.allSatisfy { transaction in
            switch transaction.outcome {
            case .executed, .refused: true
            case .unknownState, .beyondLimits: false
            }
        }
    }
}
