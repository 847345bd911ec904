import ArgumentParser
import TONCells
import TONWallets

/// Changes who else may send from a wallet of version 5.
struct SendExtensionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extension",
        abstract: "Let a contract act for a v5r1 wallet, or let it no more.",
        discussion: """
            An extension sends everything that the wallet has, without a signature, for as long as it is one.

            EXAMPLES:
              silk send extension remove EQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqtQ- \\
                  --ledger try.ledger --keystore owner.keystore
            """,
        subcommands: [AddExtensionCommand.self, RemoveExtensionCommand.self]
    )
}

/// Lets a contract act for the wallet.
struct AddExtensionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Let a contract act for the wallet.",
        discussion: """
            EXAMPLES:
              silk send extension add EQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqtQ- \\
                  --ledger try.ledger --keystore owner.keystore
            """
    )

    @Argument(help: "The contract, any form.")
    var contract: AddressArgument

    @OptionGroup var sending: SendOptions

    func run() async throws { try await sending.send(.addExtension(contract.address)) }
}

/// Lets a contract act for the wallet no more.
struct RemoveExtensionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Let a contract act for the wallet no more.",
        discussion: """
            EXAMPLES:
              silk send extension remove EQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqtQ- \\
                  --ledger try.ledger --keystore owner.keystore
            """
    )

    @Argument(help: "The contract, any form.")
    var contract: AddressArgument

    @OptionGroup var sending: SendOptions

    func run() async throws { try await sending.send(.removeExtension(contract.address)) }
}
