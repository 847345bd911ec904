import ArgumentParser
import Foundation
import Operations

/// Compiles the contracts.
struct ArtifactBuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Compile the contracts, and list what came out.",
        discussion: """
            Runs Tools/contracts of the checkout that the artifacts lie in, which writes them anew and needs FunC from \
            PyPI. What the compiler says goes to stderr.

            Exits with 1 where something doesn't compile, and with --check with 2 where the artifacts aren't what the \
            sources give.

            EXAMPLES:
              silk artifact build
              silk artifact build --check
              silk artifact build --compiler ./compile --json
            """
    )

    @Flag(help: "Compile, but change nothing: compare only.")
    var check = false

    @Option(
        help: ArgumentHelp(
            "Run this instead of Tools/contracts, with the folder of the sources as argument; --check goes before it.",
            valueName: "path"))
    var compiler: String?

    @OptionGroup var artifacts: ArtifactOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let compiler = ContractCompiler(
            artifacts: artifacts.folder, script: compiler.map { URL(fileURLWithPath: $0) })
        switch try await compiler.run(isCheck: check, output: .standardError) {
        case .done: try artifacts.store().writeList(output)
        case .different:
            throw Failure("\(artifacts.path) isn't what the sources give: run silk artifact build", code: .different)
        case .failed(let status):
            throw Failure(
                "the contracts don't compile: \(compiler.script.path) ended with \(status)", code: .internalError)
        }
    }
}
