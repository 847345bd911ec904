import ArgumentParser

/// Deploys contracts.
struct DeployCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Deploy a contract of COCOON from a wallet.",
        discussion: """
            Code and params come from the parent as it stands: a proxy's from its root, a worker's or client's from its \
            proxy; a root's from a manifest. The sending wallet is the owner. The first message is rehearsed, shown and sent as by `silk send`, with \
            the same exit codes; a contract that is there already is refused with 4.

            EXAMPLES:
              silk deploy worker --proxy EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  --ledger try.ledger --keystore owner.keystore
            """,
        subcommands: [
            DeployRootCommand.self, DeployProxyCommand.self, DeployWorkerCommand.self, DeployClientCommand.self,
            DeployWalletCommand.self,
        ]
    )
}
