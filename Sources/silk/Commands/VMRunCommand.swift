import ArgumentParser
import Foundation
import TONBlocks
import TONCells
import TONCrypto
import TONVM

/// Runs code.
struct VMRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run code on this machine, step by step where it is wanted.",
        discussion: """
            CODE is a bag of cells in hexadecimal or base64, @file or a path with a dot, or - for stdin; with --asm it is \
            text for the assembler, or a file of it. The stack's values follow, the last one on top:

            \(StackArguments.help)

            Contracts learn of themselves and of the network from c7: it is made of --address, --now, --balance, --config \
            and the code, or --c7 gives it. Exits with 5 where the code fails.

            EXAMPLES:
              silk vm run --asm 'ADD' 2 3
              silk vm run --asm '10 PUSHINT REPEAT:<{ INC }>' 0 --trace
              silk vm run wallet.boc 85143 --data @data.boc --json
            """
    )

    @Argument(help: "The code.")
    var code: String

    @OptionGroup var stack: StackArguments

    @Flag(help: "The code is text for the assembler.")
    var asm = false

    @Option(
        name: .customLong("stack"), help: ArgumentHelp("A whole stack, VmStack, below the values.", valueName: "boc"))
    var stackBag: String?

    @Option(
        name: .customLong("c7"), help: ArgumentHelp("c7: a VmStack of one tuple, or a VmStackValue.", valueName: "boc"))
    var registers: String?

    @Option(help: ArgumentHelp("c4, the contract's data.", valueName: "boc"))
    var data: String?

    @Option(help: ArgumentHelp("The contract's address, in any form. Otherwise zero.", valueName: "address"))
    var address: String?

    @Option(help: ArgumentHelp("The time. Otherwise now.", valueName: "time"))
    var now: TimeArgument?

    @Option(help: ArgumentHelp("The contract's balance in nanoTON.", valueName: "nano"))
    var balance: UInt64 = 0

    @Option(help: ArgumentHelp("The random seed, 64 hexadecimal digits. Otherwise zero.", valueName: "hex"))
    var seed: HashArgument?

    @Option(
        help: ArgumentHelp(
            "The network's configuration, in any form that `silk config show` reads. Otherwise none.", valueName: "file"
        ))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Libraries: a bag whose roots are dictionaries of them, or their contents.", valueName: "file"))
    var libraries: [String] = []

    @Option(help: ArgumentHelp("How much gas there is.", valueName: "gas"))
    var gas: Int64 = 1_000_000

    @Option(help: ArgumentHelp("The global version. Otherwise that of --config, or 15.", valueName: "n"))
    var globalVersion: Int?

    @Flag(help: "Take every signature for right.")
    var ignoreSignatures = false

    @OptionGroup var trace: TraceOptions

    @Flag(help: "Exit with 0 even if the code fails.")
    var allowFailure = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if gas < 0 { throw ValidationError("--gas must be 0 or more") }
        if let globalVersion, !(0...GetMethod.newestVersion).contains(globalVersion) {
            throw ValidationError("--global-version is 0 to \(GetMethod.newestVersion)")
        }
    }

    func run() async throws {
        var request = try request()
        let printer = TracePrinter(options: trace, toStandardError: output.json)
        request.observer = printer?.observer
        let result = request.run()
        try printer?.finish()
        var fields = result.fields
        fields += [
            MessageField("committed", .flag(result.isCommitted)),
            MessageField("data", result.data.map { .cell($0) } ?? .none),
            MessageField("actions", result.actions.map { .cell($0) } ?? .none),
        ]
        if output.json {
            var values = StackFields()
            fields.append(MessageField("stack", values.values(result.stack)))
            try StandardOutput.write(json: FieldsDocument(schema: "silk.vm_run/1", fields: fields))
        } else {
            try StandardOutput.write(FieldsDocument(schema: "silk.vm_run/1", fields: fields).text + result.stackText)
        }
        if !result.isSuccess, !allowFailure {
            throw Failure("the code failed with exit code \(result.exitText)", code: .executionFailed)
        }
    }

    private func request() throws -> RunRequest {
        let code = asm ? try Assembler().cell(of: try SourceText(self.code).text) : try BagInput(self.code).root()
        var method = GetMethod(
            code: code, data: try data.map { try BagInput(file: $0).root() } ?? .empty,
            address: try address.map { try AccountAddress(anyForm: $0) } ?? AccountAddress(workchain: 0, hash: .zero),
            balance: balance, now: now?.unix ?? UInt32(clamping: Int(Date().timeIntervalSince1970)),
            seed: seed?.hash ?? .zero,
            configuration: try config.map { try ConfigurationReport(try BagInput(file: $0).root()).configuration },
            libraries: try LibraryFiles(paths: libraries).collection)
        method.gasLimit = gas
        method.globalVersion = globalVersion ?? method.globalVersion
        var request = try method.request(method: 0, arguments: [])
        request.resolvesCode = true
        // A configuration has a version of its own, which an option goes before.
        if let globalVersion { request.globalVersion = globalVersion }
        let below = try stackBag.map { try StackValues(cell: try BagInput(file: $0).root()).values } ?? []
        request.stack = try (below + stack.arguments).map { try StackEntry($0) }
        request.signatureChecks = ignoreSignatures ? .ignored : .strict
        if let registers { request.c7 = try Self.values(ofC7: try BagInput(file: registers).root()) }
        return request
    }

    /// The values of c7's tuple.
    private static func values(ofC7 cell: Cell) throws -> [StackEntry] {
        let value: StackValue
        if let stack = try? StackValues(cell: cell), stack.values.count == 1, let only = stack.values.first {
            value = only
        } else {
            var slice = try cell.slice()
            value = try StackValues.value(from: &slice)
            try slice.end()
        }
        guard case .tuple(let values) = value else { throw Failure("--c7: expected a tuple, found another value") }
        return try values.map { try StackEntry($0) }
    }
}
