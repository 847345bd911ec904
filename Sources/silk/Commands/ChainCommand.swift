import ArgumentParser

/// The chain itself, asked over lite-servers.
struct ChainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chain",
        abstract: "Ask the chain itself, with proofs.",
        discussion: """
            Lite-servers answer, and are believed nothing: each answer is proven by validators' signatures, from the \
            block that the mirror trusts, that --trust names, or that the network's global config starts with. A server \
            that lies is named and not asked again; another one is. Nothing is written to the mirror.

            Exits with 9 where no server can be reached, or none proves its answer.

            EXAMPLES:
              silk chain info
              silk chain account EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf
            """,
        subcommands: [
            ChainInfoCommand.self, ChainAccountCommand.self, ChainTransactionsCommand.self, ChainBlockCommand.self,
            ChainConfigCommand.self, ChainRunMethodCommand.self, ChainSendCommand.self,
        ]
    )
}
