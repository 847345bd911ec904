import LiteServerTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient
import Testing

/// Long chains of many shards, followed block by block.
@Suite("Following made chains")
struct FollowingTests {
    @Test(
        "10,000 masterchain blocks with splits and merges: no block is lost, none comes twice, each behind those before it"
    )
    func tenThousand() throws {
        let chain = try SyntheticChain(
            SyntheticChain.Plan(
                seed: 11, masterchainBlockCount: 10_000, maximumShardBlocks: 2, maximumSplitDepth: 2, isLight: true))
        var follower = BlockFollower(
            from: BlockFollower.Checkpoint(
                masterchainBlock: chain.masterchain[1].identifier, shards: chain.frontiers[1]))
        func followed(_ block: SyntheticBlock) throws -> FollowedBlock {
            try FollowedBlock(try ProvenBlock(root: block.root, of: block.identifier))
        }
        var found: Set<BlockIdentifier> = Set(chain.frontiers[1])
        var (count, splits, merges) = (0, 0, 0)
        for block in chain.masterchain.dropFirst(2) {
            try follower.begin(try followed(block))
            while let wanted = follower.wanted.first {
                try follower.add(try followed(try #require(chain.block(wanted))))
            }
            for name in try follower.finish().blocks {
                let made = try #require(chain.block(name))
                #expect(made.masterchainSeqno == block.seqno && found.insert(name).inserted)
                #expect(made.previous.allSatisfy(found.contains))
                if made.info?.isAfterSplit == true { splits += 1 }
                if made.info?.isAfterMerge == true { merges += 1 }
                count += 1
            }
        }
        #expect(chain.lastSeqno == 10_000 && count == chain.allShardBlocks.count)
        #expect(splits > 1000 && merges > 500)
        print("followed 10000 masterchain blocks, \(count) of shards, \(splits) after splits, \(merges) after merges")
    }
}
