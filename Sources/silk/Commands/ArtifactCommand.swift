import ArgumentParser
import Operations

/// The compiled contracts.
struct ArtifactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "artifact",
        abstract: "Build, show, verify and compare the compiled contracts.",
        discussion: """
            EXAMPLES:
              silk artifact list
              silk artifact verify
              silk artifact diff worker deployed.boc
            """,
        subcommands: [
            ArtifactBuildCommand.self, ArtifactListCommand.self, ArtifactShowCommand.self, ArtifactVerifyCommand.self,
            ArtifactDiffCommand.self,
        ]
    )
}

/// Lists the compiled contracts.
struct ArtifactListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the compiled contracts, each checked against the manifest.",
        discussion: """
            A layout is a role with the struct_versions that the code reads. The predecessor is the code that the main \
            network runs, or ran, in the same place.

            EXAMPLES:
              silk artifact list
              silk artifact list --artifacts build/artifacts --json
            """
    )

    @OptionGroup var artifacts: ArtifactOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try artifacts.store().writeList(output)
    }
}

/// Shows one compiled contract.
struct ArtifactShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all that is known of a compiled contract.",
        discussion: """
            EXAMPLES:
              silk artifact show worker
              silk artifact show root --json
            """
    )

    @Argument(help: "The contract's role.")
    var contract: RoleArgument

    @OptionGroup var artifacts: ArtifactOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let document = FieldsDocument(try artifacts.store().required(contract))
        if output.json {
            try StandardOutput.write(json: document)
        } else {
            try StandardOutput.write(document.text)
        }
    }
}

extension ArtifactStore {
    /// Prints the list.
    func writeList(_ output: OutputOptions) throws {
        if output.json {
            try StandardOutput.write(json: FieldsDocument(self))
        } else {
            try StandardOutput.write(listText)
        }
    }
}
