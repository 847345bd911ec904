import ArgumentParser
import Foundation
import Indexer
import TONBlocks
import TONCells
import TONCrypto
import TONVM

/// Rehearses a message.
struct EmulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emulate",
        abstract: "Rehearse a message: the whole tree of transactions that it would cause.",
        discussion: """
            MESSAGE is a bag of cells in hexadecimal or base64, @file or a path with a dot, or - for stdin: an external or \
            an internal message. It runs on this machine, and so does every message that it causes, at one time, as in one \
            block; nothing is sent. The states come from files with --state, where an account without one doesn't exist; \
            from the mirror with --from mirror; or from lite-servers, with proof.

            Each transaction is shown with its phases, gas, fees and balances, and messages of COCOON are decoded. \
            Transactions of a contract that doesn't run and keeps what it was sent, as where there is no code, haven't \
            failed. Exits with 5 where one failed.

            EXAMPLES:
              silk emulate message.boc --config config.boc --state states/
              silk emulate message.boc --from mirror --config config.boc --json
            """
    )

    @Argument(help: "The message, a file, or -.")
    var message: String

    @Option(help: ArgumentHelp("The time. Otherwise now.", valueName: "time"))
    var now: TimeArgument?

    @Option(
        help: ArgumentHelp(
            "The least logical time. Otherwise --before, or the one that follows from the accounts.", valueName: "lt"))
    var lt: UInt64?

    @Option(
        help: ArgumentHelp("The random seed of the block, 64 hexadecimal digits. Otherwise zero.", valueName: "hex"))
    var seed: HashArgument?

    @Flag(help: "Take every signature for right.")
    var ignoreSignatures = false

    @Option(help: ArgumentHelp("At most so many transactions.", valueName: "n"))
    var limit = 256

    @Option(help: ArgumentHelp("At most so many transactions one below the other.", valueName: "n"))
    var depth = 64

    @Option(help: ArgumentHelp("Write the new states to this folder, for --state.", valueName: "folder"))
    var save: String?

    @Flag(help: "Exit with 0 even if a transaction fails.")
    var allowFailure = false

    @OptionGroup var execution: ExecutionOptions

    func validate() throws {
        if !(1...10_000).contains(limit) { throw ValidationError("--limit is 1 to 10000, not \(limit)") }
        if !(1...1000).contains(depth) { throw ValidationError("--depth is 1 to 1000, not \(depth)") }
    }

    func run() async throws {
        let cell = try BagInput(message).root()
        let tree = try await execution.executing(needsConfiguration: true) { context in
            guard let configuration = context.configuration else { throw Failure("there is no configuration") }
            var environment = ExecutionEnvironment(
                now: now?.unix ?? context.now ?? UInt32(clamping: Int(Date().timeIntervalSince1970)),
                lt: lt ?? execution.before ?? 0,
                randomSeed: seed?.hash ?? .zero, libraries: context.libraries.roots)
            environment.signatureChecks = ignoreSignatures ? .ignored : .strict
            var emulation = MessageEmulation(
                executor: TransactionExecutor(configuration: try ExecutionConfiguration(configuration)),
                environment: environment)
            emulation.maximumTransactions = limit
            emulation.maximumDepth = depth
            return try await emulation.run(cell, on: context.source)
        }
        if let save { try StateFolder.write(tree.states, to: save) }
        let document = try EmulationDocument(tree)
        if execution.chain.mirror.output.json {
            try StandardOutput.write(json: document.document)
        } else {
            try StandardOutput.write(document.text)
        }
        if let failure = document.failureText, !allowFailure { throw Failure(failure, code: .executionFailed) }
    }
}
