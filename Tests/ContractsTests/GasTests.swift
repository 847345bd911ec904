import Cocoon
import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// What each operation takes. `Fixtures/contracts/gas.json` has the numbers; a change of a contract changes them on purpose:
/// `SILK_UPDATE_GAS=1 Tools/test --filter GasTests` writes them anew.
@Suite("Gas")
struct GasTests {
    private static let file = RecordedFixtures.packageFolder.appendingPathComponent("Fixtures/contracts/gas.json")
    private static let worker = CocoonWorld.person(0x10)
    private static let client = CocoonWorld.person(0x20)

    /// Gas by operation: that of the contract that gets the message, then that of those behind it.
    private struct Ledger {
        var gas: [String: [UInt64]] = [:]

        mutating func note(_ operation: String, _ done: [ContractNetwork.Executed]) {
            #expect(gas[operation] == nil)
            gas[operation] = done.map(\.result.gasUsed)
        }
    }

    private static func measure(_ codes: ContractCodes) throws -> [String: [UInt64]] {
        var ledger = Ledger()
        try measureWorkersAndClients(codes, &ledger)
        try measureProxy(codes, &ledger)
        try measureShortProxy(codes, &ledger)
        return ledger.gas
    }

    private static func measureWorkersAndClients(_ codes: ContractCodes, _ ledger: inout Ledger) throws {
        let world = try CocoonWorld(codes, stake: 20 * CocoonWorld.ton)
        try world.know(try world.workerState(worker))
        try world.know(try world.clientState(client))
        let (workerAddress, clientAddress) = (try world.worker(worker), try world.client(client))
        ledger.note(
            "owner_worker_register",
            try world.send(world.plain(.ownerWorkerRegister, excessesTo: worker), from: worker, to: workerAddress))
        ledger.note("ext_worker_payout_request_signed", try world.claim(worker, 1_000_000))
        ledger.note("ext_worker_last_payout_request_signed", try world.claim(worker, 2_000_000, isLast: true))
        ledger.note(
            "owner_client_register",
            try world.send(
                .ownerClientRegister(OwnerClientRegister(queryID: 1, nonce: 1, sendExcessesTo: client)), from: client,
                to: clientAddress, value: CocoonWorld.ton))
        ledger.note("ext_client_top_up", try world.topUp(client, 9 * CocoonWorld.ton))
        ledger.note(
            "owner_client_change_secret_hash",
            try world.send(
                .ownerClientChangeSecretHash(
                    OwnerClientChangeSecretHash(queryID: 1, secretHash: worker.hash, sendExcessesTo: client)),
                from: client, to: clientAddress))
        ledger.note(
            "owner_client_change_secret_hash_and_top_up",
            try world.send(
                .ownerClientChangeSecretHashAndTopUp(
                    OwnerClientChangeSecretHashAndTopUp(
                        queryID: 1, amount: Coins(nanoTON: CocoonWorld.ton), secretHash: client.hash,
                        sendExcessesTo: client)),
                from: client, to: clientAddress, value: 2 * CocoonWorld.ton))
        ledger.note(
            "owner_client_increase_stake",
            try world.send(
                .ownerClientIncreaseStake(
                    OwnerClientIncreaseStake(
                        queryID: 1, newStake: Coins(nanoTON: 4 * CocoonWorld.ton), sendExcessesTo: client)),
                from: client, to: clientAddress))
        ledger.note("ext_client_charge_signed", try world.charge(client, 1_000_000))
        ledger.note(
            "owner_client_withdraw",
            try world.send(world.plain(.ownerClientWithdraw, excessesTo: client), from: client, to: clientAddress))
        ledger.note("owner_client_request_refund", try world.requestRefund(client))
        world.network.now += 3601
        ledger.note("owner_client_request_refund, forced", try world.requestRefund(client))
        let other = CocoonWorld.person(0x21)
        try world.topUp(other, CocoonWorld.ton)
        ledger.note("ext_client_grant_refund_signed", try world.grantRefund(other, 1_000_000))
    }

    private static func measureProxy(_ codes: ContractCodes, _ ledger: inout Ledger) throws {
        let world = try CocoonWorld(codes)
        ledger.note("ext_proxy_increase_stake", world.network.transactions)
        try world.claim(worker, 1_000_000)
        ledger.note(
            "ext_proxy_payout_request",
            try world.send(
                world.plain(.proxyPayoutRequest, excessesTo: world.stranger), from: world.stranger, to: world.proxy))
        ledger.note(
            "text w", try world.send(.textCommand(.withdraw), from: world.proxyOwner, to: world.proxy))
        ledger.note("owner_proxy_close", try world.closeProxy())
        // The stake must be there again: the worker's part came out of it.
        try world.topUp(client, CocoonWorld.ton)
        ledger.note("ext_proxy_close_complete_request_signed", try world.completeClose())
        let other = try CocoonWorld(codes)
        ledger.note("text c", try other.send(.textCommand(.close), from: other.proxyOwner, to: other.proxy))
    }

    /// What comes back: two transactions, and the third that takes it in again.
    private static func measureShortProxy(_ codes: ContractCodes, _ ledger: inout Ledger) throws {
        let world = try CocoonWorld(codes, stake: CocoonWorld.ton)
        ledger.note("ext_worker_payout_request_signed, not covered", try world.claim(worker, 1_000_000_000))
        try world.topUp(client, CocoonWorld.ton)
        try world.claim(worker, 80_000_000)
        ledger.note("ext_client_grant_refund_signed, not covered", try world.grantRefund(client, 0))
    }

    private static func measureRoot(_ codes: ContractCodes) throws -> [String: [UInt64]] {
        var ledger = Ledger()
        for change in RootTests.changes {
            let message = try change.message(codes)
            guard let name = message.opcode?.name, ledger.gas[name] == nil else { continue }
            let done = try RootTests.executed(message, codes)
            ledger.note(name, done)
        }
        for (message, sender) in try RootTests.otherOperations(codes) {
            guard let name = message.opcode?.name else { continue }
            ledger.note(name, try RootTests.executed(message, codes, from: sender, value: 50_000_000))
        }
        return ledger.gas
    }

    private static func measureWallet(_ codes: ContractCodes) throws -> [String: [UInt64]] {
        var ledger = Ledger()
        for (name, done) in try WalletTests.operations(codes) { ledger.note(name, done) }
        return ledger.gas
    }

    @Test("each operation takes what the snapshot says")
    func snapshot() throws {
        let codes = try ContractCodes.silk()
        let measured = try Self.measure(codes).merging(try Self.measureRoot(codes)) { first, _ in first }
            .merging(try Self.measureWallet(codes)) { first, _ in first }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        if ProcessInfo.processInfo.environment["SILK_UPDATE_GAS"] == "1" {
            var text = try encoder.encode(measured)
            text.append(UInt8(ascii: "\n"))
            try text.write(to: Self.file)
        }
        let recorded = try JSONDecoder().decode([String: [UInt64]].self, from: try Data(contentsOf: Self.file))
        #expect(measured == recorded)
        #expect(measured.count == 45)
    }

    @Test("nothing takes 1500 gas more than on the main network", .enabled(if: ContractCodes.both.count == 2))
    func comparison() throws {
        func measure(_ codes: ContractCodes) throws -> [String: [UInt64]] {
            try Self.measure(codes).merging(try Self.measureWallet(codes)) { first, _ in first }
        }
        let silk = try measure(try .silk())
        let mainnet = try measure(try .mainnet())
        #expect(silk.keys == mainnet.keys)
        for (operation, gas) in mainnet.sorted(by: { $0.key < $1.key }) {
            let ours = try #require(silk[operation])
            // What comes back executes in ours alone.
            for (own, other) in zip(ours, gas) where !operation.hasSuffix("not covered") && operation != "text w" {
                #expect(own <= other + 1500, "\(operation)")
            }
        }
    }
}
