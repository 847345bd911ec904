import Cocoon
import Mirror
import Settlement
import TONCells
import TONCrypto

/// A listing of events.
struct EventsDocument: Encodable {
    let schema = "silk.events/1"
    let events: [EventRow<EventFields>]
    @Nullable var next: String?

    init(_ listing: Listing<Event>) {
        events = listing.items.map { EventRow($0) }
        next = listing.next?.description
    }
}

/// All else that an event says; null where the kind doesn't have it or it isn't known.
struct EventFields: OwnFields {
    let operation: String
    let account: String
    let role: String
    let anchor: String
    @Nullable var sender: String?
    @Nullable var value: String?
    @Nullable var opcode: String?
    @Nullable var queryID: String?
    @Nullable var client: String?
    @Nullable var root: String?
    @Nullable var child: String?
    @Nullable var childHash: String?
    @Nullable var skipReason: String?
    @Nullable var payment: PaymentRow?
    @Nullable var tokensClaimed: String?
    @Nullable var charged: String?
    @Nullable var cost: String?
    @Nullable var debtVanished: String?
    @Nullable var before: String?
    @Nullable var after: String?
    @Nullable var stakeReturned: String?
    @Nullable var unlock: TimeRow?
    @Nullable var price: String?
    let details: [String: String]

    enum CodingKeys: String, CodingKey {
        case operation
        case account
        case role
        case anchor
        case sender
        case value
        case opcode
        case queryID = "query_id"
        case client
        case root
        case child
        case childHash = "child_hash"
        case skipReason = "skip_reason"
        case payment
        case tokensClaimed = "tokens_claimed"
        case charged
        case cost
        case debtVanished = "debt_vanished"
        case before
        case after
        case stakeReturned = "stake_returned"
        case unlock
        case price
        case details
    }

    init(_ event: Event) {
        operation = event.operation.rawValue
        account = event.account.contractText
        role = event.role.rawValue
        anchor = event.anchor.contractText
        sender = event.sender.map { event.isContract($0) ? $0.contractText : $0.walletText }
        value = event.value?.nanoText
        opcode = event.opcode.map { Opcode(rawValue: $0).digits }
        queryID = event.queryID.map { "\($0)" }
        client = event.client?.contractText
        root = event.root?.contractText
        child = event.child?.contractText
        childHash = event.childHash?.hex
        skipReason = event.skipReason
        payment = event.payment.map { PaymentRow($0) }
        tokensClaimed = event.tokensClaimed.map { "\($0)" }
        charged = event.charged?.nanoText
        cost = event.cost?.nanoText
        debtVanished = event.debtVanished?.nanoText
        before = event.before?.nanoText
        after = event.after?.nanoText
        stakeReturned = event.stakeReturned?.nanoText
        unlock = event.unlockTime.map { TimeRow($0) }
        price = event.price?.nanoText
        details = event.details
    }
}

extension Event {
    /// Whether an address is one of the contracts that the event names.
    fileprivate func isContract(_ address: AccountAddress) -> Bool {
        [account, anchor, worker, client, proxy, root, child].contains(address)
    }
}
