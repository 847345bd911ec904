import Indexer
import Mirror

/// What came of an import.
struct ImportDocument: Encodable {
    let schema = "silk.import/1"
    let files: Int
    let transactions: Count
    let claims: Count
    let states: Count
    let refused: [Refusal]

    struct Count: Encodable {
        let accepted: Int
        let known: Int
    }

    struct Refusal: Encodable {
        let file: String
        let reason: String
    }

    init(_ summary: FileImport.Summary) {
        func count(_ count: FileImport.Summary.Count) -> Count {
            Count(accepted: count.accepted, known: count.known)
        }
        files = summary.files
        transactions = count(summary.transactions)
        claims = count(summary.claims)
        states = count(summary.states)
        refused = summary.refusals.map { Refusal(file: $0.file, reason: $0.reason) }
    }
}

/// What came of a rebuild.
struct RebuildDocument: Encodable {
    let schema = "silk.rebuild/1"
    let transactions: Int
    let claimedTransactions: Int
    let events: Int
    let jobs: Int

    enum CodingKeys: String, CodingKey {
        case schema
        case transactions
        case claimedTransactions = "claimed_transactions"
        case events
        case jobs
    }

    init(_ status: MirrorStatus) {
        transactions = status.transactions
        claimedTransactions = status.claimedTransactions
        events = status.events
        jobs = status.jobs
    }
}

/// The hash over a mirror's content.
struct DigestDocument: Encodable {
    let schema = "silk.digest/1"
    let digest: String
}
