import LiteServerTestSupport
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Chains made by tests")
struct SyntheticChainTests {
    @Test func smoke() throws {
        let clock = ContinuousClock()
        var history = ChainHistory()
        print("made", try clock.measure {
            history = try ChainHistory.made(ChainHistory.Plan(seed: 1, accountCount: 10, transactionsPerAccount: 3...20))
        })
        var chain: SyntheticChain?
        print("chain", try clock.measure {
            chain = try SyntheticChain(SyntheticChain.Plan(seed: 1, history: history, masterchainBlockCount: 100, keyBlockInterval: 10))
        })
        print(chain?.masterchain.count ?? 0, chain?.allShardBlocks.count ?? 0)
        print("light", try clock.measure {
            chain = try SyntheticChain(SyntheticChain.Plan(seed: 1, masterchainBlockCount: 1000, keyBlockInterval: 100, isLight: true))
        })
        print(chain?.masterchain.count ?? 0, chain?.allShardBlocks.count ?? 0)
        if RecordedFixtures.isPresent {
            print("read", try clock.measure { history = try ChainHistory.recorded() })
            print("recorded", try clock.measure {
                chain = try SyntheticChain(SyntheticChain.Plan(seed: 1, history: history, keyBlockInterval: 100))
            })
            print(chain?.masterchain.count ?? 0, chain?.allShardBlocks.count ?? 0)
        }
    }
}
