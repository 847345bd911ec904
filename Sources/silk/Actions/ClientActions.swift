import ArgumentParser
import Operations

/// What a client's owner sends, and who tops it up; receipts are `signed`.
struct ClientActions<Verb: ActionVerb>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        ActionGroup.configuration(
            "client", abstract: "Operations of a client's owner, and top-ups.",
            example: "client top-up \(Example.client) 5TON", verb: Verb.name,
            subcommands: [
                ActionCommand<Verb, RegisterClientArguments>.self, ActionCommand<Verb, TopUpArguments>.self,
                ActionCommand<Verb, SecretArguments>.self, ActionCommand<Verb, SecretTopUpArguments>.self,
                ActionCommand<Verb, ClientStakeArguments>.self, ActionCommand<Verb, WithdrawArguments>.self,
                ActionCommand<Verb, RefundArguments>.self,
            ])
    }
}

/// A client by its address.
struct ClientArgument: ParsableArguments {
    @Argument(help: "The client, any form.")
    var client: AddressArgument
}

/// Registers a client.
struct RegisterClientArguments: ActionArguments {
    static let help = ActionHelp(
        name: "register", abstract: "Register a client at its proxy.",
        discussion: "The proxy recognises the registration by the nonce.",
        examples: ["client register \(Example.client) --nonce 7"])

    @OptionGroup var contract: ClientArgument

    @Option(help: ArgumentHelp("What the proxy recognises the registration by.", valueName: "n"))
    var nonce: UInt64

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(
            .registerClient(
                contract.client.address, nonce: nonce, queryID: making.queryID, excessesTo: making.excessesTo))
    }
}

/// Tops a client up.
struct TopUpArguments: ActionArguments {
    static let help = ActionHelp(
        name: "top-up", abstract: "Add to a client's balance.",
        discussion: "Anyone may. AMOUNT carries its unit: 5TON, 20nanoTON.",
        examples: ["client top-up \(Example.client) 5TON"])

    @OptionGroup var contract: ClientArgument

    @Argument(help: "What is added, with its unit.", transform: AmountArgument.read)
    var amount: AmountArgument

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(
            .topUp(
                contract.client.address, by: amount.coins, queryID: making.queryID, excessesTo: making.excessesTo))
    }
}

/// Changes a client's secret.
struct SecretArguments: ActionArguments {
    static let help = ActionHelp(
        name: "secret", abstract: "Change the hash of a client's secret.",
        discussion: "HASH is 64 hexadecimal digits. The secret itself has no place among arguments.",
        examples: ["client secret \(Example.client) \(Example.hash)"])

    @OptionGroup var contract: ClientArgument

    @Argument(help: "The new hash.")
    var hash: HashArgument

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(
            .changeSecret(
                of: contract.client.address, to: hash.hash, queryID: making.queryID, excessesTo: making.excessesTo))
    }
}

/// Changes a client's secret, and tops it up.
struct SecretTopUpArguments: ActionArguments {
    static let help = ActionHelp(
        name: "secret-top-up", abstract: "Change the hash of a client's secret and add to its balance.",
        examples: ["client secret-top-up \(Example.client) \(Example.hash) 5TON"])

    @OptionGroup var contract: ClientArgument

    @Argument(help: "The new hash.")
    var hash: HashArgument

    @Argument(help: "What is added, with its unit.", transform: AmountArgument.read)
    var amount: AmountArgument

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(
            .changeSecretAndTopUp(
                contract.client.address, to: hash.hash, by: amount.coins, queryID: making.queryID,
                excessesTo: making.excessesTo))
    }
}

/// Raises a client's stake.
struct ClientStakeArguments: ActionArguments {
    static let help = ActionHelp(
        name: "stake", abstract: "Raise a client's stake to an amount.",
        discussion:
            "The stake is the part of the balance that can't be withdrawn; AMOUNT is the whole of it, not the rise.",
        examples: ["client stake \(Example.client) 20TON"])

    @OptionGroup var contract: ClientArgument

    @Argument(help: "The whole new stake, with its unit.", transform: AmountArgument.read)
    var amount: AmountArgument

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(
            .increaseStake(
                of: contract.client.address, to: amount.coins, queryID: making.queryID,
                excessesTo: making.excessesTo))
    }
}

/// Withdraws from a client.
struct WithdrawArguments: ActionArguments {
    static let help = ActionHelp(
        name: "withdraw", abstract: "Take out what lies above a client's stake.",
        examples: ["client withdraw \(Example.client)"])

    @OptionGroup var contract: ClientArgument

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(
            .withdraw(from: contract.client.address, queryID: making.queryID, excessesTo: making.excessesTo))
    }
}

/// Asks for a refund.
struct RefundArguments: ActionArguments {
    static let help = ActionHelp(
        name: "refund", abstract: "Start to close a client, or force the refund once the delay is over.",
        examples: ["client refund \(Example.client)"])

    @OptionGroup var contract: ClientArgument

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(
            .requestRefund(of: contract.client.address, queryID: making.queryID, excessesTo: making.excessesTo))
    }
}
