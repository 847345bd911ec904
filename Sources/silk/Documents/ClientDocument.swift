import Cocoon
import Settlement
import TONCrypto

/// The books of clients.
struct ClientDocument: Encodable {
    let schema = "silk.client/1"
    let clients: [Client]

    init(_ books: [ClientBooks]) {
        clients = books.map { Client($0) }
    }

    /// One client contract.
    struct Client: Encodable {
        let client: String
        @Nullable var owner: String?
        @Nullable var proxy: String?
        let roleProof: String
        @Nullable var state: String?
        let balance: String
        let stake: String
        let tokens: String
        @Nullable var secretHash: String?
        @Nullable var unlock: TimeRow?
        let registrations: Int
        let topUps: Int
        let toppedUp: String
        let charges: Int
        let charged: String
        let debtVanished: String
        let refunded: String
        let forfeited: String
        let refundLost: String
        let failures: Int
        @Nullable var contractBalance: String?
        let bounced: String
        @Nullable var params: ParamsRow?

        enum CodingKeys: String, CodingKey {
            case client
            case owner
            case proxy
            case roleProof = "role_proof"
            case state
            case balance
            case stake
            case tokens
            case secretHash = "secret_hash"
            case unlock
            case registrations
            case topUps = "top_ups"
            case toppedUp = "topped_up"
            case charges
            case charged
            case debtVanished = "debt_vanished"
            case refunded
            case forfeited
            case refundLost = "refund_lost"
            case failures
            case contractBalance = "contract_balance"
            case bounced
            case params
        }

        init(_ books: ClientBooks) {
            let contract = books.contract
            client = contract.address.contractText
            owner = contract.owner?.walletText
            proxy = contract.proxy?.contractText
            roleProof = contract.proof.rawValue
            state = books.state?.description
            balance = books.balance.nanoText
            stake = books.stake.nanoText
            tokens = "\(books.tokensUsed)"
            secretHash = books.secretHash?.hex
            unlock = books.unlockTime.map { TimeRow($0) }
            registrations = books.registrations
            topUps = books.topUps
            toppedUp = books.toppedUp.nanoText
            charges = books.charges
            charged = books.charged.nanoText
            debtVanished = books.debtVanished.nanoText
            refunded = books.refunded.nanoText
            forfeited = books.forfeited.nanoText
            refundLost = books.refundLost.nanoText
            failures = books.failures
            contractBalance = books.contractBalance?.nanoText
            bounced = books.bounced.nanoText
            params = contract.params.map { ParamsRow($0) }
        }
    }
}
