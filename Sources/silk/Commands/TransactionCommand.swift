import ArgumentParser
import TONBlocks
import TONCells

/// Raw transactions.
struct TransactionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tx",
        abstract: "Show a raw transaction.",
        discussion: """
            EXAMPLES:
              silk tx show transaction.boc
            """,
        subcommands: [TransactionShowCommand.self]
    )
}

/// Shows a raw transaction.
struct TransactionShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a raw transaction: statuses, phases, fees and messages.",
        discussion: """
            INPUT is a bag of cells in hexadecimal or base64 of either alphabet, @file or a path with a dot for a file \
            of that or of the bytes themselves, or - for stdin. Bodies that are messages of COCOON are decoded. A \
            transaction doesn't hold its workchain: the account's address comes from its messages.

            EXAMPLES:
              silk tx show transaction.boc
              silk tx show - --json < transaction.txt
            """
    )

    @OptionGroup var input: BagArgument
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let cell = try input.read().root()
        let document = FieldsDocument(try Transaction(cell: cell), hash: cell.hash)
        if output.json { try StandardOutput.write(json: document) } else { try StandardOutput.write(document.text) }
    }
}
