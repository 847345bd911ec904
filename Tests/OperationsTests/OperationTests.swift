import Cocoon
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Operations on the main network's codes, and on those of `Contracts/`, on a local ledger.
@Suite("Operations", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct OperationTests {
    private typealias Fixture = LedgerFixture

    @Test("a proxy, a client and a worker from their deployment to their end", arguments: LedgerFixture.Codes.allCases)
    func life(codes: LedgerFixture.Codes) async throws {
        var fixture = try Fixture(codes: codes)
        try await fixture.deployProxy()
        #expect(try fixture.data(fixture.proxy, as: ProxyData.self).stake == Fixture.ton(150))
        try await fixture.deployClient(topUp: Fixture.ton(200))
        #expect(try fixture.data(fixture.client, as: ClientData.self).balance == Fixture.ton(200))
        try await fixture.deployWorker()

        let charge = try fixture.envelope(
            .clientChargeSigned, 100_000_000, to: fixture.client, excessesTo: Fixture.proxyOwner)
        try await fixture.perform(try .signed(charge), from: Fixture.stranger)
        // 100,000,000 tokens at 20 nanoTON.
        #expect(try fixture.data(fixture.client, as: ClientData.self).balance == Fixture.ton(180))

        let payout = try fixture.envelope(
            .workerPayoutSigned, 100_000_000, to: fixture.worker, excessesTo: Fixture.stranger)
        let before = try fixture.coins(Fixture.workerOwner)
        let claim = try await fixture.perform(try .signed(payout), from: Fixture.stranger)
        // Gas of worker and proxy as measured on another executor: 9.5 and 13.3 thousand.
        let gas = claim.rehearsal.tree.transactions.prefix(2).map { $0.result?.gasUsed ?? 0 }
        if codes == .mainnet { #expect((9_000...10_000).contains(gas[0]) && (12_800...13_800).contains(gas[1])) }
        // 19 of the 20 are the worker's.
        #expect(try fixture.data(fixture.proxy, as: ProxyData.self).balance == Fixture.ton(1))
        #expect(try fixture.coins(Fixture.workerOwner) - before > 1_890_000_000)
        #expect(try fixture.coins(Fixture.workerOwner) - before <= 1_900_000_000)

        try await fixture.perform(
            .changeSecretAndTopUp(
                fixture.client, to: Fixture.hash(3), by: Fixture.ton(20), queryID: 100,
                excessesTo: Fixture.clientOwner), from: Fixture.clientOwner)
        try await fixture.perform(
            .changeSecret(
                of: fixture.client, to: Fixture.hash(4), queryID: 101, excessesTo: Fixture.clientOwner),
            from: Fixture.clientOwner)
        try await fixture.perform(
            .increaseStake(
                of: fixture.client, to: Fixture.ton(160), queryID: 102, excessesTo: Fixture.clientOwner),
            from: Fixture.clientOwner)
        try await fixture.perform(
            .withdraw(from: fixture.client, queryID: 103, excessesTo: Fixture.clientOwner), from: Fixture.clientOwner)
        var client = try fixture.data(fixture.client, as: ClientData.self)
        #expect(client.balance == Fixture.ton(160) && client.stake == Fixture.ton(160))
        #expect(client.secretHash == Fixture.hash(4))

        try await fixture.perform(
            .payOutRevenue(of: fixture.proxy, queryID: 104, excessesTo: Fixture.stranger), from: Fixture.stranger)
        #expect(try fixture.data(fixture.proxy, as: ProxyData.self).balance == .zero)

        try await fixture.perform(
            .requestRefund(of: fixture.client, queryID: 105, excessesTo: Fixture.clientOwner),
            from: Fixture.clientOwner)
        let early = try await ContractOperation.requestRefund(
            of: fixture.client, queryID: 106, excessesTo: Fixture.clientOwner
        ).prepared(from: Fixture.clientOwner, on: fixture.ledger.stage)
        #expect(early.rehearsal.failure?.reason == .compute(ExitCode(rawValue: 1011)))
        #expect(early.leastValue == nil)
        let grant = try fixture.envelope(
            .clientGrantRefundSigned, 100_000_000, to: fixture.client, excessesTo: Fixture.clientOwner)
        try await fixture.perform(try .signed(grant), from: Fixture.stranger)
        client = try fixture.data(fixture.client, as: ClientData.self)
        #expect(client.state == .closed && client.balance == .zero)

        let last = try fixture.envelope(
            .workerLastPayoutSigned, 100_000_000, to: fixture.worker, excessesTo: Fixture.workerOwner)
        try await fixture.perform(try .signed(last), from: Fixture.stranger)
        #expect(try fixture.data(fixture.worker, as: WorkerData.self).state == .closed)

        try await fixture.perform(
            .closeProxy(fixture.proxy, queryID: 107, excessesTo: Fixture.proxyOwner), from: Fixture.proxyOwner)
        let complete = try fixture.envelope(
            .proxyCloseCompleteSigned, nil, to: fixture.proxy, excessesTo: Fixture.proxyOwner)
        try await fixture.perform(try .signed(complete), from: Fixture.stranger)
        #expect(try fixture.data(fixture.proxy, as: ProxyData.self).state == .closed)
    }

    @Test("no coin appears or vanishes: what came in is in the accounts, or went as a fee")
    func conservation() async throws {
        var fixture = try Fixture()
        try await fixture.deployProxy()
        try await fixture.deployClient(topUp: Fixture.ton(200))
        try await fixture.deployWorker()
        var balance: Int128 = 0
        for account in fixture.ledger.accounts.values {
            balance += Int128(try account.account().balance.coins.nanoTON)
        }
        var consumed: Set<Hash256> = []
        var sent: [(hash: Hash256, cost: Int128)] = []
        var incoming: Int128 = 0
        var fees: Int128 = 0
        for entry in fixture.ledger.transactions {
            let transaction = try Transaction(cell: entry.transaction)
            fees += Int128(transaction.totalFees.coins.nanoTON)
            for message in transaction.outMessages {
                let info = try #require(message.message.info.internalInfo)
                sent.append((message.hash, Int128(info.forwardFee.nanoTON)))
            }
            let message = try #require(transaction.inMessage)
            consumed.insert(message.hash)
            if !sent.contains(where: { $0.hash == message.hash }) {
                incoming += Int128(try #require(message.message.info.internalInfo).value.coins.nanoTON)
            }
        }
        #expect(sent.allSatisfy { consumed.contains($0.hash) })
        #expect(incoming == balance + fees + sent.reduce(0) { $0 + $1.cost })
    }

    @Test("the value is the amount, and half more than the least beyond it")
    func value() async throws {
        var fixture = try Fixture()
        try await fixture.deployProxy()
        let operation = ContractOperation.increaseProxyStake(
            of: fixture.proxy, by: Fixture.ton(50), queryID: 9, excessesTo: Fixture.proxyOwner)
        let prepared = try await operation.prepared(from: Fixture.stranger, on: fixture.ledger.stage)
        // The contract wants 0.1 TON beyond the amount.
        #expect(prepared.leastValue.map { $0.nanoTON - 5_100_000_000 < 1_000 } == true)
        #expect(prepared.value == Coins(nanoTON: 5_151_000_000) || prepared.value == Coins(nanoTON: 5_150_000_000))
        #expect(prepared.isBounceable && prepared.rehearsal.isSuccess)
        let poor = try await operation.carrying(Coins(nanoTON: 5_099_999_999)).prepared(
            from: Fixture.stranger, on: fixture.ledger.stage)
        #expect(poor.rehearsal.failure?.reason == .compute(ExitCode(rawValue: 1003)))
        #expect(poor.rehearsal.failure.map { "\($0)".contains("low_msg_value") } == true)
        let rich = try await operation.carrying(Coins(nanoTON: 5_100_000_000)).prepared(
            from: Fixture.stranger, on: fixture.ledger.stage)
        #expect(rich.rehearsal.isSuccess)
        // Nothing of this changed the ledger.
        #expect(try fixture.data(fixture.proxy, as: ProxyData.self).stake == Fixture.ton(150))
    }

    @Test("the message bounces only where the contract is there, and brings code and data only where it isn't")
    func bounceFlag() async throws {
        var fixture = try Fixture()
        try await fixture.deployProxy()
        let operation = ContractOperation.registerWorker(fixture.worker, queryID: 1, excessesTo: Fixture.workerOwner)
        await #expect(throws: OperationError.notDeployed(fixture.worker, .nonexistent)) {
            try await operation.prepared(from: Fixture.workerOwner, on: fixture.ledger.stage)
        }
        let deploying = operation.deploying(fixture.workerState)
        let first = try await fixture.perform(deploying, from: Fixture.workerOwner)
        #expect(!first.isBounceable)
        #expect(try Message(cell: first.message).stateInit == fixture.workerState)
        let second = try await fixture.perform(deploying, from: Fixture.workerOwner)
        #expect(second.isBounceable)
        #expect(try Message(cell: second.message).stateInit == nil)
        await #expect(throws: OperationError.wrongStateInit(expected: fixture.client, found: fixture.worker)) {
            try await ContractOperation.registerClient(fixture.client, nonce: 0, queryID: 1, excessesTo: nil)
                .deploying(fixture.workerState).prepared(from: Fixture.clientOwner, on: fixture.ledger.stage)
        }
    }

    @Test("who isn't the owner is told so before anything is run")
    func owners() async throws {
        var fixture = try Fixture()
        try await fixture.deployProxy()
        try await fixture.deployWorker()
        let refused: [(ContractOperation, AccountAddress)] = [
            (.closeProxy(fixture.proxy, queryID: 1, excessesTo: nil), Fixture.proxyOwner),
            (.proxyText(.close, to: fixture.proxy), Fixture.proxyOwner),
            (.registerWorker(fixture.worker, queryID: 1, excessesTo: nil), Fixture.workerOwner),
        ]
        for (operation, owner) in refused {
            await #expect(throws: OperationError.notTheOwner(sender: Fixture.stranger, owner: owner)) {
                try await operation.prepared(from: Fixture.stranger, on: fixture.ledger.stage)
            }
        }
    }

    @Test("the letter w fails on a proxy of version 4, as on mainnet: in the action phase, at any value")
    func proxyWithdrawal() async throws {
        var fixture = try Fixture()
        try await fixture.deployProxy()
        let prepared = try await ContractOperation.proxyText(.withdraw, to: fixture.proxy).prepared(
            from: Fixture.proxyOwner, on: fixture.ledger.stage)
        #expect(prepared.rehearsal.failure?.reason == .action(ActionResultCode(rawValue: 37)))
        #expect(prepared.leastValue == nil)
    }

    @Test("query ids differ")
    func queryIdentifiers() {
        var identifiers = QueryIdentifiers(now: 1_780_000_000)
        let some = (0..<1000).map { _ in identifiers.next() }
        #expect(Set(some).count == 1000)
        #expect(some.allSatisfy { $0 >> 32 == 1_780_000_000 })
    }
}
