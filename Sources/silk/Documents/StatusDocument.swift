import Cocoon
import Mirror
import Settlement

/// What a mirror holds.
struct StatusDocument: Encodable {
    let schema = "silk.status/1"
    let transactions: Int
    let claimedTransactions: Int
    let accounts: Int
    let incompleteAccounts: Int
    let contracts: [Contracts]
    let events: Int
    let jobs: Int
    @Nullable var first: TimeRow?
    @Nullable var last: TimeRow?
    @Nullable var lastLT: String?
    let findings: [Finding]

    enum CodingKeys: String, CodingKey {
        case schema
        case transactions
        case claimedTransactions = "claimed_transactions"
        case accounts
        case incompleteAccounts = "incomplete_accounts"
        case contracts
        case events
        case jobs
        case first
        case last
        case lastLT = "last_lt"
        case findings
    }

    struct Contracts: Encodable {
        let role: String
        let roleProof: String
        let count: Int

        enum CodingKeys: String, CodingKey {
            case role
            case roleProof = "role_proof"
            case count
        }
    }

    struct Finding: Encodable {
        let account: String
        let description: String
    }

    init(_ status: MirrorStatus) {
        transactions = status.transactions
        claimedTransactions = status.claimedTransactions
        accounts = status.accounts
        incompleteAccounts = status.incompleteAccounts
        contracts = status.sortedContracts.map {
            Contracts(role: $0.role.rawValue, roleProof: $0.proof.rawValue, count: $0.count)
        }
        events = status.events
        jobs = status.jobs
        first = status.firstTime.map { TimeRow($0) }
        last = status.lastTime.map { TimeRow($0) }
        lastLT = status.lastLT.map { "\($0)" }
        findings = status.findings.map { Finding(account: $0.account.contractText, description: $0.description) }
    }
}

extension MirrorStatus {
    /// The contracts by role, the strongest proof first.
    var sortedContracts: [Contracts] {
        contracts.sorted {
            $0.role == $1.role ? $0.proof > $1.proof : $0.role.rawValue < $1.role.rawValue
        }
    }
}
