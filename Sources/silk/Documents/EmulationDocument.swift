import Cocoon
import TONBlocks
import TONCells
import TONCrypto
import TONVM

/// A rehearsed message, with all that it would cause.
struct EmulationDocument {
    private let tree: EmulatedTree
    private let rows: [Row]

    /// A message and what came of it.
    fileprivate struct Row {
        let entry: EmulatedTransaction
        let transaction: Transaction?
        let balanceBefore: CurrencyCollection?
        let balanceAfter: CurrencyCollection?
        let hint: ContractRole?

        init(_ entry: EmulatedTransaction) throws {
            self.entry = entry
            guard case .executed(let result, let before) = entry.outcome else {
                (transaction, balanceBefore, balanceAfter, hint) = (nil, nil, nil, nil)
                return
            }
            transaction = try Transaction(cell: result.transaction)
            let accounts = (try before.account(), try result.account.account())
            balanceBefore = accounts.0.balance
            balanceAfter = accounts.1.balance
            var code: Cell?
            for account in [accounts.0, accounts.1] {
                if case .active(let state)? = account.existing?.storage.state { code = state.code }
            }
            hint = code.flatMap { CodeHashes.hint(for: $0.hash)?.role }
        }
    }

    init(_ tree: EmulatedTree) throws {
        self.tree = tree
        rows = try tree.transactions.map { try Row($0) }
    }

    /// What went wrong first; nil where nothing did.
    var failureText: String? {
        tree.firstFailure.map { "transaction \($0 + 1) failed: \(rows[$0].outcomeText)" }
    }

    // MARK: - Document

    /// The document: a flat list, in the order in which messages are processed.
    var document: FieldsDocument {
        FieldsDocument(
            schema: "silk.emulation/1",
            fields: [
                MessageField("is_success", .flag(tree.firstFailure == nil)),
                MessageField("is_complete", .flag(tree.isComplete)),
                .small("first_failure", tree.firstFailure.map { $0 + 1 }),
                .small("transaction_count", tree.executedCount),
                MessageField("total_fees", .amount(Coins(clamping: tree.totalFees))),
                MessageField("transactions", .list(rows.enumerated().map { .fields($1.fields(number: $0 + 1)) })),
            ])
    }

    // MARK: - Text

    /// The tree, two spaces in for each level, and a summary.
    var text: String {
        var children: [Int: [Int]] = [:]
        for (number, row) in rows.enumerated() { children[row.entry.parent ?? -1, default: []].append(number) }
        var text = ""
        var waiting: [Int] = (children[-1] ?? []).reversed()
        while let number = waiting.popLast() {
            let row = rows[number]
            let indent = String(repeating: "  ", count: row.entry.depth)
            for line in row.lines(number: number + 1) { text += indent + line.withoutControls + "\n" }
            waiting += (children[number] ?? []).reversed()
        }
        text += "\n\(tree.executedCount) transactions, fees \(Coins(clamping: tree.totalFees)) TON"
        let skipped = rows.count(where: \.entry.isSkipped)
        if skipped > 0 { text += ", \(skipped) in which a contract didn't run" }
        if let failureText { text += "\n\(failureText)" } else { text += ", none failed" }
        if !tree.isComplete { text += "\nsome messages weren't executed: a state isn't known, or a limit is reached" }
        return text + "\n"
    }
}

extension Coins {
    /// An amount that is none below zero, or beyond what there can be.
    fileprivate init(clamping amount: Int128) { self.init(nanoTON: UInt64(clamping: amount)) }
}

extension EmulationDocument.Row {
    func fields(number: Int) -> [MessageField] {
        var fields: [MessageField] = [
            .small("number", number), .small("parent", entry.parent.map { $0 + 1 }), .small("depth", entry.depth),
            MessageField("account", entry.address.map { .text($0.contractText) } ?? .none),
            MessageField("code_hint", hint.map { .text($0.rawValue) } ?? .none),
            MessageField("outcome", .text(outcomeName)), MessageField("is_failure", .flag(entry.isFailure)),
            MessageField("reason", entry.isFailure ? .text(outcomeText) : .none),
            MessageField("balance_before", balanceBefore.map { .currencies($0) } ?? .none),
            MessageField("balance_after", balanceAfter.map { .currencies($0) } ?? .none),
        ]
        if let transaction, let hash = entry.result?.transaction.hash {
            fields.append(MessageField("message", .none))
            fields.append(MessageField("transaction", .fields(transaction.fields(hash: hash))))
        } else {
            fields.append(MessageField("message", .fields(entry.message.fields)))
            fields.append(MessageField("transaction", .none))
        }
        fields.append(.hash("missing_library", entry.result?.missingLibrary))
        return fields
    }

    private var outcomeName: String {
        switch entry.outcome {
        case .executed: "executed"
        case .refused: "refused"
        case .unknownState: "unknown_state"
        case .beyondLimits: "beyond_limits"
        }
    }

    /// How it ended, in a few words.
    var outcomeText: String {
        switch entry.outcome {
        case .executed(let result, _):
            var parts: [String] = []
            switch result.description.computePhase {
            case .executed(let run): parts.append("exit \(ExitCode(rawValue: run.exitCode))")
            case .skipped(let reason): parts.append("skipped: \(reason.name)")
            case nil: break
            }
            if let actions = result.description.actionPhase {
                parts.append("action \(ActionResultCode(rawValue: actions.resultCode))")
            }
            if let bounce = result.description.bouncePhase {
                if case .ok = bounce { parts.append("bounced") } else { parts.append("bounce failed") }
            }
            return parts.joined(separator: ", ")
        case .refused(let error): return "\(error)"
        case .unknownState: return "not executed: the account's state isn't known"
        case .beyondLimits: return "not executed: beyond the limits"
        }
    }

    func lines(number: Int) -> [String] {
        let account = entry.address?.contractText ?? "\(entry.message.message.info.destination)"
        var lines = ["\(number). \(account)\(hint.map { " \($0.rawValue)" } ?? "")  \(messageText)"]
        if let decoded = entry.message.message.decoded {
            var card = Card()
            card.add(decoded.fields)
            lines += card.text.split(separator: "\n").map { "     \($0)" }
        }
        guard let result = entry.result, let transaction else { return lines + ["   \(outcomeText)"] }
        lines.append(
            "   \(outcomeText)\(transaction.endStatus == transaction.originalStatus ? "" : ", now \(transaction.endStatus.name)")"
        )
        if let library = result.missingLibrary { lines.append("   the library \(library) is missing") }
        if let run = result.description.computePhase?.execution {
            let limit = run.gasCredit.map { "on a credit of \($0)" } ?? "of \(run.gasLimit)"
            lines.append("   gas \(run.gasUsed) \(limit), \(run.gasFees) TON, \(run.vmSteps) steps")
        }
        var fees = "   fees \(result.totalFees.coins) TON"
        if let storage = result.description.storagePhase, storage.feesCollected > .zero {
            fees += ", of these storage \(storage.feesCollected)"
        }
        if let forward = result.description.actionPhase?.totalForwardFees { fees += ", forwarding \(forward)" }
        lines.append(fees)
        if let balanceBefore, let balanceAfter {
            lines.append("   balance \(balanceBefore.coins) → \(balanceAfter.coins) TON")
        }
        for message in transaction.outMessages {
            guard case .externalOut(let info) = message.message.info else { continue }
            lines.append("   sends out of the chain, to \(info.destination)")
        }
        return lines
    }

    /// What came, in a few words.
    private var messageText: String {
        let message = entry.message.message
        let name = message.decoded.map { "  \($0.name)" } ?? ""
        guard let info = message.info.internalInfo else { return "external\(name)" }
        return "\(info.value.coins) TON\(info.bounced ? " bounced" : "")\(name)"
    }
}
