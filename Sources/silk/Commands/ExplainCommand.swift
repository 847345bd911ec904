import ArgumentParser
import Operations

/// Says what a number means.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what an exit code, an operation or a code's hash means.",
        usage: "silk explain <code> [--artifacts <folder>] [--json]",
        discussion: """
            CODE is the exit code of a compute phase, or the result code of an action phase, in decimal or hexadecimal; \
            one that was printed without its sign is known too. An operation is its name or its eight hexadecimal \
            digits; 64 digits are the hash of a contract's code. What means several things is explained as each.

            Which contracts end with a code, their manifest says, where it is at hand.

            Exits with 65, and names what comes close, where nothing is known of it.

            EXAMPLES:
              silk explain 1006
              silk explain -14
              silk explain c52ed8d4
              silk explain ext_client_top_up --json
            """
    )

    // Taken as they are: -14 would else be options.
    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("An exit code, an operation or a code's hash.", valueName: "code"))
    var code: [String] = []

    @OptionGroup var artifacts: ArtifactOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard code.count == 1 else { throw ValidationError("expected one code, found \(code.count)") }
        if let option = code.first, option.hasPrefix("-"), !option.dropFirst().allSatisfy(\.isHexDigit),
            !option.hasPrefix("-0x")
        {
            throw ValidationError("Unknown option '\(option)'")
        }
    }

    func run() async throws {
        let explanation = try Explanation(of: code.first ?? "", artifacts: try artifacts.storeIfPresent())
        if output.json {
            try StandardOutput.write(json: FieldsDocument(explanation))
        } else {
            try StandardOutput.write(explanation.answer)
        }
    }
}
