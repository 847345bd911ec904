/// All instructions, and which of them an opcode is.
final class InstructionTable: Sendable {
    /// The table of codepage 0.
    static let shared = InstructionTable(
        StackOperation.instructions + TupleOperation.instructions + ArithmeticOperation.instructions
            + CellOperation.instructions + DictionaryOperation.instructions + ContinuationOperation.instructions
            + ApplicationOperation.instructions + CryptoOperation.instructions)

    /// All rows, in no order that matters.
    let instructions: [Instruction]

    /// What the interpreter needs to know of an instruction.
    struct Entry: Sendable {
        let operation: Operation
        let totalBits: UInt8
        let sinceVersion: UInt8
        /// The row, to tell its name.
        let row: UInt16
        let operandMask: UInt32
    }

    // By the first sixteen bits: the row plus one, or a table by eight more bits. Memory of its own that lives for ever,
    // so that a running machine needs no reference count.
    nonisolated(unsafe) let first: UnsafeMutablePointer<UInt16>
    nonisolated(unsafe) let second: UnsafeMutablePointer<UInt16>
    nonisolated(unsafe) let entries: UnsafeMutablePointer<Entry>

    private static let secondTableFlag: UInt16 = 0x8000

    init(_ instructions: [Instruction]) {
        self.instructions = instructions
        first = .allocate(capacity: 1 << 16)
        first.initialize(repeating: 0, count: 1 << 16)
        entries = .allocate(capacity: max(instructions.count, 1))
        var tables: [UInt16: UInt16] = [:]
        for instruction in instructions where instruction.totalBits > 16 {
            let range = instruction.opcodes
            for high in UInt16(range.lowerBound >> 8)...UInt16(range.upperBound >> 8)
            where range.lowerBound & 0xff != 0 || range.upperBound & 0xff != 0xff {
                if tables[high] == nil { tables[high] = UInt16(tables.count) }
            }
        }
        second = .allocate(capacity: max(tables.count, 1) << 8)
        second.initialize(repeating: 0, count: max(tables.count, 1) << 8)
        for (high, table) in tables { first[Int(high)] = Self.secondTableFlag | table }
        for (row, instruction) in instructions.enumerated() {
            (entries + row).initialize(
                to: Entry(
                    operation: instruction.operation, totalBits: UInt8(instruction.totalBits),
                    sinceVersion: UInt8(instruction.sinceVersion), row: UInt16(row),
                    operandMask: 1 << UInt32(instruction.operandBits) - 1))
            let range = instruction.opcodes
            for high in range.lowerBound >> 8...range.upperBound >> 8 {
                if let table = tables[UInt16(high)] {
                    let low = max(range.lowerBound, high << 8) & 0xff...min(range.upperBound, high << 8 | 0xff) & 0xff
                    for opcode in low { second[Int(table) << 8 | Int(opcode)] = UInt16(row + 1) }
                } else {
                    first[Int(high)] = UInt16(row + 1)
                }
            }
        }
    }

    deinit {
        first.deallocate()
        second.deallocate()
        entries.deallocate()
    }

    /// The row of a 24-bit opcode plus one; 0 where it is none.
    @inline(__always)
    static func row(
        of opcode: UInt32, _ first: UnsafeMutablePointer<UInt16>, _ second: UnsafeMutablePointer<UInt16>
    ) -> Int {
        let found = first[Int(opcode >> 8)]
        guard found & secondTableFlag != 0 else { return Int(found) }
        return Int(second[Int(found & ~secondTableFlag) << 8 | Int(opcode & 0xff)])
    }

    /// The instruction of a 24-bit opcode; nil where it is none.
    func instruction(of opcode: UInt32) -> Instruction? {
        let row = Self.row(of: opcode, first, second)
        return row == 0 ? nil : instructions[row - 1]
    }
}
