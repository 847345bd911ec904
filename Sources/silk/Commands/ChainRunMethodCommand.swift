import ArgumentParser
import Indexer
import Settlement
import TONBlocks
import TONCells
import TONCrypto

/// A get-method.
struct ChainRunMethodCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run-method",
        abstract: "Run a contract's get-method on its proven state.",
        discussion: """
            The method runs on this machine, as with `silk get`, which has more options. --remote has a server run it: what \
            comes out is the server's word then, and not proven; the state that it ran on is. METHOD is a name or a number. \
            ARGUMENTS go onto the stack in their order, the last one on top:

            \(StackArguments.help)

            EXAMPLES:
              silk chain run-method EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  get_cocoon_proxy_data
              silk chain run-method EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  get_cocoon_proxy_data --remote
            """
    )

    @Argument(help: "The account, in any form.")
    var address: String

    @Argument(help: "The method's name or number.")
    var method: String

    @OptionGroup var stack: StackArguments

    @Flag(help: "Take a server's word for the result.")
    var remote = false

    @OptionGroup var at: AtOption
    @OptionGroup var options: ChainOptions

    func run() async throws {
        let address = try AccountAddress(anyForm: address)
        let method = MethodArgument(method)
        guard remote else {
            let execution = ExecutionOptions(provenBy: options, at: at)
            let call = try MethodCall(address: address, method: method, arguments: stack.arguments)
            let answer = try await call.answer(execution)
            try answer.write(json: options.mirror.output.json)
            if !answer.result.isSuccess {
                throw Failure(
                    "the method failed with exit code \(answer.result.exitText)", code: .executionFailed)
            }
            return
        }
        let stack = StackValues(stack.arguments)
        let result = try await options.asking { network in
            let tip = try await network.shownTip()
            let block = try await network.masterchainBlock(at.at ?? tip.block.seqno, upTo: tip)
            return try await network.run(method.number, of: address, at: block, arguments: stack)
        }
        let document = MethodResultDocument(result, method: method)
        if options.mirror.output.json {
            try StandardOutput.write(json: document.document)
        } else {
            try StandardOutput.write(document.text)
        }
    }
}
