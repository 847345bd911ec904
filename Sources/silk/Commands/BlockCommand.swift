import ArgumentParser

/// Raw blocks.
struct BlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block",
        abstract: "Show a raw block.",
        discussion: """
            EXAMPLES:
              silk block show block.boc
            """,
        subcommands: [BlockShowCommand.self]
    )
}

/// Shows a raw block.
struct BlockShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a raw block: its name, header, value flow and counts.",
        discussion: """
            INPUT is a bag of cells in hexadecimal or base64 of either alphabet, @file or a path with a dot for a file \
            of that or of the bytes themselves, or - for stdin. It may be a Merkle proof: what is pruned is left out, \
            and the file hash isn't known.

            The file hash is that of the block as it is written canonically, whatever way the input is.

            EXAMPLES:
              silk block show block.boc
              silk block show block.boc --transactions --json
            """
    )

    @OptionGroup var input: BagArgument

    @Flag(help: "List the transactions, in the order of their logical times.")
    var transactions = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let document = try BlockReport(try input.read().root()).document(withTransactions: transactions)
        if output.json { try StandardOutput.write(json: document) } else { try StandardOutput.write(document.text) }
    }
}
