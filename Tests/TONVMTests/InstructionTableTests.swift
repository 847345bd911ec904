import Testing

@testable import TONVM

@Suite("The instruction table")
struct InstructionTableTests {
    @Test("no opcode belongs to two instructions")
    func rowsDoNotOverlap() {
        let rows = InstructionTable.shared.instructions.sorted { $0.opcodes.lowerBound < $1.opcodes.lowerBound }
        for (row, next) in zip(rows, rows.dropFirst()) {
            #expect(row.opcodes.upperBound < next.opcodes.lowerBound, "\(row.name) and \(next.name)")
        }
    }

    @Test("an opcode is found by its bits, at both ends of its range")
    func rowsAreFound() {
        for row in InstructionTable.shared.instructions {
            for opcode in [row.opcodes.lowerBound, row.opcodes.upperBound] {
                let found = InstructionTable.shared.instruction(of: opcode)
                #expect(found?.name == row.name && found?.prefix == row.prefix, "\(row.name)")
            }
        }
    }
}
