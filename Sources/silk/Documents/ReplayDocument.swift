import Indexer
import TONBlocks
import TONCells
import TONCrypto
import TONVM

/// What executing mirrored transactions again came to.
struct ReplayDocument {
    private let reports: [MirrorReplay.Report]

    init(_ reports: [MirrorReplay.Report]) {
        self.reports = reports
    }

    /// Whether a transaction came out otherwise.
    var hasDifferences: Bool { reports.contains { $0.difference != nil } }
    /// Whether an account couldn't be executed.
    var hasObstacles: Bool { reports.contains { $0.obstacle != nil } }

    private var total: Int { reports.reduce(0) { $0 + $1.total } }
    private var equal: Int { reports.reduce(0) { $0 + $1.equal } }
    private var different: Int { reports.count { $0.difference != nil } }

    private var summary: [MessageField] {
        [
            .small("accounts", reports.count), .small("equal_accounts", reports.count(where: \.isEqual)),
            .small("transactions", total), .small("equal", equal), .small("different", different),
            .small("not_executed", total - equal - different),
        ]
    }

    /// The document, with a row for each account.
    var document: FieldsDocument {
        FieldsDocument(
            schema: "silk.replay/1",
            fields: summary + [MessageField("rows", .list(reports.map { .fields(Self.row($0)) }))])
    }

    private static func row(_ report: MirrorReplay.Report) -> [MessageField] {
        [
            MessageField("account", .text(report.address.contractText)), .small("transactions", report.total),
            .small("equal", report.equal), .hash("state_hash", report.account?.stateHash),
            MessageField("obstacle", report.obstacle.map { .text("\($0)") } ?? .none),
            MessageField("difference", report.difference.map { .fields($0.fields) } ?? .none),
        ]
    }

    /// The counts, and each account's first difference.
    var text: String {
        var card = Card()
        card.add(summary)
        var text = card.text
        for report in reports {
            if let obstacle = report.obstacle { text += "\n\(report.address.contractText): \(obstacle)\n" }
            guard let difference = report.difference else { continue }
            text += "\n\(report.address.contractText), transaction \(report.equal + 1) of \(report.total), "
            text += "lt \(difference.recorded.lt), hash \(difference.hash)\n\(difference)\n"
            text += difference.table
        }
        return text
    }
}

extension ReplayDifference {
    private var found: (transaction: Transaction, hash: Hash256, stateHash: Hash256)? {
        guard case .otherResult(let result, _) = reason, let transaction = try? Transaction(cell: result.transaction)
        else { return nil }
        return (transaction, result.transaction.hash, result.account.stateHash)
    }

    private var dependsOnSeed: Bool {
        if case .otherResult(_, let dependsOnSeed) = reason { dependsOnSeed } else { false }
    }

    fileprivate var fields: [MessageField] {
        [
            MessageField("lt", .number(recorded.lt)), .hash("hash", hash),
            MessageField("reason", .text(description)), MessageField("depends_on_seed", .flag(dependsOnSeed)),
            MessageField("recorded", .fields(recorded.comparedFields(hash, recorded.stateUpdate.newHash))),
            MessageField(
                "found", found.map { .fields($0.transaction.comparedFields($0.hash, $0.stateHash)) } ?? .none),
        ]
    }

    /// Both transactions side by side, with a mark where they differ; empty where there is but one.
    fileprivate var table: String {
        guard let found else { return "" }
        let left = recorded.comparedFields(hash, recorded.stateUpdate.newHash).flattened
        let right = found.transaction.comparedFields(found.hash, found.stateHash).flattened
        let values = Dictionary(right, uniquingKeysWith: { first, _ in first })
        let names = Set(left.map(\.name))
        var table = Table([.left(""), .left("FIELD"), .left("RECORDED"), .left("FOUND")])
        for (name, value) in left {
            let other = values[name] ?? ""
            table.add([value == other ? "" : "!", name, value, other])
        }
        for (name, value) in right where !names.contains(name) { table.add(["!", name, "", value]) }
        return table.text
    }
}

extension Transaction {
    /// What is compared of a transaction.
    fileprivate func comparedFields(_ hash: Hash256, _ stateHash: Hash256) -> [MessageField] {
        [
            .hash("hash", hash), .hash("state_hash", stateHash), MessageField("lt", .number(lt)),
            MessageField("status_before", .text(originalStatus.name)),
            MessageField("status_after", .text(endStatus.name)), MessageField("total_fees", .currencies(totalFees)),
            MessageField("description", .fields(description.fields)),
            MessageField("out_messages", .list(outMessages.map { .text($0.hash.hex) })),
        ]
    }
}

extension [MessageField] {
    /// Names and values in lines, those inside others with the outer name first.
    fileprivate var flattened: [(name: String, value: String)] {
        var card = Card()
        card.add(self)
        return card.text.split(separator: "\n").map { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            return (String(parts[0]), parts.count > 1 ? parts[1].drop { $0 == " " }.description : "")
        }
    }
}
