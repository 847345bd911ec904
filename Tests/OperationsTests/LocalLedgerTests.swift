import Cocoon
import Foundation
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// The local ledger: what it executes, and what its file withstands.
@Suite("Local ledger", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct LocalLedgerTests {
    private static func transfer(_ nanoTON: UInt64, to address: AccountAddress) throws -> Cell {
        try Message(
            info: .internal(
                InternalMessageInfo(
                    bounce: false, source: MessageAddress(LedgerFixture.stranger), destination: MessageAddress(address),
                    value: CurrencyCollection(coins: Coins(nanoTON: nanoTON))))
        ).cell()
    }

    private static func made(in folder: TemporaryFolder) async throws -> LedgerFixture {
        var fixture = try LedgerFixture(path: folder.path("ledger"))
        try await fixture.deployProxy()
        try await fixture.deployWorker()
        try fixture.ledger.advance(bySeconds: 60)
        return fixture
    }

    @Test("a file that is opened again has the same accounts, transactions and times, and goes on alike")
    func reopening() async throws {
        let folder = try TemporaryFolder()
        var fixture = try await Self.made(in: folder)
        try folder.write("copy", Array(try Data(contentsOf: URL(fileURLWithPath: folder.path("ledger")))))
        var opened = try LocalLedger.open(path: folder.path("copy"))
        #expect(opened.accounts == fixture.ledger.accounts && opened.transactions == fixture.ledger.transactions)
        #expect(opened.now == LedgerFixture.now + 60 && opened.lt == fixture.ledger.lt)
        #expect(opened.transactions.count >= 4)
        let message = try Self.transfer(1_000_000_000, to: fixture.proxy)
        try await fixture.ledger.send(message)
        try await opened.send(message)
        #expect(opened.transactions.last == fixture.ledger.transactions.last)
    }

    @Test("the same steps give the same file")
    func determinism() async throws {
        let folders = [try TemporaryFolder(), try TemporaryFolder()]
        for folder in folders { _ = try await Self.made(in: folder) }
        let files = try folders.map { try Data(contentsOf: URL(fileURLWithPath: $0.path("ledger"))) }
        #expect(files[0] == files[1])
    }

    @Test("each transaction follows the one before on its account, later than the message that caused it")
    func times() async throws {
        let fixture = try await Self.made(in: try TemporaryFolder())
        var last: [AccountAddress: UInt64] = [:]
        for entry in fixture.ledger.transactions {
            let transaction = try Transaction(cell: entry.transaction)
            #expect(transaction.lt > last[entry.address] ?? 0)
            #expect(transaction.lt > transaction.inMessage?.message.info.createdLT ?? 0)
            last[entry.address] = transaction.lt
        }
    }

    @Test("a write that fails leaves memory as it was")
    func failedWrite() async throws {
        let folder = try TemporaryFolder()
        var fixture = try await Self.made(in: folder)
        let before = fixture.ledger
        try FileManager.default.removeItem(at: folder.url)
        await #expect(throws: LedgerError.self) {
            try await fixture.ledger.send(try Self.transfer(1_000_000_000, to: fixture.proxy))
        }
        #expect(throws: LedgerError.self) { try fixture.ledger.advance(bySeconds: 1) }
        #expect(fixture.ledger.accounts == before.accounts && fixture.ledger.now == before.now)
        #expect(fixture.ledger.transactions == before.transactions && fixture.ledger.lt == before.lt)
    }

    @Test("a message that the contract doesn't accept leaves memory and file as they were")
    func refusedExternal() async throws {
        let folder = try TemporaryFolder()
        var fixture = try await Self.made(in: folder)
        let file = try Data(contentsOf: URL(fileURLWithPath: folder.path("ledger")))
        let accounts = fixture.ledger.accounts
        let external = try Message(
            info: .externalIn(ExternalInMessageInfo(destination: MessageAddress(fixture.proxy)))
        ).cell()
        await #expect {
            try await fixture.ledger.send(external)
        } throws: { error in
            if case .refused(.externalNotAccepted) = error as? LedgerError { true } else { false }
        }
        #expect(fixture.ledger.accounts == accounts)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("ledger"))) == file)
    }

    @Test("a message without an end is refused whole")
    func endless() async throws {
        let folder = try TemporaryFolder()
        var fixture = try await Self.made(in: folder)
        // Sends itself what it gets: PUSHREF, POP c5.
        let address = AccountAddress(hash: LedgerFixture.hash(0xee))
        let loop = try Message(
            info: .internal(
                InternalMessageInfo(
                    bounce: false, destination: MessageAddress(address), value: CurrencyCollection(coins: .zero))))
        var code = CellBuilder()
        try code.store(bytes: [0x88, 0xed, 0x55] as [UInt8])
        try code.store(reference: try OutActions([.sendMessage(mode: 64, try Lazy(loop))]).cell())
        let account = Account.existing(
            ExistingAccount(
                address: MessageAddress(address),
                storageInfo: StorageInfo(used: StorageUsed(cells: 1, bits: 100), lastPaid: LedgerFixture.now),
                storage: AccountStorage(
                    lastTransactionLT: 0, balance: CurrencyCollection(coins: LedgerFixture.ton(10)),
                    state: .active(StateInit(code: try code.build(), data: .empty)))))
        try fixture.ledger.setAccount(
            ShardAccount(accountCell: try account.cell(), lastTransactionHash: .zero, lastTransactionLT: 0),
            at: address)
        let before = fixture.ledger
        await #expect(throws: LedgerError.tooManyTransactions(limit: 1024)) {
            try await fixture.ledger.send(try Self.transfer(100_000_000_000, to: address))
        }
        #expect(fixture.ledger.accounts == before.accounts && fixture.ledger.transactions == before.transactions)
        #expect(try LocalLedger.open(path: folder.path("ledger")).transactions == before.transactions)
    }

    @Test("every damaged byte, wherever it is, keeps the file from being opened")
    func damage() async throws {
        let folder = try TemporaryFolder()
        _ = try await Self.made(in: folder)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder.path("ledger"))))
        var random = SeededGenerator(seed: 6)
        let places =
            [0, 8, 39, 40, bytes.count - 1] + (0..<20).map { _ in Int.random(in: 0..<bytes.count, using: &random) }
        for place in places {
            var damaged = bytes
            damaged[place] ^= 1
            try folder.write("damaged", damaged)
            #expect(throws: LedgerError.self) { try LocalLedger.open(path: folder.path("damaged")) }
        }
        for count in [0, 7, 40, bytes.count / 2] {
            try folder.write("damaged", Array(bytes.prefix(count)))
            #expect(throws: LedgerError.self) { try LocalLedger.open(path: folder.path("damaged")) }
        }
    }

    @Test("content that was changed along with the hash of the file is found out by the others")
    func forgedContent() async throws {
        let folder = try TemporaryFolder()
        let fixture = try await Self.made(in: folder)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder.path("ledger"))))
        let root = try Cell(boc: Array(bytes[40...]))
        func open(_ change: (inout CellSlice, inout CellBuilder) throws -> Void) throws {
            var slice = try root.slice()
            var builder = CellBuilder()
            try change(&slice, &builder)
            try builder.store(slice)
            let bag = try builder.build().boc()
            try folder.write("forged", Array(bytes[..<8]) + SHA256.hash(bag).bytes + bag)
            _ = try LocalLedger.open(path: folder.path("forged"))
        }
        // Unchanged, it opens.
        try open { _, _ in }
        #expect(throws: LedgerError.version(expected: 2, found: 3)) {
            try open { slice, builder in
                _ = try slice.loadUInt(bits: 16)
                try builder.store(3 as UInt16)
            }
        }
        // Logical times without a next one, and times before those of transactions.
        for lt in [UInt64.max, 1_000_000] {
            #expect(throws: LedgerError.self) {
                try open { slice, builder in
                    try builder.store(try slice.loadBits(16 + 32))
                    _ = try slice.loadUInt(bits: 64)
                    try builder.store(lt)
                }
            }
        }
        // Accounts as they were never left.
        #expect {
            try open { slice, builder in
                try builder.store(try slice.loadBits(16 + 32 + 64 + 128))
                try builder.store(reference: try slice.loadReference())
                var accounts = try HashmapE(keyBits: 267, from: &slice)
                var key = CellBuilder()
                try key.store(fixture.worker)
                var value = CellBuilder()
                try value.store(referenced: fixture.ledger.account(LedgerFixture.stranger))
                try accounts.set(value, for: key.bitString)
                try builder.store(accounts)
            }
        } throws: { error in
            if case .damaged(let reason)? = error as? LedgerError { reason.contains("last transaction") } else { false }
        }
        // More transactions than there are.
        #expect(throws: LedgerError.self) {
            try open { slice, builder in
                try builder.store(try slice.loadBits(16 + 32 + 64 + 128))
                try builder.store(reference: try slice.loadReference())
                try builder.store(try HashmapE(keyBits: 267, from: &slice))
                _ = try slice.loadUInt(bits: 32)
                try builder.store(UInt32.max)
            }
        }
    }

    @Test("of two that have opened the same file, the second to write is refused")
    func twoWriters() async throws {
        let folder = try TemporaryFolder()
        var fixture = try await Self.made(in: folder)
        var other = try LocalLedger.open(path: folder.path("ledger"))
        try fixture.ledger.advance(bySeconds: 1)
        #expect(throws: LedgerError.changedElsewhere(path: folder.path("ledger"))) {
            try other.advance(bySeconds: 2)
        }
        #expect(other.now == LedgerFixture.now + 60)
        #expect(try LocalLedger.open(path: folder.path("ledger")).now == LedgerFixture.now + 61)
        try fixture.ledger.advance(bySeconds: 1)
    }

    @Test("neither the clock nor a history can be turned back")
    func refusals() async throws {
        let folder = try TemporaryFolder()
        var fixture = try await Self.made(in: folder)
        #expect(throws: LedgerError.hasHistory(fixture.proxy)) {
            try fixture.ledger.setAccount(try fixture.ledger.account(fixture.worker), at: fixture.proxy)
        }
        #expect(throws: LedgerError.self) {
            try fixture.ledger.setAccount(
                try fixture.ledger.account(fixture.worker), at: AccountAddress(hash: LedgerFixture.hash(9)))
        }
        #expect(throws: LedgerError.self) { try fixture.ledger.advance(bySeconds: .max) }
        let late = ShardAccount(
            accountCell: try Account.nonexistent.cell(), lastTransactionHash: .zero, lastTransactionLT: .max)
        #expect(throws: LedgerError.logicalTimesExhausted) {
            try fixture.ledger.setAccount(late, at: LedgerFixture.stranger)
        }
        #expect(throws: LedgerError.exists(path: folder.path("ledger"))) {
            try LocalLedger.create(
                path: folder.path("ledger"), configuration: fixture.ledger.configuration, now: 1)
        }
    }
}
