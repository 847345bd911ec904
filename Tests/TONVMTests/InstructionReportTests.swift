import Foundation
import SilkTestSupport
import TONCells
import Testing

@testable import TONVM

/// The table of all instructions with how many recorded runs of each end as in the reference.
///
/// It is committed as `Fixtures/instructions.md`; `Tools/instructions` writes it anew.
@Suite("Report of instructions", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct InstructionReportTests {
    private static let file = RecordedFixtures.packageFolder.appendingPathComponent("Fixtures/instructions.md")

    @Test("is the committed one")
    func report() throws {
        let text = try Self.report()
        if ProcessInfo.processInfo.environment["SILK_WRITE_INSTRUCTIONS"] != nil {
            try text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        let committed = try String(contentsOf: Self.file, encoding: .utf8)
        let isEqual = text == committed
        #expect(isEqual, "Fixtures/instructions.md is out of date: run Tools/instructions, and look at what changed")
    }

    private static func report() throws -> String {
        var counts: [Int: (passed: Int, all: Int)] = [:]
        // Names in others' tables that the reference has no instruction for: row −1.
        var others: [String: Int] = [:]
        let table = InstructionTable.shared
        for run in ExecVectors.instructions {
            let bits = try #require(run.opcodeBits)
            let opcode = try #require(UInt32(bits.prefix(24), radix: 2)) << UInt32(24 - min(bits.count, 24))
            let row = InstructionTable.row(of: opcode, table.first, table.second) - 1
            if row < 0 { others[run.name, default: 0] += 1 }
            var count = counts[row] ?? (0, 0)
            count.all += 1
            if try ExecVectors.difference(of: run) == nil { count.passed += 1 }
            counts[row] = count
        }
        let passed = counts.values.reduce(0) { $0 + $1.passed }
        let all = counts.values.reduce(0) { $0 + $1.all }
        let rows = table.instructions.enumerated().filter { !$0.element.name.isEmpty }
            .sorted { $0.element.opcodes.lowerBound < $1.element.opcodes.lowerBound }
        var lines = [
            "# Instructions of the TVM", "",
            "Written by `Tools/instructions`: every row of the table that the interpreter, the assembler and the disassembler",
            "share, and how many of the recorded single runs end with the reference's exit code, gas and stack. `-` has no run of",
            "its own: other encodings of the same instruction have.", "",
            "\(passed) of \(all) runs, \(rows.count) rows, \(rows.count { counts[$0.offset] == nil }) without a run. Of these runs",
            "\(others.values.reduce(0, +)) are of opcodes that are none to the reference either: "
                + others.keys.sorted().joined(separator: ", ") + ".", "",
            "| opcode | bits | mnemonic | since version | runs |", "|---|---|---|---|---|",
        ]
        for (number, row) in rows {
            let range = row.opcodes
            let digits = (row.totalBits + 3) / 4
            func hex(_ opcode: UInt32) -> String {
                let text = String(opcode, radix: 16)
                return String((String(repeating: "0", count: 6 - text.count) + text).prefix(digits))
            }
            let opcodes =
                hex(range.lowerBound) == hex(range.upperBound)
                ? hex(range.lowerBound) : "\(hex(range.lowerBound))-\(hex(range.upperBound))"
            let runs = counts[number].map { "\($0.passed) of \($0.all)" } ?? "-"
            lines.append(
                "| `\(opcodes)` | \(row.prefixBits)\(row.operandBits > 0 ? " + \(row.operandBits)" : "") | `\(row.name)` | "
                    + "\(row.sinceVersion == 0 ? "" : String(row.sinceVersion)) | \(runs) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
