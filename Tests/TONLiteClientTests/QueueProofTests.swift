import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// Queues of messages in a state that the test makes.
@Suite("Proofs of queues")
struct QueueProofTests {
    private struct Queues {
        let made: MadeMasterchain.Made
        /// All messages in order.
        var messages: [(account: Hash256, lt: UInt64, envelope: MessageEnvelope)] = []
        let proof: [UInt8]

        init() throws {
            let accounts = (0..<4).map { SHA256.hash([$0, 44]) }.sorted()
            var dispatch = MessageDispatchQueue()
            for (number, account) in accounts.enumerated() {
                var queue = TypedHashmapE<UInt64, EnqueuedMessage>()
                for position in 0...number {
                    let lt = UInt64(100 * number + position + 1)
                    let envelope = try Self.envelope(lt, hasMetadata: position.isMultiple(of: 2))
                    try queue.set(EnqueuedMessage(enqueuedLT: lt, envelope: try Lazy(envelope)), for: lt)
                    messages.append((account, lt, envelope))
                }
                let value = AccountDispatchQueue(messages: queue, count: UInt64(number + 1))
                try dispatch.set(value, extra: MinimumLT(lt: UInt64(100 * number + 1)), for: account)
            }
            var configuration = NetworkConfiguration()
            try configuration.set(.address(.zero), for: 0)
            var chain = MadeMasterchain()
            try chain.make(
                queues: OutMessageQueueInfo(
                    queue: OutMessageQueue(), processedInfo: ProcessedInfo(),
                    extra: OutMessageQueueExtra(dispatchQueue: dispatch, queueSize: 77)),
                configuration: configuration)
            let made = chain.newest
            self.made = made
            let state = try made.stateProof { state, tracker throws(CellError) in
                tracker.visitAll(state.outMessageQueueInfo.cell)
            }
            proof = BagOfCells(roots: [try made.headerProof(), state]).serialized([])
        }

        private static func envelope(_ lt: UInt64, hasMetadata: Bool) throws -> MessageEnvelope {
            var content = CellBuilder()
            try content.store(lt)
            let initiator = AccountAddress(workchain: 0, hash: SHA256.hash([1]))
            return MessageEnvelope(
                currentAddress: .regular(destinationBits: 0), nextAddress: .destination, forwardFeeRemaining: .zero,
                message: Lazy(cell: try content.build()), isExtended: hasMetadata,
                metadata: hasMetadata
                    ? MessageMetadata(depth: 3, initiatorAddress: .standard(initiator, anycast: nil), initiatorLT: lt)
                    : nil)
        }

        /// What a server says of some messages.
        func named(_ range: Range<Int>) -> [LiteAPI.DispatchQueueMessage] {
            messages[range].map { account, lt, envelope in
                let initiator = LiteAPI.AccountIdentifier(workchain: 0, address: SHA256.hash([1]))
                let none = LiteAPI.TransactionMetadata(
                    depth: .max, initiator: LiteAPI.AccountIdentifier(workchain: .min, address: .zero),
                    initiatorLT: .max, mode: 0)
                return LiteAPI.DispatchQueueMessage(
                    account: account, lt: lt, hash: envelope.message.hash,
                    metadata: envelope.metadata.map {
                        LiteAPI.TransactionMetadata(
                            depth: $0.depth, initiator: initiator, initiatorLT: $0.initiatorLT, mode: 0)
                    } ?? none)
            }
        }
    }

    @Test("how many messages wait")
    func size() throws {
        let queues = try Queues()
        let question = LiteAPI.GetBlockOutMessageQueueSize(block: queues.made.identifier, wantsProof: true)
        var answer = LiteAPI.BlockOutMessageQueueSize(
            block: queues.made.identifier, size: 77, proof: queues.proof)
        #expect(try question.proven(by: answer) == 77)
        answer.size = 78
        #expect(
            throws: ProofError(
                block: queues.made.identifier, step: .queues,
                reason: .number(what: "messages:", expected: 77, found: 78))
        ) { try question.proven(by: answer) }
        answer.proof = nil
        #expect(throws: ProofError.self) { try question.proven(by: answer) }
    }

    @Test("the queues of accounts")
    func accounts() throws {
        let queues = try Queues()
        let block = queues.made.identifier
        let accounts = Array(Set(queues.messages.map(\.account))).sorted()
        let infos = accounts.enumerated().map { number, account in
            LiteAPI.AccountDispatchQueueInfo(
                account: account, size: UInt64(number + 1), minimumLT: UInt64(100 * number + 1),
                maximumLT: UInt64(100 * number + number + 1))
        }
        func ask(
            _ infos: [LiteAPI.AccountDispatchQueueInfo], after account: Hash256? = nil, limit: UInt32, isComplete: Bool
        ) throws -> ProvenDispatchQueueAccounts {
            let question = LiteAPI.GetDispatchQueueInfo(
                block: block, afterAccount: account, maximumAccounts: limit, wantsProof: true)
            return try question.proven(
                by: LiteAPI.DispatchQueueInfo(
                    block: block, accounts: infos, isComplete: isComplete, proof: queues.proof))
        }
        #expect(try ask(infos, limit: 10, isComplete: true).accounts.map(\.count) == [1, 2, 3, 4])
        let some = try ask(Array(infos[1..<3]), after: accounts[0], limit: 2, isComplete: false)
        #expect(some.accounts.map(\.maximumLT) == [102, 203] && !some.isLast)
        #expect(try ask([], after: accounts[3], limit: 2, isComplete: true).isLast)
        #expect(throws: ProofError.self) { try ask(Array(infos[0..<3]), limit: 10, isComplete: true) }
        #expect(throws: ProofError.self) { try ask(Array(infos[1..<3]), limit: 2, isComplete: false) }
        #expect(throws: ProofError.self) { try ask([], limit: 2, isComplete: false) }
        #expect(throws: ProofError.self) { try ask(infos, limit: 3, isComplete: false) }
        var lie = infos
        lie[2].maximumLT += 1
        #expect(throws: ProofError.self) { try ask(lie, limit: 10, isComplete: true) }
    }

    @Test("messages of one account, or of those behind it too")
    func messages() throws {
        let queues = try Queues()
        let block = queues.made.identifier
        let all = queues.messages
        func ask(
            _ range: Range<Int>, from account: Hash256 = .zero, after lt: UInt64 = 0, limit: UInt32 = 64,
            isOneAccount: Bool = false, isComplete: Bool, wantsMessages: Bool = false,
            change: (inout LiteAPI.DispatchQueueMessages) -> Void = { _ in }
        ) throws -> ProvenDispatchQueueMessages {
            let question = LiteAPI.GetDispatchQueueMessages(
                block: block, account: account, afterLT: lt, maximumMessages: limit, wantsProof: true,
                isOneAccount: isOneAccount, wantsMessages: wantsMessages)
            let cells = all[range].map(\.envelope.message.cell)
            var answer = LiteAPI.DispatchQueueMessages(
                block: block, messages: queues.named(range), isComplete: isComplete, proof: queues.proof,
                messagesBag: wantsMessages ? BagOfCells(roots: cells).serialized() : nil)
            change(&answer)
            return try question.proven(by: try LiteAPI.DispatchQueueMessages(tl: answer.tlBytes))
        }
        let whole = try ask(0..<10, isComplete: true)
        #expect(whole.messages.map(\.lt) == all.map(\.lt) && whole.isLast)
        #expect(whole.messages.map { $0.metadata == nil } == all.map { $0.envelope.metadata == nil })
        let one = try ask(7..<10, from: all[6].account, after: 301, isOneAccount: true, isComplete: true)
        #expect(one.messages.map(\.lt) == [302, 303, 304])
        let cells = try ask(3..<6, from: all[3].account, isOneAccount: true, isComplete: true, wantsMessages: true)
        #expect(cells.messages.map(\.message?.cell) == all[3..<6].map(\.envelope.message.cell))
        #expect(try !ask(0..<5, limit: 5, isComplete: false).isLast)
        // Left out, not asked for, exchanged.
        #expect(throws: ProofError.self) { try ask(0..<9, isComplete: true) }
        #expect(throws: ProofError.self) { try ask(1..<10, isComplete: true) }
        #expect(throws: ProofError.self) { try ask(0..<0, isComplete: false) }
        #expect(throws: ProofError.self) { try ask(0..<10, limit: 5, isComplete: false) }
        #expect(throws: ProofError.self) { try ask(3..<7, from: all[3].account, isOneAccount: true, isComplete: true) }
        #expect(throws: ProofError.self) { try ask(0..<10, isComplete: true) { $0.messages[4].hash = .zero } }
        #expect(throws: ProofError.self) { try ask(0..<10, isComplete: true) { $0.messages[3].metadata.depth += 1 } }
        #expect(throws: ProofError.self) { try ask(0..<10, isComplete: true) { $0.messages[3].metadata.depth = .max } }
        #expect(throws: ProofError.self) {
            try ask(0..<10, isComplete: true, wantsMessages: true) {
                $0.messagesBag = BagOfCells(roots: all.reversed().map(\.envelope.message.cell)).serialized()
            }
        }
        #expect(throws: ProofError.self) {
            try ask(0..<10, isComplete: true, wantsMessages: true) { $0.messagesBag = nil }
        }
    }

    @Test("no bit of an answer can be another")
    func faults() throws {
        let queues = try Queues()
        let question = LiteAPI.GetDispatchQueueMessages(
            block: queues.made.identifier, account: .zero, afterLT: 0, maximumMessages: 64, wantsProof: true)
        let answer = LiteAPI.DispatchQueueMessages(
            block: queues.made.identifier, messages: queues.named(0..<10), isComplete: true, proof: queues.proof)
        let proven = try question.proven(by: answer)
        var faults = ProofFaults(seed: 8)
        faults.flip(answer.tlBytes, samples: 1500, expecting: proven, "queues") {
            try question.proven(by: try LiteAPI.DispatchQueueMessages(tl: $0))
        }
        #expect(faults.accepted == 0 && faults.refused > 1200)
    }
}
