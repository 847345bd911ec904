import ArgumentParser
import Cocoon
import Mirror
import Settlement
import TONCells

/// What a worker asks.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Say what workers earned.",
        discussion: """
            EXAMPLES:
              silk worker rewards UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7
            """,
        subcommands: [WorkerRewardsCommand.self]
    )
}

/// Says what a worker, or all workers of an owner, earned, claimed, were paid and lost.
struct WorkerRewardsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rewards",
        abstract: "Say what a worker earned, claimed, was paid and lost.",
        discussion: """
            Four different amounts: EARNED is what all tokens of the counter are worth, CLAIMED what receipts asked \
            for, PAID what reached the owner, LOST what can't be claimed again because the proxy's half failed. \
            PENDING waits for the proxy's half. Amounts are TON, with --json nanoTON.

            EXAMPLES:
              silk worker rewards UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7
              silk worker rewards UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7 --json
            """
    )

    @Argument(help: "A worker contract, or the owner of workers; any form.")
    var address: String

    @OptionGroup var options: MirrorOptions

    func run() async throws {
        let mirror = try options.openFilled()
        let address: AccountAddress = try mirror.knownAddress(address)
        let books = try mirror.workerBooks(of: address)
        guard !books.isEmpty else { throw try mirror.failure(at: address, lacking: .worker) }
        let totals = try WorkerTotals(books)
        if options.output.json {
            try StandardOutput.write(json: RewardsDocument(books, totals))
        } else {
            try StandardOutput.write(Self.text(books, totals))
        }
    }

    private static func text(_ books: [WorkerBooks], _ totals: WorkerTotals) -> String {
        var table = Table([
            .left("WORKER"), .left("PROXY"), .left("STATE"), .left("ROLE PROOF"), .right("TOKENS"), .right("EARNED"),
            .right("CLAIMED"), .right("PAID"), .right("LOST"), .right("PENDING"), .right("PAYOUTS"),
            .left("LAST PAYOUT"), .left(""),
        ])
        for worker in books {
            table.add([
                worker.contract.address.contractText, worker.contract.proxy?.contractText ?? "unknown",
                worker.state?.description ?? "unknown", worker.contract.proof.rawValue, "\(worker.tokens)",
                worker.earned.map { "\($0)" } ?? "unknown", "\(worker.claimed)", "\(worker.paid)", "\(worker.lost)",
                "\(worker.pending)", "\(worker.payouts)", worker.lastPayout.map { Moment($0.time).text } ?? "none",
                worker.lostPayouts > 0 ? "!! \(worker.lostPayouts) lost" : "",
            ])
        }
        table.add([
            "TOTAL", "", "", "", "\(totals.tokens)", totals.earned.map { "\($0)" } ?? "unknown", "\(totals.claimed)",
            "\(totals.paid)", "\(totals.lost)", "\(totals.pending)", "\(totals.payouts)",
            totals.lastPayout.map { Moment($0.time).text } ?? "none",
            totals.lostPayouts > 0 ? "!! \(totals.lostPayouts) lost" : "",
        ])
        return table.text
    }
}
