import ArgumentParser
import Operations
import TONCells
import TONVM

/// What all operations have in common.
struct ActionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How much goes with it. Otherwise what a rehearsal finds to be needed, and half of that beyond the amount.",
            valueName: "amount"), transform: AmountArgument.read)
    var value: AmountArgument?

    @Option(help: ArgumentHelp("Who gets what is left of the value. Otherwise the sender.", valueName: "address"))
    var excessesTo: AddressArgument?

    @Option(help: ArgumentHelp("The query id. Otherwise one that nobody had before.", valueName: "n"))
    var queryID: UInt64?

    /// The action of arguments, sent by an account.
    func action(
        of arguments: some ActionArguments, from sender: AccountAddress, identifiers: inout QueryIdentifiers,
        on stage: RehearsalStage
    ) throws -> OutgoingAction {
        let action = try arguments.action(
            ActionMaking(
                sender: sender, excessesTo: excessesTo?.address ?? sender, queryID: queryID ?? identifiers.next(),
                stage: stage))
        return value.map { action.carrying($0.coins) } ?? action
    }
}

/// What an action is made of beside its arguments.
struct ActionMaking {
    let sender: AccountAddress
    let excessesTo: AccountAddress
    let queryID: UInt64
    let stage: RehearsalStage

    var states: KnownStates { stage.states }
    var now: UInt32 { stage.emulation.environment.now }
}

/// The arguments of an operation, the same for `silk message` and `silk send`.
protocol ActionArguments: ParsableArguments {
    /// What the command is called, and what its help says.
    static var help: ActionHelp { get }

    /// The operation.
    func action(_ making: ActionMaking) throws -> OutgoingAction
}

/// The help of an operation.
struct ActionHelp {
    let name: String
    let abstract: String
    var discussion = ""
    /// What follows `silk send` or `silk message`.
    let examples: [String]

    /// A configuration under a verb; an example that is too long for a line is broken up.
    func configuration(_ verb: String) -> CommandConfiguration {
        let lines = examples.map { Self.broken("silk \(verb) \($0)") }
        return CommandConfiguration(
            commandName: name, abstract: abstract,
            discussion: (discussion.isEmpty ? "" : discussion + "\n\n") + "EXAMPLES:\n" + lines.joined(separator: "\n"))
    }

    private static func broken(_ example: String) -> String {
        var lines = ["  "]
        for word in example.split(separator: " ") {
            let isFirst = lines[lines.count - 1].allSatisfy { $0 == " " }
            // Help is 80 columns wide; the backslash takes two of them.
            if !isFirst, lines[lines.count - 1].count + word.count + 1 > 77 {
                lines[lines.count - 1] += " \\"
                lines.append("      " + word)
            } else {
                lines[lines.count - 1] += (isFirst ? "" : " ") + word
            }
        }
        return lines.joined(separator: "\n")
    }
}

/// What is done with an operation: it is shown, or sent.
protocol ActionVerb: Sendable {
    associatedtype Options: ActionPerforming

    /// `message` or `send`.
    static var name: String { get }
    static var abstract: String { get }
    static var discussion: String { get }
    /// Commands beside those of operations.
    static var others: [any ParsableCommand.Type] { get }
}

/// Options that say how an operation is shown or sent.
protocol ActionPerforming: ParsableArguments {
    /// Does it.
    func perform(_ arguments: some ActionArguments) async throws
}

/// An operation under a verb.
struct ActionCommand<Verb: ActionVerb, Arguments: ActionArguments>: AsyncParsableCommand {
    static var configuration: CommandConfiguration { Arguments.help.configuration(Verb.name) }

    @OptionGroup var arguments: Arguments
    @OptionGroup var options: Verb.Options

    func run() async throws { try await options.perform(arguments) }
}
