import Settlement
import TONCells
import TONCrypto

/// A column of a table of events: its heading, and what of an event stands under it.
struct EventColumn: Sendable {
    let heading: Table.Column
    let cell: @Sendable (Event) -> String

    private static func left(_ title: String, _ cell: @escaping @Sendable (Event) -> String) -> EventColumn {
        EventColumn(heading: .left(title), cell: cell)
    }

    private static func right(_ title: String, _ cell: @escaping @Sendable (Event) -> String) -> EventColumn {
        EventColumn(heading: .right(title), cell: cell)
    }

    static let time = left("TIME") { Moment($0.time).text }
    static let kind = left("KIND") { $0.kind.rawValue }
    static let account = left("ACCOUNT") { $0.account.contractText }
    static let worker = left("WORKER") { $0.worker?.contractText ?? "" }
    static let tokens = right("TOKENS") { $0.tokensMoved.tableText }
    static let counter = right("COUNTER") { $0.tokensAfter.tableText }
    static let price = right("PRICE") { $0.price.tableText }
    static let amount = right("AMOUNT") { $0.amount.tableText }
    static let paid = right("PAID") { $0.paid.tableText }
    static let lost = right("LOST") { $0.lost.tableText }
    static let charged = right("CHARGED") { $0.charged.tableText }
    static let proof = left("PROOF") { $0.proof.rawValue }
    static let transaction = left("TRANSACTION") { $0.hash.hex }
    static let reason = left("REASON") { $0.failureText }
}

extension Table {
    /// A table of events, a row each.
    init(_ events: [Event], _ columns: [EventColumn]) {
        self.init(columns.map(\.heading))
        for event in events { add(columns.map { $0.cell(event) }) }
    }
}
