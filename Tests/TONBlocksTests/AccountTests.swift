import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Accounts")
struct AccountTests {
    private static let states: [AccountState] = [
        .uninitialized, .frozen(stateHash: Hash256(hex: String(repeating: "5a", count: 32)) ?? .zero),
        .active(StateInit(code: .empty, data: .empty, special: TickTock(tick: true, tock: true))),
    ]
    private static let extras: [StorageExtraInfo] = [
        .none, .info(dictionaryHash: Hash256(hex: String(repeating: "c3", count: 32)) ?? .zero),
    ]

    @Test("every state round-trips with every form of storage information", arguments: states, extras)
    func roundTrip(state: AccountState, extra: StorageExtraInfo) throws {
        var samples = Samples(seed: 11)
        let account = Account.existing(
            ExistingAccount(
                address: samples.address(),
                storageInfo: StorageInfo(
                    used: StorageUsed(cells: 3, bits: 1 << 47), extra: extra, lastPaid: 1_700_000_000,
                    duePayment: extra == .none ? nil : Coins(nanoTON: 9)),
                storage: AccountStorage(lastTransactionLT: 12, balance: try samples.currencies(), state: state)))
        let cell = try account.cell()
        let read = try Account(cell: cell)
        #expect(read == account)
        #expect(read.status == state.status)
        #expect(read.balance == account.balance)
        #expect(try read.cell() == cell)
        let shard = ShardAccount(accountCell: cell, lastTransactionHash: samples.hash(), lastTransactionLT: 11)
        let readShard = try ShardAccount(cell: shard.cell())
        #expect(readShard == shard)
        #expect(try readShard.account() == account)
        #expect(readShard.stateHash == cell.hash)
    }

    @Test("no account is one bit")
    func nonexistent() throws {
        let cell = try Account.nonexistent.cell()
        #expect(cell.bitCount == 1)
        #expect(try Account(cell: cell) == .nonexistent)
        #expect(try Account(cell: cell).status == .nonexistent)
        #expect(try Account(cell: cell).balance == .zero)
    }

    @Test("an unknown form of storage information is refused", arguments: 2..<8 as Range<UInt64>)
    func unknownExtra(tag: UInt64) throws {
        var builder = CellBuilder()
        try builder.store(tag, bits: 3)
        #expect(throws: CellError.unknownTag(type: "StorageExtraInfo", found: tag, bits: 3)) {
            try StorageExtraInfo(cell: builder.build())
        }
    }

    @Test("a pruned account keeps its state hash, and can't be read")
    func pruned() throws {
        var samples = Samples(seed: 12)
        let account = try samples.cell(bits: 40)
        var builder = CellBuilder()
        try builder.store(0x0101, bits: 16)
        try builder.store(account.hash)
        try builder.store(UInt64(account.depth), bits: 16)
        let shard = ShardAccount(
            accountCell: try builder.buildExotic(), lastTransactionHash: .zero, lastTransactionLT: 0)
        #expect(shard.stateHash == account.hash)
        #expect(shard.lastTransaction == .none)
        #expect(throws: CellError.prunedBranch(account.hash)) { try shard.account() }
    }
}
