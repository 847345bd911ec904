import ArgumentParser
import Cocoon
import Indexer
import Settlement
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// An account's history.
struct ChainTransactionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transactions",
        abstract: "List an account's transactions, newest first, proven.",
        discussion: """
            The newest is the one that the account's proven state names, and each names the one before it. --before goes \
            on behind a transaction: its list is proven if that one is, and linked to it in any case. With --json each \
            transaction is as `silk tx show` has it, messages of COCOON decoded.

            EXAMPLES:
              silk chain transactions EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf
              silk chain transactions EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  --limit 100 --json
            """
    )

    @Argument(help: "The account, in any form.")
    var address: String

    @Option(help: ArgumentHelp("At most this many, 1 to 10000.", valueName: "count"))
    var limit = 20

    @Option(
        help: ArgumentHelp("Go on behind this transaction, LT:HASH: `next` of the listing before.", valueName: "tx"))
    var before: TransactionArgument?

    @OptionGroup var options: ChainOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit is 1 to 10000, not \(limit)") }
    }

    func run() async throws {
        let address = try AccountAddress(anyForm: address)
        let listing = try await options.asking { network in try await list(address, network) }
        if options.mirror.output.json {
            try StandardOutput.write(json: listing.document)
        } else {
            try StandardOutput.write(listing.text)
        }
    }

    private func list(_ address: AccountAddress, _ network: Network) async throws -> ChainTransactionsListing {
        let tip = try await network.shownTip()
        let account = try await network.account(address, at: tip.block)
        var listing = ChainTransactionsListing(
            network: network.profile.name, account: address, block: tip.block,
            proof: before == nil ? .proven : .linked)
        // Behind the transaction that was named comes the one that it names.
        var skipped = before == nil ? 0 : 1
        var place = before?.identifier ?? account.entry?.lastTransaction ?? .none
        while place != .none, listing.transactions.count < limit {
            let page = try await network.source.page(of: address, from: place, proof: listing.proof)
            for entry in page.entries.dropFirst(skipped).prefix(limit - listing.transactions.count) {
                let cell = try Cell(boc: Array(entry.data))
                listing.transactions.append(
                    ChainTransactionsListing.Row(
                        cell: cell, transaction: try Transaction(cell: cell), ledger: entry.transaction))
            }
            skipped = 0
            place = page.below
        }
        listing.hasMore = listing.transactions.last.map { $0.transaction.header.previous != .none } ?? false
        return listing
    }
}

/// A transaction of an account by its logical time and hash.
struct TransactionArgument: ExpressibleByArgument {
    let identifier: TransactionIdentifier

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let lt = UInt64(parts[0]),
            let hash = Hash256(hex: parts[1]) ?? Base64.decodeAnyAlphabet(parts[1]).flatMap({ Hash256($0) })
        else { return nil }
        identifier = TransactionIdentifier(lt: lt, hash: hash)
    }
}
