import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Fees for storage, and what becomes of accounts that can't pay them.
///
/// Ten cells and a hundred bits cost 200 nanoTON a second, and from time 2000 on 400. Values are reckoned by hand from
/// crypto/block/transaction.cpp of the reference.
@Suite("Storage fees")
struct StorageTests {
    private static let used = StorageUsed(cells: 10, bits: 100)

    private static func state() throws -> StateInit {
        StateInit(code: try TestNetwork.code([OutAction]()), data: .empty)
    }

    private static func account(
        _ network: TestNetwork, coins: UInt64, lastPaid: UInt32, due: UInt64? = nil,
        state: AccountState? = nil, other: HashmapE = HashmapE(keyBits: 32), at address: AccountAddress
    ) throws -> ShardAccount {
        try network.account(
            try state ?? .active(Self.state()),
            balance: CurrencyCollection(coins: Coins(nanoTON: coins), other: other), at: address,
            lastPaid: lastPaid, due: due.map { Coins(nanoTON: $0) }, used: used)
    }

    private static func run(
        _ network: TestNetwork, coins: UInt64, lastPaid: UInt32, due: UInt64? = nil, bounce: Bool = true,
        state: AccountState? = nil, other: HashmapE = HashmapE(keyBits: 32),
        at address: AccountAddress = TestNetwork.address
    ) throws -> ExecutionResult {
        let account = try account(
            network, coins: coins, lastPaid: lastPaid, due: due, state: state, other: other, at: address)
        return try network.execute(try TestNetwork.message(100_000, bounce: bounce, to: address), on: account)
    }

    private static func info(_ result: ExecutionResult) throws -> StorageInfo {
        try #require(try result.account.account().existing).storageInfo
    }

    @Test(
        "the seconds since the last payment, each at its price",
        arguments: [
            (900, 1000, 20_000), (1900, 2100, 60_000), (2000, 2100, 40_000), (2050, 2100, 20_000), (0, 2100, 0),
            (1000, 1000, 0),
        ] as [(UInt32, UInt32, UInt64)])
    func fees(lastPaid: UInt32, now: UInt32, fee: UInt64) throws {
        var network = try TestNetwork()
        network.now = now
        let result = try Self.run(network, coins: 1_000_000, lastPaid: lastPaid)
        #expect(
            result.description.storagePhase == StoragePhase(feesCollected: Coins(nanoTON: fee)))
        #expect(try result.coins == 1_100_000 - 49 - UInt128(fee))
        #expect(try Self.info(result).lastPaid == now)
        #expect(result.totalFees.coins.nanoTON == 49 + UInt128(fee))
    }

    @Test("masterchain accounts pay five times as much here, special ones nothing")
    func masterchain() throws {
        let network = try TestNetwork()
        let plain = try Self.run(network, coins: 1_000_000, lastPaid: 900, at: TestNetwork.masterchainAddress)
        #expect(plain.description.storagePhase?.feesCollected.nanoTON == 100_000)
        let special = try Self.run(network, coins: 1_000_000, lastPaid: 900, at: TestNetwork.specialAddress)
        #expect(special.description.storagePhase?.feesCollected == .zero)
        #expect(try Self.info(special).lastPaid == 0)
        // Nor for gas.
        #expect(try special.coins == 1_100_000)
        #expect(special.description.computePhase?.execution?.gasLimit == 2_000_000)
        let four = try Self.run(
            try TestNetwork(version: 4), coins: 1_000_000, lastPaid: 900, at: TestNetwork.specialAddress)
        // Until version 5 the message's value was the limit there, too.
        #expect(four.description.computePhase?.execution?.gasLimit == 100_000)
    }

    @Test("a debt is kept, and paid with the next fee")
    func debt() throws {
        let network = try TestNetwork()
        let owing = try Self.run(network, coins: 5_000, lastPaid: 900)
        let phase = try #require(owing.description.storagePhase)
        #expect(phase.feesCollected.nanoTON == 5_000 && phase.feesDue?.nanoTON == 15_000)
        #expect(phase.statusChange == .unchanged)
        #expect(try Self.info(owing).duePayment?.nanoTON == 15_000)
        // The message's value is added afterwards.
        #expect(try owing.coins == 100_000 - 49)
        let paying = try Self.run(network, coins: 50_000, lastPaid: 900, due: 15_000)
        #expect(paying.description.storagePhase?.feesCollected.nanoTON == 35_000)
        #expect(try Self.info(paying).duePayment == nil)
        // It wasn't forgotten in between, nor kept before.
        #expect(
            try Self.info(Self.run(try TestNetwork(version: 6), coins: 50_000, lastPaid: 900, due: 15_000))
                .duePayment?.nanoTON == 15_000)
        #expect(try Self.info(Self.run(try TestNetwork(version: 3), coins: 5_000, lastPaid: 900)).duePayment == nil)
    }

    @Test("a message that doesn't bounce pays the debt first")
    func creditFirst() throws {
        let result = try Self.run(try TestNetwork(), coins: 5_000, lastPaid: 900, bounce: false)
        #expect(result.description.storagePhase == StoragePhase(feesCollected: Coins(nanoTON: 20_000)))
        // No more is left of its value than the account has.
        #expect(result.description.computePhase?.execution?.gasLimit == 85_000)
        #expect(try result.coins == 85_000 - 49)
    }

    @Test("a debt of more than 100,000 freezes an account, and its code and data wake it up")
    func freezing() throws {
        var network = try TestNetwork()
        let frozen = try Self.run(network, coins: 5_000, lastPaid: 400)
        #expect(frozen.description.storagePhase?.statusChange == .frozen)
        #expect(frozen.description.storagePhase?.feesDue?.nanoTON == 115_000)
        #expect(frozen.description.computePhase == .skipped(.noState))
        #expect(frozen.endStatus == .frozen && frozen.outMessages.count == 1)
        let hash = try Self.state().cell().hash
        let existing = try #require(try frozen.account.account().existing)
        #expect(existing.storage.state == .frozen(stateHash: hash))
        // Its balance of nothing, its hash, its time.
        #expect(existing.storageInfo.used == StorageUsed(cells: 1, bits: 64 + 4 + 1 + 2 + 256))
        let edge = try Self.run(network, coins: 20_000, lastPaid: 400)
        #expect(edge.endStatus == .active)

        // The wrong state doesn't; the right one does.
        network.now = 1001
        let wrong = try network.execute(
            try TestNetwork.message(500_000, stateInit: StateInit(code: nil, data: nil)), on: frozen.account)
        #expect(wrong.description.computePhase == .skipped(.badState) && wrong.endStatus == .frozen)
        let awake = try network.execute(
            try TestNetwork.message(500_000, bounce: false, stateInit: try Self.state()), on: frozen.account)
        #expect(awake.endStatus == .active && awake.description.computePhase?.execution?.exitCode == 0)
        // A second of a cell and 327 bits.
        #expect(awake.description.storagePhase?.feesCollected.nanoTON == 115_337)
    }

    @Test("an account whose state's hash is its address freezes to one without state")
    func freezingToAddress() throws {
        let address = try Self.state().address()
        for version: UInt32 in [12, 13] {
            let result = try Self.run(try TestNetwork(version: version), coins: 5_000, lastPaid: 400, at: address)
            #expect(try result.account.account().existing?.storage.state == .uninitialized)
            // What it is called was wrong before.
            #expect(result.endStatus == (version == 12 ? .frozen : .uninitialized))
        }
    }

    @Test("a debt of more than a million deletes an account without code, if it has no other currencies")
    func deleting() throws {
        for version: UInt32 in [12, 13] {
            var network = try TestNetwork(version: version)
            network.now = 10_000
            let result = try Self.run(network, coins: 5_000, lastPaid: 2000, state: .uninitialized)
            #expect(result.description.storagePhase?.statusChange == .deleted)
            #expect(result.description.storagePhase?.feesDue?.nanoTON == 3_195_000)
            #expect(result.endStatus == .nonexistent && result.outMessages.count == 1)
            #expect(result.description.isDestroyed == (version == 13))
            // What comes after keeps it, without the debt's being forgotten.
            let kept = try Self.run(
                network, coins: 0, lastPaid: 2000, state: .uninitialized, other: try TestNetwork.currencies([1: 1]))
            #expect(kept.description.storagePhase?.statusChange == .unchanged && kept.endStatus == .uninitialized)
        }
    }

    @Test("a time before the last payment makes no transaction")
    func timeWentBack() throws {
        let network = try TestNetwork()
        let account = try Self.account(network, coins: 1, lastPaid: 1001, at: TestNetwork.address)
        #expect(throws: ExecutionError.timeWentBack(lastPaid: 1001, now: 1000)) {
            try network.execute(try TestNetwork.message(1000), on: account)
        }
    }

    @Test("tick and tock run special accounts with all their gas")
    func tickTock() throws {
        let network = try TestNetwork()
        let account = try Self.account(network, coins: 10, lastPaid: 0, at: TestNetwork.specialAddress)
        for isTock in [false, true] {
            let result = try network.execute(tock: isTock, on: account)
            guard case .tickTock(let description) = result.description else {
                Issue.record("expected tick or tock")
                return
            }
            #expect(description.isTock == isTock && !description.isAborted)
            #expect(description.computePhase.execution?.gasLimit == 2_000_000)
            #expect(try result.coins == 10)
            #expect(try Transaction(cell: result.transaction).inMessage == nil)
        }
    }

    // tonpy's emulator up to version 9; from 10 on the reference has no answer.
    @Test(
        "a turn has no message whose value could be sent on",
        arguments: [(9, 64, 37), (10, 64, 34), (9, 65, 37), (5, 65, 37), (5, 67, 0)] as [(UInt32, UInt8, Int32)])
    func messageValueInTurn(version: UInt32, mode: UInt8, code: Int32) throws {
        let network = try TestNetwork(version: version)
        let account = try network.account(
            code: try TestNetwork.code([.sendMessage(mode: mode, try TestNetwork.outgoing(5))]), coins: 1_000_000,
            at: TestNetwork.specialAddress)
        let result = try network.execute(tock: false, on: account)
        #expect(result.actionResultCode == code)
        #expect(result.description.actionPhase?.isOutOfFunds == (code == 37))
    }
}
