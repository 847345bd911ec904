import ArgumentParser
import Cocoon
import Foundation
import Indexer
import TONCells
import TONCrypto
import TONWallets

/// Wallets: their keys, and what they are asked for.
struct WalletCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wallet",
        abstract: "Keep keys, and show and sign what wallets are asked for.",
        discussion: """
            A keystore is a file with one key, encrypted with a password. It is made for its owner alone (mode 0600), \
            and isn't read where others could have read it. Secrets come from stdin, from files of mode 0600 or from the \
            terminal, never as arguments; they are shown on the terminal alone, and only where that is asked for. Where \
            a key is missing or can't be used the exit code is 8.

            EXAMPLES:
              silk wallet create main.key
              silk wallet show main.key
              silk wallet sign request.json --keystore main.key -o signature.json
            """,
        subcommands: [
            WalletCreateCommand.self, WalletImportCommand.self, WalletShowCommand.self, WalletAddressCommand.self,
            WalletExportWordsCommand.self,
            WalletSignCommand.self, WalletRequestCommand.self, WalletOrderCommand.self,
        ]
    )
}

/// Shows what a keystore is for.
struct WalletShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a keystore's public key and the addresses of its wallets.",
        discussion: """
            Takes no password. Each kind of wallet has an address of its own, with the usual numbers of subwallets; that \
            of v5r1 depends on the network too, that of cocoon on its owner.

            EXAMPLES:
              silk wallet show main.key
              silk wallet show main.key --profile testnet --json
            """
    )

    @Argument(help: ArgumentHelp("The keystore.", valueName: "file"))
    var file: String

    @OptionGroup var addresses: WalletAddressOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try output.write(try addresses.document(of: try Keystore(path: file), file: file))
    }
}

/// Which addresses of a key are shown.
struct WalletAddressOptions: ParsableArguments {
    @OptionGroup var network: ProfileOption

    @Option(
        help: ArgumentHelp(
            "The network's number (global_id), where its name doesn't say it: any but mainnet and testnet.",
            valueName: "n"))
    var globalID: Int32?

    @Option(help: ArgumentHelp("Also the address of the cocoon wallet of this owner, any form.", valueName: "address"))
    var walletOwner: String?

    /// What a keystore is for, with the addresses of all kinds of wallets. Wallets whose address follows from what isn't
    /// known are left out.
    func document(of keystore: Keystore, file: String) throws -> FieldsDocument {
        let profile = try network.chosenProfile()
        let globalID = globalID ?? profile.globalID
        let wallets = try self.wallets(of: keystore.publicKey, globalID: globalID)
        return FieldsDocument(
            schema: "silk.wallet/1",
            fields: [
                MessageField("keystore", .text(file)), .hash("public_key", keystore.publicKey.bytes),
                MessageField("network", .text(profile.name)), .small("global_id", globalID),
                MessageField(
                    "wallets",
                    .list(try wallets.map { try .fields($0.addressFields(isTestOnly: profile.isTestOnly)) })),
            ], tables: ["wallets"])
    }

    private func wallets(of key: Ed25519.PublicKey, globalID: Int32?) throws -> [any WalletContract] {
        var wallets: [any WalletContract] = []
        if let globalID { wallets.append(WalletV5R1(publicKey: key, network: globalID)) }
        wallets.append(WalletV4R2(publicKey: key))
        wallets.append(WalletV3R2(publicKey: key))
        wallets.append(
            try HighloadWalletV3(
                publicKey: key, subwalletID: WalletOptions.highloadSubwallet, timeout: WalletOptions.highloadTimeout))
        if let walletOwner {
            wallets.append(CocoonWallet(publicKey: key, owner: try AccountAddress(anyForm: walletOwner)))
        }
        return wallets
    }
}

extension NetworkProfile {
    /// The network's number; nil where the name doesn't say it.
    var globalID: Int32? {
        switch name {
        case Self.mainnet.name: WalletV5R1.mainNetwork
        case Self.testnet.name: WalletV5R1.testNetwork
        default: nil
        }
    }
}

extension WalletContract {
    /// What a listing of wallets says of one.
    fileprivate func addressFields(isTestOnly: Bool) throws -> [MessageField] {
        let address = try address()
        let parameters = parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return [
            MessageField("kind", .text(Self.kind)),
            MessageField("address", .text(address.friendly(isBounceable: false, isTestOnly: isTestOnly))),
            MessageField("raw", .text(address.raw)),
            MessageField("parameters", .text(parameters.joined(separator: ", "))),
        ]
    }
}

extension OutputOptions {
    /// Prints fields, as one document or as text.
    func write(_ document: FieldsDocument) throws {
        if json { try StandardOutput.write(json: document) } else { try StandardOutput.write(document.text) }
    }
}
