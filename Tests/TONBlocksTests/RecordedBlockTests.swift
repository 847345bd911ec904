import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Recorded blocks", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedBlockTests {
    struct Listed: Decodable, Sendable, CustomTestStringConvertible {
        let file: String
        let rootHash: String
        let type: String
        let globalID: Int32?
        let version: UInt32?
        let afterMerge: Int?
        let beforeSplit: Int?
        let afterSplit: Int?
        let wantSplit: Int?
        let wantMerge: Int?
        let keyBlock: Int?
        let flags: Int?
        let seqno: UInt32?
        let workchain: Int32?
        let shard: String?
        let generatedAt: UInt32?
        let startLT: UInt64?
        let endLT: UInt64?
        let validatorListHashShort: UInt32?
        let catchainSeqno: UInt32?
        let minimumReferencedMasterchainSeqno: UInt32?
        let previousKeyBlockSeqno: UInt32?
        let parents: [Parent]?

        struct Parent: Decodable, Sendable {
            let wc: Int32
            let shard: String
            let seqno: UInt32
            let rootHash: String
            let fileHash: String

            enum CodingKeys: String, CodingKey {
                case wc, shard, seqno
                case rootHash = "root_hash"
                case fileHash = "file_hash"
            }
        }

        enum CodingKeys: String, CodingKey {
            case file, type, version, flags, seqno, shard
            case rootHash = "root_hash"
            case globalID = "global_id"
            case afterMerge = "after_merge"
            case beforeSplit = "before_split"
            case afterSplit = "after_split"
            case wantSplit = "want_split"
            case wantMerge = "want_merge"
            case keyBlock = "key_block"
            case workchain = "wc"
            case generatedAt = "gen_utime"
            case startLT = "start_lt"
            case endLT = "end_lt"
            case validatorListHashShort = "val_list_hash_short"
            case catchainSeqno = "cc_seqno"
            case minimumReferencedMasterchainSeqno = "min_ref_mc_seqno"
            case previousKeyBlockSeqno = "prev_key_block_seqno"
            case parents = "expected_parents"
        }

        var testDescription: String { file }

        func cell() throws -> Cell {
            try Cell(boc: try RecordedFixtures.bytes("blocks/" + file), reading: .reference)
        }
    }

    static let all = (try? RecordedFixtures.json([Listed].self, "blocks/INDEX.json")) ?? []
    static let blocks = all.filter { $0.type == "block" && !$0.file.hasPrefix("everscale/") }

    @Test("there are 61 blocks of the main network and 4 of a local one")
    func count() {
        #expect(Self.blocks.count { $0.file.hasPrefix("mainnet/") } == 61)
        #expect(Self.blocks.count { $0.file.hasPrefix("localnet/") } == 4)
    }

    @Test("every part is read and written back, and the header says what the index says", arguments: blocks)
    func block(_ listed: Listed) throws {
        let cell = try listed.cell()
        #expect(cell.hash.hex == listed.rootHash)
        var walker = BlockWalker()
        let block = try walker.block(cell)
        let info = try block.info.load()
        #expect(block.globalIdentifier == listed.globalID)
        #expect(info.version == listed.version)
        #expect(info.isAfterMerge == (listed.afterMerge == 1))
        #expect(info.isBeforeSplit == (listed.beforeSplit == 1))
        #expect(info.isAfterSplit == (listed.afterSplit == 1))
        #expect(info.wantsSplit == (listed.wantSplit == 1))
        #expect(info.wantsMerge == (listed.wantMerge == 1))
        #expect(info.isKeyBlock == (listed.keyBlock == 1))
        #expect((info.software != nil) == (listed.flags == 1))
        #expect(info.seqno == listed.seqno)
        #expect(info.shard.description == "\(listed.workchain ?? 99):\(listed.shard ?? "")")
        #expect(info.generatedAt == listed.generatedAt)
        #expect(info.startLT == listed.startLT && info.endLT == listed.endLT)
        #expect(info.validatorListHashShort == listed.validatorListHashShort)
        #expect(info.catchainSeqno == listed.catchainSeqno)
        #expect(info.minimumReferencedMasterchainSeqno == listed.minimumReferencedMasterchainSeqno)
        #expect(info.previousKeyBlockSeqno == listed.previousKeyBlockSeqno)
        #expect(try block.extra.load().masterchainExtra?.load().isKeyBlock ?? false == info.isKeyBlock)
        if let parents = listed.parents {
            let expected = parents.map { "(\($0.wc):\($0.shard), \($0.seqno), \($0.rootHash), \($0.fileHash))" }
            #expect(try info.previousBlockIdentifiers().map(\.description) == expected)
        }
    }

    @Test(
        "the account blocks hold the transactions that were recorded",
        arguments: RecordedFixtures.names(in: "transactions/block_txs", suffix: ".ndjson"))
    func transactions(name: String) throws {
        struct Line: Decodable { let hash: String }
        let text = String(decoding: try RecordedFixtures.bytes("transactions/block_txs/" + name), as: UTF8.self)
        let expected = try text.split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8)).hash
        }
        let stem = String(name.dropLast(".ndjson".count))
        let listed = try #require(Self.blocks.first { $0.file.hasSuffix("/\(stem).boc") })
        let extra = try Block(cell: listed.cell()).extra.load()
        let found = try extra.accountBlocks.load().entries().flatMap { entry in
            try entry.value.transactions.entries().map(\.value.hash.hex)
        }
        #expect(found.sorted() == expected.sorted())
    }

    struct Expected: Decodable {
        struct Flow: Decodable {
            let coins: String
            let other: [String: String]

            enum CodingKeys: String, CodingKey {
                case coins = "Grams"
                case other = "Other"
            }
        }

        let transactionHashes: [String]
        let valueFlow: [String: Flow?]
        let inMessageCount: Int
        let outMessageCount: Int
        let libraries: [String: [String: [String: String]]]

        enum CodingKeys: String, CodingKey {
            case transactionHashes = "TxHashes"
            case valueFlow = "ValueFlow"
            case inMessageCount = "InMsgDescrLength"
            case outMessageCount = "OutMsgDescrLength"
            case libraries = "Libraries"
        }
    }

    @Test("decoded content", arguments: ["mc_17734191", "wc0_30816553", "wc0_40484438"])
    func expectedContent(name: String) throws {
        let expected = try RecordedFixtures.json(Expected.self, "blocks/mainnet/\(name).expected.json")
        let cell = try Cell(boc: try RecordedFixtures.bytes("blocks/mainnet/\(name).boc"))
        let block = try Block(cell: cell)
        let extra = try block.extra.load()
        #expect(try extra.inMessages.load().entries().count == expected.inMessageCount)
        #expect(try extra.outMessages.load().entries().count == expected.outMessageCount)
        let hashes = try extra.accountBlocks.load().entries().flatMap { entry in
            try entry.value.transactions.entries().map(\.value.hash.hex)
        }
        #expect(hashes.sorted() == expected.transactionHashes)

        let flow = try block.valueFlow.load()
        let flows = [
            "FromPrevBlk": flow.fromPreviousBlock, "ToNextBlk": flow.toNextBlock, "Imported": flow.imported,
            "Exported": flow.exported, "FeesCollected": flow.feesCollected, "FeesImported": flow.feesImported,
            "Recovered": flow.recovered, "Created": flow.created, "Minted": flow.minted,
        ]
        #expect(flow.burned == nil && expected.valueFlow.keys.sorted() == (flows.keys + ["Burned"]).sorted())
        for (name, found) in flows {
            let wanted = try #require(expected.valueFlow[name] ?? nil)
            #expect("\(found.coins.nanoTON)" == wanted.coins, "\(name)")
            let other = try found.extraCurrencies().map { ("\($0.key)", "\($0.value.value ?? 0)") }
            #expect(Dictionary(uniqueKeysWithValues: other) == wanted.other, "\(name)")
        }

        let state = try #require(try ShardState(cell: block.readStateUpdate().new).unsplit)
        // Other libraries, which the block didn't touch, are pruned.
        let libraries = try state.details.load().libraries
        for (hash, publishers) in expected.libraries {
            let key = try #require(Hash256(hex: hash))
            let library = try #require(try libraries.value(for: key))
            #expect(try library.publishers.keys().map(\.hex) == publishers.keys.sorted())
        }
    }

    @Test("consecutive masterchain blocks name each other", arguments: ["mc_seq_2467080", "shuffle_3236530"])
    func sequence(folder: String) throws {
        let blocks = try Self.blocks.filter { $0.file.contains(folder) }.map { listed in
            (listed, try Block(cell: listed.cell()).info.load())
        }.sorted { $0.1.seqno < $1.1.seqno }
        #expect(blocks.count >= 21)
        for (before, after) in zip(blocks, blocks.dropFirst()) {
            let previous = try #require(try after.1.previousBlockIdentifiers().first)
            #expect(previous.seqno == before.1.seqno)
            #expect(previous.rootHash.hex == before.0.rootHash)
            guard case .one(let reference) = try after.1.previousBlocks() else {
                Issue.record("two predecessors")
                return
            }
            #expect(reference.endLT == before.1.endLT)
        }
    }

    @Test("what recorded blocks hold")
    func contents() throws {
        var walker = BlockWalker()
        for listed in Self.blocks { try walker.block(listed.cell()) }
        let counts = walker.counts
        #expect(counts["Block"] == 65 && counts["AccountBlock"] == 926 && counts["changed account"] == 926)
        #expect(counts["Transaction"] == 2143 && counts["InMessage"] == 3153 && counts["OutMessage"] == 2439)
        #expect(counts["ShardDescription"] == 467 && counts["MasterchainBlockExtra"] == 56)
        // The constructors that occur.
        #expect(
            counts.filter { $0.key.hasPrefix("InMessage.") } == [
                "InMessage.deferredFinal": 200, "InMessage.external": 82, "InMessage.final": 987,
                "InMessage.immediate": 1884,
            ])
        #expect(
            counts.filter { $0.key.hasPrefix("OutMessage.") } == [
                "OutMessage.dequeuedImmediate": 290, "OutMessage.dequeuedShort": 389, "OutMessage.external": 1,
                "OutMessage.immediate": 886, "OutMessage.new": 873,
            ])
    }
}
