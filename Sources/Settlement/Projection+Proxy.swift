import Cocoon
import TONCells
import TONCrypto

/// Proxies.
extension Projection {
    mutating func projectProxy(
        _ transaction: LedgerTransaction, _ contract: Contract, _ intent: Intent, _ template: Event,
        _ reader: some LedgerReader
    ) throws {
        if let incoming = transaction.inMessage, let request = ChildRequest(incoming) {
            try projectHalf(of: request, incoming, transaction, template, reader)
            return
        }
        if let event = failure(transaction, template) {
            events.append(event)
            return
        }
        guard transaction.isSuccess else { return }
        var event = template
        switch intent.operation {
        case .heartbeat:
            event.kind = .heartbeat
        case .transfer, .excesses:
            event = unsolicited(template)
        case .proxyStake:
            event.kind = .proxyStake
            if case .proxyIncreaseStake(let message) = intent.message { event.amount = message.amount }
            let change = try reader.stakeChange(of: contract.address, at: transaction.lt)
            event.before = change?.before
            event.after = change?.after
        case .proxyPayout, .textWithdraw:
            event.kind = .proxyPayout
            event.payment = try payment(by: transaction, reader: reader)
            event.paid = event.payment?.value
        case .proxyClose, .textClose:
            event.kind = .proxyClose
            event.details["signed"] = intent.message?.signedEnvelope == nil ? "false" : "true"
            event.unlockTime = contract.params.map { $0.structVersion >= 4 ? 0 : event.time &+ $0.proxyDelay }
        case .proxyCloseComplete:
            event.kind = .proxyCloseComplete
            event.payment = try payment(by: transaction, reader: reader)
            event.paid = event.payment?.value
            event.stakeReturned = try reader.stakeChange(of: contract.address, at: transaction.lt)?.before
        default:
            return
        }
        events.append(event)
    }

    /// A request of a worker or client: its own transaction tells the story, unless that isn't mirrored.
    private mutating func projectHalf(
        of request: ChildRequest, _ incoming: LedgerMessage, _ transaction: LedgerTransaction, _ template: Event,
        _ reader: some LedgerReader
    ) throws {
        let producer = try reader.transaction(sending: incoming)
        let child = try reader.contract(at: request.child)
        let operation: Operation
        if let producer {
            operation = Intent(producer.inMessage, role: request.role).operation
        } else {
            let prior = try reader.request(before: request.moment(seenAt: template))
            operation = request.operation(after: child.flatMap { ChildBooks(prior, $0) })
        }
        if var event = failure(transaction, template) {
            event.operation = operation
            event.childHash = producer?.hash
            event.isOpen = operation == .clientRequest
            events.append(event)
        }
        guard producer == nil, let child, child.role == request.role else { return }
        var event = template
        event.account = child.address
        event.role = child.role
        event.owner = child.owner
        event.child = nil
        event.proof = min(template.proof, child.proof == .claimed ? .claimed : transaction.proof)
        if child.role == .worker { event.worker = child.address } else { event.client = child.address }
        event.exitCode = nil
        event.actionCode = nil
        event.skipReason = nil
        try projectRequest(request, operation: operation, half: transaction, child, event, reader)
    }
}

extension ChildRequest {
    /// Which operation it belongs to, as far as the request alone, or a comparison with the one before, tells.
    func operation(after before: ChildBooks?) -> Operation {
        switch content {
        case .worker(let request):
            guard request.payload != nil else { return .workerRegister }
            return request.state == .closed ? .lastPayout : .payout
        case .client(let request):
            switch request.payload {
            case .topUp:
                return before.map { $0.secretHash != request.client.secretHash } == true ? .secretTopUp : .clientTopUp
            case .register: return .clientRegister
            case .refundForce: return .refundRequest
            case .refundGranted:
                switch request.client.state {
                case .normal: return .withdraw
                case .closing: return .refundRequest
                case .closed: return .grant
                }
            case nil:
                guard let before else { return .clientRequest }
                if before.tokens != request.client.tokensUsed { return .charge }
                if before.state != request.client.state { return .refundRequest }
                if before.stake != request.client.stake { return .clientStake }
                if before.secretHash != request.client.secretHash { return .clientSecret }
                return .clientRequest
            }
        }
    }
}
