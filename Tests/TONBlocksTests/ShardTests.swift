import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Shards")
struct ShardTests {
    private func shard(_ number: UInt64) throws -> ShardIdentifier {
        try ShardIdentifier(workchain: 0, shard: number)
    }

    @Test("text, prefix, parent, children and sibling")
    func relations() throws {
        let whole = try shard(0x8000_0000_0000_0000)
        #expect(whole.description == "0:8000000000000000")
        #expect(whole.prefixLength == 0 && whole.prefix == 0 && whole.parent == nil && whole.sibling == nil)
        let right = try shard(0xc000_0000_0000_0000)
        let left = try shard(0x4000_0000_0000_0000)
        #expect(whole.children?.left == left && whole.children?.right == right)
        #expect(left.sibling == right && right.sibling == left)
        #expect(left.parent == whole && right.parent == whole)
        let deep = try shard(0xa400_0000_0000_0000)
        #expect(deep.prefixLength == 5 && deep.prefix == 0xa000_0000_0000_0000)
        #expect(try deep.parent == shard(0xa800_0000_0000_0000))
        #expect(try deep.sibling == shard(0xac00_0000_0000_0000))
        #expect(right.contains(deep) && !left.contains(deep) && !deep.contains(right) && deep.contains(deep))
        #expect(try shard(0x6000_0000_0000_0000).description == "0:6000000000000000")
        #expect(try ShardIdentifier(workchain: -1, shard: 1 << 63) == .masterchain)
        #expect(ShardIdentifier.masterchain.description == "-1:8000000000000000")
        let deepest = try shard(0x0000_0000_0000_0008)
        #expect(deepest.prefixLength == 60 && deepest.children == nil && deepest.description == "0:0000000000000008")
    }

    @Test("accounts in a shard")
    func accounts() throws {
        let address = try AccountAddress("0:a7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")
        #expect(try shard(0x8000_0000_0000_0000).contains(address))
        #expect(try shard(0xa400_0000_0000_0000).contains(address))
        #expect(try !shard(0xac00_0000_0000_0000).contains(address))
        #expect(!ShardIdentifier.masterchain.contains(address))
    }

    @Test("numbers that name no shard are refused")
    func refused() {
        for number: UInt64 in [0, 1, 2, 4, 0x8000_0000_0000_0001] {
            #expect(throws: CellError.self) { try shard(number) }
        }
        #expect(throws: CellError.self) { try ShardIdentifier(workchain: 0, prefix: 1 << 63, prefixLength: 0) }
        #expect(throws: CellError.self) { try ShardIdentifier(workchain: 0, prefix: 0, prefixLength: 61) }
        #expect(throws: CellError.self) { try ShardIdentifier(workchain: 0, prefix: 0, prefixLength: -1) }
    }

    @Test("splits and merges in any order agree with the tree", arguments: 0..<10)
    func trees(seed: Int) throws {
        var samples = Samples(seed: UInt64(seed))
        var shards = [try shard(ShardIdentifier.wholeWorkchain)]
        for _ in 0..<Int.random(in: 0...40, using: &samples.random) {
            let index = Int.random(in: 0..<shards.count, using: &samples.random)
            let children = try #require(shards[index].children)
            shards[index] = children.left
            shards.append(children.right)
        }
        let described = shards.map { (shard: $0, leaf: samples.shardDescription()) }
        let hashes = try ShardHashes(described)
        let found = try hashes.shards()
        #expect(found.map(\.shard.shard) == shards.map(\.shard).sorted())
        for (shard, description) in described {
            #expect(try hashes.description(of: shard) == description)
            let address = AccountAddress(workchain: 0, hash: samples.hash())
            let (home, _) = try #require(try hashes.shard(containing: address))
            #expect(home.contains(address))
            #expect(shards.contains(home))
        }
        #expect(try hashes.shard(workchain: 1, addressPrefix: 0) == nil)
        var cell = CellBuilder()
        try cell.store(hashes)
        #expect(try ShardHashes(cell: try cell.build()) == hashes)
        if shards.count > 1 {
            #expect(throws: CellError.self) { try ShardHashes(described.dropLast()) }
            #expect(throws: CellError.self) { try hashes.shards(limit: shards.count - 1) }
        }
        #expect(throws: CellError.self) { try ShardHashes(described + described) }
    }

    @Test("a tree of a few cells can't pose as endless shards, or as deeper than shards are")
    func hostile() throws {
        var leaf = CellBuilder()
        try leaf.store(bit: false)
        var samples = Samples(seed: 1)
        try leaf.store(samples.shardDescription())
        var cell = try leaf.build()
        for depth in 1...70 {
            var fork = CellBuilder()
            try fork.store(bit: true)
            try fork.store(reference: cell)
            try fork.store(reference: cell)
            cell = try fork.build()
            let tree = BinaryTree<ShardDescription>(root: cell)
            if depth >= 10 { #expect(throws: CellError.self) { try tree.leaves(workchain: 0, limit: 1000) } }
            if depth <= 60 {
                #expect(try tree.leaf(addressPrefix: 5, workchain: 0).0.prefixLength == depth)
            } else {
                #expect(throws: CellError.self) { try tree.leaf(addressPrefix: 5, workchain: 0) }
            }
        }
    }

    @Test("blocks before a block, by splits and merges")
    func predecessors() throws {
        var samples = Samples(seed: 2)
        let one = samples.blockReference(seqno: 9)
        let two = samples.blockReference(seqno: 7)
        func identifiers(
            _ number: UInt64, _ previous: PreviousBlocks, seqno: UInt32, afterSplit: Bool = false
        ) throws -> [String] {
            var info = try samples.blockInfo()
            info.shard = try shard(number)
            info.seqno = seqno
            info.isAfterSplit = afterSplit
            if case .two = previous { info.isAfterMerge = true }
            info.previousReference = try previous.cell()
            #expect(try BlockInfo(cell: info.cell()) == info)
            #expect(try info.previousBlocks() == previous)
            return try info.previousBlockIdentifiers().map { "\($0.shardIdentifier) \($0.seqno)" }
        }
        #expect(try identifiers(0xc000 << 48, .one(one), seqno: 10) == ["0:c000000000000000 9"])
        #expect(try identifiers(0xc000 << 48, .one(one), seqno: 10, afterSplit: true) == ["0:8000000000000000 9"])
        #expect(
            try identifiers(0x8000 << 48, .two(two, one), seqno: 10) == [
                "0:4000000000000000 7", "0:c000000000000000 9",
            ])
        #expect(throws: CellError.self) { try identifiers(0xc000 << 48, .one(one), seqno: 11) }
        #expect(throws: CellError.self) { try identifiers(0x8000 << 48, .one(one), seqno: 10, afterSplit: true) }
        #expect(throws: CellError.self) {
            try identifiers(0x8000 << 48, .two(two, one), seqno: 10, afterSplit: true)
        }
        #expect(throws: CellError.self) {
            try identifiers(1 << 63, .one(samples.blockReference(seqno: .max)), seqno: 1)
        }
    }
}
