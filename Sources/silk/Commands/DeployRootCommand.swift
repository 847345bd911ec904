import ArgumentParser
import Cocoon
import Operations
import TONBlocks
import TONCells

/// Deploys a root.
struct DeployRootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "root",
        abstract: "Deploy a root as a manifest says.",
        discussion: """
            The root starts with all that the manifest says, codes included; its address follows from that. From then on \
            the manifest must name the root, or --root must: a changed manifest would give another address. Rules that \
            forbid a plan forbid this too, with 4.

            EXAMPLES:
              silk deploy root root.toml --ledger try.ledger --keystore owner.keystore
            """
    )

    @OptionGroup var manifest: ManifestOptions

    @Option(help: ArgumentHelp("The coins that it starts with.", valueName: "amount"))
    var coins = AmountArgument(Coins(nanoTON: 500_000_000))

    @OptionGroup var sending: SendOptions

    func run() async throws {
        let manifest = try manifest.read()
        var context = try await sending.sending()
        let owner = context.sender.address
        let state = try manifest.initialState(owner: owner)
        let rules = try self.manifest.rules()
        let refusals = rules.refusals(ofNew: state, manifest: manifest, on: context.place.identity)
        guard refusals.isEmpty else { throw PlanError.refused(refusals) }
        let deployment = try Deployment.root(state, coins: coins.coins, queryID: context.identifiers.next())
        try deployment.requireAbsent(on: context.states)
        try await sending.send(
            [deployment.action], context,
            report: SendReport(
                schema: "silk.deploy/1",
                fields: [
                    MessageField("role", .text(deployment.role.rawValue)),
                    MessageField("address", .text(deployment.address.contractText)),
                    MessageField("owner", .text(state.data.owner.walletText)),
                    .hash("code_hash", deployment.stateInit.code?.hash),
                    .hash("data_hash", deployment.stateInit.data?.hash),
                    MessageField("manifest_line", .text("root = \"\(deployment.address.contractText)\"")),
                ]))
    }
}
