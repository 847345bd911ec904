import Operations
import TONBlocks
import TONCells

/// A ledger as a network that misbehaves as told: it loses answers, and others come between.
actor ScriptedNetwork: OperationNetwork {
    /// What becomes of one message.
    enum Sending: Sendable {
        /// It is processed, and said to be.
        case accepted
        /// It is processed, and said to be known already.
        case duplicate
        /// It is processed, and no answer comes.
        case answerLost
        /// It never arrives, and no answer comes.
        case lost
        /// It never arrives, and the network says no.
        case refused
        /// It is processed, and the network says no: a copy came first.
        case refusedCopy
    }

    /// What the application asks.
    enum Call: Sendable {
        case identity, stage, send, transactions
    }

    /// What happens before a call.
    enum Event: Sendable {
        case message(Cell)
        case time(UInt32)
    }

    private(set) var ledger: LocalLedger
    /// What becomes of the messages, one after the other; all others are accepted.
    private var sendings: [Sending]
    private var events: [(call: Call, number: Int, event: Event)] = []
    private var counts: [Call: Int] = [:]
    /// All that was sent.
    private(set) var sent: [Cell] = []

    init(_ ledger: LocalLedger, _ sendings: [Sending] = []) {
        self.ledger = ledger
        self.sendings = sendings
    }

    /// Has something happen just before the next-but-so-many call of a kind, counted from 1.
    func happen(_ event: Event, before call: Call, number: Int) {
        events.append((call, (counts[call] ?? 0) + number, event))
    }

    func happen(_ event: Event) async throws(OperationNetworkError) {
        do throws(LedgerError) {
            var changed = ledger
            switch event {
            case .message(let cell): try await changed.send(cell)
            case .time(let seconds): try changed.advance(bySeconds: seconds)
            }
            ledger = changed
        } catch {
            throw .ledger(error)
        }
    }

    private func count(_ call: Call) async throws(OperationNetworkError) {
        let number = (counts[call] ?? 0) + 1
        counts[call] = number
        for event in events where event.call == call && event.number == number { try await happen(event.event) }
    }

    func identity() async throws(OperationNetworkError) -> NetworkIdentity {
        try await count(.identity)
        return try await LedgerNetwork(ledger).identity()
    }

    func stage() async throws(OperationNetworkError) -> RehearsalStage {
        try await count(.stage)
        return ledger.stage
    }

    func send(_ external: Cell) async throws(OperationNetworkError) -> Reception {
        try await count(.send)
        sent.append(external)
        let sending = sendings.isEmpty ? .accepted : sendings.removeFirst()
        switch sending {
        case .lost: throw .unavailable("no answer")
        case .refused: throw .refused("no")
        case .accepted, .duplicate, .answerLost, .refusedCopy:
            let network = LedgerNetwork(ledger)
            _ = try await network.send(external)
            ledger = await network.ledger
        }
        switch sending {
        case .duplicate: return .duplicate
        case .answerLost: throw .unavailable("no answer")
        case .refusedCopy: throw .refused("it is known")
        default: return .accepted
        }
    }

    func transactions(
        of address: AccountAddress, after lt: UInt64
    ) async throws(OperationNetworkError) -> [Cell] {
        try await count(.transactions)
        return try await LedgerNetwork(ledger).transactions(of: address, after: lt)
    }
}
