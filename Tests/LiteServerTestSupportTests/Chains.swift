import LiteServerTestSupport
import TONCells

/// Chains that several tests read; each is made once.
enum Chains {
    private static let madeResult = Result {
        try SyntheticChain(
            SyntheticChain.Plan(
                seed: 7,
                history: ChainHistory(
                    accounts: try ChainHistory.made(
                        ChainHistory.Plan(seed: 7, accountCount: 12, transactionsPerAccount: 1...40, seconds: 120)
                    ).accounts
                        + ChainHistory.made(
                            ChainHistory.Plan(
                                seed: 8, accountCount: 2, transactionsPerAccount: 3...6, workchain: -1,
                                startLT: 1_000_500_000, seconds: 120)
                        ).accounts),
                masterchainBlockCount: 60, consensus: .simplexAfterFirstKeyBlock, keyBlockInterval: 9,
                blocksPerSplitOrMerge: 3, libraries: [.empty]))
    }

    /// A chain of every kind of block, in which every account's state is known at every time.
    static func made() throws -> SyntheticChain { try madeResult.get() }

    private static let recordedResult = Result {
        try SyntheticChain(
            SyntheticChain.Plan(seed: 3, history: try ChainHistory.recorded(), keyBlockInterval: 60))
    }

    /// The recorded chain in blocks.
    static func recorded() throws -> SyntheticChain { try recordedResult.get() }
}
