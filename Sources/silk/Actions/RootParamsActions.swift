import ArgumentParser
import Cocoon
import Operations
import TONCells

/// Price and worker fee.
struct FeeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What a client pays for a token, with its unit.", valueName: "amount"))
    var price: AmountArgument

    @Option(help: ArgumentHelp("What a worker gets for a token, with its unit.", valueName: "amount"))
    var workerFee: AmountArgument
}

/// Changes price and worker fee.
struct FeesArguments: ActionArguments {
    static let help = ActionHelp(
        name: "fees", abstract: "Change price and worker fee.",
        discussion: "Exits with 4 where the worker fee is above the price. Addresses that are derived later change.",
        examples: ["root fees \(Example.root) --price 20nanoTON --worker-fee 19nanoTON"])

    @OptionGroup var contract: RootArgument
    @OptionGroup var fees: FeeOptions

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(
            making,
            .rootChangeFees(
                RootChangeFees(
                    queryID: making.queryID, pricePerToken: fees.price.coins,
                    workerFeePerToken: fees.workerFee.coins)))
    }
}

/// Changes prices, delays and minimum stakes.
struct ParamsArguments: ActionArguments {
    static let help = ActionHelp(
        name: "params", abstract: "Change prices, delays and minimum stakes.",
        discussion: "All of them at once. Exits with 4 where the worker fee is above the price.",
        examples: [
            "root params \(Example.root) --price 20nanoTON --worker-fee 19nanoTON --proxy-delay 24h --client-delay 12h "
                + "--min-proxy-stake 15TON --min-client-stake 15TON"
        ])

    @OptionGroup var contract: RootArgument
    @OptionGroup var fees: FeeOptions

    @Option(help: ArgumentHelp("From a proxy's close to its completion.", valueName: "duration"))
    var proxyDelay: DurationArgument

    @Option(help: ArgumentHelp("From a refund's request until it may be forced.", valueName: "duration"))
    var clientDelay: DurationArgument

    @Option(help: ArgumentHelp("The least stake of a proxy, with its unit.", valueName: "amount"))
    var minProxyStake: AmountArgument

    @Option(help: ArgumentHelp("The stake that a client starts with, with its unit.", valueName: "amount"))
    var minClientStake: AmountArgument

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(
            making,
            .rootChangeParams(
                RootChangeParams(
                    queryID: making.queryID, pricePerToken: fees.price.coins,
                    workerFeePerToken: fees.workerFee.coins, proxyDelay: proxyDelay.seconds,
                    clientDelay: clientDelay.seconds, minimumProxyStake: minProxyStake.coins,
                    minimumClientStake: minClientStake.coins)))
    }
}

// MARK: - Codes

/// Replaces the codes of proxies, workers and clients.
struct CodesArguments: ActionArguments {
    static let help = ActionHelp(
        name: "codes", abstract: "Replace the codes of proxies, workers and clients.",
        discussion:
            "Contracts that are there keep theirs. Exits with 4 unless each code is known to keep what the params say.",
        examples: [
            "root codes \(Example.root) --proxy-code proxy.boc --worker-code worker.boc --client-code client.boc"
        ])

    @OptionGroup var contract: RootArgument
    @OptionGroup var knownCodes: KnownCodeOptions

    @Option(help: ArgumentHelp("The code of proxies, a bag of cells.", valueName: "file"))
    var proxyCode: String

    @Option(help: ArgumentHelp("The code of workers, a bag of cells.", valueName: "file"))
    var workerCode: String

    @Option(help: ArgumentHelp("The code of clients, a bag of cells.", valueName: "file"))
    var clientCode: String

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(
            making, rules: try knownCodes.rules(),
            .rootUpgradeContracts(
                RootUpgradeContracts(
                    queryID: making.queryID, proxyCode: try BagInput(file: proxyCode).rootOfLevelZero(),
                    workerCode: try BagInput(file: workerCode).rootOfLevelZero(),
                    clientCode: try BagInput(file: clientCode).rootOfLevelZero())))
    }
}

/// Replaces the root's code.
struct RootCodeArguments: ActionArguments {
    static let help = ActionHelp(
        name: "code", abstract: "Replace the root's code.",
        discussion: """
            The code that is there may not count this as a change of version: compare the code's hash. Exits with 4 unless \
            the new code is known to read the data that is there.
            """,
        examples: ["root code \(Example.root) root.boc"])

    @OptionGroup var contract: RootArgument
    @OptionGroup var knownCodes: KnownCodeOptions

    @Argument(help: "The code, a bag of cells.")
    var code: String

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(
            making, rules: try knownCodes.rules(),
            .rootUpgradeCode(
                RootUpgradeCode(queryID: making.queryID, code: try BagInput(file: code).rootOfLevelZero())))
    }
}

/// Replaces the root's data and code.
struct UpgradeFullArguments: ActionArguments {
    static let help = ActionHelp(
        name: "upgrade-full", abstract: "Replace the root's data and code.",
        discussion: """
            The whole state is written over, and a mistake in it can't be undone. Exits with 4 unless the data is that of \
            a root, to the last bit, with the owner of now and no counter that is less, and unless the code is known to \
            read it.
            """,
        examples: ["root upgrade-full \(Example.root) --data data.boc --code root.boc"])

    @OptionGroup var contract: RootArgument
    @OptionGroup var knownCodes: KnownCodeOptions

    @Option(help: ArgumentHelp("The data, a bag of cells.", valueName: "file"))
    var data: String

    @Option(help: ArgumentHelp("The code, a bag of cells.", valueName: "file"))
    var code: String

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(
            making, rules: try knownCodes.rules(),
            .rootUpgradeFull(
                RootUpgradeFull(
                    queryID: making.queryID, data: try BagInput(file: data).rootOfLevelZero(),
                    code: try BagInput(file: code).rootOfLevelZero())))
    }
}

// MARK: - Owner and keys

/// Empties the registry.
struct ResetArguments: ActionArguments {
    static let help = ActionHelp(
        name: "reset", abstract: "Empty the root's registry.",
        discussion: "All hashes and proxies are taken off the lists at once.", examples: ["root reset \(Example.root)"])

    @OptionGroup var contract: RootArgument

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(making, .rootReset(RootReset(queryID: making.queryID)))
    }
}

/// Changes the root's owner.
struct ChangeOwnerArguments: ActionArguments {
    static let help = ActionHelp(
        name: "owner", abstract: "Change the root's owner.",
        discussion: "The new owner alone can change it back.",
        examples: ["root owner \(Example.root) \(Example.wallet)"])

    @OptionGroup var contract: RootArgument

    @Argument(help: "The new owner, any form.")
    var owner: AddressArgument

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(
            making,
            .rootChangeOwner(RootChangeOwner(queryID: making.queryID, newOwner: owner.address)))
    }
}

/// Accepts a public key.
struct AddKeyArguments: ActionArguments {
    static let help = ActionHelp(
        name: "add-key", abstract: "Accept a public key.",
        examples: ["root add-key \(Example.root) \(Example.hash) --type 1 --expires 2027-01-01"])

    @OptionGroup var contract: RootArgument

    @Argument(help: "The key, 64 hexadecimal digits.")
    var key: HashArgument

    @Option(help: ArgumentHelp("The kind of key, 0 to 255.", valueName: "n"))
    var type: UInt8

    @Option(help: ArgumentHelp("When the root forgets it.", valueName: "time"))
    var expires: TimeArgument

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(
            making,
            .rootAddPublicKey(
                RootAddPublicKey(
                    queryID: making.queryID, publicKey: key.hash, type: type, expireAt: expires.unix)))
    }
}

/// Replaces the key manager.
struct KeyManagerArguments: ActionArguments {
    static let help = ActionHelp(
        name: "key-manager", abstract: "Replace the root's key manager.",
        examples: [
            "root key-manager \(Example.root) \(Example.hash) --image \(Example.hash) --endpoint 1.2.3.4:8888"
        ])

    @OptionGroup var contract: RootArgument

    @Argument(help: "The key manager's public key, 64 hexadecimal digits.")
    var key: HashArgument

    @Option(help: ArgumentHelp("The hash of its image.", valueName: "hex"))
    var image: HashArgument

    @Option(help: "Where it listens.")
    var endpoint: EndpointArgument

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(
            making,
            .rootChangeKeyManager(
                RootChangeKeyManager(
                    queryID: making.queryID, publicKey: key.hash, imageHash: image.hash, address: endpoint.address)))
    }
}
