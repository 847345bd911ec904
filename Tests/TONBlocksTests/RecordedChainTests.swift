import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// The answer to `getTransactions` in the recorded chain, as far as it is compared.
private struct TransactionsAnswer: Decodable {
    struct Entry: Decodable {
        struct Identifier: Decodable {
            let lt: String
            let hash: String
        }

        let data: String
        let transactionId: Identifier
        let utime: UInt32
        let fee: String
        let storageFee: String
        let inMsg: RecordedMessage?
        let outMsgs: [RecordedMessage]
    }

    let result: [Entry]
}

private struct RecordedMessage: Decodable {
    let hash: String
    let source: String
    let destination: String
    let value: String
    let fwdFee: String
    let ihrFee: String
    let createdLt: String
    let bodyHash: String
}

/// The answer to `getAddressInformation` in the recorded chain, as far as it is compared.
private struct StateAnswer: Decodable {
    struct State: Decodable {
        struct Identifier: Decodable {
            let lt: String
            let hash: String
        }

        let balance: String
        let state: String
        let lastTransactionId: Identifier
        let shardAccountBoc: String
    }

    let result: State
}

@Suite("Recorded chain", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedChainTests {
    static let transactionFiles = RecordedFixtures.names(in: "chain/transactions", suffix: ".json")
    static let stateFiles = RecordedFixtures.names(in: "chain/states", suffix: ".json")

    private static func cell(_ base64: String) throws -> Cell {
        try Cell(boc: try #require(Base64.decode(base64)))
    }

    private static func hash(_ base64: String) throws -> Hash256 {
        try #require(Base64.decode(base64).flatMap { Hash256($0) })
    }

    private static func address(_ text: String) throws -> AccountAddress? {
        text.isEmpty ? nil : try AccountAddress(text)
    }

    @Test("the fixtures are whole")
    func count() {
        #expect(Self.transactionFiles.count == 118)
        #expect(Self.stateFiles == Self.transactionFiles)
    }

    @Test("every transaction of an account is what the server says, and all hang together", arguments: transactionFiles)
    func history(file: String) throws {
        let entries = try RecordedFixtures.snakeCaseJSON(TransactionsAnswer.self, "chain/transactions/\(file)").result
        var cells: [Cell] = []
        for entry in entries {
            let cell = try Self.cell(entry.data)
            cells.append(cell)
            let transaction = try Transaction(cell: cell)
            #expect(try transaction.cell() == cell)
            #expect(cell.hash == (try Self.hash(entry.transactionId.hash)))
            #expect(String(transaction.lt) == entry.transactionId.lt)
            #expect(transaction.now == entry.utime)
            // The server's fee includes what forwarding the messages cost.
            var fee = transaction.totalFees.coins
            for info in transaction.outMessages.compactMap(\.message.info.internalInfo) {
                fee = try fee.adding(info.forwardFee).adding(info.ihrFee)
            }
            #expect(fee == (try Coins(nanoTON: entry.fee)))
            let storageFee = transaction.description.storagePhase?.feesCollected ?? .zero
            #expect(storageFee == (try Coins(nanoTON: entry.storageFee)))
            #expect((transaction.inMessage == nil) == (entry.inMsg == nil))
            if let message = transaction.inMessage, let recorded = entry.inMsg {
                try Self.compare(message, recorded)
            }
            #expect(transaction.outMessages.count == entry.outMsgs.count)
            for (message, recorded) in zip(transaction.outMessages, entry.outMsgs) {
                try Self.compare(message, recorded)
            }
        }
        let newest = try #require(entries.first)
        let account = try #require(Hash256(hex: file.dropLast(".json".count)))
        let head = TransactionIdentifier(
            lt: try #require(UInt64(newest.transactionId.lt)), hash: try Self.hash(newest.transactionId.hash))
        let chain = try AccountChain(verifying: cells, head: head, accountHash: account)
        #expect(chain.transactions.count == entries.count)
        #expect(chain.isComplete)

        // One transaction left out anywhere but at the end breaks it.
        if cells.count > 1 {
            var gap = cells
            gap.remove(at: cells.count / 2 - 1)
            let error = #expect(throws: AccountChainError.self) {
                try AccountChain(verifying: gap, head: head, accountHash: account)
            }
            #expect(error?.position == cells.count / 2 - 1)
        }
    }

    private static func compare(_ cell: MessageCell, _ recorded: RecordedMessage) throws {
        let message = cell.message
        #expect(try message.cell() == cell.cell)
        #expect(message.info.source.account == (try address(recorded.source)))
        #expect(message.info.destination.account == (try address(recorded.destination)))
        #expect(String(message.info.createdLT ?? 0) == recorded.createdLt)
        let info = message.info.internalInfo
        #expect((info?.value.coins ?? .zero) == (try Coins(nanoTON: recorded.value)))
        #expect((info?.forwardFee ?? .zero) == (try Coins(nanoTON: recorded.fwdFee)))
        #expect((info?.ihrFee ?? .zero) == (try Coins(nanoTON: recorded.ihrFee)))
        #expect(try message.bodyCell().hash == hash(recorded.bodyHash))
        #expect(cell.hash == (try hash(recorded.hash)))
    }

    @Test("every account's state is the one that its last transaction left", arguments: stateFiles)
    func state(file: String) throws {
        let state = try RecordedFixtures.snakeCaseJSON(StateAnswer.self, "chain/states/\(file)").result
        let cell = try Self.cell(state.shardAccountBoc)
        let shard = try ShardAccount(cell: cell)
        #expect(try shard.cell() == cell)
        #expect(String(shard.lastTransactionLT) == state.lastTransactionId.lt)
        #expect(shard.lastTransactionHash == (try Self.hash(state.lastTransactionId.hash)))

        let account = try shard.account()
        #expect(try account.cell() == shard.accountCell)
        #expect(account.balance.coins == (try Coins(nanoTON: state.balance)))
        #expect((account.status == .active) == (state.state == "active"))
        #expect(
            account.existing?.address.account?.hash.hex ?? String(file.dropLast(".json".count))
                == String(file.dropLast(".json".count)))

        let newest = try #require(
            try RecordedFixtures.snakeCaseJSON(TransactionsAnswer.self, "chain/transactions/\(file)").result.first)
        let last = try Transaction(cell: try Self.cell(newest.data))
        #expect(last.stateUpdate.newHash == shard.stateHash)
        #expect(shard.lastTransaction.lt == last.lt)
        #expect(last.endStatus == account.status)
    }
}
