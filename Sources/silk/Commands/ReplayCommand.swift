import ArgumentParser
import Foundation
import Indexer
import Mirror
import TONBlocks
import TONCells
import TONLiteClient
import TONVM

/// Executes what is mirrored again.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Execute mirrored transactions again, and compare their hashes.",
        discussion: """
            Each account's raw transactions are executed from its first on, and each one's hash, and that of the state \
            which it leaves, compared with what was recorded. The first that comes out otherwise ends its account, and is \
            shown with the phases of both side by side. One configuration holds for all of them.

            The random seeds of blocks aren't in transactions: without --seeds they are taken for zero, and where code used \
            the seed and so came out otherwise, that is said. Accounts that had a state before their first transaction need \
            it from --genesis.

            Exits with 2 where something differs, and with 65 where accounts can't be executed.

            EXAMPLES:
              silk replay --config config.boc
              silk replay EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  --config config.boc --json
            """
    )

    @Argument(help: "The accounts, in any form. Otherwise all that have transactions.")
    var accounts: [String] = []

    @Option(
        help: ArgumentHelp(
            "The network's configuration, in any form that `silk config show` reads. Otherwise lite-servers prove it.",
            valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "A state from before an account's first transaction, or a folder of them. May be repeated.",
            valueName: "path"))
    var genesis: [String] = []

    @Option(
        help: ArgumentHelp(
            "Random seeds of blocks, a line each: the block's logical time or a transaction's hash, and the seed.",
            valueName: "file"))
    var seeds: String?

    @Option(
        help: ArgumentHelp(
            "Public libraries: a bag whose roots are dictionaries of them, or their contents.", valueName: "file"))
    var libraries: [String] = []

    @OptionGroup var options: ChainOptions

    func run() async throws {
        let mirror = try options.mirror.openFilled()
        let addresses =
            accounts.isEmpty
            ? try mirror.accountsWithHistory() : try accounts.map { try mirror.knownAddress($0) as AccountAddress }
        let replay = MirrorReplay(
            mirror, executor: TransactionExecutor(configuration: try await configuration()),
            genesis: try StateFolder(paths: genesis), seeds: try BlockSeeds(file: seeds),
            libraries: try LibraryFiles(paths: libraries).collection.roots)
        let progress = Progress("executing")
        var reports: [MirrorReplay.Report] = []
        for address in addresses {
            progress.show(reports.count, of: addresses.count)
            reports.append(try replay.replay(address))
        }
        progress.finish()
        let document = ReplayDocument(reports)
        if options.mirror.output.json {
            try StandardOutput.write(json: document.document)
        } else {
            try StandardOutput.write(document.text)
        }
        if document.hasDifferences { throw ExitCode(2) }
        if document.hasObstacles { throw Failure("some accounts couldn't be executed") }
    }

    private func configuration() async throws -> ExecutionConfiguration {
        if let config {
            return try ExecutionConfiguration(
                try ConfigurationReport(try BagInput(file: config).root()).configuration)
        }
        return try await options.asking { network in
            let tip = try await network.shownTip()
            let proven = try await network.configuration(at: tip.block, parameter: nil)
            return try ExecutionConfiguration(proven.configuration)
        }
    }
}
