import Foundation
import Indexer
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// States of accounts in files, and seeds of blocks.
@Suite("States in files")
struct StateFileTests {
    private static let address = AccountAddress(workchain: -1, hash: SHA256.hash([1]))

    private static func account(at address: AccountAddress = address) throws -> ShardAccount {
        let account = Account.existing(
            ExistingAccount(
                address: .standard(address, anycast: nil),
                storageInfo: StorageInfo(used: StorageUsed(cells: 1, bits: 100), lastPaid: 7, duePayment: nil),
                storage: AccountStorage(
                    lastTransactionLT: 12, balance: CurrencyCollection(coins: Coins(nanoTON: UInt64(5))),
                    state: .active(StateInit(code: .empty, data: nil)))))
        return ShardAccount(
            accountCell: try account.cell(), lastTransactionHash: SHA256.hash([2]), lastTransactionLT: 11)
    }

    @Test("bytes, hexadecimal and base64 are the same state, and what is written is read")
    func forms() throws {
        let folder = try TemporaryFolder()
        let account = try Self.account()
        let bytes = try account.cell().boc()
        for (name, content) in [
            ("a.boc", bytes), ("b", Array(Hex.encode(bytes).utf8)),
            ("c.txt", Array((Base64.encode(bytes) + "\n").utf8)),
        ] {
            let state = try StateFile(path: try folder.write(name, content).path)
            #expect(state.account == account && state.address == Self.address && state.code == .empty)
            #expect(state.balance == Coins(nanoTON: UInt64(5)) && state.data == nil)
        }
        let gone = AccountAddress(workchain: 0, hash: SHA256.hash([3]))
        let states = [Self.address: account, gone: try ShardAccount.nonexistent()]
        try StateFolder.write(states, to: folder.path("states"))
        // An account that doesn't exist has its address from the file's name.
        #expect(try StateFolder(paths: [folder.path("states")]).accounts == states)
    }

    @Test("an answer without the whole account has code and data, and is no state to execute on")
    func answer() throws {
        let folder = try TemporaryFolder()
        let code = Base64.encode(Cell.empty.boc())
        let json = """
            {"ok": true, "result": {"balance": "17", "state": "active", "code": "\(code)", "data": "",
            "last_transaction_id": {"lt": "3", "hash": "\(Base64.encode(Hash256.zero.bytes))"}}}
            """
        let path = try folder.write("state.json", Array(json.utf8)).path
        let state = try StateFile(path: path)
        #expect(state.account == nil && state.code == .empty && state.balance == Coins(nanoTON: UInt64(17)))
        #expect(throws: StateFileError.self) { try StateFolder(paths: [path]) }
    }

    @Test("what is no state is refused, with the file's name")
    func refused() throws {
        let folder = try TemporaryFolder()
        let twice = folder.path("twice")
        try StateFolder.write([Self.address: try Self.account()], to: twice)
        try folder.write("twice/b.boc", try Self.account().cell().boc())
        try folder.write("nobody.boc", try ShardAccount.nonexistent().cell().boc())
        try folder.write("text", Array("no bag".utf8))
        try folder.write("cell", Cell.empty.boc())
        try folder.write("other.json", Array("{}".utf8))
        let names = ["absent", "nobody.boc", "text", "cell", "other.json", twice]
        for name in names {
            let path = name.hasPrefix("/") ? name : folder.path(name)
            do {
                _ = try StateFolder(paths: [path])
                Issue.record("\(name) was read")
            } catch {
                #expect(error.description.contains(path), "\(error)")
            }
        }
    }

    @Test("seeds are found by a block's time or a transaction's hash, and broken lines are named")
    func seeds() throws {
        let (seed, hash) = (SHA256.hash([4]).hex, SHA256.hash([5]).hex)
        #expect(try BlockSeeds(text: "# only this\n\n").isEmpty)
        #expect(try !BlockSeeds(text: "74581209000000 \(seed)  # a block\n\(hash)\t\(seed)\r\n").isEmpty)
        for (text, line) in [
            ("1", 1), ("1 2", 1), ("\nx \(seed)", 2), ("1 \(seed)\n1 \(seed) 2", 2), ("-1 \(seed)", 1),
        ] {
            let error = #expect(throws: BlockSeedsError.self) { try BlockSeeds(text: text) }
            #expect(error?.line == line, "\(text)")
        }
    }
}
