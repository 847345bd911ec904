import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// Transactions in recorded blocks, as servers prove them.
@Suite("Transactions of blocks", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct BlockTransactionProofTests {
    private struct Recorded {
        let identifier: BlockIdentifier
        let root: Cell
        let places: [ProvenTransactions.Place]
        let cells: [Cell]

        init(_ name: String) throws {
            root = try Cell(boc: try RecordedFixtures.bytes("blocks/mainnet/\(name).boc"), reading: .reference)
            let block = try Block(cell: root)
            let info = try block.info.load()
            identifier = BlockIdentifier(
                shardIdentifier: info.shard, seqno: info.seqno, rootHash: root.hash, fileHash: SHA256.hash([9]))
            let entries = try block.extra.load().accountBlocks.load().entries().flatMap { account in
                try account.value.transactions.entries().map {
                    (ProvenTransactions.Place(accountHash: account.key, lt: $0.key), $0.value.cell)
                }
            }
            places = entries.map(\.0)
            cells = entries.map(\.1)
        }

        /// A proof of the header, and of all transactions where they are wanted.
        func proof(showsTransactions: Bool = true) throws -> [UInt8] {
            try MerkleProof.create(root: root) { tracker throws(CellError) in
                let block = try Block(cell: root)
                tracker.visit(block.info.cell)
                tracker.visit(try block.info.load().previousReference)
                guard showsTransactions else { return }
                tracker.visit(block.extra.cell)
                let accounts = try block.extra.load().accountBlocks
                tracker.visitAll(accounts.cell)
            }.cell.boc([])
        }

        func account(_ position: Int) -> LiteAPI.AccountIdentifier {
            LiteAPI.AccountIdentifier(
                workchain: identifier.workchain, address: places[position].accountHash)
        }
    }

    @Test("one transaction, and none at another time")
    func one() throws {
        let recorded = try Recorded("wc0_34703989")
        let block = recorded.identifier
        func ask(
            _ position: Int, lt: UInt64? = nil, showsTransactions: Bool = true, _ transaction: [UInt8]
        ) throws -> Lazy<Transaction>? {
            let question = LiteAPI.GetOneTransaction(
                block: block, account: recorded.account(position), lt: lt ?? recorded.places[position].lt)
            let answer = LiteAPI.TransactionInfo(
                block: block, proof: try recorded.proof(showsTransactions: showsTransactions), transaction: transaction)
            return try question.proven(by: answer)
        }
        #expect(recorded.cells.count > 3)
        for (position, cell) in recorded.cells.enumerated() {
            #expect(try ask(position, cell.boc([]))?.cell == cell)
        }
        // None at another time, in the block or not.
        let lt = recorded.places[0].lt
        #expect(try ask(0, lt: lt + 1, []) == nil)
        #expect(try ask(0, lt: 1, showsTransactions: false, []) == nil)
        #expect(try ask(0, lt: .max, showsTransactions: false, []) == nil)
        // Withheld, exchanged or made up.
        #expect(
            throws: ProofError(block: block, step: .transactions, reason: .missing("the transaction"))
        ) { try ask(0, []) }
        #expect(
            throws: ProofError(
                block: block, step: .transactions,
                reason: .block(.transactionHash(expected: recorded.cells[0].hash, found: recorded.cells[1].hash)))
        ) { try ask(0, recorded.cells[1].boc([])) }
        #expect(throws: ProofError.self) { try ask(0, lt: lt + 1, recorded.cells[0].boc([])) }
        #expect(throws: ProofError.self) { try ask(0, lt: 1, showsTransactions: false, recorded.cells[0].boc([])) }
        #expect(throws: ProofError.self) { try ask(0, showsTransactions: false, []) }
        // Of an account that can't be in the block.
        let foreign = LiteAPI.GetOneTransaction(
            block: block, account: LiteAPI.AccountIdentifier(workchain: 5, address: recorded.places[0].accountHash),
            lt: lt)
        #expect(throws: ProofError.self) {
            try foreign.proven(
                by: LiteAPI.TransactionInfo(block: block, proof: try recorded.proof(), transaction: []))
        }
    }

    @Test("pages of a block's transactions", arguments: ["wc0_34703989", "mc_17734191"])
    func pages(name: String) throws {
        let recorded = try Recorded(name)
        let count = recorded.places.count
        let proof = try recorded.proof()
        func ask(
            _ range: Range<Int>, after: Int? = nil, count: UInt32 = 3, isReversed: Bool = false, isIncomplete: Bool,
            change: (inout [Cell]) -> Void = { _ in }
        ) throws -> ProvenBlockTransactions {
            let question = LiteAPI.ListBlockTransactionsExt(
                block: recorded.identifier, count: count,
                after: after.map {
                    LiteAPI.TransactionPosition(
                        account: recorded.places[$0].accountHash, lt: recorded.places[$0].lt)
                }, isReversed: isReversed, wantsProof: true)
            var cells = Array(recorded.cells[range])
            if isReversed { cells.reverse() }
            change(&cells)
            let answer = LiteAPI.BlockTransactionsExt(
                block: recorded.identifier, requestedCount: count, isIncomplete: isIncomplete,
                transactions: cells.isEmpty ? [] : BagOfCells(roots: cells).serialized(), proof: proof)
            return try question.proven(by: try LiteAPI.BlockTransactionsExt(tl: answer.tlBytes))
        }
        let first = try ask(0..<3, isIncomplete: count > 3)
        #expect(first.entries.map(\.place) == Array(recorded.places[0..<3]))
        #expect(first.entries.map(\.transaction?.cell) == Array(recorded.cells[0..<3]))
        #expect(first.isLast == (count == 3))
        let rest = try ask(1..<count, after: 0, count: 256, isIncomplete: false)
        #expect(rest.entries.count == count - 1 && rest.isLast)
        let back = try ask(0..<2, after: 2, isReversed: true, isIncomplete: false)
        #expect(back.entries.map(\.place) == recorded.places[0..<2].reversed() && back.isLast)
        // Fewer than were asked for, if the server says so.
        #expect(try !ask(0..<2, isIncomplete: true).isLast)
        // Left out at the end, at the start, or all of them; exchanged; more than there are or were asked for.
        #expect(throws: ProofError.self) { try ask(0..<2, isIncomplete: false) }
        #expect(throws: ProofError.self) { try ask(1..<3, isIncomplete: true) }
        #expect(throws: ProofError.self) { try ask(0..<0, isIncomplete: true) }
        #expect(throws: ProofError.self) { try ask(0..<0, isIncomplete: false) }
        #expect(throws: ProofError.self) { try ask(0..<3, isIncomplete: count > 3) { $0.swapAt(0, 1) } }
        #expect(throws: ProofError.self) { try ask(0..<3, count: 2, isIncomplete: true) }
        #expect(throws: ProofError.self) { try ask(0..<count, count: 256, isIncomplete: false) { $0.append($0[0]) } }
    }

    @Test("names of a block's transactions")
    func names() throws {
        let recorded = try Recorded("wc0_34703989")
        let question = LiteAPI.ListBlockTransactions(
            block: recorded.identifier, count: 2, wantsProof: true,
            otherFlags: LiteAPI.ListBlockTransactions.allFields)
        let names = zip(recorded.places, recorded.cells).prefix(2).map { place, cell in
            LiteAPI.TransactionIdentifier(account: place.accountHash, lt: place.lt, hash: cell.hash)
        }
        let answer = LiteAPI.BlockTransactions(
            block: recorded.identifier, requestedCount: 2, isIncomplete: true, transactions: names,
            proof: try recorded.proof())
        let proven = try question.proven(by: answer)
        #expect(proven.entries.map(\.hash) == recorded.cells.prefix(2).map(\.hash) && !proven.isLast)
        var lie = answer
        lie.transactions[1].lt? += 1
        #expect(throws: ProofError.self) { try question.proven(by: lie) }
        lie = answer
        lie.transactions[1].hash = .zero
        #expect(throws: ProofError.self) { try question.proven(by: lie) }
        lie = answer
        lie.transactions[0].account = .zero
        #expect(throws: ProofError.self) { try question.proven(by: lie) }
        lie = answer
        lie.requestedCount = 3
        #expect(throws: ProofError.self) { try question.proven(by: lie) }
        // A proof that wasn't asked for doesn't come, and nothing is proven.
        lie = answer
        lie.proof = []
        #expect(throws: ProofError.self) { try question.proven(by: lie) }
    }
}
