import ArgumentParser
import Foundation
import Indexer
import Settlement
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient
import TONVM

/// Runs a get-method here.
struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Run a contract's get-method on this machine.",
        discussion: """
            The state comes from lite-servers, with proof; from a file with --state; or with --from mirror from the \
            mirrored transactions, which are executed again: the state counts only where all of them come out with the \
            recorded hashes. METHOD is a name or a number. The arguments go onto the stack in their order, the last one on \
            top:

            \(StackArguments.help)

            Libraries are those of --libraries, or lite-servers are asked for them and their hashes checked. Exits with 5 \
            where the method fails.

            EXAMPLES:
              silk get EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  get_cocoon_proxy_data
              silk get EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf seqno \\
                  --state state.json --config config.boc
            """
    )

    @Argument(help: "The account, in any form.")
    var address: String

    @Argument(help: "The method's name or number.")
    var method: String

    @OptionGroup var stack: StackArguments

    @Option(help: ArgumentHelp("The time. Otherwise that of the proven block, or now.", valueName: "time"))
    var now: TimeArgument?

    @Option(help: ArgumentHelp("How much gas there is.", valueName: "gas"))
    var gas: Int64 = 1_000_000

    @OptionGroup var trace: TraceOptions

    @Flag(help: "Exit with 0 even if the method fails.")
    var allowFailure = false

    @OptionGroup var execution: ExecutionOptions

    func validate() throws {
        if gas < 0 { throw ValidationError("--gas must be 0 or more") }
    }

    func run() async throws {
        let call = try MethodCall(
            address: try AccountAddress(anyForm: address), method: MethodArgument(method), arguments: stack.arguments,
            now: now?.unix, gas: gas)
        let printer = TracePrinter(options: trace, toStandardError: execution.chain.mirror.output.json)
        let answer = try await call.answer(execution, observer: printer?.observer)
        try printer?.finish()
        try answer.write(json: execution.chain.mirror.output.json)
        if !answer.result.isSuccess, !allowFailure {
            throw Failure("the method failed with exit code \(answer.result.exitText)", code: .executionFailed)
        }
    }
}

/// A get-method to be run here.
struct MethodCall {
    let address: AccountAddress
    let method: MethodArgument
    let arguments: [StackEntry]
    let now: UInt32?
    let gas: Int64

    init(
        address: AccountAddress, method: MethodArgument, arguments: [StackValue], now: UInt32? = nil,
        gas: Int64 = 1_000_000
    ) throws {
        self.address = address
        self.method = method
        self.arguments = try arguments.map { try StackEntry($0) }
        self.now = now
        self.gas = gas
    }

    /// What the method came to.
    struct Answer {
        let call: MethodCall
        let head: [MessageField]
        let result: RunResult

        /// Prints it.
        func write(json: Bool) throws {
            var document = FieldsDocument(schema: "silk.get/1", fields: head + result.fields)
            if json {
                var values = StackFields()
                document = FieldsDocument(
                    schema: document.schema,
                    fields: document.fields + [MessageField("stack", values.values(result.stack))])
                try StandardOutput.write(json: document)
            } else {
                try StandardOutput.write(document.text + result.stackText)
            }
        }
    }

    /// Finds the state, and runs the method on it.
    func answer(_ options: ExecutionOptions, observer: ((TraceStep) -> Void)? = nil) async throws -> Answer {
        if options.from == nil, options.state.count == 1, let state = try partialState(options.state[0]) {
            var options = options
            options.state = []
            return try await answer(partial: state, options, observer)
        }
        return try await options.executing(needsConfiguration: false) { context in
            var head = [
                MessageField("account", .text(address.contractText)), MessageField("method", .text(method.text)),
                MessageField("method_id", .number(method.number)),
            ]
            let account: ShardAccount
            var time = now ?? context.now
            if case .network = context.source.origin, context.source.files.accounts[address] == nil,
                let (network, block) = context.source.network
            {
                let proven = try await network.account(address, at: block)
                head += [
                    .block("block", proven.block), .block("shard_block", proven.shardBlock),
                    MessageField("state_proof", .text(Proof.proven.rawValue)),
                ]
                account = try proven.entry ?? .nonexistent()
                time = time ?? proven.generatedAt
            } else {
                guard let found = try await context.source.account(address) else {
                    throw Failure("\(address.contractText) isn't in the mirror at \(options.chain.mirror.path)")
                }
                account = found
                let isFile = context.source.files.accounts[address] != nil
                head.append(MessageField("state_proof", .text(isFile || options.from == nil ? "given" : "executed")))
            }
            head.append(.hash("state_hash", account.stateHash))
            let content = try account.account()
            guard let existing = content.existing,
                var call = GetMethod(
                    of: existing, address: address, now: time ?? Self.present, configuration: context.configuration,
                    libraries: context.libraries)
            else {
                throw Failure("\(address.contractText) has no code: its status is \(content.status.name)")
            }
            call.gasLimit = gas
            return try await run(call, head, context, observer)
        }
    }

    private static var present: UInt32 { UInt32(clamping: Int(Date().timeIntervalSince1970)) }

    /// The state of a file that holds balance, code and data alone; nil for a whole one.
    private func partialState(_ path: String) throws -> StateFile? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            return nil
        }
        let state = try StateFile(path: path)
        if let named = state.address, named != address, state.account != nil {
            throw Failure("\(path) is the state of \(named.contractText), not of \(address.contractText)")
        }
        return state.account == nil ? state : nil
    }

    private func answer(
        partial state: StateFile, _ options: ExecutionOptions, _ observer: ((TraceStep) -> Void)?
    ) async throws -> Answer {
        guard let code = state.code else { throw Failure("\(address.contractText) has no code") }
        let configuration = try options.config.map {
            try ConfigurationReport(try BagInput(file: $0).root()).configuration
        }
        let libraries = try LibraryFiles(paths: options.libraries).collection
        var call = GetMethod(
            code: code, data: state.data ?? .empty, address: address,
            balance: UInt64(clamping: state.balance.nanoTON), now: now ?? Self.present, configuration: configuration,
            libraries: libraries)
        call.gasLimit = gas
        let context = ExecutionOptions.Context(
            source: AccountSource(origin: .files), configuration: configuration, libraries: libraries, block: nil)
        return try await run(
            call,
            [
                MessageField("account", .text(address.contractText)), MessageField("method", .text(method.text)),
                MessageField("method_id", .number(method.number)), MessageField("state_proof", .text("given")),
            ], context, observer)
    }

    private func run(
        _ call: GetMethod, _ head: [MessageField], _ context: ExecutionOptions.Context,
        _ observer: ((TraceStep) -> Void)?
    ) async throws -> Answer {
        let result = try await call.run(
            method: Int(clamping: method.number), arguments: arguments, librariesFrom: context.source,
            observer: observer)
        return Answer(call: self, head: head, result: result)
    }
}
