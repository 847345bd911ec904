import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto

@testable import TONVM

/// Recorded runs of single instructions and of programs, and what they run in.
enum ExecVectors {
    struct Run: Decodable {
        let name: String
        let category: String
        let code: String
        let stackIn: String?
        let exitCode: Int32
        let gasUsed: Int64
        let stackOut: String
        /// The instruction's fixed bits, of single instructions.
        let opcodeBits: String?

        private enum CodingKeys: String, CodingKey {
            case name, category, code
            case stackIn = "stack_in"
            case exitCode = "exit_code"
            case gasUsed = "gas_used"
            case stackOut = "stack_out"
            case opcodeBits = "op_bits"
        }
    }

    private struct File: Decodable {
        let env: Environment
        let programs: [Run]?
    }

    private struct Environment: Decodable {
        let config: String
        let addr: String
        let now: UInt32
        let balance: UInt64
        let seed: String
        let gas: Int64
        let method: Int

        private enum CodingKeys: String, CodingKey {
            case config, addr, now, balance, seed, gas
            case method = "method_id"
        }
    }

    /// One run for each line; none where the fixtures are absent, since the suites are skipped then.
    static let instructions: [Run] = {
        guard let bytes = try? RecordedFixtures.bytes("tvm/exec/opcode_vectors.ndjson") else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(Run.self, from: Data($0))
        }
    }()

    static let programs: [Run] = (try? RecordedFixtures.json(File.self, "tvm/exec/programs.json"))?.programs ?? []

    private struct World: Sendable {
        let method: GetMethod
        let number: Int
    }

    private static func makeWorld() throws -> World {
        let file = try RecordedFixtures.json(File.self, "tvm/exec/ENV.json")
        var data = CellBuilder()
        try data.store(0xda7a, bits: 16)
        var method = GetMethod(
            code: .empty, data: try data.build(), address: try AccountAddress(file.env.addr),
            balance: file.env.balance, now: file.env.now, seed: Hash256(hex: file.env.seed) ?? .zero,
            configuration: try configuration(file.env.config))
        method.gasLimit = file.env.gas
        return World(method: method, number: file.env.method)
    }

    private static let world = try? makeWorld()

    private static func configuration(_ path: String) throws -> NetworkConfiguration {
        NetworkConfiguration(root: try Cell(boc: try RecordedFixtures.bytes(path)))
    }

    /// Where and how a run differs from what was recorded; nil where it doesn't.
    static func difference(of run: Run) throws -> String? {
        guard let world else { return "the environment can't be read" }
        var method = world.method
        method.code = try cell(run.code)
        let arguments = try run.stackIn.map { try entries($0) } ?? []
        let result = try method.request(method: world.number, arguments: arguments).run()
        let expected = try entries(run.stackOut)
        var differences: [String] = []
        if result.exitCode != run.exitCode { differences.append("exit code \(result.exitCode), not \(run.exitCode)") }
        if result.gasUsed != run.gasUsed { differences.append("gas \(result.gasUsed), not \(run.gasUsed)") }
        let (found, wanted) = (try values(result.stack), try values(expected))
        if found != wanted { differences.append("stack \(found), not \(wanted)") }
        return differences.isEmpty ? nil : differences.joined(separator: "; ")
    }

    static func cell(_ base64: String) throws -> Cell {
        guard let bytes = Data(base64Encoded: base64) else { throw CocoaError(.fileReadCorruptFile) }
        return try Cell(boc: Array(bytes))
    }

    private static func entries(_ base64: String) throws -> [StackEntry] {
        try StackValues(cell: try cell(base64)).values.map { try StackEntry($0) }
    }

    private static func values(_ entries: [StackEntry]) throws -> [StackValue] {
        try entries.map { try StackValue($0) }
    }
}
