import ArgumentParser
import Foundation
import Operations
import TONBlocks
import TONCells
import TONVM

/// A network of one's own.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Keep a network of one's own in a file, to try everything on.",
        discussion: """
            A local ledger is a configuration, a clock, accounts and all transactions so far, in one file. Messages run in \
            the same machine as everywhere here, at once and with all that they cause; no server and no coin is needed.

            EXAMPLES:
              silk ledger create --ledger try.ledger
              silk ledger fund UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7 100TON \\
                  --ledger try.ledger
              silk ledger advance 24h --ledger try.ledger
              silk ledger show --ledger try.ledger
            """,
        subcommands: [
            LedgerCreateCommand.self, LedgerShowCommand.self, LedgerFundCommand.self, LedgerPlaceCommand.self,
            LedgerAdvanceCommand.self, LedgerTransactionsCommand.self,
        ]
    )
}

/// Makes a local ledger.
struct LedgerCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make an empty local ledger.",
        discussion: """
            Prices and limits are those of the main network, and the global version is the newest that is known here, \
            unless --config has others. The network is devnet unless --network or --config say otherwise; wallets of \
            kind v5r1 have another address on each network. Never replaces a file: exits with 4 where there is one.

            EXAMPLES:
              silk ledger create --ledger try.ledger
              silk ledger create --ledger try.ledger --now 2026-05-01T00:00:00Z --json
              silk ledger create --ledger copy.ledger --config key-block.boc
            """
    )

    @OptionGroup var ledger: LedgerOptions

    @Option(help: ArgumentHelp("The network: mainnet, testnet, devnet, or a global id.", valueName: "name"))
    var network: NetworkArgument?

    @Option(
        help: ArgumentHelp("The configuration, in any form that `silk config show` reads.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The protocol's version, 0 to \(GetMethod.newestVersion).", valueName: "n"))
    var globalVersion: UInt32?

    @Option(help: ArgumentHelp("What the clock shows. Otherwise now.", valueName: "time"))
    var now: TimeArgument?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let globalVersion, globalVersion > UInt32(GetMethod.newestVersion) {
            throw ValidationError("--global-version is 0 to \(GetMethod.newestVersion), not \(globalVersion)")
        }
        if globalVersion != nil, config != nil {
            throw ValidationError("--global-version and --config exclude each other")
        }
    }

    func run() async throws {
        let created = try LocalLedger.create(
            path: try ledger.path(), configuration: try configuration(),
            now: now?.unix ?? UInt32(clamping: Int(Date().timeIntervalSince1970)))
        try output.write(try created.document())
    }

    private func configuration() throws -> NetworkConfiguration {
        guard let config else {
            return try .withMainNetworkPrices(
                globalVersion: globalVersion ?? UInt32(GetMethod.newestVersion),
                globalID: (network?.network ?? .devnet).globalID)
        }
        var configuration = try ConfigurationReport(try BagInput(file: config).root()).configuration
        if let network { try configuration.set(.globalIdentifier(network.network.globalID), for: 19) }
        return configuration
    }
}

/// Shows a local ledger, or an account of it.
struct LedgerShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a local ledger's books and accounts.",
        discussion: """
            The books say where all coins are that ever came in: in accounts, or with validators as fees; missing is 0 \
            unless the configuration has fees burned. With an ADDRESS: that account, and the data of a contract of COCOON. \
            A role follows from the layout of the data; is_address_derived says whether the address proves it. \
            Amounts are TON, with --json nanoTON.

            EXAMPLES:
              silk ledger show --ledger try.ledger
              silk ledger show EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  --ledger try.ledger --json
            """
    )

    @Argument(help: "An account, any form. All accounts, if absent.")
    var address: AddressArgument?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try ledger.open()
        guard let address = address?.address else { return try output.write(try opened.document()) }
        let account = try LedgerAccount(try opened.account(address), at: address)
        try output.write(FieldsDocument(schema: "silk.ledger_account/1", fields: account.fields))
    }
}

/// Brings coins into a local ledger.
struct LedgerFundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fund",
        abstract: "Have coins arrive at an account from outside.",
        discussion: """
            They come in a message that doesn't bounce, as from an exchange, and stay whether or not there is a contract: \
            a wallet is funded before it is deployed. AMOUNT carries its unit: 5TON, 0.5TON, 20nanoTON.

            EXAMPLES:
              silk ledger fund UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7 100TON \\
                  --ledger try.ledger
            """
    )

    @Argument(help: "The account, any form.")
    var address: AddressArgument

    @Argument(help: "How much, with its unit.", transform: AmountArgument.read)
    var amount: AmountArgument

    @Option(help: ArgumentHelp("From where. Otherwise from where a network mints.", valueName: "address"))
    var from: AddressArgument?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var opened = try ledger.open()
        let source = from?.address ?? LocalLedger.outside
        let tree = try await opened.fund(address.address, with: amount.coins, from: source)
        let account = try LedgerAccount(try opened.account(address.address), at: address.address)
        try output.write(
            FieldsDocument(
                schema: "silk.ledger_fund/1",
                fields: [
                    MessageField("account", .text(account.addressText)), .amount("amount", amount.coins),
                    MessageField("from", .text(source.contractText)), .amount("coins", account.state.balance.coins),
                    .hash("transaction", tree.transactions.first?.result?.transaction.hash),
                ]))
    }
}

/// Moves a local ledger's clock.
struct LedgerAdvanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advance",
        abstract: "Move a local ledger's clock on.",
        discussion: """
            DURATION is a number of seconds, or one with s, m, h or d behind it. A ledger's clock never moves by itself: \
            delays, storage fees and the end of requests come by this alone.

            EXAMPLES:
              silk ledger advance 24h --ledger try.ledger
            """
    )

    @Argument(help: "How far: 90, 90s, 15m, 24h, 7d.")
    var duration: DurationArgument

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var opened = try ledger.open()
        let before = opened.now
        try opened.advance(bySeconds: duration.seconds)
        try output.write(
            FieldsDocument(
                schema: "silk.ledger_advance/1", fields: [.moment("before", before), .moment("now", opened.now)]))
    }
}

/// Lists a local ledger's transactions.
struct LedgerTransactionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transactions",
        abstract: "List what happened on a local ledger.",
        discussion: """
            In the order in which it happened, with messages of COCOON by name. With --json whole transactions.

            EXAMPLES:
              silk ledger transactions --ledger try.ledger
              silk ledger transactions EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  --ledger try.ledger --json
            """
    )

    @Argument(help: "Only of this account, any form.")
    var address: AddressArgument?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try ledger.open()
        let entries = opened.transactions.filter { address == nil || $0.address == address?.address }
        let listing = try TransactionListing(entries.map { ($0.address, $0.transaction) })
        if output.json {
            try StandardOutput.write(
                json: FieldsDocument(
                    schema: "silk.ledger_transactions/1",
                    fields: [MessageField("transactions", .list(listing.documents))]))
        } else {
            try StandardOutput.write(listing.text)
        }
    }
}
