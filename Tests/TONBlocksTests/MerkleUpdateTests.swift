import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Merkle updates")
struct MerkleUpdateTests {
    /// A dictionary of random entries, each in a cell of its own.
    private static func dictionary(_ count: Int, _ samples: inout Samples) throws -> HashmapE {
        var dictionary = HashmapE(keyBits: 32)
        for _ in 0..<count { try set(&dictionary, UInt64(samples.number()), &samples) }
        return dictionary
    }

    private static func set(_ dictionary: inout HashmapE, _ key: UInt64, _ samples: inout Samples) throws {
        var value = CellBuilder()
        try value.store(reference: try samples.cell(bits: 400, references: 2))
        try dictionary.set(value, for: BitString(key, bits: 32))
    }

    @Test("an update leads from any tree to any other, and back", arguments: UInt64(0)..<60)
    func random(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        var dictionary = try Self.dictionary(40, &samples)
        let old = try #require(dictionary.root)
        for _ in 0..<Int.random(in: 0...5, using: &samples.random) {
            try Self.set(&dictionary, UInt64(samples.number()), &samples)
        }
        if let key = try dictionary.entries().randomElement(using: &samples.random)?.key {
            try dictionary.remove(key)
        }
        let new = try #require(dictionary.root)
        for (from, to) in [(old, new), (new, old), (old, old), (old, try #require(old.reference(at: 0)))] {
            let update = try MerkleUpdate.create(from: from, to: to)
            #expect(update.oldHash == from.hash && update.newHash == to.hash && update.cell.level == 0)
            let read = try MerkleUpdate(cell: try Cell(boc: update.cell.boc()))
            #expect(try read.apply(to: from) == to)
            // The old tree as the update shows it gives the new one with as much pruned.
            let shown = try read.apply(to: read.old)
            #expect(shown.hash(level: 0) == to.hash)
            if from != to {
                #expect(throws: MerkleUpdateError.wrongOldHash(expected: from.hash, found: to.hash)) {
                    try read.apply(to: to)
                }
            }
        }
    }

    @Test("2^900 paths through shared cells are walked once")
    func diamonds() throws {
        func tree(_ bottom: Cell) throws -> Cell {
            var cell = bottom
            for _ in 0..<900 {
                var builder = CellBuilder()
                try builder.store(reference: cell)
                try builder.store(reference: cell)
                cell = try builder.build()
            }
            return cell
        }
        var samples = Samples(seed: 1)
        let shared = try samples.cell(bits: 700, references: 3)
        var other = CellBuilder()
        try other.store(5, bits: 8)
        try other.store(reference: shared)
        let (old, new) = (try tree(shared), try tree(try other.build()))
        let update = try MerkleUpdate.create(from: old, to: new)
        #expect(try update.apply(to: old) == new)
    }

    @Test("what the old tree doesn't show can't be taken over")
    func missing() throws {
        var samples = Samples(seed: 99)
        let foreign = try samples.cell(bits: 900, references: 1)
        let old = try samples.cell(bits: 10, references: 2)
        var builder = CellBuilder()
        try builder.store(reference: try hidden(foreign))
        let update = try MerkleUpdate(old: old, new: try builder.build())
        #expect(throws: MerkleUpdateError.missingCell(foreign.hash)) { try update.apply(to: old) }
        // A virtual old tree that has pruned what is to be looked into.
        var over = CellBuilder()
        try over.store(reference: foreign)
        let whole = try over.build()
        let inner = try #require(foreign.reference(at: 0))
        var taken = CellBuilder()
        try taken.store(7, bits: 64)
        try taken.store(reference: foreign)
        let next = try MerkleUpdate.create(from: whole, to: try taken.build())
        let virtual = try MerkleProof.create(root: whole) { _ throws(CellError) in }.root
        let result = try next.apply(to: virtual)
        #expect(result.hash(level: 0) == next.newHash && result.level == 1)
        #expect(inner.level == 0)
    }

    @Test("a transaction in another's place is refused, a masterchain block's configuration and shards are read")
    func madeBlocks() throws {
        var samples = Samples(seed: 5)
        let (old, new) = (try samples.cell(bits: 8), try samples.cell(bits: 9))
        let root = try madeBlock(over: try MerkleUpdate(old: old, new: new), seqno: 17, shard: .masterchain)
        let identifier = BlockIdentifier(
            shardIdentifier: .masterchain, seqno: 17, rootHash: root.hash, fileHash: .zero)
        let block = try ProvenBlock(root: root, of: identifier)
        #expect(throws: BlockProofError.self) { try ProvenBlock(file: root.boc(), of: identifier) }
        // Transactions of the sample are of other accounts than their places say.
        let accounts = try block.block.extra.load().accountBlocks.load().entries()
        let entry = try #require(accounts.first)
        let address = AccountAddress(workchain: -1, hash: entry.key)
        let header = try TransactionHeader(cell: try #require(try entry.value.transactions.value(for: 1)).cell)
        #expect(
            throws: BlockProofError.transactionPlace(
                expectedAccount: entry.key, expectedLT: 1, foundAccount: header.accountHash, foundLT: header.lt)
        ) { try block.transaction(of: address, lt: 1) }
        #expect(try block.transaction(of: address, lt: 4) == nil)
        #expect(try block.transaction(of: AccountAddress(workchain: -1, hash: .zero), lt: 1) == nil)
        #expect(try block.shards().all().map(\.block.shard) == [1 << 62, 3 << 62])
        #expect(try block.configuration().configuration.configurationAddress() != nil)
        #expect(throws: BlockProofError.stateHash(expected: new.hash, found: old.hash)) { try block.state(root: old) }
    }

    @Test("a first state stands for itself")
    func firstState() throws {
        var other = BlockIdentifier(
            shardIdentifier: .masterchain, seqno: 0, rootHash: Cell.empty.hash, fileHash: .zero)
        #expect(throws: BlockProofError.self) { try ProvenState(firstState: .empty, of: other) }
        other.seqno = 1
        #expect(throws: BlockProofError.seqno(expected: 0, found: 1)) {
            try ProvenState(firstState: .empty, of: other)
        }
        other.rootHash = .zero
        #expect(throws: BlockProofError.rootHash(expected: .zero, found: Cell.empty.hash)) {
            try ProvenState(firstState: .empty, of: other)
        }
    }
}
