import Foundation
import Mirror
import MirrorTestSupport
import Settlement
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Two histories of one account that each hang together: the one that came first stays, whichever it is.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct ForkTests {
    /// A mirror that has `first` refuses `second`, names the place, and stays as it was.
    private func expectRefusal(
        of second: TransactionPage, after first: TransactionPage, at lt: UInt64, expected: Hash256?, found: Hash256?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let temporary = try TemporaryMirror()
        let taken = try temporary.mirror.ingest([.page(first)])
        #expect(taken == [DeliveryReceipt(accepted: first.entries.count)], sourceLocation: sourceLocation)
        let before = try FileDigests(temporary)
        let receipts = try temporary.mirror.ingest([.page(second)])
        let conflict = MirrorError.conflict(account: first.account, lt: lt, expected: expected, found: found)
        #expect(receipts == [DeliveryReceipt(refusal: conflict)], sourceLocation: sourceLocation)
        #expect(try FileDigests(temporary) == before, sourceLocation: sourceLocation)
        let text = "\(conflict)"
        for part in [first.account.description, "\(lt)", expected?.hex, found?.hex] {
            #expect(text.contains(part ?? ""), sourceLocation: sourceLocation)
        }
    }

    @Test("of two whole histories, the second is refused", arguments: ["worker", "client", "proxy", "root"])
    func wholeHistories(role: String) throws {
        let history = try ChainHistories.recorded().longest(role)
        for position in [0, history.bags.count / 2, history.bags.count - 1] {
            let fork = try Fork(of: history, at: position)
            #expect(fork.identifiers[position] != history.identifiers[position])
            // Compared from the newest: the first difference is the head.
            let lt = history.identifiers[0].lt
            let (own, other) = (history.identifiers[0].hash, fork.identifiers[0].hash)
            try expectRefusal(of: fork.page(), after: history.page(), at: lt, expected: own, found: other)
            try expectRefusal(of: history.page(), after: fork.page(), at: lt, expected: other, found: own)
        }
    }

    @Test("a page right above or below that names another neighbour")
    func touchingPages() throws {
        let history = try ChainHistories.recorded().longest("worker")
        let fork = try Fork(of: history, at: 5)
        let place = history.identifiers[5]
        let (upper, lower) = (try fork.page(0..<5), try history.page(5..<12))
        try expectRefusal(
            of: upper, after: lower, at: place.lt, expected: place.hash, found: fork.identifiers[5].hash)
        try expectRefusal(
            of: lower, after: upper, at: place.lt, expected: fork.identifiers[5].hash, found: place.hash)
    }

    @Test("a page between two runs that fits only one of them")
    func betweenRuns() throws {
        let history = try ChainHistories.recorded().longest("worker")
        let temporary = try TemporaryMirror()
        _ = try temporary.mirror.ingest([.page(try history.page(0..<4)), .page(try history.page(8..<12))])
        #expect(try temporary.mirror.status().incompleteAccounts == 1)
        let before = try FileDigests(temporary)
        let fork = try Fork(of: history, at: 8)
        let receipts = try temporary.mirror.ingest([.page(try fork.page(4..<8))])
        #expect(receipts.first?.refusal != nil)
        #expect(try FileDigests(temporary) == before)
        #expect(try temporary.mirror.ingest([.page(try history.page(3..<9))]) == [.init(accepted: 4, known: 2)])
        let runs = try MirrorContents(path: temporary.path).rows["segments"]
        #expect(runs?.count == 1)
    }

    @Test("a fork that adds or leaves out a transaction")
    func otherCounts() throws {
        let history = try ChainHistories.recorded().longest("worker")
        let all = try history.bags.reversed().map { try Transaction(cell: try Cell(boc: $0)) }
        let shorter = try Fork(account: history.account, linking: Array(all.prefix(3) + all.dropFirst(4)))
        for (first, second) in [(try history.page(), try shorter.page()), (try shorter.page(), try history.page())] {
            let temporary = try TemporaryMirror()
            _ = try temporary.mirror.ingest([.page(first)])
            let before = try FileDigests(temporary)
            #expect(try temporary.mirror.ingest([.page(second)]).first?.refusal != nil)
            #expect(try FileDigests(temporary) == before)
        }
    }

    @Test("a refused page between accepted ones leaves the others")
    func amongOthers() throws {
        let chain = try ChainHistories.recorded()
        let (worker, client) = (try chain.longest("worker"), try chain.longest("client"))
        let mixed = try TemporaryMirror()
        let receipts = try mixed.mirror.ingest([
            .page(try worker.page()), .page(try Fork(of: worker, at: 2).page()), .page(try client.page()),
        ])
        #expect(receipts.map { $0.refusal == nil } == [true, false, true])
        let plain = try TemporaryMirror()
        _ = try plain.mirror.ingest([.page(try worker.page()), .page(try client.page())])
        #expect(try mixed.mirror.contentDigest() == plain.mirror.contentDigest())
    }

    @Test("amounts that no sum can hold are refused, and the process lives", arguments: [false, true])
    func enormousAmounts(isBounced: Bool) throws {
        let account = AccountAddress(hash: SHA256.hash([1]))
        let history = try ChainHistories.recorded().longest("worker")
        let model = try Transaction(cell: try Cell(boc: history.bags[0]))
        let transactions = try (1...300).map { number in
            let info = InternalMessageInfo(
                ihrDisabled: false, bounce: false, bounced: isBounced,
                source: MessageAddress(AccountAddress(hash: .zero)), destination: MessageAddress(account),
                value: CurrencyCollection(coins: .maximum), ihrFee: .maximum, createdLT: UInt64(number))
            let message = try MessageCell(try Message(info: .internal(info)))
            let header = TransactionHeader(
                accountHash: account.hash, lt: UInt64(number) * 10, previousHash: .zero, previousLT: 0, now: 1)
            return try Transaction(
                header: header, originalStatus: .active, endStatus: .active, inMessage: message, outMessages: [],
                totalFees: CurrencyCollection(coins: .zero), stateUpdate: model.stateUpdate,
                description: model.description)
        }
        let fork = try Fork(account: account, linking: transactions)
        let temporary = try TemporaryMirror()
        let before = try FileDigests(temporary)
        let refused = DeliveryReceipt(refusal: .amountsTooLarge(account: account))
        #expect(try temporary.mirror.ingest([.page(try fork.page())]) == [refused])
        #expect(try FileDigests(temporary) == before)
        // Page by page, the sum is the mirror's.
        let pages = try stride(from: 290, through: 0, by: -10).map { Delivery.page(try fork.page($0..<($0 + 10))) }
        let receipts = try temporary.mirror.ingest(pages)
        #expect(receipts.first == DeliveryReceipt(accepted: 10))
        #expect(receipts.last == refused)
        let books = try MirrorContents(path: temporary.path)
        #expect(books.rows["transactions"]?.count == receipts.count { $0.refusal == nil } * 10)
    }
}
