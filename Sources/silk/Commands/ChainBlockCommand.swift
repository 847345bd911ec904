import ArgumentParser
import Indexer
import TONBlocks

/// A block of the chain.
struct ChainBlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block",
        abstract: "Show a block of the masterchain or of a shard, proven.",
        discussion: """
            BLOCK is the number of a masterchain block, (workchain,shard,number), or that with :ROOTHASH:FILEHASH behind \
            it. What is shown is as `silk block show` has it. That the block is one of the chain is proven by the newest \
            block.

            EXAMPLES:
              silk chain block 50000000
              silk chain block '(0,8000000000000000,50000000)' --transactions --json
            """
    )

    @Argument(help: "The block's number or name.")
    var block: String

    @Flag(help: "List the transactions, in the order of their logical times.")
    var transactions = false

    @OptionGroup var options: ChainOptions

    func run() async throws {
        let name = try BlockName(block)
        let root = try await options.asking { network in
            let tip = try await network.shownTip()
            return try await network.content(of: try await network.block(name, upTo: tip))
        }
        try options.write(try BlockReport(root).document(withTransactions: transactions))
    }
}
