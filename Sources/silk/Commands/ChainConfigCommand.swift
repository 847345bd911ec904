import ArgumentParser
import Indexer
import Settlement
import TONBlocks
import TONLiteClient

/// The network's configuration.
struct ChainConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the network's configuration, proven.",
        discussion: """
            Types and fields are as `silk config show` has them.

            EXAMPLES:
              silk chain config
              silk chain config --param 34 --json
            """
    )

    @Option(help: ArgumentHelp("Only the parameter of this number.", valueName: "n"))
    var param: Int32?

    @OptionGroup var at: AtOption
    @OptionGroup var options: ChainOptions

    func run() async throws {
        let (block, configuration) = try await options.asking { network in
            let tip = try await network.shownTip()
            let block = try await network.masterchainBlock(at.at ?? tip.block.seqno, upTo: tip)
            let proven = try await network.configuration(at: block, parameter: param)
            let report = ConfigurationReport(proven.configuration, address: proven.address)
            return (block, try report.document(parameter: param))
        }
        if options.mirror.output.json {
            try StandardOutput.write(json: Document(block: .block(block), config: configuration))
        } else {
            try StandardOutput.write("proven, as of \(block.nameText)\n\n" + configuration.text)
        }
    }

    private struct Document: Encodable {
        let schema = "silk.chain_config/1"
        let proof = Proof.proven.rawValue
        let block: MessageField.Value
        let config: ConfigurationDocument
    }
}
