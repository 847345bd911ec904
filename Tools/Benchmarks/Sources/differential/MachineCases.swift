import TONBlocks
import TONCells
import TONCrypto
import TONVM

/// A program to run, as `Tools/differential-vm.py` writes it.
struct MachineCase: Decodable {
    let code: String
    let data: String
    /// A stack as a bag; none for an empty one.
    let stack: String?
    let gas: Int64
    let maximumGas: Int64?
    /// Whether the surroundings that were told before are on the stack too, for c7.
    let hasC7: Bool
    let version: Int?
}

/// What the machine made of a program.
struct MachineAnswer: Encodable {
    var exitCode: Int32 = 0
    var gasUsed: Int64 = 0
    var steps = 0
    var stack: String?
    var stackError: String?
    var data: String?
    var actions: String?
}

/// The machine's surroundings, and which instructions it got through.
final class MachineSession {
    private var c7: [StackEntry] = []
    private var libraries: [Cell] = []
    private let rows: [Int16]
    private var tried = [Int](repeating: 0, count: InstructionDescription.all.count)
    private var done = [Int](repeating: 0, count: InstructionDescription.all.count)

    init() {
        // The first row for 16 bits; those of longer opcodes follow it.
        var rows = [Int16](repeating: -1, count: 1 << 16)
        for (row, instruction) in InstructionDescription.all.enumerated() {
            for high in Int(instruction.opcodes.lowerBound >> 8)...Int(instruction.opcodes.upperBound >> 8)
            where rows[high] == -1 {
                rows[high] = Int16(row)
            }
        }
        self.rows = rows
    }

    /// The row of the instruction in front; nil at the end of code and before what is no instruction.
    private func row(at code: CellSlice) -> Int? {
        guard code.remainingBits > 0 else { return nil }
        let opcode = UInt32(truncatingIfNeeded: code.prefetchUInt(bits: 24))
        var row = Int(rows[Int(opcode >> 8)])
        guard row >= 0 else { return nil }
        let all = InstructionDescription.all
        while row < all.count, all[row].opcodes.upperBound < opcode { row += 1 }
        return row < all.count && all[row].opcodes.contains(opcode) ? row : nil
    }

    func setSurroundings(c7 bag: String?, libraries: [String]) throws {
        c7 = try bag.map { try Self.entries($0) } ?? []
        self.libraries = try libraries.map { try Case.bag($0) }
    }

    private static func entries(_ bag: String) throws -> [StackEntry] {
        try StackValues(cell: try Case.bag(bag)).values.map { try StackEntry($0) }
    }

    func answer(_ question: MachineCase) throws -> MachineAnswer {
        let gas = GasLimits(maximum: question.maximumGas, limit: question.gas)
        var request = RunRequest(
            code: try Case.bag(question.code), data: try Case.bag(question.data),
            stack: try (question.stack.map { try Self.entries($0) } ?? [])
                + (question.hasC7 ? [.tuple(Tuple(c7))] : []),
            c7: [.tuple(Tuple())], gas: gas, libraries: LibraryCollection(libraries),
            globalVersion: question.version ?? 11)
        var last: (row: Int, step: Int)?
        request.observer = { step in
            // An exception is a step of its own.
            if let last, step.steps == last.step + 1 || step.steps == 0 { self.done[last.row] += 1 }
            last = self.row(at: step.code).map { ($0, step.steps) }
            if let last { self.tried[last.row] += 1 }
        }
        let result = request.run()
        if let last, result.steps == last.step + 1 { done[last.row] += 1 }
        var answer = MachineAnswer(exitCode: result.exitCode, gasUsed: result.gasUsed, steps: result.steps)
        do throws(CellError) {
            var builder = CellBuilder()
            var values: [StackValue] = []
            for entry in result.stack { values.append(try StackValue(entry)) }
            try StackValues(values).store(in: &builder)
            answer.stack = Base64.encode(try Self.lowered(try builder.build()).boc())
        } catch {
            answer.stackError = "\(error)"
        }
        answer.data = result.data?.hash.hex
        answer.actions = result.actions?.hash.hex
        return answer
    }

    /// A cell below as many Merkle proofs as make a root of level 0.
    private static func lowered(_ cell: Cell) throws(CellError) -> Cell {
        var cell = cell
        while cell.level > 0 {
            var builder = CellBuilder()
            try builder.store(3, bits: 8)
            try builder.store(cell.hash(level: 0))
            try builder.store(UInt64(cell.depth(level: 0)), bits: 16)
            try builder.store(reference: cell)
            cell = try builder.buildExotic()
        }
        return cell
    }

    /// What is asked: one of these.
    struct Question: Decodable {
        struct Surroundings: Decodable {
            let c7: String?
            let libraries: [String]
        }

        let run: MachineCase?
        let surroundings: Surroundings?
    }

    /// The answer to a line of JSON.
    func answer(to question: Question) throws -> any Encodable {
        if let run = question.run { return try answer(run) }
        guard let surroundings = question.surroundings else { return coverage() }
        try setSurroundings(c7: surroundings.c7, libraries: surroundings.libraries)
        return MachineAnswer()
    }

    struct Coverage: Encodable {
        struct Row: Encodable {
            let name: String
            let first: UInt32
            let last: UInt32
            let bits: Int
            let since: Int
            let tried: Int
            let done: Int
        }

        let rows: [Row]
    }

    /// All instructions, with how often each was run, and how often without an exception.
    func coverage() -> Coverage {
        Coverage(
            rows: InstructionDescription.all.enumerated().map { row, instruction in
                Coverage.Row(
                    name: instruction.name, first: instruction.opcodes.lowerBound,
                    last: instruction.opcodes.upperBound, bits: instruction.bits, since: instruction.sinceVersion,
                    tried: tried[row], done: done[row])
            })
    }
}
