import BLS12381
import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Programs of BLS instructions, run by the C++ reference.
private struct RecordedPrograms: Decodable {
    struct Program: Decodable {
        let name: String
        let asm: String
        let exitCode: Int
        let stackOut: String

        enum CodingKeys: String, CodingKey {
            case name, asm
            case exitCode = "exit_code"
            case stackOut = "stack_out"
        }
    }

    let programs: [Program]
}

/// One instruction, run by the C++ reference on a stack of random values.
private struct RecordedInstruction: Decodable {
    let name: String
    let code: String
    let stackIn: String
    let exitCode: Int
    let stackOut: String

    enum CodingKeys: String, CodingKey {
        case name, code
        case stackIn = "stack_in"
        case exitCode = "exit_code"
        case stackOut = "stack_out"
    }
}

/// As much of a TVM as those programs need: instructions of the stack, and BLS by the functions under test.
private struct Calculator {
    enum Value: Equatable {
        case bytes([UInt8])
        case integer(String)
    }

    struct UnknownInstruction: Error {
        let text: String
    }

    private(set) var stack: [Value] = []

    init() {}

    /// Takes over the slices and integers on top of a recorded stack.
    init(_ values: [StackValue]) throws {
        for value in values {
            switch value {
            case .slice(let cell):
                var slice = try cell.slice()
                stack.append(.bytes(try slice.loadBytes(slice.remainingBits / 8)))
            case .integer(let integer): stack.append(.integer("\(integer)"))
            default: stack = []
            }
        }
    }

    mutating func run(_ assembly: String) throws {
        var literal: Substring = ""
        for word in assembly.split(separator: " ") {
            switch word {
            case "PUSHSLICE": stack.append(.bytes(try #require(Hex.decode(literal.dropFirst(2).dropLast()))))
            case "INT": stack.append(.integer(String(literal)))
            case "PUSH": stack.append(stack[stack.count - 1 - (try #require(Int(literal.dropFirst())))])
            case "DUP": stack.append(try #require(stack.last))
            case "BLS_MAP_TO_G1": try stack.append(.bytes(BLS.G1.mapToGroup(popBytes(48))))
            case "BLS_MAP_TO_G2": try stack.append(.bytes(BLS.G2.mapToGroup(popBytes(96))))
            case "BLS_G1_NEG": try stack.append(.bytes(BLS.G1.negate(popBytes(48))))
            case "BLS_G2_NEG": try stack.append(.bytes(BLS.G2.negate(popBytes(96))))
            case "BLS_G1_MUL":
                let scalar = try popScalar()
                try stack.append(.bytes(BLS.G1.multiply(popBytes(48), by: scalar)))
            case "BLS_G2_MUL":
                let scalar = try popScalar()
                try stack.append(.bytes(BLS.G2.multiply(popBytes(96), by: scalar)))
            case "BLS_G1_ADD":
                let right = try popBytes(48)
                try stack.append(.bytes(BLS.G1.add(popBytes(48), right)))
            case "BLS_G2_ADD":
                let right = try popBytes(96)
                try stack.append(.bytes(BLS.G2.add(popBytes(96), right)))
            case "BLS_G1_ZERO": stack.append(.bytes(BLS.G1.zero))
            case "BLS_G2_ZERO": stack.append(.bytes(BLS.G2.zero))
            case "BLS_PUSHR": stack.append(.integer("0x" + Hex.encode(BLS.order)))
            case "BLS_G1_INGROUP": try push(BLS.G1.isInGroup(popBytes(48)))
            case "BLS_G1_ISZERO": try push(BLS.G1.isZero(popBytes(48)))
            case "BLS_G2_INGROUP": try push(BLS.G2.isInGroup(popBytes(96)))
            case "BLS_G2_ISZERO": try push(BLS.G2.isZero(popBytes(96)))
            case "BLS_PAIRING":
                guard case .integer(let text)? = stack.popLast() else { throw UnknownInstruction(text: "no number") }
                var pairs: [(g1: [UInt8], g2: [UInt8])] = []
                for _ in 0..<(try #require(Int(text))) {
                    let second = try popBytes(96)
                    pairs.insert((try popBytes(48), second), at: 0)
                }
                try push(BLS.isPairingProductOne(pairs))
            default:
                guard !word.hasPrefix("BLS_"), literal.isEmpty else { throw UnknownInstruction(text: String(word)) }
                literal = word
                continue
            }
            literal = ""
        }
    }

    private mutating func push(_ flag: Bool) { stack.append(.integer(flag ? "-1" : "0")) }

    /// The first bytes of a slice, like the instructions.
    private mutating func popBytes(_ count: Int) throws -> [UInt8] {
        guard case .bytes(let bytes)? = stack.popLast(), bytes.count >= count else {
            throw UnknownInstruction(text: "no slice of \(count) bytes")
        }
        return Array(bytes.prefix(count))
    }

    private mutating func popScalar() throws -> BLS.Scalar {
        guard case .integer(let text)? = stack.popLast() else { throw UnknownInstruction(text: "no integer") }
        guard text.hasPrefix("0x") else { return BLS.Scalar(try #require(Int(text))) }
        let digits = text.dropFirst(2)
        let even = digits.count % 2 == 0 ? String(digits) : "0" + digits
        return BLS.Scalar(magnitude: try #require(Hex.decode(even)))
    }

    /// Whether a recorded value is the calculated one.
    static func matches(_ recorded: StackValue, _ calculated: Value) throws -> Bool {
        switch (recorded, calculated) {
        case (.slice(let cell), .bytes(let bytes)):
            var slice = try cell.slice()
            guard slice.remainingBits == bytes.count * 8 else { return false }
            return try slice.loadBytes(bytes.count) == bytes
        case (.integer(let integer), .integer(let text)):
            if text.hasPrefix("0x") {
                let digits = try #require(Hex.decode(text.dropFirst(2)))
                return integer == Int257(unsigned: digits)
            }
            return integer == Int257(text)
        default: return false
        }
    }
}

@Suite("Recorded programs", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedProgramTests {
    @Test("programs of BLS instructions leave the recorded stacks")
    func programs() throws {
        let recorded = try RecordedFixtures.json(RecordedPrograms.self, "tvm/exec/programs.json").programs
        let programs = recorded.filter { $0.asm.contains("BLS_") }
        #expect(programs.count == 9)
        for program in programs {
            #expect(program.exitCode == 0, "\(program.name)")
            var calculator = Calculator()
            try calculator.run(program.asm)
            let expected = try Self.stack(program.stackOut)
            #expect(expected.count == calculator.stack.count, "\(program.name)")
            for (value, calculated) in zip(expected, calculator.stack) {
                #expect(try Calculator.matches(value, calculated), "\(program.name): \(value) and \(calculated)")
            }
        }
    }

    @Test("single instructions answer or refuse as recorded")
    func instructions() throws {
        let lines = try RecordedFixtures.bytes("tvm/exec/opcode_vectors.ndjson").split(separator: UInt8(ascii: "\n"))
        let prefix = Array(#"{"name":"BLS_"#.utf8)
        // What else they end with is of the stack's making: no slice, too short a slice, too few values. Some have another
        // instruction behind.
        let instructions = try lines.filter { $0.starts(with: prefix) }
            .map { try JSONDecoder().decode(RecordedInstruction.self, from: Data($0)) }
            .filter { $0.exitCode == 0 || $0.exitCode == 11 }
            .filter { try Self.cell($0.code).bitCount == 32 }
        #expect(instructions.count == 31)
        for instruction in instructions {
            let values = try Self.stack(instruction.stackIn)
            var calculator = try Calculator(values)
            if instruction.exitCode == 11 {
                #expect(throws: BLSError.self, "\(instruction)") { try calculator.run(instruction.name) }
            } else {
                try calculator.run(instruction.name)
                let (recorded, calculated) = (try Self.stack(instruction.stackOut).last, calculator.stack.last)
                #expect(
                    try Calculator.matches(try #require(recorded), try #require(calculated)), "\(instruction)")
            }
        }
    }

    private static func stack(_ text: String) throws -> [StackValue] {
        try StackValues(cell: cell(text)).values
    }

    private static func cell(_ text: String) throws -> Cell { try Cell(boc: try #require(Base64.decode(text))) }
}
