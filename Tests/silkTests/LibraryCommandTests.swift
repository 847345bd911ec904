import Foundation
import LiteServerTestSupport
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Code in public libraries: from files, or from lite-servers.
@Suite("Libraries from the command line", .serialized)
struct LibraryCommandTests {
    private static let address = AccountAddress(workchain: 0, hash: SHA256.hash([9]))

    /// A method that answers 42 to any number.
    private static let content = Result { try Assembler().cell(of: "DROP 42 PUSHINT") }

    private static let chain = Result {
        try SyntheticChain(
            SyntheticChain.Plan(seed: 41, masterchainBlockCount: 5, libraries: [try content.get()]))
    }

    /// An account whose code is the library's cell.
    private static func state(in folder: TemporaryFolder) throws -> String {
        var builder = CellBuilder()
        try builder.store(2, bits: 8)
        try builder.store(try content.get().hash)
        let account = Account.existing(
            ExistingAccount(
                address: .standard(address, anycast: nil),
                storageInfo: StorageInfo(used: StorageUsed(cells: 1, bits: 100), lastPaid: 7, duePayment: nil),
                storage: AccountStorage(
                    lastTransactionLT: 12, balance: CurrencyCollection(coins: Coins(nanoTON: UInt64(5))),
                    state: .active(StateInit(code: try builder.buildExotic(), data: nil)))))
        let entry = ShardAccount(
            accountCell: try account.cell(), lastTransactionHash: SHA256.hash([2]), lastTransactionLT: 11)
        return try folder.write("state.boc", try entry.cell().boc()).path
    }

    @Test("a library comes from a file as a dictionary or by itself, else the method fails without it")
    func files() async throws {
        let folder = try TemporaryFolder()
        let content = try Self.content.get()
        let call = ["get", Self.address.raw, "seqno", "--state", try Self.state(in: folder)]
        let without = try await SilkProcess.run(call)
        #expect(without.exitCode == 5, "\(without)")
        #expect(without.output.contains("missing_library  \(content.hash)"), "\(without)")
        let dictionary = try #require(try LibraryCollection(contents: [content]).roots.first)
        for (name, cell) in [("content.boc", content), ("dictionary.boc", dictionary)] {
            let file = try folder.write(name, cell.boc()).path
            let result = try await SilkProcess.run(call + ["--libraries", file])
            #expect(result.exitCode == 0 && result.output.hasSuffix("  42\n"), "\(name): \(result)")
            #expect(result.output.contains("missing_library  none"))
        }
        let text = try await SilkProcess.run(
            [
                "disasm", Self.address.raw, "--state", folder.path("state.boc"), "--libraries",
                folder.path("content.boc"),
            ])
        #expect(text.output == "<{\n  DROP\n  42 PUSHINT\n}>c\n", "\(text)")
    }

    @Test("a library comes from a lite-server, and one with another hash is none")
    func servers() async throws {
        let folder = try TemporaryFolder()
        let state = try Self.state(in: folder)
        let made = try await MadeNetwork.start(of: Self.chain)
        let found = try await made.run("get", Self.address.raw, "seqno", "--state", state, "--from", "lite")
        #expect(found.exitCode == 0 && found.output.hasSuffix("  42\n"), "\(found)")
        #expect(found.output.contains("state_proof      given\n"))
        let text = try await made.run("disasm", Self.address.raw, "--state", state, "--from", "lite")
        #expect(text.output.contains("42 PUSHINT"), "\(text)")
        // Of an account that the network has not.
        let absent = try await made.run("get", "0:" + String(repeating: "1", count: 64), "seqno")
        #expect(absent.exitCode == 65 && absent.error.contains("its status is nonexist"), "\(absent)")
        await made.stop()

        let lying = try await MadeNetwork.start([FaultPlan([.foreignLibrary])], of: Self.chain)
        let refused = try await lying.run("get", Self.address.raw, "seqno", "--state", state, "--from", "lite")
        #expect(refused.exitCode == 9 && !refused.output.contains("42"), "\(refused)")
        await lying.stop()
    }
}
