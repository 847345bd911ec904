import ArgumentParser
import Cocoon
import Operations
import TONCells

/// What the root's owner sends, one operation each. `silk root plan` finds out which are needed.
struct RootActions<Verb: ActionVerb>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        ActionGroup.configuration(
            "root", abstract: "Operations of the root's owner.",
            example: "root fees \(Example.root) --price 20nanoTON --worker-fee 19nanoTON", verb: Verb.name,
            subcommands: [
                ActionCommand<Verb, RootHashArguments<AddWorkerType>>.self,
                ActionCommand<Verb, RootHashArguments<DeleteWorkerType>>.self,
                ActionCommand<Verb, RootHashArguments<AddModelType>>.self,
                ActionCommand<Verb, RootHashArguments<DeleteModelType>>.self,
                ActionCommand<Verb, RootHashArguments<AddProxyType>>.self,
                ActionCommand<Verb, RootHashArguments<DeleteProxyType>>.self,
                ActionCommand<Verb, RegisterProxyArguments>.self, ActionCommand<Verb, UnregisterProxyArguments>.self,
                ActionCommand<Verb, UpdateProxyArguments>.self, ActionCommand<Verb, FeesArguments>.self,
                ActionCommand<Verb, ParamsArguments>.self, ActionCommand<Verb, CodesArguments>.self,
                ActionCommand<Verb, RootCodeArguments>.self, ActionCommand<Verb, UpgradeFullArguments>.self,
                ActionCommand<Verb, ResetArguments>.self, ActionCommand<Verb, ChangeOwnerArguments>.self,
                ActionCommand<Verb, AddKeyArguments>.self, ActionCommand<Verb, KeyManagerArguments>.self,
            ])
    }
}

/// A root by its address.
struct RootArgument: ParsableArguments {
    @Argument(help: "The root, any form.")
    var root: AddressArgument

    /// An operation of its owner. Throws where a rule of plans forbids it.
    func operation(
        _ making: ActionMaking, rules: RootRules = RootRules(), _ message: CocoonMessage
    ) throws -> OutgoingAction {
        let change = RootChange(message)
        if case .rootUpgradeFull = message, change == nil {
            throw PlanError.refused([.brokenUpgrade("its data isn't that of a root: nobody could repair it")])
        }
        // What isn't a root that is understood fails, or doesn't, in the rehearsal: no rule is known for it.
        if let change, let account = try making.states.account(root.address),
            let state = try? RootState(account, at: root.address)
        {
            var refusals = rules.refusals(of: change, from: state)
            // A root whose code doesn't answer can't be told anything any more.
            switch change {
            case .upgradeFull(let next): refusals += next.refusals(at: root.address, on: making.stage)
            case .upgradeCode(let code):
                refusals += RootState(code: code, data: state.data).refusals(at: root.address, on: making.stage)
            default: break
            }
            guard refusals.isEmpty else { throw PlanError.refused(refusals) }
        }
        return .operation(try .root(root.address, message))
    }
}

/// Which codes are known, beside those of the main network.
struct KnownCodeOptions: ParsableArguments {
    @OptionGroup var artifacts: ArtifactOptions

    func rules() throws -> RootRules {
        var rules = RootRules()
        rules.artifacts = try artifacts.storeIfPresent()
        return rules
    }
}

// MARK: - Hashes

/// One of the operations that list a hash, or take it off the list.
protocol RootHashOperation: Sendable {
    static var name: String { get }
    static var abstract: String { get }
    static var opcode: Opcode { get }
    static func message(_ change: RootHashChange) -> CocoonMessage
}

enum AddWorkerType: RootHashOperation {
    static let name = "add-worker"
    static let abstract = "Accept an image of workers."
    static let opcode = Opcode.rootAddWorkerType
    static func message(_ change: RootHashChange) -> CocoonMessage { .rootAddWorkerType(change) }
}

enum DeleteWorkerType: RootHashOperation {
    static let name = "del-worker"
    static let abstract = "Accept an image of workers no more."
    static let opcode = Opcode.rootDeleteWorkerType
    static func message(_ change: RootHashChange) -> CocoonMessage { .rootDeleteWorkerType(change) }
}

enum AddModelType: RootHashOperation {
    static let name = "add-model"
    static let abstract = "Accept a model."
    static let opcode = Opcode.rootAddModelType
    static func message(_ change: RootHashChange) -> CocoonMessage { .rootAddModelType(change) }
}

enum DeleteModelType: RootHashOperation {
    static let name = "del-model"
    static let abstract = "Accept a model no more."
    static let opcode = Opcode.rootDeleteModelType
    static func message(_ change: RootHashChange) -> CocoonMessage { .rootDeleteModelType(change) }
}

enum AddProxyType: RootHashOperation {
    static let name = "add-proxy"
    static let abstract = "Accept an image of proxies."
    static let opcode = Opcode.rootAddProxyType
    static func message(_ change: RootHashChange) -> CocoonMessage { .rootAddProxyType(change) }
}

enum DeleteProxyType: RootHashOperation {
    static let name = "del-proxy"
    static let abstract = "Accept an image of proxies no more."
    static let opcode = Opcode.rootDeleteProxyType
    static func message(_ change: RootHashChange) -> CocoonMessage { .rootDeleteProxyType(change) }
}

/// A hash for one of the lists.
struct RootHashArguments<Operation: RootHashOperation>: ActionArguments {
    static var help: ActionHelp {
        ActionHelp(
            name: Operation.name, abstract: Operation.abstract, discussion: "HASH is 64 hexadecimal digits.",
            examples: ["root \(Operation.name) \(Example.root) \(Example.hash)"])
    }

    @OptionGroup var contract: RootArgument

    @Argument(help: "The hash.")
    var hash: HashArgument

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(
            making,
            Operation.message(RootHashChange(op: Operation.opcode, queryID: making.queryID, hash: hash.hash)))
    }
}

// MARK: - Proxies

/// Where something listens, as text of up to 127 bytes.
struct EndpointArgument: ExpressibleByArgument {
    let address: NetworkAddress

    init?(argument: String) {
        guard let address = NetworkAddress(argument) else { return nil }
        self.address = address
    }
}

/// Lists where a proxy listens.
struct RegisterProxyArguments: ActionArguments {
    static let help = ActionHelp(
        name: "register-proxy", abstract: "List where a proxy listens.",
        discussion: """
            ENDPOINT is workers_ip:port and clients_ip:port with a space between, or one of them for both. The root gives \
            the number, and takes the same endpoint twice. Exits with 4 where COCOON's programs wouldn't understand it.
            """,
        examples: ["root register-proxy \(Example.root) 1.2.3.4:8888"])

    @OptionGroup var contract: RootArgument

    @Argument(help: "Where it listens.")
    var endpoint: EndpointArgument

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(
            making,
            .rootRegisterProxy(RootRegisterProxy(queryID: making.queryID, address: endpoint.address)))
    }
}

/// Takes a proxy off the list.
struct UnregisterProxyArguments: ActionArguments {
    static let help = ActionHelp(
        name: "unregister-proxy", abstract: "Take a proxy off the list.",
        examples: ["root unregister-proxy \(Example.root) 3"])

    @OptionGroup var contract: RootArgument

    @Argument(help: "The number that the root gave it.")
    var seqno: UInt32

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(making, .rootUnregisterProxy(RootUnregisterProxy(queryID: making.queryID, seqno: seqno)))
    }
}

/// Changes where a proxy listens.
struct UpdateProxyArguments: ActionArguments {
    static let help = ActionHelp(
        name: "update-proxy", abstract: "Change where a proxy listens.",
        examples: ["root update-proxy \(Example.root) 3 1.2.3.4:8888"])

    @OptionGroup var contract: RootArgument

    @Argument(help: "The number that the root gave it.")
    var seqno: UInt32

    @Argument(help: "Where it listens.")
    var endpoint: EndpointArgument

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        try contract.operation(
            making,
            .rootUpdateProxy(RootUpdateProxy(queryID: making.queryID, seqno: seqno, address: endpoint.address)))
    }
}
