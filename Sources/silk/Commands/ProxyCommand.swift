import ArgumentParser
import Cocoon
import Mirror
import Settlement
import TONCells
import TONCrypto

/// What a proxy's owner, or an auditor, asks.
struct ProxyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy",
        abstract: "Say what proxies hold and owe.",
        discussion: """
            EXAMPLES:
              silk proxy show
            """,
        subcommands: [ProxyShowCommand.self]
    )
}

/// Shows the books of a proxy, of all proxies of an owner, or of all.
struct ProxyShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what a proxy holds and owes, and whether the two agree.",
        discussion: """
            OWED is the clients' balances, the stake and the unpaid revenue. RESIDUAL is what its coins are beyond \
            what every entry explains: gas and deploy remainders less storage fees; small and not negative, if the \
            books are right. The params are those frozen at its deployment. Amounts are TON, with --json nanoTON.

            EXAMPLES:
              silk proxy show
              silk proxy show EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf --json
            """
    )

    @Argument(help: "A proxy contract, or the owner of proxies; any form. All proxies, if absent.")
    var address: String?

    @OptionGroup var options: MirrorOptions

    func run() async throws {
        let mirror = try options.openFilled()
        let address: AccountAddress? = try mirror.knownAddress(address)
        let books = try mirror.proxyBooks(of: address)
        if books.isEmpty {
            throw try address.map { try mirror.failure(at: $0, lacking: .proxy) }
                ?? Failure("there is no proxy in the mirror at \(mirror.path)")
        }
        if options.output.json {
            try StandardOutput.write(json: ProxyDocument(books))
        } else {
            try StandardOutput.write(books.map { Self.text($0) }.joined(separator: "\n"))
        }
    }

    private static func text(_ books: ProxyBooks) -> String {
        let contract = books.contract
        var card = Card()
        card.add("proxy", contract.address.contractText)
        card.add("owner", contract.owner?.walletText)
        card.add("root", contract.root?.contractText)
        card.add("role proof", contract.proof.rawValue)
        card.add("proxy key", contract.proxyKey?.hex)
        card.add("state", books.data?.state.description)
        if let unlock = books.unlockTime { card.add("may be closed after", Moment(unlock).text) }
        card.add("workers, clients", "\(books.workers), \(books.clients)")
        card.add("coins", books.balance.map { "\($0)" })
        card.add("owed", books.owed.map { "\($0)" })
        card.add("  clients' balances", "\(books.clientBalances)")
        card.add("  stake", books.data.map { "\($0.stake)" })
        card.add("  revenue", books.data.map { "\($0.balance)" })
        card.add("covered", books.isCovered.map { $0 ? "yes" : "NO" })
        card.add("residual", books.residual.map { "\($0)" })
        card.add("topped up", "\(books.toppedUp)")
        card.add("charged", "\(books.charged) for \(books.tokensCharged) tokens")
        card.add("debt vanished", "\(books.debtVanished)")
        card.add("workers paid", "\(books.workersPaid) for \(books.tokensPaid) tokens in \(books.payouts) payouts")
        let lost = books.lostPayouts
        card.add("workers lost", "\(books.workersLost) in \(lost) payouts\(lost > 0 ? "  !! \(lost) lost" : "")")
        card.add(
            "revenue earned", "\(books.revenueEarned), lost \(books.revenueLost), paid \(books.revenuePaid)")
        card.add("refunds paid", "\(books.refundsPaid), lost \(books.refundsLost)")
        card.add("forced shortfall", "\(books.forcedShortfall)")
        card.add(
            "stake added", "\(books.stakeAdded), returned \(books.stakeReturned), used \(books.stakeUsed)")
        card.add("unsolicited", "\(books.unsolicited)")
        if let params = contract.params { card.add(params) }
        return card.text
    }
}
