import Cocoon
import Mirror
import Settlement
import TONCrypto

/// A listing of settled batches of work.
struct JobsDocument: Encodable {
    let schema = "silk.jobs/1"
    let jobs: [JobRow]
    @Nullable var next: String?

    init(_ listing: Listing<Event>) {
        jobs = listing.items.map { JobRow($0) }
        next = listing.next?.description
    }
}

/// A signed counter that moved.
struct JobRow: Encodable {
    let kind: String
    let account: String
    let role: String
    @Nullable var worker: String?
    @Nullable var client: String?
    @Nullable var proxy: String?
    @Nullable var owner: String?
    let time: String
    let unix: UInt32
    let lt: String
    let hash: String
    @Nullable var tokens: String?
    @Nullable var tokensBefore: String?
    @Nullable var tokensAfter: String?
    @Nullable var price: String?
    @Nullable var amount: String?
    @Nullable var paid: String?
    @Nullable var lost: String?
    @Nullable var proxyPart: String?
    @Nullable var cost: String?
    @Nullable var charged: String?
    @Nullable var debtVanished: String?
    @Nullable var exitCode: Int32?
    @Nullable var actionCode: Int32?
    @Nullable var settlement: HalfRow?
    @Nullable var receipt: String?
    let proof: String
    let isOpen: Bool

    enum CodingKeys: String, CodingKey {
        case kind
        case account
        case role
        case worker
        case client
        case proxy
        case owner
        case time
        case unix
        case lt
        case hash
        case tokens
        case tokensBefore = "tokens_before"
        case tokensAfter = "tokens_after"
        case price
        case amount
        case paid
        case lost
        case proxyPart = "proxy_part"
        case cost
        case charged
        case debtVanished = "debt_vanished"
        case exitCode = "exit_code"
        case actionCode = "action_code"
        case settlement
        case receipt
        case proof
        case isOpen = "is_open"
    }

    init(_ event: Event) {
        kind = event.kind.rawValue
        account = event.account.contractText
        role = event.role.rawValue
        worker = event.worker?.contractText
        client = event.client?.contractText
        proxy = event.proxy?.contractText
        owner = event.owner?.walletText
        time = Moment(event.time).text
        unix = event.time
        lt = "\(event.lt)"
        hash = event.hash.hex
        tokens = event.tokensMoved.map { "\($0)" }
        tokensBefore = event.tokensBefore.map { "\($0)" }
        tokensAfter = event.tokensAfter.map { "\($0)" }
        price = event.price?.nanoText
        amount = event.amount?.nanoText
        paid = event.paid?.nanoText
        lost = event.lost?.nanoText
        proxyPart = event.proxyPart?.nanoText
        cost = event.cost?.nanoText
        charged = event.charged?.nanoText
        debtVanished = event.debtVanished?.nanoText
        exitCode = event.exitCode
        actionCode = event.actionCode
        settlement = event.settlement.map { HalfRow($0) }
        receipt = event.receipt?.hex
        proof = event.proof.rawValue
        isOpen = event.isOpen
    }
}
