import Cocoon
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Receipts against the contracts that they are made out to, and against what those do with them.
@Suite("Receipts", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct ReceiptTests {
    private typealias Fixture = LedgerFixture

    private static func made() async throws -> LedgerFixture {
        var fixture = try Fixture()
        try await fixture.deployProxy()
        try await fixture.deployClient(topUp: Fixture.ton(200))
        try await fixture.deployWorker()
        let payout = try fixture.envelope(
            .workerPayoutSigned, 1_000_000, to: fixture.worker, excessesTo: Fixture.stranger)
        try await fixture.perform(try .signed(payout), from: Fixture.stranger)
        return fixture
    }

    @Test("a worker's receipt says what a claim pays and costs, and the claim does that")
    func workersReceipt() async throws {
        var fixture = try await Self.made()
        let receipt = try Receipt(
            try fixture.envelope(
                .workerPayoutSigned, 51_000_000, to: fixture.worker, excessesTo: Fixture.workerOwner))
        let appraisal = try await receipt.appraised(by: Fixture.workerOwner, on: fixture.ledger.stage)
        #expect(appraisal.check.problems.isEmpty && appraisal.check.newTokens == 50_000_000)
        #expect(appraisal.check.payout?.workerPart == Coins(nanoTON: 950_000_000))
        #expect(appraisal.check.payout?.proxyPart == Coins(nanoTON: 50_000_000))
        #expect(appraisal.claim.rehearsal.isSuccess)
        // Of the payout, the way takes less than a milliTON.
        #expect(appraisal.paid.nanoTON <= 950_000_000 && appraisal.paid.nanoTON > 949_000_000)
        #expect(appraisal.cost.nanoTON > 0 && appraisal.cost < appraisal.claim.value)
        let before = try fixture.coins(Fixture.workerOwner)
        let fees = appraisal.claim.rehearsal.tree.transactions.filter { $0.address == Fixture.workerOwner }
            .reduce(UInt128.zero) { $0 + ($1.result?.totalFees.coins.nanoTON ?? 0) }
        try await fixture.ledger.send(appraisal.claim.message)
        let after = try fixture.coins(Fixture.workerOwner)
        #expect(
            after + fees + appraisal.cost.nanoTON == before + appraisal.paid.nanoTON + appraisal.claim.value.nanoTON)
        // Claimed once, it pays no more.
        let again = try await receipt.appraised(by: Fixture.workerOwner, on: fixture.ledger.stage)
        #expect(again.check.problems == [.counter(stored: 51_000_000, given: 51_000_000)])
        #expect(again.claim.rehearsal.failure?.reason == .compute(ExitCode(rawValue: 1000)))
        #expect(again.paid == .zero)
    }

    @Test("a client's receipt says what is charged, and what vanishes beyond the balance")
    func clientsReceipt() async throws {
        var fixture = try await Self.made()
        let receipt = try Receipt(
            try fixture.envelope(
                .clientChargeSigned, 1_100_000_000, to: fixture.client, excessesTo: Fixture.proxyOwner))
        let account = try fixture.ledger.account(fixture.client)
        let check = try receipt.check(against: account)
        // 1,100,000,000 tokens at 20 nanoTON are 22 TON, of which 20 are there.
        #expect(check.problems.isEmpty && check.charge?.charged == Fixture.ton(200))
        #expect(check.charge?.vanished == Fixture.ton(20) && check.payout == nil)
    }

    /// Signed by another key; by the same for another contract; lower, equal and higher counters.
    @Test("the check and the contract agree on what is wrong")
    func problems() async throws {
        var fixture = try await Self.made()
        var cases: [(receipt: Receipt, problems: [Receipt.Problem], code: Int32)] = []
        for op in [Opcode.workerPayoutSigned, .workerLastPayoutSigned] {
            let lower = try fixture.envelope(op, 999_999, to: fixture.worker, excessesTo: Fixture.stranger)
            cases.append((try Receipt(lower), [.counter(stored: 1_000_000, given: 999_999)], 1000))
            var forged = try fixture.envelope(op, 2_000_000, to: fixture.worker, excessesTo: Fixture.stranger)
            forged.signature[5] ^= 1
            cases.append((try Receipt(forged), [.signature], 1007))
            var other = try fixture.envelope(op, 2_000_000, to: fixture.worker, excessesTo: Fixture.stranger)
            other.queryID += 1
            cases.append((try Receipt(other), [.inconsistent], 1005))
        }
        let equal = try fixture.envelope(
            .workerPayoutSigned, 1_000_000, to: fixture.worker, excessesTo: Fixture.stranger)
        cases.append((try Receipt(equal), [.counter(stored: 1_000_000, given: 1_000_000)], 1000))
        let untouched = try fixture.envelope(
            .clientChargeSigned, 0, to: fixture.client, excessesTo: Fixture.stranger)
        cases.append((try Receipt(untouched), [.counter(stored: 0, given: 0)], 1000))
        for (receipt, problems, code) in cases {
            let appraisal = try await receipt.appraised(by: Fixture.stranger, on: fixture.ledger.stage)
            #expect(appraisal.check.problems == problems)
            #expect(appraisal.claim.rehearsal.failure?.reason == .compute(ExitCode(rawValue: code)))
        }
        for op in [Opcode.workerLastPayoutSigned, .clientGrantRefundSigned] {
            let isWorker = op == .workerLastPayoutSigned
            let equal = try Receipt(
                try fixture.envelope(
                    op, isWorker ? 1_000_000 : 0, to: isWorker ? fixture.worker : fixture.client,
                    excessesTo: Fixture.stranger))
            let appraisal = try await equal.appraised(by: Fixture.stranger, on: fixture.ledger.stage)
            #expect(appraisal.check.problems.isEmpty && appraisal.claim.rehearsal.isSuccess)
        }
    }

    @Test("a receipt that the proxy can't pay shows as such before it is lost")
    func shortProxy() async throws {
        var fixture = try await Self.made()
        // 19 nanoTON for each of 10^12 tokens: 19000 TON, of which the proxy has 35.
        let receipt = try Receipt(
            try fixture.envelope(
                .workerPayoutSigned, 1_000_000_000_000, to: fixture.worker, excessesTo: Fixture.workerOwner))
        let appraisal = try await receipt.appraised(by: Fixture.workerOwner, on: fixture.ledger.stage)
        #expect(appraisal.check.problems.isEmpty && appraisal.paid == .zero)
        #expect(appraisal.claim.rehearsal.failure?.address == fixture.proxy)
        #expect(appraisal.claim.rehearsal.failure?.reason == .compute(ExitCode(rawValue: 5)))
    }

    /// The books of the recorded chain: one proxy covers what it owes, the other is short and has lost payouts.
    @Test(
        "on recorded states, a healthy proxy pays and a short one doesn't",
        arguments: [
            ("edb7f5505b7e25f0ea007694904b92d861a7ccc6056d692ac90180a73d916b69", UInt64(19), true),
            ("a1b6a67645891c740868a3489190d7f74109fc41334c92e3d8cf1cc289dcc634", 20, false),
        ])
    func recordedProxies(proxy: String, fee: UInt64, pays: Bool) async throws {
        var accounts: [AccountAddress: ShardAccount] = [:]
        var workers: [(address: AccountAddress, data: WorkerData)] = []
        for name in RecordedFixtures.names(in: "chain/states", suffix: ".json") {
            let hash = String(name.dropLast(5))
            let address = AccountAddress(hash: try #require(Hash256(hex: hash)))
            accounts[address] = try Fixture.recorded(hash)
            guard case .active(let state)? = try accounts[address]?.account().existing?.storage.state,
                state.code?.hash.hex == "b100aeadcb1b1cb9274172044c1c27b041748ef4d2bbb8fe0f5c4da4dae67a3c",
                let data = state.data
            else { continue }
            let worker = try WorkerData(cell: data)
            if worker.proxy.hash.hex == proxy, worker.state == .normal { workers.append((address, worker)) }
        }
        let worker = try #require(workers.first)
        let receipt = try Receipt(
            try SignedPayload(
                op: .workerPayoutSigned, queryID: 1, tokens: worker.data.tokens + 1_000_000_000,
                expectedAddress: worker.address
            ).makeSigned(privateKey: Fixture.proxyKey, sendExcessesTo: Fixture.stranger))
        var stage = try Fixture().ledger.stage
        stage.states = KnownStates(accounts: accounts)
        stage.emulation.environment.now += 90 * 86_400
        stage.emulation.environment.lt = 90_000_000_000_000
        // The recorded proxies' keys aren't known.
        let forged = try await receipt.appraised(by: Fixture.stranger, on: stage)
        #expect(forged.check.problems == [.signature])
        #expect(forged.claim.rehearsal.failure?.reason == .compute(ExitCode(rawValue: 1007)))
        stage.emulation.environment.signatureChecks = .ignored
        let appraisal = try await receipt.appraised(by: Fixture.stranger, on: stage)
        #expect(appraisal.check.payout?.workerPart == Coins(nanoTON: fee * 1_000_000_000))
        if pays {
            #expect(appraisal.claim.rehearsal.isSuccess)
            #expect(appraisal.paid.nanoTON > UInt128(fee) * 1_000_000_000 - 1_000_000)
        } else {
            #expect(appraisal.claim.rehearsal.failure?.address?.hash.hex == proxy)
            #expect(appraisal.claim.rehearsal.failure?.reason == .compute(ExitCode(rawValue: 5)))
            #expect(appraisal.paid == .zero)
        }
    }

    @Test("a stored receipt is read back, and gives way to none that is worth less")
    func storing() async throws {
        var fixture = try await Self.made()
        let folder = try TemporaryFolder()
        let path = folder.path("receipt")
        let receipts = try [UInt64(5), 6].map { tokens in
            try Receipt(
                try fixture.envelope(.workerPayoutSigned, tokens, to: fixture.worker, excessesTo: Fixture.stranger))
        }
        try receipts[0].store(path: path)
        #expect(try Receipt(path: path) == receipts[0])
        try receipts[1].store(path: path)
        #expect(throws: ReceiptError.worthLess(stored: 6, given: 5)) { try receipts[0].store(path: path) }
        let other = try Receipt(
            try fixture.envelope(.clientChargeSigned, 9, to: fixture.client, excessesTo: Fixture.stranger))
        #expect(throws: ReceiptError.otherContract(stored: fixture.worker, given: fixture.client)) {
            try other.store(path: path)
        }
        #expect(try Receipt(path: path) == receipts[1])
        let close = try fixture.envelope(
            .proxyCloseRequestSigned, nil, to: fixture.proxy, excessesTo: Fixture.stranger)
        #expect(throws: ReceiptError.noReceipt(.proxyCloseRequestSigned)) { try Receipt(close) }
        #expect(throws: ReceiptError.self) { try Receipt(boc: [1, 2, 3]) }
    }

    @Test("a recorded worker is known to be closed, and its counter is that of the books")
    func recorded() throws {
        let worker = try Fixture.recorded("46ba99750d40f29454f7c6b730ea53c1ef6f423b2a45b4b0ec23cebf6cfc3435")
        guard case .active(let state)? = try worker.account().existing?.storage.state, let data = state.data else {
            Issue.record("the recorded worker is not there")
            return
        }
        // The books say 568230152 tokens, and that it is closed.
        let content = try WorkerData(cell: data)
        let address = try content.derivedAddress(code: try #require(state.code))
        #expect(content.tokens == 568_230_152)
        let receipt = try Receipt(
            try SignedPayload(
                op: .workerPayoutSigned, queryID: 1, tokens: 568_230_153, expectedAddress: address
            ).makeSigned(privateKey: Fixture.proxyKey, sendExcessesTo: nil))
        let check = try receipt.check(against: worker)
        #expect(check.problems == [.signature, .closed] && check.newTokens == 1)
        #expect(check.payout?.workerPart == Coins(nanoTON: 19))
    }
}
