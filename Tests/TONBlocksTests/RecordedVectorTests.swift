import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Bags of other projects' tests, with what independent decoders read in them.
private struct Vector: Decodable {
    struct Bag: Decodable {
        let bocHex: String
        let roots: [String]
        let decodedTransaction: JSONValue?
        let decodedAccount: JSONValue?
        let decodedShardAccount: JSONValue?

        /// The decoded account, unless it has no address: then that decoder took some other cell for one.
        var plausibleAccount: JSONValue? {
            guard case .object(let fields)? = decodedAccount, case .object? = fields["addr"] else { return nil }
            return decodedAccount
        }

        var isDecoded: Bool { decodedTransaction != nil || plausibleAccount != nil || decodedShardAccount != nil }

        func cell() throws -> Cell {
            let cell = try Cell(boc: try #require(Hex.decode(bocHex)))
            #expect([cell.hash.hex] == roots)
            return cell
        }
    }

    let test: String
    let bocs: [Bag]
}

@Suite("Recorded vectors", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedVectorTests {
    static let files = RecordedFixtures.names(in: "transactions/vectors", suffix: ".json")
    static let blockFiles = RecordedFixtures.names(in: "transactions/block_txs", suffix: ".ndjson")

    private static func expectEqual(_ found: [String: String], _ expected: JSONValue) {
        var leaves: [String: String] = [:]
        expected.flattened(into: &leaves)
        // Says the account twice in the listings of blocks.
        leaves[".account"] = nil
        for path in Set(leaves.keys).union(found.keys).sorted() where leaves[path] != found[path] {
            Issue.record("\(path): expected \(leaves[path] ?? "nothing"), found \(found[path] ?? "nothing")")
        }
    }

    @Test("transactions and accounts are what other decoders read in them", arguments: files)
    func decoded(file: String) throws {
        for vector in try RecordedFixtures.snakeCaseJSON([Vector].self, "transactions/vectors/\(file)") {
            for bag in vector.bocs where bag.isDecoded {
                let cell = try bag.cell()
                if let expected = bag.decodedTransaction {
                    #expect(try Transaction(cell: cell).cell() == cell, "\(vector.test)")
                    Self.expectEqual(try DecodedTransaction(cell).leaves, expected)
                }
                if let expected = bag.plausibleAccount {
                    let account = try Account(cell: cell)
                    #expect(try account.cell() == cell, "\(vector.test)")
                    try DecodedAccount(account).expect(expected)
                }
                if let expected = bag.decodedShardAccount {
                    let shard = try ShardAccount(cell: cell)
                    #expect(try shard.cell() == cell, "\(vector.test)")
                    #expect(try shard.account().cell() == shard.accountCell, "\(vector.test)")
                    var leaves: [String: String] = [:]
                    expected.flattened(into: &leaves)
                    #expect(leaves[".last_trans_hash"] == shard.lastTransactionHash.hex)
                    #expect(leaves[".last_trans_lt"] == "\(shard.lastTransactionLT)")
                    if case .object(let fields) = expected, let account = fields["account"] {
                        try DecodedAccount(shard.account()).expect(account)
                    }
                }
            }
        }
    }

    @Test("the vectors hold as many decoded values as were recorded")
    func counts() throws {
        var transactions = 0
        var accounts = 0
        for file in Self.files {
            for bag in try RecordedFixtures.snakeCaseJSON([Vector].self, "transactions/vectors/\(file)").flatMap(\.bocs)
            {
                transactions += bag.decodedTransaction == nil ? 0 : 1
                accounts += bag.plausibleAccount == nil ? 0 : 1
                accounts += bag.decodedShardAccount == nil ? 0 : 1
            }
        }
        #expect(transactions == 32)
        #expect(accounts == 11)
    }

    @Test(
        "messages of other projects' tests",
        arguments: ["ton-core__Message.spec.ts.json", "tongo__messages_test.go.json"])
    func messages(file: String) throws {
        for bag in try RecordedFixtures.snakeCaseJSON([Vector].self, "transactions/vectors/\(file)").flatMap(\.bocs) {
            let cell = try bag.cell()
            #expect(try Message(cell: cell).cell() == cell)
        }
    }

    @Test("a message with another currency")
    func extraCurrency() throws {
        let vectors = try RecordedFixtures.snakeCaseJSON(
            [Vector].self, "transactions/vectors/ton-core__Message.spec.ts.json")
        let message = try Message(cell: try #require(vectors.first?.bocs.first).cell())
        let amounts = try #require(message.info.internalInfo).value.extraCurrencies()
        #expect(!amounts.isEmpty)
        #expect(amounts.values.allSatisfy { $0.value != nil })
    }

    @Test("initial states of other projects' tests")
    func stateInits() throws {
        let vectors = try RecordedFixtures.snakeCaseJSON(
            [Vector].self, "transactions/vectors/ton-core__StateInit.spec.ts.json")
        for bag in vectors.flatMap(\.bocs) {
            let cell = try bag.cell()
            #expect(try StateInit(cell: cell).cell() == cell)
        }
    }

    @Test("a transaction succeeded where another decoder says so")
    func success() throws {
        struct Entry: Decodable {
            let success: Bool
            let bocHex: String
            let rootHash: String
        }
        let entries = try RecordedFixtures.snakeCaseJSON([Entry].self, "transactions/tx_is_success.json")
        #expect(!entries.isEmpty)
        for entry in entries {
            let cell = try Cell(boc: try #require(Hex.decode(entry.bocHex)))
            #expect(cell.hash.hex == entry.rootHash)
            let transaction = try Transaction(cell: cell)
            #expect(try transaction.cell() == cell)
            // That decoder's rule: the contract ended well, or coins arrived where none could run.
            let isSuccessful =
                switch transaction.description.computePhase {
                case .executed(let execution)?: execution.exitCode == 0 && transaction.actionResultCode == 0
                case .skipped?, nil: transaction.description.bouncePhase == nil
                }
            #expect(isSuccessful == entry.success, "\(entry.rootHash)")
        }
    }

    @Test("all transactions of mainnet blocks are what another decoder read in them", arguments: blockFiles)
    func blocks(file: String) throws {
        let name = String(file.dropLast(".ndjson".count))
        let folder = name.contains("_") ? "blocks/mainnet" : "blocks/mainnet/mc_seq_2467080"
        let block = try Cell(boc: try RecordedFixtures.bytes("\(folder)/\(name).boc"))
        let cells = Self.cellsByHash(below: block)
        let text = String(decoding: try RecordedFixtures.bytes("transactions/block_txs/\(file)"), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(!lines.isEmpty)
        for line in lines {
            let expected = try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
            var leaves: [String: String] = [:]
            expected.flattened(into: &leaves)
            let hash = try #require(leaves[".hash"].flatMap { Hash256(hex: $0) })
            let cell = try #require(cells[hash], "the block has no cell \(hash)")
            #expect(try Transaction(cell: cell).cell() == cell)
            Self.expectEqual(try DecodedTransaction(cell).leaves, expected)
        }
    }

    /// Every cell of a block, pruned branches apart.
    private static func cellsByHash(below root: Cell) -> [Hash256: Cell] {
        var cells: [Hash256: Cell] = [:]
        var pending = [root]
        while let cell = pending.popLast() {
            guard cells.updateValue(cell, forKey: cell.hash) == nil else { continue }
            pending += cell.references
        }
        return cells
    }
}

/// An account in the shape in which an independent decoder wrote it down.
private struct DecodedAccount {
    private var leaves: [String: String] = [:]

    init(_ account: Account) throws {
        let existing = try #require(account.existing)
        put("addr.wc", existing.address.account?.workchain)
        put("addr.hash_part", existing.address.account?.hash)
        put("storage_stat.used.cells", existing.storageInfo.used.cells)
        put("storage_stat.used.bits", existing.storageInfo.used.bits)
        put("storage_stat.last_paid", existing.storageInfo.lastPaid)
        put("storage_stat.due_payment", existing.storageInfo.duePayment?.nanoTON)
        switch existing.storageInfo.extra {
        case .none:
            put("storage_stat.storage_extra.type_", "storage_extra_none")
            put("storage_stat.storage_extra.dict_hash", nil)
        case .info(let hash):
            put("storage_stat.storage_extra.type_", "storage_extra_info")
            put("storage_stat.storage_extra.dict_hash", hash)
        }
        put("storage.last_trans_lt", existing.storage.lastTransactionLT)
        put("storage.balance.grams", existing.storage.balance.coins.nanoTON)
        if existing.storage.balance.other.isEmpty {
            put("storage.balance.other.dict", nil)
        } else {
            for (identifier, amount) in try existing.storage.balance.extraCurrencies() {
                put("storage.balance.other.dict.\(identifier)", amount.value)
            }
        }
        switch existing.storage.state {
        case .uninitialized: put("storage.state.type_", "account_uninit")
        case .frozen(let hash):
            put("storage.state.type_", "account_frozen")
            put("storage.state.state_hash", hash)
        case .active(let stateInit):
            put("storage.state.type_", "account_active")
            put("storage.state.state_init.split_depth", stateInit.fixedPrefixLength)
            put("storage.state.state_init.code", stateInit.code?.hash)
            put("storage.state.state_init.data", stateInit.data?.hash)
            if let special = stateInit.special {
                put("storage.state.state_init.special.tick", special.tick)
                put("storage.state.state_init.special.tock", special.tock)
            } else {
                put("storage.state.state_init.special", nil)
            }
        }
    }

    private mutating func put(_ path: String, _ value: (any CustomStringConvertible)?) {
        leaves["." + path] = value.map { "\($0)" } ?? "null"
    }

    func expect(_ document: JSONValue) throws {
        var expected: [String: String] = [:]
        document.flattened(into: &expected)
        for (path, value) in leaves { #expect(expected[path] == value, "\(path)") }
    }
}
