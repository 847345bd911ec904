import Indexer
import Settlement
import TONBlocks
import TONCells
import TONCrypto

/// What came of following the chain.
struct SyncDocument: Encodable {
    let schema = "silk.sync/1"
    let tip: Tip
    let accounts: Int
    let transactions: Int
    let discarded: Int
    let blocks: Int?
    let found: [String]?
    let problems: [Problem]

    struct Tip: Encodable {
        let seqno: UInt32
        let rootHash: String
        let fileHash: String
        let time: String?
        let unix: UInt32?
        let proof: String

        enum CodingKeys: String, CodingKey {
            case seqno, time, unix, proof
            case rootHash = "root_hash"
            case fileHash = "file_hash"
        }
    }

    struct Problem: Encodable {
        let account: String
        let reason: String
    }

    init(_ report: ChainSync.Report, scan: BlockScan.Progress?) {
        tip = Tip(
            seqno: report.tip.block.seqno, rootHash: report.tip.block.rootHash.hex,
            fileHash: report.tip.block.fileHash.hex, time: report.tip.time.map { Moment($0).text },
            unix: report.tip.time, proof: report.tip.proof.rawValue)
        accounts = report.accounts
        transactions = report.transactions
        discarded = report.discarded
        blocks = scan?.blocks
        found = scan?.found.map(\.contractText).sorted()
        problems = report.problems.map { Problem(account: $0.account.contractText, reason: "\($0.error)") }
    }

    /// Lines for people.
    var text: String {
        var lines = ["as of masterchain block \(tip.seqno)\(tip.time.map { ", \($0)" } ?? "") (\(tip.proof))"]
        if let blocks { lines.append("blocks read: \(blocks)") }
        lines.append("accounts: \(accounts)")
        lines.append("new transactions: \(transactions)")
        if discarded > 0 { lines.append("thrown out, since the chain disproves them: \(discarded) transactions") }
        for contract in found ?? [] { lines.append("found: \(contract)") }
        for problem in problems { lines.append("incomplete: \(problem.account): \(problem.reason)") }
        return lines.joined(separator: "\n") + "\n"
    }
}
