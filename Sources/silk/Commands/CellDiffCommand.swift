import ArgumentParser
import TONCells

/// Compares two bags of cells.
struct CellDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show where two trees of cells first differ.",
        discussion: """
            Both as for silk cell show; stdin can be one of them. A path is a root's number and the positions of \
            references from there, as in 0.1.3. Cells below a difference aren't compared, and the same pair of cells \
            is shown once.

            Exits with 2 where the trees differ.

            EXAMPLES:
              silk cell diff before.boc after.boc
              silk cell diff te6cckEBAQEADgAAGCVlk0wAAAAAAAAAB+ZdMe8= @other.txt --json
            """
    )

    @Argument(help: "A bag of cells: hexadecimal, base64, a file, or -.")
    var left: String

    @Argument(help: "The other one.")
    var right: String

    @Option(help: ArgumentHelp("Show at most so many differences.", valueName: "n"))
    var limit = 20

    @OptionGroup var reading: BagReadingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be 1 or more") }
        if left == "-", right == "-" { throw ValidationError("stdin can be only one of both") }
    }

    func run() async throws {
        let differences = CellDifference.all(
            between: try BagInput(left, isLenient: reading.lenient).bag.roots,
            and: try BagInput(right, isLenient: reading.lenient).bag.roots, limit: limit)
        if output.json {
            try StandardOutput.write(json: CellDifferenceDocument(differences))
        } else if differences.isEmpty {
            try StandardOutput.write("equal\n")
        } else {
            try StandardOutput.write(differences.map(\.text).joined())
        }
        if !differences.isEmpty { throw ExitCode(2) }
    }
}
