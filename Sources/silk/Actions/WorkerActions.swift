import ArgumentParser
import Operations

/// What a worker's owner sends; receipts are `signed`.
struct WorkerActions<Verb: ActionVerb>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        ActionGroup.configuration(
            "worker", abstract: "Operations of a worker's owner.", example: "worker register \(Example.worker)",
            verb: Verb.name, subcommands: [ActionCommand<Verb, RegisterWorkerArguments>.self])
    }
}

/// Registers a worker.
struct RegisterWorkerArguments: ActionArguments {
    static let help = ActionHelp(
        name: "register", abstract: "Register a worker at its proxy.",
        examples: ["worker register \(Example.worker)"])

    @Argument(help: "The worker, any form.")
    var worker: AddressArgument

    func action(_ making: ActionMaking) -> OutgoingAction {
        .operation(
            .registerWorker(worker.address, queryID: making.queryID, excessesTo: making.excessesTo))
    }
}
