import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Lists of actions, and the actions that send nothing.
@Suite("Actions")
struct ActionListTests {
    private static func reserve(_ coins: UInt64, mode: UInt8) -> OutAction {
        .reserveCurrency(mode: mode, CurrencyCollection(coins: Coins(nanoTON: coins)))
    }

    // MARK: - Lists

    private static func list(of action: (inout CellBuilder) throws -> Void) throws -> Cell {
        var builder = CellBuilder()
        try builder.store(reference: .empty)
        try action(&builder)
        return try builder.build()
    }

    @Test("lists that aren't lists")
    func malformed() throws {
        let network = try TestNetwork()
        let dangling = try network.run(list: try TestNetwork.data([1]))
        #expect(dangling.actionResultCode == 32)
        #expect(dangling.description.actionPhase?.isValid == false)
        var library = CellBuilder()
        try library.store(2, bits: 8)
        try library.store(TestNetwork.hash(1))
        let exotic = try library.buildExotic()
        #expect(try network.run(list: exotic).actionResultCode == 32)
        var builder = CellBuilder()
        try builder.store(reference: exotic)
        try builder.store(0xad4d_e08e, bits: 32)
        try builder.store(reference: .empty)
        let second = try network.run(list: try builder.build())
        #expect(second.actionResultCode == 32 && second.description.actionPhase?.resultArgument == 1)
    }

    @Test("255 actions are done, 256 are too many")
    func count() throws {
        let network = try TestNetwork()
        let many = try network.run(Array(repeating: .setCode(.empty), count: 255))
        #expect(many.actionResultCode == 0 && many.description.actionPhase?.specialActions == 255)
        var list = try OutActions(Array(repeating: .setCode(.empty), count: 255)).cell()
        var builder = CellBuilder()
        try builder.store(reference: list)
        try builder.store(OutAction.setCode(.empty))
        list = try builder.build()
        let more = try network.run(list: list)
        #expect(more.actionResultCode == 33 && more.description.actionPhase?.resultArgument == 256)
        #expect(more.description.actionPhase?.totalActions == 0)
    }

    @Test("an action that can't be read fails all, unless its mode says otherwise")
    func unreadable() throws {
        let unknown = try Self.list { try $0.store(0x1234_5678, bits: 32) }
        #expect(try TestNetwork().run(list: unknown).actionResultCode == 34)
        // A message with nothing in it.
        func message(mode: UInt64) throws -> Cell {
            try Self.list {
                try $0.store(0x0ec3_c86d, bits: 32)
                try $0.store(mode, bits: 8)
                try $0.store(reference: .empty)
            }
        }
        #expect(try TestNetwork().run(list: try message(mode: 0)).actionResultCode == 34)
        let skipped = try TestNetwork().run(list: try message(mode: 2))
        #expect(skipped.actionResultCode == 0 && skipped.description.actionPhase?.skippedActions == 1)
        #expect(try TestNetwork(version: 7).run(list: try message(mode: 2)).actionResultCode == 34)
        let bounced = try TestNetwork().run(list: try message(mode: 16))
        #expect(bounced.actionResultCode == 34 && bounced.outMessages.count == 1)
        #expect(bounced.description.actionPhase?.isValid == false)
    }

    @Test("new code is there after the transaction, and not if a later action fails")
    func code() throws {
        let new = try TestNetwork.data([1, 2, 3])
        let done = try TestNetwork().run([.setCode(new)])
        guard case .active(let state)? = try done.account.account().existing?.storage.state else {
            Issue.record("expected an active account")
            return
        }
        #expect(state.code == new)
        // Code of one cell, and data of one without bits, and the storage's own cell.
        let info = try #require(try done.account.account().existing?.storageInfo)
        #expect(info.used.cells == 3)
        let bits = 64 + 4 + 24 + 1 + 1 + 1 + 1 + 3
        #expect(info.used.bits == UInt64(bits + 24))
        let failed = try TestNetwork().run([.setCode(new), Self.reserve(2_000_000, mode: 0)])
        guard case .active(let old)? = try failed.account.account().existing?.storage.state else { return }
        #expect(failed.actionResultCode == 37 && old.code != new)
        #expect(failed.description.actionPhase?.resultArgument == 1)
    }

    // MARK: - Reserving

    /// With 1,000,000 before the message of 100,000 and 49 for gas; what is left goes with the message.
    @Test(
        "what a reserve keeps from a message that takes all",
        arguments: [
            (0, 300_000, 300_000), (1, 300_000, 799_951), (2, 300_000, 300_000), (2, 9_000_000, 1_099_951),
            (4, 5_000, 1_005_000), (12, 5_000, 995_000), (5, 5_000, 94_951), (6, 500_000, 1_099_951),
        ] as [(UInt8, UInt64, UInt128)])
    func reserving(mode: UInt8, coins: UInt64, kept: UInt128) throws {
        let all = OutAction.sendMessage(mode: 128 | 2, try TestNetwork.outgoing(0))
        let result = try TestNetwork().run([Self.reserve(coins, mode: mode), all])
        #expect(result.actionResultCode == 0)
        #expect(try result.coins == kept)
    }

    @Test(
        "reserves that fail",
        arguments: [(0, 9_000_000, 37), (4, 500_000, 37), (8, 1, 34), (12, 1_000_001, 34), (32, 1, 34)]
            as [(UInt8, UInt64, Int32)])
    func failing(mode: UInt8, coins: UInt64, code: Int32) throws {
        let result = try TestNetwork().run([Self.reserve(coins, mode: mode)])
        #expect(result.actionResultCode == code)
        #expect(result.description.bouncePhase == nil)
        let bounced = try TestNetwork().run([Self.reserve(coins, mode: mode | 16)])
        #expect(bounced.actionResultCode == code && bounced.description.bouncePhase != nil)
    }

    @Test("other currencies can be reserved until version 10")
    func currencies() throws {
        let owned = try TestNetwork.currencies([1: 10, 2: 20])
        let reserve = OutAction.reserveCurrency(
            mode: 2, CurrencyCollection(coins: .zero, other: try TestNetwork.currencies([1: 4, 2: 99])))
        let all = OutAction.sendMessage(mode: 128, try TestNetwork.outgoing(0))
        #expect(try TestNetwork().run([reserve, all], other: owned).actionResultCode == 34)
        let nine = try TestNetwork(version: 9).run([reserve, all], other: owned)
        #expect(nine.actionResultCode == 0)
        #expect(try nine.account.account().balance.other == (try TestNetwork.currencies([1: 4, 2: 20])))
        #expect(try nine.sent(0).info.internalInfo?.value.other == (try TestNetwork.currencies([1: 6])))
        // Without the cut that came with version 9 it is more than there is.
        #expect(try TestNetwork(version: 8).run([reserve, all], other: owned).actionResultCode == 38)
    }

    // MARK: - Libraries

    private static func libraries(_ result: ExecutionResult) throws -> [Hash256: Bool] {
        guard case .active(let state)? = try result.account.account().existing?.storage.state else { return [:] }
        return Dictionary(uniqueKeysWithValues: try state.libraries.entries().map { ($0.key, $0.value.isPublic) })
    }

    @Test("libraries come and go until version 15, and stay even where a later action fails")
    func libraries() throws {
        let library = try TestNetwork.data([9])
        let network = try TestNetwork(version: 14)
        let add = OutAction.changeLibrary(mode: 1, .cell(library))
        #expect(try Self.libraries(try network.run([add])) == [library.hash: false])
        let publish = OutAction.changeLibrary(mode: 2, .hash(library.hash))
        #expect(try Self.libraries(try network.run([add, publish])) == [library.hash: true])
        let remove = OutAction.changeLibrary(mode: 0, .hash(library.hash))
        let removed = try network.run([add, remove])
        #expect(try Self.libraries(removed).isEmpty)
        #expect(removed.description.actionPhase?.specialActions == 2)
        let failed = try network.run([add, Self.reserve(9_000_000, mode: 0)])
        #expect(failed.actionResultCode == 37)
        #expect(try Self.libraries(failed) == [library.hash: false])
        #expect(try network.run([publish]).actionResultCode == 41)
        #expect(try network.run([.changeLibrary(mode: 3, .cell(library))]).actionResultCode == 34)
        let bounced = try network.run([.changeLibrary(mode: 16 | 2, .hash(library.hash))])
        #expect(bounced.actionResultCode == 41 && bounced.description.bouncePhase != nil)
        #expect(try TestNetwork().run([add]).actionResultCode == 46)
        #expect(try TestNetwork().run([remove]).actionResultCode == 46)
        // Accounts that pay for nothing may publish.
        let special = TestNetwork.specialAddress
        let published = try TestNetwork().run([.changeLibrary(mode: 2, .cell(library))], at: special)
        #expect(try Self.libraries(published) == [library.hash: true])
        #expect(try TestNetwork().run([add], at: special).actionResultCode == 46)
    }

    @Test("a library of too many cells")
    func largeLibrary() throws {
        // Chains of 399 and three times 200 cells, one below them all, and the root: 1001.
        var root = CellBuilder()
        for chain in 0..<4 {
            var cell = Cell.empty
            for number in 0..<(chain == 0 ? 399 : 200) {
                cell = try TestNetwork.code(
                    [UInt8(chain), UInt8(number / 200), UInt8(number % 200)], references: [cell])
            }
            try root.store(reference: cell)
        }
        let library = try root.build()
        let result = try TestNetwork(version: 14).run([.changeLibrary(mode: 1, .cell(library))])
        #expect(result.actionResultCode == 43)
    }

    // MARK: - Limits of accounts

    @Test("an account that becomes too large stays as it was, and pays the fine from version 10 on")
    func tooLarge() throws {
        func network(_ version: UInt32) throws -> TestNetwork {
            var network = try TestNetwork(version: version)
            let accounts = AccountSizeLimits(
                maximumStateCells: 3, maximumMasterchainStateCells: 2, maximumPublicLibraries: 1,
                deferOutQueueSizeLimit: 256, maximumMessageExtraCurrencies: 2, maximumFixedPrefixLength: 8,
                stateCellsForStorageDictionary: 26)
            let limits = SizeLimits(
                maximumMessageBits: 1 << 21, maximumMessageCells: 8192, maximumLibraryCells: 1000,
                maximumVMDataDepth: 512, maximumExternalMessageSize: 65535, maximumExternalMessageDepth: 512,
                accounts: accounts)
            try network.parameters.set(.sizeLimits(limits), for: 43)
            return network
        }
        func code(_ cells: Int) throws -> Cell {
            var cell = Cell.empty
            for number in 1..<cells { cell = try TestNetwork.code([UInt8(number)], references: [cell]) }
            return cell
        }
        // The empty cell of the data is that at the code's end.
        let fits = try network(15).run([.setCode(try code(3))])
        #expect(fits.actionResultCode == 0)
        let send = OutAction.sendMessage(mode: 0, try TestNetwork.outgoing(10_000))
        let failed = try network(15).run([send, .setCode(try code(4))])
        let phase = try #require(failed.description.actionPhase)
        #expect(phase.resultCode == 50 && !phase.isSuccessful && phase.messagesCreated == 1)
        #expect(failed.outMessages.count == 1 && failed.description.bouncePhase != nil)
        #expect(failed.lt == 5_000_007 && failed.endLT == 5_000_009)
        // The bounce is the second message in time until version 10, though the first is gone.
        let nine = try network(9).run([send, .setCode(try code(4))])
        #expect(nine.actionResultCode == 50 && nine.endLT == 5_000_010)
        let masterchain = TestNetwork.masterchainAddress
        #expect(try network(12).run([.setCode(try code(3))], at: masterchain).actionResultCode == 50)
        #expect(try network(11).run([.setCode(try code(3))], at: masterchain).actionResultCode == 0)
        // Those that pay for nothing have no limit.
        let special = try network(15).run([.setCode(try code(5))], at: TestNetwork.specialAddress)
        #expect(special.actionResultCode == 0)
    }
}
