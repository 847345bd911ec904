import ArgumentParser

/// `silk message` or `silk send`, with all operations below it.
struct ActionsCommand<Verb: ActionVerb>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Verb.name, abstract: Verb.abstract, discussion: Verb.discussion,
            subcommands: [
                WorkerActions<Verb>.self, ClientActions<Verb>.self, ProxyActions<Verb>.self, RootActions<Verb>.self,
                WalletActions<Verb>.self, MultisigActions<Verb>.self, ActionCommand<Verb, SignedArguments>.self,
                ActionCommand<Verb, TransferArguments>.self,
            ] + Verb.others)
    }
}

/// A group of operations.
enum ActionGroup {
    /// A configuration with an example of one of them.
    static func configuration(
        _ name: String, abstract: String, example: String, verb: String, subcommands: [any ParsableCommand.Type]
    ) -> CommandConfiguration {
        let help = ActionHelp(name: name, abstract: abstract, examples: [example])
        var configuration = help.configuration(verb)
        configuration.subcommands = subcommands
        return configuration
    }
}

/// Addresses that stand in examples.
enum Example {
    static let worker = "EQDjmeXAawiOp2QQwZaQs4tLjbqhMlmmeTj_3sFtF72jsj0L"
    static let client = "EQBHk_MRFeU-_ss9vH5r7CfyWY963C3Da9e3uuG6Wu2rWbpC"
    static let proxy = "EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf"
    static let root = "EQCns7bYSp0igFvS1wpb5wsZjCKCV19MD5AVzI4EyxsnU73k"
    static let wallet = "UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7"
    static let contract = "EQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqtQ-"
    static let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
}
