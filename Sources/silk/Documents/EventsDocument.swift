import Cocoon
import Mirror
import Settlement
import TONCells
import TONCrypto

/// A listing of events.
struct EventsDocument: Encodable {
    let schema = "silk.events/1"
    let events: [EventRow]
    @Nullable var next: String?

    init(_ listing: Listing<Event>) {
        events = listing.items.map { EventRow($0) }
        next = listing.next?.description
    }
}

/// One event, with every field; null where the kind doesn't have it or it isn't known.
struct EventRow: Encodable {
    let kind: String
    let operation: String
    let account: String
    let role: String
    let anchor: String
    let time: String
    let unix: UInt32
    let lt: String
    let hash: String
    let proof: String
    let isOpen: Bool
    @Nullable var sender: String?
    @Nullable var value: String?
    @Nullable var opcode: String?
    @Nullable var queryID: String?
    @Nullable var worker: String?
    @Nullable var client: String?
    @Nullable var proxy: String?
    @Nullable var root: String?
    @Nullable var owner: String?
    @Nullable var child: String?
    @Nullable var childHash: String?
    @Nullable var exitCode: Int32?
    @Nullable var actionCode: Int32?
    @Nullable var skipReason: String?
    @Nullable var settlement: HalfRow?
    @Nullable var payment: PaymentRow?
    @Nullable var tokens: String?
    @Nullable var tokensBefore: String?
    @Nullable var tokensAfter: String?
    @Nullable var tokensClaimed: String?
    @Nullable var amount: String?
    @Nullable var paid: String?
    @Nullable var lost: String?
    @Nullable var charged: String?
    @Nullable var cost: String?
    @Nullable var debtVanished: String?
    @Nullable var proxyPart: String?
    @Nullable var before: String?
    @Nullable var after: String?
    @Nullable var stakeReturned: String?
    @Nullable var unlock: TimeRow?
    @Nullable var price: String?
    @Nullable var receipt: String?
    let details: [String: String]

    enum CodingKeys: String, CodingKey {
        case kind
        case operation
        case account
        case role
        case anchor
        case time
        case unix
        case lt
        case hash
        case proof
        case isOpen = "is_open"
        case sender
        case value
        case opcode
        case queryID = "query_id"
        case worker
        case client
        case proxy
        case root
        case owner
        case child
        case childHash = "child_hash"
        case exitCode = "exit_code"
        case actionCode = "action_code"
        case skipReason = "skip_reason"
        case settlement
        case payment
        case tokens
        case tokensBefore = "tokens_before"
        case tokensAfter = "tokens_after"
        case tokensClaimed = "tokens_claimed"
        case amount
        case paid
        case lost
        case charged
        case cost
        case debtVanished = "debt_vanished"
        case proxyPart = "proxy_part"
        case before
        case after
        case stakeReturned = "stake_returned"
        case unlock
        case price
        case receipt
        case details
    }

    init(_ event: Event) {
        kind = event.kind.rawValue
        operation = event.operation.rawValue
        account = event.account.contractText
        role = event.role.rawValue
        anchor = event.anchor.contractText
        time = Moment(event.time).text
        unix = event.time
        lt = "\(event.lt)"
        hash = event.hash.hex
        proof = event.proof.rawValue
        isOpen = event.isOpen
        sender = event.sender.map { event.isContract($0) ? $0.contractText : $0.walletText }
        value = event.value?.nanoText
        opcode = event.opcode.map { Opcode(rawValue: $0).digits }
        queryID = event.queryID.map { "\($0)" }
        worker = event.worker?.contractText
        client = event.client?.contractText
        proxy = event.proxy?.contractText
        root = event.root?.contractText
        owner = event.owner?.walletText
        child = event.child?.contractText
        childHash = event.childHash?.hex
        exitCode = event.exitCode
        actionCode = event.actionCode
        skipReason = event.skipReason
        settlement = event.settlement.map { HalfRow($0) }
        payment = event.payment.map { PaymentRow($0) }
        tokens = event.tokensMoved.map { "\($0)" }
        tokensBefore = event.tokensBefore.map { "\($0)" }
        tokensAfter = event.tokensAfter.map { "\($0)" }
        tokensClaimed = event.tokensClaimed.map { "\($0)" }
        amount = event.amount?.nanoText
        paid = event.paid?.nanoText
        lost = event.lost?.nanoText
        charged = event.charged?.nanoText
        cost = event.cost?.nanoText
        debtVanished = event.debtVanished?.nanoText
        proxyPart = event.proxyPart?.nanoText
        before = event.before?.nanoText
        after = event.after?.nanoText
        stakeReturned = event.stakeReturned?.nanoText
        unlock = event.unlockTime.map { TimeRow($0) }
        price = event.price?.nanoText
        receipt = event.receipt?.hex
        details = event.details
    }
}

extension Event {
    /// Whether an address is one of the contracts that the event names.
    fileprivate func isContract(_ address: AccountAddress) -> Bool {
        [account, anchor, worker, client, proxy, root, child].contains(address)
    }
}

/// A moment in both forms.
struct TimeRow: Encodable {
    let time: String
    let unix: UInt32

    init(_ unix: UInt32) {
        time = Moment(unix).text
        self.unix = unix
    }
}
