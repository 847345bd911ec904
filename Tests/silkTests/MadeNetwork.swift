import Foundation
import LiteServerTestSupport
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// A made network on this machine, and a folder with what `silk` is told of it.
struct MadeNetwork: Sendable {
    let network: LoopbackNetwork
    let folder: TemporaryFolder

    /// Four accounts, key blocks, splits and merges; made once.
    static let chain = Result {
        try SyntheticChain(
            SyntheticChain.Plan(
                seed: 21,
                history: try ChainHistory.made(
                    ChainHistory.Plan(seed: 21, accountCount: 4, transactionsPerAccount: 20...40)),
                masterchainBlockCount: 40, consensus: .simplexAfterFirstKeyBlock, keyBlockInterval: 9,
                blocksPerSplitOrMerge: 3))
    }

    /// Another network, with other validators.
    static let otherChain = Result {
        try SyntheticChain(SyntheticChain.Plan(seed: 22, masterchainBlockCount: 5))
    }

    /// Starts a server for each plan, and writes the network's global config.
    static func start(
        _ plans: [FaultPlan] = [.none], of chain: Result<SyntheticChain, any Error> = chain
    ) async throws -> MadeNetwork {
        let network = try await LoopbackNetwork.start(try chain.get(), plans)
        let folder = try TemporaryFolder()
        try folder.write("global.json", network.configurationFile())
        return MadeNetwork(network: network, folder: folder)
    }

    var chain: SyntheticChain { network.chain }

    /// The newest masterchain block.
    var newest: BlockIdentifier { chain.masterchain[Int(chain.lastSeqno)].identifier }

    /// The file of the mirror, which needn't be there.
    var mirror: String { folder.path("mirror.sqlite") }

    /// Runs `silk` with nothing of the environment but what leads to this network.
    func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> SilkProcess.Result {
        let own = [
            "HOME": folder.url.path, "SILK_MIRROR": mirror, "SILK_PROFILE": "devnet",
            "SILK_GLOBAL_CONFIG": folder.path("global.json"),
        ]
        return try await SilkProcess.run(arguments, environment: own.merging(environment) { $1 })
    }

    /// A text without what differs from run to run: ports, and how long something took.
    func steady(_ text: String) -> String {
        var text = text
        for (number, endpoint) in network.endpoints.enumerated() {
            text = text.replacing("\(endpoint)", with: "SERVER-\(number + 1)")
        }
        return text
    }

    func stop() async { await network.stop() }
}
