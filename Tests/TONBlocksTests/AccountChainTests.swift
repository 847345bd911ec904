import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Account chains")
struct AccountChainTests {
    private let cells: [Cell]
    private let head: TransactionIdentifier
    private let account: Hash256

    init() throws {
        var samples = Samples(seed: 21)
        cells = try samples.chain(count: 8)
        let header = try TransactionHeader(cell: cells[0])
        head = TransactionIdentifier(lt: header.lt, hash: cells[0].hash)
        account = header.accountHash
    }

    private func failure(
        of cells: [Cell], head: TransactionIdentifier? = nil, accountHash: Hash256? = nil
    ) throws -> AccountChainError {
        try #require(throws: AccountChainError.self) {
            try AccountChain(verifying: cells, head: head ?? self.head, accountHash: accountHash)
        }
    }

    @Test("a whole history verifies, and so do its pages one after another", arguments: 1...8)
    func pages(size: Int) throws {
        let whole = try AccountChain(verifying: cells, head: head, accountHash: account)
        #expect(whole.isComplete)
        #expect(whole.accountHash == account)
        #expect(whole.transactions.map(\.cell) == cells)
        #expect(whole.transactions.first?.identifier == head)

        var next = head
        var found: [Cell] = []
        while next != .none {
            let page = try AccountChain(
                verifying: Array(cells[found.count..<min(found.count + size, cells.count)]), head: next)
            #expect(page.head == next)
            next = page.below
            found += page.transactions.map(\.cell)
        }
        #expect(found == cells)
    }

    @Test("a page that leaves one out is refused at the gap", arguments: 0..<7)
    func dropped(position: Int) throws {
        var page = cells
        page.remove(at: position)
        let error = try failure(of: page)
        let missing = try TransactionHeader(cell: cells[position])
        let instead = try TransactionHeader(cell: cells[position + 1])
        #expect(
            error
                == AccountChainError(
                    reason: .wrongHash(foundLT: instead.lt), accountHash: account, position: position,
                    lt: missing.lt, expectedHash: cells[position].hash, foundHash: cells[position + 1].hash))
    }

    @Test("a page that leaves the oldest out ends above it")
    func shortened() throws {
        let page = try AccountChain(verifying: cells.dropLast(), head: head)
        #expect(!page.isComplete)
        #expect(page.below == TransactionIdentifier(lt: 1000, hash: cells[7].hash))
    }

    @Test("swapped neighbours are refused at the first of them", arguments: 0..<7)
    func swapped(position: Int) throws {
        var page = cells
        page.swapAt(position, position + 1)
        let error = try failure(of: page)
        #expect(error.position == position)
        #expect(error.expectedHash == cells[position].hash)
        #expect(error.foundHash == cells[position + 1].hash)
    }

    @Test("any single bit of any root cell counts", arguments: 0..<8)
    func altered(position: Int) throws {
        let original = cells[position]
        for bit in stride(from: 0, to: original.bitCount, by: 7) {
            let data = original.exoticSlice().bitString()
            var bytes = data.bytes
            bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
            var builder = CellBuilder()
            try builder.store(BitString(bytes: bytes, count: data.count))
            for reference in original.references { try builder.store(reference: reference) }
            var page = cells
            page[position] = try builder.build()

            let error = try failure(of: page, accountHash: account)
            #expect(error.accountHash == account)
            #expect(error.position == position)
            #expect(error.lt == UInt64(8 - position) * 1000)
            #expect(error.expectedHash == original.hash)
            #expect(error.foundHash == page[position].hash)
            let text = error.description
            #expect(text.contains(account.hex))
            #expect(text.contains("\(error.lt)"))
            #expect(text.contains(original.hash.hex))
            #expect(text.contains(page[position].hash.hex))
        }
    }

    @Test("a head of another lt is refused")
    func wrongLT() throws {
        let error = try failure(of: cells, head: TransactionIdentifier(lt: 7999, hash: head.hash))
        #expect(error.reason == .wrongLT(found: 8000))
        #expect(error.lt == 7999)
        #expect(error.expectedHash == error.foundHash)
    }

    @Test("another account's chain is refused")
    func wrongAccount() throws {
        let error = try failure(of: cells, accountHash: .zero)
        #expect(error.reason == .wrongAccount(found: account))
        #expect(error.accountHash == .zero)
    }

    @Test("no transactions prove nothing")
    func empty() throws {
        let error = try failure(of: [], accountHash: account)
        #expect(
            error
                == AccountChainError(
                    reason: .empty, accountHash: account, position: 0, lt: head.lt, expectedHash: head.hash,
                    foundHash: nil))
    }

    @Test("nothing comes before the first transaction")
    func beyondStart() throws {
        let error = try failure(of: cells + [cells[0]])
        #expect(error.position == 8)
        #expect(error.lt == 0)
        #expect(error.expectedHash == .zero)
    }

    @Test("a transaction that names a later one, or itself, is refused", arguments: [5000, 9000] as [UInt64])
    func notDescending(previousLT: UInt64) throws {
        var samples = Samples(seed: 22)
        let header = TransactionHeader(
            accountHash: account, lt: 5000, previousHash: head.hash, previousLT: previousLT, now: 1)
        let cell = try samples.transaction(header: header).cell()
        let error = try failure(of: [cell], head: TransactionIdentifier(lt: 5000, hash: cell.hash))
        #expect(error.reason == .notDescending(previousLT: previousLT))
    }

    @Test("a named cell that is no transaction is refused")
    func unreadable() throws {
        let error = try failure(of: [.empty], head: TransactionIdentifier(lt: 1, hash: Cell.empty.hash))
        #expect(error.reason == .unreadable(.bitsExhausted(wanted: 4, left: 0)))
        #expect(error.accountHash == nil)
    }

    @Test("a link over another account is refused, though the hashes agree")
    func strayLink() throws {
        var samples = Samples(seed: 23)
        let header = TransactionHeader(
            accountHash: .zero, lt: 9000, previousHash: head.hash, previousLT: head.lt, now: 1)
        let newest = try samples.transaction(header: header).cell()
        let error = try failure(of: [newest] + cells, head: TransactionIdentifier(lt: 9000, hash: newest.hash))
        #expect(error.reason == .wrongAccount(found: account))
        #expect(error.accountHash == .zero)
        #expect(error.position == 1)
    }
}
