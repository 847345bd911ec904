import Mirror
import Settlement
import TONBlocks
import TONCells

/// Brings one account's chain up to its head, from the head down to what the mirror has.
///
/// Each page goes into the mirror as soon as enough are together, so that an interrupted run loses none: the next one
/// finds a gap, and fills it.
struct AccountSync: Sendable {
    let source: any ChainSource
    let mirror: Mirror
    let address: AccountAddress
    let reason: Mirror.FollowedAccount.Reason
    /// About how many transactions go into one SQL transaction.
    var batchSize = 4000

    /// What came of it.
    struct Outcome: Sendable {
        var transactions = 0
        var pages = 0
        /// Whether a forged history was found in the mirror, and thrown out.
        var discarded = 0
        var hasState = false
    }

    /// Fetches what is missing, and notes that the chain is complete as of the block.
    func run(at tip: ChainTip) async throws(SyncError) -> Outcome {
        do throws(SyncError) {
            return try await fetch(at: tip, discarded: 0)
        } catch SyncError.refused(let error) {
            // An earlier history that no signatures prove gives way to one that they do.
            guard tip.proof == .proven, case .conflict = error else { throw .refused(error) }
            let discarded = try write { try mirror.discardUnproven(of: address) }
            guard discarded > 0 else { throw .refused(error) }
            return try await fetch(at: tip, discarded: discarded)
        }
    }

    private func fetch(at tip: ChainTip, discarded: Int) async throws(SyncError) -> Outcome {
        var outcome = Outcome()
        outcome.discarded = discarded
        let head = try await source.account(address, at: tip)
        var deliveries: [Delivery] = []
        var waiting = 0
        if let last = head.last {
            var gaps = try write { try mirror.gaps(of: address, upTo: last) }
            if gaps.first?.from != last, head.proof == .proven,
                let newest = try write({ try mirror.newestTransaction(of: address) }), !newest.isProven,
                newest.identifier == last
            {
                // All is there, but nothing proves it: the head alone does.
                gaps.insert(Mirror.Gap(from: last, downToLT: last.lt - 1), at: 0)
            }
            for gap in gaps {
                var place = gap.from
                while place.lt > gap.downToLT {
                    guard !Task.isCancelled else { throw .cancelled }
                    let page = try await source.page(of: address, from: place, proof: head.proof)
                    deliveries.append(.page(page))
                    outcome.pages += 1
                    waiting += page.entries.count
                    place = page.below
                    if waiting >= batchSize {
                        outcome.transactions += try ingest(deliveries, complete: nil)
                        (deliveries, waiting) = ([], 0)
                    }
                }
            }
        }
        if let state = head.state {
            deliveries.append(.state(state))
            outcome.hasState = true
        }
        outcome.transactions += try ingest(deliveries, complete: tip)
        return outcome
    }

    /// Writes, and returns how many transactions are new.
    private func ingest(_ deliveries: [Delivery], complete tip: ChainTip?) throws(SyncError) -> Int {
        let followed = tip.map {
            Mirror.FollowedAccount(
                address: address, reason: reason, masterchainSeqno: $0.block.seqno, time: $0.time)
        }
        let receipts = try write {
            try mirror.ingest(deliveries, documents: [:], followed: followed.map { [$0] } ?? [])
        }
        var accepted = 0
        for (delivery, receipt) in zip(deliveries, receipts) {
            if let refusal = receipt.refusal { throw .refused(refusal) }
            if case .page = delivery { accepted += receipt.accepted }
        }
        return accepted
    }

    private func write<T>(_ body: () throws -> T) throws(SyncError) -> T { try accessing(mirror, body) }
}
