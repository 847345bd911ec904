import TONBlocks
import TONCells

/// What the disassembler finds in code.
enum CodeElement {
    case instruction(DecodedInstruction)
    /// Bits that are no instruction, up to the end.
    case data(BitString)

    /// Takes the next element of code that has bits left.
    static func next(in code: inout CellSlice) -> CodeElement? {
        let bits = code.remainingBits
        guard bits > 0 else { return nil }
        let opcode = UInt32(truncatingIfNeeded: code.prefetchUInt(bits: Instruction.maximumBits))
        var rest = code
        guard let row = InstructionTable.shared.instruction(of: opcode), bits >= row.totalBits else {
            return allAsData(&code)
        }
        rest.advance(bits: row.totalBits)
        let operand = opcode >> UInt32(Instruction.maximumBits - row.totalBits) & (1 << UInt32(row.operandBits) - 1)
        guard let operands = row.operands(operand, from: &rest) else { return allAsData(&code) }
        guard
            let original = try? code.loadSlice(
                bits: bits - rest.remainingBits, references: code.remainingReferences - rest.remainingReferences)
        else { return allAsData(&code) }
        var instruction = DecodedInstruction(row: row, operands: operands, encoding: .unusual, code: original)
        // Rows without a name are opcodes that only cost gas before they are found to be none.
        guard !row.name.isEmpty else { return .instruction(instruction) }
        if matches(Mnemonics.code(row.name, operands), original) {
            instruction.encoding = .chosen
        } else if matches(Mnemonics.code(row.name, prefix: row.prefixText, operands), original) {
            instruction.encoding = .explicit
        }
        return .instruction(instruction)
    }

    private static func allAsData(_ code: inout CellSlice) -> CodeElement {
        let bits = code.bitString()
        code.advance(bits: bits.count)
        return .data(bits)
    }

    private static func matches(_ code: CellBuilder?, _ original: CellSlice) -> Bool {
        guard let code, code.bitCount == original.remainingBits,
            code.referenceCount == original.remainingReferences, let slice = try? code.build().slice()
        else { return false }
        return slice == original
    }
}

/// An instruction found in code.
struct DecodedInstruction {
    let row: Instruction
    let operands: [CodeOperand]
    var encoding: Encoding
    /// Its bits and references.
    let code: CellSlice

    enum Encoding {
        /// The one that the assembler chooses.
        case chosen
        /// Another, which the assembler makes where the prefix is told.
        case explicit
        /// One that no words of the assembler make.
        case unusual
    }

    var isUnusual: Bool { encoding == .unusual }

    /// The mnemonic, with the prefix where it must be told.
    var name: String { encoding == .chosen ? row.name : "\(row.name)@\(row.prefixText)" }

    /// The instruction on one line; code and cells stand for themselves by bits and hashes.
    var line: String {
        readable((operands.compactMap { $0.text(allowingCells: true) } + [name]).joined(separator: " "))
    }

    /// The instruction where all of its operands are single words that the assembler reads.
    var words: String? {
        var words: [String] = []
        for operand in operands {
            guard let text = operand.text(allowingCells: false) else { return nil }
            words.append(text)
        }
        return readable((words + [name]).joined(separator: " "))
    }

    private func readable(_ text: String) -> String { Mnemonics.readableName(for: text) ?? text }

    /// Whether a cell that it refers to is code.
    var refersToCode: Bool {
        if case .continuation = row.operation { return true }
        return row.name == "PUSHREFCONT"
    }

    /// The continuation in line that it pushes, where it is one of the plain kind that has anything in it.
    var pushedCode: CellSlice? {
        guard encoding == .chosen, row.name == "PUSHCONT", case .code(let code)? = operands.first, !code.isEmpty else {
            return nil
        }
        return code
    }
}
