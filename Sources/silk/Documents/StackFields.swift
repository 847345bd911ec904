import Cocoon
import TONBlocks
import TONCells
import TONVM

/// Values of a machine's stack for documents, up to a number of them: shared tuples could stand for billions.
struct StackFields {
    private var left = 10_000
    /// Deeper ones are left out.
    private static let maximumNesting = 32

    /// All values, the top last.
    mutating func values(_ stack: [StackEntry]) -> MessageField.Value {
        .list(stack.map { field($0, nesting: 0) })
    }

    private mutating func field(_ entry: StackEntry, nesting: Int) -> MessageField.Value {
        func typed(_ type: String, _ value: MessageField.Value) -> MessageField.Value {
            .fields([MessageField("type", .text(type)), MessageField("value", value)])
        }
        left -= 1
        guard left >= 0, nesting <= Self.maximumNesting else { return typed("left_out", .none) }
        switch entry {
        case .null: return typed("null", .none)
        case .integer(let integer):
            return integer.isNotANumber ? typed("nan", .none) : typed("integer", .text(integer.decimal))
        case .cell(let cell): return typed("cell", .cell(cell))
        case .slice(let slice): return typed("slice", (try? slice.cell()).map { .cell($0) } ?? .none)
        case .builder(let builder): return typed("builder", builder.cell.map { .cell($0) } ?? .none)
        case .continuation: return typed("continuation", .text(entry.text()))
        case .tuple(let tuple):
            // Not a closure: the budget is shared.
            var values: [MessageField.Value] = []
            for entry in tuple.entries { values.append(field(entry, nesting: nesting + 1)) }
            return typed("tuple", .list(values))
        }
    }
}

extension StackEntry {
    /// A line for people, in which addresses are addresses.
    var lineText: String {
        if case .slice(let slice) = self, let cell = try? slice.cell(),
            let address = (try? MessageAddress(cell: cell))?.account
        {
            return "address \(address.contractText)"
        }
        return text(maximumLength: 2000)
    }
}

extension RunResult {
    /// How the run ended.
    var fields: [MessageField] {
        [
            .small("exit_code", exitCode),
            MessageField("exit_name", ExitCode(rawValue: exitCode).name.map { .text($0) } ?? .none),
            .small("gas_used", gasUsed), .small("steps", steps), .hash("missing_library", missingLibrary),
        ]
    }

    /// The stack, a line for each value, the top last.
    var stackText: String {
        guard !stack.isEmpty else { return "\nthe stack is empty\n" }
        let hidden = stack.count - Self.shownValues
        return "\nstack, the top last:\n" + (hidden > 0 ? "  and \(hidden) more above\n" : "")
            + stack.suffix(Self.shownValues).map { "  \($0.lineText.withoutControls)\n" }.joined()
    }

    private static let shownValues = 256

    /// The exit code with its name.
    var exitText: String { "\(ExitCode(rawValue: exitCode))" }

    /// Whether the program ended well.
    var isSuccess: Bool { exitCode == 0 || exitCode == 1 }
}
