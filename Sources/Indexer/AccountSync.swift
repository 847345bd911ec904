import Mirror
import Settlement
import TONBlocks
import TONCells

/// Fetches what a mirror lacks of one account's chain, from the head down to what it has.
///
/// What comes of a long chain goes into the mirror as soon as enough is together, so that an interrupted run loses little:
/// the next one finds a gap, and fills it.
struct AccountSync: Sendable {
    let source: any ChainSource
    let mirror: Mirror
    let account: Mirror.FollowedAccount
    /// How many transactions of a forged history were thrown out of the mirror before.
    var discarded = 0
    /// About how many transactions are kept here at most.
    var batchSize = SyncBatch.size

    /// What came of it, and is to be written yet.
    struct Outcome: Sendable {
        /// The account, complete as of the block.
        var account: Mirror.FollowedAccount
        /// New transactions that were written on the way.
        var transactions = 0
        var deliveries: [Delivery] = []
    }

    /// Fetches what is missing. With what is returned, the chain is complete as of the block.
    func run(at tip: ChainTip) async throws(SyncError) -> Outcome {
        var outcome = Outcome(account: account)
        outcome.account.masterchainSeqno = tip.block.seqno
        outcome.account.time = tip.time
        let address = account.address
        let head = try await source.account(address, at: tip)
        var waiting = 0
        if let last = head.last {
            for gap in try gaps(upTo: last, head.proof) {
                var place = gap.from
                while place.lt > gap.downToLT {
                    guard !Task.isCancelled else { throw .cancelled }
                    let page = try await source.page(of: address, from: place, proof: head.proof)
                    outcome.deliveries.append(.page(page))
                    waiting += page.entries.count
                    place = page.below
                    if waiting >= batchSize {
                        outcome.transactions += try ingest(outcome.deliveries)
                        (outcome.deliveries, waiting) = ([], 0)
                    }
                }
            }
        }
        if let state = head.state { outcome.deliveries.append(.state(state)) }
        return outcome
    }

    private func gaps(upTo last: TransactionIdentifier, _ proof: Proof) throws(SyncError) -> [Mirror.Gap] {
        try accessing(mirror) {
            var gaps = try mirror.gaps(of: account.address, upTo: last)
            if gaps.first?.from != last, proof == .proven,
                let newest = try mirror.newestTransaction(of: account.address), !newest.isProven,
                newest.identifier == last
            {
                // All is there, but nothing proves it: the head alone does.
                gaps.insert(Mirror.Gap(from: last, downToLT: last.lt - 1), at: 0)
            }
            return gaps
        }
    }

    /// Writes, and returns how many transactions are new.
    private func ingest(_ deliveries: [Delivery]) throws(SyncError) -> Int {
        let receipts = try accessing(mirror) { try mirror.ingest(deliveries) }
        if let refusal = receipts.compactMap(\.refusal).first { throw .refused(refusal) }
        return SyncBatch.transactionCount(deliveries, receipts)
    }
}
