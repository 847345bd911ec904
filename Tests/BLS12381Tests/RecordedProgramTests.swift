import BLS12381
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

    mutating func run(_ assembly: String) throws {
        var literal: Substring = ""
        for word in assembly.split(separator: " ") {
            switch word {
            case "PUSHSLICE": stack.append(.bytes(try #require(Hex.decode(literal.dropFirst(2).dropLast()))))
            case "INT": stack.append(.integer(String(literal)))
            case "PUSH": stack.append(stack[stack.count - 1 - (try #require(Int(literal.dropFirst())))])
            case "DUP": stack.append(try #require(stack.last))
            case "BLS_MAP_TO_G1": try stack.append(.bytes(BLS.G1.mapToGroup(popBytes())))
            case "BLS_MAP_TO_G2": try stack.append(.bytes(BLS.G2.mapToGroup(popBytes())))
            case "BLS_G1_NEG": try stack.append(.bytes(BLS.G1.negate(popBytes())))
            case "BLS_G2_NEG": try stack.append(.bytes(BLS.G2.negate(popBytes())))
            case "BLS_G1_MUL":
                let scalar = try popScalar()
                try stack.append(.bytes(BLS.G1.multiply(popBytes(), by: scalar)))
            case "BLS_G2_MUL":
                let scalar = try popScalar()
                try stack.append(.bytes(BLS.G2.multiply(popBytes(), by: scalar)))
            case "BLS_G1_ADD":
                let right = try popBytes()
                try stack.append(.bytes(BLS.G1.add(popBytes(), right)))
            case "BLS_G2_ADD":
                let right = try popBytes()
                try stack.append(.bytes(BLS.G2.add(popBytes(), right)))
            case "BLS_G1_ZERO": stack.append(.bytes(BLS.G1.zero))
            case "BLS_G2_ZERO": stack.append(.bytes(BLS.G2.zero))
            case "BLS_PUSHR": stack.append(.integer("0x" + Hex.encode(BLS.order)))
            case "BLS_G1_INGROUP": try push(BLS.G1.isInGroup(popBytes()))
            case "BLS_G2_ISZERO": try push(BLS.G2.isZero(popBytes()))
            case "BLS_PAIRING":
                guard case .integer(let text)? = stack.popLast() else { throw UnknownInstruction(text: "no number") }
                var pairs: [(g1: [UInt8], g2: [UInt8])] = []
                for _ in 0..<(try #require(Int(text))) {
                    let second = try popBytes()
                    pairs.insert((try popBytes(), second), at: 0)
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

    private mutating func popBytes() throws -> [UInt8] {
        guard case .bytes(let bytes)? = stack.popLast() else { throw UnknownInstruction(text: "no slice") }
        return bytes
    }

    private mutating func popScalar() throws -> BLS.Scalar {
        guard case .integer(let text)? = stack.popLast() else { throw UnknownInstruction(text: "no integer") }
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
                return integer == StackInteger(unsigned: digits)
            }
            return integer == StackInteger(text)
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
            let expected = try StackValues(cell: Cell(boc: try #require(Base64.decode(program.stackOut)))).values
            #expect(expected.count == calculator.stack.count, "\(program.name)")
            for (value, calculated) in zip(expected, calculator.stack) {
                #expect(try Calculator.matches(value, calculated), "\(program.name): \(value) and \(calculated)")
            }
        }
    }
}
