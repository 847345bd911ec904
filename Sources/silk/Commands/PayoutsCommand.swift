import ArgumentParser
import Mirror
import Settlement
import TONCrypto

/// What was paid to workers.
struct PayoutsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payouts",
        abstract: "List what was paid to workers, and what was lost.",
        discussion: """
            EXAMPLES:
              silk payouts list --since 2026-04-01
            """,
        subcommands: [PayoutsListCommand.self]
    )
}

/// Lists payouts.
struct PayoutsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List payouts, newest first.",
        discussion: """
            The kinds: payout; last_payout, with which the worker closed; lost_payout, of which the proxy's half \
            failed. AMOUNT is what the tokens are worth to the worker; PAID is empty while the proxy's half isn't \
            mirrored. Amounts are TON, with --json and --csv nanoTON.

            EXAMPLES:
              silk payouts list --owner UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7
              silk payouts list --since 2026-04-01 --until 2026-05-01 \\
                  --limit 100000 --csv > april.csv
            """
    )

    @Option(help: "Only of this worker contract.")
    var worker: String?

    @Option(help: "Only of workers of this owner.")
    var owner: String?

    @Option(help: "Only of workers of this proxy.")
    var proxy: String?

    @Flag(help: "Print comma-separated values with a heading; money is nanoTON.")
    var csv = false

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: MirrorOptions

    func validate() throws {
        if csv, options.output.json { throw ValidationError("--csv and --json exclude each other") }
    }

    func run() async throws {
        let mirror = try options.openFilled()
        var query = listing.query
        query.kinds = [.payout, .lastPayout, .lostPayout]
        query.worker = try mirror.knownAddress(worker)
        query.owner = try mirror.knownAddress(owner)
        query.proxy = try mirror.knownAddress(proxy)
        let payouts = try mirror.events(query)
        if options.output.json {
            try StandardOutput.write(json: PayoutsDocument(payouts))
        } else if csv {
            try StandardOutput.write(CommaSeparated.payouts(payouts.items))
            if let next = payouts.next { StandardError.write("silk: there are more: --after \(next)") }
        } else {
            try StandardOutput.write(Self.table(payouts.items).text + payouts.footer("payouts"))
        }
    }

    private static func table(_ payouts: [Event]) -> Table {
        var table = Table([
            .left("TIME"), .left("KIND"), .left("WORKER"), .right("TOKENS"), .right("COUNTER"), .right("AMOUNT"),
            .right("PAID"), .right("LOST"), .left("PROOF"), .left("TRANSACTION"),
        ])
        for event in payouts {
            table.add([
                Moment(event.time).text, event.kind.rawValue, event.worker?.contractText ?? "",
                event.tokensMoved.tableText, event.tokensAfter.tableText, event.amount.tableText,
                event.paid.tableText, event.lost.tableText, event.proof.rawValue, event.hash.hex,
            ])
        }
        return table
    }
}

extension Listing {
    /// What stands under a table: that nothing was found, or how to go on.
    func footer(_ name: String) -> String {
        if items.isEmpty { return "\nno \(name)\n" }
        return next.map { "\nthere are more: --after \($0)\n" } ?? ""
    }
}
