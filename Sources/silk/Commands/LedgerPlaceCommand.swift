import ArgumentParser
import Indexer
import Operations
import TONBlocks
import TONCells

/// Takes accounts as they are elsewhere.
struct LedgerPlaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "place",
        abstract: "Put accounts into a local ledger as they are elsewhere.",
        discussion: """
            To try operations, or a plan, on real contracts. The states come from files with --state, from the mirror with \
            --from mirror, or from lite-servers, with proof. Without an ADDRESS, all accounts of the files are taken. An \
            account that has transactions in the ledger isn't replaced. A key that isn't at hand can't sign there either: \
            rehearse with `silk message`, or plan.

            EXAMPLES:
              silk ledger place EQCns7bYSp0igFvS1wpb5wsZjCKCV19MD5AVzI4EyxsnU73k \\
                  --ledger try.ledger
              silk ledger place --state states/ --ledger try.ledger
            """
    )

    @Argument(help: "Accounts, any form. All that files have, if absent.")
    var addresses: [AddressArgument] = []

    @OptionGroup var execution: ExecutionOptions

    func validate() throws {
        if addresses.isEmpty, execution.state.isEmpty {
            throw ValidationError("name accounts, or files with --state")
        }
        if execution.from == .ledger { throw ValidationError("a ledger's accounts are in it already") }
    }

    func run() async throws {
        var opened = try execution.ledger.open()
        let placed = try await execution.executing(needsConfiguration: false) { context in
            let addresses =
                addresses.isEmpty ? context.source.files.accounts.keys.sorted() : addresses.map(\.address)
            var placed: [(AccountAddress, ShardAccount)] = []
            for address in addresses {
                guard let account = try await context.source.account(address),
                    try account.account().existing != nil
                else { throw Failure("there is no account \(address)") }
                placed.append((address, account))
            }
            return placed
        }
        for (address, account) in placed { try opened.setAccount(account, at: address) }
        try execution.chain.mirror.output.write(
            FieldsDocument(
                schema: "silk.ledger_place/1",
                fields: [
                    .small("placed", placed.count),
                    MessageField(
                        "accounts",
                        .list(
                            try placed.map { address, account in
                                .fields([
                                    MessageField("account", .text(address.contractText)),
                                    .amount("coins", try account.account().balance.coins),
                                ])
                            })),
                ], tables: ["accounts"]))
    }
}
