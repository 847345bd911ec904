import Cocoon
import TONBlocks
import TONCells
import TONCrypto

/// What one transaction of a contract comes to: events and changes of stake.
///
/// A pure function of the transaction and its neighbours: the proxy's half of an operation and the payment that
/// follows, or the worker's and client's half of what a proxy took; and what the contract said of itself before.
public struct Projection: Hashable, Sendable {
    /// The events, in the order in which they happened.
    public var events: [Event] = []
    /// What became of stakes. A proxy's are made by ``RunningState`` instead, since they depend on all before.
    public var stakes: [StakeChange] = []

    /// Projects a transaction of a contract.
    public init(of transaction: LedgerTransaction, contract: Contract, reader: some LedgerReader) throws {
        guard contract.role != .wallet else { return }
        let intent = Intent(transaction.inMessage, role: contract.role)
        var template = Event(
            transaction, contract: contract, intent: intent,
            proof: contract.proof == .claimed ? .claimed : transaction.proof)
        if contract.role == .proxy, let request = transaction.inMessage.flatMap(ChildRequest.init) {
            template.child = request.child
        }

        if transaction.originalStatus != .active, transaction.endStatus == .active {
            events.append(Self.deployment(template, contract))
            if let stake = Self.initialStake(contract) {
                stakes.append(StakeChange(template, kind: .deploy, before: nil, after: stake))
            }
        }
        // Every contract ignores bounces: nothing happens to it but the coins.
        guard let incoming = transaction.inMessage, !incoming.isBounced else { return }

        switch contract.role {
        case .worker, .client:
            try projectChild(transaction, contract, intent, template, reader)
        case .proxy:
            try projectProxy(transaction, contract, intent, template, reader)
        case .root:
            try projectRoot(transaction, intent, template, reader)
        case .wallet:
            break
        }
    }

    // MARK: - Shared by all roles

    private static func deployment(_ template: Event, _ contract: Contract) -> Event {
        var event = template
        event.kind = .deploy
        event.details["role"] = contract.role.rawValue
        event.details["code_hash"] = contract.origin?.stateInit.code?.hash.hex
        return event
    }

    private static func initialStake(_ contract: Contract) -> Coins? {
        if case .client(let data) = contract.origin?.data { data.stake } else { nil }
    }

    /// The event of a transaction that did not do what it was asked to; nil where it did.
    func failure(_ transaction: LedgerTransaction, _ template: Event) -> Event? {
        var event = template
        if transaction.skipReason != nil {
            event.kind = template.operation == .heartbeat ? .heartbeat : .skipped
            return event
        }
        guard case .executed = transaction.compute, !transaction.isSuccess else { return nil }
        event.kind = .failed
        return event
    }

    /// Coins that came without an operation.
    func unsolicited(_ template: Event) -> Event {
        var event = template
        event.kind = .unsolicited
        event.amount = template.value
        return event
    }

    /// The first message of an operation code among those that a transaction sent.
    func sent(_ opcode: Opcode, by transaction: LedgerTransaction) -> LedgerMessage? {
        transaction.outMessages.first { message in
            (try? message.body?.peekUInt(bits: 32)) == UInt64(opcode.rawValue) && message.destination != nil
        }
    }

    /// A payment that a transaction sent out, with its arrival where that is known.
    func payment(by transaction: LedgerTransaction, reader: some LedgerReader) throws -> Event.Payment? {
        guard let message = sent(.payout, by: transaction), let receiver = message.destination else { return nil }
        let arrival = try reader.transaction(taking: message)
        return Event.Payment(account: receiver, value: message.value, lt: arrival?.lt, hash: arrival?.hash)
    }
}

extension Event {
    /// An event with everything filled in that any event of the transaction has.
    init(_ transaction: LedgerTransaction, contract: Contract, intent: Intent, proof: Proof) {
        self.init(
            kind: .unsolicited, operation: intent.operation, account: contract.address, role: contract.role,
            anchor: transaction.account, lt: transaction.lt, hash: transaction.hash, time: transaction.time,
            proof: proof)
        sender = transaction.inMessage?.source
        value = transaction.inMessage?.value
        opcode = intent.opcode
        queryID = intent.queryID
        exitCode = transaction.exitCode
        actionCode = transaction.actionCode
        skipReason = transaction.skipReason
        owner = contract.owner
        proxy = contract.proxy
        switch contract.role {
        case .worker: worker = contract.address
        case .client: client = contract.address
        case .proxy: proxy = contract.address
        case .root:
            root = contract.address
            // The owner changes; that of the deployment says little about who acted.
            owner = nil
        case .wallet: break
        }
    }
}

extension Event.Half {
    init(_ transaction: LedgerTransaction) {
        self.init(
            lt: transaction.lt, hash: transaction.hash, exitCode: transaction.exitCode,
            actionCode: transaction.actionCode, skipReason: transaction.skipReason)
    }
}

extension StakeChange {
    init(_ event: Event, kind: EventKind, before: Coins?, after: Coins) {
        self.init(
            account: event.account, role: event.role, anchor: event.anchor, lt: event.lt, hash: event.hash,
            time: event.time, kind: kind, before: before, after: after, proof: event.proof)
    }
}
