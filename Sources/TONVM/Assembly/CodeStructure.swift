import TONBlocks
import TONCells

/// The Fift assembler's words for continuations together with the instruction that takes them.
enum CodeStructure {
    /// Instructions that take one continuation: `IF:<{ … }>`.
    static let ofOne: Set<String> = [
        "IF", "IFNOT", "IFJMP", "IFNOTJMP", "REPEAT", "UNTIL", "AGAIN", "REPEATBRK", "UNTILBRK", "AGAINBRK", "ATEXIT",
        "ATEXITALT", "SETEXITALT",
    ]

    /// Instructions that take two: `WHILE:<{ … }>DO<{ … }>`.
    static let ofTwo: [String: (start: String, middle: String)] = [
        "IFELSE": ("IF:<{", "}>ELSE<{"), "WHILE": ("WHILE:<{", "}>DO<{"), "WHILEBRK": ("WHILEBRK:<{", "}>DO<{"),
        "TRY": ("TRY:<{", "}>CATCH<{"),
    ]

    /// Instructions that call a method of a dictionary, and whether its keys are signed.
    static let methodCalls: [String: Bool] = {
        var calls: [String: Bool] = [:]
        for action in ["JMP", "JMPZ", "EXEC", "EXECZ"] {
            calls["DICTIGET" + action] = true
            calls["DICTUGET" + action] = false
        }
        return calls
    }()
}

/// The code that compilers put around a dictionary of methods: it runs the one whose number is on the stack, or throws 11.
struct Program {
    /// The dictionary's root.
    let methods: Cell
    /// The bits of a method's number.
    let keyBits = 19

    /// The program that a cell of code is; nil where it is anything else.
    init?(_ cell: Cell) {
        guard cell.bitCount == 80, cell.referenceCount == 1, let code = try? cell.slice(),
            let methods = cell.reference(at: 0), let expected = Self.code(methods), expected == code
        else { return nil }
        self.methods = methods
    }

    /// The code around a dictionary.
    static func code(_ methods: Cell) -> CellSlice? {
        var code = CellBuilder()
        let instructions: [(String, [CodeOperand])] = [
            ("SETCP", [.integer(.zero)]), ("DICTPUSHCONST", [.cell(methods), .integer(.init(19))]),
            ("DICTIGETJMPZ", []), ("THROWARG", [.integer(.init(11))]),
        ]
        for (name, operands) in instructions {
            guard let next = Mnemonics.code(name, operands), (try? code.store(next)) != nil else { return nil }
        }
        return try? code.build().slice()
    }
}
