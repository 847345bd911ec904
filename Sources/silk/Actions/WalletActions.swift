import ArgumentParser
import Cocoon
import Operations
import TONCells

/// What the owner of COCOON's wallet sends.
struct WalletActions<Verb: ActionVerb>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        ActionGroup.configuration(
            "wallet", abstract: "Operations of the owner of COCOON's wallet.",
            example: "wallet text \(Example.contract) b", verb: Verb.name,
            subcommands: [ActionCommand<Verb, RelayArguments>.self, ActionCommand<Verb, WalletTextArguments>.self])
    }
}

/// A wallet of COCOON by its address.
struct CocoonWalletArgument: ParsableArguments {
    @Argument(help: "The wallet, any form.")
    var wallet: AddressArgument
}

/// Relays a message through a wallet.
struct RelayArguments: ActionArguments {
    static let help = ActionHelp(
        name: "relay", abstract: "Have a wallet send a message.",
        discussion: """
            MESSAGE is a whole internal message as a bag of cells: hexadecimal, base64, @file or a path with a dot, as \
            `silk message … -o` writes them.
            """,
        examples: ["wallet relay \(Example.contract) message.boc --value 1TON"])

    @OptionGroup var contract: CocoonWalletArgument

    @Argument(help: "The message.")
    var message: String

    @Option(help: ArgumentHelp("The send mode.", valueName: "n"))
    var mode: UInt8 = 3

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        .operation(
            .relay(
                OutgoingMessage(mode: mode, message: try BagInput(message).rootOfLevelZero()),
                through: contract.wallet.address, queryID: making.queryID))
    }
}

/// A command in one letter to a wallet.
struct WalletTextArguments: ActionArguments {
    static let help = ActionHelp(
        name: "text", abstract: "Send a wallet a command in one letter.",
        discussion: "b blocks it, u unblocks it, w has it pay its coins to the owner.",
        examples: ["wallet text \(Example.contract) b"])

    @OptionGroup var contract: CocoonWalletArgument

    @Argument(help: "w, b or u.")
    var letter: LetterArgument

    func validate() throws { try letter.require(.wallet) }

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(.walletText(letter.command, to: contract.wallet.address))
    }
}
