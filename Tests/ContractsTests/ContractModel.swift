import Cocoon
import TONBlocks
import TONCells
import TONCrypto
import TONVM

/// What workers, clients and proxies must do with a message, by the rules in words: the codes are checked against it.
///
/// Knows nothing of gas, of fees, or of how anything is sent. Where the rules of the main network lose money, Silk's are
/// others.
struct ContractModel {
    enum Rules { case mainnet, silk }

    /// A message as a contract meets it.
    struct Incoming {
        let address: AccountAddress
        let message: Message
        let now: UInt32
        /// What the contract has, the message's value included and storage paid for.
        let coins: UInt128

        var info: InternalMessageInfo? { message.info.internalInfo }
        var value: UInt128 { info?.value.coins.nanoTON ?? 0 }
        var sender: AccountAddress? { info?.source.account }
        /// What stays, but for what is paid out of it.
        func kept(_ least: UInt128) -> UInt128 { max(coins - value, least) }
    }

    /// A contract's answer: the exit code, its data then, and what it pays to whom.
    struct Outcome<Data: Equatable>: Equatable {
        var exitCode: Int32
        var data: Data
        var payout: Payment?

        /// Refused: nothing changes.
        static func refusal(_ code: Int32, _ data: Data) -> Self { Self(exitCode: code, data: data, payout: nil) }
        static func done(_ data: Data, paying payout: Payment? = nil) -> Self {
            Self(exitCode: 0, data: data, payout: payout)
        }
    }

    struct Payment: Equatable {
        let to: AccountAddress
        let amount: UInt128
    }

    let rules: Rules

    static let commission: UInt128 = 100_000_000
    static let storage: UInt128 = 10_000_000
    static let limit: UInt128 = 1 << 120

    /// The body; nil where it can't be read, and only the TVM knows how that ends.
    private static func read(_ incoming: Incoming, _ role: ContractRole) -> CocoonMessage? {
        guard let slice = try? incoming.message.bodySlice else { return nil }
        return try? CocoonMessage.decode(slice, receiver: role)
    }

    private static func isIgnored(_ incoming: Incoming) -> Bool {
        (try? incoming.message.bodySlice)?.isEmpty ?? false
    }

    /// The request that came back whole.
    private func returned(_ incoming: Incoming, _ role: ContractRole) -> CocoonMessage? {
        guard rules == .silk, let body = try? incoming.message.bodyCell(), let bounce = try? NewBounceBody(cell: body),
            let slice = try? bounce.originalBody.slice()
        else { return nil }
        return try? CocoonMessage.decode(slice, receiver: .proxy)
    }

    /// The first thing wrong with a receipt, in the order of the contracts.
    private static func fault(_ envelope: SignedEnvelope, _ key: Hash256) -> Int32? {
        if !envelope.isSignatureValid(by: key) { return 1007 }
        return envelope.isConsistent ? nil : 1005
    }

    // MARK: - Workers

    func worker(_ data: WorkerData, _ incoming: Incoming) -> Outcome<WorkerData>? {
        if Self.isIgnored(incoming) { return .done(data) }
        if incoming.info?.bounced == true { return worker(data, returned: returned(incoming, .worker)) }
        guard let message = Self.read(incoming, .worker) else { return nil }
        if case .doNotProcess = message { return .done(data) }
        if data.state == .closed { return .refusal(1006, data) }
        switch message {
        case .workerPayoutSigned(let envelope): return claim(data, incoming, envelope, isLast: false)
        case .workerLastPayoutSigned(let envelope): return claim(data, incoming, envelope, isLast: true)
        case .ownerWorkerRegister:
            if incoming.value <= Self.commission { return .refusal(1003, data) }
            return incoming.sender == data.owner ? .done(data) : .refusal(1010, data)
        default: return .refusal(1012, data)
        }
    }

    private func worker(_ data: WorkerData, returned: CocoonMessage?) -> Outcome<WorkerData> {
        var data = data
        guard case .workerProxyRequest(let request)? = returned, let payload = request.payload else {
            return .done(data)
        }
        let price = data.params.pricePerToken.nanoTON
        let owed = payload.workerPart.nanoTON + payload.proxyPart.nanoTON
        if price > 0 { data.tokens -= UInt64(owed / price) }
        data.state = .normal
        return .done(data)
    }

    private func claim(
        _ data: WorkerData, _ incoming: Incoming, _ envelope: SignedEnvelope, isLast: Bool
    ) -> Outcome<WorkerData> {
        let claimed = envelope.payload.tokens ?? 0
        if let fault = Self.fault(envelope, data.proxyKey) { return .refusal(fault, data) }
        if incoming.value <= Self.commission { return .refusal(1003, data) }
        if envelope.payload.expectedAddress != incoming.address { return .refusal(1015, data) }
        if isLast ? claimed < data.tokens : claimed <= data.tokens { return .refusal(1000, data) }
        let kept = isLast ? Self.storage : incoming.kept(Self.commission + Self.storage)
        if rules == .silk, kept + 50_000_000 > incoming.coins { return .refusal(1001, data) }
        let price = data.params.pricePerToken.nanoTON
        let fee = data.params.workerFeePerToken.nanoTON
        let delta = UInt128(claimed - data.tokens)
        // A proxy's part below zero, or a part that no message can carry.
        if (fee > price && delta > 0) || delta.multipliedReportingOverflow(by: price).overflow
            || delta * max(fee, price) >= Self.limit
        {
            return .refusal(5, data)
        }
        var data = data
        data.tokens = claimed
        if isLast { data.state = .closed }
        return .done(data)
    }

    // MARK: - Clients

    func client(_ data: ClientData, _ incoming: Incoming) -> Outcome<ClientData>? {
        if Self.isIgnored(incoming) { return .done(data) }
        if incoming.info?.bounced == true { return client(data, returned: returned(incoming, .client)) }
        guard let message = Self.read(incoming, .client) else { return nil }
        func coinFault(_ amount: UInt128 = 0) -> Int32? {
            let needed = amount + Self.commission
            if needed > incoming.value { return 1003 }
            return needed + incoming.kept(Self.commission + Self.storage) > incoming.coins ? 1001 : nil
        }
        var next = data
        switch message {
        case .doNotProcess: return .done(data)
        case .clientTopUp(let deposit):
            if data.state != .normal { return .refusal(1006, data) }
            if let fault = coinFault(deposit.amount.nanoTON) { return .refusal(fault, data) }
            return adding(deposit.amount, to: next)
        case .ownerClientChangeSecretHashAndTopUp(let request):
            if data.state == .closed { return .refusal(1006, data) }
            if let fault = coinFault(request.amount.nanoTON) { return .refusal(fault, data) }
            if incoming.sender != data.owner { return .refusal(1010, data) }
            next.secretHash = request.secretHash
            return adding(request.amount, to: next)
        case .ownerClientRegister:
            if data.state == .closed { return .refusal(1006, data) }
            if let fault = coinFault() { return .refusal(fault, data) }
            return incoming.sender == data.owner ? .done(data) : .refusal(1010, data)
        case .ownerClientChangeSecretHash(let request):
            if data.state == .closed { return .refusal(1006, data) }
            if let fault = coinFault() { return .refusal(fault, data) }
            if incoming.sender != data.owner { return .refusal(1010, data) }
            next.secretHash = request.secretHash
            return .done(next)
        case .ownerClientIncreaseStake(let request):
            if data.state == .closed { return .refusal(1006, data) }
            if let fault = coinFault() { return .refusal(fault, data) }
            if incoming.sender != data.owner { return .refusal(1010, data) }
            if request.newStake <= data.stake { return .refusal(1003, data) }
            next.stake = request.newStake
            return .done(next)
        case .ownerClientWithdraw:
            if data.state != .normal { return .refusal(1006, data) }
            if let fault = coinFault() { return .refusal(fault, data) }
            if incoming.sender != data.owner { return .refusal(1009, data) }
            if data.balance <= data.stake { return .refusal(1001, data) }
            next.balance = data.stake
            return .done(next)
        case .ownerClientRequestRefund:
            if data.state == .closed, rules == .mainnet || data.balance == .zero { return .refusal(1006, data) }
            if let fault = coinFault() { return .refusal(fault, data) }
            if incoming.sender != data.owner { return .refusal(1009, data) }
            if data.state == .normal {
                next.state = .closing
                next.unlockTime = incoming.now + data.params.clientDelay
                next.balance = min(data.balance, data.stake)
                return .done(next)
            }
            if data.unlockTime >= incoming.now { return .refusal(1011, data) }
            next.state = .closed
            next.balance = .zero
            return .done(next)
        case .clientChargeSigned(let envelope):
            if let fault = Self.fault(envelope, data.proxyKey) { return .refusal(fault, data) }
            if data.state == .closed { return .refusal(1006, data) }
            if let fault = coinFault() { return .refusal(fault, data) }
            let tokens = envelope.payload.tokens ?? 0
            if tokens <= data.tokensUsed { return .refusal(1000, data) }
            if envelope.payload.expectedAddress != incoming.address { return .refusal(1015, data) }
            next = charged(data, tokens)
            return next.tokensUsed == data.tokensUsed ? .refusal(1002, data) : .done(next)
        case .clientGrantRefundSigned(let envelope):
            if let fault = Self.fault(envelope, data.proxyKey) { return .refusal(fault, data) }
            if data.state == .closed, data.balance == .zero { return .refusal(1006, data) }
            if let fault = coinFault() { return .refusal(fault, data) }
            let tokens = envelope.payload.tokens ?? 0
            if tokens < data.tokensUsed { return .refusal(1000, data) }
            if envelope.payload.expectedAddress != incoming.address { return .refusal(1015, data) }
            next = charged(data, tokens)
            next.state = .closed
            next.unlockTime = 0
            next.balance = .zero
            return .done(next)
        default: return .refusal(1012, data)
        }
    }

    private func adding(_ amount: Coins, to data: ClientData) -> Outcome<ClientData>? {
        var next = data
        guard let balance = try? data.balance.adding(amount) else { return nil }
        next.balance = balance
        return .done(next)
    }

    private func charged(_ data: ClientData, _ tokens: UInt64) -> ClientData {
        var next = data
        let price = data.params.pricePerToken.nanoTON
        let delta = UInt128(tokens - data.tokensUsed)
        let affordable = price == 0 ? delta : min(delta, data.balance.nanoTON / price)
        let left = data.balance.nanoTON - affordable * price
        if affordable == delta {
            next.tokensUsed = tokens
            next.balance = Coins(exactly: left) ?? .zero
        } else if rules == .silk {
            next.tokensUsed += UInt64(affordable)
            next.balance = Coins(exactly: left) ?? .zero
        } else {
            next.tokensUsed = tokens
            next.balance = .zero
        }
        return next
    }

    private func client(_ data: ClientData, returned: CocoonMessage?) -> Outcome<ClientData> {
        var next = data
        guard case .clientProxyRequest(let request)? = returned, let payload = request.payload else {
            return .done(data)
        }
        switch payload {
        case .topUp(let top): next.balance = data.balance.subtractingOrZero(top.amount)
        case .refundGranted(let refund), .refundForce(let refund):
            next.balance = (try? data.balance.adding(refund.amount)) ?? data.balance
        case .register: break
        }
        return .done(next)
    }

    // MARK: - Proxies

    func proxy(_ data: ProxyData, _ incoming: Incoming) -> Outcome<ProxyData>? {
        if Self.isIgnored(incoming) || incoming.info?.bounced == true { return .done(data) }
        guard let message = Self.read(incoming, .proxy) else { return nil }
        let kept = incoming.kept(Self.storage)
        func paying(_ to: AccountAddress, _ amount: UInt128, _ next: ProxyData) -> Outcome<ProxyData> {
            amount > kept ? .refusal(5, data) : .done(next, paying: Payment(to: to, amount: amount))
        }
        var next = data
        switch message {
        case .doNotProcess: return .done(data)
        case .workerProxyRequest(let request):
            guard let payload = request.payload else { return .done(data) }
            let expected = try? ContractDerivation.workerAddress(
                owner: request.owner, proxy: incoming.address, proxyKey: data.proxyKey, proxyParams: data.params)
            if incoming.sender != expected { return .refusal(1014, data) }
            if data.state == .closed { return .refusal(1006, data) }
            guard let balance = try? data.balance.adding(payload.proxyPart) else { return nil }
            next.balance = balance
            return paying(request.owner, payload.workerPart.nanoTON, next)
        case .clientProxyRequest(let request):
            guard let payload = request.payload else { return .done(data) }
            let expected = try? ContractDerivation.clientAddress(
                owner: request.owner, proxy: incoming.address, proxyKey: data.proxyKey, proxyParams: data.params)
            if incoming.sender != expected { return .refusal(1014, data) }
            switch payload {
            case .register, .topUp: return .done(data)
            case .refundGranted(let refund): return paying(request.owner, refund.amount.nanoTON, next)
            case .refundForce(let refund):
                if data.state == .closed { return paying(request.owner, refund.amount.nanoTON, next) }
                let fromStake = min(refund.amount, data.stake)
                next.stake = data.stake.subtractingOrZero(fromStake)
                return paying(request.owner, (rules == .silk ? refund.amount : fromStake).nanoTON, next)
            }
        case .proxyIncreaseStake(let deposit):
            if incoming.value < Self.commission + deposit.amount.nanoTON { return .refusal(1003, data) }
            if data.state == .closed { return .refusal(1006, data) }
            guard let stake = try? data.stake.adding(deposit.amount) else { return nil }
            next.stake = stake
            return .done(next)
        case .proxyPayoutRequest, .textCommand(.withdraw):
            if incoming.value < Self.commission { return .refusal(1003, data) }
            if data.state == .closed { return .refusal(1006, data) }
            if case .textCommand = message {
                if incoming.sender != data.owner { return .refusal(1010, data) }
                // Of the main network's, the actions fail: nothing changes.
                if rules == .mainnet { return data.balance.nanoTON > kept ? .refusal(5, data) : .done(data) }
            }
            next.balance = .zero
            return paying(data.owner, data.balance.nanoTON, next)
        case .ownerProxyClose, .textCommand(.close):
            if incoming.value < Self.commission { return .refusal(1003, data) }
            if data.state != .normal { return .refusal(1006, data) }
            if incoming.sender != data.owner { return .refusal(1010, data) }
            next.state = .closing
            next.unlockTime = 0
            return .done(next)
        case .proxyCloseRequestSigned(let envelope), .proxyCloseCompleteSigned(let envelope):
            let isComplete = envelope.op == .proxyCloseCompleteSigned
            if let fault = Self.fault(envelope, data.proxyKey) { return .refusal(fault, data) }
            if incoming.value < Self.commission { return .refusal(1003, data) }
            if data.state != (isComplete ? .closing : .normal) { return .refusal(1006, data) }
            if envelope.payload.expectedAddress != incoming.address { return .refusal(1015, data) }
            next.unlockTime = 0
            if !isComplete {
                next.state = .closing
                return .done(next)
            }
            next.state = .closed
            next.balance = .zero
            next.stake = .zero
            return paying(data.owner, data.balance.nanoTON + data.stake.nanoTON, next)
        default: return .refusal(1012, data)
        }
    }
}
