import SilkTestSupport
import TONCells
import Testing

@testable import TONVM

@Suite("Disassembling and assembling")
struct AssemblyRoundTripTests {
    /// Assembles what was disassembled, and compares.
    private func check(_ cell: Cell, _ note: @autoclosure () -> String) throws {
        let text = try Disassembler().text(of: cell)
        do {
            let assembled = try Assembler().cell(of: text)
            #expect(assembled == cell, "\(note()):\n\(text)")
        } catch {
            Issue.record("\(note()): \(error)\n\(text)")
        }
    }

    @Test("each row of the table, with any operands, alone and among others")
    func rows() throws {
        var random = SeededGenerator(seed: 5)
        for row in InstructionTable.shared.instructions {
            for round in 0..<8 {
                let operand: UInt32 =
                    switch round {
                    case 0: row.operandRange.lowerBound
                    case 1: row.operandRange.upperBound
                    default: .random(in: row.operandRange, using: &random)
                    }
                var builder = CellBuilder()
                try builder.store(UInt64(row.prefix), bits: row.prefixBits)
                try builder.store(UInt64(operand), bits: row.operandBits)
                // What follows serves as data in line, and then as more code.
                let tail = Int.random(in: 0...400, using: &random)
                for _ in 0..<tail { try builder.store(bit: .random(using: &random)) }
                for _ in 0..<Int.random(in: 0...4, using: &random) {
                    try builder.store(reference: try Self.randomCell(depth: 1, using: &random))
                }
                try check(try builder.build(), "\(row.name) \(row.prefixText) \(operand)")
            }
        }
    }

    @Test("cells of any bits and references")
    func anything() throws {
        var random = SeededGenerator(seed: 6)
        for round in 0..<800 {
            try check(try Self.randomCell(depth: 3, using: &random), "round \(round)")
        }
    }

    /// Cells that are exotic, each of the kinds, as code and within code.
    @Test("exotic cells")
    func exotic() throws {
        var library = CellBuilder()
        try library.store(2, bits: 8)
        for word in 0..<4 { try library.store(UInt64(word), bits: 64) }
        let cell = try library.buildExotic()
        try check(cell, "a library")
        var builder = CellBuilder()
        try builder.store(0xdb3c, bits: 16)
        try builder.store(reference: cell)
        try builder.store(reference: cell)
        try check(try builder.build(), "a call of a library")
    }

    private static func randomCell(depth: Int, using random: inout SeededGenerator) throws -> Cell {
        var builder = CellBuilder()
        let bits =
            Bool.random(using: &random)
            ? Int.random(in: 0...1023, using: &random) : Int.random(in: 0...64, using: &random)
        // Opcodes of whole bytes, and their neighbours, rather than noise alone.
        let rows = InstructionTable.shared.instructions
        while builder.bitCount < bits {
            if Int.random(in: 0...9, using: &random) < 7, let row = rows.randomElement(using: &random) {
                guard builder.remainingBits >= row.totalBits else { break }
                try builder.store(UInt64(row.prefix), bits: row.prefixBits)
                try builder.store(UInt64(UInt32.random(in: row.operandRange, using: &random)), bits: row.operandBits)
            } else {
                try builder.store(bit: .random(using: &random))
            }
        }
        guard depth > 0 else { return try builder.build() }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            try builder.store(reference: try randomCell(depth: depth - 1, using: &random))
        }
        return try builder.build()
    }
}
