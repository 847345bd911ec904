import Cocoon
import Foundation
import SilkTestSupport
import TONCrypto
import Testing

/// Exit codes and operations, explained on the command line.
@Suite struct ExplainTests {
    private static let environment = [
        "SILK_ARTIFACTS": RecordedFixtures.packageFolder.appendingPathComponent("Contracts/artifacts").path
    ]

    private static func run(_ arguments: String...) async throws -> SilkProcess.Result {
        try await SilkProcess.run(["explain"] + arguments, environment: environment)
    }

    @Test("every exit code is explained, negative ones too", arguments: ExitCode.known)
    func exitCodes(_ code: ExitCode) async throws {
        let text = try await Self.run("\(code.rawValue)")
        #expect(text.exitCode == 0, "\(text.error)")
        #expect(text.output.contains(try #require(code.meaning)))
        let document = try #require(try await Self.run("\(code.rawValue)", "--json").json)
        #expect(document["schema"] as? String == "silk.explain/1")
        let endings = try #require(document["endings"] as? [[String: Any]])
        #expect(endings.contains { $0["number"] as? Int == Int(code.rawValue) && $0["name"] as? String == code.name })
    }

    @Test("every operation is explained", arguments: Opcode.known)
    func operations(_ opcode: Opcode) async throws {
        let name = try #require(opcode.name)
        let digits = String(opcode.description.prefix(8))
        let text = try await Self.run(digits)
        #expect(text.exitCode == 0, "\(text.error)")
        #expect(text.output.contains(name))
        let document = try #require(try await Self.run(name, "--json").json)
        let operation = try #require((document["operations"] as? [[String: Any]])?.first)
        #expect(operation["opcode"] as? String == digits)
        #expect(operation["receivers"] as? [String] == (opcode.receiver.map { [$0.rawValue] } ?? []))
    }

    @Test(
        "whole answers",
        arguments: [("37", "37"), ("-14", "-14"), ("c52ed8d4", "root_change_price"), ("short_of_coins", "5")])
    func answers(_ code: String, _ file: String) async throws {
        try ExpectedOutput.compare(try await Self.run(code).output, with: "Explain/\(file).txt")
        try ExpectedOutput.compare(try await Self.run(code, "--json").output, with: "Explain/\(file).json")
    }

    @Test("the hash of a code names the contract and its layout")
    func codes() async throws {
        for known in CodeHashes.all {
            let document = try #require(try await Self.run(known.hash.hex, "--json").json)
            let code = try #require(document["code"] as? [String: Any])
            #expect(code["contract"] as? String == known.role.rawValue)
            #expect(code["is_mainnet"] as? Bool == true)
            #expect((code["layout"] as? String)?.hasPrefix(known.role.rawValue) == true)
        }
    }

    @Test("what isn't known exits with 65 and names what comes close")
    func unknown() async throws {
        let near = try await Self.run("ext_client_topup")
        #expect(near.exitCode == 65)
        #expect(near.output == "")
        #expect(near.error.hasSuffix("did you mean ext_client_top_up?\n"))
        let hash = try await Self.run(String(repeating: "0", count: 64))
        #expect(hash.exitCode == 65)
        #expect(hash.error.contains("no contract of COCOON is known"))
    }

    @Test("wrong usage exits with 64", arguments: [[], ["1", "2"], ["--nonsense"], ["-x"]])
    func usage(_ arguments: [String]) async throws {
        #expect(try await SilkProcess.run(["explain"] + arguments, environment: Self.environment).exitCode == 64)
    }

    @Test("artifacts aren't needed, but must be whole where they are named")
    func artifacts() async throws {
        let folder = try TemporaryFolder()
        let named = try await SilkProcess.run(["explain", "1006", "--artifacts", folder.path("none")])
        #expect(named.exitCode == 65)
        #expect(named.error.contains("manifest.json can't be read"))
    }
}
