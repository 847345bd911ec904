import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONVM

/// One cryptographic instruction at a time, on stacks of random values, as the reference of global version 13 ran them.
@Suite(
    "Recorded runs of cryptographic instructions",
    .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedCryptoTests {
    struct Vector: Decodable {
        let name: String
        let category: String
        let opcode: String
        let code: String
        let stackIn: String
        let exitCode: Int32
        let gasUsed: Int64
        let stackOut: String

        enum CodingKeys: String, CodingKey {
            case name, category, code
            case opcode = "op_bits"
            case stackIn = "stack_in"
            case exitCode = "exit_code"
            case gasUsed = "gas_used"
            case stackOut = "stack_out"
        }
    }

    static let vectors: [Vector] = {
        guard let bytes = try? RecordedFixtures.bytes("tvm/exec/opcode_vectors.ndjson") else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let vector = try? JSONDecoder().decode(Vector.self, from: Data(line)) else { return nil }
            return vector.category == "crypto" && !vector.name.hasPrefix("BLS_") ? vector : nil
        }
    }()

    static let names = Set(vectors.map(\.name)).sorted()

    @Test("the same exit code, gas and stack", arguments: names)
    func run(_ name: String) throws {
        let vectors = Self.vectors.filter { $0.name == name }
        #expect(vectors.count == 8)
        for vector in vectors {
            let code = try root(vector.code)
            // A few go on with instructions of other families, which aren't what is tested here.
            guard try code.slice().remainingBits == 8 + vector.opcode.count else { continue }
            let values = try stack(vector.stackIn)
            let entries = try values.map { try entry($0) }
            let request = RunRequest(
                code: code, data: .empty, stack: entries + [.integer(.zero)], c7: [],
                gas: GasLimits(limit: 100_000), globalVersion: 13)
            let result = request.run()
            #expect(result.exitCode == vector.exitCode, "\(name) on \(vector.stackIn)")
            #expect(result.gasUsed == vector.gasUsed, "\(name) on \(vector.stackIn)")
            let found = try result.stack.map { try value($0) }
            let expected = try stack(vector.stackOut).map(withoutContinuation)
            #expect(found == expected, "\(name) on \(vector.stackIn)")
        }
    }

    @Test("none is missing")
    func count() {
        #expect(Self.names.count == 26)
    }

    // MARK: - Values

    private func root(_ base64: String) throws -> Cell {
        let bytes = try #require(Base64.decode(base64))
        return try #require(try BagOfCells(bytes).roots.first)
    }

    private func stack(_ base64: String) throws -> [StackValue] {
        var slice = try root(base64).slice()
        return try StackValues(from: &slice).values
    }

    private func entry(_ value: StackValue) throws -> StackEntry {
        switch value {
        case .null: return .null
        case .integer(let integer): return .integer(integer)
        case .notANumber: return .integer(.notANumber)
        case .cell(let cell): return .cell(cell)
        case .slice(let cell): return .slice(try cell.slice())
        case .builder(let cell):
            var builder = CellBuilder()
            try builder.store(try cell.slice())
            return .builder(BuilderReference(builder))
        case .continuation: return .continuation(Continuation(.quit, number: 0))
        case .tuple(let values): return .tuple(Tuple(try values.map { try entry($0) }))
        }
    }

    private func value(_ entry: StackEntry) throws -> StackValue {
        switch entry {
        case .null: return .null
        case .integer(let integer): return integer.isNotANumber ? .notANumber : .integer(integer)
        case .cell(let cell): return .cell(cell)
        case .slice(let slice): return .slice(try slice.cell())
        case .builder(let reference): return .builder(try reference.builder.build())
        case .continuation: return .continuation(.empty)
        case .tuple(let tuple): return .tuple(try tuple.entries.map { try value($0) })
        }
    }

    /// No instruction here looks into continuations.
    private func withoutContinuation(_ value: StackValue) -> StackValue {
        switch value {
        case .continuation: .continuation(.empty)
        case .integer(.notANumber): .notANumber
        case .tuple(let values): .tuple(values.map(withoutContinuation))
        default: value
        }
    }
}
