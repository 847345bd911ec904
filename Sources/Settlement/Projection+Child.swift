import Cocoon
import TONCells
import TONCrypto

/// Workers and clients.
extension Projection {
    mutating func projectChild(
        _ transaction: LedgerTransaction, _ contract: Contract, _ intent: Intent, _ template: Event,
        _ reader: some LedgerReader
    ) throws {
        if var event = failure(transaction, template) {
            if event.kind == .failed, let envelope = intent.message?.signedEnvelope {
                let prior = try reader.request(
                    before: ChildMoment(
                        child: contract.address, lt: transaction.lt, anchor: transaction.account,
                        anchorLT: transaction.lt))
                event.tokensBefore = ChildBooks(prior, contract)?.tokens
                event.isOpen = event.tokensBefore == nil
                event.tokensClaimed = envelope.payload.tokens
                event.receipt = try? envelope.payload.cell().hash
            }
            events.append(event)
            return
        }
        guard transaction.isSuccess else { return }
        guard let request = transaction.outMessages.lazy.compactMap(ChildRequest.init).first else {
            if intent.operation == .transfer { events.append(unsolicited(template)) }
            return
        }
        let half = try transaction.outMessages.first { $0.hash == request.message }
            .flatMap { try reader.transaction(taking: $0) }
        var template = template
        template.receipt = try? intent.message?.signedEnvelope?.payload.cell().hash
        try projectRequest(request, operation: intent.operation, half: half, contract, template, reader)
    }

    /// The events of a request: the same whether the transaction that sent it or only the one that took it is known.
    mutating func projectRequest(
        _ request: ChildRequest, operation: Operation, half: LedgerTransaction?, _ contract: Contract,
        _ template: Event, _ reader: some LedgerReader
    ) throws {
        var event = template
        event.operation = operation
        event.settlement = half.map(Event.Half.init)
        // What became of it is told by both halves: the event is proved no better than the weaker.
        if let half { event.proof = min(event.proof, half.proof) }
        event.tokensAfter = request.tokens
        let prior = try reader.request(before: request.moment(seenAt: template))
        let before = ChildBooks(prior, contract)
        event.isOpen = before == nil
        switch request.content {
        case .worker(let worker):
            try projectWorker(worker, before: before, half: half, contract, event, reader)
        case .client(let client):
            try projectClient(client, before: before, half: half, contract, event, reader)
        }
    }

    // MARK: - Workers

    private mutating func projectWorker(
        _ request: WorkerProxyRequest, before: ChildBooks?, half: LedgerTransaction?, _ contract: Contract,
        _ template: Event, _ reader: some LedgerReader
    ) throws {
        var event = template
        guard let payload = request.payload else {
            event.kind = .workerRegister
            event.tokensBefore = request.tokens
            events.append(event)
            return
        }
        // What is paid tells how far the counter moved, even where nothing before is known.
        event.tokensBefore = before?.tokens ?? Self.tokensBefore(request.tokens, payload, contract.params)
        event.price = contract.params?.pricePerToken
        event.amount = payload.workerPart
        event.proxyPart = payload.proxyPart
        event.kind = event.operation == .lastPayout ? .lastPayout : .payout
        if let half {
            if half.isSuccess {
                event.payment = try payment(by: half, reader: reader)
                event.paid = event.payment?.value ?? .zero
            } else {
                event.kind = .lostPayout
                event.paid = .zero
                event.lost = payload.workerPart
            }
        }
        events.append(event)
    }

    private static func tokensBefore(_ after: UInt64, _ payload: WorkerProxyPayout, _ params: Params?) -> UInt64? {
        guard let fee = params?.workerFeePerToken.nanoTON, fee > 0 else { return nil }
        let (delta, rest) = payload.workerPart.nanoTON.quotientAndRemainder(dividingBy: fee)
        guard rest == 0, delta <= UInt128(after) else { return nil }
        return after - UInt64(delta)
    }

    // MARK: - Clients

    private mutating func projectClient(
        _ request: ClientProxyRequest, before: ChildBooks?, half: LedgerTransaction?, _ contract: Contract,
        _ template: Event, _ reader: some LedgerReader
    ) throws {
        var event = template
        let state = request.client
        let tokensAfter = event.tokensAfter
        event.tokensAfter = nil
        if let before, before.stake != state.stake {
            stakes.append(
                StakeChange(event, kind: event.operation.stakeKind, before: before.stake, after: state.stake))
        }

        switch event.operation {
        case .clientRegister:
            event.kind = .clientRegister
            if case .register(let payload) = request.payload {
                event.details["nonce"] = payload.nonce.map(String.init)
            }
        case .clientSecret:
            event.kind = .clientSecret
            event.details["secret_hash"] = state.secretHash.hex
        case .secretTopUp, .clientTopUp:
            event.amount = request.payload?.amount
            if event.operation == .secretTopUp {
                var secret = event
                secret.kind = .clientSecret
                secret.settlement = nil
                secret.details["secret_hash"] = state.secretHash.hex
                events.append(secret)
            }
            event.kind = .clientTopUp
            event.before = before?.balance
            event.after = state.balance
            // Code of version 3 sends a top-up back once the proxy closes; the client keeps the credit.
            if let half, half.isSuccess, let returned = try payment(by: half, reader: reader) {
                event.payment = returned
                event.paid = returned.value
            }
        case .clientStake:
            event.kind = .clientStake
            event.before = before?.stake
            event.after = state.stake
        case .charge:
            event.kind = .charge
            event.tokensAfter = tokensAfter
            settleCounter(&event, before, contract)
            event.after = state.balance
        case .withdraw:
            event.kind = .withdraw
            event.after = state.balance
            try settleRefund(&event, request, half, reader)
        case .refundRequest:
            if case .refundForce = request.payload {
                event.kind = .refundForced
            } else {
                event.kind = .refundRequest
                event.after = state.balance
                event.unlockTime = contract.params.map { event.time &+ $0.clientDelay }
            }
            try settleRefund(&event, request, half, reader)
        case .grant:
            event.kind = .refundGranted
            event.tokensAfter = tokensAfter
            settleCounter(&event, before, contract)
            try settleRefund(&event, request, half, reader)
        default:
            return
        }
        events.append(event)
    }

    /// What a receipt's counter cost the client.
    private func settleCounter(_ event: inout Event, _ before: ChildBooks?, _ contract: Contract) {
        event.tokensBefore = before?.tokens
        event.before = before?.balance
        event.price = contract.params?.pricePerToken
        guard let before, let price = event.price, let after = event.tokensAfter, after >= before.tokens else { return }
        let amounts = ChargeAmounts(delta: after - before.tokens, pricePerToken: price, balance: before.balance)
        event.charged = amounts.charged
        event.cost = amounts.vanished.flatMap { try? amounts.charged.adding($0) }
    }

    /// What a client asked back, and what became of it at the proxy.
    private func settleRefund(
        _ event: inout Event, _ request: ClientProxyRequest, _ half: LedgerTransaction?, _ reader: some LedgerReader
    ) throws {
        let requested = request.payload?.amount ?? .zero
        event.amount = requested
        guard request.payload != nil, let half else { return }
        if half.isSuccess {
            event.payment = try payment(by: half, reader: reader)
            let paid = event.payment?.value ?? .zero
            event.paid = paid
            event.lost = requested.subtractingOrZero(paid)
        } else {
            event.paid = .zero
            event.lost = requested
        }
    }
}

extension ChildRequest {
    /// When it was sent, as the event's transaction shows it.
    func moment(seenAt event: Event) -> ChildMoment {
        ChildMoment(child: child, lt: lt, anchor: event.anchor, anchorLT: event.lt, message: message)
    }
}

/// What a worker or client had before an operation.
struct ChildBooks {
    var tokens: UInt64
    var balance: Coins
    var stake: Coins
    var secretHash: Hash256
    var state: ContractState

    /// Nil where it can't be known.
    init?(_ prior: PriorRequest, _ contract: Contract) {
        switch prior {
        case .unknown: return nil
        case .request(let request):
            switch request.content {
            case .worker(let worker):
                self.init(tokens: worker.tokens, balance: .zero, stake: .zero, secretHash: .zero, state: worker.state)
            case .client(let request):
                let client = request.client
                self.init(
                    tokens: client.tokensUsed, balance: client.balance, stake: client.stake,
                    secretHash: client.secretHash, state: client.state)
            }
        case .none:
            switch contract.origin?.data {
            case .worker(let data):
                self.init(tokens: data.tokens, balance: .zero, stake: .zero, secretHash: .zero, state: data.state)
            case .client(let data):
                self.init(
                    tokens: data.tokensUsed, balance: data.balance, stake: data.stake, secretHash: data.secretHash,
                    state: data.state)
            default: return nil
            }
        }
    }

    private init(tokens: UInt64, balance: Coins, stake: Coins, secretHash: Hash256, state: ContractState) {
        self.tokens = tokens
        self.balance = balance
        self.stake = stake
        self.secretHash = secretHash
        self.state = state
    }
}

extension ClientProxyPayload {
    /// The coins in it; nil for a registration.
    var amount: Coins? {
        switch self {
        case .topUp(let payload): payload.amount
        case .refundGranted(let payload): payload.amount
        case .refundForce(let payload): payload.amount
        case .register: nil
        }
    }
}

extension Operation {
    /// How a change of a client's stake by the operation is called.
    fileprivate var stakeKind: EventKind {
        switch self {
        case .grant: .refundGranted
        case .refundRequest: .refundForced
        default: .clientStake
        }
    }
}
