import Cocoon
import Settlement
import TONBlocks
import TONCells
import TONCrypto

/// Transactions of an account, newest first.
struct ChainTransactionsListing {
    /// A transaction, as it is and as settlement reads it.
    struct Row {
        let cell: Cell
        let transaction: Transaction
        let ledger: LedgerTransaction
    }

    let network: String
    let account: AccountAddress
    let block: BlockIdentifier
    let proof: Proof
    var transactions: [Row] = []
    var hasMore = false

    /// Where to go on; nil at the account's first transaction.
    private var next: String? {
        hasMore ? transactions.last.map { "\($0.transaction.lt):\($0.cell.hash.hex)" } : nil
    }

    /// The document.
    var document: FieldsDocument {
        FieldsDocument(
            schema: "silk.chain_transactions/1",
            fields: [
                MessageField("network", .text(network)), MessageField("account", .text(account.contractText)),
                .block("block", block), MessageField("proof", .text(proof.rawValue)),
                MessageField(
                    "transactions", .list(transactions.map { .fields($0.transaction.fields(hash: $0.cell.hash)) })),
                MessageField("next", next.map { .text($0) } ?? .none),
            ])
    }

    /// A table, and how to go on.
    var text: String {
        var table = Table([
            .left("TIME"), .left("OPERATION"), .left("FROM"), .right("VALUE"), .right("SENT"), .right("FEES"),
            .left("RESULT"), .right("LT"), .left("HASH"),
        ])
        for row in transactions {
            let incoming = row.transaction.inMessage?.message
            table.add([
                Moment(row.transaction.now).text, incoming?.operationText ?? "",
                incoming?.sourceText ?? "",
                incoming?.info.internalInfo.map { "\($0.value.coins)" } ?? "",
                "\(row.ledger.outMessages.count)",
                "\(row.transaction.totalFees.coins)", Self.result(row.ledger), "\(row.transaction.lt)",
                row.cell.hash.hex,
            ])
        }
        var text = table.text
        if transactions.isEmpty { text += "\nno transactions\n" }
        text += "\n\(proof.rawValue), as of \(block.nameText)\n"
        if let next { text += "there are more: --before \(next)\n" }
        return text
    }

    private static func result(_ transaction: LedgerTransaction) -> String {
        if let reason = transaction.skipReason { return "skipped: \(reason)" }
        if let exit = transaction.exitCode.map(ExitCode.init(rawValue:)), !exit.isSuccess { return "\(exit)" }
        if transaction.hasActionFailure {
            return "action \(transaction.actionCode.map { "\(ActionResultCode(rawValue: $0))" } ?? "failed")"
        }
        return "ok"
    }
}
