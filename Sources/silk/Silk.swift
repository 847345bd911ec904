import ArgumentParser
import Foundation

/// The command `silk`: reads arguments, asks the libraries, prints their answers.
@main
struct Silk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silk",
        abstract: "The contract toolkit and settlement ledger of COCOON.",
        discussion: """
            Who was paid what, when, for how many tokens: answers come from a mirror, a local file of verified \
            transactions, and what settlement makes of them. What is sent is rehearsed first, and happens on a local \
            ledger, a file that executes messages.

            EXAMPLES:
              silk mirror import answers/
              silk status
              silk worker rewards UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7
              silk payouts list --since 2026-04-01 --csv > payouts.csv
              silk root plan root.toml -o plan.json --ledger try.ledger \\
                  --keystore owner.keystore

            The answer goes to stdout, as a table or with --json as one versioned document in which money is nanoTON.
            Errors and progress go to stderr.

            EXIT CODES:
              0 done, 1 internal error, 2 different, 3 changed since, 4 refused by a rule,
              5 executed code or a rehearsal failed, or nothing was sent, 6 sent and
              the outcome unknown, 7 sent and failed, or verification failed, 8 no key
              that may sign, 9 network, 64 wrong usage, 65 bad input, 130 interrupted.

            SHELL COMPLETION:
              silk --generate-completion-script bash|zsh|fish
            """,
        version: "0.1.0",
        subcommands: [
            StatusCommand.self, WorkerCommand.self, ClientCommand.self, ProxyCommand.self, RootCommand.self,
            PayoutsCommand.self, JobsCommand.self, StakesCommand.self, EventsCommand.self, DecodeCommand.self,
            AddressCommand.self, CellCommand.self, TransactionCommand.self, BlockCommand.self, ConfigCommand.self,
            VMCommand.self, DisassembleCommand.self, GetCommand.self, EmulateCommand.self, ReplayCommand.self,
            SyncCommand.self, ChainCommand.self, TrustCommand.self, MirrorCommand.self, WalletCommand.self,
            LedgerCommand.self, ActionsCommand<MessageVerb>.self, ActionsCommand<SendVerb>.self, DeployCommand.self,
            ReceiptCommand.self, ArtifactCommand.self, ExplainCommand.self,
        ]
    )

    /// Runs what the arguments ask for, and leaves with its exit code.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            leave(after: error)
        }
    }

    /// Prints an error, or the help or version that was asked for, and exits.
    private static func leave(after error: any Error) -> Never {
        if let failure = Failure(error) {
            StandardError.write("silk: \(failure.message)")
            exit(withError: ExitCode(failure.code.rawValue))
        }
        let code = exitCode(for: error)
        let message = UsageMessage.withoutSecrets(
            fullMessage(for: error), arguments: Array(CommandLine.arguments.dropFirst()))
        if code.isSuccess {
            do {
                try StandardOutput.write(message.hasSuffix("\n") ? message : message + "\n")
            } catch {
                exit(withError: ExitCode(Failure.Code.internalError.rawValue))
            }
        } else if !message.isEmpty {
            let prefix = "Error: "
            StandardError.write(
                "silk: " + (message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message))
        }
        exit(withError: code)
    }
}
