import Cocoon
import Settlement
import TONCrypto

/// The books of proxies.
struct ProxyDocument: Encodable {
    let schema = "silk.proxy/1"
    let proxies: [Proxy]

    init(_ books: [ProxyBooks]) {
        proxies = books.map { Proxy($0) }
    }

    /// One proxy contract.
    struct Proxy: Encodable {
        let proxy: String
        @Nullable var owner: String?
        @Nullable var root: String?
        let roleProof: String
        @Nullable var proxyKey: String?
        @Nullable var state: String?
        @Nullable var balance: String?
        @Nullable var stake: String?
        @Nullable var revenue: String?
        @Nullable var unlock: TimeRow?
        let clientBalances: String
        @Nullable var owed: String?
        @Nullable var isCovered: Bool?
        @Nullable var residual: String?
        let workers: Int
        let clients: Int
        let toppedUp: String
        let charged: String
        let tokensCharged: String
        let debtVanished: String
        let payouts: Int
        let workersPaid: String
        let tokensPaid: String
        let lostPayouts: Int
        let workersLost: String
        let revenueEarned: String
        let revenueLost: String
        let revenuePaid: String
        let refundsPaid: String
        let refundsLost: String
        let forcedShortfall: String
        let stakeAdded: String
        let stakeReturned: String
        let stakeUsed: String
        let unsolicited: String
        @Nullable var params: ParamsRow?

        enum CodingKeys: String, CodingKey {
            case proxy
            case owner
            case root
            case roleProof = "role_proof"
            case proxyKey = "proxy_key"
            case state
            case balance
            case stake
            case revenue
            case unlock
            case clientBalances = "client_balances"
            case owed
            case isCovered = "is_covered"
            case residual
            case workers
            case clients
            case toppedUp = "topped_up"
            case charged
            case tokensCharged = "tokens_charged"
            case debtVanished = "debt_vanished"
            case payouts
            case workersPaid = "workers_paid"
            case tokensPaid = "tokens_paid"
            case lostPayouts = "lost_payouts"
            case workersLost = "workers_lost"
            case revenueEarned = "revenue_earned"
            case revenueLost = "revenue_lost"
            case revenuePaid = "revenue_paid"
            case refundsPaid = "refunds_paid"
            case refundsLost = "refunds_lost"
            case forcedShortfall = "forced_shortfall"
            case stakeAdded = "stake_added"
            case stakeReturned = "stake_returned"
            case stakeUsed = "stake_used"
            case unsolicited
            case params
        }

        init(_ books: ProxyBooks) {
            let contract = books.contract
            proxy = contract.address.contractText
            owner = contract.owner?.walletText
            root = contract.root?.contractText
            roleProof = contract.proof.rawValue
            proxyKey = contract.proxyKey?.hex
            state = books.data?.state.description
            balance = books.balance?.nanoText
            stake = books.data?.stake.nanoText
            revenue = books.data?.balance.nanoText
            unlock = books.unlockTime.map { TimeRow($0) }
            clientBalances = books.clientBalances.nanoText
            owed = books.owed?.nanoText
            isCovered = books.isCovered
            residual = books.residual?.nanoText
            workers = books.workers
            clients = books.clients
            toppedUp = books.toppedUp.nanoText
            charged = books.charged.nanoText
            tokensCharged = "\(books.tokensCharged)"
            debtVanished = books.debtVanished.nanoText
            payouts = books.payouts
            workersPaid = books.workersPaid.nanoText
            tokensPaid = "\(books.tokensPaid)"
            lostPayouts = books.lostPayouts
            workersLost = books.workersLost.nanoText
            revenueEarned = books.revenueEarned.nanoText
            revenueLost = books.revenueLost.nanoText
            revenuePaid = books.revenuePaid.nanoText
            refundsPaid = books.refundsPaid.nanoText
            refundsLost = books.refundsLost.nanoText
            forcedShortfall = books.forcedShortfall.nanoText
            stakeAdded = books.stakeAdded.nanoText
            stakeReturned = books.stakeReturned.nanoText
            stakeUsed = books.stakeUsed.nanoText
            unsolicited = books.unsolicited.nanoText
            params = contract.params.map { ParamsRow($0) }
        }
    }
}

extension Contract {
    /// The key of a proxy that signs receipts.
    var proxyKey: Hash256? {
        if case .proxy(let data) = origin?.data { data.proxyKey } else { nil }
    }
}

extension ProxyBooks {
    /// When a closing proxy may be closed; nil where there is no such time.
    var unlockTime: UInt32? {
        data.flatMap { $0.unlockTime == 0 ? nil : $0.unlockTime }
    }
}
