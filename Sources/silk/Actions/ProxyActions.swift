import ArgumentParser
import Cocoon
import Operations

/// What a proxy's owner and anyone send to it; what its key signed is `signed`.
struct ProxyActions<Verb: ActionVerb>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        ActionGroup.configuration(
            "proxy", abstract: "Operations on a proxy.", example: "proxy payout \(Example.proxy)", verb: Verb.name,
            subcommands: [
                ActionCommand<Verb, ProxyStakeArguments>.self, ActionCommand<Verb, ProxyPayoutArguments>.self,
                ActionCommand<Verb, CloseProxyArguments>.self, ActionCommand<Verb, ProxyTextArguments>.self,
            ])
    }
}

/// A proxy by its address.
struct ProxyArgument: ParsableArguments {
    @Argument(help: "The proxy, any form.")
    var proxy: AddressArgument
}

/// Adds to a proxy's stake.
struct ProxyStakeArguments: ActionArguments {
    static let help = ActionHelp(
        name: "stake", abstract: "Add to a proxy's stake.", discussion: "Anyone may.",
        examples: ["proxy stake \(Example.proxy) 15TON"])

    @OptionGroup var contract: ProxyArgument

    @Argument(help: "What is added, with its unit.", transform: AmountArgument.read)
    var amount: AmountArgument

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(
            .increaseProxyStake(
                of: contract.proxy.address, by: amount.coins, queryID: making.queryID, excessesTo: making.excessesTo))
    }
}

/// Has a proxy pay its revenue.
struct ProxyPayoutArguments: ActionArguments {
    static let help = ActionHelp(
        name: "payout", abstract: "Have a proxy pay its revenue to its owner.", discussion: "Anyone may.",
        examples: ["proxy payout \(Example.proxy)"])

    @OptionGroup var contract: ProxyArgument

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(
            .payOutRevenue(of: contract.proxy.address, queryID: making.queryID, excessesTo: making.excessesTo))
    }
}

/// Closes a proxy.
struct CloseProxyArguments: ActionArguments {
    static let help = ActionHelp(
        name: "close", abstract: "Start to close a proxy.",
        discussion: "Complete is the close only by what the proxy's key signs: see `receipt issue`.",
        examples: ["proxy close \(Example.proxy)"])

    @OptionGroup var contract: ProxyArgument

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(.closeProxy(contract.proxy.address, queryID: making.queryID, excessesTo: making.excessesTo))
    }
}

/// A command in one letter to a proxy.
struct ProxyTextArguments: ActionArguments {
    static let help = ActionHelp(
        name: "text", abstract: "Send a proxy a command in one letter.",
        discussion:
            "c closes it; w has it pay its revenue, at which the main network's code of version 4 always fails.",
        examples: ["proxy text \(Example.proxy) c"])

    @OptionGroup var contract: ProxyArgument

    @Argument(help: "c or w.")
    var letter: LetterArgument

    func validate() throws { try letter.require(.proxy) }

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(.proxyText(letter.command, to: contract.proxy.address))
    }
}

/// A command in one letter.
struct LetterArgument: ExpressibleByArgument {
    let command: TextCommand

    init?(argument: String) {
        guard let command = TextCommand.allCases.first(where: { String($0.letter) == argument }) else { return nil }
        self.command = command
    }

    /// Throws where contracts of the role don't know it.
    func require(_ role: ContractRole) throws {
        guard command.receivers.contains(role) else {
            throw ValidationError("a \(role) doesn't know the letter \(command.letter)")
        }
    }
}
