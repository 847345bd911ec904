import ArgumentParser
import TONCells

/// Cells, whatever they hold.
struct CellCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cell",
        abstract: "Show, hash, convert or compare bags of cells.",
        discussion: """
            EXAMPLES:
              silk cell show te6cckEBAQEADgAAGCVlk0wAAAAAAAAAB+ZdMe8=
            """,
        subcommands: [
            CellShowCommand.self, CellHashCommand.self, CellConvertCommand.self, CellDiffCommand.self,
        ]
    )
}

/// Shows the tree of cells.
struct CellShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the tree of cells.",
        discussion: """
            INPUT is a bag of cells in hexadecimal or base64 of either alphabet, @file or a path with a dot for a file \
            of that or of the bytes themselves, or - for stdin. Files of more than 64 MiB are read in place.

            A line has a cell's data in Fift's notation, its size, and its hash. A cell that was shown is referred to \
            by its hash. The document has a flat list of cells.

            EXAMPLES:
              silk cell show te6cckEBAQEADgAAGCVlk0wAAAAAAAAAB+ZdMe8=
              silk cell show block.boc --depth 2
              silk cell show - --limit 20 --json < block.boc
            """
    )

    @OptionGroup var input: BagArgument

    @Option(help: ArgumentHelp("Show cells only so far below a root, 0 or more.", valueName: "n"))
    var depth: Int?

    @Option(help: ArgumentHelp("Show at most so many cells.", valueName: "n"))
    var limit = 1000

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let depth, depth < 0 { throw ValidationError("--depth must be 0 or more") }
        if limit < 1 { throw ValidationError("--limit must be 1 or more") }
    }

    func run() async throws {
        let tree = CellTree(roots: try input.read().bag.roots, depth: depth, limit: limit)
        if output.json {
            try StandardOutput.write(json: CellDocument(tree))
        } else {
            try StandardOutput.write(tree.text)
        }
    }
}

/// Prints hashes.
struct CellHashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "Print the hashes of roots and of the file.",
        discussion: """
            INPUT as for silk cell show. Where branches are pruned, level 0 has the hash and depth of the whole tree. \
            The file's SHA-256 is that of the bag of cells, decoded where it is text.

            EXAMPLES:
              silk cell hash te6cckEBAQEADgAAGCVlk0wAAAAAAAAAB+ZdMe8=
              silk cell hash proof.boc --json
            """
    )

    @OptionGroup var input: BagArgument
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let document = try CellHashDocument(try input.read())
        if output.json { try StandardOutput.write(json: document) } else { try StandardOutput.write(document.text) }
    }
}
