import ArgumentParser
import Operations

/// Checks a manifest.
struct ArtifactVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check all that the manifest says, against the codes and the sources.",
        discussion: """
            The sources are those of the folder that the artifacts lie in. Hashes, sizes, includes, storage, operations \
            and exit codes are found anew; only silk artifact build --check also compiles.

            Exits with 7 where anything differs.

            EXAMPLES:
              silk artifact verify
              silk artifact verify --artifacts ../other/Contracts/artifacts --json
            """
    )

    @OptionGroup var artifacts: ArtifactOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let verification = try ArtifactVerification(folder: artifacts.folder)
        if output.json {
            try StandardOutput.write(json: FieldsDocument(verification))
        } else {
            try StandardOutput.write(verification.text)
        }
        guard verification.agrees else {
            throw Failure("\(artifacts.path) isn't what its manifest says", code: .verificationFailed)
        }
    }
}
