import TONBlocks
import TONCells

/// What is written before an instruction's mnemonic.
enum CodeOperand: Sendable {
    case integer(Int257)
    /// `s5`; below zero as Fift writes it, `s(-1)`.
    case stackRegister(Int)
    /// `c4`.
    case controlRegister(Int)
    /// Data in line.
    case slice(CellSlice)
    /// Code in line.
    case code(CellSlice)
    /// A cell that is referred to.
    case cell(Cell)
    case text([UInt8])

    /// What kind of operand it is, for errors.
    var kind: String {
        switch self {
        case .integer(let value): "the number \(value.decimal)"
        case .stackRegister, .controlRegister: "the register \(text(allowingCells: false) ?? "")"
        case .slice: "a slice"
        case .code: "a continuation"
        case .cell: "a cell"
        case .text: "a text"
        }
    }

    /// Whether it is code in line.
    var isCode: Bool {
        if case .code = self { true } else { false }
    }

    /// The operand as a word of the assembler; nil where it takes more than a line: code and cells, and data with
    /// references. These can stand for themselves by bits and hashes where the text is for people alone.
    func text(allowingCells: Bool) -> String? {
        switch self {
        case .integer(let value): return value.decimal
        case .stackRegister(let index): return index < 0 || index > 15 ? "s(\(index))" : "s\(index)"
        case .controlRegister(let index): return "c\(index)"
        case .slice(let slice):
            guard slice.remainingReferences == 0 else {
                return allowingCells ? Self.abridged(slice) : nil
            }
            return slice.bitString().description
        case .code(let slice): return allowingCells ? Self.abridged(slice) : nil
        case .cell(let cell): return allowingCells ? "cell{\(cell.hash)}" : nil
        case .text(let bytes):
            // What a string can't hold is written in hexadecimal.
            let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") }
            return isPlain
                ? "\"\(String(decoding: bytes, as: UTF8.self))\""
                : BitString(bytes: bytes, count: bytes.count * 8).description
        }
    }

    private static func abridged(_ slice: CellSlice) -> String {
        var text = slice.bitString().description
        var slice = slice
        while let cell = try? slice.loadReference() { text += " cell{\(cell.hash)}" }
        return text
    }
}
