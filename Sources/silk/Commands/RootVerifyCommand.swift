import ArgumentParser
import Operations
import TONCells

/// Says whether a root is as a plan left it.
struct RootVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Say whether a root is as a plan wanted it.",
        discussion: """
            Compares code and data with the planned end, hash by hash, and asks the root's get-methods. Exits with 7 where \
            anything differs.

            EXAMPLES:
              silk root verify plan.json --ledger try.ledger
            """
    )

    @Argument(help: ArgumentHelp("The plan that `silk root plan -o` wrote.", valueName: "plan"))
    var plan: String

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let plan = try RootPlan(path: plan)
        let network = try ledger.network()
        let identity = try await network.identity()
        guard identity == plan.network else {
            throw PlanError.refused([.wrongNetwork(expected: plan.network, found: identity)])
        }
        let differences = try plan.differences(on: await network.stage())
        try output.write(
            FieldsDocument(
                schema: "silk.root_verify/1",
                fields: [
                    MessageField("root", .text(plan.root.contractText)),
                    MessageField("is_as_planned", .flag(differences.isEmpty)),
                    MessageField("differences", .list(differences.map { .text($0) })),
                ]))
        if !differences.isEmpty {
            throw Failure("the root isn't as planned", code: .verificationFailed)
        }
    }
}

/// Says how far a root has drifted from its manifest.
struct RootDriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Say how a root differs from its manifest.",
        discussion: """
            Compares only, whoever owns the root and whatever rules say; entries that the manifest doesn't have are \
            differences too. Exits with 2 where there are any.

            EXAMPLES:
              silk root drift root.toml --ledger try.ledger
            """
    )

    @OptionGroup var manifest: ManifestOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let manifest = try manifest.read()
        let root = try self.manifest.requiredRoot(of: manifest)
        let network = try ledger.network()
        let identity = try await network.identity()
        guard identity == manifest.network else {
            throw PlanError.refused([.wrongNetwork(expected: manifest.network, found: identity)])
        }
        let states = await network.stage().states
        guard let account = try states.account(root) else { throw Failure("nothing is known of \(root)") }
        let difference = try RootDifference(
            from: try RootState(account, at: root), to: manifest, prunes: true)
        try output.write(
            FieldsDocument(
                schema: "silk.root_drift/1",
                fields: [
                    MessageField("root", .text(root.contractText)),
                    MessageField("is_as_in_manifest", .flag(difference.changes.isEmpty)),
                    MessageField("to_change", .list(difference.changes.map { .text("\($0)") })),
                ]))
        if !difference.changes.isEmpty { throw ExitCode(Failure.Code.different.rawValue) }
    }
}
