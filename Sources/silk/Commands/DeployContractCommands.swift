import ArgumentParser
import Cocoon
import Operations
import TONBlocks
import TONCells
import TONCrypto

/// How a deployment is sent, and what all deployments have in common.
struct DeployOptions: ParsableArguments {
    @OptionGroup var action: ActionOptions
    @OptionGroup var sending: SendOptions

    /// What a first message is made of.
    struct Making {
        let owner: AccountAddress
        let queryID: UInt64
        let excessesTo: AccountAddress
        let states: KnownStates
    }

    /// Works a deployment out, and sends it.
    func deploy(_ deployment: (Making) throws -> Deployment) async throws {
        var context = try await sending.sending()
        let owner = context.sender.address
        let made = try deployment(
            Making(
                owner: owner, queryID: action.queryID ?? context.identifiers.next(),
                excessesTo: action.excessesTo?.address ?? owner, states: context.states))
        try made.requireAbsent(on: context.states)
        try await sending.send(
            [action.value.map { made.action.carrying($0.coins) } ?? made.action], context,
            report: SendReport(
                schema: "silk.deploy/1",
                fields: [
                    MessageField("role", .text(made.role.rawValue)),
                    MessageField("address", .text(made.address.contractText)),
                    MessageField("owner", .text(owner.walletText)), .hash("code_hash", made.stateInit.code?.hash),
                    .hash("data_hash", made.stateInit.data?.hash),
                ]))
    }
}

/// Deploys a proxy.
struct DeployProxyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy",
        abstract: "Deploy a proxy under a root.",
        discussion: """
            The proxy has the root's present params and code, and starts with a stake. The key is that of the machine \
            that will sign receipts.

            EXAMPLES:
              silk deploy proxy --root EQCns7bYSp0igFvS1wpb5wsZjCKCV19MD5AVzI4EyxsnU73k \\
                  --proxy-key \\
                  0a9f08c38026fd4c953fd06317cedbfd914b801b61a698f669f9464168253a79 \\
                  --stake 15TON --ledger try.ledger --keystore owner.keystore
            """
    )

    @Option(help: ArgumentHelp("The root, any form.", valueName: "address"))
    var root: AddressArgument

    @Option(help: ArgumentHelp("The proxy's public key, 64 hexadecimal digits.", valueName: "hex"))
    var proxyKey: HashArgument

    @Option(
        help: ArgumentHelp("The stake that it starts with, with its unit.", valueName: "amount"),
        transform: AmountArgument.read)
    var stake: AmountArgument

    @OptionGroup var options: DeployOptions

    func run() async throws {
        try await options.deploy { making in
            try .proxy(
                of: making.owner, key: proxyKey.hash, under: root.address, stake: stake.coins,
                queryID: making.queryID, excessesTo: making.excessesTo, on: making.states)
        }
    }
}

/// Deploys a worker.
struct DeployWorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Deploy a worker at a proxy, and register it.",
        discussion: """
            EXAMPLES:
              silk deploy worker --proxy EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  --ledger try.ledger --keystore owner.keystore
            """
    )

    @Option(help: ArgumentHelp("The proxy, any form.", valueName: "address"))
    var proxy: AddressArgument

    @OptionGroup var options: DeployOptions

    func run() async throws {
        try await options.deploy { making in
            try .worker(
                of: making.owner, at: proxy.address, queryID: making.queryID, excessesTo: making.excessesTo,
                on: making.states)
        }
    }
}

/// Deploys a client.
struct DeployClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Deploy a client at a proxy, and register it.",
        discussion: """
            The proxy recognises the registration by the nonce.

            EXAMPLES:
              silk deploy client --proxy EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  --nonce 7 --ledger try.ledger --keystore owner.keystore
            """
    )

    @Option(help: ArgumentHelp("The proxy, any form.", valueName: "address"))
    var proxy: AddressArgument

    @Option(help: ArgumentHelp("What the proxy recognises the registration by.", valueName: "n"))
    var nonce: UInt64

    @OptionGroup var options: DeployOptions

    func run() async throws {
        try await options.deploy { making in
            try .client(
                of: making.owner, at: proxy.address, nonce: nonce, queryID: making.queryID,
                excessesTo: making.excessesTo, on: making.states)
        }
    }
}

/// Deploys a wallet of COCOON.
struct DeployWalletCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wallet",
        abstract: "Deploy a wallet of COCOON for a machine.",
        discussion: """
            KEY is the machine's public key, 64 hexadecimal digits. The wallet acts only while it holds 2 TON.

            EXAMPLES:
              silk deploy wallet \\
                  0a9f08c38026fd4c953fd06317cedbfd914b801b61a698f669f9464168253a79 \\
                  --amount 5TON --ledger try.ledger --keystore owner.keystore
            """
    )

    @Argument(help: "The machine's public key.")
    var key: HashArgument

    @Option(help: ArgumentHelp("What it gets, with its unit.", valueName: "amount"), transform: AmountArgument.read)
    var amount: AmountArgument

    @Option(help: ArgumentHelp("Its code, a bag of cells. Otherwise that of the main network.", valueName: "file"))
    var code: String?

    @OptionGroup var options: DeployOptions

    func run() async throws {
        let code = try code.map { try BagInput(file: $0).rootOfLevelZero() } ?? CocoonWallet.code
        try await options.deploy { making in
            try .wallet(of: making.owner, key: key.hash, code: code, amount: amount.coins)
        }
    }
}
