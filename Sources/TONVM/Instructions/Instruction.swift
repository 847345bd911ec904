/// An instruction of the TVM: a row of the one table that the interpreter, the assembler and the disassembler share.
struct Instruction: Sendable {
    /// The Fift assembler's mnemonic.
    let name: String
    /// The leading bits, right-aligned.
    let prefix: UInt32
    /// How many leading bits there are.
    let prefixBits: Int
    /// How many bits of operands follow directly. They count for the gas; what lies in code behind them doesn't.
    let operandBits: Int
    /// Which operands belong to this row: other rows may have the rest.
    let operandRange: ClosedRange<UInt32>
    /// How the operands are written.
    let form: OperandForm
    /// What it does.
    let operation: Operation
    /// The global version that introduced it.
    let sinceVersion: Int

    /// The longest opcode with its operands, in bits.
    static let maximumBits = 24

    init(
        _ name: String, _ prefix: UInt32, _ prefixBits: Int, _ operation: Operation, operand operandBits: Int = 0,
        range: ClosedRange<UInt32>? = nil, form: OperandForm = .none, since version: Int = 0
    ) {
        self.name = name
        self.prefix = prefix
        self.prefixBits = prefixBits
        self.operandBits = operandBits
        self.operandRange = range ?? 0...(1 << UInt32(operandBits) - 1)
        self.form = form
        self.operation = operation
        self.sinceVersion = version
    }

    /// Bits of prefix and operands.
    var totalBits: Int { prefixBits + operandBits }

    /// The 24-bit opcodes that belong to the row.
    var opcodes: ClosedRange<UInt32> {
        let rest = UInt32(Self.maximumBits - totalBits)
        let first = prefix << UInt32(operandBits)
        return (first | operandRange.lowerBound) << rest...((first | operandRange.upperBound) << rest | (1 << rest - 1))
    }
}

/// What an instruction does. Each family of instructions has a file of rows and a file that carries them out.
enum Operation: Hashable, Sendable {
    case stack(StackOperation)
    case tuple(TupleOperation)
    case arithmetic(ArithmeticOperation)
    case cell(CellOperation)
    case dictionary(DictionaryOperation)
    case continuation(ContinuationOperation)
    case application(ApplicationOperation)
    case crypto(CryptoOperation)
}

/// How an instruction's operands are written in assembler, and where they lie.
///
/// "Operand" is the number in the instruction's operand bits.
enum OperandForm: Hashable, Sendable {
    /// There are none.
    case none
    /// A position on the stack, `s5`: the operand.
    case stackRegister
    /// `s0,s5`: the operand is the second.
    case topAndStackRegister
    /// `s1,s5`: the operand is the second.
    case secondStackRegister
    /// `s1,s2`: four bits each, less the given numbers as written.
    case stackRegisters2(Int, Int)
    /// `s1,s2,s3`: four bits each, less the given numbers as written.
    case stackRegisters3(Int, Int, Int)
    /// A number: the operand plus so many.
    case number(adding: Int)
    /// A number: the operand plus one, times so much.
    case multiple(of: Int)
    /// A number in two's complement.
    case signedNumber
    /// Two numbers of four bits each, plus so many.
    case numbers2(adding: Int, Int)
    /// A number, and `-1`.
    case numberAndMinusOne
    /// Two numbers of four bits each; the second's 15 stands for −1.
    case numbers2MinusOne
    /// A code page: the operand, or from 240 on that less 256.
    case codePage
    /// A control register, `c4`.
    case controlRegister
    /// Two numbers of two bits each.
    case indices2
    /// Three numbers of two bits each.
    case indices3
    /// `PUSHINT` of four bits: 11…15 stand for −5…−1.
    case tinyInteger
    /// `PUSHINT` with five bits of length l and 8·l + 19 bits of integer behind.
    case longInteger
    /// The code goes on in the next reference.
    case reference
    /// The code goes on in the next two references.
    case references2
    /// A number in the operand, and a reference.
    case numberAndReference
    /// A continuation in line: the operand says how many bytes of bits.
    case inlineContinuation
    /// A continuation in line: the operand says how many references (two bits) and bytes of bits (seven).
    case longInlineContinuation
    /// A slice in line: the operand is the number r of references in its high bits (as many as given) and the number x
    /// in its low bits; so many bits as given plus 8·x follow, with a completion tag, and r references plus the given.
    case inlineSlice(referenceBits: Int, addedReferences: Int, addedBits: Int)
    /// A dictionary in the next reference (where the operand's first bit is set) with keys of as many bits as the last
    /// ten of the operand say.
    case dictionary
    /// Bytes of text in line: the operand plus 1 says how many.
    case inlineText
}
