import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// What others fed to their executors: blocks, states, accounts, messages and configurations of the main network.
@Suite("Recorded replays", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedReplayTests {
    private static func cell(_ base64: String) throws -> Cell {
        try Cell(boc: try #require(Base64.decode(base64)), reading: .reference)
    }

    /// Reads an account and its entry, and checks that both are written back.
    private static func account(_ cell: Cell) throws -> ShardAccount {
        let entry = try ShardAccount(cell: cell)
        #expect(try entry.cell() == cell)
        let account = try entry.account()
        #expect(try account.cell() == entry.accountCell)
        guard case .active(let state)? = account.existing?.storage.state else { return entry }
        for library in try state.libraries.entries() { #expect(library.value.root.hash == library.key) }
        return entry
    }

    private static func message(_ cell: Cell) throws -> MessageCell {
        let message = try MessageCell(cell: cell)
        #expect(try message.message.cell() == cell)
        return message
    }

    /// Every parameter of a configuration; raw ones only of numbers without a type.
    private static func configuration(_ root: Cell) throws -> NetworkConfiguration {
        let configuration = NetworkConfiguration(root: root)
        var walker = BlockWalker()
        try walker.configuration(configuration)
        return configuration
    }

    // MARK: - A block with the state before it

    private struct FatBlock: Decodable {
        struct Proof: Decodable {
            let rootHash: String
            let proofBocBase64: String
        }

        struct Account: Decodable {
            let account: String
            let shardAccountBocBase64: String
            let shardAccountRootHash: String
            let accountRootHash: String
        }

        struct Configuration: Decodable {
            let globalVersion: UInt32
            let configRootBocBase64: String
            let librariesBocBase64: [String]
        }

        struct Run: Decodable {
            let account: String
            let lt: UInt64
            let now: UInt32
        }

        struct Name: Decodable {
            let rootHash: String
            let fileHash: String
        }

        let block: Name
        let blockBocBase64: String
        let previousStateProofs: [Proof]
        let previousAccounts: [Account]
        let config: Configuration
        let transactionConfigs: [Run]
    }

    @Test("a block of 269 transactions, the accounts before it, and their shard's state")
    func fatBlock() throws {
        let recorded = try RecordedFixtures.snakeCaseJSON(FatBlock.self, "tvm/replay/fat_block_71398501.json")
        let root = try Self.cell(recorded.blockBocBase64)
        #expect(root.hash.hex == recorded.block.rootHash)
        #expect(SHA256.hash(root.boc(.block)).hex == recorded.block.fileHash)
        var walker = BlockWalker()
        let block = try walker.block(root)
        #expect(walker.counts["Transaction"] == 269)
        let accountBlocks = try block.extra.load().accountBlocks.load()

        // The state before, as far as the block needs it.
        let shown = try #require(recorded.previousStateProofs.first)
        let proof = try MerkleProof(cell: try Self.cell(shown.proofBocBase64))
        let update = try block.readStateUpdate()
        #expect(proof.rootHash.hex == shown.rootHash && proof.rootHash == update.oldHash)
        let state = try ShardStateUnsplit(cell: proof.root)
        #expect(try state.cell() == proof.root)
        let accounts = try state.accounts.load()

        #expect(recorded.previousAccounts.count == 234)
        for listed in recorded.previousAccounts {
            let cell = try Self.cell(listed.shardAccountBocBase64)
            #expect(cell.hash.hex == listed.shardAccountRootHash)
            let entry = try Self.account(cell)
            #expect(entry.stateHash.hex == listed.accountRootHash)
            let address = try AccountAddress(listed.account)
            // The state has the same, and the block starts from it.
            if let inState = try accounts.value(for: address.hash) {
                #expect(inState.stateHash == entry.stateHash && inState.lastTransaction == entry.lastTransaction)
            } else {
                #expect(try entry.account() == .nonexistent && entry.lastTransaction == .none)
            }
            let accountBlock = try #require(try accountBlocks.value(for: address.hash))
            #expect(try accountBlock.stateUpdate.load().oldHash == entry.stateHash)
            let first = try #require(try accountBlock.transactions.entries().first).value
            #expect(try first.load().header.previous == entry.lastTransaction)
        }

        for run in recorded.transactionConfigs {
            let address = try AccountAddress(run.account)
            let found = try accountBlocks.value(for: address.hash)?.transactions.value(for: run.lt)
            #expect(try found?.load().now == run.now)
        }

        let configuration = try Self.configuration(try Self.cell(recorded.config.configRootBocBase64))
        #expect(try configuration.globalVersion()?.version == recorded.config.globalVersion)
        for bag in recorded.config.librariesBocBase64 {
            let libraries = HashmapE(keyBits: 256, root: try Self.cell(bag))
            for entry in try libraries.entries() {
                var value = entry.value
                #expect(try value.loadReference().hash == entry.key.hashValue256)
            }
        }
    }

    // MARK: - Single transactions

    private struct Case: Decodable {
        let name: String
        let config: String?
        let configBoc: String?
        let shardAccountBefore: String
        let inMsg: String?
        let expectedTxBoc: String?
        let expectedTxHash: String
        let expectedShardAccountAfter: String?
    }

    private struct Cases: Decodable { let cases: [Case] }

    @Test(
        "accounts before and after, messages, transactions and configurations",
        arguments: ["rsquad_real_boc", "tonpy_raw_emulator"])
    func cases(file: String) throws {
        let cases = try RecordedFixtures.snakeCaseJSON(Cases.self, "tvm/replay/\(file).json").cases
        #expect(cases.count == (file == "rsquad_real_boc" ? 17 : 4))
        var configurations: Set<Hash256> = []
        for entry in cases {
            if let bag = entry.configBoc {
                let root = try Self.cell(bag)
                if configurations.insert(root.hash).inserted { _ = try Self.configuration(root) }
            }
            try Self.check(entry)
        }
    }

    private static func check(_ entry: Case) throws {
        let before = try account(try cell(entry.shardAccountBefore))
        let incoming = try entry.inMsg.map { try message(try cell($0)) }
        guard let bag = entry.expectedTxBoc else { return }
        let transactionCell = try cell(bag)
        let transaction = try Transaction(cell: transactionCell)
        #expect(try transaction.cell() == transactionCell, "\(entry.name)")
        #expect(transactionCell.hash.hex == entry.expectedTxHash)
        #expect(transaction.inMessage?.hash == incoming?.hash)
        #expect(transaction.header.previous == before.lastTransaction)
        #expect(transaction.stateUpdate.oldHash == before.stateHash)
        guard let bag = entry.expectedShardAccountAfter else { return }
        let after = try account(try cell(bag))
        #expect(transaction.stateUpdate.newHash == after.stateHash, "\(entry.name)")
        #expect(after.lastTransaction == TransactionIdentifier(lt: transaction.lt, hash: transactionCell.hash))
        #expect(try after.account().status == transaction.endStatus)
    }

    @Test("a run that another emulator recorded")
    func emulated() throws {
        struct Recorded: Decodable {
            struct Arguments: Decodable {
                let shardAccountBoc: String
                let bcConfig: String
            }

            struct Reference: Decodable {
                let txHash: String
                let transaction: String
                let shardAccountAfter: String
            }

            let inMsgBoc: String
            let emulArgs: Arguments
            let reference: Reference
        }

        let file = "tvm/replay/tonrs_txemulord_EQAQAUqxkIId2T0l1v0CBjczoPW7pS.json"
        let recorded = try RecordedFixtures.snakeCaseJSON(Recorded.self, file)
        let configuration = try Self.configuration(try Self.cell(recorded.emulArgs.bcConfig))
        #expect(try configuration.currentValidators()?.validators().isEmpty == false)
        try Self.check(
            Case(
                name: "emulated", config: nil, configBoc: nil, shardAccountBefore: recorded.emulArgs.shardAccountBoc,
                inMsg: recorded.inMsgBoc, expectedTxBoc: recorded.reference.transaction,
                expectedTxHash: recorded.reference.txHash,
                expectedShardAccountAfter: recorded.reference.shardAccountAfter))
    }
}
