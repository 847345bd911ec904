import SilkTestSupport
import Testing

@testable import TONVM

/// The rows of instructions on cells and dictionaries against a published table.
@Suite(
    "Layouts of instructions", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct InstructionLayoutTests {
    private struct Table: Decodable {
        let instructions: [Row]
    }

    private struct Row: Decodable {
        let name: String
        let layout: Layout
    }

    private struct Layout: Decodable {
        let min: UInt32
        let max: UInt32
        let skipLen: Int
    }

    @Test("each opcode has a row with as many bits, and no other has one")
    func rows() throws {
        let table = try RecordedFixtures.json(Table.self, "tvm/tables/acton_tvm-specification.json")
        let families = CellOperation.instructions + DictionaryOperation.instructions
        // Constants, slices, builders and dictionaries: what lies between belongs to these families alone.
        let ranges: [ClosedRange<UInt32>] = [
            0x880000...0x9fffff, 0xc70000...0xd7ffff, 0xf40000...0xf4ffff,
        ]
        var covered = 0
        for row in table.instructions where ranges.contains(where: { $0.contains(row.layout.min) }) {
            for opcode in [row.layout.min, row.layout.max - 1] {
                let found = InstructionTable.shared.instruction(of: opcode)
                #expect(found?.totalBits == row.layout.skipLen, "\(row.name): \(found?.name ?? "no row")")
            }
            covered += Int(row.layout.max - row.layout.min)
        }
        #expect(covered > 0)
        #expect(families.reduce(0) { $0 + $1.opcodes.count } == covered)
    }
}
