import ArgumentParser
import Mirror
import Settlement
import TONCrypto

/// What happened.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List everything that happened to contracts.",
        discussion: """
            EXAMPLES:
              silk events list --kind failed --kind lost_payout
            """,
        subcommands: [EventsListCommand.self]
    )
}

/// Lists events.
struct EventsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List events, newest first.",
        discussion: """
            Filters add up: all of them must hold. Amounts are TON, with --json nanoTON; with --json every field of \
            every event is there.

            EXAMPLES:
              silk events list --kind failed --kind lost_payout
              silk events list --proxy EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  --since 2026-05-01
            """
    )

    @Option(help: ArgumentHelp("Only of this kind; may be repeated.", valueName: "kind"))
    var kind: [KindArgument] = []

    @Option(help: "Only of this contract.")
    var account: String?

    @Option(help: "Only of this worker.")
    var worker: String?

    @Option(help: "Only of this client.")
    var client: String?

    @Option(help: "Only of this proxy, its workers and its clients.")
    var proxy: String?

    @Option(help: "Only of contracts of this owner.")
    var owner: String?

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: MirrorOptions

    func run() async throws {
        let mirror = try options.openFilled()
        var query = listing.query
        query.kinds = kind.map(\.kind)
        query.account = try mirror.knownAddress(account)
        query.worker = try mirror.knownAddress(worker)
        query.client = try mirror.knownAddress(client)
        query.proxy = try mirror.knownAddress(proxy)
        query.owner = try mirror.knownAddress(owner)
        let events = try mirror.events(query)
        if options.output.json {
            try StandardOutput.write(json: EventsDocument(events))
        } else {
            try StandardOutput.write(Self.table(events.items).text + events.footer("events"))
        }
    }

    private static func table(_ events: [Event]) -> Table {
        var table = Table([
            .left("TIME"), .left("KIND"), .left("ACCOUNT"), .right("TOKENS"), .right("AMOUNT"), .right("PAID"),
            .right("LOST"), .right("CHARGED"), .left("PROOF"), .left("TRANSACTION"), .left("REASON"),
        ])
        for event in events {
            table.add([
                Moment(event.time).text, event.kind.rawValue, event.account.contractText,
                event.tokensMoved.tableText, event.amount.tableText, event.paid.tableText, event.lost.tableText,
                event.charged.tableText, event.proof.rawValue, event.hash.hex, event.failureText,
            ])
        }
        return table
    }
}

/// A kind of event by its name.
struct KindArgument: ExpressibleByArgument {
    let kind: EventKind

    static var allValueStrings: [String] { EventKind.allCases.map(\.rawValue) }

    init?(argument: String) {
        guard let kind = EventKind(rawValue: argument) else { return nil }
        self.kind = kind
    }
}
