import Indexer
import Settlement
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// What a server says that a get-method came to.
struct MethodResultDocument {
    private let result: ClaimedMethodResult
    private let method: MethodArgument

    init(_ result: ClaimedMethodResult, method: MethodArgument) {
        self.result = result
        self.method = method
    }

    private var head: [MessageField] {
        [
            MessageField("account", .text(result.account.address.contractText)),
            MessageField("method", .text(method.text)), MessageField("method_id", .number(method.number)),
            .block("block", result.account.block), .block("shard_block", result.account.shardBlock),
            .hash("state_hash", result.account.entry?.stateHash),
            MessageField("state_proof", .text(Proof.proven.rawValue)),
            MessageField("result_proof", .text(Proof.claimed.rawValue)),
            MessageField("server", .text("\(result.server)")), .small("exit_code", result.exitCode),
        ]
    }

    /// The document.
    var document: FieldsDocument {
        FieldsDocument(
            schema: "silk.chain_method_result/1",
            fields: head + [MessageField("stack", .list(result.stack.values.map(Self.field)))])
    }

    /// Lines for people, which say whose word the result is.
    var text: String {
        var card = Card()
        card.add(head)
        var text = card.text + "\nthe word of \(result.server), not proven:\n"
        if result.stack.values.isEmpty { return text + "  nothing\n" }
        for value in result.stack.values { text += "  \(Self.line(value))\n" }
        return text
    }

    private static func field(_ value: StackValue) -> MessageField.Value {
        func typed(_ type: String, _ value: MessageField.Value) -> MessageField.Value {
            .fields([MessageField("type", .text(type)), MessageField("value", value)])
        }
        return switch value {
        case .null: typed("null", .none)
        case .integer(let integer): typed("integer", .text(integer.decimal))
        case .notANumber: typed("nan", .none)
        case .cell(let cell): typed("cell", .cell(cell))
        case .slice(let cell): typed("slice", .cell(cell))
        case .builder(let cell): typed("builder", .cell(cell))
        case .continuation(let cell): typed("continuation", .cell(cell))
        case .tuple(let values): typed("tuple", .list(values.map(field)))
        }
    }

    private static func line(_ value: StackValue) -> String {
        switch value {
        case .null: "null"
        case .integer(let integer): integer.decimal
        case .notANumber: "NaN"
        case .cell(let cell): "cell \(cell.hash)"
        case .slice(let cell):
            if let address = (try? MessageAddress(cell: cell))?.account {
                "address \(address.contractText)"
            } else {
                "slice \(Base64.encode(cell.boc()))"
            }
        case .builder(let cell): "builder \(cell.hash)"
        case .continuation(let cell): "continuation \(cell.hash)"
        case .tuple(let values): "[" + values.map(line).joined(separator: ", ") + "]"
        }
    }
}
