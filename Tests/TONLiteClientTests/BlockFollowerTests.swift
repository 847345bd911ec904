import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// Following blocks through splits and merges.
@Suite("Following blocks")
struct BlockFollowerTests {
    /// A network that only has names.
    struct Network {
        private(set) var blocks: [BlockIdentifier: FollowedBlock] = [:]
        private(set) var masterchain: [BlockIdentifier]
        /// The newest blocks of the shards.
        private var newest: [ShardIdentifier: BlockIdentifier] = [:]
        private var generator: SeededGenerator
        private var made: UInt64 = 0
        let first: BlockFollower.Checkpoint
        private(set) var (splits, merges) = (0, 0)

        init(seed: UInt64) throws {
            generator = SeededGenerator(seed: seed)
            masterchain = [Self.name(.masterchain, 0, 0)]
            let whole = try ShardIdentifier(workchain: 0, shard: ShardIdentifier.wholeWorkchain)
            newest[whole] = Self.name(whole, 0, 1)
            first = BlockFollower.Checkpoint(masterchainBlock: masterchain[0], shards: newest.values)
            made = 2
        }

        private static func name(_ shard: ShardIdentifier, _ seqno: UInt32, _ salt: UInt64) -> BlockIdentifier {
            let bytes = withUnsafeBytes(of: salt) { Array($0) }
            return BlockIdentifier(
                shardIdentifier: shard, seqno: seqno, rootHash: SHA256.hash(bytes), fileHash: SHA256.hash(bytes + [1]))
        }

        private mutating func make(_ shard: ShardIdentifier, after previous: [BlockIdentifier]) -> BlockIdentifier {
            made += 1
            let block = Self.name(shard, (previous.map(\.seqno).max() ?? 0) + 1, made)
            blocks[block] = FollowedBlock(identifier: block, previous: previous)
            newest[shard] = block
            return block
        }

        /// Makes blocks of shards, and the masterchain block that names them. Returns all of the shards' new ones.
        mutating func advance() -> Set<BlockIdentifier> {
            var new: Set<BlockIdentifier> = []
            // Never more than eight in a row: whatever happens to a shard here takes four blocks at most.
            for shard in newest.keys.sorted(by: { $0.shard < $1.shard }) {
                guard let block = newest[shard] else { continue }
                for _ in 0..<Int.random(in: 0..<4, using: &generator) {
                    guard let last = newest[shard] else { break }
                    new.insert(make(shard, after: [last]))
                }
                let choice = Int.random(in: 0..<10, using: &generator)
                if choice == 0, newest.count < 12, let last = newest[shard], let children = shard.children {
                    newest[shard] = nil
                    new.insert(make(children.left, after: [last]))
                    new.insert(make(children.right, after: [last]))
                    splits += 1
                } else if choice == 1, let sibling = shard.sibling, let parent = shard.parent, let last = newest[shard],
                    let other = newest[sibling], block != last
                {
                    newest[shard] = nil
                    newest[sibling] = nil
                    let pair = shard.shard < sibling.shard ? [last, other] : [other, last]
                    new.insert(make(parent, after: pair))
                    merges += 1
                }
            }
            let last = masterchain[masterchain.count - 1]
            made += 1
            let block = Self.name(.masterchain, last.seqno + 1, made)
            blocks[block] = FollowedBlock(identifier: block, previous: [last], shards: Array(newest.values))
            masterchain.append(block)
            return new
        }
    }

    @Test("10,000 masterchain blocks with splits and merges: none is lost, none comes twice")
    func network() throws {
        var network = try Network(seed: 1)
        var follower = BlockFollower(from: network.first)
        var delivered = network.first.shards
        var count = 0
        var longest = 0
        for _ in 0..<10_000 {
            let new = network.advance()
            let block = try #require(network.masterchain.last)
            try follower.begin(try #require(network.blocks[block]))
            // What is wanted may come in any order.
            while let wanted = count.isMultiple(of: 2) ? follower.wanted.first : follower.wanted.last {
                try follower.add(try #require(network.blocks[wanted]))
            }
            let step = try follower.finish()
            #expect(step.masterchainBlock == block && Set(step.blocks) == new && step.blocks.count == new.count)
            for block in step.blocks {
                let previous = try #require(network.blocks[block]?.previous)
                #expect(previous.allSatisfy { delivered.contains($0) })
                #expect(delivered.insert(block).inserted)
            }
            count += step.blocks.count
            longest = max(longest, step.blocks.count)
        }
        print("followed: \(count) blocks of shards, \(network.splits) splits, \(network.merges) merges")
        #expect(count == network.blocks.count - 10_000)
        #expect(network.splits > 1000 && network.merges > 1000 && longest > 20)
    }

    @Test("gaps, strangers and other branches are refused")
    func refusals() throws {
        var network = try Network(seed: 2)
        var follower = BlockFollower(from: network.first)
        for _ in 0..<50 { _ = network.advance() }
        func block(_ number: Int) throws -> FollowedBlock { try #require(network.blocks[network.masterchain[number]]) }
        // One is left out.
        let second = try block(2)
        #expect(throws: BlockFollowerError.notNext(second.identifier, after: network.masterchain[0])) {
            try follower.begin(second)
        }
        #expect(throws: BlockFollowerError.unfinished(network.masterchain[0])) { try follower.finish() }
        for number in 1...50 {
            let masterchain = try block(number)
            let before = follower
            try follower.begin(masterchain)
            #expect(throws: BlockFollowerError.unfinished(masterchain.identifier)) { try follower.begin(masterchain) }
            // Nobody asked for it.
            #expect(throws: BlockFollowerError.unwanted(masterchain.identifier)) { try follower.add(masterchain) }
            if !follower.wanted.isEmpty {
                #expect(throws: BlockFollowerError.unfinished(masterchain.identifier)) { try follower.finish() }
            }
            while let wanted = follower.wanted.first {
                let added = try #require(network.blocks[wanted])
                try follower.add(added)
                #expect(throws: BlockFollowerError.unwanted(wanted)) { try follower.add(added) }
            }
            _ = try follower.finish()
            // A masterchain block that leaves a shard out, so that nothing leads back to the old one.
            guard let shard = before.checkpoint.shards.first else { continue }
            var other = before
            try other.begin(
                FollowedBlock(
                    identifier: masterchain.identifier, previous: masterchain.previous,
                    shards: before.checkpoint.shards.subtracting([shard]).sorted { $0.shard < $1.shard }))
            #expect(throws: BlockFollowerError.lost(shard, at: masterchain.identifier)) { try other.finish() }
            other.cancel()
            #expect(other == before)
        }
    }

    @Test("eight blocks in a row are followed, nine are not")
    func depth() throws {
        let whole = try ShardIdentifier(workchain: 0, shard: ShardIdentifier.wholeWorkchain)
        func name(_ shard: ShardIdentifier, _ seqno: UInt32) -> BlockIdentifier {
            BlockIdentifier(
                shardIdentifier: shard, seqno: seqno, rootHash: SHA256.hash([UInt8(seqno)]), fileHash: .zero)
        }
        func follow(_ count: UInt32) throws -> [BlockIdentifier] {
            var follower = BlockFollower(
                from: BlockFollower.Checkpoint(masterchainBlock: name(.masterchain, 5), shards: [name(whole, 10)]))
            try follower.begin(
                FollowedBlock(
                    identifier: name(.masterchain, 6), previous: [name(.masterchain, 5)],
                    shards: [name(whole, 10 + count)]))
            while let wanted = follower.wanted.first {
                try follower.add(FollowedBlock(identifier: wanted, previous: [name(whole, wanted.seqno - 1)]))
            }
            return try follower.finish().blocks
        }
        #expect(try follow(0).isEmpty)
        #expect(try follow(8) == (11...18).map { name(whole, $0) })
        #expect(throws: BlockFollowerError.tooDeep(name(whole, 11))) { try follow(9) }
    }

    @Test("a workchain may start with its first state, and no other shard can")
    func firstStates() throws {
        let whole = try ShardIdentifier(workchain: 0, shard: ShardIdentifier.wholeWorkchain)
        let new = try ShardIdentifier(workchain: 1, shard: ShardIdentifier.wholeWorkchain)
        func name(_ shard: ShardIdentifier, _ seqno: UInt32, _ hash: Hash256 = .zero) -> BlockIdentifier {
            BlockIdentifier(shardIdentifier: shard, seqno: seqno, rootHash: hash, fileHash: .zero)
        }
        let checkpoint = BlockFollower.Checkpoint(
            masterchainBlock: name(.masterchain, 5), shards: [name(whole, 0)])
        var follower = BlockFollower(from: checkpoint)
        try follower.begin(
            FollowedBlock(
                identifier: name(.masterchain, 6), previous: [name(.masterchain, 5)],
                shards: [name(whole, 0), name(new, 0)]))
        #expect(follower.wanted.isEmpty)
        #expect(try follower.finish().blocks.isEmpty)
        #expect(follower.checkpoint.shards == [name(whole, 0), name(new, 0)])
        let other = name(whole, 0, SHA256.hash([1]))
        follower = BlockFollower(from: checkpoint)
        #expect(throws: BlockFollowerError.firstState(other)) {
            try follower.begin(
                FollowedBlock(
                    identifier: name(.masterchain, 6), previous: [name(.masterchain, 5)], shards: [other]))
        }
    }

    @Test(
        "the recorded network, from its first state on",
        .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func recorded() throws {
        var blocks: [BlockIdentifier: FollowedBlock] = [:]
        for exchange in RecordedExchange.all where exchange.method == "liteServer.getBlock" {
            guard let question = try LiteAPI.Request(exchange.query).function as? LiteAPI.GetBlock,
                let answer = try? LiteAPI.BlockData(tl: exchange.answer)
            else { continue }
            blocks[question.block] = try FollowedBlock(try question.proven(by: answer))
        }
        let masterchain = blocks.keys.filter { $0.shardIdentifier.isMasterchain }.sorted { $0.seqno < $1.seqno }
        let first = try #require(blocks[masterchain[0]])
        var follower = BlockFollower(
            from: BlockFollower.Checkpoint(masterchainBlock: masterchain[0], shards: first.shards))
        var seqnos: [UInt32] = []
        for block in masterchain.dropFirst() {
            try follower.begin(try #require(blocks[block]))
            while let wanted = follower.wanted.first { try follower.add(try #require(blocks[wanted])) }
            seqnos += try follower.finish().blocks.map(\.seqno)
        }
        let last = try #require(follower.checkpoint.shards.first)
        let start = try #require(first.shards.first)
        #expect(seqnos == Array(start.seqno + 1...last.seqno) && seqnos.count > 90)
    }
}
