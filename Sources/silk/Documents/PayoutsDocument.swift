import Mirror
import Settlement
import TONCells
import TONCrypto

/// A listing of payouts.
struct PayoutsDocument: Encodable {
    let schema = "silk.payouts/1"
    let payouts: [PayoutRow]
    @Nullable var next: String?

    init(_ listing: Listing<Event>) {
        payouts = listing.items.map { PayoutRow($0) }
        next = listing.next?.description
    }
}

/// A payout, paid, pending or lost.
struct PayoutRow: Encodable {
    let kind: String
    @Nullable var worker: String?
    @Nullable var owner: String?
    @Nullable var proxy: String?
    let time: String
    let unix: UInt32
    let lt: String
    let hash: String
    @Nullable var tokens: String?
    @Nullable var tokensBefore: String?
    @Nullable var tokensAfter: String?
    @Nullable var amount: String?
    @Nullable var paid: String?
    @Nullable var lost: String?
    @Nullable var proxyPart: String?
    @Nullable var exitCode: Int32?
    @Nullable var actionCode: Int32?
    @Nullable var settlement: HalfRow?
    @Nullable var payment: PaymentRow?
    @Nullable var receipt: String?
    let proof: String
    let isOpen: Bool

    enum CodingKeys: String, CodingKey {
        case kind
        case worker
        case owner
        case proxy
        case time
        case unix
        case lt
        case hash
        case tokens
        case tokensBefore = "tokens_before"
        case tokensAfter = "tokens_after"
        case amount
        case paid
        case lost
        case proxyPart = "proxy_part"
        case exitCode = "exit_code"
        case actionCode = "action_code"
        case settlement
        case payment
        case receipt
        case proof
        case isOpen = "is_open"
    }

    init(_ event: Event) {
        kind = event.kind.rawValue
        worker = event.worker?.contractText
        owner = event.owner?.walletText
        proxy = event.proxy?.contractText
        time = Moment(event.time).text
        unix = event.time
        lt = "\(event.lt)"
        hash = event.hash.hex
        tokens = event.tokensMoved.map { "\($0)" }
        tokensBefore = event.tokensBefore.map { "\($0)" }
        tokensAfter = event.tokensAfter.map { "\($0)" }
        amount = event.amount?.nanoText
        paid = event.paid?.nanoText
        lost = event.lost?.nanoText
        proxyPart = event.proxyPart?.nanoText
        exitCode = event.exitCode
        actionCode = event.actionCode
        settlement = event.settlement.map { HalfRow($0) }
        payment = event.payment.map { PaymentRow($0) }
        receipt = event.receipt?.hex
        proof = event.proof.rawValue
        isOpen = event.isOpen
    }
}

/// The proxy's half of an operation.
struct HalfRow: Encodable {
    let lt: String
    let hash: String
    @Nullable var exitCode: Int32?
    @Nullable var actionCode: Int32?
    @Nullable var skipReason: String?

    enum CodingKeys: String, CodingKey {
        case lt
        case hash
        case exitCode = "exit_code"
        case actionCode = "action_code"
        case skipReason = "skip_reason"
    }

    init(_ half: Event.Half) {
        lt = "\(half.lt)"
        hash = half.hash.hex
        exitCode = half.exitCode
        actionCode = half.actionCode
        skipReason = half.skipReason
    }
}

/// The message that paid somebody.
struct PaymentRow: Encodable {
    let account: String
    let amount: String
    @Nullable var lt: String?
    @Nullable var hash: String?

    init(_ payment: Event.Payment) {
        account = payment.account.walletText
        amount = payment.value.nanoText
        lt = payment.lt.map { "\($0)" }
        hash = payment.hash?.hex
    }
}
