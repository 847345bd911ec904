import ArgumentParser
import Cocoon
import Mirror
import Settlement

/// Says what the mirror holds.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what the mirror holds, and what doesn't add up.",
        discussion: """
            A finding is a difference between what the mirror works out and the state that the chain left.

            EXAMPLES:
              silk status
              silk status --mirror mainnet.sqlite --json
            """
    )

    @OptionGroup var options: MirrorOptions

    func run() async throws {
        let status = try options.open().status()
        if options.output.json {
            try StandardOutput.write(json: StatusDocument(status))
        } else {
            try StandardOutput.write(Self.text(status, path: options.path))
        }
    }

    private static func text(_ status: MirrorStatus, path: String) -> String {
        var card = Card()
        card.add("mirror", path)
        card.add("transactions", "\(status.transactions)")
        card.add("claimed transactions", "\(status.claimedTransactions)")
        card.add("accounts", "\(status.accounts), \(status.incompleteAccounts) with incomplete history")
        card.add("events", "\(status.events)")
        card.add("jobs", "\(status.jobs)")
        card.add("first", status.firstTime.map { Moment($0).text } ?? "none")
        card.add("last", status.lastTime.map { Moment($0).text } ?? "none")
        var text = card.text + "\n"
        if !status.contracts.isEmpty {
            var table = Table([.left("ROLE"), .left("ROLE PROOF"), .right("CONTRACTS")])
            for contracts in status.sortedContracts {
                table.add([contracts.role.rawValue, contracts.proof.rawValue, "\(contracts.count)"])
            }
            text += table.text + "\n"
        }
        if status.findings.isEmpty { return text + "no findings\n" }
        text += "findings: \(status.findings.count)\n"
        for finding in status.findings { text += "  \(finding.account.contractText): \(finding.description)\n" }
        return text
    }
}
