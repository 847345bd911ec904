import Mirror
import Settlement

/// A listing of payouts.
struct PayoutsDocument: Encodable {
    let schema = "silk.payouts/1"
    let payouts: [EventRow<PayoutFields>]
    @Nullable var next: String?

    init(_ listing: Listing<Event>) {
        payouts = listing.items.map { EventRow($0) }
        next = listing.next?.description
    }
}

/// What a payout, paid, pending or lost, says beside ``CommonFields``.
struct PayoutFields: OwnFields {
    @Nullable var payment: PaymentRow?

    init(_ event: Event) {
        payment = event.payment.map { PaymentRow($0) }
    }
}
