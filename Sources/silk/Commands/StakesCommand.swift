import ArgumentParser
import Cocoon
import Mirror
import Settlement
import TONCells
import TONCrypto

/// Stakes of clients and proxies.
struct StakesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stakes",
        abstract: "List how stakes changed.",
        discussion: """
            EXAMPLES:
              silk stakes list --limit 20
            """,
        subcommands: [StakesListCommand.self]
    )
}

/// Lists stakes.
struct StakesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List changes of stakes, newest first.",
        discussion: """
            AFTER is the stake from the transaction on; BEFORE is empty for the first. Amounts are TON, with --json \
            nanoTON.

            EXAMPLES:
              silk stakes list --proxy EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf
              silk stakes list --since 2026-04-01 --json
            """
    )

    @Option(help: "Only of this client or proxy contract.")
    var account: String?

    @Option(help: "Only of this client.")
    var client: String?

    @Option(help: "Only of this proxy and its clients.")
    var proxy: String?

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: MirrorOptions

    func run() async throws {
        let mirror = try options.openFilled()
        var query = listing.query
        query.account = try mirror.knownAddress(account)
        query.client = try mirror.knownAddress(client)
        query.proxy = try mirror.knownAddress(proxy)
        let stakes = try mirror.stakes(query)
        if options.output.json {
            try StandardOutput.write(json: StakesDocument(stakes))
        } else {
            try StandardOutput.write(Self.table(stakes.items).text + stakes.footer("changes of stakes"))
        }
    }

    private static func table(_ stakes: [StakeChange]) -> Table {
        var table = Table([
            .left("TIME"), .left("KIND"), .left("ROLE"), .left("ACCOUNT"), .right("BEFORE"), .right("AFTER"),
            .left("PROOF"), .left("TRANSACTION"),
        ])
        for stake in stakes {
            table.add([
                Moment(stake.time).text, stake.kind.rawValue, stake.role.rawValue, stake.account.contractText,
                stake.before.tableText, stake.after.description, stake.proof.rawValue, stake.hash.hex,
            ])
        }
        return table
    }
}
