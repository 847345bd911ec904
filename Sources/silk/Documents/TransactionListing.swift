import Cocoon
import Operations
import TONBlocks
import TONCells
import TONCrypto

/// Transactions of several accounts, in the order in which they happened.
struct TransactionListing {
    private struct Row {
        let address: AccountAddress
        let transaction: Transaction
        let hash: Hash256
    }

    private let rows: [Row]

    /// Takes the cells of transactions. Throws where one can't be read.
    init(_ cells: [(address: AccountAddress, transaction: Cell)]) throws {
        rows = try cells.map { address, cell in
            Row(address: address, transaction: try Transaction(cell: cell), hash: cell.hash)
        }
    }

    /// Takes what became of a message.
    init(_ trace: MessageTrace) {
        rows = trace.entries.map { Row(address: $0.address, transaction: $0.transaction, hash: $0.hash) }
    }

    /// Whole transactions.
    var documents: [MessageField.Value] {
        rows.map { row in
            // What has no message names no workchain.
            let fields = row.transaction.fields(hash: row.hash).filter { $0.name != "account" }
            return .fields([MessageField("account", .text(row.address.contractText))] + fields)
        }
    }

    /// What matters of each.
    var rowFields: [MessageField.Value] {
        rows.map { row in
            let incoming = row.transaction.inMessage?.message
            return .fields([
                MessageField("account", .text(row.address.contractText)),
                MessageField("operation", .text(incoming?.operationText ?? "")),
                .amount("value", incoming?.info.internalInfo?.value.coins),
                .amount("fees", row.transaction.totalFees.coins),
                MessageField("result", .text(row.transaction.description.resultText)),
                MessageField("lt", .number(row.transaction.lt)), .hash("hash", row.hash),
            ])
        }
    }

    /// A table.
    var text: String {
        guard !rows.isEmpty else { return "no transactions\n" }
        var table = Table([
            .left("TIME"), .left("ACCOUNT"), .left("OPERATION"), .left("FROM"), .right("VALUE"), .right("SENT"),
            .right("FEES"), .left("RESULT"), .right("LT"), .left("HASH"),
        ])
        for row in rows {
            let incoming = row.transaction.inMessage?.message
            table.add([
                Moment(row.transaction.now).text, row.address.contractText, incoming?.operationText ?? "",
                incoming?.sourceText ?? "", incoming?.info.internalInfo.map { "\($0.value.coins)" } ?? "",
                "\(row.transaction.outMessages.count)", "\(row.transaction.totalFees.coins)",
                row.transaction.description.resultText, "\(row.transaction.lt)", row.hash.hex,
            ])
        }
        return table.text
    }
}

extension Message {
    /// What is asked for, in a word.
    var operationText: String {
        if info.internalInfo?.bounced == true { return "bounced" }
        if let decoded { return decoded.name }
        guard case .internal = info else { return "external" }
        guard var body = try? bodySlice, let opcode = try? body.loadUInt(bits: 32) else { return "" }
        return opcode == 0 ? "text" : Opcode(rawValue: UInt32(truncatingIfNeeded: opcode)).digits
    }

    /// Where it comes from.
    var sourceText: String {
        switch info {
        case .internal(let info): info.source.account?.contractText ?? "\(info.source)"
        case .externalIn: "outside"
        case .externalOut: ""
        }
    }
}

extension TransactionDescription {
    /// How it ended, in a few words.
    fileprivate var resultText: String {
        switch computePhase {
        case .skipped(let reason): return "skipped: \(reason.name)"
        case .executed(let run) where !run.isSuccessful: return "\(ExitCode(rawValue: run.exitCode))"
        case .executed, nil: break
        }
        guard let actions = actionPhase, !actions.isSuccessful else { return "ok" }
        return "action \(ActionResultCode(rawValue: actions.resultCode))"
    }
}
