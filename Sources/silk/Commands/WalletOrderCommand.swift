import ArgumentParser
import TONCells
import TONWallets

/// Says what a multisig is to do.
struct WalletOrderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Say what an order of a multisig does.",
        discussion: """
            BODY is a bag of cells in hexadecimal or base64 of either alphabet, @file or a path with a dot for a file \
            of that or of the bytes themselves, or - for stdin: the body of a message to a multisig of version 2 or to one \
            of its orders, or the order itself. Messages of COCOON inside are decoded. What the multisig would step over \
            without a word is called unknown.

            EXAMPLES:
              silk wallet order new-order.boc
              silk wallet order - --json < body.txt
            """
    )

    @Argument(help: ArgumentHelp("The body, or the order.", valueName: "body"))
    var body: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let cell = try BagInput(body).rootOfLevelZero()
        let fields: [MessageField]
        do {
            fields = try MultisigMessage(cell: cell).namedFields
        } catch CellError.unknownTag(type: "MultisigMessage", _, _) {
            fields = try Self.fields(ofOrder: cell)
        } catch CellError.bitsExhausted where cell.bitCount < 96 {
            // Too short for any message; an order of one action is so.
            fields = try Self.fields(ofOrder: cell)
        }
        try output.write(FieldsDocument(schema: "silk.wallet_order/1", fields: fields))
    }

    private static func fields(ofOrder cell: Cell) throws -> [MessageField] {
        do throws(CellError) {
            return [
                MessageField("message", .none), MessageField("order", .fields(try MultisigOrder(cell: cell).fields)),
            ]
        } catch {
            throw Failure("expected a message of a multisig, or an order; as an order it can't be read: \(error)")
        }
    }
}
