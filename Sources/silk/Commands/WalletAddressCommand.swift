import ArgumentParser
import Operations
import TONCells
import TONWallets

/// The address of a wallet, and nothing else.
struct WalletAddressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "address",
        abstract: "Print the address from which the same options would send.",
        discussion: """
            The number of the network, which the address of a v5r1 wallet depends on, is the ledger's where one is named \
            or else the profile's.

            EXAMPLES:
              silk wallet address --keystore owner.keystore --wallet-kind v4r2
            """
    )

    @OptionGroup var wallet: WalletOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var network: ProfileOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let globalID: Int32?
        if ledger.namedPath != nil {
            globalID = try await ledger.network().identity().globalID
        } else {
            globalID = try network.chosenProfile().globalID
        }
        guard let globalID else { throw Failure("this network's number isn't known: name a ledger") }
        let wallet = try wallet.wallet(globalID: globalID)
        let address = try wallet.address()
        if output.json {
            try output.write(
                FieldsDocument(
                    schema: "silk.wallet_address/1",
                    fields: [
                        MessageField("kind", .text(type(of: wallet).kind)),
                        MessageField("address", .text(address.walletText)),
                        MessageField("raw", .text(address.raw)),
                    ]))
        } else {
            try StandardOutput.write(address.walletText + "\n")
        }
    }
}
