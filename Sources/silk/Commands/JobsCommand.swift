import ArgumentParser
import Mirror
import Settlement
import TONCrypto

/// Settled batches of work.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "List settled batches of work.",
        discussion: """
            EXAMPLES:
              silk jobs list --limit 20
            """,
        subcommands: [JobsListCommand.self]
    )
}

/// Lists jobs.
struct JobsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List jobs, newest first.",
        discussion: """
            A job is a signed counter that moved: a worker's, which is paid for, or a client's, which is charged for. \
            Single requests are not on the chain. Amounts are TON, with --json nanoTON.

            EXAMPLES:
              silk jobs list --proxy EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf
              silk jobs list --client EQBHk_MRFeU-_ss9vH5r7CfyWY963C3Da9e3uuG6Wu2rWbpC --json
            """
    )

    @Option(help: "Only of this worker contract.")
    var worker: String?

    @Option(help: "Only of this client contract.")
    var client: String?

    @Option(help: "Only of workers and clients of this proxy.")
    var proxy: String?

    @Option(help: "Only of workers and clients of this owner.")
    var owner: String?

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: MirrorOptions

    func run() async throws {
        let mirror = try options.openFilled()
        var query = listing.query
        query.isJobsOnly = true
        query.worker = try mirror.knownAddress(worker)
        query.client = try mirror.knownAddress(client)
        query.proxy = try mirror.knownAddress(proxy)
        query.owner = try mirror.knownAddress(owner)
        let jobs = try mirror.events(query)
        if options.output.json {
            try StandardOutput.write(json: JobsDocument(jobs))
        } else {
            try StandardOutput.write(Self.table(jobs.items).text + jobs.footer("jobs"))
        }
    }

    private static func table(_ jobs: [Event]) -> Table {
        var table = Table([
            .left("TIME"), .left("KIND"), .left("ACCOUNT"), .right("TOKENS"), .right("COUNTER"), .right("PRICE"),
            .right("AMOUNT"), .right("PAID"), .right("LOST"), .right("CHARGED"), .left("PROOF"), .left("TRANSACTION"),
        ])
        for event in jobs {
            table.add([
                Moment(event.time).text, event.kind.rawValue, event.account.contractText,
                event.tokensMoved.tableText, event.tokensAfter.tableText, event.price.tableText,
                event.amount.tableText, event.paid.tableText, event.lost.tableText, event.charged.tableText,
                event.proof.rawValue, event.hash.hex,
            ])
        }
        return table
    }
}
