import ArgumentParser
import Foundation
import Operations
import TONCells
import TONVM

/// Plans what makes a root what a manifest says.
struct RootPlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show which messages make a root what a manifest says.",
        discussion: """
            Compares the root with the manifest, applies the rules, and rehearses every message on what those before \
            leave behind. Nothing is signed or sent. -o keeps the plan for `silk root apply`, which takes it as long as \
            the root is as it was.

            What the manifest doesn't say stays as it is. Entries of a list that it doesn't have stay too, unless --prune. \
            Changes of the params move the addresses of all contracts that are deployed afterwards; the plan says which \
            proxies are concerned.

            Exits with 4 where a rule forbids it, each of which is named, and with 5 where the rehearsal fails; with \
            --detailed-exitcode, with 2 where there is anything to change.

            EXAMPLES:
              silk root plan root.toml -o plan.json --ledger try.ledger \\
                  --keystore owner.keystore
              silk root plan root.toml --multisig --ledger try.ledger
            """
    )

    @OptionGroup var manifest: ManifestOptions
    @OptionGroup var owner: OwnerOptions
    @OptionGroup var ledger: LedgerOptions

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Keep the plan in this file.", valueName: "file"))
    var file: String?

    @Flag(help: "Delete what the manifest doesn't have.")
    var prune = false

    @Flag(help: "Let sets of hashes become empty.")
    var allowEmpty = false

    @Flag(help: "Let the whole state be replaced, where no other message makes a change.")
    var allowFullUpgrade = false

    @Option(help: ArgumentHelp("How long the plan is good, such as 90m or 7d.", valueName: "duration"))
    var expires: DurationArgument?

    @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 2 where there is something to change.")
    var detailedExitCode = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let network = try ledger.network()
        let identity = try await network.identity()
        let manifest = try manifest.read()
        var planner = try owner.planner(on: identity)
        planner.rules = try self.manifest.rules()
        planner.rules.allowsEmptyHashes = allowEmpty
        planner.rules.allowsFullUpgrade = allowFullUpgrade
        planner.prunes = prune
        if let expires { planner.lifetime = expires.seconds }
        let stage = await network.stage()
        let plan = try await planner.plan(
            manifest, for: try self.manifest.requiredRoot(of: manifest), on: identity, stage: stage,
            identifiers: QueryIdentifiers(now: stage.emulation.environment.now))
        let document = try plan.document()
        if let file { try Data(document).write(to: URL(fileURLWithPath: file), options: .atomic) }
        try StandardOutput.write(
            output.json ? String(decoding: document, as: UTF8.self) : try PlanText(plan).text)
        if detailedExitCode, !plan.isEmpty { throw ExitCode(Failure.Code.different.rawValue) }
    }
}
