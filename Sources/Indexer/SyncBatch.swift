import Mirror
import Settlement
import TONCells

/// What was fetched of several accounts, until there is enough for one SQL transaction.
///
/// Accounts that tell of one another settle in fewer steps together, and most have little to tell.
struct SyncBatch {
    /// About how many transactions go into one SQL transaction.
    static let size = 4000
    /// How long what was fetched may wait, so that an interrupted run loses little.
    static let patience = Duration.seconds(1)

    /// What became of one account.
    struct Written {
        let sync: AccountSync
        /// How many transactions are new.
        let transactions: Int
        /// Why a part of it was refused, if it was.
        let refusal: MirrorError?
    }

    private let mirror: Mirror
    private let clock = ContinuousClock()
    private var parts: [(sync: AccountSync, outcome: AccountSync.Outcome)] = []
    private var count = 0
    private var start: ContinuousClock.Instant?

    init(_ mirror: Mirror) {
        self.mirror = mirror
    }

    /// Whether there is nothing in it.
    var isEmpty: Bool { parts.isEmpty }

    /// How many accounts it has.
    var accountCount: Int { parts.count }

    /// All that is to be written.
    var deliveries: [Delivery] { parts.flatMap(\.outcome.deliveries) }

    /// Whether it is to be written before more is added.
    var isDue: Bool { count >= Self.size || start.map { clock.now - $0 >= Self.patience } ?? false }

    mutating func append(_ outcome: AccountSync.Outcome, of sync: AccountSync) {
        start = start ?? clock.now
        parts.append((sync, outcome))
        for case .page(let page) in outcome.deliveries { count += page.entries.count }
    }

    /// Writes everything, and notes which chains are complete: all but those of which something is refused.
    mutating func write() throws(SyncError) -> [Written] {
        guard !parts.isEmpty else { return [] }
        let parts = parts
        let receipts = try accessing(mirror) {
            try mirror.ingest(deliveries, documents: [:], followed: parts.map(\.outcome.account))
        }
        (self.parts, count, start) = ([], 0, nil)
        var rest = receipts[...]
        return parts.map { sync, outcome in
            let own = Array(rest.prefix(outcome.deliveries.count))
            rest = rest.dropFirst(own.count)
            return Written(
                sync: sync,
                transactions: outcome.transactions + Self.transactionCount(outcome.deliveries, own),
                refusal: own.compactMap(\.refusal).first)
        }
    }

    /// How many new transactions there are in deliveries.
    static func transactionCount(_ deliveries: [Delivery], _ receipts: [DeliveryReceipt]) -> Int {
        zip(deliveries, receipts).reduce(0) { count, pair in
            if case .page = pair.0 { count + pair.1.accepted } else { count }
        }
    }
}
