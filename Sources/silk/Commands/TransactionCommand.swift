import ArgumentParser
import TONBlocks
import TONCells
import TONCrypto

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
            of that or of the bytes themselves, or - for stdin. Its root is the transaction, or --hash names one in a \
            block, a proof, or any other bag. Bodies that are messages of COCOON are decoded. A transaction doesn't hold \
            its workchain: the account's address comes from its messages.

            EXAMPLES:
              silk tx show transaction.boc
              silk tx show block.boc --hash 5783b854bcac4ac16c5f25fa4d3eb1631417f77fa92a20b790854d5f915995db
              silk tx show - --json < transaction.txt
            """
    )

    @OptionGroup var input: BagArgument

    @Option(help: ArgumentHelp("The transaction of this hash, wherever it is in the bag.", valueName: "hash"))
    var hash: String?

    @OptionGroup var output: OutputOptions

    private var wanted: Hash256? {
        hash.flatMap { Hex.decode($0) ?? Base64.decodeAnyAlphabet($0) }.flatMap { Hash256($0) }
    }

    func validate() throws {
        if hash != nil, wanted == nil { throw ValidationError("--hash takes 32 bytes in hexadecimal or base64") }
    }

    func run() async throws {
        let bag = try input.read()
        let cell: Cell
        if let wanted {
            guard let found = bag.cell(wanted) else { throw Failure("no cell of the bag has the hash \(wanted)") }
            cell = found
        } else {
            cell = try bag.root()
        }
        let document = FieldsDocument(try transaction(cell), hash: cell.hash)
        if output.json { try StandardOutput.write(json: document) } else { try StandardOutput.write(document.text) }
    }

    private func transaction(_ cell: Cell) throws -> Transaction {
        do throws(CellError) {
            return try Transaction(cell: cell)
        } catch .unknownTag(type: "Transaction", _, _) where hash == nil {
            throw Failure("the root is no transaction: --hash finds one inside")
        }
    }
}
