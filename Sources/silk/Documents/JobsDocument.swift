import Cocoon
import Mirror
import Settlement

/// A listing of settled batches of work.
struct JobsDocument: Encodable {
    let schema = "silk.jobs/1"
    let jobs: [EventRow<JobFields>]
    @Nullable var next: String?

    init(_ listing: Listing<Event>) {
        jobs = listing.items.map { EventRow($0) }
        next = listing.next?.description
    }
}

/// What a signed counter that moved says beside ``CommonFields``.
struct JobFields: OwnFields {
    let account: String
    let role: String
    @Nullable var client: String?
    @Nullable var price: String?
    @Nullable var cost: String?
    @Nullable var charged: String?
    @Nullable var debtVanished: String?

    enum CodingKeys: String, CodingKey {
        case account
        case role
        case client
        case price
        case cost
        case charged
        case debtVanished = "debt_vanished"
    }

    init(_ event: Event) {
        account = event.account.contractText
        role = event.role.rawValue
        client = event.client?.contractText
        price = event.price?.nanoText
        cost = event.cost?.nanoText
        charged = event.charged?.nanoText
        debtVanished = event.debtVanished?.nanoText
    }
}
