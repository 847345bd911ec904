import TONCells
import TONCrypto

/// Named values as a document of a schema, or as lines of text.
struct FieldsDocument: Encodable {
    let schema: String
    let fields: [MessageField]
    /// Lists of rows that the text has as tables, after all else.
    var tables: Set<String> = []

    func encode(to encoder: any Encoder) throws {
        try MessageFields(fields: [MessageField("schema", .text(schema))] + fields).encode(to: encoder)
    }

    /// A line for each value; those inside others carry the outer name first.
    var text: String {
        var card = Card()
        card.add(fields.filter { !tables.contains($0.name) })
        var text = card.text
        for field in fields where tables.contains(field.name) {
            guard case .list(let rows) = field.value else { continue }
            text += "\n\(field.name): \(rows.count)\n" + Self.table(of: rows)
        }
        return text
    }

    private static func table(of rows: [MessageField.Value]) -> String {
        guard case .fields(let first) = rows.first else { return "" }
        var table = Table(first.map { $0.value.isNumeric ? .right($0.name) : .left($0.name) })
        for case .fields(let fields) in rows { table.add(fields.map(\.value.cellText)) }
        return table.text
    }
}

extension MessageField.Value {
    fileprivate var isNumeric: Bool {
        switch self {
        case .amount, .number, .small: true
        default: false
        }
    }

    /// A plain value for a table.
    fileprivate var cellText: String {
        switch self {
        case .text(let text): text
        case .amount(let coins): "\(coins)"
        case .number(let number): "\(number)"
        case .small(let number): "\(number)"
        case .moment(let unix): Moment(unix).text
        case .flag(let flag): flag ? "yes" : "no"
        case .block(let block): block.nameText
        case .cell(let cell): cell.hash.hex
        case .fields(let fields): fields.first?.value.cellText ?? ""
        case .list, .none: ""
        }
    }
}

extension MessageField {
    static func account(_ name: String, _ address: MessageAddress) -> MessageField {
        switch address {
        case .none: MessageField(name, .none)
        case .standard(let account, anycast: nil): MessageField(name, .text(account.contractText))
        default: MessageField(name, .text("\(address)"))
        }
    }

    static func amount(_ name: String, _ coins: Coins?) -> MessageField {
        MessageField(name, coins.map { .amount($0) } ?? .none)
    }

    static func small(_ name: String, _ value: (some BinaryInteger)?) -> MessageField {
        MessageField(name, value.map { .small(Int64(truncatingIfNeeded: $0)) } ?? .none)
    }
}
