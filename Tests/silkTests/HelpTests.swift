import Foundation
import Testing

/// The help of every command.
@Suite struct HelpTests {
    /// A command as `--experimental-dump-help` describes it.
    private struct Command: Decodable {
        var commandName: String
        var subcommands: [Command]?

        /// Its path and those of all commands below it, the built-in `help` left out.
        func paths(below path: [String] = []) -> [[String]] {
            (subcommands ?? []).filter { $0.commandName != "help" }.flatMap { command in
                let own = path + [command.commandName]
                return [own] + command.paths(below: own)
            }
        }
    }

    private struct Dump: Decodable {
        var command: Command
    }

    @Test("every command's help is the approved one and has an example of that command")
    func everyCommand() async throws {
        let dump = try await SilkProcess.run(["--experimental-dump-help"])
        let paths = try JSONDecoder().decode(Dump.self, from: Data(dump.output.utf8)).command.paths()
        #expect(paths.count >= 150)
        // Two at a time: without optimisation, help for a command of many options takes a second.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, path) in ([[]] + paths).enumerated() {
                if number >= 2 { try await group.next() }
                group.addTask { try await Self.compare(path) }
            }
            try await group.waitForAll()
        }
    }

    private static func compare(_ path: [String]) async throws {
        let result = try await SilkProcess.run(path + ["--help"])
        #expect(result.exitCode == 0)
        #expect(result.error == "")
        let examples = result.output.components(separatedBy: "EXAMPLES:\n").last ?? ""
        let command = (["silk"] + path).joined(separator: " ")
        #expect(examples.hasPrefix("  \(command)"), "\(command)")
        let lines = examples.components(separatedBy: "\nUSAGE")[0].split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("  ") || !$0.contains("EQ") }, "wrapped example: \(command)")
        try ExpectedOutput.compare(
            result.output, with: "Help/" + (["silk"] + path).joined(separator: "-") + ".txt")
    }

    @Test("the version and completion scripts come on stdout")
    func versionAndCompletion() async throws {
        let version = try await SilkProcess.run(["--version"])
        #expect(version.exitCode == 0)
        #expect(version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        for shell in ["bash", "zsh", "fish"] {
            let script = try await SilkProcess.run(["--generate-completion-script", shell])
            #expect(script.exitCode == 0)
            #expect(script.output.contains("rewards"))
        }
    }
}
