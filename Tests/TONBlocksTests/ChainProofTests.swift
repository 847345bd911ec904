import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Listings, links between blocks, older blocks and libraries, as the node software of July 2026 proves them.
@Suite("Proofs of listings and links", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct ChainProofTests {
    private static func exchanges(of method: String) throws -> [RecordedNodeProofTests.Document.Exchange] {
        try RecordedFixtures.json(RecordedNodeProofTests.Document.self, "liteserver/localnet_exchanges.json")
            .exchanges(of: method)
    }

    /// An answer to listBlockTransactions.
    private struct Listing {
        let block: BlockIdentifier
        let requested: Int
        let isIncomplete: Bool
        var entries: [(place: ProvenTransactions.Place, hash: Hash256)] = []
        let proof: [UInt8]

        init(_ hex: String?) throws {
            var answer = try AnswerReader(hex: hex)
            block = try answer.blockIdentifier()
            requested = Int(try answer.integer(UInt32.self))
            isIncomplete = try answer.integer(UInt32.self) == 0x9972_75b5
            for _ in 0..<(try answer.integer(UInt32.self)) {
                // The mode says that all three fields are there.
                #expect(try answer.integer(UInt32.self) & 7 == 7)
                let account = try #require(Hash256(try answer.take(32)))
                let lt: UInt64 = try answer.integer()
                let hash = try #require(Hash256(try answer.take(32)))
                entries.append((ProvenTransactions.Place(accountHash: account, lt: lt), hash))
            }
            proof = try answer.data()
        }
    }

    @Test("listed transactions are all that the block has there")
    func listings() throws {
        var (listings, transactions) = (0, 0)
        for exchange in try Self.exchanges(of: "listBlockTransactions") {
            let listing = try Listing(exchange.answer)
            let proven = try ProvenTransactions(blockProof: listing.proof, of: listing.block)
            let page = try proven.page(limit: listing.requested)
            #expect(page.entries.map(\.place) == listing.entries.map(\.place))
            #expect(page.entries.map(\.transaction.hash) == listing.entries.map(\.hash))
            #expect(page.isLast == !listing.isIncomplete)
            var other = listing.block
            other.rootHash = .zero
            #expect(throws: BlockProofError.rootHash(expected: .zero, found: listing.block.rootHash)) {
                try ProvenTransactions(blockProof: listing.proof, of: other)
            }
            let flipped = try flipping(listing.proof, samples: 200, seed: UInt64(listing.block.seqno)) {
                try ProvenTransactions(blockProof: $0, of: listing.block).page(limit: listing.requested)
                    .entries.map(\.transaction.hash)
            }
            #expect(flipped.refused > 190)
            listings += 1
            transactions += listing.entries.count
        }
        #expect(listings == 20 && transactions == 3)
    }

    @Test(
        "pages of a block, forward and back, are its transactions in their order",
        arguments: ["wc0_34703989", "mc_17734191", "wc0_71398501"])
    func pages(name: String) throws {
        let cell = try Cell(boc: try RecordedFixtures.bytes("blocks/mainnet/\(name).boc"), reading: .reference)
        let block = try Block(cell: cell)
        let info = try block.info.load()
        let identifier = BlockIdentifier(
            shardIdentifier: info.shard, seqno: info.seqno, rootHash: cell.hash, fileHash: .zero)
        let expected = try block.extra.load().accountBlocks.load().entries().flatMap { account in
            try account.value.transactions.entries().map {
                (place: ProvenTransactions.Place(accountHash: account.key, lt: $0.key), hash: $0.value.hash)
            }
        }
        #expect(expected.count >= 3)
        let whole = try ProvenBlock(root: cell, of: identifier).transactions()
        for limit in [1, 2, 7, 1000] {
            for isReversed in [false, true] {
                var (found, pages): ([ProvenTransactions.Entry], Int) = ([], 0)
                var last: ProvenTransactions.Place?
                while true {
                    let page = try whole.page(after: last, isReversed: isReversed, limit: limit)
                    #expect(page.isLast || page.entries.count == limit)
                    found += page.entries
                    pages += 1
                    last = page.entries.last?.place ?? last
                    if page.isLast { break }
                }
                let ordered = isReversed ? expected.reversed() : expected
                #expect(found.map(\.place) == ordered.map(\.place))
                #expect(found.map(\.transaction.hash) == ordered.map(\.hash))
                #expect(pages == (expected.count + limit - 1) / limit)
            }
        }
        // From a place where there is no transaction.
        let (some, second) = (expected[expected.count / 2].place, expected[expected.count / 2 + 1].place)
        let between = ProvenTransactions.Place(accountHash: some.accountHash, lt: some.lt + 1)
        #expect(try whole.page(after: between, limit: 1).entries.map(\.place) == [second])
        #expect(try whole.page(after: between, isReversed: true, limit: 1).entries.map(\.place) == [some])
        #expect(try whole.page(after: some, limit: 0).entries.isEmpty)

        // A proof of one page shows that page and no more.
        let shown = try proof(of: cell, showing: [try #require(try Self.cell(of: some, in: block))])
        let partial = try ProvenTransactions(blockProof: shown.cell.boc(), of: identifier)
        #expect(throws: BlockProofError.self) { try partial.page(limit: 1000) }
        #expect(
            try partial.page(after: ProvenTransactions.Place(accountHash: some.accountHash, lt: some.lt - 1), limit: 1)
                .entries.map(\.place) == [some])
    }

    private static func cell(of place: ProvenTransactions.Place, in block: Block) throws -> Cell? {
        let accounts = try block.extra.load().accountBlocks.load()
        return try accounts.value(for: place.accountHash)?.transactions.value(for: place.lt)?.cell
    }

    @Test("blocks of a shard hang on a masterchain block")
    func shardBlocks() throws {
        var count = 0
        for exchange in try Self.exchanges(of: "getShardBlockProof") {
            var query = try AnswerReader(hex: exchange.query)
            let target = try query.blockIdentifier()
            var answer = try AnswerReader(hex: exchange.answer)
            let masterchainBlock = try answer.blockIdentifier()
            var links: [ProvenShardBlock.Link] = []
            for _ in 0..<(try answer.integer(UInt32.self)) {
                links.append((try answer.blockIdentifier(), try answer.data()))
            }
            let proven = try ProvenShardBlock(links: links, of: target, from: masterchainBlock)
            #expect(proven.block == target && proven.masterchainBlock == masterchainBlock)
            #expect(proven.chain == links.map(\.block))
            count += 1
            try Self.checkRefusals(links, target, masterchainBlock)
        }
        #expect(count == 20)
    }

    @Test("a block several steps before the one that the masterchain names")
    func longerChains() throws {
        var blocks: [BlockIdentifier: Cell] = [:]
        for exchange in try Self.exchanges(of: "getBlock") where exchange.answer?.hasPrefix("6ced74a5") == true {
            var answer = try AnswerReader(hex: exchange.answer)
            let identifier = try answer.blockIdentifier()
            guard identifier.seqno > 0 else { continue }
            blocks[identifier] = try Cell(boc: try answer.data())
        }
        var lengths: Set<Int> = []
        for (masterchainBlock, root) in blocks where masterchainBlock.shardIdentifier.isMasterchain {
            let extra = try #require(try Block(cell: root).extra.load().masterchainExtra)
            let named = try #require(try extra.load().shardHashes.shards().first)
            let trees = try extra.load().shardHashes.workchains.entries().map(\.value.cell)
            var next = named.description.identifier(in: named.shard)
            var links: [ProvenShardBlock.Link] = [(next, try proof(of: root, showing: trees).cell.boc())]
            while links.count < 9, let block = blocks[next] {
                let proven = try ProvenShardBlock(links: links, of: next, from: masterchainBlock)
                #expect(proven.chain == links.map(\.block))
                let info = try Block(cell: block).info
                lengths.insert(links.count)
                let previous = try #require(try info.load().previousBlockIdentifiers().first)
                let shown = [info.cell, try info.load().previousReference]
                links.append((previous, try proof(of: block, showing: shown).cell.boc()))
                next = previous
            }
            guard links.count > 3 else { continue }
            // Without a step between.
            var skipping = links
            skipping.remove(at: 2)
            #expect(throws: BlockProofError.unlinked(skipping[2].block, from: skipping[1].block)) {
                var three = Array(skipping.prefix(3))
                three[2].proof = links[2].proof
                return try ProvenShardBlock(links: three, of: three[2].block, from: masterchainBlock)
            }
            if links.count == 9 {
                #expect(throws: BlockProofError.linkCount(9)) {
                    try ProvenShardBlock(links: links, of: next, from: masterchainBlock)
                }
            }
        }
        #expect(lengths == Set(1...8))
    }

    private static func checkRefusals(
        _ links: [ProvenShardBlock.Link], _ target: BlockIdentifier, _ masterchainBlock: BlockIdentifier
    ) throws {
        var other = target
        other.fileHash = .zero
        #expect(throws: BlockProofError.unlinked(other, from: target)) {
            try ProvenShardBlock(links: links, of: other, from: masterchainBlock)
        }
        // The name in the last link is the only place of its file hash.
        var renamed = links
        renamed[links.count - 1].block = other
        let before = links.count > 1 ? links[links.count - 2].block : masterchainBlock
        #expect(throws: BlockProofError.unlinked(other, from: before)) {
            try ProvenShardBlock(links: renamed, of: other, from: masterchainBlock)
        }
        var foreign = masterchainBlock
        foreign.rootHash = .zero
        #expect(throws: BlockProofError.self) { try ProvenShardBlock(links: links, of: target, from: foreign) }
        #expect(throws: BlockProofError.linkCount(0)) {
            try ProvenShardBlock(links: [], of: target, from: masterchainBlock)
        }
        let nine = Array(repeating: links[0], count: 9)
        #expect(throws: BlockProofError.linkCount(9)) {
            try ProvenShardBlock(links: nine, of: target, from: masterchainBlock)
        }
        for position in links.indices {
            let flipped = try flipping(links[position].proof, samples: 60, seed: UInt64(target.seqno)) { bytes in
                var changed = links
                changed[position].proof = bytes
                return try ProvenShardBlock(links: changed, of: target, from: masterchainBlock)
            }
            #expect(flipped.refused >= 55)
        }
    }

    @Test("an older masterchain block is named by the state after a later one")
    func olderBlock() throws {
        let exchange = try #require(try Self.exchanges(of: "lookupBlockWithProof").first)
        var query = try AnswerReader(hex: exchange.query)
        _ = try query.integer(UInt32.self)
        let asked = (try query.integer(Int32.self), try query.integer(UInt64.self), try query.integer(UInt32.self))
        let known = try query.blockIdentifier()
        var answer = try AnswerReader(hex: exchange.answer)
        let identifier = try answer.blockIdentifier()
        #expect((identifier.workchain, identifier.shard, identifier.seqno) == asked)
        _ = try answer.integer(UInt32.self)
        let masterchainBlock = try answer.blockIdentifier()
        let (headerProof, stateProof) = (try answer.data(), try answer.data())
        var links: [ProvenShardBlock.Link] = []
        for _ in 0..<(try answer.integer(UInt32.self)) {
            links.append((try answer.blockIdentifier(), try answer.data()))
        }
        let header = try answer.data()
        // What is known names the older block, that names a block of the shard, and that leads to the wanted one.
        let state = try ProvenState(headerProof: headerProof, stateProof: stateProof, of: known)
        let older = try #require(try state.masterchainBlock(masterchainBlock.seqno))
        #expect(older.block == masterchainBlock && !older.isKeyBlock)
        #expect(try state.masterchainBlock(known.seqno)?.block == known)
        #expect(try state.masterchainBlock(known.seqno + 1) == nil)
        #expect(throws: BlockProofError.self) { try state.masterchainBlock(masterchainBlock.seqno + 40) }
        let proven = try ProvenShardBlock(links: links, of: identifier, from: masterchainBlock)
        #expect(proven.block == identifier)
        #expect(try ProvenBlock(proof: header, of: identifier).info.seqno == identifier.seqno)
        let flipped = try flipping(stateProof, samples: 300, seed: 12) {
            try ProvenState(headerProof: headerProof, stateProof: $0, of: known)
                .masterchainBlock(masterchainBlock.seqno)?.block
        }
        #expect(flipped.refused > 290)
    }

    /// The first state of a network with libraries and validators of its own.
    private static func zerostate() throws -> (root: Cell, identifier: BlockIdentifier) {
        let root = try Cell(boc: try RecordedFixtures.bytes("blocks/localnet/zerostate.boc"), reading: .reference)
        return (
            root,
            BlockIdentifier(shardIdentifier: .masterchain, seqno: 0, rootHash: root.hash, fileHash: .zero)
        )
    }

    @Test("of a first state: no block before it, no key block, no validator that made blocks")
    func firstState() throws {
        let (root, identifier) = try Self.zerostate()
        let state = try ProvenState(firstState: root, of: identifier)
        let own = try #require(try state.masterchainBlock(0))
        #expect(own.block == identifier)
        #expect(try state.masterchainBlock(1) == nil)
        let expected: BlockIdentifier? = own.isKeyBlock ? identifier : nil
        #expect(try state.lastKeyBlock() == expected)
        #expect(try state.library(.zero) == nil)
        #expect(throws: BlockProofError.absentLibrary(found: Cell.empty.hash)) {
            try state.library(.zero, cell: .empty)
        }
    }

    @Test("a validator's counters, and the last key block, from a proof that shows little else")
    func counters() throws {
        let (root, identifier) = try Self.zerostate()
        var samples = Samples(seed: 32)
        var state = try ShardStateUnsplit(cell: root)
        var extra = try #require(try state.masterchainExtra?.load())
        var details = try extra.details.load()
        let entries = (0..<8 as Range<UInt32>).map { number in
            let blocks = BlockCounters(lastUpdated: number, total: UInt64(number), count2048: 1, count65536: 2)
            return (key: samples.hash(), value: CreatorStats(masterchainBlocks: blocks, shardBlocks: blocks))
        }
        let counters = try TypedHashmapE<Hash256, CreatorStats>(entries)
        let keyBlock = samples.blockReference(seqno: 5)
        details.blockCreateStats = .plain(counters)
        details.isAfterKeyBlock = false
        details.lastKeyBlock = keyBlock
        extra.details = try Lazy(details)
        let masterchainExtra = try Lazy(extra)
        state.masterchainExtra = masterchainExtra
        let made = try state.cell()
        var name = identifier
        name.rootHash = made.hash
        let wanted = entries[3]
        let shown = try MerkleProof.create(root: made) { tracker throws(CellError) in
            tracker.visit(masterchainExtra.cell)
            tracker.visit(extra.details.cell)
            _ = try tracker.value(for: wanted.key.hashmapKey, in: counters.dictionary)
        }
        let proven = try ProvenState(firstState: shown.root, of: name)
        #expect(try proven.blockCreateStats()?.counters(of: wanted.key) == wanted.value)
        #expect(throws: CellError.self) {
            for entry in entries { _ = try proven.blockCreateStats()?.counters(of: entry.key) }
        }
        #expect(try proven.lastKeyBlock() == keyBlock.identifier(in: .masterchain))
        let flipped = try flipping(shown.cell.boc([]), samples: 300, seed: 33) { bytes in
            let proof = try MerkleProof(cell: try Cell(boc: bytes))
            return try ProvenState(firstState: proof.root, of: name).blockCreateStats()?.counters(of: wanted.key)
        }
        #expect(flipped.refused > 280)
    }

    @Test("a shard's state says nothing of masterchain blocks, libraries and validators")
    func shardState() throws {
        let root = try Cell(boc: try RecordedFixtures.bytes("blocks/localnet/basestate0.boc"), reading: .reference)
        let shard = try ShardStateUnsplit(cell: root).shard
        let identifier = BlockIdentifier(shardIdentifier: shard, seqno: 0, rootHash: root.hash, fileHash: .zero)
        let state = try ProvenState(firstState: root, of: identifier)
        let error = BlockProofError.notMasterchain(shard)
        #expect(throws: error) { try state.masterchainBlock(0) }
        #expect(throws: error) { try state.lastKeyBlock() }
        #expect(throws: error) { try state.blockCreateStats() }
        #expect(throws: error) { try state.library(.zero) }
    }

    @Test("libraries, there and absent, whole, pruned and foreign")
    func libraries() throws {
        let (root, identifier) = try Self.zerostate()
        var state = try ShardStateUnsplit(cell: root)
        var details = try state.details.load()
        var samples = Samples(seed: 30)
        let libraries = try (0..<5).map { try samples.cell(bits: 100 + $0, references: 1) }
        let publishers = try TypedHashmapE<Hash256, EmptyValue>([(key: samples.hash(), value: EmptyValue())])
        for library in libraries {
            try details.libraries.set(
                LibraryDescription(library: library, publishers: publishers), for: library.hash)
        }
        // One that lies under another's hash.
        let misplaced = samples.hash()
        try details.libraries.set(
            LibraryDescription(library: libraries[0], publishers: publishers), for: misplaced)
        state.details = try Lazy(details)
        let made = try state.cell()
        var name = identifier
        name.rootHash = made.hash
        let wanted = libraries[2]
        let whole = try ProvenState(firstState: made, of: name)
        #expect(try whole.library(wanted.hash)?.library == wanted)
        #expect(throws: BlockProofError.libraryHash(expected: misplaced, found: libraries[0].hash)) {
            try whole.library(misplaced)
        }
        let shown = try MerkleProof.create(root: made) { tracker throws(CellError) in
            tracker.visit(state.details.cell)
            _ = try tracker.value(for: wanted.hash.hashmapKey, in: details.libraries.dictionary)
        }
        let partial = try ProvenState(firstState: shown.root, of: name)
        #expect(try partial.library(wanted.hash)?.library.type == .prunedBranch)
        #expect(try partial.library(wanted.hash, cell: wanted)?.library == wanted)
        #expect(throws: BlockProofError.libraryHash(expected: wanted.hash, found: libraries[1].hash)) {
            try partial.library(wanted.hash, cell: libraries[1])
        }
        let flipped = try flipping(shown.cell.boc([]), samples: 300, seed: 31) { bytes in
            let proof = try MerkleProof(cell: try Cell(boc: bytes))
            return try ProvenState(firstState: proof.root, of: name).library(wanted.hash, cell: wanted)
        }
        #expect(flipped.refused > 280)
    }
}
