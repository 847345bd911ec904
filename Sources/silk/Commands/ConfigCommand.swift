import ArgumentParser

/// Configurations of the network.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show a configuration of the network.",
        discussion: """
            EXAMPLES:
              silk config show key-block.boc
            """,
        subcommands: [ConfigShowCommand.self]
    )
}

/// Shows a configuration.
struct ConfigShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the parameters of a configuration.",
        discussion: """
            INPUT is a bag of cells in hexadecimal or base64 of either alphabet, @file or a path with a dot for a file \
            of that or of the bytes themselves, or - for stdin: a key block, a state of the masterchain, ConfigParams, \
            or the bare dictionary; any of them may be in a Merkle proof.

            Types and fields have the names of block.tlb. Parameters of unknown numbers, or whose value has no known \
            layout, are printed as hashes. Prices of gas, storage and messages are in the units of the configuration. \
            The text counts long dictionaries; --param and --json show all of them.

            EXAMPLES:
              silk config show key-block.boc
              silk config show config.boc --param 34 --json
              silk config show config.boc --param=-999
            """
    )

    @OptionGroup var input: BagArgument

    @Option(help: ArgumentHelp("Only the parameter of this number.", valueName: "n"))
    var param: Int32?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let document = try ConfigurationReport(try input.read().root()).document(parameter: param)
        if output.json { try StandardOutput.write(json: document) } else { try StandardOutput.write(document.text) }
    }
}
