import ArgumentParser
import Cocoon
import Mirror
import Settlement
import TONBlocks
import TONCells
import TONCrypto

/// Addresses and what they follow from.
struct AddressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "address",
        abstract: "Show an address in all forms, or derive a contract's.",
        discussion: """
            EXAMPLES:
              silk address show UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7
            """,
        subcommands: [AddressShowCommand.self, AddressDeriveCommand.self]
    )
}

/// Shows an address in all forms.
struct AddressShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an address in all forms.",
        discussion: """
            Reads workchain:hex in either case, 48 characters of base64 in either alphabet, whose checksum must fit, \
            and 64 hexadecimal digits, which are taken for an account of workchain 0. Put -- before an address of \
            workchain -1 in raw form.

            EXAMPLES:
              silk address show UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7
              silk address show 0:D231CDB00E93B99203F03873BEC10B9373B163CAF7F939D516027FFE1B4A1AAA --json
            """
    )

    @Argument(help: "An address of any form.")
    var address: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let account = try AccountAddress(anyForm: address)
        let document = AddressDocument(account, givenAs: Self.form(of: address))
        try StandardOutput.write(document, asJSON: output.json)
    }

    private static func form(of text: String) -> String {
        guard let friendly = try? FriendlyAddress(text) else { return text.contains(":") ? "raw" : "hexadecimal" }
        return (friendly.isTestOnly ? "test-only, " : "") + (friendly.isBounceable ? "bounceable" : "non-bounceable")
    }
}

/// Derives addresses.
struct AddressDeriveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "derive",
        abstract: "Derive the address of a worker, a client or a proxy.",
        discussion: """
            EXAMPLES:
              silk address derive worker \\
                  --owner UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7 \\
                  --proxy EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf
            """,
        subcommands: [DeriveWorkerCommand.self, DeriveClientCommand.self, DeriveProxyCommand.self]
    )
}

/// Derives the address of a worker.
struct DeriveWorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Derive the address of an owner's worker at a proxy.",
        discussion: """
            The proxy's key, params and code are those that it was deployed with: from the mirror, or from --data.

            EXAMPLES:
              silk address derive worker \\
                  --owner UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7 \\
                  --proxy EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf
              silk address derive worker \\
                  --owner UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7 \\
                  --proxy EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  --data @proxy-data.boc
            """
    )

    @OptionGroup var child: ChildOptions

    func run() async throws { try child.derive(.worker) }
}

/// Derives the address of a client.
struct DeriveClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Derive the address of an owner's client at a proxy.",
        discussion: """
            The proxy's key, params and code are those that it was deployed with: from the mirror, or from --data.

            EXAMPLES:
              silk address derive client \\
                  --owner UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7 \\
                  --proxy EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf
              silk address derive client \\
                  --owner UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7 \\
                  --proxy EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  --data @proxy-data.boc --json
            """
    )

    @OptionGroup var child: ChildOptions

    func run() async throws { try child.derive(.client) }
}

/// What the address of a worker or client follows from.
struct ChildOptions: ParsableArguments {
    @Option(help: "The owner, any form.")
    var owner: String

    @Option(help: "The proxy contract, any form.")
    var proxy: String

    @Option(
        help: ArgumentHelp(
            "The proxy's data instead of the mirror's: a bag of cells in hexadecimal or base64, @file, or -.",
            valueName: "boc"))
    var data: String?

    @OptionGroup var options: MirrorOptions

    /// Derives and prints.
    fileprivate func derive(_ role: ContractRole) throws {
        let owner = try AccountAddress(anyForm: owner)
        let proxy = try AccountAddress(anyForm: proxy)
        let data = try proxyData(of: proxy)
        let state =
            role == .worker
            ? try ContractDerivation.workerState(
                owner: owner, proxy: proxy, proxyKey: data.proxyKey, proxyParams: data.params)
            : try ContractDerivation.clientState(
                owner: owner, proxy: proxy, proxyKey: data.proxyKey, proxyParams: data.params)
        let derivation = AddressDocument.Derivation(
            role: role.rawValue, owner: owner.walletText, proxy: proxy.contractText, root: nil,
            proxyKey: data.proxyKey.hex, paramsVersion: data.params.paramsVersion, code: state.code?.hash.hex,
            data: state.data?.hash.hex)
        let document = AddressDocument(try state.address(), derivation: derivation)
        try StandardOutput.write(document, asJSON: options.output.json)
    }

    private func proxyData(of proxy: AccountAddress) throws -> ProxyData {
        if let data { return try ProxyData(cell: try BagInput(data).rootOfLevelZero()) }
        let mirror = try options.openFilled()
        guard case .proxy(let data) = try mirror.contract(at: proxy)?.origin?.data else {
            throw Failure("\(proxy.contractText) is no proxy of which the mirror at \(mirror.path) has the first data")
        }
        return data
    }
}

/// Derives the address of a proxy.
struct DeriveProxyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy",
        abstract: "Derive the address of an owner's proxy.",
        discussion: """
            With the root's present params and code, from the mirror or from --data. Every change of params moves \
            the addresses of proxies that are made afterwards.

            EXAMPLES:
              silk address derive proxy \\
                  --owner UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7 \\
                  --key 0a9f08c38026fd4c953fd06317cedbfd914b801b61a698f669f9464168253a79 \\
                  --root EQCns7bYSp0igFvS1wpb5wsZjCKCV19MD5AVzI4EyxsnU73k
            """
    )

    @Option(help: "The owner, any form.")
    var owner: String

    @Option(help: ArgumentHelp("The proxy's public key, 64 hexadecimal digits.", valueName: "hex"))
    var key: HashArgument

    @Option(help: "The root contract, any form.")
    var root: String

    @Option(
        help: ArgumentHelp(
            "The root's data instead of the mirror's: a bag of cells in hexadecimal or base64, @file, or -.",
            valueName: "boc"))
    var data: String?

    @OptionGroup var options: MirrorOptions

    func run() async throws {
        let owner = try AccountAddress(anyForm: owner)
        let root = try AccountAddress(anyForm: root)
        let params = try rootParams(of: root)
        let state = try ContractDerivation.proxyState(
            owner: owner, proxyKey: key.hash, root: root, rootParams: params)
        let derivation = AddressDocument.Derivation(
            role: ContractRole.proxy.rawValue, owner: owner.walletText, proxy: nil, root: root.contractText,
            proxyKey: key.hash.hex, paramsVersion: params.paramsVersion, code: state.code?.hash.hex,
            data: state.data?.hash.hex)
        let document = AddressDocument(try state.address(), derivation: derivation)
        try StandardOutput.write(document, asJSON: options.output.json)
    }

    private func rootParams(of root: AccountAddress) throws -> Params {
        if let data { return try RootData(cell: try BagInput(data).rootOfLevelZero()).params }
        let mirror = try options.openFilled()
        guard let params = try mirror.rootData(of: root)?.params ?? mirror.paramsHistory(of: root).first?.params else {
            throw Failure("\(root.contractText) is no root of which the mirror at \(mirror.path) has the params")
        }
        return params
    }
}

extension StandardOutput {
    /// Writes a document of an address in one form or the other.
    fileprivate static func write(_ document: AddressDocument, asJSON: Bool) throws {
        if asJSON { try write(json: document) } else { try write(document.text) }
    }
}
