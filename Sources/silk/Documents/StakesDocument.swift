import Cocoon
import Mirror
import Settlement
import TONCrypto

/// A listing of stakes.
struct StakesDocument: Encodable {
    let schema = "silk.stakes/1"
    let stakes: [StakeRow]
    @Nullable var next: String?

    init(_ listing: Listing<StakeChange>) {
        stakes = listing.items.map { StakeRow($0) }
        next = listing.next?.description
    }
}

/// A stake as it stood from a transaction on.
struct StakeRow: Encodable {
    let kind: String
    let account: String
    let role: String
    let anchor: String
    let time: String
    let unix: UInt32
    let lt: String
    let hash: String
    @Nullable var before: String?
    let after: String
    let proof: String

    init(_ stake: StakeChange) {
        kind = stake.kind.rawValue
        account = stake.account.contractText
        role = stake.role.rawValue
        anchor = stake.anchor.contractText
        time = Moment(stake.time).text
        unix = stake.time
        lt = "\(stake.lt)"
        hash = stake.hash.hex
        before = stake.before?.nanoText
        after = stake.after.nanoText
        proof = stake.proof.rawValue
    }
}
