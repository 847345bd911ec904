import ArgumentParser
import TONCells
import TONWallets

/// Changes who else may take from a wallet of version 4.
struct SendPluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "Let a contract take from a v4r2 wallet, or let it no more.",
        discussion: """
            A plugin takes whatever it asks for, without a signature, for as long as it is one.

            EXAMPLES:
              silk send plugin remove EQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqtQ- \\
                  --wallet-kind v4r2 --ledger try.ledger --keystore owner.keystore
            """,
        subcommands: [InstallPluginCommand.self, RemovePluginCommand.self]
    )
}

/// What both changes of plugins say.
struct PluginOptions: ParsableArguments {
    @Argument(help: "The contract, any form.")
    var contract: AddressArgument

    @Option(help: ArgumentHelp("What the message carries that tells it so, with its unit.", valueName: "amount"))
    var amount = AmountArgument(Coins(nanoTON: 50_000_000))

    @Option(help: ArgumentHelp("The query id of that message.", valueName: "n"))
    var queryID: UInt64 = 0
}

/// Lets a contract take from the wallet.
struct InstallPluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Let a contract take from the wallet.",
        discussion: """
            EXAMPLES:
              silk send plugin install EQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqtQ- \\
                  --wallet-kind v4r2 --ledger try.ledger --keystore owner.keystore
            """
    )

    @OptionGroup var plugin: PluginOptions
    @OptionGroup var sending: SendOptions

    func run() async throws {
        try await sending.send(
            .installPlugin(plugin.contract.address, amount: plugin.amount.coins, queryID: plugin.queryID))
    }
}

/// Lets a contract take from the wallet no more.
struct RemovePluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Let a contract take from the wallet no more.",
        discussion: """
            The message that tells it so has most plugins destroy themselves.

            EXAMPLES:
              silk send plugin remove EQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqtQ- \\
                  --wallet-kind v4r2 --ledger try.ledger --keystore owner.keystore
            """
    )

    @OptionGroup var plugin: PluginOptions
    @OptionGroup var sending: SendOptions

    func run() async throws {
        try await sending.send(
            .removePlugin(plugin.contract.address, amount: plugin.amount.coins, queryID: plugin.queryID))
    }
}
