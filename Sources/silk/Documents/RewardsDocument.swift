import Cocoon
import Settlement
import TONCells

/// What workers earned, claimed, were paid and lost.
struct RewardsDocument: Encodable {
    let schema = "silk.worker-rewards/1"
    let workers: [Worker]
    let total: Total

    init(_ books: [WorkerBooks], _ totals: WorkerTotals) {
        workers = books.map { Worker($0) }
        total = Total(totals)
    }

    /// One worker contract.
    struct Worker: Encodable {
        let worker: String
        @Nullable var owner: String?
        @Nullable var proxy: String?
        let roleProof: String
        @Nullable var state: String?
        @Nullable var workerFeePerToken: String?
        let tokens: String
        @Nullable var earned: String?
        let claimed: String
        let paid: String
        let paidTokens: String
        let payouts: Int
        let lost: String
        let lostTokens: String
        let lostPayouts: Int
        let pending: String
        let pendingPayouts: Int
        @Nullable var lastPayout: PayoutRow?
        let registrations: Int
        let failures: Int
        @Nullable var balance: String?
        let bounced: String

        enum CodingKeys: String, CodingKey {
            case worker
            case owner
            case proxy
            case roleProof = "role_proof"
            case state
            case workerFeePerToken = "worker_fee_per_token"
            case tokens
            case earned
            case claimed
            case paid
            case paidTokens = "paid_tokens"
            case payouts
            case lost
            case lostTokens = "lost_tokens"
            case lostPayouts = "lost_payouts"
            case pending
            case pendingPayouts = "pending_payouts"
            case lastPayout = "last_payout"
            case registrations
            case failures
            case balance
            case bounced
        }

        init(_ books: WorkerBooks) {
            let contract = books.contract
            worker = contract.address.contractText
            owner = contract.owner?.walletText
            proxy = contract.proxy?.contractText
            roleProof = contract.proof.rawValue
            state = books.state?.description
            workerFeePerToken = contract.params?.workerFeePerToken.nanoText
            tokens = "\(books.tokens)"
            earned = books.earned?.nanoText
            claimed = books.claimed.nanoText
            paid = books.paid.nanoText
            paidTokens = "\(books.paidTokens)"
            payouts = books.payouts
            lost = books.lost.nanoText
            lostTokens = "\(books.lostTokens)"
            lostPayouts = books.lostPayouts
            pending = books.pending.nanoText
            pendingPayouts = books.pendingPayouts
            lastPayout = books.lastPayout.map { PayoutRow($0) }
            registrations = books.registrations
            failures = books.failures
            balance = books.balance?.nanoText
            bounced = books.bounced.nanoText
        }
    }

    /// All of them together.
    struct Total: Encodable {
        let workers: Int
        let tokens: String
        @Nullable var earned: String?
        let claimed: String
        let paid: String
        let payouts: Int
        let lost: String
        let lostPayouts: Int
        let pending: String
        let pendingPayouts: Int

        enum CodingKeys: String, CodingKey {
            case workers
            case tokens
            case earned
            case claimed
            case paid
            case payouts
            case lost
            case lostPayouts = "lost_payouts"
            case pending
            case pendingPayouts = "pending_payouts"
        }

        init(_ totals: WorkerTotals) {
            workers = totals.workers
            tokens = "\(totals.tokens)"
            earned = totals.earned?.nanoText
            claimed = totals.claimed.nanoText
            paid = totals.paid.nanoText
            payouts = totals.payouts
            lost = totals.lost.nanoText
            lostPayouts = totals.lostPayouts
            pending = totals.pending.nanoText
            pendingPayouts = totals.pendingPayouts
        }
    }
}
