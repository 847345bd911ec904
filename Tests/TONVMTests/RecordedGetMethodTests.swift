import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONVM

/// Get-methods of real contracts, run by the reference's emulator.
@Suite("Recorded get-methods", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedGetMethodTests {
    private struct File: Decodable {
        struct Environment: Decodable {
            let config: String
            let now: UInt32
            let balance: UInt64
            let seed: String
        }

        struct Case: Decodable {
            let address: String
            let methodId: Int
            let code: String
            let data: String
            let libs: String?
            let exitCode: Int32
            let gasUsed: Int64
            let stackOut: String
        }

        let env: Environment
        let cases: [Case]
    }

    private struct Block: Decodable {
        struct Configuration: Decodable { let librariesBocBase64: [String] }

        let config: Configuration
    }

    @Test(
        "end with the same exit code, gas and stack",
        arguments: [("accounts_fatblock_71398501", 47), ("tongo_precompiled", 12)])
    func methods(name: String, count: Int) throws {
        let file = try Replaying.json(File.self, "tvm/get_methods/\(name).json")
        let block = try Replaying.json(Block.self, "tvm/replay/fat_block_71398501.json")
        let shared = try block.config.librariesBocBase64.map { try Replaying.cell($0) }
        let configuration = NetworkConfiguration(root: try Cell(boc: try RecordedFixtures.bytes(file.env.config)))
        #expect(file.cases.count == count)
        for entry in file.cases {
            let method = GetMethod(
                code: try Replaying.cell(entry.code), data: try Replaying.cell(entry.data),
                address: try AccountAddress(entry.address), balance: file.env.balance, now: file.env.now,
                seed: try #require(Hash256(hex: file.env.seed)), configuration: configuration,
                libraries: LibraryCollection(try entry.libs.map { [try Replaying.cell($0)] } ?? shared))
            let result = try method.request(method: entry.methodId, arguments: []).run()
            let expected = try StackValues(cell: try Replaying.cell(entry.stackOut)).values
            let text = "\(entry.address) \(entry.methodId)"
            #expect(result.exitCode == entry.exitCode && result.gasUsed == entry.gasUsed, "\(text): \(result.exitCode)")
            #expect(try result.stack.map { try StackValue($0) } == expected, "\(text)")
        }
    }
}
