import ArgumentParser
import Cocoon
import Mirror
import Settlement
import TONCells
import TONCrypto

/// What a client asks.
struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Say what clients brought, were charged and got back.",
        discussion: """
            EXAMPLES:
              silk client show UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7
            """,
        subcommands: [ClientShowCommand.self]
    )
}

/// Shows the books of a client, or of all clients of an owner.
struct ClientShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a client's books.",
        discussion: """
            What it brought, what it was charged, what came back and what was lost. Amounts are TON, with --json \
            nanoTON.

            EXAMPLES:
              silk client show EQBHk_MRFeU-_ss9vH5r7CfyWY963C3Da9e3uuG6Wu2rWbpC
              silk client show UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7 --json
            """
    )

    @Argument(help: "A client contract, or the owner of clients; any form.")
    var address: String

    @OptionGroup var options: MirrorOptions

    func run() async throws {
        let mirror = try options.openFilled()
        let address: AccountAddress = try mirror.knownAddress(address)
        let books = try mirror.clientBooks(of: address)
        guard !books.isEmpty else { throw try mirror.failure(at: address, lacking: .client) }
        if options.output.json {
            try StandardOutput.write(json: ClientDocument(books))
        } else {
            try StandardOutput.write(books.map { Self.text($0) }.joined(separator: "\n"))
        }
    }

    private static func text(_ books: ClientBooks) -> String {
        let contract = books.contract
        var card = Card()
        card.add("client", contract.address.contractText)
        card.add("owner", contract.owner?.walletText)
        card.add("proxy", contract.proxy?.contractText)
        card.add("role proof", contract.proof.rawValue)
        card.add("state", books.state?.description)
        if let unlock = books.unlockTime { card.add("may be forced after", Moment(unlock).text) }
        card.add("balance", "\(books.balance)")
        card.add("stake", "\(books.stake)")
        card.add("tokens", "\(books.tokensUsed)")
        card.add("topped up", "\(books.toppedUp) in \(books.topUps)")
        card.add("charged", "\(books.charged) in \(books.charges)")
        card.add("debt vanished", "\(books.debtVanished)")
        card.add("refunded", "\(books.refunded)")
        card.add("forfeited", "\(books.forfeited)")
        card.add("refund lost", "\(books.refundLost)\(books.refundLost > .zero ? "  !! lost" : "")")
        card.add("registrations", "\(books.registrations)")
        card.add("failures", "\(books.failures)")
        card.add("coins on the contract", books.contractBalance.map { "\($0)" })
        card.add("bounced to it", "\(books.bounced)")
        card.add("secret hash", books.secretHash?.hex)
        if let params = contract.params { card.add(params) }
        return card.text
    }
}
